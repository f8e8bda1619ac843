package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A forward pass of a block that was recorded, with the arrays that the way back needs. */
final class BlockPass {

    private final Gradients.Recording recording;
    private final NDManager own;
    private final NDManager home;

    /** @param forward the block's values at given states */
    BlockPass(Parameters parameters, NDArray x, UnaryOperator<NDArray> forward) {
        home = x.getManager();
        own = home.newSubManager();
        var here = x.stopGradient(); // another handle of the same numbers: the caller's x is not marked
        NDScope.unregister(here);
        here.attach(own);
        var variables = new ArrayList<NDArray>(List.of(here));
        variables.addAll(parameters.arrays().windows());
        try {
            recording = Gradients.record(own, variables, () -> forward.apply(here));
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    NDArray value() {
        var value = recording.value();
        value.attach(home);
        return value;
    }

    /** Jᵀ a; the rest is added to a gradient. */
    NDArray gradient(NDArray a, Gradient into) {
        var gradients = recording.gradients(a);
        for (int i = 1; i < gradients.size() && into.wanted(); i++) {
            into.kept().window(i - 1).addi(gradients.get(i));
        }
        var toX = gradients.get(0);
        toX.attach(home);
        return toX;
    }

    void close() {
        recording.close();
        own.close();
    }
}
