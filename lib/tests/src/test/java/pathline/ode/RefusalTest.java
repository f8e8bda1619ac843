package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import pathline.array.CoreBudget;
import pathline.array.HostMemory;
import pathline.array.Scratch;

/** Every public method of the package refuses null by name. */
class RefusalTest {

    private static final VectorField DECAY = (t, x) -> x.neg();

    private static final Float32Field FLAT = new Float32Field() {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public void at(double t, float[] x, float[] v) {
            v[0] = -x[0];
        }
    };

    private static Map<Class<?>, Object> valid(NDManager manager, NDArray x) {
        Consumer<Object> visitor = step -> {};
        Supplier<NDArray> body = x::duplicate;
        var event = Event.record("event", (t, y) -> 1);
        var map = new HashMap<Class<?>, Object>(Map.of(
                NDArray.class,
                x,
                NDManager.class,
                manager,
                Shape.class,
                new Shape(1, 1),
                VectorField.class,
                DECAY,
                Float32Field.class,
                FLAT,
                Event.class,
                event,
                Event.Guard.class,
                event.guard(),
                Event.Direction.class,
                Event.Direction.BOTH,
                Event.Action.class,
                Event.Action.RECORD,
                SaveAt.class,
                SaveAt.dense()));
        map.putAll(Map.of(
                Method.class,
                Tableaus.DOPRI5,
                StepControl.class,
                new StepControl.Fixed(1),
                StepControl.Adaptive.class,
                StepControl.Adaptive.of(new double[] {0.1}, new double[] {0.1}),
                StepControl.Norm.class,
                StepControl.Norm.RMS,
                ErrorEstimate.class,
                new ErrorEstimate(1, new double[] {1, -1}, new double[0]),
                Interpolant.class,
                Tableaus.EULER.interpolant(),
                Adams.Corrector.class,
                Adams.Corrector.NONE,
                VectorField.Pointwise.class,
                (VectorField.Pointwise) (t, y) -> y));
        map.putAll(Map.of(
                Consumer.class,
                visitor,
                Supplier.class,
                body,
                Runnable.class,
                (Runnable) () -> {},
                List.class,
                List.of(),
                Optional.class,
                Optional.empty(),
                String.class,
                "name",
                double[].class,
                new double[] {1},
                double[][].class,
                new double[][] {{}},
                float[].class,
                new float[] {1},
                int.class,
                1));
        map.putAll(Map.of(
                double.class,
                0.5,
                float.class,
                0.5f,
                long.class,
                1L,
                boolean.class,
                true,
                NDArray[].class,
                new NDArray[] {x},
                long[].class,
                new long[] {1},
                DataType.class,
                DataType.FLOAT32));
        var form = Form.of(FLAT, x);
        map.putAll(
                Map.of(Form.class, form, States.class, form.states(), StateField.class, form.field(), Object.class, x));
        return map;
    }

    @Test
    void nullIsRefusedByName() {
        try (var manager = NDManager.newBaseManager()) {
            var x = manager.ones(new Shape(1, 1));
            var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 0.1, 0.1);
            new NullArguments(valid(manager, x))
                    .assertRefused(
                            List.of(
                                    Adams.class,
                                    ButcherTableau.class,
                                    CoreBudget.class,
                                    ErrorEstimate.class,
                                    Event.class,
                                    Event.Hit.class,
                                    Form.class,
                                    Float32Sum.class,
                                    Interpolant.class,
                                    HostMemory.class,
                                    OdeSolver.class,
                                    SaveAt.class,
                                    SaveAt.Times.class,
                                    Scratch.class,
                                    Solution.Segment.class,
                                    SolverStats.class,
                                    StepControl.Fixed.class,
                                    StepControl.Grid.class,
                                    StepControl.Adaptive.class,
                                    StepLog.Entry.class,
                                    Untouched.class,
                                    VectorField.class,
                                    WeightedSum.class),
                            List.of(
                                    solver,
                                    solver.control(),
                                    Tableaus.HEUN2,
                                    Tableaus.HEUN2.interpolant(),
                                    VectorField.pointwise((t, y) -> y),
                                    Event.record("event", (t, y) -> 1),
                                    solver.solve(DECAY, x, 0, 1, SaveAt.dense()),
                                    new Scratch()));
        }
    }
}
