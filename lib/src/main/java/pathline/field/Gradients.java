package pathline.field;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
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
 * <p>The engine records operations on arrays that ask for a gradient. Left to itself it surprises: gradients add up from use to
 * use until something else clears them, and a variable that the result does not depend on has a gradient of another type. This
 * class is the only one that lets the engine record, one thread at a time. Each use starts from zero, whatever was there before;
 * the gradients it returns are copies; what was recorded is freed with the result. Only first derivatives are to be
 * had.
 *
 * <p>The engine's record refers to the memory of a Java number that an array was multiplied by, {@code x.mul(2)}, which Java may
 * reuse before the gradient is taken: the gradient is then wrong, now and then. A function that is recorded therefore takes such
 * factors from the engine: {@code x.add(x)}, or {@code x.mul(manager.full(new Shape(), 2f))}. Sums with numbers are safe.
 *
 * <p>DJL's GradientCollector does the same and, whenever it is opened, looks at every array of the process; here the recording is
 * switched on around the function alone, so that several results may have their gradients taken later, in any order.
 */
public final class Gradients {

    private static final ReentrantLock RECORDING = new ReentrantLock();
    private static final NDIndex ALL = new NDIndex("...");

    private Gradients() {}

    /** Whether the engine records what this thread computes: where it does not, what serves the gradient alone may be left out. */
    public static boolean recording() {
        return RECORDING.isHeldByCurrentThread();
    }

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
        RequireArray.real(cotangent, "cotangent");
        try (var scratch = new Scratch()) { // open until the gradients are there, for the arrays that f makes
            var gradients = record(variables, f).gradients(cotangent);
            gradients.forEach(scratch::keep);
            return gradients;
        }
    }

    /**
     * The gradient in x of the sum of a function of each of its rows, such as the score of a log-density.
     *
     * @param f computes one number for each row, shape (n), from x by differentiable operations
     * @return of the shape and type of x, on its manager
     */
    public static NDArray ofRows(NDArray x, Supplier<NDArray> f) {
        RequireArray.events(x, "x");
        try (var one = x.getManager().ones(new Shape(x.getShape().get(0)), x.getDataType())) {
            return of(List.of(x), one, f).get(0);
        }
    }

    /**
     * A loss of a model whose gradient the engine finds: f's value, and its gradient added to {@code into} where that is
     * wanted. All of an objective that is computed by operations of the engine:
     *
     * <pre>
     * return (model, into) -&gt; Gradients.loss(model.parameters(), into, () -&gt; model.misfit(x, y).square().mean());
     * </pre>
     *
     * @param parameters what the gradient is taken with respect to
     * @param into a gradient of these parameters, or {@link Gradient#unwanted()}
     * @param f computes one number from the parameters by differentiable operations
     * @return f's value, without dimensions or of shape (1)
     */
    public static NDArray loss(Parameters parameters, Gradient into, Supplier<NDArray> f) {
        Require.nonNull(parameters, "parameters").check(into);
        Require.nonNull(f, "f");
        if (!into.wanted()) {
            return Scratch.keeping(f);
        }
        var variables = parameters.arrays().windows();
        try (var scratch = new Scratch()) { // open until the gradients are there, for the arrays that f makes
            var recording = record(variables, f);
            Require.that(
                    recording.value.size() == 1,
                    "f's result has shape " + recording.value.getShape() + "; expected one number");
            var gradients = recording.gradients(recording.value.onesLike());
            var sums = into.kept().windows();
            for (int k = 0; k < sums.size(); k++) {
                sums.get(k).addi(gradients.get(k));
            }
            return scratch.keep(recording.value());
        }
    }

    /**
     * Computes an array and records how, so that gradients can be taken until the result is closed.
     *
     * <p>What f makes on this manager stays until the manager is closed, and other temporaries are freed at once. The record keeps
     * arrays of the engine, but not the Java memory that an array made of Java numbers may share.
     *
     * @param own the manager of the variables by which f begins
     * @param variables arrays that f reads; they ask for no gradient before and after, and stay unchanged
     * @param f computes an array from the variables by differentiable operations
     * @throws IllegalStateException if f itself asks for gradients
     */
    static Recording record(NDManager own, List<NDArray> variables, Supplier<NDArray> f) {
        try (var scratch = new Scratch()) {
            var recording = record(variables, f);
            own.getManagedArrays().forEach(NDScope::unregister);
            NDScope.unregister(recording.value);
            return recording;
        }
    }

    private static Recording record(List<NDArray> variables, Supplier<NDArray> f) {
        Require.nonNull(Require.nonNull(variables, "variables").toArray(), "variables");
        Require.nonNull(f, "f");
        for (int k = 0; k < variables.size(); k++) {
            RequireArray.real(variables.get(k), "variables[" + k + "]");
        }
        if (RECORDING.isHeldByCurrentThread()) {
            throw new IllegalStateException("Gradients do not nest: the engine has no second derivatives");
        }
        RECORDING.lock();
        boolean before = JniUtils.isGradMode();
        try {
            variables.forEach(variable -> variable.setRequiresGradient(true));
            JniUtils.setGradMode(true);
            return new Recording(List.copyOf(variables), RequireArray.real(f.get(), "f's result"));
        } finally {
            JniUtils.setGradMode(before);
            variables.forEach(variable -> variable.setRequiresGradient(false));
            RECORDING.unlock();
        }
    }

    /** A result, and how it was computed from some variables. */
    static final class Recording implements AutoCloseable {

        private final List<NDArray> variables;
        private final NDArray value;

        private Recording(List<NDArray> variables, NDArray value) {
            this.variables = variables;
            this.value = value;
        }

        /** The result: a copy without the record. */
        NDArray value() {
            return Scratch.keeping(() -> value.stopGradient().duplicate());
        }

        /**
         * The gradient of ⟨cotangent, value⟩ with respect to each variable.
         *
         * @param cotangent an array of the value's shape
         * @return a new array for each variable, of its shape and type, on its manager; zero where the value does not depend on it
         * @throws IllegalStateException if a variable was changed since
         */
        List<NDArray> gradients(NDArray cotangent) {
            RequireArray.real(cotangent, "cotangent");
            if (!value.getShape().equals(cotangent.getShape())) {
                throw new IllegalArgumentException("The cotangent must have the function's shape, " + value.getShape()
                        + ", got " + cotangent.getShape());
            }
            RECORDING.lock();
            try (var scratch = new Scratch()) {
                for (var variable : variables) {
                    variable.setRequiresGradient(true);
                    variable.getGradient().set(ALL, Scalars.ZERO); // what others left there would be added to
                }
                backward(cotangent);
                var gradients = new ArrayList<NDArray>(variables.size());
                for (var variable : variables) {
                    // the engine's own sum, which the next use clears; or, if there is none, zeros that are always
                    // float32
                    var copy = variable.getGradient().duplicate().toType(variable.getDataType(), false);
                    gradients.add(scratch.keep(copy));
                }
                return gradients;
            } finally {
                variables.forEach(variable -> variable.setRequiresGradient(false));
                RECORDING.unlock();
            }
        }

        /** Nothing where the value depends on no variable, of which the engine has no other sign than its failure. */
        private void backward(NDArray cotangent) {
            try {
                JniUtils.backward((PtNDArray) value, (PtNDArray) cotangent, true, false);
            } catch (EngineException e) {
                var message = String.valueOf(e.getMessage());
                if (message.contains("modified by an inplace operation") || message.contains("modified inplace")) {
                    throw new IllegalStateException(
                            "A parameter or an input was changed between the forward pass and its gradient; take the"
                                    + " gradient before the change, or linearize again after it",
                            e);
                }
                if (!message.contains("does not require grad")) {
                    throw e;
                }
            }
        }

        /** Frees the result and what was recorded for it. */
        @Override
        public void close() {
            value.close();
        }
    }
}
