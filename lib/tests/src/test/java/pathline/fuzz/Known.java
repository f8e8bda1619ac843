package pathline.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import pathline.adjoint.Backpropagation;
import pathline.adjoint.Solved;
import pathline.coupling.Assignment;
import pathline.coupling.Costs;
import pathline.coupling.Coupling;
import pathline.coupling.TransportPlan;
import pathline.data.Images;
import pathline.data.Matrix;
import pathline.distribution.Checkerboard;
import pathline.distribution.Density;
import pathline.distribution.Distribution;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.field.Differentiable;
import pathline.field.Float32Differentiable;
import pathline.field.Float32Gradient;
import pathline.field.Float32Velocity;
import pathline.field.Gradient;
import pathline.field.LabelledVelocity;
import pathline.field.LinearField;
import pathline.field.Model;
import pathline.field.Parameters;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.flow.Flow;
import pathline.notebook.Notebook;
import pathline.ode.ButcherTableau;
import pathline.ode.ErrorEstimate;
import pathline.ode.Float32Field;
import pathline.ode.Method;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;
import pathline.ode.SolveException;
import pathline.ode.Tableaus;
import pathline.ode.VectorField;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.GaussianPath;
import pathline.path.MarginalVelocity;
import pathline.path.Schedule;
import pathline.plot.Figures;
import pathline.plot.Grid;
import pathline.plot.Plot;
import pathline.random.Rng;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** Known good ways to make values of the main types. */
final class Known {

    private static final Map<Class<?>, Function<Draw, Object>> WAYS = new HashMap<>();

    /** Made in no other way: a result of an arbitrary call might ask for hours of work later on. */
    private static final Set<Class<?>> ONLY = Set.of(
            NDManager.class,
            Model.class,
            DataType.class,
            Shape.class,
            Block.class,
            Table.class,
            BufferedImage.class,
            Notebook.class);

    static {
        engine();
        odes();
        fields();
        laws();
        plots();
        Routines.addTo(WAYS);
    }

    private Known() {}

    static boolean only(Class<?> type) {
        return ONLY.contains(type) || type.getName().startsWith("pathline.train.Trainer");
    }

    static Optional<Made> make(Class<?> type, Draw draw) {
        var way = WAYS.get(type);
        if (way == null) {
            return Optional.empty();
        }
        try {
            var value = way.apply(draw);
            return Optional.of(new Made(value, text(type, value, draw)));
        } catch (RuntimeException e) {
            FAILURES.add(type.getSimpleName() + ": " + e);
            return Optional.empty();
        }
    }

    /** What the known ways have thrown: each is a mistake in this table, or a fault of the library. */
    static final Set<String> FAILURES = new TreeSet<>();

    /** An invalid one that is not null. */
    static Optional<Made> bad(Class<?> type, Draw draw) {
        if (type == NDManager.class && draw.chance(0.5)) {
            var manager = draw.manager.newSubManager();
            manager.close();
            return Optional.of(new Made(manager, "a closed manager"));
        }
        if (type == Shape.class && draw.chance(0.7)) {
            return Optional.of(Made.of(draw.of(
                    new Shape(), new Shape(0, 2), new Shape(46_341, 46_341), new Shape(1L << 40), new Shape(-1, 2))));
        }
        if (type == Velocity.class && draw.chance(0.5)) {
            return Optional.of(
                    new Made(VelocityMlp.of(draw.d + 1, 4).init(Rng.of(1), draw.manager), "a net of " + (draw.d + 1)));
        }
        return Optional.empty();
    }

    private static String text(Class<?> type, Object value, Draw draw) {
        if (value == null || value instanceof NDManager || value instanceof Block) {
            return "a valid " + type.getSimpleName();
        }
        var text = value instanceof Record
                ? String.valueOf(value).replaceAll("@[0-9a-f]+", "") // arrays of components, whose hash differs by JVM
                : value.getClass().getSimpleName() + " of d = " + draw.d;
        return text.length() > 160 ? text.substring(0, 160) + "..." : text;
    }

    private static <T> void put(Class<T> type, Function<Draw, T> way) {
        WAYS.put(type, way::apply);
    }

    private static void engine() {
        put(NDManager.class, draw -> draw.manager);
        put(Shape.class, draw -> new Shape(draw.n, draw.d));
        put(Block.class, Known::block);
        put(OutputStream.class, draw -> new ByteArrayOutputStream());
        put(Rng.class, draw -> Rng.of(draw.random.nextLong()));
    }

    static NDArray points(Draw draw) {
        return (NDArray) Tensors.make("x", true, draw).value();
    }

    private static Block block(Draw draw) {
        var block = new SequentialBlock()
                .add(Linear.builder().setUnits(4).build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(draw.d).build());
        block.initialize(draw.manager, DataType.FLOAT32, new Shape(1, draw.d + 1));
        return block;
    }

    private static void odes() {
        put(Method.class, draw -> draw.of(Tableaus.all()));
        put(ButcherTableau.class, draw -> draw.of(Tableaus.all()));
        put(ErrorEstimate.class, draw -> Tableaus.DOPRI5.error().orElseThrow());
        put(VectorField.class, draw -> draw.chance(0.5) ? (t, x) -> x.neg() : velocity(draw));
        put(Float32Field.class, Known::flat);
        put(Float32Differentiable.class, Known::flat);
        put(Float32Gradient.class, draw -> {
            var flat = flat(draw);
            var x = new float[draw.n * draw.d];
            flat.gatherVjp(0.5, x, x, new float[x.length]);
            return flat.gathered();
        });
        put(Float32Velocity.class, Known::flat);
        put(
                OdeSolver.class,
                draw -> draw.chance(0.5)
                        ? OdeSolver.fixed(draw.of(Tableaus.EULER, Tableaus.RK4), 4)
                        : Routines.adaptive());
        put(SaveAt.class, draw -> draw.of(SaveAt.end(), SaveAt.steps(), SaveAt.dense(), SaveAt.times(0.5, 1)));
        put(
                Solution.class,
                draw -> OdeSolver.fixed(Tableaus.RK4, 3)
                        .solve(
                                (t, x) -> x.neg(),
                                points(draw),
                                0,
                                1,
                                draw.of(SaveAt.end(), SaveAt.steps(), SaveAt.dense())));
        put(SolveException.class, draw -> failure());
        put(
                Solved.class,
                draw -> Backpropagation.throughSteps()
                        .solve(OdeSolver.fixed(Tableaus.EULER, 3), net(draw), points(draw), 0, 1));
    }

    /** The same net's loops on plain arrays, which are float32's. */
    private static Float32Velocity flat(Draw draw) {
        return VelocityMlp.of(draw.d, 4).init(Rng.of(3), draw.manager).float32().orElseThrow();
    }

    private static SolveException failure() {
        try (var manager = NDManager.newBaseManager()) {
            OdeSolver.fixed(Tableaus.EULER, 2).solve((t, x) -> x.mul(Double.NaN), manager.ones(new Shape(1, 2)), 0, 1);
            throw new IllegalStateException("NaN was accepted");
        } catch (SolveException e) {
            return e;
        }
    }

    static VelocityMlp net(Draw draw) {
        return VelocityMlp.of(draw.d, 4).type(draw.type).init(Rng.of(draw.random.nextInt()), draw.manager);
    }

    static Velocity velocity(Draw draw) {
        return draw.chance(0.7) ? net(draw) : LinearField.of(matrix(draw));
    }

    private static double[][] matrix(Draw draw) {
        return (double[][]) Numbers.rows("matrix", true, draw).value();
    }

    private static void fields() {
        put(Velocity.class, Known::velocity);
        put(Model.class, Known::velocity);
        put(VelocityMlp.class, Known::net);
        put(LinearField.class, draw -> LinearField.of(matrix(draw)));
        put(Differentiable.class, Known::velocity);
        put(Parameters.class, draw -> net(draw).parameters());
        put(
                Gradient.class,
                draw -> draw.chance(0.5)
                        ? Gradient.unwanted()
                        : net(draw).parameters().gradient(draw.manager));
        put(
                LabelledVelocity.class,
                draw -> LabelledVelocity.of(
                        VelocityMlp.of(draw.d, 4).context(3).type(draw.type).init(Rng.of(1), draw.manager), 3));
    }

    private static void laws() {
        put(Gaussian.class, draw -> Gaussian.standard(draw.d));
        put(GaussianMixture.class, Known::mixture);
        put(Density.class, Known::density);
        put(Empirical.class, draw -> empirical(draw));
        put(Distribution.class, draw -> draw.chance(0.7) ? density(draw) : empirical(draw));
        put(Costs.class, draw -> Costs.squaredDistances(points(draw), points(draw)));
        put(Assignment.class, draw -> Assignment.solve(Costs.squaredDistances(points(draw), points(draw))));
        put(
                TransportPlan.class,
                draw -> pathline.coupling.Sinkhorn.of(0.5).solve(Costs.squaredDistances(points(draw), points(draw))));
        put(Coupling.class, draw -> draw.of(Coupling.independent(), Coupling.minibatchOt(), Coupling.sinkhorn(0.5)));
        put(Schedule.class, draw -> draw.of(Schedule.linear(), Schedule.cosine(), Schedule.variancePreserving()));
        put(Bridge.class, draw -> draw.of(Bridge.constant(0.1), Bridge.brownian(0.2), Bridge.quadratic()));
        put(AffinePath.class, draw -> AffinePath.of(Schedule.linear()));
        put(GaussianPath.class, draw -> GaussianPath.of(draw.of(Schedule.linear(), Schedule.cosine())));
        put(MarginalVelocity.class, draw -> MarginalVelocity.of(GaussianPath.of(Schedule.linear()), mixture(draw)));
        put(Flow.class, draw -> Flow.of(Gaussian.standard(draw.d), velocity(draw), OdeSolver.fixed(Tableaus.RK4, 4)));
        put(
                Matrix.class,
                draw -> Matrix.of((double[][]) Numbers.rows("x", true, draw).value()));
        put(Images.class, draw -> Sandbox.images());
    }

    private static Density density(Draw draw) {
        return draw.chance(0.6)
                ? Gaussian.standard(draw.d)
                : draw.d == 2 && draw.chance(0.3) ? new Checkerboard(2) : mixture(draw);
    }

    static Empirical empirical(Draw draw) {
        return Empirical.of((double[][]) Numbers.rows("x", true, draw).value());
    }

    private static GaussianMixture mixture(Draw draw) {
        var rows = (double[][]) Numbers.rows("x", true, draw).value();
        return GaussianMixture.isotropic(rows, 0.3);
    }

    private static void plots() {
        put(Table.class, draw -> Table.create("t").addColumns(DoubleColumn.create("a", 1.0, 2.0)));
        put(BufferedImage.class, draw -> new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB));
        put(Color.class, draw -> draw.of(List.of(Color.RED, Color.BLUE)));
        put(Grid.class, draw -> Grid.square(1, 4));
        put(Plot.class, draw -> Figures.plot("p").line("a", new double[] {1, 2, 3}, new double[] {2, 1, 2}));
        put(Notebook.class, draw -> Sandbox.notebook());
    }
}
