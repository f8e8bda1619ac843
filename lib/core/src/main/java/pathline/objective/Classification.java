package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import pathline.adjoint.Backpropagation;
import pathline.adjoint.Cost;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.distribution.Empirical;
import pathline.field.LabelledVelocity;
import pathline.field.Velocity;
import pathline.ode.OdeSolver;
import pathline.random.Rng;

/**
 * Classification by a flow: the cross-entropy of labels under the softmax of coordinates that the flow has moved.
 *
 * <pre>
 *   x(0) = (features, 0, ..., 0),   dx/dt = v(t, x),   p(label = c) = softmax(last C coordinates of x(1))_c
 * </pre>
 *
 * <p>The C further coordinates, one a class, start at zero: an augmented neural ODE (Dupont, Doucet and Teh 2019) whose
 * read-out is a projection, so that the velocity has all the parameters. With Euler's method and a
 * {@link pathline.field.VelocityStack} it is a residual network; with a Runge-Kutta method through whose steps the
 * gradient passes, an RK-Net; with adaptive steps and an adjoint, an ODE-Net (Chen et al. 2018, section 3).
 *
 * @param data rows with labels from 0 to classes - 1
 * @param classes the number C of classes
 * @param solver how the flow is followed from 0 to 1
 * @param backpropagation how the gradient passes it
 * @param batch rows a step
 */
public record Classification(Empirical data, int classes, OdeSolver solver, Backpropagation backpropagation, int batch)
        implements Objective<Velocity> {

    public Classification {
        Require.nonNull(data, "data");
        Require.within(classes, 1, 1 << 20, "classes");
        Require.nonNull(solver, "solver");
        Require.nonNull(backpropagation, "backpropagation");
        var labels = data.labels()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Classification needs labelled rows; give them with data.withLabels(...)"));
        int highest = Arrays.stream(labels).max().orElse(-1);
        int lowest = Arrays.stream(labels).min().orElse(0);
        if (lowest < 0 || highest >= classes) {
            throw new IllegalArgumentException("Labels must lie in 0 to " + (classes - 1) + " for " + classes
                    + " classes, got " + lowest + " to " + highest);
        }
        Door.checkBatch(batch);
    }

    /** The dimension of the state: the features and a coordinate for each class. */
    public int dim() {
        return data.dim() + classes;
    }

    @Override
    public Batch<Velocity> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        var rows = data.draw(batch, rng);
        var x0 = lift(rows, manager, type);
        var chosen =
                LabelledVelocity.oneHot(manager, type, classes, rows.labels().orElseThrow());
        return (velocity, into) -> {
            Door.check(velocity, into);
            var solved = backpropagation.solve(solver, velocity, x0, 0, 1);
            var logP = logits(solved.end()).logSoftmax(1);
            if (into.wanted()) {
                var residual = logP.exp().sub(chosen).div(batch);
                var none = manager.zeros(new Shape(batch, data.dim()), type);
                solved.vjp(NDArrays.concat(new NDList(none, residual), 1), into);
            }
            return logP.mul(chosen).sum().div(-batch);
        };
    }

    /** What one gradient costs: evaluations, vjps, and what is kept for the way back. */
    public Cost cost(Velocity velocity, Rng rng) {
        Require.nonNull(rng, "rng");
        var parameters = Require.nonNull(velocity, "velocity").parameters();
        try (var scratch = new Scratch();
                var manager = parameters.flat().getManager().newSubManager()) {
            var x0 = lift(data.draw(batch, rng), manager, parameters.type());
            var solved = backpropagation.solve(solver, velocity, x0, 0, 1);
            solved.vjp(solved.end().duplicate(), parameters.gradient(manager));
            return solved.cost();
        }
    }

    /** The share of rows whose most likely class is not their label. */
    public double error(Velocity velocity, Empirical rows) {
        var parameters = Require.nonNull(velocity, "velocity").parameters();
        int[] labels = Require.nonNull(rows, "rows")
                .labels()
                .orElseThrow(() -> new IllegalArgumentException(
                        "rows has no labels to compare with; give them with rows.withLabels(...)"));
        Require.that(
                rows.dim() == data.dim(),
                "rows has " + rows.dim() + " coordinates; expected " + data.dim() + " like the data");
        try (var scratch = new Scratch();
                var manager = parameters.flat().getManager().newSubManager()) {
            var end = solver.solve(velocity, lift(rows, manager, parameters.type()), 0, 1);
            long[] guess = logits(end).argMax(1).toLongArray();
            int wrong = 0;
            for (int i = 0; i < labels.length; i++) {
                wrong += guess[i] == labels[i] ? 0 : 1;
            }
            return (double) wrong / labels.length;
        }
    }

    private NDArray logits(NDArray end) {
        return end.get(":, " + data.dim() + ":");
    }

    private NDArray lift(Empirical rows, NDManager manager, DataType type) {
        var zeros = manager.zeros(new Shape(rows.size(), classes), type);
        return NDArrays.concat(new NDList(rows.all(manager, type), zeros), 1);
    }
}
