package pathline.ode;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Where a number stands in a state, in words. */
final class Place {

    private Place() {}

    /** "row i, column j" of a matrix, "index (i, j, k, ...)" of any other shape; counted from 0. */
    static String of(int number, Shape shape) {
        var index = new long[shape.dimension()];
        long left = number;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = left % shape.get(axis);
            left /= shape.get(axis);
        }
        return index.length == 2
                ? "row " + index[0] + ", column " + index[1]
                : "index " + Arrays.toString(index).replace('[', '(').replace(']', ')');
    }

    /** Where the first number that is not finite stands. */
    static <S> String ofFirstNotFinite(States<S> states, S x) {
        var values = states.numbers(x);
        int i = 0;
        while (i < values.length - 1 && Double.isFinite(values[i])) {
            i++;
        }
        return of(i, states.shape());
    }

    /** Where a step first lost its finiteness; empty if it is finite throughout. */
    static <S> String describe(Step<S> step, States<S> states) {
        for (int i = 0; i < step.slopes.size(); i++) {
            S slope = step.slopes.get(i);
            if (!states.finite(slope)) {
                return "the velocity of stage " + (i + 1) + " of the step from t = " + step.t + " with h = " + step.h
                        + " is not finite at " + ofFirstNotFinite(states, slope);
            }
        }
        if (states.finite(step.end)) {
            return "";
        }
        return "the state after the step from t = " + step.t + " with h = " + step.h + " overflowed at "
                + ofFirstNotFinite(states, step.end);
    }
}
