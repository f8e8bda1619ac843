package pathline.plot;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Named points, drawn in one of the ways of {@link Look}. */
record Series(String name, Polyline data, Look look, int threads) implements PlotLayer {

    Series(String name, Polyline data, Look look) {
        this(name, data, look, 1);
    }

    /** Paths whose states have the shape (T, n, ...). */
    static Series threads(String name, Polyline paths, Shape states) {
        return new Series(name, paths, Look.THREADS, (int) states.get(1));
    }

    @Override
    public void measure(Extent x, Extent y) {
        x.include(name, data.xs());
        y.include(name, data.ys());
    }

    @Override
    public void draw(Brush brush) {
        var ink = brush.ink(name);
        var pixels = brush.pixels(data);
        switch (look) {
            case LINE -> brush.line(ink.dash().cut(pixels), ink.color(), Ink.LINE_WIDTH);
            case THREADS -> brush.line(pixels, ink.faded(threadAlpha()), 1);
            case POINTS -> brush.marks(pixels, ink.color(), ink.mark(), data.size() <= 60 ? 6.5 : 4);
            case START -> brush.marks(pixels, ink.color(), Mark.CIRCLE, 7);
            case CLOUD -> brush.marks(pixels, ink.faded(cloudAlpha()), Mark.CIRCLE, data.size() > 5000 ? 3 : 4);
            case AREA -> brush.fill(pixels, ink.faded(60));
            default -> throw new IllegalStateException("no way to draw " + look);
        }
    }

    private int threadAlpha() {
        return threads <= 20 ? 200 : threads <= 60 ? 140 : threads <= 200 ? 90 : 60;
    }

    private int cloudAlpha() {
        return data.size() <= 60 ? 255 : data.size() > 2000 ? 90 : 140;
    }

    @Override
    public Optional<Polyline> curve() {
        return look == Look.LINE || look == Look.POINTS ? Optional.of(data) : Optional.empty();
    }

    @Override
    public List<LeftOut> leftOut() {
        return LeftOut.of(data.missing(), data.given(), LeftOut.POINTS);
    }

    @Override
    public Set<Look> looks() {
        return name.isEmpty() ? Set.of() : Set.of(look);
    }
}
