package pathline.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a figure does not show of what it was given, said below the panel: {@code 3 of 40 points not finite, left out}.
 *
 * @param count how many
 * @param of out of how many
 * @param words what they are, why they are not shown and what became of them
 */
record LeftOut(int count, int of, String words) {

    static final String POINTS = "points not finite, left out";
    static final String VALUES = "values not finite, left out";
    static final String ERRORS = "errors not finite, left out";
    static final String OUTSIDE = "values outside the bins";
    static final String BEYOND = "points outside the window";
    static final String CELLS = "cells not finite, left blank";
    static final String ARROWS = "arrows not finite, left out";
    static final String PAIRS = "pairs not finite, left out";
    static final String VELOCITIES = "velocities not finite, left out";
    static final String PIXELS = "pixels not finite, drawn orange";

    /** A list of this one; of none, if there is nothing to say. */
    static List<LeftOut> of(int count, int of, String words) {
        return count == 0 ? List.of() : List.of(new LeftOut(count, of, words));
    }

    /** One list after the other. */
    static List<LeftOut> both(List<LeftOut> some, List<LeftOut> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** One sentence for each kind, with the sums over all of that kind. */
    static String text(List<LeftOut> all) {
        var kinds = new LinkedHashMap<String, LeftOut>();
        for (var one : all) {
            kinds.merge(one.words, one, (a, b) -> new LeftOut(a.count + b.count, a.of + b.of, a.words));
        }
        return String.join(
                "; ",
                kinds.values().stream()
                        .map(k -> k.count + " of " + k.of + " " + k.words)
                        .toList());
    }
}
