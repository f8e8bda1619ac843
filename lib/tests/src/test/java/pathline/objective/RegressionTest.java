package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pathline.field.Gradient;
import pathline.field.Passes;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.random.Rng;

class RegressionTest {

    private static final int N = 5;

    private NDManager manager;
    private VelocityMlp velocity;
    private NDArray t;
    private NDArray x;
    private NDArray u;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        var rng = Rng.of(3);
        velocity = VelocityMlp.of(3, 6).type(DataType.FLOAT64).init(rng.child("net"), manager);
        t = rng.child("t").uniform(manager, DataType.FLOAT64, N, 1);
        x = rng.child("x").normal(manager, DataType.FLOAT64, N, 3);
        u = rng.child("u").normal(manager, DataType.FLOAT64, N, 3);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theLossIsTheMeanSquaredLengthOfTheError() {
        var weight = manager.create(new double[] {1, 0, 2, 3, 0.5}).reshape(N, 1);
        double plain = 0;
        double weighted = 0;
        var v = velocity.at(t, x);
        for (int i = 0; i < N; i++) {
            double square = 0;
            for (int j = 0; j < 3; j++) {
                square += Math.pow(v.getDouble(i, j) - u.getDouble(i, j), 2);
            }
            plain += square / N;
            weighted += weight.getDouble(i, 0) * square / N;
        }
        var gradient = Gradient.unwanted();
        assertEquals(plain, new Regression(t, x, u).loss(velocity, gradient).getDouble(), 1e-14);
        assertEquals(
                weighted,
                new Regression(t, x, u, weight).loss(velocity, gradient).getDouble(),
                1e-14);
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        var weight = manager.create(new double[] {1, 0, 2, 3, 0.5}).reshape(N, 1);
        Losses.assertGradient(new Regression(t, x, u, weight), velocity);
    }

    /** A loss of another type could not be read as the number that it is: getFloat() refuses a float64. */
    @ParameterizedTest
    @EnumSource(Passes.class)
    void theLossHasTheTypeOfThePoints(Passes passes) {
        var narrow = VelocityMlp.of(3, 6).init(Rng.of(3), manager).with(passes);
        var batch = new Regression(narrowed(t), narrowed(x), narrowed(u));
        var gradient = narrow.parameters().gradient(manager);
        assertEquals(DataType.FLOAT32, batch.loss(narrow, gradient).getDataType());
        assertEquals(DataType.FLOAT32, batch.loss(narrow, Gradient.unwanted()).getDataType());
        var wide = new Regression(t, x, u).loss(velocity, velocity.parameters().gradient(manager));
        assertEquals(DataType.FLOAT64, wide.getDataType());
    }

    private static NDArray narrowed(NDArray array) {
        return array.toType(DataType.FLOAT32, false);
    }

    @Test
    void shapesAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new Regression(t, x, u.get(":, :2")));
        assertThrows(IllegalArgumentException.class, () -> new Regression(t, x, u, u));
        assertThrows(IllegalArgumentException.class, () -> new Regression(t, x.flatten(), u.flatten()));
    }

    @Test
    void anObjectiveIsALambda() {
        Objective<Velocity> objective = (own, type, rng) -> {
            var start = rng.child("x").normal(own, type, 8, 3);
            return new Regression(rng.child("t").uniform(own, type, 8, 1), start, start.mul(-1));
        };
        double loss = objective.loss(velocity, Rng.of(1));
        assertEquals(loss, objective.loss(velocity, Rng.of(1)));
        velocity.parameters().flat().muli(0);
        var same = Rng.of(1).child("x").normal(manager, DataType.FLOAT64, 8, 3);
        assertEquals(same.square().sum().getDouble() / 8, objective.loss(velocity, Rng.of(1)), 1e-14);
    }
}
