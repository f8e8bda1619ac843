package pathline.field;

import ai.djl.ndarray.NDArray;

/** How tangents enter a net and leave it: what becomes of them in the first layer, and in the last. */
interface TangentEnds {

    /** In the first layer, at one input. */
    Layer.Derivative first(Layer.Applied layer);

    /** In the last layer, where they come as dh. */
    Layer.Derivative last(Layer.Applied layer, NDArray dh);

    /** Whether the array outlives the pass. */
    default boolean owns(NDArray array) {
        return false;
    }

    /** From tangents dx to J dx. */
    static TangentEnds along(NDArray dx) {
        return new TangentEnds() {
            @Override
            public Layer.Derivative first(Layer.Applied layer) {
                return layer.jvp(dx);
            }

            @Override
            public Layer.Derivative last(Layer.Applied layer, NDArray dh) {
                return layer.jvp(dh);
            }
        };
    }
}
