package pathline.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of several rounds, some minutes apart. Of each work and whoever does it, the round with the least median counts: what
 * else a machine does only adds to a time. A time is settled when a second round confirms it.
 */
final class Quietest {

    /** Two rounds agree when the second is no more than this part slower. */
    private static final double NEAR = 0.05;

    private record Key(String work, String who) {}

    /** The least round, and the median of the next, infinite as long as there is none. */
    private record Best(Entry entry, double next) {

        Best and(Best other) {
            boolean less = other.median() < median();
            var least = less ? other : this;
            var more = less ? this : other;
            return new Best(least.entry, Math.min(least.next, more.median()));
        }

        double median() {
            return entry.ms().median();
        }

        boolean confirmed() {
            return next <= (1 + NEAR) * median();
        }
    }

    private final Map<Key, Best> rounds = new LinkedHashMap<>();

    void add(Entry entry) {
        var first = new Best(entry, Double.POSITIVE_INFINITY);
        rounds.merge(new Key(entry.work(), entry.who()), first, Best::and);
    }

    /** Whether the times of this work are confirmed, whoever does it. */
    boolean settled(Work work) {
        return rounds.entrySet().stream()
                .filter(round -> round.getKey().work.equals(work.name()))
                .allMatch(round -> round.getValue().confirmed());
    }

    /** One for each, in the order in which they first came. */
    List<Entry> entries() {
        return rounds.values().stream().map(Best::entry).toList();
    }
}
