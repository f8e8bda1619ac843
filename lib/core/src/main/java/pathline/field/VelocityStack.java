package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.random.Rng;

/**
 * K velocity nets, each in charge of its share of [0, 1]: v(t, x) = v_k(t, x) for t in [k/K, (k+1)/K).
 *
 * <p>Solved by Euler's method with K steps, it is a residual network with K different blocks,
 *
 * <pre>
 *   x_{k+1} = x_k + v_k(x_k) / K
 * </pre>
 *
 * whose limit for many blocks of slowly changing parameters is a flow (Chen et al. 2018, "Neural ordinary differential
 * equations", section 2). It jumps between blocks, so only methods whose stages stay within a block suit it.
 */
public final class VelocityStack implements Velocity, Identified {

    /** A time this close to a block's start, in blocks, belongs to that block: k (1/K) need not round to k/K. */
    private static final double ROUNDING = 1e-6;

    private static final int MOST_BLOCKS = 10_000;

    private final List<VelocityMlp> parts;
    private final Parameters parameters;
    private final int dim;

    private VelocityStack(int dim, Parameters parameters, List<VelocityMlp> parts) {
        this.dim = dim;
        this.parameters = parameters;
        this.parts = parts;
    }

    static VelocityStack of(MlpConfig config, int blocks, Rng rng) {
        Require.nonNull(config, "config");
        Require.nonNull(rng, "rng");
        Require.within(blocks, 1, MOST_BLOCKS, "blocks");
        Require.that(
                config.context() == 0,
                "config has a context of " + config.context() + " numbers; a stack of blocks is told no condition");
        var entries = config.entries();
        var names = new ArrayList<String>();
        var shapes = new ArrayList<Shape>();
        for (int k = 0; k < blocks; k++) {
            for (var entry : entries) {
                names.add("blocks." + k + "." + entry.name());
                shapes.add(entry.shape());
            }
        }
        var layout = Layout.of(names, shapes);
        Require.that(
                layout.count() <= 1L << 29,
                "blocks is " + blocks + ", " + layout.count() + " parameters in all; expected at most " + (1L << 29));
        var parameters = new Parameters(layout, config.type(), config.notes(), Orphans.manager());
        var parts = new ArrayList<VelocityMlp>();
        for (int k = 0; k < blocks; k++) {
            int first = k * entries.size();
            try (var own = parameters.flat().getManager().newSubManager()) {
                var one = config.init(rng.child("block").child(k), own);
                var weights = one.parameters().flat();
                try (var share = parameters.flat().get(k * weights.size() + ":" + (k + 1) * weights.size())) {
                    ParameterVector.overwrite(share, weights);
                }
            }
            parts.add(new VelocityMlp(new Mlp(config, parameters, first)));
        }
        return new VelocityStack(config.in(), parameters, List.copyOf(parts));
    }

    /** What each block looks like, and how many there are. */
    @Override
    public Object identity() {
        return List.of(parts.get(0).config(), parts.size());
    }

    /** The number K of blocks. */
    public int blocks() {
        return parts.size();
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        return block(t).at(t, x);
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        return block(t).linearize(t, x);
    }

    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        return block(t).linearize(t, x, dx);
    }

    @Override
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        return block(t).jvp(t, x, dx);
    }

    @Override
    public NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into) {
        return block(t).vjp(t, x, a, into);
    }

    private VelocityMlp block(NDArray t) {
        RequireArray.real(t, "t");
        if (t.getShape().size() != 1) {
            throw new IllegalArgumentException(
                    "A stack of blocks takes one time for all points, shape (1, 1), got " + t.getShape());
        }
        double time = Require.finite(t.toArray()[0].doubleValue(), "t");
        int k = (int) Math.floor(time * parts.size() + ROUNDING);
        return parts.get(Math.max(0, Math.min(parts.size() - 1, k)));
    }

    @Override
    public String toString() {
        return "VelocityStack[" + parts.size() + " blocks, " + parameters.count() + " parameters]";
    }
}
