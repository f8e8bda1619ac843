package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A deep dense sigmoidal map of one coordinate: stages of sigmoids with positive weights, each followed by a logit, one number
 * going in and one coming out; computed in log space, so that no slope becomes 0.
 *
 * <pre>
 *   c = a (u · x) + b,   x' = logit((1 - δ) w · σ(c) + δ/2),   a &gt; 0, rows of u and of w add up to 1, δ = 1e-6
 * </pre>
 *
 * <p>Raw numbers of each stage: for a, b and w as many as it has sigmoids, for u as many as it has inputs. To those for w and u
 * come numbers that the transformer learns for all coordinates, uniform in ±1e-3 at the start. Of a stage with one input u is 1,
 * and its numbers are without effect. With zeros the map is the identity, nearly.
 *
 * <p>Its values lie within ±14.5, the logit of δ/2: the inverse refuses points beyond. The inverse is a search, to the
 * tolerance of 1e-13 (1 + |x|) in float64 and 1e-6 (1 + |x|) in float32.
 *
 * <p>Huang, Krueger, Lacoste and Courville, <i>Neural autoregressive flows</i>, ICML 2018.
 *
 * @param width how many sigmoids each stage has
 * @param stages how many stages there are
 */
public record DeepSigmoid(int width, int stages) implements Transformer {

    private static final double START = 1e-3;

    /** Checks the sizes. */
    public DeepSigmoid {
        Require.atLeast(width, 1, "width");
        Require.atLeast(stages, 1, "stages");
    }

    @Override
    public int count() {
        return (3 * width + 1) + (stages - 1) * 4 * width;
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var all = arrays;
        for (int k = 0; k < stages; k++) {
            int in = in(k);
            int out = k == stages - 1 ? 1 : width;
            all = all.under(
                    String.valueOf(k),
                    own -> own.drawn("u", () -> START * (2 * rng.uniform() - 1), width, in)
                            .drawn("w", () -> START * (2 * rng.uniform() - 1), out, width));
        }
        return all;
    }

    @Override
    public Transformed forward(NDArray x, NDArray raw, Weights own) {
        return through(x, stages(raw, own));
    }

    @Override
    public Transformed inverse(NDArray y, NDArray raw, Weights own) {
        var all = stages(raw, own);
        return MonotoneRoot.solve(y, x -> through(x, all));
    }

    private int in(int stage) {
        return stage == 0 ? 1 : width;
    }

    private List<SigmoidStage> stages(NDArray raw, Weights own) {
        var all = new ArrayList<SigmoidStage>();
        long from = 0;
        for (int k = 0; k < stages; k++) {
            long end = from + 3L * width + in(k);
            var numbers = stages == 1 ? raw : raw.get(":, :, " + from + ":" + end);
            all.add(SigmoidStage.of(numbers, in(k), own.of(String.valueOf(k))));
            from = end;
        }
        return all;
    }

    private static Transformed through(NDArray x, List<SigmoidStage> all) {
        var at = new Transformed(x.expandDims(2), x.zerosLike().expandDims(2));
        for (var stage : all) {
            at = stage.at(at);
        }
        return new Transformed(at.values().squeeze(2), at.logSlope().squeeze(2));
    }
}
