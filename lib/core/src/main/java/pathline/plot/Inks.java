package pathline.plot;

import java.awt.Color;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides the ink of each name in a figure: the caller's colour, else the style's fixed one, else the next free one. */
final class Inks {

    private final Map<String, Ink> inks;

    private Inks(Map<String, Ink> inks) {
        this.inks = inks;
    }

    Ink of(String name) {
        return inks.getOrDefault(name, Style.cycle(0));
    }

    static Inks assign(List<Plot> plots) {
        var names = new LinkedHashSet<String>();
        var inks = new HashMap<String, Ink>();
        for (var plot : plots) {
            plot.setup.layers.stream().map(PlotLayer::name).forEach(names::add);
            plot.setup.colors.forEach((name, color) -> inks.put(name, new Ink(color, Dash.SOLID, Mark.CIRCLE)));
        }
        for (var name : names) {
            Optional<Ink> fixed = Style.fixed(name);
            fixed.ifPresent(ink -> inks.putIfAbsent(name, ink));
        }
        var used = new HashSet<Color>();
        inks.values().forEach(ink -> used.add(ink.color()));
        int next = 0;
        for (var name : names) {
            if (!inks.containsKey(name)) {
                while (next < Style.cycleLength()
                        && used.contains(Style.cycle(next).color())) {
                    next++;
                }
                inks.put(name, Style.cycle(next++));
            }
        }
        return new Inks(inks);
    }
}
