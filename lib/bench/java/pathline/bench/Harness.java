package pathline.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Times works by JMH, in JVMs of their own, every call by itself, so that there are quartiles. */
final class Harness {

    private final List<RunResult> raw = new ArrayList<>();
    private final OutputFormat complaints = OutputFormatFactory.createFormatInstance(
            new PrintStream(new Quiet(System.err), true, StandardCharsets.UTF_8), VerboseMode.SILENT);

    /** The times of one step of this work. */
    Entry time(Work work, Side side, Pace pace) {
        try {
            var result = new Runner(options(work, side, pace), complaints).runSingle();
            raw.add(result);
            var times = result.getPrimaryResult().getStatistics();
            var measured = new Measured(
                    times.getMin(),
                    times.getPercentile(25),
                    times.getPercentile(50),
                    times.getPercentile(75),
                    times.getN());
            return new Entry(work.name(), side.title(), measured.per(work.per()));
        } catch (RunnerException e) {
            throw new IllegalStateException(work.name() + " could not be timed: " + e.getMessage(), e);
        }
    }

    private static Options options(Work work, Side side, Pace pace) {
        return new OptionsBuilder()
                .include(Timing.class.getName() + ".time")
                .param("work", work.name())
                .param("side", side.name())
                .mode(Mode.SampleTime)
                .timeUnit(TimeUnit.MILLISECONDS)
                .forks(pace.forks())
                .warmupIterations(pace.warmUps())
                .warmupTime(TimeValue.milliseconds(pace.millis()))
                .measurementIterations(pace.iterations())
                .measurementTime(TimeValue.milliseconds(pace.millis()))
                .jvmArgsAppend(arguments(work))
                .shouldFailOnError(true)
                .build();
    }

    /** Flows and velocities of images have one thread, as their peers. */
    private static String[] arguments(Work work) {
        boolean one = List.of(FlowTasks.ID, ImageTasks.ID).contains(work.id());
        var more = one ? List.of("-Dpathline.threads=1") : List.<String>of();
        return Stream.of(Jvm.ENGINE, more).flatMap(List::stream).toArray(String[]::new);
    }

    /** Writes all that JMH has found, in its own format; times are those of a call. */
    void write(Path file) {
        ResultFormatFactory.getInstance(ResultFormatType.JSON, file.toString()).writeOut(raw);
    }
}
