package pathline.bijection.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import jdk.incubator.vector.FloatVector;
import pathline.bijection.Affine;
import pathline.field.kernel.Elementary;

/**
 * z = (x - before m) eˡ + after m, with l = -a or l = -c tanh(a / c) of raw numbers (m, a).
 *
 * @param bound c; 0 for l = -a
 * @param before 1 where the shift comes first, else 0
 * @param after 1 where the slope comes first, else 0
 */
record AffineKernel(float bound, float before, float after) implements TransformerKernel {

    AffineKernel(double bound, Affine.Form form) {
        this((float) bound, form == Affine.Form.SHIFT_FIRST ? 1 : 0, form == Affine.Form.SLOPE_FIRST ? 1 : 0);
    }

    /** Rows of scratch: l, eˡ, and dl/da. */
    private static final int LOG = 0;

    private static final int SLOPE = TILE;
    private static final int TURN = 2 * TILE;

    @Override
    public int count() {
        return 2;
    }

    @Override
    public int scratchRows() {
        return 3;
    }

    /** l and dl/da. */
    private void logs(Place place, float[] s) {
        int a = place.rawAt() + TILE;
        if (bound == 0) {
            for (int i = 0; i < place.columns(); i += COUNT) {
                FloatVector.fromArray(SPECIES, place.raw(), a + i).neg().intoArray(s, LOG + i);
                FloatVector.broadcast(SPECIES, -1f).intoArray(s, TURN + i);
            }
            return;
        }
        float inverse = 1 / bound;
        for (int i = 0; i < place.columns(); i += COUNT) {
            FloatVector.fromArray(SPECIES, place.raw(), a + i).mul(inverse).intoArray(s, LOG + i);
        }
        Elementary.tanh(s, s, LOG, LOG + place.columns());
        for (int i = 0; i < place.columns(); i += COUNT) {
            var t = FloatVector.fromArray(SPECIES, s, LOG + i);
            t.fma(t, FloatVector.broadcast(SPECIES, -1f)).intoArray(s, TURN + i);
            t.mul(-bound).intoArray(s, LOG + i);
        }
    }

    @Override
    public void forward(Place place, float[] logs) {
        var s = place.scratch();
        logs(place, s);
        System.arraycopy(s, LOG, s, SLOPE, place.columns());
        Elementary.exp(s, s, SLOPE, SLOPE + place.columns());
        for (int i = 0; i < place.columns(); i += COUNT) {
            var x = FloatVector.fromArray(SPECIES, place.x(), place.xAt() + i);
            var m = FloatVector.fromArray(SPECIES, place.raw(), place.rawAt() + i);
            var e = FloatVector.fromArray(SPECIES, s, SLOPE + i);
            x.sub(m.mul(before)).fma(e, m.mul(after)).intoArray(place.x(), place.xAt() + i);
            FloatVector.fromArray(SPECIES, logs, i)
                    .add(FloatVector.fromArray(SPECIES, s, LOG + i))
                    .intoArray(logs, i);
        }
    }

    @Override
    public void inverse(Place place, float[] logs) {
        var s = place.scratch();
        logs(place, s);
        for (int i = 0; i < place.columns(); i += COUNT) {
            FloatVector.fromArray(SPECIES, s, LOG + i).neg().intoArray(s, SLOPE + i);
        }
        Elementary.exp(s, s, SLOPE, SLOPE + place.columns());
        for (int i = 0; i < place.columns(); i += COUNT) {
            var y = FloatVector.fromArray(SPECIES, place.x(), place.xAt() + i);
            var m = FloatVector.fromArray(SPECIES, place.raw(), place.rawAt() + i);
            var e = FloatVector.fromArray(SPECIES, s, SLOPE + i);
            y.sub(m.mul(after)).fma(e, m.mul(before)).intoArray(place.x(), place.xAt() + i);
            FloatVector.fromArray(SPECIES, logs, i)
                    .sub(FloatVector.fromArray(SPECIES, s, LOG + i))
                    .intoArray(logs, i);
        }
    }

    @Override
    public void vjp(Place place, float[] a, int at, float[] slopes, float[] toRaw) {
        var s = place.scratch();
        logs(place, s);
        System.arraycopy(s, LOG, s, SLOPE, place.columns());
        Elementary.exp(s, s, SLOPE, SLOPE + place.columns());
        for (int i = 0; i < place.columns(); i += COUNT) {
            var x = FloatVector.fromArray(SPECIES, place.x(), place.xAt() + i);
            var m = FloatVector.fromArray(SPECIES, place.raw(), place.rawAt() + i);
            var e = FloatVector.fromArray(SPECIES, s, SLOPE + i);
            var y = FloatVector.fromArray(SPECIES, a, at + i);
            var toX = y.mul(e);
            // dz/dl is what of z is stretched
            var toLog = toX.fma(x.sub(m.mul(before)), FloatVector.fromArray(SPECIES, slopes, i));
            toX.intoArray(a, at + i);
            y.mul(after).sub(toX.mul(before)).intoArray(toRaw, place.rawAt() + i);
            toLog.mul(FloatVector.fromArray(SPECIES, s, TURN + i)).intoArray(toRaw, place.rawAt() + TILE + i);
        }
    }
}
