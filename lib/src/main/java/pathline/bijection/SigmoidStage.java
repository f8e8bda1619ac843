package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.List;
import pathline.field.Scalars;

/**
 * One stage of a {@link DeepSigmoid} for n rows and k coordinates, of m sigmoids.
 *
 * @param slope a, shape (n, k, m)
 * @param shift b, shape (n, k, m)
 * @param logW shape (n, k, out, m)
 * @param logU shape (n, k, m, in); none where there is one input, of which u is 1
 */
record SigmoidStage(NDArray slope, NDArray shift, NDArray logW, List<NDArray> logU) {

    private static final double DELTA = 1e-6;
    private static final double LOG_REST = Math.log1p(-DELTA);
    private static final NDArray REST = Scalars.of(1 - DELTA);
    /** The number whose softplus is 1 - δ. */
    private static final double UNIT = Math.log(Math.expm1(1 - DELTA));

    /**
     * From raw numbers and those that are learned.
     *
     * @param raw shape (n, k, 3 m + in)
     */
    static SigmoidStage of(NDArray raw, int in, Weights own) {
        long m = own.get("w").getShape().get(1);
        var parts = raw.split(new long[] {m, 2 * m, 3 * m}, 2);
        var slope = Smooth.softplus(parts.get(0).add(UNIT)).add(DELTA);
        var logW = Smooth.logSoftmax(own.get("w").add(parts.get(2).expandDims(2)), 3);
        List<NDArray> logU = in == 1
                ? List.of()
                : List.of(Smooth.logSoftmax(own.get("u").add(parts.get(3).expandDims(2)), 3));
        return new SigmoidStage(slope, parts.get(1), logW, logU);
    }

    /** The outputs at some inputs, with the logarithms of the derivatives of both by the coordinate: shapes (n, k, in) and (n, k, out). */
    Transformed at(Transformed x) {
        var mixed = x;
        for (var log : logU) {
            var u = log.exp();
            mixed = new Transformed(
                    x.values().expandDims(2).mul(u).sum(new int[] {3}),
                    Smooth.logSumExp(x.logSlope().expandDims(2).add(log), 3));
        }
        var c = mixed.values().mul(slope).add(shift);
        var log = Smooth.logSigmoid(c);
        var each = log.expandDims(2).add(logW);
        var q = share(each);
        var rest = share(each.sub(c.expandDims(2))); // log σ(-c) = log σ(c) - c
        var slopes = log.add(log).sub(c).add(slope.log()).add(mixed.logSlope());
        var derivative = Smooth.logSumExp(slopes.expandDims(2).add(logW), 3);
        return new Transformed(q.sub(rest), derivative.sub(q).sub(rest).add(LOG_REST));
    }

    /** log((1 - δ) Σ eˡ + δ/2). */
    private static NDArray share(NDArray logs) {
        return logs.exp().sum(new int[] {3}).mul(REST).add(DELTA / 2).log();
    }
}
