package pathline.bijection.kernel;

import static pathline.field.kernel.Lanes.TILE;

/**
 * The bin of a spline in which a point lies, and the curve in it: with ξ = (x - x₀) / w, s = h / w and c = d₀ + d₁ - 2s
 *
 * <pre>
 *   y = y₀ + h N / D,   N = s ξ² + d₀ ξ(1-ξ),   D = s + c ξ(1-ξ)
 *   log dy/dx = 2 log s + log B - 2 log D,   B = d₁ ξ² + 2 s ξ(1-ξ) + d₀ (1-ξ)²
 * </pre>
 *
 * <p>One object serves all points of a tile, one after the other.
 */
final class SplineBin {

    private final SplineKernel spline;
    private final float[] raw;
    private final int rawAt;
    private final float[] shares;
    private int point;
    private int bin;
    private float x0;
    private float y0;
    private float width;
    private float height;
    private float mean;
    private float slope;
    private float next;
    private float curve;
    private float part;

    SplineBin(SplineKernel spline, float[] raw, int rawAt, float[] shares) {
        this.spline = spline;
        this.raw = raw;
        this.rawAt = rawAt;
        this.shares = shares;
    }

    /** Takes the bin of a place on an axis, x (0) or y (1): at a knot the bin above it. */
    void find(int i, float place, int axis) {
        point = i;
        bin = 0;
        float xSum = share(0, 0);
        float ySum = share(1, 0);
        x0 = -spline.bound();
        y0 = -spline.bound();
        float x1 = spline.knot(1, xSum);
        float y1 = spline.knot(1, ySum);
        while (bin < spline.bins() - 1 && place >= (axis == 0 ? x1 : y1)) {
            bin++;
            xSum += share(0, bin);
            ySum += share(1, bin);
            x0 = x1;
            y0 = y1;
            x1 = spline.knot(bin + 1, xSum);
            y1 = spline.knot(bin + 1, ySum);
        }
        width = x1 - x0;
        height = y1 - y0;
        mean = height / width;
        slope = bin == 0 ? 1 : SplineKernel.slope(rawSlope(bin));
        next = bin == spline.bins() - 1 ? 1 : SplineKernel.slope(rawSlope(bin + 1));
        curve = slope + next - 2 * mean;
    }

    private float share(int axis, int k) {
        return shares[(axis * spline.bins() + k) * TILE + point];
    }

    /** The raw number of the slope at an inner knot. */
    private float rawSlope(int knot) {
        return raw[slopeAt(knot)];
    }

    private int slopeAt(int knot) {
        return rawAt + (2 * spline.bins() + knot - 1) * TILE + point;
    }

    /** Goes to an x of the bin. */
    void at(float x) {
        part = (x - x0) / width;
    }

    float y() {
        return y0 + height * rise() / below();
    }

    /** Goes to the x whose y this is: the root that loses no digits, its discriminant at least 0. */
    float root(float y) {
        float risen = y - y0;
        float bent = risen * curve;
        float a = height * (mean - slope) + bent;
        float b = height * slope - bent;
        float c = risen * mean;
        part = 2 * c / (b + (float) Math.sqrt(Math.max(b * b + 4 * a * c, 1e-30f)));
        return part * width + x0;
    }

    private float rise() {
        return part * (mean * part + slope * (1 - part));
    }

    private float below() {
        return mean + curve * part * (1 - part);
    }

    private float above() {
        return part * part * next + 2 * part * (1 - part) * mean + slope * (1 - part) * (1 - part);
    }

    float logSlope() {
        float ratio = mean / below();
        return (float) Math.log(above() * ratio * ratio);
    }

    /**
     * The cotangent of x, of those of y and of log dy/dx; those of the raw numbers are written.
     *
     * <p>Each name with a bar in the formulas, such as D̄, is here toD.
     */
    float vjp(float toY, float toLog, float[] toRaw) {
        float rest = 1 - part;
        float q = part * rest;
        float d = below();
        float b = above();
        float g = rise() / d;
        float toG = toY * height;
        float toN = toG / d;
        float toD = -(toG * g + 2 * toLog) / d;
        float toB = toLog / b;
        float turn = 1 - 2 * part;
        float toPart = toN * (2 * mean * part + slope * turn)
                + toD * curve * turn
                + 2 * toB * (next * part + mean * turn - slope * rest);
        float toMean = 2 * toLog / mean + toN * part * part + toD * (1 - 2 * q) + 2 * toB * q;
        float toHeight = toY * g + toMean / width;
        float toX = toPart / width;
        float toWidth = -(toMean * mean + toPart * part) / width;
        writeSlope(bin, (toN + toD) * q + toB * rest * rest, toRaw);
        writeSlope(bin + 1, toD * q + toB * part * part, toRaw);
        writeShares(0, -toX - toWidth, toWidth, toRaw);
        writeShares(1, toY - toHeight, toHeight, toRaw);
        return toX;
    }

    private void writeSlope(int knot, float toSlope, float[] toRaw) {
        if (knot > 0 && knot < spline.bins()) {
            toRaw[slopeAt(knot)] = toSlope / (1 + (float) Math.exp(-rawSlope(knot)));
        }
    }

    /** Of the cotangents of the bin's two knots on an axis: through their sums of shares, and the softmax. */
    private void writeShares(int axis, float toLeft, float toRight, float[] toRaw) {
        float right = bin == spline.bins() - 1 ? 0 : toRight; // the last knot does not move
        float before = spline.reach() * (toLeft + right);
        float within = spline.reach() * right;
        float mix = share(axis, bin) * within;
        for (int k = 0; k < bin; k++) {
            mix += share(axis, k) * before;
        }
        for (int k = 0; k < spline.bins(); k++) {
            float to = k < bin ? before : k == bin ? within : 0;
            toRaw[rawAt + (axis * spline.bins() + k) * TILE + point] = spline.factor() * share(axis, k) * (to - mix);
        }
    }
}
