package pathline.field.kernel;

/** One worker's arrays: temporaries of a tile, and its share of the parameters' gradient. */
final class Desk {

    private final Net net;
    private final Tile tile;
    private final float[] zeta;
    private final float[] alpha;
    private float[][] tangents = new float[0][];
    private float[][] slopes = new float[0][];
    private float[][] bends = new float[0][];
    private float[][] pushed = new float[0][];
    private final Sums sums;
    private final GateSums gateSums;

    Desk(Net net) {
        this.net = net;
        this.tile = new Tile(net);
        this.zeta = Lanes.tile(net.widest());
        this.alpha = Lanes.tile(net.widest());
        this.sums = new Sums(net);
        this.gateSums = new GateSums(net);
    }

    /** The tile that passes one after the other, for passes that keep none. */
    Tile tile() {
        return tile;
    }

    /** Forgets the gradient of an earlier call. */
    void clear() {
        sums.clear();
        gateSums.clear();
    }

    /** Adds its share of the gradient to a vector in the order of the parameters. */
    void addTo(float[] gradient) {
        sums.addTo(gradient);
        gateSums.addTo(gradient);
    }

    /** Sends the tangents in rows {@code from}, ... of dx through the net, where the tile's points went before. */
    void push(Tile at, float[] weights, float[] dx, int from, boolean shared, float[] result, int to) {
        var dh = zeta;
        var dz = alpha;
        gather(at, dx, from, shared, dh);
        for (int l = 0; l <= net.hidden(); l++) {
            at.push(l, weights, dh, dz);
            at.open(l, dz);
            if (l < net.hidden()) {
                at.multiply(net.layers().get(l).out(), at.first(l + 1), dz, dh);
            }
        }
        Batch.turnBack(dz, net.dim(), at.points(), result, to * net.dim());
    }

    private void gather(Tile at, float[] dx, int from, boolean shared, float[] dh) {
        if (shared) {
            for (int j = 0; j < net.dim(); j++) {
                java.util.Arrays.fill(dh, j * Lanes.TILE, j * Lanes.TILE + at.columns(), dx[from * net.dim() + j]);
            }
        } else {
            Batch.turn(dx, from * net.dim(), net.dim(), at.points(), at.columns(), dh, 0);
        }
    }

    /** Pulls the cotangents in rows {@code from}, ... of a back to the state, and adds to the gradient if wanted. */
    void pull(Tile at, float[] weights, float[] a, int from, boolean wanted, boolean bent, float[] result) {
        var cotangent = zeta;
        var other = alpha;
        Batch.turn(a, from * net.dim(), net.dim(), at.points(), at.columns(), cotangent, 0);
        if (!bent) {
            gateSums.begin();
        }
        for (int l = net.hidden(); l >= 0; l--) {
            if (wanted && net.squash()) {
                gateSums.end(l, at, cotangent);
            }
            at.open(l, cotangent);
            if (wanted) {
                sums.addOuter(l, cotangent, at.input(l), at.points());
                sums.addRows(l, cotangent, at.columns());
            }
            at.pull(l, weights, cotangent, other);
            if (l > 0) {
                int rows = net.layers().get(l).in();
                at.multiply(rows, at.first(l), other, other);
                if (bent) {
                    at.multiplyAdd(rows, at.second(l), bends[l], other);
                }
            }
            var spare = cotangent;
            cotangent = other;
            other = spare;
        }
        Batch.turnBack(cotangent, net.dim(), at.points(), result, from * net.dim());
    }

    /** Begins the pull of pushed pairs at a tile: no tangent yet. */
    void clearBends(Tile at) {
        if (bends.length == 0) {
            bends = new float[net.layers().size()][];
            tangents = new float[net.layers().size()][];
            slopes = new float[net.layers().size()][];
            pushed = new float[net.layers().size()][];
            for (int l = 0; l <= net.hidden(); l++) {
                int in = net.layers().get(l).in();
                bends[l] = Lanes.tile(in);
                tangents[l] = Lanes.tile(in);
                slopes[l] = Lanes.tile(in);
                pushed[l] = net.squash() ? Lanes.tile(net.layers().get(l).out()) : new float[0];
            }
        }
        gateSums.begin();
        for (int l = 1; l <= net.hidden(); l++) {
            at.clear(bends[l], net.layers().get(l).in());
        }
    }

    /** Sends one tangent of a pushed pair forward, through the hidden layers; keeps dh and dz of each. */
    void pushAll(Tile at, float[] weights, float[] dx, int from, boolean shared) {
        gather(at, dx, from, shared, tangents[0]);
        for (int l = 0; l < net.hidden(); l++) {
            pushThrough(l, at, weights, slopes[l + 1]);
            at.multiply(net.layers().get(l).out(), at.first(l + 1), slopes[l + 1], tangents[l + 1]);
        }
        if (net.squash()) {
            at.push(net.hidden(), weights, tangents[net.hidden()], pushed[net.hidden()]);
        }
    }

    /** J dx of the tangent that was sent last. */
    void write(Tile at, float[] weights, float[] derivative, int row) {
        pushThrough(net.hidden(), at, weights, zeta);
        Batch.turnBack(zeta, net.dim(), at.points(), derivative, row * net.dim());
    }

    /**
     * The cotangent η of the tangent that was sent last, on its way back. It adds η dhᵀ to the gradient, and leaves β dz,
     * which f'' turns into a cotangent of z, in the sum over tangents.
     */
    void bend(Tile at, float[] weights, float[] b, int row, boolean wanted) {
        var eta = zeta;
        var beta = alpha;
        Batch.turn(b, row * net.dim(), net.dim(), at.points(), at.columns(), eta, 0);
        for (int l = net.hidden(); l >= 0; l--) {
            if (wanted) {
                if (net.squash()) {
                    gateSums.add(l, at, eta, pushed[l]);
                }
                at.open(l, eta);
                sums.addOuter(l, eta, tangents[l], at.points());
            } else {
                at.open(l, eta);
            }
            if (l > 0) {
                int rows = net.layers().get(l).in();
                at.pull(l, weights, eta, beta);
                at.multiplyAdd(rows, beta, slopes[l], bends[l]);
                at.multiply(rows, at.first(l), beta, beta);
                var spare = eta;
                eta = beta;
                beta = spare;
            }
        }
    }

    /** dz of a layer, for the tangent of its input; dp beside it where a gate is between them. */
    private void pushThrough(int l, Tile at, float[] weights, float[] dz) {
        if (net.squash()) {
            at.push(l, weights, tangents[l], pushed[l]);
            at.multiply(net.layers().get(l).out(), at.gates().open(l), pushed[l], dz);
        } else {
            at.push(l, weights, tangents[l], dz);
        }
    }
}
