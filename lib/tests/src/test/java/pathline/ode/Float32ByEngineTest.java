package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

/** Solves of small float32 states, which are stepped on plain arrays, against those of large ones, which are not. */
class Float32ByEngineTest {

    /** A few roundings of 6e-8 for each of some tens of sums of numbers below 4. */
    private static final double FLOAT32 = 2e-6;

    private static final int FEW = 50;
    private static final int MANY = 140_000;

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray few = Rng.of(3).uniform(manager, DataType.FLOAT32, FEW, 2);

    @AfterEach
    void close() {
        manager.close();
    }

    private static NDArray turning(double t, NDArray x) {
        return x.flip(1).muli(x.getManager().create(new float[] {-2, 2}).muli(1 + t));
    }

    /** Many copies of the few points have their error, and so their steps. */
    @Test
    void bothSizesAreSolvedAlike() {
        var many = few.tile(new long[] {MANY / FEW, 1});
        assertTrue(Float32ByEngine.suits(few) && !Float32ByEngine.suits(many));
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-4);
        var expected = solver.solve(Float32ByEngineTest::turning, many, 0, 1, SaveAt.times(0.3, 1));
        var found = solver.solve(Float32ByEngineTest::turning, few, 0, 1, SaveAt.times(0.3, 1));
        assertEquals(expected.stats(), found.stats());
        for (int i = 0; i < 2; i++) {
            var first = expected.states().get(i).get(":" + FEW);
            assertEquals(0, found.states().get(i).sub(first).abs().max().getFloat(), FLOAT32);
        }
    }

    @Test
    void aVelocityMayBeAView() {
        VectorField view = (t, x) -> x.transpose().mul(2).transpose();
        var solver = OdeSolver.fixed(Tableaus.RK4, 5);
        assertArrayEquals(
                solver.solve((t, x) -> x.mul(2), few, 0, 1).toFloatArray(),
                solver.solve(view, few, 0, 1).toFloatArray());
    }

    /** A field may keep what it was given or return what it owns: neither changes under its hands. */
    @Test
    void arraysOfTheFieldStayItsOwn() {
        var constant = manager.ones(new Shape(FEW, 2));
        var end = OdeSolver.fixed(Tableaus.RK4, 5).solve((t, x) -> constant, few, 0, 1);
        assertEquals(0, end.sub(few).sub(1).abs().max().getFloat(), FLOAT32);
        assertEquals(1, constant.mean().getFloat());
        var itself = OdeSolver.fixed(Tableaus.EULER, 2).solve((t, x) -> x, few, 0, 1);
        assertEquals(0, itself.sub(few.mul(2.25)).abs().max().getFloat(), FLOAT32);
    }
}
