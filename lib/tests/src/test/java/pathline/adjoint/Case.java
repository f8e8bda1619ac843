package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import pathline.field.Gradient;
import pathline.field.TorchFixture;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;

/**
 * The fixture's net, five points, and a loss of some states: L = sum over times of ⟨c_k, x_k⟩ + |x_k|² / 2.
 *
 * <p>Its cotangents are c_k + x_k, with c_k = (k + 1) times the fixture's target.
 */
final class Case {

    final VelocityMlp velocity;
    final NDArray x0;
    private final NDArray target;

    Case(NDManager manager) {
        var fixture = new TorchFixture(manager);
        velocity = fixture.velocity();
        x0 = fixture.array("x");
        target = fixture.array("target");
    }

    double loss(OdeSolver solver, NDArray start, double t0, double t1, double... times) {
        var states = solver.solve(velocity, start, t0, t1, times.length == 0 ? SaveAt.end() : SaveAt.times(times))
                .states();
        double loss = 0;
        for (int k = 0; k < states.size(); k++) {
            var x = states.get(k);
            loss += (k + 1) * x.mul(target).sum().getDouble() + x.square().sum().getDouble() / 2;
        }
        return loss;
    }

    List<NDArray> cotangents(Solved solved) {
        var cotangents = new ArrayList<NDArray>();
        for (int k = 0; k < solved.states().size(); k++) {
            cotangents.add(target.mul(k + 1).add(solved.states().get(k)));
        }
        return cotangents;
    }

    Gradient gradient() {
        return velocity.parameters().gradient(x0.getManager());
    }

    /** dL/dx0 and dL/dθ in one vector. */
    NDArray both(Backpropagation kind, OdeSolver solver, double t0, double t1, double... times) {
        var into = gradient();
        var solved = kind.solve(solver, velocity, x0, t0, t1, times);
        return solved.vjp(cotangents(solved), into).flatten().concat(into.flat());
    }

    static double relative(NDArray found, NDArray expected) {
        return found.sub(expected).norm().getDouble() / expected.norm().getDouble();
    }
}
