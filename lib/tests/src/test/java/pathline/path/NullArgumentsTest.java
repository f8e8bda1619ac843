package pathline.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.array.Points;
import pathline.bijection.Bijection;
import pathline.distribution.Checkerboard;
import pathline.distribution.Density;
import pathline.distribution.Distribution;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.distribution.Rings;
import pathline.distribution.SampleMean;
import pathline.distribution.Toy;
import pathline.field.Gradient;
import pathline.field.LinearField;
import pathline.field.Velocity;
import pathline.flow.Flow;
import pathline.flow.Nll;
import pathline.flow.Reflow;
import pathline.flow.RoundTrip;
import pathline.flow.StochasticFlow;
import pathline.likelihood.ChangeOfVariables;
import pathline.likelihood.Divergence;
import pathline.metric.ConvergenceOrder;
import pathline.metric.EnergyDistance;
import pathline.metric.GradientNoise;
import pathline.metric.KolmogorovSmirnov;
import pathline.metric.Mmd;
import pathline.metric.Straightness;
import pathline.metric.Wasserstein;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.Objective;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;
import pathline.ode.Tableaus;
import pathline.ode.VectorField;
import pathline.random.Rng;

/** Every public method of distributions, paths, metrics and flows, with null for each of its references in turn. */
class NullArgumentsTest {

    private static final OdeSolver SOLVER = OdeSolver.fixed(Tableaus.EULER, 2);
    private static final Gaussian NORMAL = Gaussian.standard(2);
    private static final AffinePath PATH = AffinePath.of(Schedule.linear(0.1));

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray x = Rng.of(1).normal(manager, DataType.FLOAT64, 4, 2);
    private final NDArray t = manager.full(new Shape(4, 1), 0.5f, DataType.FLOAT64);
    private final MarginalVelocity marginal = MarginalVelocity.of(PATH, NORMAL, NORMAL);
    private final Solution solution = SOLVER.solve(marginal, x, 0, 1, SaveAt.dense());
    private final StochasticFlow.Field field = (time, y) -> new StochasticFlow.Field.At(y, y);

    @AfterEach
    void close() {
        manager.close();
    }

    /** What the methods are called on. */
    private List<Object> instances() {
        var velocity = LinearField.of(new double[][] {{0.1, 0}, {0, 0.2}}, new double[2]);
        return List.of(
                NORMAL,
                Gaussian.full(new double[2], new double[][] {{1, 0.5}, {0.5, 1}}),
                GaussianMixture.ring(2, 1, 1),
                new Checkerboard(1),
                new Rings(1, 2),
                Empirical.of(new double[][] {{1, 2}, {3, 4}}),
                Toy.moonsA(),
                new SampleMean(1, 1),
                Schedule.linear(),
                Bridge.quadratic(),
                PATH.with(Bridge.quadratic()),
                PATH,
                GaussianPath.of(Schedule.linear(0.1)),
                marginal,
                MonteCarloVelocity.of(Schedule.linear(), NORMAL, NORMAL),
                Rescheduled.of(velocity, Schedule.linear(0.1), Schedule.cosine()),
                new Mmd(1),
                new Nll(1, 1, 2, 2),
                new RoundTrip(1, 1),
                Flow.of(NORMAL, velocity, SOLVER),
                new StochasticFlow(NORMAL, field, g -> 1, 2),
                Reflow.of(NORMAL, SOLVER, 4));
    }

    private static final List<Class<?>> TYPES = List.of(
            Gaussian.class,
            GaussianMixture.class,
            Checkerboard.class,
            Rings.class,
            Empirical.class,
            Toy.class,
            SampleMean.class,
            Distribution.class,
            Schedule.class,
            Schedule.AlphaSigma.class,
            Bridge.class,
            Bridge.Gamma.class,
            AffinePath.class,
            GaussianPath.class,
            PathSample.class,
            MonteCarloEstimate.class,
            MarginalVelocity.class,
            MonteCarloVelocity.class,
            Rescheduled.class,
            ConvergenceOrder.class,
            EnergyDistance.class,
            GradientNoise.class,
            KolmogorovSmirnov.class,
            Mmd.class,
            Straightness.class,
            Wasserstein.class,
            Flow.class,
            Nll.class,
            Reflow.class,
            RoundTrip.class,
            StochasticFlow.class,
            StochasticFlow.Field.At.class);

    private Object value(Class<?> type, String name) {
        if (type == NDArray.class) {
            return name.equals("t") ? t : x;
        }
        var linear = LinearField.of(new double[][] {{0.1, 0}, {0, 0.2}}, new double[2]);
        var values = Map.<Class<?>, Object>ofEntries(
                Map.entry(NDManager.class, manager),
                Map.entry(DataType.class, DataType.FLOAT64),
                Map.entry(Rng.class, Rng.of(1)),
                Map.entry(Points.class, Points.of(name.equals("t") ? t : x, name)),
                Map.entry(int.class, 2),
                Map.entry(double.class, 0.5),
                Map.entry(double[].class, new double[] {1, 2}),
                Map.entry(int[].class, new int[] {0, 1}),
                Map.entry(double[][].class, new double[][] {{1, 0}, {0, 1}}),
                Map.entry(List.class, List.of(NORMAL, NORMAL)),
                Map.entry(Gaussian[].class, new Gaussian[] {NORMAL}),
                Map.entry(Gaussian.class, NORMAL),
                Map.entry(Density.class, NORMAL),
                Map.entry(Distribution.class, NORMAL),
                Map.entry(Distribution.PointDraw.class, pointwise()),
                Map.entry(Schedule.class, Schedule.linear(0.1)),
                Map.entry(Bridge.class, Bridge.quadratic()),
                Map.entry(Optional.class, Optional.empty()),
                Map.entry(AffinePath.class, PATH),
                Map.entry(GaussianPath.class, GaussianPath.of(Schedule.linear(0.1))),
                Map.entry(MarginalVelocity.class, marginal),
                Map.entry(Velocity.class, linear),
                Map.entry(VectorField.class, linear),
                Map.entry(Gradient.class, Gradient.unwanted()),
                Map.entry(DoubleUnaryOperator.class, (DoubleUnaryOperator) s -> 0.5),
                Map.entry(OdeSolver.class, SOLVER),
                Map.entry(Divergence.class, Divergence.exact()),
                Map.entry(SaveAt.class, SaveAt.end()),
                Map.entry(Solution.class, solution),
                Map.entry(SampleMean.class, new SampleMean(1, 1)),
                Map.entry(Objective.class, ConditionalFlowMatching.of(NORMAL, NORMAL, PATH, 4)),
                Map.entry(ChangeOfVariables.class, ChangeOfVariables.of(SOLVER, linear, Divergence.exact())),
                Map.entry(Bijection.class, ChangeOfVariables.of(SOLVER, linear, Divergence.exact())),
                Map.entry(StochasticFlow.Field.class, field),
                Map.entry(Reflow.Fit.class, fit(linear)));
        var value = values.get(type);
        assertTrue(value != null, "no value for " + type);
        return value;
    }

    private static Distribution.PointDraw pointwise() {
        return rng -> new double[] {rng.uniform(), 0};
    }

    private static Reflow.Fit fit(Velocity velocity) {
        return (objective, rng) -> velocity;
    }

    @Test
    void nullIsRefusedByName() throws Exception {
        var wrong = new ArrayList<String>();
        int[] calls = {0};
        for (var type : TYPES) {
            var found = new ArrayList<Executable>(List.of(type.getConstructors()));
            found.addAll(Arrays.asList(type.getDeclaredMethods()));
            for (var executable : found) {
                boolean isStatic = executable instanceof Constructor || Modifier.isStatic(executable.getModifiers());
                if (isStatic && Modifier.isPublic(executable.getModifiers()) && !executable.isSynthetic()) {
                    tryAll(executable, null, wrong, calls);
                }
            }
        }
        for (var instance : instances()) {
            for (var method : methods(instance.getClass())) {
                tryAll(method, instance, wrong, calls);
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(calls[0] > 150, calls[0] + " calls");
    }

    /** Public ones, of this project, overridden or inherited. */
    private static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass().getName().startsWith("pathline"))
                .filter(method -> !method.getDeclaringClass().getName().startsWith("pathline.field"))
                .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getName().equals("equals"))
                .toList();
    }

    private void tryAll(Executable executable, Object on, List<String> wrong, int[] calls) throws Exception {
        executable.setAccessible(true);
        var parameters = executable.getParameters();
        for (int k = 0; k < parameters.length; k++) {
            if (parameters[k].getType().isPrimitive()) {
                continue;
            }
            var arguments = new Object[parameters.length];
            for (int j = 0; j < arguments.length; j++) {
                arguments[j] = j == k ? null : value(parameters[j].getType(), parameters[j].getName());
            }
            calls[0]++;
            String where = executable + ", " + parameters[k].getName() + " null: ";
            try {
                var result = executable instanceof Method method
                        ? method.invoke(on, arguments)
                        : ((Constructor<?>) executable).newInstance(arguments);
                wrong.add(where + "accepted, " + result);
            } catch (InvocationTargetException e) {
                var cause = e.getCause();
                String message = String.valueOf(cause.getMessage());
                if (!(cause instanceof IllegalArgumentException)
                        || !message.contains(parameters[k].getName())
                        || !message.contains("is null")) {
                    wrong.add(where + cause);
                }
            }
        }
    }
}
