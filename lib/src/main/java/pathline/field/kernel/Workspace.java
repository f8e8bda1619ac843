package pathline.field.kernel;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * The arrays of one call: weights, batch, results, and the desks of its workers. Used again by later calls.
 *
 * <p>The tiles of a batch are dealt to {@value #DESKS} desks in two runs, whoever works at them, and the desks' gradients are
 * added in order: so the number of threads changes no bit of a result.
 */
final class Workspace {

    static final int DESKS = 2;

    final Net net;
    final Batch batch;
    final List<Desk> desks = new ArrayList<>();
    final List<Tile> tiles = new ArrayList<>();
    float[] weights;
    float[] tangents = new float[0];
    float[] cotangents = new float[0];
    float[] pushedCotangents = new float[0];
    float[] values = new float[0];
    float[] results = new float[0];
    private float[] gradient = new float[0];

    Workspace(Net net) {
        this.net = net;
        this.batch = new Batch(net);
        this.weights = new float[net.count()];
        for (int i = 0; i < DESKS; i++) {
            desks.add(new Desk(net));
        }
    }

    /** What a desk does with one tile. */
    interface Work {
        void at(Desk desk, int tile);
    }

    /** Does the work of every tile, those of a desk in order. */
    void run(Work work) {
        for (int i = 0; i < DESKS; i++) {
            run(i, work);
        }
    }

    private void run(int desk, Work work) {
        int count = batch.tiles();
        int middle = (count + 1) / 2;
        int end = desk == 0 ? middle : count;
        for (int i = desk == 0 ? 0 : middle; i < end; i++) {
            work.at(desks.get(desk), i);
        }
    }

    /** Tiles for the whole batch, which keep what the way back needs. */
    void keepTiles() {
        while (tiles.size() < batch.tiles()) {
            tiles.add(new Tile(net));
        }
    }

    void clearSums() {
        desks.forEach(Desk::clear);
    }

    /** Adds the desks' gradients to an array, from number {@code start}. */
    void addSums(NDArray into, int start) {
        gradient = Numbers.room(gradient, net.count());
        Numbers.read(into, start, gradient, net.count());
        int used = batch.tiles() > 1 ? DESKS : 1;
        desks.subList(0, used).forEach(desk -> desk.addTo(gradient));
        Numbers.write(gradient, into, start, net.count());
    }
}
