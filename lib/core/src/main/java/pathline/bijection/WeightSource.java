package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import pathline.field.Parameters;

/**
 * Where {@link Weights} look their arrays up, by whole names.
 *
 * @param arrays the learned ones
 * @param type of all of them
 * @param condition rows that the density is conditioned on
 * @param statistics what {@link #taking} kept
 * @param use what a statistic is
 */
record WeightSource(
        Map<String, NDArray> arrays,
        DataType type,
        Optional<NDArray> condition,
        Map<String, NDArray> statistics,
        Use use) {

    /** What a statistic is in use, in training, and while statistics are taken. */
    enum Use {
        FIXED,
        OF_BATCH,
        TAKEN
    }

    static WeightSource of(Parameters parameters) {
        var arrays = new HashMap<String, NDArray>();
        parameters.names().forEach(name -> arrays.put(name, parameters.get(name)));
        return new WeightSource(arrays, parameters.type(), Optional.empty(), Map.of(), Use.FIXED);
    }

    WeightSource given(NDArray rows) {
        return new WeightSource(arrays, type, Optional.of(rows), statistics, use);
    }

    WeightSource training(boolean on) {
        return new WeightSource(arrays, type, condition, statistics, on ? Use.OF_BATCH : Use.FIXED);
    }

    /** One that keeps every statistic that is asked for, of the data that pass. */
    WeightSource taking() {
        return new WeightSource(arrays, type, condition, new HashMap<>(), Use.TAKEN);
    }

    /** The same with what was taken, moved to a manager. */
    WeightSource taken(NDManager manager) {
        statistics.values().forEach(kept -> kept.attach(manager));
        return new WeightSource(arrays, type, condition, Map.copyOf(statistics), Use.FIXED);
    }

    NDArray array(String name) {
        var found = arrays.get(name);
        if (found == null) {
            throw new IllegalArgumentException("No array is named " + name + "; there are " + arrays.keySet());
        }
        return found;
    }

    NDArray statistic(String name, Supplier<NDArray> ofBatch) {
        return switch (use) {
            case OF_BATCH -> ofBatch.get();
            case TAKEN -> {
                var kept = ofBatch.get().duplicate();
                statistics.put(name, kept);
                yield kept;
            }
            case FIXED -> {
                var kept = statistics.get(name);
                if (kept == null) {
                    throw new IllegalStateException(
                            "The flow has no " + name + " to normalise by, since statistics of a"
                                    + " batch are for training only; take those of the training data first,"
                                    + " model.withStatistics(rows)");
                }
                yield kept;
            }
        };
    }
}
