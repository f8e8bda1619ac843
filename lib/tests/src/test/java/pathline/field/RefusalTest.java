package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.random.Rng;

/** Calls that cannot be right are refused in words, with the argument's name. */
class RefusalTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static void refused(String part, Executable call) {
        var refusal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    @Test
    void labelsOutOfRangeAndTypesWithoutNumbersAreRefused() {
        for (var type : List.of(DataType.STRING, DataType.UNKNOWN, DataType.BFLOAT16, DataType.INT32)) {
            refused("type is", () -> LabelledVelocity.oneHot(manager, type, 3, 1));
        }
        refused("labels[1] is 3", () -> LabelledVelocity.oneHot(manager, DataType.FLOAT32, 3, 2, 3));
        refused("labels[0] is -2", () -> LabelledVelocity.oneHot(manager, DataType.FLOAT32, 3, -2));
        assertEquals(
                manager.create(new float[] {0, 0, 1, 0, 0, 0}, new Shape(2, 3)),
                LabelledVelocity.oneHot(manager, DataType.FLOAT32, 3, 2, LabelledVelocity.NONE));
    }

    @Test
    void aGradientOfAnotherNetIsRefused() {
        var one = VelocityMlp.of(2, 4).init(Rng.of(1), manager);
        var other = VelocityMlp.of(2, 5).init(Rng.of(1), manager);
        var own = one.parameters().gradient(manager);
        var foreign = other.parameters().gradient(manager);
        refused("other is a gradient of other parameters", () -> own.add(foreign));
        var x = manager.ones(new Shape(3, 2));
        refused("into is a gradient of other parameters", () -> one.vjp(0.5, x, x, foreign));
        own.add(one.parameters().gradient(manager));
    }

    @Test
    void aFlowThatOverflowsIsRefused() {
        var field = LinearField.of(new double[][] {{2}});
        var x = manager.create(new double[] {1}, new Shape(1, 1));
        assertEquals(Math.exp(2), field.flow(0, 1, x).getDouble(0), 1e-12);
        refused("t1 - t0 is 1000.0", () -> field.flow(0, 1000, x));
        refused("t1 - t0 is 100.0", () -> field.flow(0, 100, x.toType(DataType.FLOAT32, true)));
        refused("t1 is NaN", () -> field.flow(0, Double.NaN, x));
        refused("a is NaN in row 0", () -> LinearField.of(new double[][] {{Double.NaN}}));
    }

    @Test
    void nothingAndWrongTypesAreRefusedByName() {
        var net = VelocityMlp.of(2, 4).init(Rng.of(1), manager);
        var x = manager.ones(new Shape(3, 2));
        refused("x is null", () -> net.at(0, null));
        refused("t is NaN", () -> net.at(Double.NaN, x));
        refused("x is int32", () -> net.at(0, x.toType(DataType.INT32, true)));
        refused("into is null", () -> net.vjp(0, x, x, null));
        refused("rng is null", () -> VelocityMlp.of(2, 4).init(null));
        refused("hidden is null", () -> VelocityMlp.of(2, (int[]) null));
        refused("weights", () -> VelocityMlp.of(2, 1 << 30, 1 << 30));
        var closed = NDManager.newBaseManager();
        closed.close();
        refused("manager is closed", () -> VelocityMlp.of(2, 4).zero(closed));
    }

    @Test
    void twoVelocitiesOfOneBlockShareItsNumbers() {
        var block = Linear.builder().setUnits(2).build();
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        var x = manager.ones(new Shape(3, 2));
        var first = BlockVelocity.concatenated(block, 2, BlockTangents.refused());
        var before = first.at(0.5, x);
        var second = BlockVelocity.concatenated(block, 2, BlockTangents.refused());
        assertEquals(before, first.at(0.5, x));
        assertEquals(before, second.at(0.5, x));
        first.parameters().flat().muli(2);
        assertEquals(before.mul(2), second.at(0.5, x));
        var around = new ai.djl.nn.SequentialBlock()
                .add(block)
                .add(Linear.builder().setUnits(2).build());
        around.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        refused("shares parameters", () -> BlockVelocity.concatenated(around, 2, BlockTangents.refused()));
    }

    private static long resident() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS")) {
                return Long.parseLong(line.replaceAll("\\D+", "")) >> 10;
            }
        }
        return 0;
    }

    /** 1 500 nets of 0.26 MB are 390 MB, which stayed; now what stays is what was not collected yet. */
    @Test
    void netsThatNobodyRefersToAreFreed() throws IOException, InterruptedException {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")));
        VelocityMlp.of(2, 256, 256).init(Rng.of(0));
        long before = resident();
        var kept = VelocityMlp.of(2, 8).init(Rng.of(7)).parameters().flat(); // its net is gone, it is not
        var numbers = kept.toFloatArray();
        for (int k = 0; k < 1_500; k++) {
            VelocityMlp.of(2, 256, 256).init(Rng.of(k));
            if (k % 250 == 249) {
                System.gc();
                Thread.sleep(1_500);
            }
        }
        long grown = resident() - before;
        assertTrue(grown < 250, "grown by " + grown + " MB");
        org.junit.jupiter.api.Assertions.assertArrayEquals(numbers, kept.toFloatArray());
    }
}
