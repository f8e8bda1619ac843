package pathline.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private record Pair(Object first, Object second) {}

    private static final class Loop {
        private Object self = this;
    }

    private static String digest(Object value) {
        var found = Fingerprint.of(value, "value");
        assertEquals(List.of(), found.unnamed());
        return found.digest();
    }

    @Test
    void equalThingsHaveEqualFingerprintsAndOthersOthers() {
        assertEquals(digest(new double[][] {{1, 2}, {3}}), digest(new double[][] {{1, 2}, {3}}));
        assertNotEquals(digest(new double[][] {{1, 2}, {3}}), digest(new double[][] {{1}, {2, 3}}));
        assertNotEquals(digest(new double[] {0.0}), digest(new double[] {-0.0}));
        assertNotEquals(digest(1), digest(1L));
        assertNotEquals(digest("a"), digest(List.of("a")));
        assertEquals(digest(Map.of("a", 1, "b", 2)), digest(new TreeMap<>(Map.of("b", 2, "a", 1))));
        assertEquals(digest(Set.of(1, 2, 3)), digest(Set.of(3, 1, 2)));
        assertNotEquals(digest(List.of(1, 2)), digest(List.of(2, 1)));
        assertNotEquals(digest(Optional.empty()), digest(Optional.of(0)));
        assertNotEquals(digest(new Pair(1, 2)), digest(new Pair(2, 1)));
        var shared = new int[] {1};
        assertEquals(digest(new Pair(shared, shared)), digest(new Pair(new int[] {1}, new int[] {1})));
    }

    /** Written down: it must not depend on the process. */
    @Test
    void itIsTheSameInEveryProcess() {
        assertEquals(32, digest(new Pair(1.5, "x")).length());
        assertEquals("21adf1239ad9bba4f60f8f13dc57b028", digest(List.of(1.5, "x")));
    }

    @Test
    void whatHasNoNameIsListedWithItsPlace() {
        DoubleUnaryOperator lambda = t -> t;
        var found = Fingerprint.of(new Pair(lambda, new Random(1)), "thing");
        assertEquals(2, found.unnamed().size());
        assertTrue(found.unnamed().get(0).startsWith("thing.first, code without a name"), found.toString());
        assertTrue(found.unnamed().get(1).startsWith("thing.second, a java.util.Random"), found.toString());
        assertEquals(
                List.of(),
                Fingerprint.of(new Fingerprint.Known("a", new Pair(lambda, 1)), "thing")
                        .unnamed());
        assertNotEquals(
                digest(new Fingerprint.Known("a", new Pair(lambda, 1))),
                digest(new Fingerprint.Known("a", new Pair(lambda, 2))));
        assertEquals(1, Fingerprint.of(new Loop(), "loop").unnamed().size());
    }
}
