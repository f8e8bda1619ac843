package pathline.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.bijection.ImageShape;
import pathline.data.Datasets;
import pathline.distribution.Empirical;
import pathline.field.Gradient;
import pathline.field.LabelledVelocity;
import pathline.objective.CrossEntropy;
import pathline.random.Rng;
import pathline.train.LearningRate;
import pathline.train.Trainer;

class LeNetTest {

    private static final ImageShape DIGITS = new ImageShape(1, 8, 8);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void itReadsDigitsThatItHasNotSeen() {
        var all = Datasets.labelledDigits();
        var scaled = Empirical.of(
                        all.all(manager, DataType.FLOAT32).div(8).sub(1).reshape(-1, 1, 8, 8))
                .withLabels(all.labels().orElseThrow());
        var train = scaled.subset(IntStream.range(0, 1_200).toArray());
        var test = scaled.subset(IntStream.range(1_200, scaled.size()).toArray());
        var net = LeNet.of(DIGITS, 10, Rng.of(1).child("net"));
        String before = net.digest();
        Trainer.adam(LearningRate.cosine(3e-3, 3e-5, 600))
                .steps(600)
                .fit(net, CrossEntropy.of(train, 10, 64), Rng.of(1).child("fit"));
        assertNotEquals(before, net.digest());
        int[] found = net.mostLikely(test.all(manager, DataType.FLOAT32));
        int[] labels = test.labels().orElseThrow();
        long right = IntStream.range(0, found.length)
                .filter(i -> found[i] == labels[i])
                .count();
        // by other hands than the first 1 200; a share of 0.9 of 597 has a standard error of 0.012, chance a share of
        // 0.1
        assertTrue(right > 0.87 * found.length, right + " of " + found.length);
        var sums = net.probabilities(test.all(manager, DataType.FLOAT32)).sum(new int[] {1});
        assertEquals(1, sums.min().getFloat(), 1e-5); // rounding of a softmax in float32
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        var net = LeNet.of(DIGITS, 3, Rng.of(2), DataType.FLOAT64, manager);
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 5, 64);
        var chosen = LabelledVelocity.oneHot(manager, DataType.FLOAT64, 3, 0, 2, 1, 1, 0);
        var gradient = net.parameters().gradient(manager);
        net.crossEntropy(x, chosen, gradient);
        var direction = Rng.of(4)
                .normal(manager, DataType.FLOAT64, 1, net.parameters().count())
                .reshape(-1);
        double slope = gradient.flat().mul(direction).sum().getDouble();
        var start = net.parameters().flat().duplicate();
        double h = 1e-6;
        net.parameters().set(start.add(direction.mul(h)));
        double above = net.crossEntropy(x, chosen, Gradient.unwanted()).toDoubleArray()[0];
        net.parameters().set(start.sub(direction.mul(h)));
        double below = net.crossEntropy(x, chosen, Gradient.unwanted()).toDoubleArray()[0];
        // a central difference errs by h² times a third derivative, and by 1e-16 / h
        assertEquals((above - below) / (2 * h), slope, 1e-6 * Math.max(1, Math.abs(slope)));
    }

    @Test
    void theLossIsTheCrossEntropyOfItsProbabilities() {
        var net = LeNet.of(new ImageShape(3, 9, 10), 3, Rng.of(2), DataType.FLOAT64, manager);
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 2, 270).reshape(2, 3, 9, 10);
        double[] p = net.probabilities(x).toDoubleArray();
        var chosen = LabelledVelocity.oneHot(manager, DataType.FLOAT64, 3, 2, 0);
        double loss = net.crossEntropy(x, chosen, Gradient.unwanted()).toDoubleArray()[0];
        assertEquals(-(Math.log(p[2]) + Math.log(p[3])) / 2, loss, 1e-12);
        assertEquals(new Shape(2, LeNet.FEATURES), net.features(x).getShape());
        assertArrayEquals(
                net.features(x).toDoubleArray(), net.features(x.reshape(2, 270)).toDoubleArray());
        assertTrue(net.features(x).min().getDouble() >= 0);
    }

    @Test
    void partsChangeNothing() {
        var net = LeNet.of(DIGITS, 3, Rng.of(2), DataType.FLOAT64, manager);
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 1_003, 64);
        assertArrayEquals(
                net.features(x.get("1000:")).toDoubleArray(),
                net.features(x).get("1000:").toDoubleArray(),
                1e-12); // products of other sizes are summed in another order
    }

    @Test
    void whatDoesNotFitIsRefused() {
        var net = LeNet.of(DIGITS, 3, Rng.of(2), DataType.FLOAT32, manager);
        assertThrows(IllegalArgumentException.class, () -> net.features(manager.zeros(new Shape(2, 63))));
        assertThrows(IllegalArgumentException.class, () -> LeNet.of(new ImageShape(1, 3, 8), 3, Rng.of(1)));
        var labelled = Empirical.of(new double[][] {{1}, {2}}).withLabels(0, 3);
        assertThrows(IllegalArgumentException.class, () -> CrossEntropy.of(labelled, 3, 2));
    }
}
