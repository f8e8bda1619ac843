package pathline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import pathline.check.Require;
import pathline.random.Rng;

/** What the fuzz calls clear and finite. */
class VerdictTest {

    @Test
    void aRefusalOfOursIsClear() {
        assertEquals(Verdict.CLEAR, verdict(() -> Require.positive(-1, "sigma")));
        assertEquals(Verdict.CLEAR, verdict(() -> Require.nonNull((Object) null, "source")));
    }

    @Test
    void whatTheJvmAndTheJdkSayIsUnclear() {
        var none = new int[0];
        assertEquals(Verdict.UNCLEAR, verdict(() -> none[none.length]));
        assertEquals(Verdict.UNCLEAR, verdict(() -> 1 / none.length));
        assertEquals(Verdict.UNCLEAR, verdict(() -> Objects.requireNonNull((Object) null, "source must be there")));
        assertEquals(Verdict.UNCLEAR, verdict(() -> new Random(1).ints(-1)));
        assertEquals(Verdict.UNCLEAR, verdict(() -> Optional.empty().get()));
        assertEquals(Verdict.UNCLEAR, verdict(() -> List.of(1).get(1)));
    }

    @Test
    void aRefusalWithoutWordsIsUnclear() {
        assertEquals(Verdict.UNCLEAR, Verdict.of(new IllegalArgumentException("n")));
        assertEquals(Verdict.UNCLEAR, Verdict.of(new IllegalStateException()));
        assertEquals(
                Verdict.UNCLEAR, Verdict.of(new IllegalStateException("Failed: java.lang.NullPointerException at 3")));
    }

    @Test
    void theCallersOwnFailureIsHandedOn() {
        assertEquals(Verdict.PASSED_ON, Verdict.of(new IllegalStateException("step 3 failed", new OnPurpose())));
    }

    @Test
    void memoryIsAFault() {
        assertEquals(Verdict.MEMORY, Verdict.of(new OutOfMemoryError("Java heap space")));
        assertTrue(Verdict.MEMORY.isFault());
    }

    @Test
    void aNumberThatIsNotFiniteIsFoundInArraysListsAndRecords() {
        assertTrue(Finite.is(new double[][] {{1}, {2}}));
        assertFalse(Finite.is(new double[][] {{1}, {Double.NaN}}));
        assertFalse(Finite.is(List.of(Map.of("a", Double.POSITIVE_INFINITY))));
        assertFalse(Finite.is(Optional.of(new float[] {Float.NaN})));
        assertFalse(Finite.is(new Holder(new Holder(Double.NaN))));
        assertFalse(Finite.is("3.38 ± NaN nats"));
    }

    private record Holder(Object value) {}

    @Test
    void aCallIsTheSameCallAgain() {
        for (var member : Surface.members().subList(0, 100)) {
            assertEquals(text(member, 3), text(member, 3), member.signature());
        }
    }

    private static String text(Member member, int number) {
        try (var draw = new Draw(1, member.signature(), number)) {
            return new OneCall(member, draw).text();
        }
    }

    private static Verdict verdict(Supplier<?> call) {
        try {
            return call.get() == null ? Verdict.NOT_MADE : Verdict.FINITE;
        } catch (RuntimeException e) {
            return Verdict.of(e);
        }
    }

    @Test
    void everyPublicMethodIsFound() {
        var signatures = Surface.members().stream().map(Member::signature).toList();
        assertTrue(signatures.contains("pathline.random.Rng.of(long)"), Rng.class.getName());
        assertTrue(signatures.contains("pathline.ode.Solution.coordinate(int,int)"));
        assertTrue(signatures.contains("pathline.adjoint.Checkpointed.new(int)"));
        assertTrue(signatures.size() > 1400, () -> signatures.size() + " methods");
    }
}
