package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.array.VectorModule;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.Density;
import pathline.field.Gradient;
import pathline.field.Gradients;
import pathline.field.Model;
import pathline.field.NamedArrays;
import pathline.field.Parameters;
import pathline.field.Passes;
import pathline.random.Rng;

/**
 * A density in finitely many steps: data are mapped to noise by layers, whose numbers are learned.
 *
 * <pre>
 *   log p(x) = log p0(f(x)) + log |det df/dx|,   f = f_K ∘ ... ∘ f_1,   from data to noise
 * </pre>
 *
 * <p>It is trained as any model, and used as any flow:
 *
 * <pre>
 * var model = NormalizingFlow.of(layers, DataType.FLOAT32, rng);
 * var run = Trainer.adam(1e-3).steps(2_000).fit(model, DensityFit.of(data, 256), rng);
 * var flow = Flow.of(run.model());
 * </pre>
 *
 * <p>Some layers need data beside training: {@link #initialise} chooses first values by a batch, once, before training;
 * {@link #withStatistics} gives the statistics that a batch normalisation uses outside training, without which such a flow
 * refuses to be evaluated.
 *
 * <p>Rezende and Mohamed, <i>Variational inference with normalizing flows</i>, ICML 2015.
 */
public final class NormalizingFlow implements Model, Identified {

    private final FlowSource source;
    private final FlowLayer layers;
    private final Parameters parameters;
    private final Optional<FlowPasses> compiled;
    private volatile WeightSource weights;

    private NormalizingFlow(
            FlowSource source,
            FlowLayer layers,
            Parameters parameters,
            Optional<FlowPasses> compiled,
            WeightSource weights) {
        this.source = source;
        this.layers = layers;
        this.parameters = parameters;
        this.compiled = compiled;
        this.weights = weights;
    }

    /** Layers that end in N(0, I). */
    public static NormalizingFlow of(FlowLayer layers, DataType type, Rng rng) {
        return of(new StandardNormal(Require.nonNull(layers, "layers").dim()), layers, type, rng);
    }

    /**
     * Layers that end in another source, whose numbers are learned with theirs. The layers' arrays are named map.*, the
     * source's source.*.
     *
     * @param type float32 or float64, in which all is computed
     * @param rng where the values at the start come from
     */
    public static NormalizingFlow of(FlowSource source, FlowLayer layers, DataType type, Rng rng) {
        Require.nonNull(source, "source");
        Require.nonNull(layers, "layers");
        RequireArray.floating(type, "type");
        Require.nonNull(rng, "rng");
        Require.that(
                source.dim() == layers.dim(),
                "source has " + source.dim() + " coordinates; expected " + layers.dim() + " like layers");
        NamedArrays arrays = Parameters.named()
                .under("map", own -> layers.declare(own, rng.child("map")))
                .under("source", own -> source.declare(own, rng.child("source")));
        var parameters = arrays.make(type);
        return new NormalizingFlow(
                source, layers, parameters, CompiledLayers.of(layers, parameters), WeightSource.of(parameters));
    }

    /** The same model, computed in this way; it has the same parameters. */
    public NormalizingFlow with(Passes kind) {
        Require.nonNull(kind, "kind");
        var passes = kind == Passes.COMPILED ? CompiledLayers.of(layers, parameters) : Optional.<FlowPasses>empty();
        Require.that(
                kind == Passes.ARRAYS || passes.isPresent(),
                "This flow cannot be computed with " + kind + ": it is of " + parameters.type() + ", or one of "
                        + layers + " has no compiled form, or " + VectorModule.missing());
        return new NormalizingFlow(source, layers, parameters, passes, weights);
    }

    /**
     * How it is computed: compiled where each layer is a coupling or an autoregressive layer of an affine map or a rational-quadratic
     * spline, of float32, on the processor, unless it was told otherwise.
     */
    public Passes passes() {
        return compiled.isPresent() ? Passes.COMPILED : Passes.ARRAYS;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** Source, layers, names and shapes; not the numbers, nor how they are computed. */
    @Override
    public Object identity() {
        return List.of(source, layers, parameters);
    }

    @Override
    public void training(boolean on) {
        weights = weights.training(on);
    }

    /** How many coordinates an event has. */
    public int dim() {
        return layers.dim();
    }

    /** f, from data to noise; it reads the numbers that are learned, so it changes with them. */
    public Bijection map() {
        return new LayerBijection(layers, weights.type(), mapWeights(), compiled);
    }

    /** p0, in which f ends. */
    public Density source() {
        return new SourceDensity(source, sourceWeights());
    }

    /**
     * The same model, its density conditioned on these rows: shape (n, c), one for each point, or (1, c) for all points. It
     * has the same parameters.
     */
    public NormalizingFlow given(NDArray condition) {
        RequireArray.points(condition, "condition");
        Require.that(
                condition.getDataType() == parameters.type(),
                "condition is " + condition.getDataType() + "; expected " + parameters.type() + " like the parameters");
        return new NormalizingFlow(source, layers, parameters, compiled, weights.given(condition));
    }

    /**
     * The same model, whose batch normalisations use the statistics of these rows: layer by layer, each of what the layers
     * before it make of all rows. It has the same parameters, and is to be made again when they have changed.
     *
     * @param rows the training data, of the parameters' type; the statistics live on their manager
     */
    public NormalizingFlow withStatistics(NDArray rows) {
        check(rows, "rows");
        var taking = weights.taking();
        try (var scratch = new Scratch()) {
            layers.forward(rows, new Weights(taking, "map."));
            taking.statistics().values().forEach(scratch::keep);
        }
        return new NormalizingFlow(source, layers, parameters, compiled, taking.taken(rows.getManager()));
    }

    /** Lets the layers that ask for it choose their first values by these rows; before training, and only once. */
    public void initialise(NDArray rows) {
        check(rows, "rows");
        try (var scratch = new Scratch()) {
            layers.initialise(rows, new Weights(weights.training(true), "map."));
        }
    }

    /** log p(x) of each row in one pass, shape (n), which can be recorded for a gradient; {@code Flow.of} bounds the memory. */
    public NDArray logDensity(NDArray x) {
        check(x, "x");
        var logs = Scratch.keeping(() -> {
            var z = layers.forward(x, mapWeights());
            return source.logDensity(z.points(), sourceWeights()).add(z.logDeterminant());
        });
        logs.attach(x.getManager());
        return logs;
    }

    /**
     * -mean log p(x) over rows in nats, without dimensions or of shape (1); its gradient is added to {@code into} where that is
     * wanted.
     */
    public NDArray nll(NDArray x, Gradient into) {
        check(x, "x");
        parameters.check(Require.nonNull(into, "into"));
        if (compiled.isPresent() && source instanceof StandardNormal && HostMemory.reaches(x)) {
            double nats = compiled.get().nll(HostMemory.floats(x), into);
            return x.getManager().create((float) nats);
        }
        return Gradients.loss(parameters, into, () -> logDensity(x).mean().neg());
    }

    private Weights mapWeights() {
        return new Weights(weights, "map.");
    }

    private Weights sourceWeights() {
        return new Weights(weights, "source.");
    }

    private void check(NDArray x, String name) {
        RequireArray.events(x, name);
        Require.that(
                x.getDataType() == parameters.type(),
                name + " is " + x.getDataType() + "; expected " + parameters.type() + " like the parameters");
        long d = x.size() / Math.max(1, x.getShape().get(0));
        Require.that(
                d == layers.dim(),
                name + " has " + d + " coordinates, shape " + x.getShape() + "; expected " + layers.dim());
    }

    @Override
    public String toString() {
        return "NormalizingFlow(" + layers + ", " + source + ", " + parameters.count() + " parameters)";
    }

    /** A source with its numbers. */
    private record SourceDensity(FlowSource source, Weights own) implements Density {

        @Override
        public int dim() {
            return source.dim();
        }

        @Override
        public NDArray logDensity(NDArray z) {
            return Scratch.keeping(() -> source.logDensity(z, own));
        }

        @Override
        public NDArray score(NDArray z) {
            return Gradients.ofRows(z, () -> source.logDensity(z, own));
        }

        @Override
        public NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
            var drawn = Scratch.keeping(
                    () -> source.sample(manager, own.type(), n, rng, own).toType(type, true));
            drawn.attach(manager);
            return drawn;
        }
    }
}
