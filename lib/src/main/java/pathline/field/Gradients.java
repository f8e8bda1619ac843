package pathline.field;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * Gradients by the engine's own reverse mode, for what is not written out by hand.
 *
 * <p>DJL records operations on arrays that ask for a gradient while its collector is open. Left to itself it surprises:
 * there is one collector in the whole process, gradients add up from use to use until something else clears them, and a
 * variable that the scalar does not depend on has a gradient of another type. This class is the only one that opens
 * the collector, one thread at a time. Each use starts from zero, whatever was there before; the gradients it returns are
 * copies; the graph is freed. Only first derivatives are to be had.
 */
public final class Gradients {

    private static final ReentrantLock COLLECTOR = new ReentrantLock();
    private static final NDIndex ALL = new NDIndex("...");

    private Gradients() {}

    /**
     * The gradient of ⟨cotangent, f⟩ with respect to each variable.
     *
     * @param variables arrays that f reads; they ask for no gradient before and after
     * @param cotangent an array of f's shape; ones give the gradient of f's sum
     * @param f computes an array from the variables by differentiable operations
     * @return a new array for each variable, of its shape and type, on its manager; zero where f does not depend on it
     * @throws IllegalStateException if f itself asks for gradients
     */
    public static List<NDArray> of(List<NDArray> variables, NDArray cotangent, Supplier<NDArray> f) {
        Require.nonNull(Require.nonNull(variables, "variables").toArray(), "variables");
        Require.nonNull(f, "f");
        RequireArray.real(cotangent, "cotangent");
        for (int k = 0; k < variables.size(); k++) {
            RequireArray.real(variables.get(k), "variables[" + k + "]");
        }
        if (COLLECTOR.isHeldByCurrentThread()) {
            throw new IllegalStateException("Gradients do not nest: the engine has no second derivatives");
        }
        COLLECTOR.lock();
        try (var scratch = new Scratch()) {
            for (var variable : variables) {
                variable.setRequiresGradient(true);
                variable.getGradient().set(ALL, Scalars.ZERO); // what others left there would be added to
            }
            backward(cotangent, f);
            var gradients = new ArrayList<NDArray>(variables.size());
            for (var variable : variables) {
                // the engine's own sum, which the next use clears; or, if there is none, zeros that are always float32
                var copy = variable.getGradient().duplicate().toType(variable.getDataType(), false);
                gradients.add(scratch.keep(copy));
            }
            return gradients;
        } finally {
            variables.forEach(variable -> variable.setRequiresGradient(false));
            COLLECTOR.unlock();
        }
    }

    /** Nothing where the scalar depends on no variable, of which the engine has no other sign than its failure. */
    private static void backward(GradientCollector collector, NDArray scalar) {
        try {
            collector.backward(scalar);
        } catch (EngineException e) {
            if (!String.valueOf(e.getMessage()).contains("does not require grad")) {
                throw e;
            }
        }
    }

    private static void backward(NDArray cotangent, Supplier<NDArray> f) {
        try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            var value = RequireArray.real(f.get(), "f's result");
            if (!value.getShape().equals(cotangent.getShape())) {
                throw new IllegalArgumentException("The cotangent must have the function's shape, " + value.getShape()
                        + ", got " + cotangent.getShape());
            }
            var constant = cotangent.stopGradient(); // it may be one of the variables
            backward(collector, value.mul(constant).sum());
        }
    }
}
