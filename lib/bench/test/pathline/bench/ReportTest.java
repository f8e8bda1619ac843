package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ratios of made-up times. */
class ReportTest {

    private static Section section(Entry... entries) {
        return new Section(Map.of("machine", "this one"), List.of(entries), List.of());
    }

    private static Entry entry(String work, String who, double ms) {
        return new Entry(work, who, Measured.of(ms));
    }

    private static final Section W1 = section(
            entry("W1 field forward", "arrays", 0.75),
            entry("W1 field forward", "compiled", 0.2),
            entry("W1 field forward", "torch", 1),
            entry("W1 field forward", "jax", 0.5));

    @Test
    void aRatioIsBoldWithinItsTarget() {
        var text = Report.workloads(W1);
        assertTrue(text.contains("**0.75** (target 0.75)"), text); // arrays / torch, just within
        assertTrue(text.contains(" 0.20 "), text); // compiled / torch, without a target
        assertTrue(text.contains(" 0.40 (target 0.35)"), text); // compiled / jax, missed
        assertEquals(1, text.split("\\*\\*0", -1).length - 1, text);
        assertTrue(Report.verdict(W1).startsWith("1 of 2 targets met"), Report.verdict(W1));
    }

    @Test
    void whatWasNotTimedIsLeftOut() {
        var alone = section(entry("W1 field forward", "arrays", 0.15));
        var text = Report.workloads(alone);
        assertTrue(text.contains("0.150 (0.150 to 0.150)"), text);
        assertFalse(text.contains("target"), text);
        assertFalse(text.contains("W2"), text);
        assertEquals("", Report.verdict(alone));
    }

    @Test
    void transportHasPeersOfItsOwn() {
        var section = section(
                entry("W10 exact OT n=64", "library", 0.1),
                entry("W10 exact OT n=64", "pot", 0.2),
                entry("W10 exact OT n=64", "scipy", 0.05));
        var text = Report.workloads(section);
        assertTrue(text.contains("**0.50** (target 1.0)"), text);
        assertTrue(text.contains(" 2.0 |"), text);
    }

    @Test
    void theWideNetIsComparedWithEveryone() {
        var section = section(
                entry(WideNet.ALL.get(0).name(), "compiled", 30),
                entry(WideNet.ALL.get(0).name(), "torch", 60),
                entry(WideNet.ALL.get(1).name(), "torch", 20),
                entry(WideNet.ALL.get(1).name(), "torch, 2 threads", 40));
        var text = Report.workloads(section).replaceAll(" +", " ");
        assertTrue(text.contains("| torch, 2 threads | 40.0 (40.0 to 40.0) | **0.75** (target 1.3) |"), text);
        assertTrue(text.contains("| torch | 20.0 (20.0 to 20.0) | 1.5 (target 1.3) |"), text);
        assertTrue(text.contains("| torch | 60.0 (60.0 to 60.0) | 0.50 |"), text);
    }

    @Test
    void netsOfImagesHaveTargetsOfTheirOwn() {
        var section = section(
                entry("images U-Net 16, training step", "library", 104),
                entry("images U-Net 16, training step", "torch", 100),
                entry("images mixer 64, 100 samples", "library", 60),
                entry("images mixer 64, 100 samples", "torch", 100));
        var text = Report.workloads(section);
        assertTrue(text.contains("**1.0** (target 1.05)"), text);
        assertTrue(text.contains(" 0.60 (target 0.5)"), text);
    }

    @Test
    void everyTargetBelongsToAWork() {
        for (var target : Target.ALL) {
            assertTrue(Catalogue.all().stream().anyMatch(target::isOf), target.toString());
        }
        assertTrue(Target.of(work("W1 field forward"), "compiled", "torch").isEmpty());
        assertTrue(Target.of(work("W5 gradient, through the steps"), "compiled", "jax")
                .isPresent());
        var w7 = "W7 NLL gradient d2 exact, ";
        assertTrue(
                Target.of(work(w7 + "continuous adjoint"), "compiled", "torch").isPresent());
        assertTrue(
                Target.of(work(w7 + "through the steps"), "compiled", "torch").isEmpty());
    }

    private static Work work(String name) {
        return Catalogue.named(name);
    }

    @Test
    void theSetupIsAList() {
        assertEquals("- machine: this one\n", Report.setup(W1));
    }
}
