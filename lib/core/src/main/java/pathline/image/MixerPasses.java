package pathline.image;

import java.util.Arrays;
import pathline.check.Require;
import pathline.field.Gradient;

/** A {@link PatchMixer} on plain arrays of float32. Each call reads the parameters as they are; threads may call at the same time. */
public interface MixerPasses {

    /**
     * What a net is asked about: n images, each with its time and its label.
     *
     * @param t n times
     * @param x n rows of the numbers of an image
     * @param label n rows of a number for each label; empty for none
     */
    record Inputs(float[] t, float[] x, float[] label) {

        /** Checks the sizes. */
        public Inputs {
            Require.nonNull(t, "t");
            Require.nonNull(x, "x");
            Require.nonNull(label, "label");
            Require.that(
                    t.length > 0 && x.length % t.length == 0 && label.length % t.length == 0,
                    "x has " + x.length + " numbers and label " + label.length + " for " + t.length
                            + " times; expected rows of one length for every time");
        }

        /** How many images there are. */
        public int count() {
            return t.length;
        }

        /** A time or a row for all as one for each of n. */
        static float[] each(float[] numbers, int rows, int n) {
            if (rows == n || numbers.length == 0) {
                return numbers;
            }
            var all = Arrays.copyOf(numbers, numbers.length * n);
            for (int i = 1; i < n; i++) {
                System.arraycopy(numbers, 0, all, i * numbers.length, numbers.length);
            }
            return all;
        }
    }

    /** The velocities: writes n rows to v. */
    void at(Inputs inputs, float[] v);

    /** The same, and what their vjp needs. */
    Kept linearize(Inputs inputs, float[] v);

    /** What a forward pass has left. */
    interface Kept extends AutoCloseable {

        /**
         * The gradient of ⟨a, v⟩.
         *
         * @param a n rows of cotangents
         * @param toX receives the gradient in x
         * @param into where the gradient in the parameters is added, if that is wanted
         */
        void vjp(float[] a, float[] toX, Gradient into);

        @Override
        void close();
    }
}
