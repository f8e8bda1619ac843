package pathline.likelihood;

import java.util.Arrays;
import pathline.field.FlatDifferentiable;
import pathline.field.FlatGradient;
import pathline.field.FlatTangents;
import pathline.field.FlatVelocity;

/** A point and its divergence on plain arrays: rows (x, D) of d + 1 numbers, see {@link AugmentedField}. */
final class FlatAugmentedField implements FlatDifferentiable {

    private final FlatVelocity velocity;
    private final FlatTangents tangents;
    private final float weight;
    private final int d;
    private float[] x = {};
    private float[] v = {};
    private float[] a = {};
    private float[] toX = {};
    private float[] derivative = {};
    private float[] b = {};

    /** @param weight of each tangent in the divergence */
    FlatAugmentedField(FlatVelocity velocity, FlatTangents tangents, double weight) {
        this.velocity = velocity;
        this.tangents = tangents;
        this.weight = (float) weight;
        this.d = velocity.width();
    }

    @Override
    public int width() {
        return d + 1;
    }

    @Override
    public void at(double t, float[] z, float[] rate) {
        room(z.length / (d + 1));
        read(z, x);
        velocity.push(t, x, tangents, v, derivative);
        write(rate);
    }

    @Override
    public void pull(double t, float[] z, float[] cotangent, float[] rate, float[] toZ) {
        room(z.length / (d + 1));
        read(z, x);
        readCotangents(cotangent);
        velocity.pull(t, x, tangents, a, b, v, derivative, toX);
        write(rate);
        writeGradient(toZ);
    }

    @Override
    public void gather(double t, float[] z, float[] cotangent, float[] toZ) {
        room(z.length / (d + 1));
        read(z, x);
        readCotangents(cotangent);
        velocity.gather(t, x, tangents, a, b, toX);
        writeGradient(toZ);
    }

    @Override
    public void gather(double t, float[] z, float[] cotangent, float[] rate, float[] toZ) {
        room(z.length / (d + 1));
        read(z, x);
        readCotangents(cotangent);
        velocity.gather(t, x, tangents, a, b, v, derivative, toX);
        write(rate);
        writeGradient(toZ);
    }

    @Override
    public FlatGradient gathered() {
        return velocity.gathered();
    }

    @Override
    public void close() {
        velocity.close();
    }

    /** The first d numbers of every row. */
    private void read(float[] rows, float[] points) {
        int n = rows.length / (d + 1);
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows, i * (d + 1), points, i * d, d);
        }
    }

    /** Buffers for n points. */
    private void room(int n) {
        if (x.length == n * d) {
            return;
        }
        if (tangents.rows() != 1 && tangents.rows() != n) {
            throw new IllegalArgumentException("These tangents were made for " + tangents.rows() + " points, got " + n
                    + " points; make others with divergence.forSolve(x)");
        }
        x = new float[n * d];
        v = new float[n * d];
        a = new float[n * d];
        toX = new float[n * d];
        derivative = new float[tangents.count() * n * d];
        b = new float[tangents.count() * n * d];
    }

    /** v, and the divergence: the weighted sum over tangents of ε · J ε. */
    private void write(float[] rate) {
        int n = v.length / d;
        for (int i = 0; i < n; i++) {
            System.arraycopy(v, i * d, rate, i * (d + 1), d);
            float sum = 0;
            for (int k = 0; k < tangents.count(); k++) {
                sum += dot(tangents.numbers(), tangents.row(k, i) * d, derivative, (k * n + i) * d, d);
            }
            rate[i * (d + 1) + d] = weight * sum;
        }
    }

    /** In four sums that do not wait for each other. */
    private static float dot(float[] left, int from, float[] right, int at, int count) {
        float a = 0;
        float b = 0;
        float c = 0;
        float e = 0;
        int j = 0;
        for (; j + 3 < count; j += 4) {
            a += left[from + j] * right[at + j];
            b += left[from + j + 1] * right[at + j + 1];
            c += left[from + j + 2] * right[at + j + 2];
            e += left[from + j + 3] * right[at + j + 3];
        }
        for (; j < count; j++) {
            a += left[from + j] * right[at + j];
        }
        return a + b + (c + e);
    }

    /** The cotangents of v, and of all J ε: those of the divergence times ε. */
    private void readCotangents(float[] rows) {
        read(rows, a);
        int n = a.length / d;
        for (int k = 0; k < tangents.count(); k++) {
            for (int i = 0; i < n; i++) {
                float factor = weight * rows[i * (d + 1) + d];
                int from = tangents.row(k, i) * d;
                int at = (k * n + i) * d;
                for (int j = 0; j < d; j++) {
                    b[at + j] = factor * tangents.numbers()[from + j];
                }
            }
        }
    }

    /** Nothing that is gathered acts back: the gradient by D is zero. */
    private void writeGradient(float[] toZ) {
        Arrays.fill(toZ, 0);
        for (int i = 0; i * d < toX.length; i++) {
            System.arraycopy(toX, i * d, toZ, i * (d + 1), d);
        }
    }
}
