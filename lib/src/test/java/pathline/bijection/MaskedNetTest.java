package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Activation;
import pathline.field.Gradients;
import pathline.field.Parameters;
import pathline.random.Rng;

/** What a masked net says of a coordinate depends on those before it, and on each of them. */
class MaskedNetTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Weights weights(MaskedNet net) {
        Parameters parameters =
                net.start(Start.UNEQUAL).declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT64, manager);
        parameters
                .flat()
                .addi(Rng.of(2)
                        .normal(manager, DataType.FLOAT64, parameters.count())
                        .mul(0.2));
        return new Weights(WeightSource.of(parameters), "");
    }

    /** Every order of four coordinates, each with layers in a row, residual blocks, and no layer at all. */
    static Stream<MaskedNet> nets() {
        var orders = new ArrayList<List<Integer>>();
        permute(new ArrayList<>(List.of(0, 1, 2, 3)), 0, orders);
        return orders.stream().flatMap(order -> {
            int[] sequence = order.stream().mapToInt(k -> k).toArray();
            var row = MaskedNet.of(4, 2, 7, 5).activation(Activation.TANH).order(sequence);
            return Stream.of(row, row.blocks(1), MaskedNet.of(4, 2).order(sequence));
        });
    }

    private static void permute(List<Integer> at, int from, List<List<Integer>> into) {
        if (from == at.size()) {
            into.add(List.copyOf(at));
        }
        for (int k = from; k < at.size(); k++) {
            Collections.swap(at, from, k);
            permute(at, from + 1, into);
            Collections.swap(at, from, k);
        }
    }

    /** By the gradient of each output in the points, at random weights, which no mask but the right one gives. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void theJacobianHasTheSparsityOfTheOrder(MaskedNet net) {
        var own = weights(net);
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 3, 4);
        var order = net.masks().sequence();
        var ways = net.masks().ways();
        for (int out = 0; out < net.out(); out++) {
            var column = ":, " + out;
            var slopes =
                    Gradients.ofRows(x, () -> net.at(x, own).get(column)).abs().sum(new int[] {0});
            for (int j = 0; j < 4; j++) {
                boolean before = order.indexOf(j) < order.indexOf(out / 2);
                assertEquals(before, slopes.getDouble(j) > 0, "number " + out + " and coordinate " + j);
                assertEquals(before, ways[out / 2][j] > 0, "ways to " + out + " from " + j);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void oneCoordinateAfterTheOtherItSaysTheSame(MaskedNet net) {
        var own = weights(net);
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 3, 4);
        LayerChecks.near("all numbers", net.at(x, own), swept(net, x, own), 1e-13);
    }

    private static NDArray swept(MaskedNet net, NDArray x, Weights own) {
        var sweep = new MaskedSweep(net, x.getShape().get(0), own);
        var said = new NDArray[net.dim()];
        for (int place = 0; place < net.dim(); place++) {
            int i = sweep.coordinate();
            said[i] = sweep.raw().squeeze(1);
            sweep.tell(x.get(":, " + i + ":" + (i + 1)));
        }
        return NDArrays.concat(new NDList(said), 1);
    }

    @Test
    void masksAreThoseOfThePaper() {
        var masks = MaskedNet.of(3, 1, 4).order(2, 0, 1).masks(); // places 2, 3, 1; hidden degrees 1, 2, 1, 2
        assertArrayEquals(new double[][] {{0, 0, 1}, {1, 0, 1}, {0, 0, 1}, {1, 0, 1}}, masks.matrix(0));
        assertArrayEquals(new double[][] {{1, 0, 1, 0}, {1, 1, 1, 1}, {0, 0, 0, 0}}, masks.matrix(1));
        assertArrayEquals(new double[][] {{0, 0, 2}, {2, 0, 4}, {0, 0, 0}}, masks.ways());
        assertEquals(
                MaskedNet.of(3, 1, 4).reversed().masks(),
                MaskedNet.of(3, 1, 4).order(2, 1, 0).masks());
        assertNotEquals(MaskedNet.of(3, 1, 4).masks(), masks);
    }

    /** Units that see nothing but the condition lead to it. */
    @Test
    void theFirstCoordinateDependsOnTheCondition() {
        var net = MaskedNet.of(3, 2, 6).activation(Activation.TANH).conditions(2);
        Parameters parameters = net.declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT64, manager);
        var source = WeightSource.of(parameters);
        var c = Rng.of(4).normal(manager, DataType.FLOAT64, 3, 2);
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 3, 3);
        var slopes = Gradients.ofRows(
                c, () -> net.at(x, new Weights(source.given(c), "")).get(":, 0"));
        assertTrue(slopes.abs().min().getDouble() > 0, slopes.toDebugString(true));
        var one = c.get("1:2");
        var same = net.at(x, new Weights(source.given(one.repeat(0, 3)), ""));
        LayerChecks.near("one row of condition", same, net.at(x, new Weights(source.given(one), "")), 1e-13);
        LayerChecks.near("swept", same, swept(net, x, new Weights(source.given(one), "")), 1e-13);
        var none = assertThrows(IllegalStateException.class, () -> net.at(x, new Weights(source, "")));
        assertTrue(none.getMessage().contains("model.given"), none.getMessage());
        refused("condition has 1 columns", () -> net.at(x, new Weights(source.given(c.get(":, 0:1")), "")));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        var net = MaskedNet.of(3, 2, 6);
        refused("dim is 0", () -> MaskedNet.of(0, 2, 6));
        refused("count is 0", () -> MaskedNet.of(3, 0, 6));
        refused("a width is 0", () -> MaskedNet.of(3, 2, 6, 0));
        refused("widths", () -> MaskedNet.of(3, 2, (int[]) null));
        refused("sequence is [0, 1, 1]", () -> net.order(0, 1, 1));
        refused("sequence has 2", () -> net.order(0, 1));
        refused("sequence", () -> net.order((int[]) null));
        refused("columns is -1", () -> net.conditions(-1));
        refused("number is -1", () -> net.blocks(-1));
        refused("no hidden layer", () -> MaskedNet.of(3, 2).blocks(1));
        refused("activation", () -> net.activation(null));
        refused("start", () -> net.start(null));
        refused("masks are not for a condition", () -> new MaskedNet(net.masks(), Activation.RELU, 1, 0, Start.FULL));
        refused("residual blocks", () -> new MaskedNet(net.masks(), Activation.RELU, 0, 1, Start.FULL));
        refused("layer is 2", () -> net.masks().matrix(2));
        refused("weight is NaN", () -> new Start(Double.NaN, 0));
        refused("bias is -1", () -> new Start(1, -1));
        refused("in is 0", () -> PlainNet.of(0, 1));
        refused("out is 0", () -> PlainNet.of(1, 0));
        refused("a width is 0", () -> PlainNet.of(1, 1, 0));
        refused("nets is empty", Heads::of);
        refused("nets has one of 2", () -> Heads.of(PlainNet.of(1, 1), PlainNet.of(2, 1)));
    }

    static void refused(String part, Executable call) {
        var message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
