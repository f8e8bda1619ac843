package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import pathline.field.Gradient;
import pathline.field.PulledPair;
import pathline.field.Tangent;

/** How v and its divergence are found together, and their cotangents go back. */
interface DivergencePass extends AutoCloseable {

    /** v, and what the divergence is made of. */
    Tangent push(NDArray t, NDArray x);

    /** The same, and the pull of cotangents of both. */
    PulledPair pull(NDArray t, NDArray x, UnaryOperator<Tangent> cotangents, Gradient into);

    /** The divergence of what was pushed, shape (n, 1). */
    NDArray divergence(Tangent pushed);

    /** The cotangent of what the divergence is made of, from that of the divergence, shape (n, 1). */
    NDArray cotangent(NDArray a);

    @Override
    default void close() {}
}
