package pathline.notebook;

import java.util.Arrays;
import java.util.Optional;
import pathline.check.Require;

/**
 * How much work a notebook may do: all of it, or just enough to see that every cell runs.
 *
 * <p>The environment variable {@code PATHLINE_BUDGET} decides; it is read once, by {@link Notebook#open()}.
 *
 * <pre>{@code
 * int steps = budget.steps(20_000);           // 20 000 in the lecture, 200 in a smoke run
 * int points = budget.of(10_000, 500);        // lecture, smoke
 * double tolerance = budget.of(0.02, 0.5);    // a claim about a trained flow is loose where training is short
 * }</pre>
 */
public enum Budget {
    /** A shortened run, some 20 seconds a notebook: every cell runs, but trained models are poor. */
    SMOKE,
    /** The run whose figures and numbers the text speaks of, within 3 minutes a notebook on two cores. */
    LECTURE;

    static final String VARIABLE = "PATHLINE_BUDGET";

    private static final int SMOKE_SHARE = 100;
    private static final int SMOKE_LEAST = 10;

    /** {@code lecture} in the lecture; in a smoke run its hundredth part, but at least 10 (or all, where it is less). */
    public int steps(int lecture) {
        Require.atLeast(lecture, 0, "lecture");
        return of(lecture, Math.min(lecture, Math.max(SMOKE_LEAST, lecture / SMOKE_SHARE)));
    }

    /** The first number in the lecture, the second in a smoke run. */
    public int of(int lecture, int smoke) {
        return this == LECTURE ? lecture : smoke;
    }

    /** The first number in the lecture, the second in a smoke run. */
    public double of(double lecture, double smoke) {
        Require.that(
                !Double.isNaN(lecture) && !Double.isNaN(smoke),
                "lecture is " + lecture + " and smoke " + smoke + "; expected numbers");
        return this == LECTURE ? lecture : smoke;
    }

    /** The first value in the lecture, the second in a smoke run. */
    public <T> T of(T lecture, T smoke) {
        Require.nonNull(lecture, "lecture");
        Require.nonNull(smoke, "smoke");
        return this == LECTURE ? lecture : smoke;
    }

    /**
     * The budget that the environment variable names; {@link #LECTURE} where it is unset.
     *
     * @throws IllegalArgumentException if the variable names no budget
     */
    static Budget fromEnvironment() {
        return named(Optional.ofNullable(System.getenv(VARIABLE)));
    }

    static Budget named(Optional<String> name) {
        var text = name.orElse("").strip();
        if (text.isEmpty()) {
            return LECTURE;
        }
        return Arrays.stream(values())
                .filter(budget -> budget.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the environment variable " + VARIABLE
                        + " must be SMOKE or LECTURE, got \"" + text + "\"; unset it for LECTURE"));
    }
}
