package pathline.field.kernel;

/**
 * One worker's tangents at the layers of a net for a tile of points, and what their cotangents leave there.
 *
 * <pre>
 *   dz = W dh, dh⁺ = f'(z) dz                      forward
 *   β = Wᵀ η⁺, η = f'(z) β, and β dz stays         back: β, η are the cotangents of dh⁺, dz
 * </pre>
 */
final class TangentPasses {

    private final MlpLayout net;
    private final WorkerScratch worker;
    private final float[] eta;
    private final float[] beta;
    private final float[] entry;
    private final float[] exit;
    private final float[][] dh;
    private final float[][] dz;
    private final float[][] dp;
    private final float[][] curvatures;
    private final float[] first;
    private final float[] cotangent = new float[Lanes.TILE];
    private int sent;

    /** Adds to the share of a worker. */
    TangentPasses(MlpLayout net, WorkerScratch worker) {
        this.net = net;
        this.worker = worker;
        eta = Lanes.tile(net.widest());
        beta = Lanes.tile(net.widest());
        int count = net.layers().size();
        dh = new float[count][];
        dz = new float[count][];
        dp = new float[count][];
        curvatures = new float[count][];
        for (int l = 0; l < count; l++) {
            var layer = net.layers().get(l);
            dh[l] = Lanes.tile(layer.in());
            dz[l] = Lanes.tile(layer.out());
            dp[l] = net.squash() ? Lanes.tile(layer.out()) : dz[l];
            curvatures[l] = Lanes.tile(layer.in());
        }
        first = dp[0];
        entry = Lanes.tile(net.layers().get(0).out());
        exit = Lanes.tile(net.layers().get(net.hidden()).in());
    }

    /** Begins the vjp of a tile: no tangent yet. */
    void begin() {
        worker.share().gates().begin();
        sent = 0;
    }

    /** The sum of β dz over tangents at the input of layer l, which f'' turns into a cotangent of z. */
    float[] curvature(int l) {
        return curvatures[l];
    }

    /** Sends one tangent forward, and keeps dh and dz of each layer. */
    void jvp(Tile at, float[] weights, float[] dx, int from, boolean shared) {
        at.gather(dx, from, shared, dh[0]);
        dp[0] = first;
        at.jvp(0, weights, dh[0], dp[0]);
        jvpOn(at, weights);
        if (net.squash()) { // the gate's gradient asks for it
            at.jvp(net.hidden(), weights, dh[net.hidden()], dp[net.hidden()]);
        }
    }

    /** From W dx of the first layer to dh of the last. */
    private void jvpOn(Tile at, float[] weights) {
        for (int l = 0; l < net.hidden(); l++) {
            int out = net.layers().get(l).out();
            if (l > 0) {
                at.jvp(l, weights, dh[l], dp[l]);
            }
            if (net.squash()) {
                at.multiply(out, at.gates().open(l), dp[l], dz[l]);
            }
            at.multiply(out, at.first(l + 1), slope(l), dh[l + 1]);
        }
    }

    /** dz of a layer: dp where no gate is between them. */
    private float[] slope(int l) {
        return net.squash() ? dz[l] : dp[l];
    }

    /** The way back of the tangent that was sent last, from the cotangents of J dx in these rows. */
    void back(Tile at, float[] weights, Rows b, int row, boolean wanted) {
        b.turn(row, at.points(), at.columns(), eta, 0);
        gather(net.hidden(), at, eta, wanted);
        at.vjp(net.hidden(), weights, eta, beta);
        backOn(at, weights, wanted);
    }

    /** From the cotangent β of dh at the last layer to η of the first. */
    private void backOn(Tile at, float[] weights, boolean wanted) {
        var now = beta;
        var next = eta;
        for (int l = net.hidden(); l > 0; l--) {
            at.backTangent(l, now, slope(l - 1), curvatures[l], sent > 0);
            gather(l - 1, at, now, wanted);
            if (l > 1) {
                at.vjp(l - 1, weights, now, next);
                var spare = now;
                now = next;
                next = spare;
            }
        }
        sent++;
    }

    /** Adds η dhᵀ to the gradient, where η comes as the cotangent of dz and leaves as that of W dh. */
    private void gather(int l, Tile at, float[] ofSlope, boolean wanted) {
        if (wanted && net.squash()) {
            worker.share().gates().add(l, at, ofSlope, dp[l]);
        }
        at.open(l, ofSlope);
        if (wanted) {
            worker.share().sums().addOuter(l, ofSlope, dh[l], at.points());
        }
    }

    /** Adds to the trace of every point what each tangent makes of it. */
    void trace(Tile at, float[] weights, KeptTangents ends, int tile, float[] trace) {
        for (int k = 0; k < ends.count(); k++) {
            var out = ends.exit(k, tile, at, eta, exit);
            var slope = ends.entry(k, tile, at, eta, entry);
            for (int l = 1; l <= net.hidden(); l++) {
                int rows = net.layers().get(l).in();
                if (l > 1) {
                    at.jvp(l - 1, weights, eta, beta);
                    slope = beta;
                }
                if (net.squash()) {
                    at.multiply(rows, at.gates().open(l - 1), slope, beta);
                    slope = beta;
                }
                at.multiply(rows, at.first(l), slope, eta);
            }
            at.addForm(net.layers().get(net.hidden()).in(), out, eta, trace);
        }
    }

    /** The same where the trace has room, and the way back from the cotangents b of all traces times their weight. */
    void vjpOfTrace(Tile at, float[] weights, KeptTangents ends, int tile, Rows b, float[] trace, boolean wanted) {
        begin();
        b.turn(tile * Lanes.TILE, at.points(), at.columns(), cotangent, 0);
        at.scale(1, cotangent, ends.weight(), cotangent);
        int last = net.hidden();
        for (int k = 0; k < ends.count(); k++) {
            var out = ends.exit(k, tile, at, eta, exit);
            dp[0] = ends.entry(k, tile, at, eta, entry);
            jvpOn(at, weights);
            if (trace != Lanes.ZERO) {
                at.addForm(net.layers().get(last).in(), out, dh[last], trace);
            }
            if (wanted) {
                ends.gather(k, tile, at, dh[0]);
                at.scale(net.dim(), dh[0], cotangent, eta);
                if (net.squash()) {
                    at.jvp(last, weights, dh[last], dp[last]);
                }
                gather(last, at, eta, true);
            }
            at.scale(net.layers().get(last).in(), out, cotangent, beta);
            backOn(at, weights, wanted);
        }
    }
}
