package pathline.check;

/**
 * Checks of arguments. Each returns what it has checked, so that a constructor reads
 * {@code this.source = Require.nonNull(source, "source")}; each throws an {@link IllegalArgumentException} whose message
 * begins with the argument's name and says what was expected and what was given. NaN passes none of them.
 */
public final class Require {

    private Require() {}

    /** {@code value}, which must be there. */
    public static <T> T nonNull(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null; expected a value");
        }
        return value;
    }

    /** The values, all of which must be there: {@code name[k]} is reported for the first that is null. */
    public static <T> T[] nonNull(T[] values, String name) {
        if (values == null) {
            throw new IllegalArgumentException(name + " is null; expected an array");
        }
        for (int k = 0; k < values.length; k++) {
            nonNull(values[k], name + "[" + k + "]");
        }
        return values;
    }

    /** An index of one of {@code n} things, counted from 0. */
    public static int index(int index, int n, String name) {
        if (index < 0 || index >= n) {
            throw new IllegalArgumentException(name + " is " + index
                    + (n > 0 ? "; expected 0 to " + (n - 1) : "; there is nothing to choose from"));
        }
        return index;
    }

    /** A whole number of at least {@code least}. */
    public static int atLeast(int value, int least, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; expected at least " + least);
        }
        return value;
    }

    /** A number, neither NaN nor infinite. */
    public static double finite(double value, String name) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + "; expected a finite number");
        }
        return value;
    }

    /** A finite number above 0. */
    public static double positive(double value, String name) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + "; expected a positive, finite number");
        }
        return value;
    }

    /** A number from {@code low} to {@code high}, both included. */
    public static double within(double value, double low, double high, String name) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; expected a number from " + low + " to " + high);
        }
        return value;
    }

    /** A whole number from {@code low} to {@code high}, both included. */
    public static int within(int value, int low, int high, String name) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + "; expected " + low + " to " + high);
        }
        return value;
    }

    /** Finite numbers: {@code name[k]} is reported for the first that is not. */
    public static double[] finite(double[] values, String name) {
        if (values == null) {
            throw new IllegalArgumentException(name + " is null; expected an array of numbers");
        }
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                finite(values[k], name + "[" + k + "]");
            }
        }
        return values;
    }

    /** Rows of finite numbers, at least one row, all of one length: the row and the column of the first that is not are named. */
    public static double[][] finite(double[][] rows, String name) {
        nonNull(rows, name);
        if (rows.length == 0) {
            throw new IllegalArgumentException(name + " has no rows; expected at least one");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException(name + " has " + rows[i].length + " columns in row " + i + " and "
                        + rows[0].length + " in row 0; expected rows of one length");
            }
            for (int j = 0; j < rows[i].length; j++) {
                if (!Double.isFinite(rows[i][j])) {
                    throw new IllegalArgumentException(name + " is " + rows[i][j] + " in row " + i + ", column " + j
                            + " (counted from 0); expected finite numbers");
                }
            }
        }
        return rows;
    }

    /** A condition with its sentence, which names the argument, what was expected and what was given. */
    public static void that(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
