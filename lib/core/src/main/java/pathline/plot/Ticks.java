package pathline.plot;

import java.util.List;

/**
 * Where an axis is labelled and how.
 *
 * @param major values with a label, ascending
 * @param minor values of the fainter grid lines, without label
 * @param factor what the labels are to be multiplied by, such as {@code ×10^{6}}, or empty
 */
record Ticks(List<Tick> major, List<Double> minor, String factor) {

    /** A value in data units and its label. */
    record Tick(double value, String label) {}

    static final char MINUS = '\u2212';

    /** Ten to the power k, as a raised label. */
    static String power(int k) {
        return "10^{" + Integer.toString(k).replace('-', MINUS) + "}";
    }
}
