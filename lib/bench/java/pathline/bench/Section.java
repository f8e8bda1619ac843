package pathline.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one run of the command has found of one kind.
 *
 * @param setup machine, versions, command, pace: what a reader must know, by name
 * @param entries times
 * @param series numbers along a size, such as memory against steps
 */
record Section(Map<String, String> setup, List<Entry> entries, List<Series> series) {

    /**
     * Numbers along a size.
     *
     * @param panel what is shown: series of one panel belong together
     * @param name what is followed
     * @param xs sizes
     * @param ys numbers
     */
    record Series(String panel, String name, double[] xs, double[] ys) {

        Series {
            if (xs.length != ys.length || xs.length == 0) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" needs a number for each size, got " + xs.length + " and " + ys.length);
            }
        }
    }

    /** The time of a work by one of ours or a peer, if it is there. */
    Optional<Measured> of(String work, String who) {
        return entries.stream()
                .filter(entry -> entry.work().equals(work) && entry.who().equals(who))
                .map(Entry::ms)
                .findFirst();
    }

    /** Median over median, if both are there. */
    OptionalDouble ratio(String work, String ours, String peer) {
        var a = of(work, ours);
        var b = of(work, peer);
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.get().median() / b.get().median())
                : OptionalDouble.empty();
    }
}
