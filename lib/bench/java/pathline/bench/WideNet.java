package pathline.bench;

import ai.djl.ndarray.NDArray;
import java.util.List;
import pathline.array.Scratch;

/** A forward pass that is nearly all matrix products, 4 096 points through width 512, and these products alone. */
final class WideNet {

    /** What the commands call it. */
    static final String ID = "wide";

    /** What the compiled pass should take at most, as a multiple of its products done by PyTorch. */
    static final double TARGET = 1.3;

    private static final int BATCH = 4096;
    private static final int HIDDEN = 512;

    /** The pass, and its products done by the engine. */
    static final List<Work> ALL = List.of(
            Work.of(ID, "field forward, batch 4096, hidden 512", FieldTasks::forward)
                    .sizes(BATCH, 2, HIDDEN),
            Work.of(ID, "its matrix products alone", WideNet::products)
                    .sizes(BATCH, 2, HIDDEN)
                    .withoutNet());

    private WideNet() {}

    /** x W of every layer, without bias and activation. */
    private static Task products(Setting setting) {
        var manager = setting.manager();
        int in = setting.dim() + 1;
        int width = setting.hidden();
        var x = Setting.RNG.child("points").normal(manager, setting.batch(), in);
        var h = Setting.RNG.child("activations").normal(manager, setting.batch(), width);
        var first = Setting.RNG.child("first").normal(manager, in, width);
        var middle = Setting.RNG.child("middle").normal(manager, width, width);
        var last = Setting.RNG.child("last").normal(manager, width, setting.dim());
        return () -> {
            try (var scratch = new Scratch()) {
                return List.<NDArray>of(x.matMul(first), h.matMul(middle), h.matMul(middle), h.matMul(last));
            }
        };
    }
}
