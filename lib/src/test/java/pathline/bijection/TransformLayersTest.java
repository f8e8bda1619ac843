package pathline.bijection;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Activation;

/** Coupling and autoregressive layers with each conditioner and affine transformer, by the checks of every layer. */
class TransformLayersTest {

    static Stream<Arguments> layers() {
        var tanh = MaskedNet.of(4, 2, 9, 7).activation(Activation.TANH);
        var mask = Mask.of(true, false, false, true, true);
        return Stream.of(
                layer("autoregressive", autoregressive(tanh)),
                layer("reversed", autoregressive(tanh.reversed())),
                layer("in any order", autoregressive(tanh.order(2, 0, 3, 1))),
                layer("with residual blocks", autoregressive(tanh.blocks(2).order(1, 3, 0, 2))),
                layer("without hidden layers", autoregressive(MaskedNet.of(4, 2))),
                layer(
                        "fewer units than coordinates",
                        autoregressive(MaskedNet.of(6, 2, 3, 2).activation(Activation.SILU))),
                layer("of one coordinate", autoregressive(MaskedNet.of(1, 2, 5).activation(Activation.ELU))),
                layer("of one coordinate without hidden layers", autoregressive(MaskedNet.of(1, 2))),
                layer("bounded", new AutoregressiveLayer(tanh, Affine.bounded(3))),
                layer("softplus", new AutoregressiveLayer(tanh, Affine.of(new LogSlope.Softplus(1e-3)))),
                layer("sigmoid", new AutoregressiveLayer(tanh, Affine.of(new LogSlope.Sigmoid(2)))),
                layer(
                        "slope first",
                        new AutoregressiveLayer(tanh, new Affine(new LogSlope.Free(), Affine.Form.SLOPE_FIRST))),
                layer(
                        "shift",
                        new AutoregressiveLayer(MaskedNet.of(4, 1, 9).activation(Activation.SOFTPLUS), new Shift())),
                layer("coupling", coupling(mask)),
                layer("coupling of the others", coupling(mask.other())),
                layer("coupling, alternating", coupling(Mask.alternating(5))),
                layer("coupling, halves", coupling(Mask.halves(5))),
                layer("coupling, the second half", coupling(Mask.halves(4).other())),
                layer("coupling of one coordinate", coupling(Mask.alternating(1))),
                layer("coupling with two nets", twoNets(mask)),
                layer("additive coupling", new CouplingLayer(mask, net(mask, 1), new Shift())),
                layer("identity", new Unchanged(3)));
    }

    private static Arguments layer(String name, FlowLayer layer) {
        return Arguments.of(name, layer);
    }

    private static FlowLayer autoregressive(MaskedNet net) {
        return new AutoregressiveLayer(net, Affine.free());
    }

    private static PlainNet net(Mask mask, int count) {
        return PlainNet.of(mask.seen(), count * mask.moved(), 6, 7).activation(Activation.TANH);
    }

    private static FlowLayer coupling(Mask mask) {
        return new CouplingLayer(mask, net(mask, 2), Affine.free());
    }

    private static FlowLayer twoNets(Mask mask) {
        return new CouplingLayer(
                mask, Heads.of(net(mask, 1), net(mask, 1).activation(Activation.GELU)), Affine.bounded(2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void everyCheckPasses(String name, FlowLayer layer) {
        LayerChecks.of(layer).all();
    }

    static Stream<Arguments> conditioned() {
        var masked = MaskedNet.of(4, 2, 9).activation(Activation.TANH).conditions(3);
        var mask = Mask.alternating(4);
        return Stream.of(
                layer("autoregressive", autoregressive(masked)),
                layer("with residual blocks", autoregressive(masked.blocks(1).reversed())),
                layer("without hidden layers", autoregressive(MaskedNet.of(3, 2).conditions(3))),
                layer(
                        "of one coordinate",
                        autoregressive(MaskedNet.of(1, 2, 4)
                                .activation(Activation.TANH)
                                .conditions(3))),
                layer("coupling", new CouplingLayer(mask, net(mask, 2).conditions(3), Affine.free())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conditioned")
    void withACondition(String name, FlowLayer layer) {
        LayerChecks.of(layer).conditions(3).all();
    }
}
