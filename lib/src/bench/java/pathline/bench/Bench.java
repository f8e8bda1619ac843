package pathline.bench;

import java.util.List;
import java.util.Locale;
import pathline.field.Passes;

/** The command {@code ./pathline bench}. */
public final class Bench {

    private Bench() {}

    /** Times the named workloads, or all. */
    public static void main(String[] arguments) {
        var names = List.of(arguments).stream()
                .filter(name -> !name.startsWith("--"))
                .toList();
        var quick = List.of(arguments).contains("--quick");
        var pace = quick ? Pace.quick() : Pace.full();
        System.out.println(pace);
        System.out.printf("%-36s %12s %25s %12s %25s%n", "ms", "arrays", "quartiles", "compiled", "quartiles");
        var harness = new Harness(pace);
        for (var work : Workloads.ALL) {
            if (names.isEmpty() || names.contains(work.id())) {
                var arrays = harness.time(work, Passes.ARRAYS);
                var compiled = harness.time(work, Passes.COMPILED);
                System.out.println(String.format(
                        Locale.ROOT,
                        "%-36s %12.4f %12.4f-%12.4f %12.4f %12.4f-%12.4f",
                        work.name(),
                        arrays.median(),
                        arrays.low(),
                        arrays.high(),
                        compiled.median(),
                        compiled.low(),
                        compiled.high()));
            }
        }
    }
}
