package pathline.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of several rounds, some minutes apart. Of each work and whoever does it, the round with the least median counts: what
 * else a machine does only adds to a time.
 */
final class Quietest {

    private record Key(String work, String who) {}

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    void add(Entry entry) {
        entries.merge(
                new Key(entry.work(), entry.who()),
                entry,
                (one, other) -> other.ms().median() < one.ms().median() ? other : one);
    }

    /** One for each, in the order in which they first came. */
    List<Entry> entries() {
        return List.copyOf(entries.values());
    }
}
