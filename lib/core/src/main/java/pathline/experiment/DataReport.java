package pathline.experiment;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pathline.check.Require;
import pathline.data.Catalogue;
import pathline.data.DataException;
import pathline.data.Sha256;

/**
 * The command {@code ./pathline data [NAME...] [--data DIR]}: what each data set is and where to get it, and whether what
 * lies in DIR is it. It downloads nothing.
 */
public final class DataReport {

    private final PrintStream out;
    private boolean failed;

    private DataReport(PrintStream out) {
        this.out = out;
    }

    /** Lists the named data sets, or all; ends with 1 if one that is there is damaged or not the published one. */
    public static void main(String[] arguments) {
        Require.nonNull(arguments, "arguments");
        try {
            System.exit(run(List.of(arguments), System.out));
        } catch (IllegalArgumentException e) {
            System.err.println("data: " + e.getMessage());
            System.exit(2);
        }
    }

    /** The command's exit code: 0, or 1 if a set that is there fails, or one that was named is not there. */
    static int run(List<String> arguments, PrintStream out) {
        var names = new ArrayList<>(arguments);
        var options = new ArrayList<String>();
        int first = names.stream()
                .filter(name -> name.startsWith("--"))
                .findFirst()
                .map(names::indexOf)
                .orElse(names.size());
        while (names.size() > first) {
            options.add(names.remove(first));
        }
        Options given = Options.parse(options, Set.of("data"));
        var folder = given.values().containsKey("data") ? Optional.of(given.folder("data")) : Optional.<Path>empty();
        var entries = names.isEmpty()
                ? Catalogue.all()
                : names.stream().map(Catalogue::named).toList();
        var report = new DataReport(out);
        for (var entry : entries) {
            report.describe(entry);
            folder.ifPresent(data -> report.verify(entry, data, !names.isEmpty()));
            out.println();
        }
        if (folder.isEmpty()) {
            out.println("With --data DIR, the files in DIR, or in DIR/miniboone and so on, are verified.");
        }
        return report.failed ? 1 : 0;
    }

    private void describe(Catalogue.Entry entry) {
        out.println(entry.name() + ": " + entry.what());
        out.println("  from     " + entry.origin());
        out.println("  licence  " + entry.licence());
        out.println("  files    " + String.join(", ", entry.files()));
    }

    private void verify(Catalogue.Entry entry, Path data, boolean asked) {
        var present = entry.present(data);
        if (present.isEmpty()) {
            out.println("  missing  none of these files is in " + entry.folder(data));
            failed |= asked;
            return;
        }
        try {
            present.forEach(this::sum);
            entry.verify(data).forEach(line -> out.println("  ok       " + line));
        } catch (DataException e) {
            out.println("  WRONG    " + e.getMessage());
            failed = true;
        }
    }

    private void sum(Path file) {
        String sum = Sha256.of(file);
        String verdict = switch (Sha256.compare(file, sum)) {
            case AS_KNOWN -> "as published";
            case DIFFERENT -> "NOT the published file";
            case NOT_KNOWN -> "no published sum to compare with";
        };
        failed |= Sha256.compare(file, sum) == Sha256.Verdict.DIFFERENT;
        out.println("  found    " + file + ", SHA-256 " + sum + " (" + verdict + ")");
    }
}
