package pathline.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BesselTest {

    /** SciPy's i0e and i1e, on both sides of the switch from one series to the other. */
    @ParameterizedTest
    @CsvSource({
        "0,    1.0,                  0.0",
        "0.3,  0.7575806251825481,   0.11237756063983881",
        "5,    0.18354081260932834,  0.16397226694454234",
        "39.9, 0.06335803550042246,  0.06255897063316232",
        "40.1, 0.06319882471018295,  0.06240576907336814",
        "400,  0.019953356281939987, 0.01992839895890354",
        "5000, 0.005642036898744589, 0.005641472666838885"
    })
    void agreesWithSciPy(double z, double order0, double order1) {
        assertEquals(order0, Bessel.scaled(0, z), 1e-14 * order0); // e^-z near z = 40 loses two digits
        assertEquals(order1, Bessel.scaled(1, z), 1e-14 * order1);
    }
}
