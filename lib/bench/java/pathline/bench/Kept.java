package pathline.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.adjoint.Backpropagation;
import pathline.array.Scratch;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.field.Linearization;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;

/**
 * The most bytes of arrays alive at one time in a solve and its way back, counted by the engine's own manager. In float64, where
 * all arrays are the engine's: of float32, solves keep plain ones.
 */
final class Kept {

    /** Every so many-th part of the way is looked at: counting thousands of arrays at every call would take hours. */
    static final int LOOKS = 64;

    static final int POINTS = 256;

    private Kept() {}

    /** A field that counts what is alive when it is called. */
    private static final class Watched implements Differentiable {

        private final Differentiable field;
        private final NDManager manager;
        private final int every;
        private int calls;
        private long most;

        Watched(Differentiable field, NDManager manager, int every) {
            this.field = field;
            this.manager = manager;
            this.every = every;
        }

        @Override
        public NDArray at(double t, NDArray x) {
            look();
            return field.at(t, x);
        }

        @Override
        public Linearization linearize(double t, NDArray x) {
            look();
            return field.linearize(t, x);
        }

        @Override
        public NDArray vjp(double t, NDArray x, NDArray a, Gradient into) {
            look();
            return field.vjp(t, x, a, into);
        }

        private void look() {
            if (calls++ % every == 0) {
                most = Math.max(most, alive(manager));
            }
        }
    }

    /** Megabytes above what was there before, for so many steps of RK4 over {@value #POINTS} points of the plane. */
    static double megabytes(Backpropagation kind, int steps) {
        try (var manager = NDManager.newBaseManager();
                var scratch = new Scratch()) {
            var velocity = VelocityMlp.of(2, 64, 64, 64).type(DataType.FLOAT64).init(Setting.RNG.child("net"), manager);
            var x = Setting.RNG.child("points").normal(manager, DataType.FLOAT64, POINTS, 2);
            var gradient = velocity.parameters().gradient(manager);
            long before = alive(manager);
            var watched = new Watched(velocity, manager, Math.max(1, 4 * steps / LOOKS));
            var solved = kind.solve(OdeSolver.fixed(Tableaus.RK4, steps), watched, x, 0, 1);
            solved.vjp(solved.end(), gradient);
            return (watched.most - before) / 1e6;
        }
    }

    private static long alive(NDManager manager) {
        return manager.getManagedArrays().stream()
                .mapToLong(
                        array -> array.getShape().size() * array.getDataType().getNumOfBytes())
                .sum();
    }
}
