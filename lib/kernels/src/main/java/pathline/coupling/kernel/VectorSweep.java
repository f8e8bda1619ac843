package pathline.coupling.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import pathline.coupling.Sweep;

/**
 * Four vectors of columns at a time; each lane remembers its least label and the block that it is from.
 *
 * <p>Vectors have at most 256 bits: wider ones straddle two cache lines at every access, and took 1.4 to 1.5 times as long.
 * Loops call the vector module itself and no helpers but {@link #less}: past a certain size the compiler leaves those as calls,
 * which put every vector on the heap.
 */
public final class VectorSweep implements Sweep {

    private static final VectorSpecies<Double> SPECIES =
            DoubleVector.SPECIES_PREFERRED.length() > 4 ? DoubleVector.SPECIES_256 : DoubleVector.SPECIES_PREFERRED;

    private static final int COUNT = SPECIES.length();

    /** Four vectors; a divisor of {@link Sweep#BLOCK}. */
    private static final int STEP = 4 * COUNT;

    private static DoubleVector less(DoubleVector a, DoubleVector b) {
        return a.blend(b, b.lt(a)); // min would also care for the sign of zero
    }

    @Override
    public int lower(double[] costs, int row, double[] prices, double base, double[] labels, int columns) {
        var least = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
        var block = DoubleVector.zero(SPECIES);
        for (int j = 0; j < columns; j += STEP) {
            var c = DoubleVector.fromArray(SPECIES, costs, row + j);
            var p = DoubleVector.fromArray(SPECIES, prices, j);
            var d0 = less(DoubleVector.fromArray(SPECIES, labels, j), c.sub(p).add(base));
            d0.intoArray(labels, j);
            c = DoubleVector.fromArray(SPECIES, costs, row + j + COUNT);
            p = DoubleVector.fromArray(SPECIES, prices, j + COUNT);
            var d1 = less(
                    DoubleVector.fromArray(SPECIES, labels, j + COUNT), c.sub(p).add(base));
            d1.intoArray(labels, j + COUNT);
            c = DoubleVector.fromArray(SPECIES, costs, row + j + 2 * COUNT);
            p = DoubleVector.fromArray(SPECIES, prices, j + 2 * COUNT);
            var d2 = less(
                    DoubleVector.fromArray(SPECIES, labels, j + 2 * COUNT),
                    c.sub(p).add(base));
            d2.intoArray(labels, j + 2 * COUNT);
            c = DoubleVector.fromArray(SPECIES, costs, row + j + 3 * COUNT);
            p = DoubleVector.fromArray(SPECIES, prices, j + 3 * COUNT);
            var d3 = less(
                    DoubleVector.fromArray(SPECIES, labels, j + 3 * COUNT),
                    c.sub(p).add(base));
            d3.intoArray(labels, j + 3 * COUNT);
            var d = less(less(d0, d1), less(d2, d3));
            VectorMask<Double> lower = d.lt(least);
            least = least.blend(d, lower);
            block = block.blend((double) j, lower);
        }
        return first(least, block, labels);
    }

    @Override
    public int least(double[] labels, int columns) {
        var least = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
        var block = DoubleVector.zero(SPECIES);
        for (int j = 0; j < columns; j += STEP) {
            var d0 = DoubleVector.fromArray(SPECIES, labels, j);
            var d1 = DoubleVector.fromArray(SPECIES, labels, j + COUNT);
            var d2 = DoubleVector.fromArray(SPECIES, labels, j + 2 * COUNT);
            var d3 = DoubleVector.fromArray(SPECIES, labels, j + 3 * COUNT);
            var d = less(less(d0, d1), less(d2, d3));
            VectorMask<Double> lower = d.lt(least);
            least = least.blend(d, lower);
            block = block.blend((double) j, lower);
        }
        return first(least, block, labels);
    }

    /** The first column of the least label, from the least label of each lane and the first block that has it. */
    private static int first(DoubleVector least, DoubleVector block, double[] labels) {
        double all = least.reduceLanes(VectorOperators.MIN);
        int j = (int) block.blend(Double.MAX_VALUE, least.eq(all).not()).reduceLanes(VectorOperators.MIN);
        while (labels[j] != all) {
            j++;
        }
        return j;
    }
}
