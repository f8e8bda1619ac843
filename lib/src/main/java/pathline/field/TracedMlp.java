package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** A net in array operations together with its trace. */
record TracedMlp(ArrayMlp net, TracedEnds ends) implements TracedVelocity {

    @Override
    public Tangent push(NDArray t, NDArray x) {
        return net.push(t, x, ends);
    }

    @Override
    public PulledPair pull(NDArray t, NDArray x, UnaryOperator<Tangent> cotangents, Gradient into) {
        return net.pull(t, x, ends, cotangents, into);
    }

    @Override
    public void close() {
        ends.close();
    }
}
