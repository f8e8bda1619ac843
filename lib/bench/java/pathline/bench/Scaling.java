package pathline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** How times grow with each size, the others staying at 256 points of the plane and hidden width 64. */
final class Scaling {

    /** What the commands call all of this. */
    static final String ID = "scaling";

    /**
     * The times of one work along one size.
     *
     * @param axis the size that grows
     * @param name what is done
     * @param sizes from small to large
     * @param works one for each
     */
    record Curve(String axis, String name, double[] sizes, List<Work> works) {}

    /** The size of exact transport. */
    static final String POINTS = "points";

    /** All curves, in order. */
    static final List<Curve> CURVES = curves();

    private Scaling() {}

    /** The works of all curves. */
    static List<Work> works() {
        return CURVES.stream().flatMap(curve -> curve.works().stream()).toList();
    }

    private static List<Curve> curves() {
        var curves = new ArrayList<Curve>();
        net(curves, "batch", new int[] {64, 256, 1024, 4096, 16_384}, (work, n) -> work.sizes(n, 2, 64));
        net(curves, "hidden width", new int[] {32, 64, 128, 256, 512}, (work, n) -> work.sizes(256, 2, n));
        net(curves, "dimension", new int[] {2, 8, 32, 128, 784}, (work, n) -> work.sizes(256, n, 64));
        curves.add(curve(
                POINTS,
                "exact OT",
                TransportTasks::assignment,
                new int[] {64, 128, 256, 512, 1024, 2048, 4096},
                (work, n) -> work.sizes(n, 2, 1).withoutNet()));
        return List.copyOf(curves);
    }

    private static void net(List<Curve> curves, String axis, int[] sizes, Resized resized) {
        curves.add(curve(axis, "forward", FieldTasks::forward, sizes, resized));
        curves.add(curve(axis, "CFM gradient", TrainingTasks::gradient, sizes, resized));
    }

    @FunctionalInterface
    private interface Resized {
        Work of(Work work, int size);
    }

    private static Curve curve(String axis, String name, Function<Setting, Task> maker, int[] sizes, Resized resized) {
        var works = IntStream.of(sizes)
                .mapToObj(size -> resized.of(Work.of(ID, axis + " " + size + ": " + name, maker), size))
                .toList();
        return new Curve(axis, name, IntStream.of(sizes).asDoubleStream().toArray(), works);
    }
}
