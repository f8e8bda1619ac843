package pathline.notebook;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.List;
import pathline.check.Require;
import pathline.plot.Figures;
import pathline.random.Rng;
import tech.tablesaw.api.Table;

/**
 * A notebook's first cell, its claims and its tables.
 *
 * <pre>{@code
 * var notebook = pathline.notebook.Notebook.open();
 * }</pre>
 *
 * <p>Every result of this class is {@code void} or a value to be kept in a variable, so that each Java kernel shows the
 * same output; see the package's description.
 */
public final class Notebook {

    private static final String ENGINE = "PyTorch";
    private static final int DIGITS = 4;

    private final NDManager manager;
    private final Rng rng;
    private final Budget budget;
    private final long seed;

    private Notebook(NDManager manager, long seed, Budget budget) {
        this.manager = manager;
        this.rng = Rng.of(seed);
        this.budget = budget;
        this.seed = seed;
    }

    /** Opens a notebook with the root seed 0; see {@link #open(long)}. */
    public static Notebook open() {
        return open(0);
    }

    /**
     * Starts the tensor engine and reads the budget.
     *
     * <p>The engine works with one thread for each operation, which is fastest for the small arrays of these lessons and
     * makes sums the same on every number of cores; it neither downloads nor reports anything. What is set on the
     * command line ({@code -Dai.djl.pytorch.num_threads=4}) stays. Opening again gives a new manager and fresh random
     * streams; the arrays of the first stay alive.
     *
     * @param seed the seed of {@link #rng()}
     * @throws IllegalArgumentException if {@code PATHLINE_BUDGET} is neither SMOKE nor LECTURE
     */
    public static Notebook open(long seed) {
        var budget = Budget.fromEnvironment();
        setUnlessGiven("java.awt.headless", "true");
        setUnlessGiven("ai.djl.pytorch.num_threads", "1");
        setUnlessGiven("ai.djl.pytorch.num_interop_threads", "1");
        setUnlessGiven("ai.djl.offline", "true");
        setUnlessGiven("OPT_OUT_TRACKING", "true");
        return new Notebook(NDManager.newBaseManager(ENGINE), seed, budget);
    }

    /** The owner of the notebook's arrays: {@code notebook.manager().create(new double[] {1, 0})}. */
    public NDManager manager() {
        return manager;
    }

    /**
     * The root of the notebook's randomness. Draw from a child, {@code notebook.rng().child("data")}: then a cell gives
     * the same numbers however often it is run.
     */
    public Rng rng() {
        return rng;
    }

    /** One point as a state of shape (1, d), float64: the start of an ODE lesson's solve. */
    public NDArray point(double... coordinates) {
        Require.finite(coordinates, "coordinates");
        Require.atLeast(coordinates.length, 1, "the number of coordinates");
        return manager.create(coordinates, new Shape(1, coordinates.length));
    }

    /** Several points as a state of shape (n, d), float64. */
    public NDArray points(double[]... rows) {
        Require.finite(rows, "rows");
        Require.atLeast(rows[0].length, 1, "the number of columns of rows");
        return manager.create(rows);
    }

    /** A stream of random numbers of its own, named for what is drawn from it: the child {@code name} of {@link #rng()}. */
    public Rng rng(String name) {
        return rng.child(name);
    }

    /** How much work this run may do. */
    public Budget budget() {
        return budget;
    }

    /** {@code lecture} steps, or the few of a smoke run; see {@link Budget#steps}. */
    public int steps(int lecture) {
        return budget.steps(lecture);
    }

    /** The budget, the seed and the engine's version. */
    @Override
    public String toString() {
        return "Notebook[" + budget + ", seed " + seed + ", " + ENGINE + " "
                + Engine.getEngine(ENGINE).getVersion() + "]";
    }

    /**
     * Prints the claim with both numbers if |actual - expected| is at most the tolerance.
     *
     * @param tolerance absolute, 0 or more
     * @throws ClaimException with both numbers if they differ by more, or one is NaN or infinite
     */
    public static void check(String claim, double expected, double actual, double tolerance) {
        System.out.println(Claims.near(claim, expected, actual, tolerance));
    }

    /** The same for each number of an array; the exception names the first that differs. */
    public static void check(String claim, double[] expected, double[] actual, double tolerance) {
        System.out.println(Claims.near(claim, expected, actual, tolerance));
    }

    /** The same for each entry of a tensor, in row-major order. */
    public static void check(String claim, double[] expected, NDArray actual, double tolerance) {
        check(claim, expected, doubles("actual", actual), tolerance);
    }

    /** The same for each entry of two tensors of one shape. */
    public static void check(String claim, NDArray expected, NDArray actual, double tolerance) {
        Require.nonNull(claim, "claim");
        var wanted = doubles("expected", expected);
        var got = doubles("actual", actual);
        if (!expected.getShape().equals(actual.getShape())) {
            throw new IllegalArgumentException(
                    claim + ": expected shape " + expected.getShape() + ", got " + actual.getShape());
        }
        check(claim, wanted, got, tolerance);
    }

    /**
     * Prints the claim if it holds. Where it is about a number, the other checks say more when it fails.
     *
     * @throws ClaimException if it does not hold
     */
    public static void check(String claim, boolean holds) {
        System.out.println(Claims.holds(claim, holds));
    }

    /**
     * Prints the claim with both numbers if {@code actual < bound}, both finite, and throws a {@link ClaimException}
     * otherwise.
     */
    public static void checkBelow(String claim, double actual, double bound) {
        System.out.println(Claims.below(claim, actual, bound));
    }

    /**
     * Prints the claim with both numbers if {@code actual > bound}, both finite, and throws a {@link ClaimException}
     * otherwise.
     */
    public static void checkAbove(String claim, double actual, double bound) {
        System.out.println(Claims.above(claim, actual, bound));
    }

    /**
     * Says whether the answer to an exercise is right, without saying what is: {@code to do}, {@code ok} or
     * {@code not yet}. No answer throws, so that a notebook with open exercises runs to its end.
     *
     * @param answer NaN while there is none
     * @param allowance how far from {@code expected} an answer may be, 0 or more
     */
    public static void exercise(String name, double answer, double expected, double allowance) {
        System.out.println(Claims.exercise(name, answer, expected, allowance));
    }

    /**
     * The same for an answer that is right where it is finite and above a bound: a number that chance, or the processor's
     * rounding, moves too far for an allowance.
     */
    public static void exerciseAbove(String name, double answer, double bound) {
        System.out.println(Claims.exerciseAbove(name, answer, bound));
    }

    /** The point that has gone the fraction t of the way from a to b: a + t (b - a). */
    public static double lerp(double a, double b, double t) {
        return a + t * (b - a);
    }

    /** The same for each coordinate. */
    public static double[] lerp(double[] a, double[] b, double t) {
        return Lerp.of(a, b, t);
    }

    /** The same for each entry of two arrays of one shape, as a new array of a's manager. */
    public static NDArray lerp(NDArray a, NDArray b, double t) {
        return Lerp.of(a, b, t);
    }

    /** The same with a t for each row, of shape (n, 1), or for each entry. */
    public static NDArray lerp(NDArray a, NDArray b, NDArray t) {
        return Lerp.of(a, b, t);
    }

    /**
     * A mean and its error for a table or a line of text, in the same digits: two of the error. {@code 17.38 ± 0.81}.
     *
     * @param error its standard error or deviation, not negative; NaN for none
     */
    public static String plusMinus(double mean, double error) {
        Require.that(!(error < 0), "error is " + error + "; expected 0 or more, or NaN for none");
        return Numbers.plusMinus(mean, error);
    }

    /**
     * Shows a table, its name as the caption, floating-point columns with 4 significant digits. Of more than 24 rows the
     * first 14 and the last 6 are shown.
     */
    public static void show(Table table) {
        show(table, DIGITS);
    }

    /**
     * Shows a table with chosen precision.
     *
     * @param digits significant digits: one number for all floating-point columns, or one for each column of the table
     */
    public static void show(Table table, int... digits) {
        var sheet = HtmlTable.of(table, digits);
        Display.current().show(sheet.html(), sheet.text());
    }

    /** Shows a picture in the middle of a cell; at its end, write the picture itself as the last expression. */
    public static void show(BufferedImage image) {
        Display.current().show(Require.nonNull(image, "image"));
    }

    /**
     * Shows an animation that repeats. The first frame stands for it where nothing moves, as on paper.
     *
     * @param frames of one size: state the range of the axes, so that labels do not change it
     * @param milliseconds how long a frame is shown
     * @param alt what is to be seen, in a sentence, for those who do not see it
     */
    public void animation(List<BufferedImage> frames, int milliseconds, String alt) {
        Require.nonNull(alt, "alt");
        Require.that(!alt.isBlank(), "alt is empty; expected a sentence that says what the animation shows");
        Display.current().show(Figures.gif(frames, milliseconds), alt);
    }

    /** Shows an animation, the bytes of a GIF file, inline. */
    public static void show(byte[] gif) {
        Display.current().show(gif, "animation");
    }

    private static double[] doubles(String name, NDArray array) {
        Require.nonNull(array, name);
        Require.that(!array.isReleased(), name + " was closed, or its manager was; check it before that");
        var type = array.getDataType();
        boolean numeric = type.isFloating() || type.isInteger() || type.isBoolean();
        if (!numeric || type == DataType.BFLOAT16) {
            throw new IllegalArgumentException(name + " is of type " + type + "; expected an array of numbers");
        }
        if (array.getDataType() == DataType.FLOAT64) {
            return array.toDoubleArray();
        }
        try (var copy = array.toType(DataType.FLOAT64, true)) {
            return copy.toDoubleArray();
        }
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
