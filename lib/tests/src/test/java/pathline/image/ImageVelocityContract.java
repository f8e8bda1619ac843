package pathline.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.array.HostMemory;
import pathline.check.Fingerprint;
import pathline.field.Gradient;
import pathline.field.LabelledVelocity;
import pathline.field.Tangent;
import pathline.random.Rng;

/** A net as a velocity of images: against PyTorch, and what every velocity must do. */
abstract class ImageVelocityContract {

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(28);

    /** What a net is made of. */
    @FunctionalInterface
    interface Config {
        ImageVelocity init(Rng rng, DataType type, NDManager manager);
    }

    /** The case of its numbers. */
    abstract String stored();

    /** Of images 1 x 8 x 8 and three labels. */
    abstract Config small();

    /** The same with dropout. */
    abstract Config withDropout(double share);

    /** The same without labels. */
    abstract Config withoutLabels();

    @AfterEach
    void close() {
        manager.close();
    }

    /** With numbers that are not zero anywhere. */
    private ImageVelocity net(Config config, DataType type) {
        var net = config.init(rng, type, manager);
        net.parameters()
                .set(TorchNets.parameters(manager, type, net.parameters().count()));
        return net;
    }

    private static LabelledVelocity labelled(ImageVelocity net) {
        return LabelledVelocity.of(net, 3);
    }

    private NDArray times(DataType type) {
        return manager.create(new double[] {0.3, 0.8}, new Shape(2, 1)).toType(type, true);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT64, 1e-8", "FLOAT32, 1e-5"})
    void agreesWithTorch(DataType type, double tolerance) {
        var torch = TorchNets.of(stored());
        var net = net(small(), type);
        assertEquals(torch.names(), net.parameters().names());
        var told = labelled(net).given(0, LabelledVelocity.NONE);
        var x = torch.x(manager, type);
        var t = times(type);
        ImageLayerTest.same(torch.get("value"), told.at(t, x), tolerance);
        var into = net.parameters().gradient(manager);
        var a = TorchNets.cotangent(manager, type, x.getShape());
        ImageLayerTest.same(torch.get("toInput"), told.vjp(t, x, a, into), tolerance);
        ImageLayerTest.same(torch.get("toParameters"), into.flat(), tolerance);
        var pair = told.jvp(t, x, torch.tangent(manager, type));
        ImageLayerTest.same(torch.get("value"), pair.value(), tolerance);
        ImageLayerTest.same(torch.get("derivative"), pair.derivative(), tolerance);
    }

    /** ⟨a, v⟩ + ⟨b, J dx⟩ has the gradient that differences find, in x and in the parameters, for two tangents. */
    @Test
    void thePairIsDifferentiable() {
        var type = DataType.FLOAT64;
        var net = labelled(net(small(), type)).given(1);
        var t = times(type);
        var x = rng.child("x").normal(manager, type, 2, 64);
        var dx = rng.child("dx").normal(manager, type, 2, 2, 64);
        var a = rng.child("a").normal(manager, type, 2, 64);
        var b = rng.child("b").normal(manager, type, 2, 2, 64);
        var into = net.parameters().gradient(manager);
        var toX = net.vjp(t, x, dx, a, b, into);
        double h = 1e-5;
        var direction = rng.child("direction").normal(manager, type, 2, 64);
        double inX = (pairing(net.jvp(t, x.add(direction.mul(h)), dx), a, b)
                        - pairing(net.jvp(t, x.sub(direction.mul(h)), dx), a, b))
                / (2 * h);
        assertEquals(inX, HostMemory.number(toX.mul(direction).sum()), 1e-6 * Math.max(1, Math.abs(inX)));
        var start = net.parameters().flat().duplicate();
        var along = rng.child("along").normal(manager, type, start.size());
        net.parameters().set(start.add(along.mul(h)));
        double above = pairing(net.jvp(t, x, dx), a, b);
        net.parameters().set(start.sub(along.mul(h)));
        double below = pairing(net.jvp(t, x, dx), a, b);
        double inParameters = (above - below) / (2 * h);
        double found = HostMemory.number(into.flat().mul(along).sum());
        assertEquals(inParameters, found, 1e-6 * Math.max(1, Math.abs(inParameters)));
    }

    private static double pairing(Tangent pair, NDArray a, NDArray b) {
        return HostMemory.number(pair.value().mul(a).sum())
                + HostMemory.number(pair.derivative().mul(b).sum());
    }

    @Test
    void itBeginsAtZero() {
        var net = small().init(rng, DataType.FLOAT32, manager);
        var x = rng.child("x").normal(manager, DataType.FLOAT32, 3, 1, 8, 8);
        assertEquals(0, HostMemory.number(net.at(0.5, x).abs().max()));
        assertEquals(
                small().init(rng, DataType.FLOAT32, manager).parameters().flat(),
                net.parameters().flat());
    }

    @Test
    void bothFormsOfAStateAgree() {
        var net = labelled(net(small(), DataType.FLOAT32)).given(2);
        var x = rng.child("x").normal(manager, DataType.FLOAT32, 3, 1, 8, 8);
        assertEquals(net.at(0.5, x).reshape(3, 64), net.at(0.5, x.reshape(3, 64)));
        var a = rng.child("a").normal(manager, DataType.FLOAT32, 3, 1, 8, 8);
        assertEquals(
                net.vjp(0.5, x, a, Gradient.unwanted()).reshape(3, 64),
                net.vjp(0.5, x.reshape(3, 64), a.reshape(3, 64), Gradient.unwanted()));
        assertEquals(
                net.linearize(manager.full(new Shape(1, 1), 0.5f), x, a)
                        .derivative()
                        .reshape(3, 64),
                net.jvp(manager.full(new Shape(1, 1), 0.5f), x.reshape(3, 64), a.reshape(3, 64))
                        .derivative());
    }

    /** Alone, in company and under one time for all: image i of the result depends on image i of the inputs. */
    @Test
    void anImageNeverSeesItsNeighbours() {
        var net = net(small(), DataType.FLOAT64);
        var x = rng.child("x").normal(manager, DataType.FLOAT64, 2, 1, 8, 8);
        var t = times(DataType.FLOAT64);
        var both = labelled(net).given(1, LabelledVelocity.NONE).at(t, x);
        near(both.get("0:1"), labelled(net).given(1).at(0.3, x.get("0:1")));
        near(both.get("1:2"), net.at(0.8, x.get("1:2")));
        near(labelled(net).given(1).at(0.3, x).get("0:1"), both.get("0:1"));
    }

    private static void near(NDArray expected, NDArray actual) {
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-12);
    }

    @Test
    void guidanceAtOneIsTheLabelsFieldAndAtZeroThatOfAll() {
        var net = net(small(), DataType.FLOAT32);
        var x = rng.child("x").normal(manager, DataType.FLOAT32, 2, 1, 8, 8);
        assertEquals(
                labelled(net).given(2).at(0.5, x), labelled(net).guided(1, 2).at(0.5, x));
        assertEquals(net.at(0.5, x), labelled(net).guided(0, 2).at(0.5, x));
        assertTrue(
                net.at(0.5, x)
                                .sub(labelled(net).given(2).at(0.5, x))
                                .abs()
                                .max()
                                .getFloat()
                        > 1e-3,
                "labels count");
    }

    @Test
    void dropoutIsForTrainingAlone() {
        Engine.getInstance().setRandomSeed(4);
        var net = net(withDropout(0.5), DataType.FLOAT32);
        var told = labelled(net).given(1);
        var x = rng.child("x").normal(manager, DataType.FLOAT32, 2, 1, 8, 8);
        var used = told.at(0.5, x);
        told.training(true);
        var trained = labelled(net).given(1).at(0.5, x);
        assertTrue(used.sub(trained).abs().max().getFloat() > 1e-3, "one mode for all labels");
        net.training(false);
        assertEquals(used, told.at(0.5, x));
    }

    @Test
    void nothingIsLeft() {
        var net = net(small(), DataType.FLOAT32);
        var told = labelled(net).guided(2, 1);
        var x = rng.child("x").normal(manager, DataType.FLOAT32, 2, 1, 8, 8);
        var a = x.duplicate();
        var into = net.parameters().gradient(manager);
        told.vjp(0.5, x, a, into).close(); // the engine's own sums for each parameter are made once
        int before = manager.getManagedArrays().size();
        told.at(0.5, x).close();
        told.vjp(0.5, x, a, into).close();
        var pair = net.jvp(manager.full(new Shape(1, 1), 0.5f), x, a);
        pair.value().close();
        pair.derivative().close();
        assertEquals(before + 1, manager.getManagedArrays().size(), "the time alone");
    }

    @Test
    void itIsKnownByItsSizes() {
        var one = Fingerprint.of(net(small(), DataType.FLOAT32), "net");
        assertEquals(Fingerprint.of(small().init(rng.child("other"), DataType.FLOAT32, manager), "net"), one);
        assertNotEquals(Fingerprint.of(withDropout(0.1).init(rng, DataType.FLOAT32, manager), "net"), one);
    }

    @Test
    void mistakesAreRefused() {
        var net = net(small(), DataType.FLOAT32);
        var x = manager.zeros(new Shape(2, 1, 8, 8));
        refused("(n, 1, 8, 8)", () -> net.at(0.5, manager.zeros(new Shape(2, 1, 8, 4))));
        refused("number", () -> net.at(0.5, manager.zeros(new Shape(0, 64))));
        refused("float64", () -> net.at(0.5, x.toType(DataType.FLOAT64, false)));
        refused("t has shape", () -> net.at(manager.zeros(new Shape(3, 1)), x));
        refused("(n, 3)", () -> net.given(manager.zeros(new Shape(2, 4))));
        refused("(n, 3)", () -> net.given(manager.zeros(new Shape(0, 3))));
        refused(
                "float64",
                () -> net.given(manager.zeros(new Shape(1, 3), DataType.FLOAT64))
                        .at(0.5, x));
        refused("labels[0] is 3", () -> labelled(net).given(3));
        refused("3 rows for 2 points", () -> labelled(net).given(0, 1, 2).at(0.5, x));
        refused("dx has shape", () -> net.jvp(manager.zeros(new Shape(1, 1)), x, manager.zeros(new Shape(2, 8))));
        refused("a is", () -> net.vjp(0.5, x, manager.zeros(new Shape(2, 8)), Gradient.unwanted()));
        refused("t is NaN", () -> net.at(Double.NaN, x));
        refused(
                "classes(count)",
                () -> withoutLabels().init(rng, DataType.FLOAT32, manager).given(manager.zeros(new Shape(1, 3))));
        refused("dropout", () -> withDropout(Double.NaN));
        refused("dropout", () -> withDropout(1));
    }

    static void refused(String words, Runnable call) {
        var refusal = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
