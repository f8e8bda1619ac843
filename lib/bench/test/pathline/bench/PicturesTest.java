package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pathline.plot.Png;

/** Figures of made-up times, with what may be missing in a run missing; left in target/figures to be looked at. */
class PicturesTest {

    private static Measured around(double ms) {
        return new Measured(0.9 * ms, 0.95 * ms, ms, 1.1 * ms, 100);
    }

    private static Section workloads() {
        double[] torch = {0.197, 6.2, 22.3, 26.6, 14.5, 18.7, 28.2, 49.4, 86.5, 35, 60, 0.64, 4.9};
        double[] jax = {0.099, 0.74, 3.7, 3.4, 4.8, 0, 0, 0, 0, 0, 0, 0.43, 0};
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < torch.length; i++) {
            var name = Workloads.ALL.get(i).name();
            entries.add(new Entry(name, "arrays", around(0.6 * torch[i])));
            entries.add(new Entry(name, "compiled", around(0.08 * torch[i])));
            entries.add(new Entry(name, "torch", around(torch[i])));
            if (jax[i] > 0) {
                entries.add(new Entry(name, "jax", around(jax[i])));
            }
        }
        double[] pot = {0.21, 0.74, 2.9, 16.7, 80, 372};
        for (int i = 0; i < pot.length; i++) {
            var name = Workloads.ALL.get(torch.length + i).name();
            entries.add(new Entry(name, "library", around(0.5 * pot[i])));
            entries.add(new Entry(name, "pot", around(pot[i])));
            entries.add(new Entry(name, "scipy", around(3 * pot[i])));
        }
        return new Section(Map.of(), entries, List.of());
    }

    private static Section scaling() {
        var entries = new ArrayList<Entry>();
        for (var curve : Scaling.CURVES) {
            for (int i = 0; i < curve.sizes().length; i++) {
                var work = curve.works().get(i);
                double factor = curve.name().equals("CFM gradient") ? 3 : 1;
                for (var side : work.sides()) {
                    double slow = side == Side.ARRAYS ? 4 : 1;
                    entries.add(new Entry(
                            work.name(),
                            side.title(),
                            around(factor * slow * (0.02 + 1e-4 * Math.pow(curve.sizes()[i], 1.1)))));
                }
            }
        }
        return new Section(Map.of(), entries, List.of());
    }

    private static Section memory() {
        double[] steps = {100, 200, 300, 400, 500};
        var all = new ArrayList<Section.Series>();
        for (var panel : List.of(MemoryRuns.TRAINING, MemoryRuns.SOLVES, MemoryRuns.GRADIENT)) {
            for (var name : List.of("arrays", "compiled", "through the steps", "continuous adjoint")) {
                boolean kind = name.contains(" ");
                if (kind == panel.equals(MemoryRuns.GRADIENT)) {
                    double slope = name.equals("through the steps") ? 1 : 0;
                    var ys = Arrays.stream(steps).map(n -> 200 + slope * n).toArray();
                    all.add(new Section.Series(panel, name, steps, ys));
                }
            }
        }
        return new Section(Map.of(), List.of(), all);
    }

    private static void drawn(String name, BufferedImage image) throws IOException {
        var file = Path.of("target", "figures", name);
        Files.createDirectories(file.getParent());
        byte[] png = Png.bytes(image);
        Files.write(file, png);
        assertTrue(png.length < Png.LIMIT, name + " has " + png.length + " bytes");
    }

    @Test
    void memoryThatGrowsIsNotCalledFlat() {
        assertTrue(SeriesReport.memory(memory()).contains("\nFlat: "), SeriesReport.memory(memory()));
        var leak = new Section.Series(MemoryRuns.SOLVES, "arrays", new double[] {1, 2, 3}, new double[] {10, 30, 43});
        var text = SeriesReport.memory(new Section(Map.of(), List.of(), List.of(leak)));
        assertTrue(text.contains("NOT flat") && text.contains("|     33 |"), text);
    }

    @Test
    void figuresAreDrawn() throws IOException {
        drawn("times.png", Pictures.times(workloads()));
        drawn("memory.png", SeriesPictures.memory(memory()));
        var profile = Profile.series("W1 field forward, arrays", Map.of("Product.four", 7, "torchTanh", 3));
        drawn("profile.png", SeriesPictures.profile("W1 field forward", new Section(Map.of(), List.of(), profile)));
        drawn("growth.png", Pictures.growth(scaling(), Optional.of(workloads())));
    }
}
