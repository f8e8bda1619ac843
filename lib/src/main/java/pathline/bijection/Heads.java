package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Several nets that look at the same coordinates, each for one raw number of every moved one: net 0 for the first, such as the
 * shift, net 1 for the second, such as the log-scale. Net k's arrays are named k.*.
 *
 * @param nets at least one, of one size
 */
public record Heads(List<Conditioner> nets) implements Conditioner {

    /** Checks that the nets fit. */
    public Heads {
        nets = List.copyOf(Require.nonNull(nets, "nets"));
        Require.that(!nets.isEmpty(), "nets is empty; expected at least one");
        for (var net : nets) {
            Require.that(
                    net.in() == nets.get(0).in() && net.out() == nets.get(0).out(),
                    "nets has one of " + net.in() + " numbers in and " + net.out() + " out; expected "
                            + nets.get(0).in() + " and " + nets.get(0).out() + " like the first");
        }
    }

    /** In this order. */
    public static Heads of(Conditioner... nets) {
        return new Heads(List.of(Require.nonNull(nets, "nets")));
    }

    @Override
    public int in() {
        return nets.get(0).in();
    }

    @Override
    public int out() {
        return nets.size() * nets.get(0).out();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var all = arrays;
        for (int k = 0; k < nets.size(); k++) {
            var net = nets.get(k);
            var stream = rng.child(k);
            all = all.under(String.valueOf(k), own -> net.declare(own, stream));
        }
        return all;
    }

    @Override
    public NDArray at(NDArray x, Weights own) {
        var said = new NDList();
        for (int k = 0; k < nets.size(); k++) {
            said.add(nets.get(k).at(x, own.of(String.valueOf(k))));
        }
        return NDArrays.stack(said, 2).reshape(-1, out());
    }
}
