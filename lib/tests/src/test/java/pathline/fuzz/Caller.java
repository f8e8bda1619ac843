package pathline.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The JVM that makes the calls, from one numbered on the command line. What it is at stands in a journal, so that the end of
 * this JVM can be ascribed to a call; after a hang, and when memory runs out, it ends itself.
 */
final class Caller {

    /** The exit status after a call that did not end, or that filled the memory; its line is written. */
    static final int STOPPED = 71;
    /** The exit status after as many calls as one JVM makes: what the engine leaks stays bounded. */
    static final int ENOUGH = 72;

    static final int MOST = 4000;
    private static final long NANOS = 1_000_000_000L;
    /** A call that sleeps is allowed this many times the limit: the machine may be busy with other things. */
    private static final int PATIENCE = 3;

    private final Settings settings;
    private final List<Settings.Planned> plan;
    private volatile Thread worker;
    private volatile String arguments = "";

    private Caller(Settings settings) {
        this.settings = settings;
        this.plan = settings.plan();
    }

    public static void main(String[] words) throws IOException, InterruptedException {
        var caller = new Caller(Settings.read(0, 20, ""));
        int first = Integer.parseInt(words[0]);
        int end = Math.min(caller.plan.size(), first + MOST);
        for (int k = first; k < end; k++) {
            caller.run(k);
        }
        Files.write(caller.settings.out().resolve("known.txt"), Known.FAILURES);
        Runtime.getRuntime().halt(end < caller.plan.size() ? ENOUGH : 0);
    }

    private final java.util.concurrent.ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        worker = new Thread(task, "calls");
        worker.setDaemon(true);
        return worker;
    });

    private void run(int k) throws IOException, InterruptedException {
        var planned = plan.get(k);
        write(k, "arguments are made");
        var task = executor.submit(() -> make(k, planned));
        var threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long busyBefore = worker == null ? 0 : threads.getThreadCpuTime(worker.getId());
        while (true) {
            try {
                var call = task.get(500, TimeUnit.MILLISECONDS);
                append(call);
                if (call.verdict() == Verdict.MEMORY) {
                    Runtime.getRuntime().halt(STOPPED);
                }
                return;
            } catch (TimeoutException e) {
                long wall = System.nanoTime() - start;
                long busy = threads.getThreadCpuTime(worker.getId()) - busyBefore;
                if (busy > settings.limit() * NANOS || wall > PATIENCE * settings.limit() * NANOS) {
                    hang(planned);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("the fuzz itself failed at " + planned.name(), e.getCause());
            }
        }
    }

    private void hang(Settings.Planned planned) throws IOException {
        var stack = worker.getStackTrace();
        var shown =
                Arrays.stream(stack).limit(12).map(StackTraceElement::toString).collect(Collectors.joining(" / "));
        append(Call.of(planned, Verdict.HANG, "", shown, Call.place(stack), arguments));
        Runtime.getRuntime().halt(STOPPED);
    }

    private void write(int k, String text) {
        try {
            Files.writeString(
                    settings.out().resolve("journal"), k + System.lineSeparator() + text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(Call call) throws IOException {
        Files.writeString(
                calls(settings),
                call.line() + System.lineSeparator(),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    static Path calls(Settings settings) {
        return settings.out().resolve("calls.tsv");
    }

    private static OneCall prepared(Settings.Planned planned, Draw draw) {
        try {
            return new OneCall(planned.member(), draw);
        } catch (RuntimeException e) {
            Known.FAILURES.add("arguments: " + e + " at " + Arrays.toString(e.getStackTrace()));
            return null;
        }
    }

    private Call make(int k, Settings.Planned planned) {
        arguments = "(while the arguments were made)";
        try (var draw = new Draw(settings.seed(), planned.member().signature(), planned.number())) {
            var one = prepared(planned, draw);
            if (one == null) {
                return Call.of(planned, Verdict.NOT_MADE, "", String.join("; ", Known.FAILURES), "", arguments);
            }
            arguments = one.text();
            write(k, arguments);
            return one.outcome(planned);
        } catch (OutOfMemoryError e) {
            return Call.of(
                    planned,
                    Verdict.MEMORY,
                    "OutOfMemoryError",
                    e.getMessage(),
                    Call.place(e.getStackTrace()),
                    arguments);
        }
    }
}
