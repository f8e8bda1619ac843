package pathline.likelihood;

import static pathline.likelihood.DivergenceTest.refused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.adjoint.Backpropagation;
import pathline.adjoint.ContinuousAdjoint;
import pathline.adjoint.Cost;
import pathline.adjoint.ErrorNorm;
import pathline.adjoint.InterpolatedAdjoint;
import pathline.distribution.Density;
import pathline.distribution.Gaussian;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.field.LinearField;
import pathline.field.Velocity;
import pathline.ode.NullArguments;
import pathline.ode.OdeSolver;
import pathline.ode.SolverStats;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** What the public methods of this package and of the adjoints refuse. */
class RefusalTest {

    private static final LinearField FIELD = LinearField.of(new double[][] {{-1}}, new double[] {0});
    private static final Gaussian SOURCE = Gaussian.standard(1);
    private static final OdeSolver SOLVER = OdeSolver.adaptive(Tableaus.DOPRI5, 0.1, 0.1);
    private static final ChangeOfVariables CHANGE = ChangeOfVariables.of(SOLVER, FIELD, Divergence.exact());

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray x = manager.ones(new Shape(1, 1), DataType.FLOAT64);

    @AfterEach
    void close() {
        manager.close();
    }

    private NullArguments nulls() {
        var map = new HashMap<Class<?>, Object>(Map.of(
                NDArray.class, x,
                OdeSolver.class, SOLVER,
                Velocity.class, FIELD,
                Differentiable.class, FIELD,
                Density.class, SOURCE,
                Divergence.class, Divergence.exact(),
                Integral.class, Integral.augmented(),
                ChangeOfVariables.class, CHANGE,
                Backpropagation.class, Backpropagation.throughSteps(),
                Trace.class, Divergence.exact().forSolve(x)));
        map.putAll(Map.of(
                Regulariser.class,
                Regulariser.KINETIC_ENERGY,
                Regulariser[].class,
                new Regulariser[0],
                Gradient.class,
                Gradient.unwanted(),
                UnaryOperator.class,
                UnaryOperator.identity(),
                Probe.class,
                Probe.GAUSSIAN,
                Rng.class,
                Rng.of(1),
                SolverStats.class,
                new SolverStats(1, 1, 1),
                ErrorNorm.class,
                ErrorNorm.ADJOINT,
                List.class,
                List.of(),
                Optional.class,
                Optional.empty()));
        map.putAll(Map.of(double[].class, new double[] {1}, int.class, 1, long.class, 1L, double.class, 0.5));
        return new NullArguments(map);
    }

    @Test
    void nullIsRefusedByName() {
        var trace = Divergence.exact().forSolve(x);
        nulls().assertRefused(
                        List.of(
                                AugmentedField.class,
                                Carried.class,
                                ChangeOfVariables.class,
                                Divergence.class,
                                Divergence.Hutchinson.class,
                                GaussLegendre.class,
                                Likelihood.class,
                                Sampled.class),
                        List.of(
                                AugmentedField.of(FIELD, trace, Regulariser.KINETIC_ENERGY),
                                CHANGE,
                                Divergence.exact(),
                                Divergence.hutchinson(1, Probe.GAUSSIAN, Rng.of(1)),
                                Likelihood.of(CHANGE, Backpropagation.throughSteps(), SOURCE, x),
                                trace));
    }

    @Test
    void nullIsRefusedByTheAdjointsToo() {
        var kinds = List.<Object>of(
                Backpropagation.throughSteps(),
                Backpropagation.checkpointed(2),
                Backpropagation.continuousAdjoint(),
                Backpropagation.interpolatedAdjoint(),
                Backpropagation.throughSteps().solve(SOLVER, FIELD, x, 0, 1));
        nulls().assertRefused(List.of(ContinuousAdjoint.class, InterpolatedAdjoint.class, Cost.class), kinds);
    }

    @Test
    void pointsThatAreNoneAreRefused() {
        var whole = manager.ones(new Shape(2, 1), DataType.INT32);
        refused("x1 is int32", () -> CHANGE.logDensity(SOURCE, whole));
        refused("x is int32", () -> Divergence.exact().forSolve(whole));
        var none = manager.zeros(new Shape(0, 1), DataType.FLOAT64);
        refused("at least one point", () -> CHANGE.logDensity(SOURCE, none));
        refused("at least one point", () -> Likelihood.of(CHANGE, Backpropagation.throughSteps(), SOURCE, none));
        refused("source has 2 coordinates", () -> CHANGE.logDensity(Gaussian.standard(2), x));
        refused("expected (n, 1)", () -> CHANGE.with(Integral.quadrature(2)).inverse(x.concat(x, 1)));
        var closed = x.duplicate();
        closed.close();
        refused("x0 is closed", () -> CHANGE.sample(SOURCE, closed));
        refused("10001 coordinates", () -> Divergence.exact().forSolve(manager.zeros(new Shape(1, 10_001))));
        var nan = x.mul(Double.NaN);
        refused("row 0, column 0", () -> CHANGE.logDensity(SOURCE, nan));
        refused(
                "probes is 2147483647",
                () -> Divergence.hutchinson(Integer.MAX_VALUE, Probe.GAUSSIAN, Rng.of(1))
                        .forSolve(manager.ones(new Shape(3, 2))));
        var likelihood = Likelihood.of(CHANGE, Backpropagation.throughSteps(), SOURCE, x);
        var single = likelihood.logDensity().toType(DataType.FLOAT32, true);
        refused("float64 as x1 is", () -> likelihood.vjp(single, List.of(), Gradient.unwanted()));
    }
}
