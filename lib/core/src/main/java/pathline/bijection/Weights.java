package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import java.util.function.Supplier;
import pathline.check.Require;
import pathline.field.Parameters;

/**
 * What a {@link FlowLayer} reads while it computes: its learned arrays by name, the condition, and statistics of data.
 *
 * <p>A layer sees its own names only; {@link #of} leads to those of a part. It is a window and has no numbers of its own.
 */
public final class Weights {

    private final WeightSource source;
    private final String prefix;

    Weights(WeightSource source, String prefix) {
        this.source = source;
        this.prefix = prefix;
    }

    /** All learned arrays of a model, as they are and will be. */
    public static Weights of(Parameters parameters) {
        return new Weights(WeightSource.of(Require.nonNull(parameters, "parameters")), "");
    }

    /** The learned array that the layer declared by this name: not a copy. */
    public NDArray get(String name) {
        return source.array(prefix + Require.nonNull(name, "name"));
    }

    /** The weights of a part, as {@link pathline.field.NamedArrays#under} declared them. */
    public Weights of(String part) {
        return new Weights(source, prefix + Require.nonNull(part, "part") + ".");
    }

    /** The type of all arrays. */
    public DataType type() {
        return source.type();
    }

    /** On what the density is conditioned: rows of shape (n, c), or one row (1, c) for all points; empty for none. */
    public Optional<NDArray> condition() {
        return source.condition();
    }

    /**
     * A statistic of data, such as a mean: of the batch at hand in training; of the rows that
     * {@link NormalizingFlow#withStatistics} was given in use.
     *
     * @param name one that the layer uses once
     * @param ofBatch computes it from the batch
     * @throws IllegalStateException in use, where no statistics were taken
     */
    public NDArray statistic(String name, Supplier<NDArray> ofBatch) {
        return source.statistic(prefix + Require.nonNull(name, "name"), Require.nonNull(ofBatch, "ofBatch"));
    }
}
