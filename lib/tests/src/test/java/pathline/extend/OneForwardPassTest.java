package pathline.extend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.adjoint.Backpropagation;
import pathline.distribution.Gaussian;
import pathline.field.BlockTangents;
import pathline.field.BlockVelocity;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.field.Linearization;
import pathline.field.Velocity;
import pathline.likelihood.ChangeOfVariables;
import pathline.likelihood.Divergence;
import pathline.likelihood.Likelihood;
import pathline.likelihood.Regulariser;
import pathline.objective.Regression;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** A field written outside the library is evaluated once for each gradient. */
class OneForwardPassTest {

    private static final OdeSolver SOLVER = OdeSolver.fixed(Tableaus.RK4, 3);

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(3);
    private int passes;

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray normal(String name, long... shape) {
        return rng.child(name).normal(manager, DataType.FLOAT64, shape);
    }

    private BlockVelocity block() {
        var net = new SequentialBlock()
                .add(new LambdaBlock(inputs -> {
                    passes++;
                    return inputs;
                }))
                .add(Linear.builder().setUnits(5).build())
                .add(new LambdaBlock(inputs -> new NDList(inputs.get(0).tanh())))
                .add(Linear.builder().setUnits(2).build());
        net.initialize(manager, DataType.FLOAT64, new Shape(1, 3));
        passes = 0;
        return BlockVelocity.concatenated(net, 2, BlockTangents.centralDifference(1e-4));
    }

    private Differentiable lambda() {
        return (t, x) -> {
            passes++;
            var value = x.tanh();
            return Linearization.of(
                    value, (a, into) -> value.square().neg().add(1).mul(a));
        };
    }

    private Stream<Differentiable> fields() {
        return Stream.of(block(), lambda());
    }

    static Stream<Backpropagation> discrete() {
        return Stream.of(Backpropagation.throughSteps(), Backpropagation.interpolatedAdjoint());
    }

    @ParameterizedTest
    @MethodSource("discrete")
    void alongStoredStates(Backpropagation kind) {
        fields().forEach(field -> {
            var solved = kind.solve(SOLVER, field, normal("x", 4, 2), 0, 1);
            passes = 0;
            solved.vjp(solved.end().duplicate(), gradient(field));
            assertEquals(solved.cost().vjps(), passes);
            assertEquals(12, passes, "3 steps of 4 stages");
        });
    }

    @Test
    void inTheContinuousAdjoint() {
        fields().forEach(field -> {
            var solved = Backpropagation.continuousAdjoint().solve(SOLVER, field, normal("x", 4, 2), 0, 1);
            passes = 0;
            solved.vjp(solved.end().duplicate(), gradient(field));
            assertEquals(solved.cost().backward().evaluations(), passes);
            assertEquals(solved.cost().vjps(), passes);
        });
    }

    private Gradient gradient(Differentiable field) {
        return field instanceof Velocity velocity ? velocity.parameters().gradient(manager) : Gradient.unwanted();
    }

    @Test
    void inARegression() {
        var velocity = block();
        var batch = new Regression(normal("t", 4, 1), normal("x", 4, 2), normal("u", 4, 2));
        batch.loss(velocity, velocity.parameters().gradient(manager));
        assertEquals(1, passes);
        batch.loss(velocity, Gradient.unwanted());
        assertEquals(2, passes);
    }

    @Test
    void inALikelihood() {
        var velocity = block();
        for (var costs : List.of(new Regulariser[0], Regulariser.values())) {
            var change = ChangeOfVariables.of(SOLVER, velocity, Divergence.exact());
            var likelihood = Likelihood.of(
                    change, Backpropagation.throughSteps(), Gaussian.standard(2), normal("x", 4, 2), costs);
            var minus = likelihood.logDensity().neg();
            passes = 0;
            var penalties = Stream.of(costs).map(cost -> minus.onesLike()).toList();
            likelihood.vjp(minus, penalties, velocity.parameters().gradient(manager));
            assertEquals(likelihood.cost().vjps(), passes);
            assertEquals(12, passes);
        }
    }

    /** Each has the gradient that it has alone, in whatever order they are taken, and as often as it is. */
    @Test
    void severalLinearizationsMayBeOpen() {
        var first = block();
        var second = block();
        var x = normal("x", 4, 2);
        var a = normal("a", 4, 2);
        var t = Velocity.time(0.3, x);
        var ofFirst = first.parameters().gradient(manager);
        var ofSecond = second.parameters().gradient(manager);
        var toFirst = first.vjp(t, x, a, ofFirst);
        var toSecond = second.vjp(t, x, a, ofSecond);
        var sum = first.parameters().gradient(manager);
        var other = second.parameters().gradient(manager);
        try (var one = first.linearize(t, x);
                var two = second.linearize(t, x);
                var again = first.linearize(t, x.mul(2))) {
            assertEquals(first.at(t, x), one.value());
            again.vjp(a, Gradient.unwanted());
            assertEquals(toFirst, one.vjp(a, sum));
            assertEquals(toSecond, two.vjp(a, other));
            assertEquals(ofFirst.flat(), sum.flat());
            assertEquals(ofSecond.flat(), other.flat());
            assertEquals(toFirst, one.vjp(a, sum));
            assertEquals(ofFirst.flat().mul(2), sum.flat());
        }
        assertTrue(ofFirst.norm() > 0 && ofSecond.norm() > 0);
    }

    /** An array of Java numbers shares their memory, which has to stay until the gradient is taken. */
    @Test
    void numbersThatABlockMakesStayUntilTheGradient() {
        var scaling = new LambdaBlock(inputs -> {
            var x = inputs.get(0);
            var factors = new double[(int) x.size()];
            Arrays.fill(factors, 3);
            return new NDList(
                    x.mul(x.getManager().create(factors, x.getShape())).get(":, :2"));
        });
        scaling.initialize(manager, DataType.FLOAT64, new Shape(1, 3));
        var velocity = BlockVelocity.concatenated(scaling, 2, BlockTangents.refused());
        var x = normal("x", 5_000, 2);
        try (var at = velocity.linearize(0.5, x)) {
            for (int i = 0; i < 5; i++) {
                System.gc();
                manager.create(new double[15_000]).close();
            }
            assertEquals(x.mul(3), at.value());
            assertEquals(x.mul(3), at.vjp(x, Gradient.unwanted()));
        }
    }

    @Test
    void aChangeBetweenForwardPassAndGradientIsNamed() {
        var velocity = block();
        var x = normal("x", 4, 2);
        try (var at = velocity.linearize(0.5, x)) {
            velocity.parameters().flat().muli(2);
            var refusal = assertThrows(IllegalStateException.class, () -> at.vjp(x, Gradient.unwanted()));
            assertTrue(refusal.getMessage().contains("was changed"), refusal.getMessage());
        }
        assertEquals(4, velocity.vjp(0.5, x, x, Gradient.unwanted()).getShape().get(0));
    }
}
