package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import pathline.random.Rng;

/** Nets, what they are asked, and how near the answers of compiled passes must be. */
abstract class CompiledCase {

    /** Of the largest entry: some roundings of 6e-8 of the terms, which are about as large as that. */
    static final double FLOAT32 = 1e-6;

    /** Results of a single point may be small beside their terms. */
    static final double ONE_POINT = 5e-6;

    NDManager manager;
    Rng rng;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        rng = Rng.of(17);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** What a net is asked about; k = 0 stands for one tangent a point, and shared tangents have one row for all. */
    record Question(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b) {

        Question wide() {
            return new Question(wide(t), wide(x), wide(dx), wide(a), wide(b));
        }

        static NDArray wide(NDArray a) {
            return a.toType(DataType.FLOAT64, false);
        }
    }

    Question question(int n, int d, int k, boolean shared, boolean oneTime) {
        return new Question(
                rng.child("t").uniform(manager, DataType.FLOAT32, oneTime ? 1 : n, 1),
                normal("x", n, d),
                k == 0 ? normal("dx", n, d) : normal("dx", k, shared ? 1 : n, d),
                normal("a", n, d),
                k == 0 ? normal("b", n, d) : normal("b", k, n, d));
    }

    NDArray normal(String name, long... shape) {
        return rng.child(name).normal(manager, DataType.FLOAT32, shape);
    }

    VelocityMlp net(int d, Activation activation, TimeInput time, int... hidden) {
        return VelocityMlp.of(d, hidden).activation(activation).time(time).init(rng.child("net"), manager);
    }

    static void assertClose(NDArray expected, NDArray actual) {
        assertClose(expected, actual, expected.size() < 200 ? ONE_POINT : FLOAT32);
    }

    /** Both are float32 sums over all points, in different orders: each may be off. */
    static void assertSumsClose(NDArray expected, NDArray actual) {
        assertClose(expected, actual, 2 * FLOAT32);
    }

    private static void assertClose(NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape());
        double scale = expected.abs().toType(DataType.FLOAT32, false).max().getFloat();
        var difference =
                expected.sub(actual.toType(expected.getDataType(), false)).abs();
        double error = difference.toType(DataType.FLOAT32, false).max().getFloat();
        assertTrue(error <= tolerance * scale, () -> "off by " + error + " of " + scale);
    }
}
