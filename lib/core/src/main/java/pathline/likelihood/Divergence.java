package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * How the divergence of a velocity is found: div v = tr J, J = dv/dx, without ever forming J.
 *
 * <pre>
 *   exact()                      sum over i of e_iᵀ J e_i              d tangents in one pass
 *   hutchinson(k, probe, rng)    mean over j of ε_jᵀ J ε_j             k tangents in one pass, right on average
 * </pre>
 *
 * <p>This is the recipe. What evaluates a divergence is the {@link Trace} that {@link #forSolve} makes of it: there the
 * random tangents are drawn once and for all. A solve sees one field, the same at every evaluation; with fresh noise at
 * every stage there would be no field to solve, and an error estimate would measure the noise.
 */
public sealed interface Divergence {

    /** The sum of the d diagonal entries; the cost of a pass grows with d. */
    static Divergence exact() {
        return new Exact();
    }

    /**
     * Hutchinson's estimate, its noise fixed for a whole solve (Grathwohl et al. 2019, "FFJORD").
     *
     * @param probes tangents per point, at least 1; the variance is that of one, divided by their number
     * @param probe their law
     * @param rng the stream they come from: every solve takes the next draws
     */
    static Divergence hutchinson(int probes, Probe probe, Rng rng) {
        return new Hutchinson(probes, probe, rng);
    }

    /**
     * The tangents of one solve, drawn independently for every point.
     *
     * @param x the points that the solve starts from, shape (n, d)
     * @return tangents in x's type, attached to x's manager
     */
    Trace forSolve(NDArray x);

    /**
     * The same recipe with draws from another stream, such as that of a training step.
     *
     * <p>Two solves by {@code drawingFrom(rng.child("probes"))} have the same noise, since a child begins anew.
     */
    Divergence drawingFrom(Rng rng);

    /** @see #exact() */
    record Exact() implements Divergence {

        /** Tangents of as many numbers each: 400 MB in float32. */
        private static final int MOST = 10_000;

        @Override
        public Trace forSolve(NDArray x) {
            Trace.checkPoints(x);
            long dim = x.getShape().get(1);
            Require.that(
                    dim <= MOST,
                    "x has " + dim
                            + " coordinates; the exact divergence takes as many tangents, and is offered for at most "
                            + MOST + ": use Divergence.hutchinson");
            int d = Math.toIntExact(dim);
            var units = Scratch.keeping(
                    () -> x.getManager().eye(d, d, 0, x.getDataType()).reshape(d, 1, d));
            return new Trace(units, 1);
        }

        @Override
        public Divergence drawingFrom(Rng rng) {
            Require.nonNull(rng, "rng");
            return this;
        }

        @Override
        public String toString() {
            return "exact divergence";
        }
    }

    /** @see #hutchinson(int, Probe, Rng) */
    record Hutchinson(int probes, Probe probe, Rng rng) implements Divergence {

        /** What one array holds. */
        private static final long MOST_NUMBERS = Integer.MAX_VALUE - 8;

        public Hutchinson {
            Require.nonNull(probe, "probe");
            Require.nonNull(rng, "rng");
            if (probes < 1) {
                throw new IllegalArgumentException("Hutchinson's estimate needs at least 1 probe, got " + probes);
            }
        }

        @Override
        public Trace forSolve(NDArray x) {
            Trace.checkPoints(x);
            var shape = x.getShape();
            Require.that(
                    probes <= MOST_NUMBERS / shape.size(),
                    "probes is " + probes + ", which makes more than " + MOST_NUMBERS + " numbers for points of shape "
                            + shape + "; take fewer probes, or points in parts");
            return new Trace(
                    probe.draw(x.getManager(), x.getDataType(), rng, probes, shape.get(0), shape.get(1)), 1.0 / probes);
        }

        @Override
        public Divergence drawingFrom(Rng other) {
            return new Hutchinson(probes, probe, other);
        }

        @Override
        public String toString() {
            return "Hutchinson's divergence, " + probes + " " + probe + (probes == 1 ? " probe" : " probes");
        }
    }
}
