package pathline.image;

import java.util.List;
import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/** Layers one after the other, named 0, 1, ... */
record Sequence(List<ImageLayer> layers) implements ImageLayer {

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var all = arrays;
        for (int i = 0; i < layers.size(); i++) {
            var layer = layers.get(i);
            var own = rng.child(i);
            all = all.under(String.valueOf(i), one -> layer.declare(one, own));
        }
        return all;
    }

    @Override
    public DualArray at(DualArray x, Told told, Weights own) {
        var h = x;
        for (int i = 0; i < layers.size(); i++) {
            h = layers.get(i).at(h, told, own.of(String.valueOf(i)));
        }
        return h;
    }
}
