package pathline.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import pathline.field.Activation;
import pathline.field.Passes;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/**
 * The sizes of a workload, and how its net is computed: three hidden layers of one width, the time appended, tanh unless
 * said, float32, weights of PyTorch's default scale.
 *
 * @param manager where its arrays live
 * @param passes how the net is computed
 * @param batch points
 * @param dim their coordinates
 * @param hidden the width of the hidden layers
 */
record Setting(NDManager manager, Passes passes, int batch, int dim, int hidden) {

    /** Every solve with chosen steps: Dormand and Prince's method, rtol = atol = 1e-5. */
    static final OdeSolver SOLVER = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-5, 1e-5);

    static final Rng RNG = Rng.of(0);

    VelocityMlp velocity(Activation activation) {
        return VelocityMlp.of(dim, hidden, hidden, hidden)
                .activation(activation)
                .init(RNG.child("net"), manager)
                .with(passes);
    }

    VelocityMlp velocity() {
        return velocity(Activation.TANH);
    }

    /** Standard normal points, shape (batch, dim). */
    NDArray points() {
        return RNG.child("points").normal(manager, batch, dim);
    }
}
