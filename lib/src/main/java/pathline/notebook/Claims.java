package pathline.notebook;

/** Compares what a notebook says with what it computed; a claim that holds becomes a line of text. */
final class Claims {

    private Claims() {}

    static String near(String claim, double expected, double actual, double tolerance) {
        requireTolerance(claim, tolerance);
        // Written so that NaN fails; equal infinities have the difference NaN and pass.
        if (!(Math.abs(actual - expected) <= tolerance || actual == expected)) {
            throw new ClaimException(claim + ": expected " + Numbers.shortest(expected) + within(tolerance) + ", got "
                    + actual + ", which differs by " + Numbers.scientific(actual - expected, 3));
        }
        return holds(claim) + ": " + Numbers.resolved(actual, tolerance) + " = " + Numbers.shortest(expected)
                + within(tolerance);
    }

    static String near(String claim, double[] expected, double[] actual, double tolerance) {
        requireTolerance(claim, tolerance);
        if (expected.length != actual.length) {
            throw new IllegalArgumentException(
                    claim + ": expected " + expected.length + " numbers, got " + actual.length);
        }
        if (expected.length == 0) {
            throw new IllegalArgumentException(claim + ": there are no numbers to compare");
        }
        for (int i = 0; i < expected.length; i++) {
            near(claim + ", number " + (i + 1) + " of " + expected.length, expected[i], actual[i], tolerance);
        }
        return holds(claim) + ": " + expected.length + " numbers equal" + within(tolerance);
    }

    static String below(String claim, double actual, double bound) {
        if (!(actual < bound)) {
            throw new ClaimException(claim + ": expected less than " + Numbers.shortest(bound) + ", got " + actual);
        }
        return holds(claim) + ": " + beside(actual, bound) + " < " + Numbers.shortest(bound);
    }

    static String above(String claim, double actual, double bound) {
        if (!(actual > bound)) {
            throw new ClaimException(claim + ": expected more than " + Numbers.shortest(bound) + ", got " + actual);
        }
        return holds(claim) + ": " + beside(actual, bound) + " > " + Numbers.shortest(bound);
    }

    static String holds(String claim, boolean holds) {
        if (!holds) {
            throw new ClaimException(claim + ": does not hold");
        }
        return holds(claim);
    }

    private static String holds(String claim) {
        return "ok   " + claim;
    }

    private static String within(double tolerance) {
        return tolerance == 0 ? " exactly" : " within " + Numbers.shortest(tolerance);
    }

    /** Three digits of the number, and as many more as show on which side of the bound it lies. */
    private static String beside(double actual, double bound) {
        for (int digits = 3; digits < 17; digits++) {
            double shown = Double.isFinite(actual) ? rounded(actual, digits) : actual;
            if (Double.compare(shown, bound) == Double.compare(actual, bound)) {
                return Numbers.shortest(shown);
            }
        }
        return Numbers.shortest(actual);
    }

    private static double rounded(double x, int digits) {
        return Double.parseDouble(Numbers.scientific(x, digits));
    }

    private static void requireTolerance(String claim, double tolerance) {
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            throw new IllegalArgumentException(
                    "the tolerance of \"" + claim + "\" must be 0 or more and finite, got " + tolerance);
        }
    }
}
