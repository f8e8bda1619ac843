package pathline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<String> schedules() {
        return Paths.all().keySet().stream();
    }

    static Stream<String> bridges() {
        return Paths.bridges().keySet().stream();
    }

    private NDArray times(double... t) {
        return Paths.column(manager, t);
    }

    /** Times inside, and on the chords at the ends. */
    private NDArray inside() {
        return times(2e-6, 5e-6, 0.003, 0.1, 0.25, 0.4999, 0.5001, 0.7, 0.9, 0.997, 1 - 5e-6, 1 - 2e-6);
    }

    /** Central differences with h = 1e-7: h² f''' / 6 is at most 1e-5 by a root's end at 0.003, rounding is 1e-9. */
    private static void assertDerivative(NDArray before, NDArray after, NDArray slope) {
        double[] difference = after.sub(before).div(2e-7).toDoubleArray();
        double[] stated = slope.toDoubleArray();
        for (int i = 0; i < stated.length; i++) {
            assertEquals(difference[i], stated[i], 1e-5 * (1 + Math.abs(difference[i])), "time number " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void derivativesAreThoseOfTheValues(String name) {
        var schedule = Paths.all().get(name);
        var before = schedule.at(inside().sub(1e-7));
        var after = schedule.at(inside().add(1e-7));
        var at = schedule.at(inside());
        assertDerivative(before.alpha(), after.alpha(), at.dAlpha());
        assertDerivative(before.sigma(), after.sigma(), at.dSigma());
    }

    @ParameterizedTest
    @MethodSource("bridges")
    void derivativesOfBridgesAreThoseOfTheValues(String name) {
        var bridge = Paths.bridges().get(name);
        assertDerivative(
                bridge.at(inside().sub(1e-7)).gamma(),
                bridge.at(inside().add(1e-7)).gamma(),
                bridge.at(inside()).dGamma());
    }

    @ParameterizedTest
    @CsvSource({
        "linear, 0, 1, 1, 0",
        "sigma_min, 0, 1, 1, 0.1",
        // exp(-10.05 / 2), as T(1) = 0.1 + 19.9 / 2
        "vp, 0.0065715864, 0.9999784069, 1, 0",
        "ve, 1, 10, 1, 0.01",
        "cosine, 0, 1, 1, 0",
        "trigonometric, 0, 1, 1, 0",
        "quadratic, 0, 1, 1, 0",
        "cubic, 0, 1, 1, 0",
        "encoding-decoding, 0, 1, 1, 0",
        "mirror, 1, 0, 1, 0",
        "room for noise, 0, 1, 1, 0"
    })
    void ends(String name, double alpha0, double sigma0, double alpha1, double sigma1) {
        var s = Paths.all().get(name).at(times(0, 1));
        assertArrayEquals(new double[] {alpha0, alpha1}, s.alpha().toDoubleArray(), 1e-10); // digits in the table
        assertArrayEquals(new double[] {sigma0, sigma1}, s.sigma().toDoubleArray(), 1e-10);
        for (double slope : s.dAlpha().concat(s.dSigma()).toDoubleArray()) {
            assertTrue(Math.abs(slope) < 700, "slopes stay finite, got " + slope); // VP's root has slope √(0.1/δ)
        }
    }

    @Test
    void bridgesVanishAtTheEndsExceptTheConstant() {
        Paths.bridges().forEach((name, bridge) -> {
            double expected = name.equals("constant") ? 0.1 : 0;
            var g = bridge.at(times(0, 1));
            assertArrayEquals(new double[] {expected, expected}, g.gamma().toDoubleArray(), 1e-15, name);
            assertTrue(g.dGamma().abs().max().toDoubleArray()[0] < 700, name);
        });
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void float32IsFloat64Rounded(String name) {
        var schedule = Paths.all().get(name);
        var t = times(0, 0.1, 0.3, 0.5, 0.8, 0.99, 1).toType(DataType.FLOAT32, false);
        var narrow = schedule.at(t);
        var wide = schedule.at(t.toType(DataType.FLOAT64, false));
        assertEquals(DataType.FLOAT32, narrow.sigma().getDataType());
        assertClose(wide.alpha(), narrow.alpha());
        assertClose(wide.sigma(), narrow.sigma());
        assertClose(wide.dAlpha(), narrow.dAlpha());
        assertClose(wide.dSigma(), narrow.dSigma());
    }

    /** A few roundings of 6e-8 where the schedule is written in array operations, one elsewhere. */
    private static void assertClose(NDArray wide, NDArray narrow) {
        double[] a = wide.toDoubleArray();
        float[] b = narrow.toFloatArray();
        for (int i = 0; i < a.length; i++) {
            assertEquals(a[i], b[i], 1e-6 * (1 + Math.abs(a[i])));
        }
    }

    @Test
    void varianceIsPreserved() {
        for (var name : new String[] {"vp", "cosine", "trigonometric"}) {
            var s = Paths.all().get(name).at(times(0, 0.1, 0.35, 0.6, 0.95, 1));
            for (double v : s.alpha().square().add(s.sigma().square()).toDoubleArray()) {
                assertEquals(1, v, 1e-14, name); // rounding
            }
        }
        var t = times(0.1, 0.5, 0.9);
        var s = Paths.all().get("room for noise").at(t);
        var g = Bridge.brownian(0.8).at(t).gamma();
        for (double v :
                s.alpha().square().add(s.sigma().square()).add(g.square()).toDoubleArray()) {
            assertEquals(1, v, 1e-14);
        }
    }

    @Test
    void variancePreservationSolvesItsDiffusion() {
        // dα/ds = -β α / 2 with s = 1 - t and β(s) = 0.1 + 19.9 s: the drift of the equation the schedule is named
        // after
        var t = times(0.2, 0.5, 0.9);
        var s = Schedule.variancePreserving().at(t);
        double[] ratio = s.dAlpha().div(s.alpha()).toDoubleArray();
        assertArrayEquals(new double[] {16.02 / 2, 10.05 / 2, 2.09 / 2}, ratio, 1e-12);
    }

    @Test
    void aWrongDerivativeIsFound() {
        assertMessage(
                "alpha at t = ",
                () -> Schedule.checked(t -> new Schedule.AlphaSigma(
                        t.square(), t.neg().add(1), t, t.onesLike().neg())));
        assertMessage("sigma at t = ", () -> Schedule.of(t -> t, t -> 1 - t, t -> 1, t -> 1));
        assertMessage("gamma at t = ", () -> Bridge.of(t -> t * (1 - t), t -> 1 - t));
        assertMessage(
                "shape", () -> Schedule.checked(t -> new Schedule.AlphaSigma(t.sum(), t, t.onesLike(), t.onesLike())));
    }

    @Test
    void refusesParametersThatMakeNoPath() {
        assertMessage("[0, 1)", () -> Schedule.linear(1));
        assertMessage("betaMin", () -> Schedule.variancePreserving(0, 20));
        assertMessage("sigmaMin < sigmaMax", () -> Schedule.varianceExploding(2, 1));
        assertMessage("at least 1", () -> Schedule.polynomial(0.5));
        assertMessage("without a bridge", () -> Bridge.constant(0));
        assertMessage("float32 or float64", () -> Schedule.linear().at(manager.create(new int[] {0, 1})));
    }

    static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
