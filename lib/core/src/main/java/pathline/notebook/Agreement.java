package pathline.notebook;

/**
 * Two numbers beside each other, in the same digits: as many as show what was allowed, from three to six of the larger
 * number; more only where a bound would else look like the number beside it, fewer where all of it was allowed.
 */
final class Agreement {

    private static final int FEWEST = 3;
    private static final int MOST = 6;

    private Agreement() {}

    /** {@code 3.44 ≈ 3.14 (allowed ± 1.09)}; {@code 3 = 3} for whole numbers that are one. */
    static String of(double expected, double actual, double allowance) {
        if (expected == actual && (expected == Math.rint(expected) || allowance == 0)) {
            return Numbers.shortest(actual) + " = " + Numbers.shortest(expected);
        }
        int largest = exponent(Math.max(Math.abs(expected), Math.abs(actual)), allowance);
        int visible = largest - Numbers.exponent(allowance) + 2;
        int digits = visible < 2 ? visible : Math.max(FEWEST, Math.min(MOST, visible));
        var got = text(actual, digits, largest);
        var wanted = text(expected, digits, largest);
        if (got.equals(wanted)) { // the allowance decides how many digits are printed
            got = shortest(got);
            wanted = got;
        }
        return got + " \u2248 " + wanted + allowed(allowance);
    }

    /** {@code 3 numbers agree, the largest difference is 0.5 (allowed ± 0.6)}. */
    static String of(int numbers, double farthest, double allowance) {
        boolean told = farthest >= 0.01 * allowance && farthest > 0; // less is rounding, which differs by machine
        var count = numbers == 1 ? "1 number agrees" : numbers + " numbers agree";
        return count + (told ? ", the largest difference is " + Numbers.digits(farthest, 2) : "") + allowed(allowance);
    }

    /** {@code 0.158 < 0.25}: both numbers in as many digits as show on which side of the bound the first lies. */
    static String sides(double actual, String sign, double bound) {
        for (int digits = FEWEST; digits < 17; digits++) {
            var got = Numbers.digits(actual, digits);
            var limit = Numbers.digits(bound, digits);
            if (Double.compare(Double.parseDouble(got), Double.parseDouble(limit)) == Double.compare(actual, bound)) {
                return got + sign + limit;
            }
        }
        return Numbers.shortest(actual) + sign + Numbers.shortest(bound);
    }

    private static String allowed(double allowance) {
        return allowance == 0 ? " (exactly)" : " (allowed \u00b1 " + Numbers.digits(allowance, FEWEST) + ")";
    }

    private static int exponent(double size, double allowance) {
        return size == 0 ? Numbers.exponent(allowance) : Numbers.exponent(size);
    }

    /** One notation for both numbers: that of the larger. */
    private static String text(double x, int digits, int largest) {
        return Numbers.plain(largest)
                ? Numbers.fixed(x, Math.max(0, digits - 1 - largest))
                : x == 0 || digits < 1 ? "0" : Numbers.scientific(x, digits + Numbers.exponent(x) - largest);
    }

    private static String shortest(String number) {
        return Numbers.shortest(Double.parseDouble(number));
    }
}
