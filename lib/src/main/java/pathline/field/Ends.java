package pathline.field;

import ai.djl.ndarray.NDArray;

/** How tangents enter a net and leave it: what becomes of them in the first layer, and in the last. */
interface Ends {

    /** In the first layer, at one input. */
    Layer.Pushed first(Layer.Applied layer);

    /** In the last layer, where they come as dh. */
    Layer.Pushed last(Layer.Applied layer, NDArray dh);

    /** Tangents dx on their way to J dx. */
    static Ends along(NDArray dx) {
        return new Ends() {
            @Override
            public Layer.Pushed first(Layer.Applied layer) {
                return layer.push(dx);
            }

            @Override
            public Layer.Pushed last(Layer.Applied layer, NDArray dh) {
                return layer.push(dh);
            }
        };
    }
}
