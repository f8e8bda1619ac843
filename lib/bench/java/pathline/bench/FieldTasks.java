package pathline.bench;

import ai.djl.ndarray.NDArray;
import pathline.adjoint.Backpropagation;
import pathline.array.Scratch;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;

/** The field, its solves, and gradients through them: W1 to W5. */
final class FieldTasks {

    private FieldTasks() {}

    /** The velocity of every point at one time. */
    static Task forward(Setting setting) {
        var velocity = setting.velocity();
        var x = setting.points();
        return () -> closed(velocity.at(0.3, x));
    }

    /** From t = 0 to 1 with chosen steps. */
    static Task adaptiveSolve(Setting setting) {
        return solve(setting, Setting.SOLVER);
    }

    /** From t = 0 to 1 in 100 steps of Euler's method. */
    static Task eulerSolve(Setting setting) {
        return solve(setting, OdeSolver.fixed(Tableaus.EULER, 100));
    }

    private static Task solve(Setting setting, OdeSolver solver) {
        var velocity = setting.velocity();
        var x = setting.points();
        return () -> closed(solver.solve(velocity, x, 0, 1));
    }

    /** The loss mean x(1)² over all coordinates, and its gradient to x(0) and the parameters. */
    static Task gradient(Setting setting, Backpropagation kind) {
        var velocity = setting.velocity();
        var x = setting.points();
        var gradient = velocity.parameters().gradient(setting.manager());
        double count = (double) setting.batch() * setting.dim();
        return () -> {
            try (var scratch = new Scratch()) {
                gradient.clear();
                var solved = kind.solve(Setting.SOLVER, velocity, x, 0, 1);
                var end = solved.end();
                float loss = end.square().mean().getFloat();
                solved.vjp(end.mul(2 / count), gradient);
                return loss;
            }
        };
    }

    private static Object closed(NDArray result) {
        result.close();
        return result;
    }
}
