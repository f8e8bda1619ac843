package pathline.likelihood;

import java.util.Arrays;
import pathline.field.FlatDifferentiable;
import pathline.field.FlatGradient;
import pathline.field.FlatTangents;
import pathline.field.FlatTraced;
import pathline.field.FlatVelocity;

/** A point and its divergence on plain arrays: rows (x, D) of d + 1 numbers, see {@link AugmentedField}. */
final class FlatAugmentedField implements FlatDifferentiable {

    private final FlatVelocity velocity;
    private final FlatTangents tangents;
    private final FlatTraced traced;
    private final float weight;
    private final int d;
    private float[] x = {};
    private float[] v = {};
    private float[] a = {};
    private float[] toX = {};
    private float[] trace = {};
    private float[] b = {};

    /** @param weight of the trace in the divergence */
    FlatAugmentedField(FlatVelocity velocity, FlatTangents tangents, double weight) {
        this.velocity = velocity;
        this.tangents = tangents;
        this.traced = velocity.traced(tangents);
        this.weight = (float) weight;
        this.d = velocity.width();
    }

    @Override
    public int width() {
        return d + 1;
    }

    @Override
    public void at(double t, float[] z, float[] rate) {
        readStates(z);
        traced.push(t, x, v, trace);
        write(rate);
    }

    @Override
    public void pull(double t, float[] z, float[] cotangent, float[] rate, float[] toZ) {
        readStates(z);
        readCotangents(cotangent);
        traced.pull(t, x, a, b, v, trace, toX);
        write(rate);
        writeGradient(toZ);
    }

    @Override
    public void gather(double t, float[] z, float[] cotangent, float[] toZ) {
        readStates(z);
        readCotangents(cotangent);
        traced.gather(t, x, a, b, toX);
        writeGradient(toZ);
    }

    @Override
    public void gather(double t, float[] z, float[] cotangent, float[] rate, float[] toZ) {
        readStates(z);
        readCotangents(cotangent);
        traced.gather(t, x, a, b, v, trace, toX);
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
    private void readStates(float[] rows) {
        int n = rows.length / (d + 1);
        if (trace.length != n) {
            room(n);
        }
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows, i * (d + 1), x, i * d, d);
        }
    }

    /** Buffers for n points. */
    private void room(int n) {
        if (tangents.rows() != 1 && tangents.rows() != n) {
            throw new IllegalArgumentException("These tangents were made for " + tangents.rows() + " points, got " + n
                    + " points; make others with divergence.forSolve(x)");
        }
        x = new float[n * d];
        v = new float[n * d];
        a = new float[n * d];
        toX = new float[n * d];
        trace = new float[n];
        b = new float[n];
    }

    /** v, and the divergence. */
    private void write(float[] rate) {
        for (int i = 0; i < trace.length; i++) {
            System.arraycopy(v, i * d, rate, i * (d + 1), d);
            rate[i * (d + 1) + d] = weight * trace[i];
        }
    }

    /** The cotangents of v, and of the trace. */
    private void readCotangents(float[] rows) {
        for (int i = 0; i < b.length; i++) {
            System.arraycopy(rows, i * (d + 1), a, i * d, d);
            b[i] = weight * rows[i * (d + 1) + d];
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
