package pathline.distribution;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import pathline.array.Points;
import pathline.random.Rng;

/**
 * The two-dimensional sets of the literature, each as its source defines it.
 *
 * <p>"8 gaussians", "moons" and "checkerboard" mean different laws in different code, and published numbers hold for
 * one of them only. The suffix of a name says whose it is:
 *
 * <table>
 * <caption>Where the sets come from</caption>
 * <tr><th>suffix</th><th>source</th><th>used for</th></tr>
 * <tr><td>A</td><td>research code of the TorchCFM repository (Tong et al., TMLR 2024)</td>
 *     <td>the paper's tasks from a Gaussian source</td></tr>
 * <tr><td>B</td><td>the same, its {@code twodim} sets</td><td>the paper's task moons to 8 gaussians</td></tr>
 * <tr><td>C</td><td>the {@code torchcfm.utils} module</td><td>the notebooks of TorchCFM</td></tr>
 * <tr><td>Ffjord</td><td>{@code toy_data.py} of FFJORD (Grathwohl et al., ICLR 2019)</td>
 *     <td>FFJORD and many papers after it</td></tr>
 * <tr><td>FlowMatching</td><td>the notebooks of the flow_matching library (Lipman et al., 2024)</td>
 *     <td>their checkerboard</td></tr>
 * </table>
 *
 * <p>Sets with a closed-form density are {@link Density} types. Moons and rings put an even grid of angles on each curve,
 * over the n points asked for; draw them a batch at a time, since single points would all fall on the grid's start.
 * The sources of the moons of C and of the spirals list their points curve by curve; here every order is random.
 */
public final class Toy {

    private Toy() {}

    /** Eight unit Gaussians on a circle of radius 5, in equal counts. The source's shift of each by 10⁻⁴ is left out. */
    public static GaussianMixture eightGaussiansA() {
        return GaussianMixture.ring(8, 5, 1).stratified();
    }

    /** Eight Gaussians of standard deviation 1.5 on a circle of radius 12 (0.5 on radius 4, times 3). */
    public static GaussianMixture eightGaussiansB() {
        return GaussianMixture.ring(8, 12, 1.5);
    }

    /**
     * Eight Gaussians on a circle of radius 5 with covariance √0.1 I, so of standard deviation 0.1^(1/4) = 0.562.
     *
     * <p>The source takes the square root of its {@code var=0.1} and passes it on as a covariance.
     */
    public static GaussianMixture eightGaussiansC() {
        return GaussianMixture.ring(8, 5, Math.pow(0.1, 0.25));
    }

    /** Eight Gaussians of standard deviation 0.5 on a circle of radius 4, all divided by 1.414. */
    public static GaussianMixture eightGaussiansFfjord() {
        return GaussianMixture.ring(8, 4 / 1.414, 0.5 / 1.414);
    }

    /** Half circles with noise N(0, 0.05² I), times 2, moved by (-1, 0). */
    public static Distribution moonsA() {
        return new Planar(
                "moons, set A",
                (n, rng) -> ToyCurves.map(ToyCurves.blur(ToyCurves.moons(n, rng), 0.05, rng), p ->
                        new double[] {2 * p[0] - 1, 2 * p[1]}));
    }

    /**
     * Half circles with noise N(0, 0.1² I), standardised by one mean and one deviation for both coordinates, times 7.
     *
     * <p>The source takes mean and deviation from the set it drew; these are their values over the whole law, 3/8 and
     * √(13/16 - 1/(2π) + 0.01 - (3/8)²) = 0.7230, so that a point does not depend on its batch.
     */
    public static Distribution moonsB() {
        double factor = 7 / Math.sqrt(13.0 / 16 - 1 / (2 * Math.PI) + 0.01 - 9.0 / 64);
        return new Planar(
                "moons, set B",
                (n, rng) -> ToyCurves.map(ToyCurves.blur(ToyCurves.moons(n, rng), 0.1, rng), p ->
                        new double[] {factor * (p[0] - 0.375), factor * (p[1] - 0.375)}));
    }

    /**
     * Half circles with one draw of U[0, 0.2) added to both coordinates, times 3, minus 1.
     *
     * <p>The noise is neither Gaussian nor two-dimensional: each half circle becomes a ribbon along the diagonal.
     */
    public static Distribution moonsC() {
        return new Planar(
                "moons, set C",
                (n, rng) -> ToyCurves.map(ToyCurves.moons(n, rng), p -> {
                    double noise = 0.2 * rng.uniform();
                    return new double[] {3 * (p[0] + noise) - 1, 3 * (p[1] + noise) - 1};
                }));
    }

    /** Half circles with noise N(0, 0.1² I), times 2, moved by (-1, -0.2). */
    public static Distribution moonsFfjord() {
        return new Planar(
                "moons, FFJORD",
                (n, rng) -> ToyCurves.map(ToyCurves.blur(ToyCurves.moons(n, rng), 0.1, rng), p ->
                        new double[] {2 * p[0] - 1, 2 * p[1] - 0.2}));
    }

    /** The letter S with noise N(0, 0.05² I), times 1.5. */
    public static Distribution sCurveA() {
        return new Planar(
                "s-curve, set A",
                (n, rng) -> ToyCurves.map(ToyCurves.blur(ToyCurves.sCurve(n, rng), 0.05, rng), p ->
                        new double[] {1.5 * p[0], 1.5 * p[1]}));
    }

    /** Eight squares of side 2, on [-4, 4]²: density 1/32, entropy log 32 = 3.4657 nats. */
    public static Checkerboard checkerboardFfjord() {
        return new Checkerboard(2);
    }

    /** Eight squares of side 1/0.45 = 2.22, on [-4.44, 4.44]²: density 0.0253, entropy 3.6765 nats. */
    public static Checkerboard checkerboardFlowMatching() {
        return new Checkerboard(1 / 0.45);
    }

    /** The spiral a (cos a, sin a), a ~ U(3π/2, 9π/2), with noise N(0, I), divided by 5. */
    public static Distribution swissRollFfjord() {
        return new Planar(
                "swiss roll, FFJORD",
                (n, rng) -> ToyCurves.map(
                        ToyCurves.blur(ToyCurves.swissRoll(n, rng), 1, rng), p -> new double[] {p[0] / 5, p[1] / 5}));
    }

    /** Circles of radius 1 and 1/2 with noise N(0, 0.08² I), all times 3. */
    public static Rings circlesFfjord() {
        return new Rings(0.24, 3, 1.5);
    }

    /** Circles of radius 3, 2.25, 1.5 and 0.75 with noise N(0, 0.08² I). */
    public static Rings ringsFfjord() {
        return new Rings(0.08, 3, 2.25, 1.5, 0.75);
    }

    /** Five bent arms, radial deviation 0.3, tangential 0.1, turned at rate 1/4, all times 2; equal counts per arm. */
    public static Distribution pinwheelFfjord() {
        return new Planar(
                "pinwheel, FFJORD",
                (n, rng) -> ToyCurves.map(ToyCurves.pinwheel(n, rng), p -> new double[] {2 * p[0], 2 * p[1]}));
    }

    /** Two spiral arms of one and a half turns, points in mirrored pairs, divided by 3, with noise N(0, 0.1² I). */
    public static Distribution twoSpiralsFfjord() {
        return new Planar(
                "2 spirals, FFJORD",
                (n, rng) -> ToyCurves.blur(
                        ToyCurves.map(ToyCurves.spirals(n, rng), p -> new double[] {p[0] / 3, p[1] / 3}), 0.1, rng));
    }

    /** The segment y = x with x ~ U[-2.5, 2.5): a law without a density in the plane. */
    public static Distribution lineFfjord() {
        return new Planar(
                "line, FFJORD",
                (n, rng) -> ToyCurves.draw(n, rng, r -> {
                    double x = 5 * r.uniform() - 2.5;
                    return new double[] {x, x};
                }));
    }

    /** The curve y = 2.5 sin x with x ~ U[-2.5, 2.5): a law without a density in the plane. */
    public static Distribution cosFfjord() {
        return new Planar(
                "cos, FFJORD",
                (n, rng) -> ToyCurves.draw(n, rng, r -> {
                    double x = 5 * r.uniform() - 2.5;
                    return new double[] {x, 2.5 * Math.sin(x)};
                }));
    }

    /** FFJORD's ten sets under the names of its source, in the source's order. */
    public static Map<String, Distribution> ffjord() {
        var sets = new LinkedHashMap<String, Distribution>();
        sets.put("swissroll", swissRollFfjord());
        sets.put("circles", circlesFfjord());
        sets.put("rings", ringsFfjord());
        sets.put("moons", moonsFfjord());
        sets.put("8gaussians", eightGaussiansFfjord());
        sets.put("pinwheel", pinwheelFfjord());
        sets.put("2spirals", twoSpiralsFfjord());
        sets.put("checkerboard", checkerboardFfjord());
        sets.put("line", lineFfjord());
        sets.put("cos", cosFfjord());
        return Collections.unmodifiableMap(sets);
    }

    /** A set in the plane, made n points at a time. */
    private record Planar(String name, PlanarDraw draw) implements RowDraw {

        @Override
        public Points points(NDManager manager, DataType type, int n, Rng rng) {
            DrawSize.check(manager, type, n, dim(), rng);
            return RowDraw.of(manager, type, draw.rows(n, rng));
        }

        @Override
        public int dim() {
            return 2;
        }

        @Override
        public String toString() {
            return "Toy[" + name + "]";
        }
    }

    @FunctionalInterface
    private interface PlanarDraw {
        double[][] rows(int n, Rng rng);
    }
}
