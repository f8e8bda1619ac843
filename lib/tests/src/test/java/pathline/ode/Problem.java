package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.DoubleFunction;
import pathline.array.Scratch;

/**
 * A differential equation with its exact solution.
 *
 * @param velocity dx/dt, for one point
 * @param x0 the state at t0
 * @param exact the state at any time
 */
@SuppressWarnings("try") // a scratch works by being open
record Problem(
        String name,
        VectorField.Pointwise velocity,
        double[] x0,
        double t0,
        double t1,
        DoubleFunction<double[]> exact) {

    VectorField field() {
        return VectorField.pointwise(velocity);
    }

    /** The state at t0, shape (1, d). */
    NDArray start(NDManager manager) {
        return manager.create(x0, new Shape(1, x0.length));
    }

    /** The largest coordinate of the difference to the exact state at t. */
    double error(double t, NDArray state) {
        var right = exact.apply(t);
        var found = state.toDoubleArray();
        double worst = 0;
        for (int i = 0; i < right.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - right[i]));
        }
        return worst;
    }

    /** The error at t1 of a solve, which is freed. */
    double endError(OdeSolver solver, NDManager manager) {
        try (var scratch = new Scratch()) {
            return error(t1, solver.solve(field(), start(manager), t0, t1));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
