package pathline.notebook;

import pathline.check.Require;

/** Compares what a notebook says with what it computed; a claim that holds becomes a line of text. */
final class Claims {

    /** Between a claim and its numbers. */
    private static final String GAP = "   ";

    private Claims() {}

    static String near(String claim, double expected, double actual, double tolerance) {
        requireTolerance(claim, tolerance);
        double apart = Math.abs(actual - expected);
        if (!(apart <= tolerance && Double.isFinite(actual))) { // NaN and infinity support no claim
            throw new ClaimException(claim + ": expected " + Numbers.shortest(expected) + within(tolerance) + ", got "
                    + actual
                    + (Double.isFinite(apart)
                            ? ", which differs by " + Numbers.scientific(actual - expected, 3)
                            : "; a claim needs two finite numbers"));
        }
        return holds(claim) + GAP + Agreement.of(expected, actual, tolerance);
    }

    static String near(String claim, double[] expected, double[] actual, double tolerance) {
        Require.nonNull(expected, "expected");
        Require.nonNull(actual, "actual");
        requireTolerance(claim, tolerance);
        if (expected.length != actual.length) {
            throw new IllegalArgumentException(
                    claim + ": expected " + expected.length + " numbers, got " + actual.length);
        }
        if (expected.length == 0) {
            throw new IllegalArgumentException(claim + ": there are no numbers to compare");
        }
        double farthest = 0;
        for (int i = 0; i < expected.length; i++) {
            near(claim + ", number " + (i + 1) + " of " + expected.length, expected[i], actual[i], tolerance);
            farthest = Math.max(farthest, Math.abs(actual[i] - expected[i]));
        }
        return holds(claim) + GAP + Agreement.of(expected.length, farthest, tolerance);
    }

    static String below(String claim, double actual, double bound) {
        Require.nonNull(claim, "claim");
        if (!(actual < bound && finite(actual, bound))) {
            throw new ClaimException(claim + ": expected less than " + Numbers.shortest(bound) + ", got " + actual
                    + needed(actual, bound));
        }
        return holds(claim) + GAP + Agreement.sides(actual, " < ", bound);
    }

    static String above(String claim, double actual, double bound) {
        Require.nonNull(claim, "claim");
        if (!(actual > bound && finite(actual, bound))) {
            throw new ClaimException(claim + ": expected more than " + Numbers.shortest(bound) + ", got " + actual
                    + needed(actual, bound));
        }
        return holds(claim) + GAP + Agreement.sides(actual, " > ", bound);
    }

    static String holds(String claim, boolean holds) {
        Require.nonNull(claim, "claim");
        if (!holds) {
            throw new ClaimException(claim + ": does not hold");
        }
        return holds(claim);
    }

    static String exercise(String name, double answer, double expected, double allowance) {
        requireTolerance(name, allowance);
        Require.finite(expected, "expected");
        return answered(name, answer, Math.abs(answer - expected) <= allowance);
    }

    static String exerciseAbove(String name, double answer, double bound) {
        Require.finite(bound, "bound");
        return answered(name, answer, answer > bound && Double.isFinite(answer));
    }

    private static String answered(String name, double answer, boolean right) {
        if (Double.isNaN(answer)) {
            return "to do    " + name;
        }
        return (right ? "ok       " : "not yet  ")
                + name
                + GAP
                + Numbers.digits(answer, 6)
                + (right ? "" : " is not it");
    }

    private static boolean finite(double actual, double bound) {
        return Double.isFinite(actual) && Double.isFinite(bound);
    }

    private static String needed(double actual, double bound) {
        return finite(actual, bound) ? "" : "; a claim needs two finite numbers";
    }

    private static String holds(String claim) {
        return "ok  " + claim;
    }

    private static String within(double tolerance) {
        return tolerance == 0 ? " exactly" : " within " + Numbers.shortest(tolerance);
    }

    private static void requireTolerance(String claim, double tolerance) {
        Require.nonNull(claim, "claim");
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            throw new IllegalArgumentException(
                    "the tolerance of \"" + claim + "\" must be 0 or more and finite, got " + tolerance);
        }
    }
}
