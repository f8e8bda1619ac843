package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import pathline.check.Identified;
import pathline.check.Require;

/**
 * Which weights of a net may differ from 0 so that what it says of a coordinate depends on those before it alone.
 *
 * <p>The coordinates stand in an order, at places 1 to d. A hidden unit of degree m sees the coordinates at places up to m; the
 * degrees run 1, 2, ..., d - 1 and again. Where the net is conditioned they begin with 0: units that see the condition alone,
 * without which the first coordinate could not depend on it. A unit may see those of its own degree and less; the numbers of the
 * coordinate at place p see degrees less than p. With fewer than d - 1 units in a layer some coordinates are not seen.
 *
 * <p>Germain, Gregor, Murray and Larochelle, <i>MADE: masked autoencoder for distribution estimation</i>, ICML 2015.
 */
public final class Masks implements Identified {

    private final List<Integer> sequence;
    private final List<Integer> widths;
    private final int count;
    private final int least;
    private final List<int[]> degrees;
    private final List<NDArray> arrays = new ArrayList<>();
    private final List<Columns> columns = new ArrayList<>();
    private final Columns back;

    /**
     * Of any order.
     *
     * @param sequence the coordinates, counted from 0, in their order: at least one, each once
     * @param widths units of each hidden layer
     * @param count numbers that the net says of each coordinate
     * @param conditioned whether a condition enters the first layer
     */
    Masks(List<Integer> sequence, List<Integer> widths, int count, boolean conditioned) {
        this.sequence = List.copyOf(sequence);
        this.widths = List.copyOf(widths);
        this.count = count;
        int d = sequence.size();
        Require.atLeast(count, 1, "count");
        this.widths.forEach(width -> Require.atLeast(width, 1, "a width"));
        least = conditioned ? 0 : Math.min(1, d - 1);
        degrees = degrees();
        back = new Columns(Permutation.inverse(sorted(0)));
    }

    /** Of the inputs, of each hidden layer, of the outputs; an output's is one less than its place. */
    private List<int[]> degrees() {
        int d = sequence.size();
        var all = new ArrayList<int[]>();
        var places = new int[d];
        for (int p = 0; p < d; p++) {
            places[sequence.get(p)] = p + 1;
        }
        all.add(places);
        int period = Math.max(1, d - least);
        for (int width : widths) {
            all.add(IntStream.range(0, width).map(k -> k % period + least).toArray());
        }
        all.add(IntStream.range(0, d * count).map(k -> places[k / count] - 1).toArray());
        return all;
    }

    /** The coordinates, counted from 0, in their order. */
    public List<Integer> sequence() {
        return sequence;
    }

    /** Units of each hidden layer. */
    public List<Integer> widths() {
        return widths;
    }

    /** Numbers that the net says of each coordinate. */
    public int count() {
        return count;
    }

    /** Whether a condition enters the first layer; the same for one coordinate. */
    boolean conditioned() {
        return least == 0;
    }

    /** How many matrices there are: one for each hidden layer, and the last. */
    public int layers() {
        return widths.size() + 1;
    }

    /** The mask of a layer, counted from 0: a row for each unit, 1 where it may see the unit of the column, and 0 elsewhere. */
    public double[][] matrix(int layer) {
        var from = degrees.get(Require.index(layer, layers(), "layer"));
        var to = degrees.get(layer + 1);
        var matrix = new double[to.length][from.length];
        for (int i = 0; i < to.length; i++) {
            for (int j = 0; j < from.length; j++) {
                matrix[i][j] = to[i] >= from[j] ? 1 : 0;
            }
        }
        return matrix;
    }

    /** By how many ways the numbers of each coordinate (a row) see each coordinate (a column): the product of all masks. */
    public double[][] ways() {
        var product = matrix(0);
        for (int layer = 1; layer < layers(); layer++) {
            var left = matrix(layer);
            var next = new double[left.length][sequence.size()];
            for (int i = 0; i < left.length; i++) {
                for (int k = 0; k < left[i].length; k++) {
                    for (int j = 0; left[i][k] > 0 && j < next[i].length; j++) {
                        next[i][j] += product[k][j];
                    }
                }
            }
            product = next;
        }
        var every = product;
        var first = new double[sequence.size()][];
        Arrays.setAll(first, i -> every[i * count]);
        return first;
    }

    /** The mask as a constant of the engine. */
    synchronized NDArray array(int layer) {
        while (arrays.size() <= layer) {
            var matrix = matrix(arrays.size());
            var flat = Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
            arrays.add(Constants.of(flat, matrix.length, matrix[0].length));
        }
        return arrays.get(layer);
    }

    /** Units by rising degree: of the inputs (0), of a hidden layer, of the outputs. */
    synchronized Columns columns(int layer) {
        while (columns.size() <= layer) {
            columns.add(new Columns(sorted(columns.size())));
        }
        return columns.get(layer);
    }

    /** The coordinates from their order back to where they stand. */
    Columns back() {
        return back;
    }

    /** Places of units by rising degree: of the inputs (layer 0), of each hidden layer, of the outputs. */
    public int[] byDegree(int layer) {
        return sorted(Require.index(layer, degrees.size(), "layer"));
    }

    private int[] sorted(int layer) {
        var at = degrees.get(layer);
        return IntStream.range(0, at.length)
                .boxed()
                .sorted((a, b) -> Integer.compare(at[a], at[b]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** How many units of the inputs (layer 0), of a hidden layer or of the outputs have at most this degree. */
    public int upTo(int layer, int degree) {
        var at = degrees.get(Require.index(layer, degrees.size(), "layer"));
        return (int) IntStream.of(at).filter(m -> m <= degree).count();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Masks masks
                && sequence.equals(masks.sequence)
                && widths.equals(masks.widths)
                && count == masks.count
                && least == masks.least;
    }

    @Override
    public int hashCode() {
        return List.of(sequence, widths, count, least).hashCode();
    }

    @Override
    public String toString() {
        return "Masks[" + sequence + ", " + widths + ", " + count + "]";
    }

    /** Order, widths, count, and whether there is a condition: all masks follow from these. */
    @Override
    public Object identity() {
        return List.of(sequence, widths, count, least);
    }
}
