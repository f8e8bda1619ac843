package pathline.bijection;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.field.Activation;
import pathline.random.Rng;

/** Couplings and autoregressive layers of splines and of deep sigmoids against numbers of another program. */
class CurvedFlowsTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static NormalizingFlow flow(FlowLayer layers, DataType type) {
        return NormalizingFlow.of(layers, type, Rng.of(1));
    }

    private static void put(Map<String, Fixture.Piece> pieces, String to, String from) {
        for (var part : List.of("weight", "bias")) {
            pieces.put(to + part, Fixture.same(from + part));
        }
    }

    @Test
    void couplingsOfSplines() {
        var spline = new RationalQuadratic(4, 3);
        var net = PlainNet.of(2, 2 * spline.count(), 7).activation(Activation.TANH);
        var mask = Mask.alternating(4);
        var layers = LayerChain.of(new CouplingLayer(mask, net, spline), new CouplingLayer(mask.other(), net, spline));
        var pieces = new HashMap<String, Fixture.Piece>();
        for (int k = 0; k < 2; k++) {
            put(pieces, "map." + k + ".net.hidden.0.", "layers." + k + ".net.0.");
            put(pieces, "map." + k + ".net.out.", "layers." + k + ".net.1.");
        }
        new Fixture(manager, "rq_coupling").check(type -> flow(layers, type), pieces);
    }

    @Test
    void anAutoregressiveSpline() {
        var spline = new RationalQuadratic(4, 3);
        var net = MaskedNet.of(4, spline.count(), 8).activation(Activation.TANH);
        var pieces = new HashMap<String, Fixture.Piece>();
        put(pieces, "map.net.hidden.0.", "hidden.0.");
        put(pieces, "map.net.out.", "spline.");
        new Fixture(manager, "rq_autoregressive")
                .check(type -> flow(new AutoregressiveLayer(net, spline), type), pieces);
    }

    @Test
    void autoregressiveDeepSigmoids() {
        var transformer = new FromFeatures(4, new DeepSigmoid(3, 1));
        var net = MaskedNet.of(3, 4, 6).activation(Activation.ELU);
        var layers = LayerChain.of(
                new AutoregressiveLayer(net, transformer), new AutoregressiveLayer(net.reversed(), transformer));
        var pieces = new HashMap<String, Fixture.Piece>();
        for (int k = 0; k < 2; k++) {
            var from = "flows." + k + ".";
            var to = "map." + k + ".";
            put(pieces, to + "net.hidden.0.", from + "hidden.0.");
            put(pieces, to + "net.out.", from + "features.");
            put(pieces, to + "transformer.", from + "pseudo.");
            for (var part : List.of("u", "w")) {
                pieces.put(to + "transformer.transformer.0." + part, Fixture.same(from + "layers.0." + part));
            }
        }
        new Fixture(manager, "naf_flow").check(type -> flow(layers, type), pieces);
    }
}
