package pathline.plot;

/** The smallest range along one axis that holds everything drawn. */
final class Extent {

    private static final double NARROWEST_RATIO = 1 + 1e-9;

    private final String axis;
    private final boolean log;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double margin = 0.04;
    private boolean fromZero;
    private boolean pinned;

    Extent(String axis, boolean log) {
        this.axis = axis;
        this.log = log;
    }

    /** The range of some values, without margin. */
    static AxisScale.Linear of(String name, double[] values) {
        PlotData.checked(name, values, values);
        var extent = new Extent("x", false);
        extent.include(name, values);
        return AxisScale.Linear.around(extent.min, extent.max, 0);
    }

    boolean isLog() {
        return log;
    }

    /** Takes the values in; those that are not finite are gaps. */
    void include(String name, double... values) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                if (log && values[i] <= 0) {
                    throw new IllegalArgumentException(
                            "the " + axis + " axis is logarithmic, so it takes positive numbers"
                                    + " only, but value " + i + " of \"" + name + "\" is " + values[i]
                                    + "; leave such values out or use a linear axis");
                }
                min = Math.min(min, values[i]);
                max = Math.max(max, values[i]);
            }
        }
    }

    /** What is drawn fills the axis to its ends, as a map does. */
    void tight() {
        margin = 0;
    }

    /** The axis begins at zero, as the height of a bar does. */
    void fromZero() {
        fromZero = !log;
    }

    /** The caller has stated the range: it holds exactly. */
    void pin(double lo, double hi) {
        include("range", lo, hi);
        min = lo;
        max = hi;
        pinned = true;
    }

    /** Makes this extent cover the other one, too; a stated range stays, and replaces one that comes from data. */
    void join(Extent other) {
        if (pinned || other.isEmpty()) {
            return;
        }
        min = other.pinned ? other.min : Math.min(min, other.min);
        max = other.pinned ? other.max : Math.max(max, other.max);
        margin = Math.min(margin, other.margin);
        fromZero |= other.fromZero;
        pinned |= other.pinned;
    }

    boolean isEmpty() {
        return min > max;
    }

    AxisScale scale() {
        if (isEmpty()) {
            return log ? new AxisScale.Log(1, 10) : new AxisScale.Linear(0, 1);
        }
        if (log) {
            if (pinned && !(max / min > NARROWEST_RATIO)) {
                throw new IllegalArgumentException("the range of " + axis + ", " + min + " to " + max
                        + ", is too narrow for a logarithmic axis; use a linear one");
            }
            return AxisScale.Log.around(min, max, pinned ? 0 : margin);
        }
        double lo = fromZero ? Math.min(0, min) : min;
        var wide = AxisScale.Linear.around(lo, max, pinned ? 0 : margin);
        return fromZero && lo == 0 ? new AxisScale.Linear(0, wide.max()) : wide;
    }
}
