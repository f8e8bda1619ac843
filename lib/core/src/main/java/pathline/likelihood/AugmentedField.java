package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;
import pathline.array.Held;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.field.AugmentedRows;
import pathline.field.Differentiable;
import pathline.field.Float32Differentiable;
import pathline.field.Gradient;
import pathline.field.Jvp;
import pathline.field.Linearization;
import pathline.field.Tangent;
import pathline.field.TracedVelocity;
import pathline.field.Velocity;

/**
 * The field of a point together with what is integrated along its path: state z = (x, D, costs), shape (n, d + 1 + costs).
 *
 * <pre>
 *   dx/dt = v(t, x)
 *   dD/dt = div v(t, x)          D(t) = integral of div v: log p falls by it along the flow
 *   dK/dt = |v|²,  dF/dt = ‖J‖²  if asked for
 * </pre>
 *
 * <p>It is solved by any solver, whose error control then watches the log-density and the costs too, and differentiated by
 * any {@link pathline.adjoint.Backpropagation}. Nothing it gathers acts back on the field. A value costs a jvp of the
 * trace's tangents, a gradient the linearization of that pair and its vjp.
 *
 * <pre>
 * var field = AugmentedField.of(velocity, Divergence.exact().forSolve(x1));
 * NDArray z0 = solver.solve(field, field.start(x1), 1, 0);
 * </pre>
 */
public final class AugmentedField implements Differentiable {

    private final Velocity velocity;
    private final Trace trace;
    /** Of a solve: the trace instead of all J ε_j, while the parameters stay as they are. */
    private final Optional<TracedVelocity> traced;

    private final List<Regulariser> regularisers;
    private final AugmentedRows rows;

    private AugmentedField(
            Velocity velocity, Trace trace, Optional<TracedVelocity> traced, List<Regulariser> regularisers) {
        this.velocity = velocity;
        this.trace = trace;
        this.traced = traced;
        this.regularisers = regularisers;
        this.rows = new AugmentedRows(velocity.dim(), 1 + regularisers.size());
        if (regularisers.stream().distinct().count() < regularisers.size()) {
            throw new IllegalArgumentException("Each regulariser has one column, got " + regularisers);
        }
    }

    /**
     * A velocity with its divergence, and with the costs in this order.
     *
     * @param trace the tangents of this solve, {@link Divergence#forSolve}
     */
    public static AugmentedField of(Velocity velocity, Trace trace, Regulariser... regularisers) {
        Require.nonNull(velocity, "velocity");
        Require.nonNull(trace, "trace");
        Require.nonNull(regularisers, "regularisers");
        return new AugmentedField(velocity, trace, Optional.empty(), List.of(regularisers));
    }

    /**
     * The same for one solve and the way back from it, during which the parameters stay as they are. It is {@linkplain #release
     * released} afterwards.
     */
    static AugmentedField forSolve(Velocity velocity, Trace trace, Regulariser... regularisers) {
        boolean alone = regularisers.length == 0;
        return new AugmentedField(
                velocity, trace, alone ? Optional.of(trace.of(velocity)) : Optional.empty(), List.of(regularisers));
    }

    /** Frees what it holds for a solve. */
    void release() {
        traced.ifPresent(TracedVelocity::close);
    }

    /** Where a solve starts: points x of shape (n, d) that have gathered nothing yet. */
    public NDArray start(NDArray x) {
        return Scratch.keeping(() -> rows.start(x));
    }

    /** The points x of a state, shape (n, d): a copy. */
    public NDArray points(NDArray z) {
        return Scratch.keeping(() -> rows.parts(z, "z").get(0).duplicate());
    }

    /** The integral D of the divergence up to a state, shape (n). */
    public NDArray divergence(NDArray z) {
        return column(z, 0);
    }

    /** A cost up to a state, shape (n). */
    public NDArray cost(Regulariser regulariser, NDArray z) {
        Require.nonNull(regulariser, "regulariser");
        int index = regularisers.indexOf(regulariser);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "This field gathers " + regularisers + ", not " + regulariser + "; name it when making the field");
        }
        return column(z, 1 + index);
    }

    /** What is gathered besides the divergence, in the order of the columns. */
    public List<Regulariser> regularisers() {
        return regularisers;
    }

    /** Offered where the velocity has a plain form and no cost is gathered. */
    @Override
    public Optional<Float32Differentiable> float32() {
        return regularisers.isEmpty() ? velocity.float32().map(trace::plain) : Optional.empty();
    }

    @Override
    public NDArray at(double t, NDArray z) {
        return Scratch.keeping(() -> {
            var x = rows.parts(z, "z").get(0);
            trace.check(x);
            var time = Velocity.time(t, x);
            return rates(traced.isPresent() ? traced.get().at(time, x) : trace.jvp(velocity, time, x));
        });
    }

    @Override
    public Linearization linearize(double t, NDArray z) {
        try (var scratch = new Scratch()) {
            var x = rows.parts(z, "z").get(0);
            trace.check(x);
            var time = Velocity.time(t, x);
            var pair = traced.isPresent() ? traced.get().linearize(time, x) : trace.linearize(velocity, time, x);
            var found = new Tangent(pair.value(), pair.derivative());
            var rates = scratch.keep(rates(found));
            var held = new Held();
            List.of(x, time, found.value(), found.derivative()).forEach(held::hold);
            held.alsoClose(pair::close);
            return Linearization.of(
                    rates,
                    (a, into) -> {
                        Require.nonNull(into, "into");
                        return Scratch.keeping(() -> vjp(pair, found, rows.parts(a, "a"), into));
                    },
                    held::close);
        }
    }

    /** What the columns grow by. */
    private NDArray rates(Tangent pair) {
        var derivative = pair.derivative();
        var rates =
                new NDList(pair.value(), traced.isPresent() ? trace.weighed(derivative) : trace.divergence(derivative));
        regularisers.forEach(regulariser -> rates.add(regulariser.rate(trace, pair)));
        return NDArrays.concat(rates, 1);
    }

    /** The gradient by the state, from the cotangents a of the columns. */
    private NDArray vjp(Jvp pair, Tangent found, NDList a, Gradient into) {
        var value = a.get(0);
        var derivative = traced.isPresent() ? trace.weighed(a.get(1)) : trace.cotangent(a.get(1));
        for (int i = 0; i < regularisers.size(); i++) {
            var cotangent = a.get(2 + i);
            switch (regularisers.get(i)) {
                case KINETIC_ENERGY -> value = value.add(cotangent.mul(2).mul(found.value()));
                case JACOBIAN_FROBENIUS ->
                    derivative = derivative.add(trace.squaredNormCotangent(cotangent, found.derivative()));
            }
        }
        return rows.start(pair.vjp(value, derivative, into)); // the columns act back on nothing
    }

    private NDArray column(NDArray z, int index) {
        return Scratch.keeping(
                () -> rows.parts(z, "z").get(1 + index).reshape(-1).duplicate());
    }

    @Override
    public String toString() {
        return "AugmentedField[" + velocity + ", " + trace + ", " + regularisers + "]";
    }
}
