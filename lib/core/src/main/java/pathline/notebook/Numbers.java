package pathline.notebook;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as text: the same on every machine, and no digit more than is meant. */
final class Numbers {

    static final String PLUS_MINUS = " \u00b1 ";

    private static final int MOST_DIGITS = 17;

    private Numbers() {}

    /** The shortest text that reads back as {@code x}: {@code 0.9}, {@code 1e-9}, {@code 20000}. */
    static String shortest(double x) {
        if (!Double.isFinite(x)) {
            return notFinite(x);
        }
        if (x == 0) {
            return "0";
        }
        var decimal = new BigDecimal(Double.toString(x)).stripTrailingZeros();
        int exponent = exponent(x);
        if (plain(exponent)) {
            return decimal.toPlainString();
        }
        return decimal.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }

    /** {@code x} rounded to this many significant digits, but never left of the point, as the shortest text. */
    static String digits(double x, int digits) {
        return Double.isFinite(x) && x != 0 ? shortest(rounded(x, digits)) : shortest(x);
    }

    /** {@code x}, finite and not 0, rounded to this many significant digits, but never left of the point. */
    static double rounded(double x, int digits) {
        int e = exponent(x);
        return Double.parseDouble(plain(e) ? fixed(x, Math.max(0, digits - 1 - e)) : scientific(x, digits));
    }

    /** Whether a number with this power of ten is written without one. */
    static boolean plain(int exponent) {
        return exponent >= -4 && exponent < 7;
    }

    /** {@code x} with this many digits after the point. */
    static String fixed(double x, int decimals) {
        return Double.isFinite(x) ? String.format(Locale.ROOT, "%." + decimals + "f", x) : notFinite(x);
    }

    /** {@code x} with this many significant digits and a power of ten: {@code 1.23e-5}. */
    static String scientific(double x, int digits) {
        if (!Double.isFinite(x)) {
            return notFinite(x);
        }
        int after = Math.max(0, Math.min(MOST_DIGITS, digits) - 1);
        var text = String.format(Locale.ROOT, "%." + after + "e", x);
        int e = text.indexOf('e');
        return text.substring(0, e) + "e" + Integer.parseInt(text.substring(e + 1));
    }

    /** {@code x} as a table shows it: a dash for NaN, which is no value. */
    static String inTable(double x, String finite) {
        return Double.isNaN(x) ? "\u2013" : Double.isFinite(x) ? finite : x > 0 ? "\u221e" : "-\u221e";
    }

    /**
     * A mean and its error, in the same digits: two of the error. {@code 17.38 ± 0.81}, {@code (1.20 ± 0.31)e-9}.
     *
     * @param error not negative
     */
    static String plusMinus(double mean, double error) {
        if (!Double.isFinite(mean) || !Double.isFinite(error)) {
            return inTable(mean, digits(mean, 4)) + PLUS_MINUS + inTable(error, digits(error, 2));
        }
        if (error == 0) {
            return digits(mean, 4) + PLUS_MINUS + "0";
        }
        int last = exponent(rounded(error, 2)) - 1;
        int largest = exponent(Math.max(Math.abs(mean), error));
        if (plain(largest)) {
            int decimals = Math.max(0, -last);
            return fixed(mean, decimals) + PLUS_MINUS + fixed(error, decimals);
        }
        double unit = Math.pow(10, largest);
        int decimals = largest - last;
        return "(" + fixed(mean / unit, decimals) + PLUS_MINUS + fixed(error / unit, decimals) + ")e" + largest;
    }

    /** The power of ten of the leading digit; {@code x} is finite and not 0. */
    static int exponent(double x) {
        var decimal = new BigDecimal(Double.toString(x)); // the shortest digits: 1e23 itself is a little less than 1e23
        return decimal.precision() - decimal.scale() - 1;
    }

    private static String notFinite(double x) {
        return Double.isNaN(x) ? "NaN" : x > 0 ? "inf" : "-inf";
    }
}
