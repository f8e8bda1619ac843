package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileTest {

    @Test
    void sharesAreOfAllSamplesTheLargestFirst() {
        var series = Profile.series("W1, arrays", Map.of("a", 1, "b", 3));
        assertEquals(
                List.of("b", "a"), series.stream().map(Section.Series::name).toList());
        assertEquals(75, series.get(0).ys()[0]);
        assertEquals(25, series.get(1).ys()[0]);
    }

    @Test
    void smallSharesAreThrownTogether() {
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < 30; i++) {
            counts.put("method " + i, i < 5 ? 14 : 1);
        }
        var series = Profile.series("W1, arrays", counts);
        assertEquals(13, series.size());
        assertEquals("all others", series.get(12).name());
        assertEquals(100, series.stream().mapToDouble(one -> one.ys()[0]).sum(), 1e-9); // rounding of a sum of 13
        assertEquals(100 * 18 / 95.0, series.get(12).ys()[0], 1e-9);
    }

    @Test
    void lambdasAreNamedByTheirMethod() {
        assertEquals("Gemm.four", Profile.name("pathline.field.kernel.Gemm", "four"));
        assertEquals("Loop.run", Profile.name("pathline.train.Loop", "lambda$run$3"));
        assertEquals("Outer.Inner.go", Profile.name("a.Outer$Inner", "go"));
        assertEquals("Outer.apply", Profile.name("a.Outer$$Lambda$17/0x0001", "apply"));
    }
}
