package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import pathline.check.Require;
import pathline.check.RequireArray;

/** How a net is told the time. */
public sealed interface TimeInput {

    /** Waves that a net may be told: the fastest of so many goes up and down more often than float32 can tell times apart. */
    int MOST_FREQUENCIES = 1 << 20;

    /** The same for one time, as plain numbers; the time itself where nothing is appended. */
    float[] columns(double t);

    /** The same for many times, row after row. */
    default float[] columns(float[] t) {
        Require.nonNull(t, "t");
        int width = Math.max(1, width());
        var rows = new float[t.length * width];
        for (int i = 0; i < t.length; i++) {
            System.arraycopy(columns(t[i]), 0, rows, i * width, width);
        }
        return rows;
    }

    /** No time at all: a net of x alone. */
    static TimeInput none() {
        return new None();
    }

    /** Time as it is, appended to x as the last input of the first layer: the plain choice, and torchcfm's. */
    static TimeInput raw() {
        return new Raw();
    }

    /**
     * sin(πkt) and cos(πkt) for k = 1, ..., {@code frequencies}, appended to x: a net that must change quickly in time.
     *
     * <p>The slowest wave covers half a turn over [0, 1], so that t = 0 and t = 1 look different; the fastest has
     * {@code frequencies}/2 periods, which bounds how fast the velocity is driven to change.
     */
    static TimeInput sinusoidal(int frequencies) {
        return new Sinusoidal(frequencies);
    }

    /**
     * Every layer is scaled and shifted by functions of time, (W h + b) σ(u t + c) + w t: FFJORD's "concatsquash"
     * (Grathwohl et al., 2019).
     */
    static TimeInput concatSquash() {
        return new ConcatSquash();
    }

    /** How many columns are appended to x. */
    int width();

    /** The columns appended to x at times t of shape (m, 1); shape (m, width). */
    NDArray columns(NDArray t);

    /** Times that go into columns: shape (m, 1). */
    private static NDArray column(NDArray t) {
        Require.that(
                RequireArray.real(t, 2, "t").getShape().get(1) == 1,
                "t has shape " + t.getShape() + "; expected (m, 1), a time in every row");
        return t;
    }

    /** A time as float32 has it. */
    private static float single(double t) {
        return (float) Require.within(t, -Float.MAX_VALUE, Float.MAX_VALUE, "t");
    }

    /** @see #none() */
    record None() implements TimeInput {
        @Override
        public int width() {
            return 0;
        }

        @Override
        public NDArray columns(NDArray t) {
            throw new IllegalStateException("This net is told no time, and nothing is appended to x");
        }

        @Override
        public float[] columns(double t) {
            return new float[1];
        }
    }

    /** @see #raw() */
    record Raw() implements TimeInput {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public NDArray columns(NDArray t) {
            return column(t);
        }

        @Override
        public float[] columns(double t) {
            return new float[] {single(t)};
        }

        @Override
        public float[] columns(float[] t) {
            Require.nonNull(t, "t");
            return t;
        }
    }

    /**
     * Waves of time.
     *
     * @param frequencies how many, at least 1
     * @see #sinusoidal(int)
     */
    record Sinusoidal(int frequencies) implements TimeInput {
        public Sinusoidal {
            Require.within(frequencies, 1, MOST_FREQUENCIES, "frequencies");
        }

        @Override
        public int width() {
            return 2 * frequencies;
        }

        @Override
        public NDArray columns(NDArray t) {
            column(t);
            var turns = t.getManager()
                    .arange(1f, frequencies + 1f)
                    .toType(t.getDataType(), false)
                    .mul(Math.PI);
            var angles = t.mul(turns.reshape(1, frequencies));
            return NDArrays.concat(new NDList(angles.sin(), angles.cos()), 1);
        }

        @Override
        public float[] columns(double t) {
            float time = single(t);
            var columns = new float[width()];
            for (int k = 1; k <= frequencies; k++) {
                float angle = time * (float) (Math.PI * k);
                columns[k - 1] = (float) Math.sin(angle);
                columns[frequencies + k - 1] = (float) Math.cos(angle);
            }
            return columns;
        }
    }

    /** @see #concatSquash() */
    record ConcatSquash() implements TimeInput {
        @Override
        public int width() {
            return 0;
        }

        @Override
        public NDArray columns(NDArray t) {
            throw new IllegalStateException("Concat-squash gives the time to every layer and appends nothing to x");
        }

        @Override
        public float[] columns(double t) {
            return new float[] {single(t)};
        }

        @Override
        public float[] columns(float[] t) {
            Require.nonNull(t, "t");
            return t;
        }
    }
}
