package pathline.bijection.kernel;

import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import pathline.field.kernel.Lanes;
import pathline.field.kernel.Rows;
import pathline.field.kernel.Tile;
import pathline.field.kernel.WeightGradient;

/** One worker's arrays: a tile of points on its way through all layers, what the way back needs, and a share of the gradient. */
final class FlowWorker {

    private final int dim;
    private final List<At> steps;
    private final float[] x;
    private final float[] logs = new float[TILE];
    private final float[] cotangent;
    private final float[] slopes = new float[TILE];
    private final float[] scratch;
    private float[] zeta;
    private float[] alpha;
    private int points;
    private int columns;

    /** What a tile leaves at a step: the net's numbers, and the moved coordinates before they were moved. */
    private record At(FlowStep step, Tile tile, float[] before, WeightGradient sums, Optional<MaskedOrder> order) {}

    FlowWorker(List<FlowStep> steps, int dim) {
        this.dim = dim;
        var turned = new float[TILE * TILE];
        this.steps = steps.stream()
                .map(step -> new At(
                        step,
                        new Tile(step.net()),
                        Lanes.tile(step.moved().length),
                        new WeightGradient(step.net(), turned),
                        step.masks().map(masks -> new MaskedOrder(step))))
                .toList();
        int widest = steps.stream().mapToInt(step -> step.net().widest()).max().orElseThrow();
        int most = steps.stream()
                .mapToInt(step -> step.kernel().scratchRows())
                .max()
                .orElseThrow();
        x = Lanes.tile(dim);
        cotangent = Lanes.tile(dim);
        zeta = Lanes.tile(widest);
        alpha = Lanes.tile(widest);
        scratch = Lanes.tile(most);
    }

    /** The images of rows from, ..., and their log-determinants. */
    void forward(float[][] weights, float[][] sorted, float[] rows, int from, float[] images, float[] logDeterminant) {
        begin(rows, from, logDeterminant.length);
        for (int s = 0; s < steps.size(); s++) {
            var at = steps.get(s);
            if (at.order.isPresent()) {
                at.order.get().forward(sorted[s], x, logs, scratch, columns);
            } else {
                said(at, weights[s], 0);
                move(at, true);
            }
        }
        end(from, images, logDeterminant);
    }

    /** The points whose images these rows are. */
    void inverse(float[][] weights, float[][] sorted, float[] rows, int from, float[] points, float[] logDeterminant) {
        begin(rows, from, logDeterminant.length);
        for (int s = steps.size() - 1; s >= 0; s--) {
            var at = steps.get(s);
            if (at.order.isPresent()) {
                at.order.get().inverse(sorted[s], x, logs, scratch, columns);
            } else {
                said(at, weights[s], 0);
                move(at, false);
            }
        }
        end(from, points, logDeterminant);
    }

    /** Forgets the gradient that was gathered. */
    void clear() {
        steps.forEach(at -> at.sums.clear());
    }

    /**
     * The sum of |z|² / 2 - log |det| over a tile's rows; the gradient of its share in a mean over {@code count} rows is gathered,
     * if wanted.
     */
    double nll(float[][] weights, float[] rows, int from, int count, boolean wanted) {
        begin(rows, from, count);
        ahead(weights, wanted ? 1 : 0);
        double sum = 0;
        for (int i = 0; i < points; i++) {
            double square = 0;
            for (int j = 0; j < dim; j++) {
                double z = x[j * TILE + i];
                square += z * z;
            }
            sum += square / 2 - logs[i];
        }
        if (wanted) {
            back(weights, 1f / count);
        }
        return sum;
    }

    /** Adds another worker's share of step s to this one's. */
    void add(int s, FlowWorker other) {
        steps.get(s).sums.add(other.steps.get(s).sums, 1);
    }

    /** Writes the gradient of step s. */
    void write(int s, float[] gradient) {
        steps.get(s).sums.write(gradient);
        steps.get(s).step.masked(gradient);
    }

    private void begin(float[] rows, int from, int count) {
        points = Math.min(TILE, count - from);
        columns = Lanes.padded(points);
        Rows.of(rows, dim).turn(from, points, columns, x, 0);
        Arrays.fill(logs, 0);
    }

    private void end(int from, float[] rows, float[] logDeterminant) {
        Rows.of(rows, dim).turnBack(x, points, from);
        System.arraycopy(logs, 0, logDeterminant, from, points);
    }

    private void ahead(float[][] weights, int order) {
        for (int s = 0; s < steps.size(); s++) {
            var at = steps.get(s);
            said(at, weights[s], order);
            copy(at.step.moved(), x, at.before);
            move(at, true);
        }
    }

    /** What the net says of the coordinates that it sees. */
    private void said(At at, float[] weights, int order) {
        at.tile.hold(points);
        copy(at.step.seen(), x, at.tile.input(0));
        at.tile.forward(weights, order);
    }

    /** Rows of coordinates, one after the other. */
    private void copy(int[] coordinates, float[] from, float[] to) {
        for (int j = 0; j < coordinates.length; j++) {
            System.arraycopy(from, coordinates[j] * TILE, to, j * TILE, columns);
        }
    }

    private void move(At at, boolean forward) {
        var kernel = at.step.kernel();
        int[] moved = at.step.moved();
        for (int j = 0; j < moved.length; j++) {
            var place = new TransformerKernel.Place(
                    x, moved[j] * TILE, at.tile.output(), j * kernel.count() * TILE, scratch, columns);
            if (forward) {
                kernel.forward(place, logs);
            } else {
                kernel.inverse(place, logs);
            }
        }
    }

    /** From the cotangents z / n and -1 / n to those of all weights; columns past the last point are zero. */
    private void back(float[][] weights, float share) {
        Arrays.fill(slopes, 0);
        Arrays.fill(slopes, 0, points, -share);
        for (int j = 0; j < dim; j++) {
            for (int i = 0; i < columns; i++) {
                cotangent[j * TILE + i] = i < points ? share * x[j * TILE + i] : 0;
            }
        }
        for (int s = steps.size() - 1; s >= 0; s--) {
            back(steps.get(s), weights[s], s > 0);
        }
    }

    private void back(At at, float[] weights, boolean more) {
        var kernel = at.step.kernel();
        int[] moved = at.step.moved();
        for (int j = 0; j < moved.length; j++) {
            var place = new TransformerKernel.Place(
                    at.before, j * TILE, at.tile.output(), j * kernel.count() * TILE, scratch, columns);
            kernel.vjp(place, cotangent, moved[j] * TILE, slopes, zeta);
        }
        var net = at.step.net();
        for (int l = net.hidden(); l >= 0; l--) {
            at.sums.addOuter(l, zeta, at.tile.input(l), points);
            at.sums.addRows(l, zeta, columns);
            if (l > 0 || more) {
                at.tile.vjp(l, weights, zeta, alpha);
            }
            if (l > 0) {
                at.tile.multiply(net.layers().get(l).in(), at.tile.first(l), alpha, alpha);
            }
            var spare = zeta;
            zeta = alpha;
            alpha = spare;
        }
        if (more) {
            add(at.step.seen(), zeta);
        }
    }

    /** What goes back through the net is added to the coordinates that it saw. */
    private void add(int[] seen, float[] toSeen) {
        for (int j = 0; j < seen.length; j++) {
            for (int i = 0; i < columns; i++) {
                cotangent[seen[j] * TILE + i] += toSeen[j * TILE + i];
            }
        }
    }
}
