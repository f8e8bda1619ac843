package pathline.bijection;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.field.Activation;
import pathline.random.Rng;

/** Couplings, autoregressive layers and mixtures against numbers of another program. */
class FixtureFlowsTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void madeOfOneGaussian() {
        var layer = new AutoregressiveLayer(MaskedNet.of(5, 2, 8, 8), Affine.free());
        var pieces = new HashMap<String, Fixture.Piece>();
        masked(pieces, "map.net.", "", 2, 5, "mean", "log_scale");
        new Fixture(manager, "made_gaussian").check(type -> NormalizingFlow.of(layer, type, Rng.of(1)), pieces);
    }

    @Test
    void madeOfMixtures() {
        var fixture = new Fixture(manager, "made_mog");
        var source = new MixtureConditionals(MaskedNet.of(4, 9, 9).activation(Activation.TANH));
        var pieces = new HashMap<String, Fixture.Piece>();
        masked(pieces, "source.", "", 1, 4, "logit", "mean", "log_scale");
        fixture.check(type -> NormalizingFlow.of(source, new Unchanged(4), type, Rng.of(1)), pieces);
        var flow = NormalizingFlow.of(source, new Unchanged(4), DataType.FLOAT64, Rng.of(1));
        fixture.set(flow, pieces);
        var own = new Weights(WeightSource.of(flow.parameters()), "source.");
        LayerChecks.near(
                "conditionals",
                fixture.array("log_conditionals"),
                source.logConditionals(fixture.array("x"), own),
                Fixture.EXACT);
        var component = fixture.array("sample", "component").toType(DataType.INT64, false);
        var normal = fixture.array("sample", "normal");
        var sweep = new MaskedSweep(source.net(), normal.getShape().get(0), own);
        var drawn = new NDList();
        for (int t = 0; t < source.dim(); t++) {
            var x = GaussianMixtures.at(sweep.raw().squeeze(1), Stepwise.of(component, t), Stepwise.of(normal, t));
            drawn.add(x);
            sweep.tell(x);
        }
        LayerChecks.near("sample", fixture.array("sample", "x"), Stepwise.joined(drawn, 1), Fixture.EXACT);
    }

    @Test
    void mafOfThreeLayers() {
        var net = MaskedNet.of(5, 2, 8).activation(Activation.TANH);
        var layer = new AutoregressiveLayer(net, Affine.free());
        var turned = new AutoregressiveLayer(net.reversed(), Affine.free());
        var pieces = new HashMap<String, Fixture.Piece>();
        for (int k = 0; k < 3; k++) {
            masked(pieces, "map." + k + ".net.", "layers." + k + ".", 1, 5, "mean", "log_scale");
        }
        new Fixture(manager, "maf")
                .check(type -> NormalizingFlow.of(LayerChain.of(layer, turned, layer), type, Rng.of(1)), pieces);
    }

    /** Its columns are reversed before each layer: the order is reversed, natural, and z is natural again. */
    @Test
    void mafWithASlopeOfSoftplus() {
        var transformer = new Affine(new LogSlope.Softplus(1e-3), Affine.Form.SLOPE_FIRST);
        var net = MaskedNet.of(4, 2, 8, 8).activation(Activation.TANH);
        var layers = LayerChain.of(
                new AutoregressiveLayer(net.reversed(), transformer), new AutoregressiveLayer(net, transformer));
        var pieces = new HashMap<String, Fixture.Piece>();
        for (int k = 0; k < 2; k++) {
            var from = "_transform._transforms." + (2 * k + 1) + ".autoregressive_net.";
            var to = "map." + k + ".net.";
            var turned = k == 0;
            var first = Fixture.same(from + "initial_layer.weight");
            pieces.put(to + "hidden.0.weight", turned ? Fixture.columns(first, 3, 2, 1, 0) : first);
            pieces.put(to + "hidden.0.bias", Fixture.same(from + "initial_layer.bias"));
            pieces.put(to + "hidden.1.weight", Fixture.same(from + "blocks.0.linear.weight"));
            pieces.put(to + "hidden.1.bias", Fixture.same(from + "blocks.0.linear.bias"));
            // of each coordinate the raw slope, then the shift: here the shift comes first
            int[] places = turned ? new int[] {7, 6, 5, 4, 3, 2, 1, 0} : new int[] {1, 0, 3, 2, 5, 4, 7, 6};
            for (var part : new String[] {"weight", "bias"}) {
                pieces.put(to + "out." + part, Fixture.rows(Fixture.same(from + "final_layer." + part), places));
            }
        }
        new Fixture(manager, "maf_nflows").check(type -> NormalizingFlow.of(layers, type, Rng.of(1)), pieces);
    }

    /** There the nets are of full width: what is masked has no gradient and is left out here. */
    @Test
    void realNvpOfFourCouplings() {
        var layers = new FlowLayer[4];
        var pieces = new HashMap<String, Fixture.Piece>();
        for (int k = 0; k < 4; k++) {
            var mask = k % 2 == 0 ? Mask.alternating(5) : Mask.alternating(5).other();
            var shift = PlainNet.of(mask.seen(), mask.moved(), 7);
            layers[k] = new CouplingLayer(mask, Heads.of(shift, shift.activation(Activation.TANH)), Affine.free());
            int[] kept = IntStream.range(0, 5).filter(mask::keeps).toArray();
            int[] moved = IntStream.range(0, 5).filter(i -> !mask.keeps(i)).toArray();
            for (var head : Map.of("shift", 0, "scale", 1).entrySet()) {
                var from = "layers." + k + "." + head.getKey() + ".";
                var to = "map." + k + ".net." + head.getValue() + ".";
                pieces.put(to + "hidden.0.weight", Fixture.columns(Fixture.same(from + "0.weight"), kept));
                pieces.put(to + "hidden.0.bias", Fixture.same(from + "0.bias"));
                pieces.put(to + "out.weight", Fixture.rows(Fixture.same(from + "1.weight"), moved));
                pieces.put(to + "out.bias", Fixture.rows(Fixture.same(from + "1.bias"), moved));
            }
        }
        new Fixture(manager, "realnvp")
                .check(type -> NormalizingFlow.of(LayerChain.of(layers), type, Rng.of(1)), pieces);
    }

    /** The names of a masked net, whose heads are stored one after the other. */
    private static void masked(
            Map<String, Fixture.Piece> pieces, String to, String from, int hidden, int dim, String... heads) {
        for (var part : new String[] {"weight", "bias"}) {
            for (int k = 0; k < hidden; k++) {
                pieces.put(to + "hidden." + k + "." + part, Fixture.same(from + "hidden." + k + "." + part));
            }
            var all = new Fixture.Piece[heads.length];
            for (int k = 0; k < heads.length; k++) {
                all[k] = Fixture.same(from + heads[k] + "." + part);
            }
            pieces.put(to + "out." + part, Fixture.byTurns(dim, all));
        }
    }
}
