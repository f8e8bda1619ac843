package pathline.objective;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.bijection.NormalizingFlow;
import pathline.check.Require;
import pathline.distribution.Distribution;
import pathline.random.Rng;

/**
 * The normalizing flow: data shall be likely under it.
 *
 * <pre>
 *   L = -mean log p(x),   x from the data
 * </pre>
 *
 * <p>In nats per point. Where the flow is conditioned, a row of the data is a point and, after it, its condition.
 *
 * @param data what is to become likely
 * @param batch points a step
 * @param condition how many columns at the end of a row are its condition; 0 for none
 */
public record DensityFit(Distribution data, int batch, int condition) implements Objective<NormalizingFlow> {

    /** Checks the sizes. */
    public DensityFit {
        Require.nonNull(data, "data");
        Door.checkBatch(batch);
        Require.that(condition >= 0, "condition is " + condition + "; expected a count of columns, 0 for none");
    }

    /** Without a condition. */
    public static DensityFit of(Distribution data, int batch) {
        return new DensityFit(data, batch, 0);
    }

    /** The same where the last columns of a row are its condition. */
    public DensityFit conditions(int columns) {
        return new DensityFit(data, batch, columns);
    }

    @Override
    public Batch<NormalizingFlow> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        var rows = data.sample(manager, type, batch, rng.child("x"));
        if (condition == 0) {
            return (model, into) -> model.nll(rows, into);
        }
        long d = rows.getShape().get(1) - condition;
        Require.that(d >= 1, "a row has " + rows.getShape().get(1) + " columns; expected more than " + condition);
        var parts = rows.split(new long[] {d}, 1);
        return (model, into) -> model.given(parts.get(1)).nll(parts.get(0), into);
    }
}
