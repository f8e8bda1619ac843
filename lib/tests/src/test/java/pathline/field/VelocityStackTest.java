package pathline.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

class VelocityStackTest {

    private static final int BLOCKS = 7; // k (1/7) does not round to k/7 for every k

    private final NDManager manager = NDManager.newBaseManager();
    private final MlpConfig shape = VelocityMlp.of(3, 5).type(DataType.FLOAT64);
    private final VelocityStack stack = shape.stack(BLOCKS, Rng.of(1));
    private final NDArray x0 = Rng.of(2).normal(manager, DataType.FLOAT64, 4, 3);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void eulerOverItIsTheResidualNetOfItsBlocks() {
        var x = x0;
        for (int k = 0; k < BLOCKS; k++) {
            var block = shape.init(Rng.of(1).child("block").child(k), manager);
            x = x.add(block.at((double) k / BLOCKS, x).div(BLOCKS));
        }
        var end = OdeSolver.fixed(Tableaus.EULER, BLOCKS).solve(stack, x0, 0, 1);
        assertArrayEquals(x.toDoubleArray(), end.toDoubleArray(), 1e-13); // rounding of k h against k / K
    }

    @Test
    void aPullReachesTheParametersOfItsBlockAlone() {
        var gradient = stack.parameters().gradient(manager);
        stack.vjp(2.5 / BLOCKS, x0, x0, gradient);
        long each = stack.parameters().count() / BLOCKS;
        for (int k = 0; k < BLOCKS; k++) {
            double size =
                    gradient.flat().get(k * each + ":" + (k + 1) * each).norm().getDouble();
            assertEquals(k == 2, size > 0, "block " + k + " received a gradient of size " + size);
        }
    }

    @Test
    void pushAndPullAreTransposesOfEachOther() {
        var time = Velocity.time(0.9, x0);
        var dx = Rng.of(3).normal(manager, DataType.FLOAT64, 4, 3);
        var a = Rng.of(4).normal(manager, DataType.FLOAT64, 4, 3);
        double pushed = stack.jvp(time, x0, dx).derivative().mul(a).sum().getDouble();
        double pulled =
                stack.vjp(time, x0, a, Gradient.unwanted()).mul(dx).sum().getDouble();
        assertEquals(pushed, pulled, 1e-12); // some hundred products of order 1
    }

    @Test
    void refusesATimeForEachPoint() {
        var times = manager.zeros(new Shape(4, 1), DataType.FLOAT64);
        var error = assertThrows(IllegalArgumentException.class, () -> stack.at(times, x0));
        assertTrue(error.getMessage().contains("(4, 1)"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> shape.stack(0, Rng.of(1)));
    }
}
