package pathline.extend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.field.BlockTangents;
import pathline.field.BlockVelocity;
import pathline.field.EngineCheck;
import pathline.field.Gradient;
import pathline.objective.Objective;
import pathline.objective.Regression;
import pathline.random.Rng;
import pathline.train.Trainer;

/** A convolutional velocity that is told time and label, from a DJL block to its training. */
class ConvolutionalVelocityTest {

    private static final int N = 16;
    private static final Shape EVENT = new Shape(1, 8, 8);
    private static final int CLASSES = 2;

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(25);

    @BeforeEach
    void convolutionsAreRight() {
        assumeTrue(EngineCheck.refusal().isEmpty(), "convolutions are refused on this processor");
        Engine.getInstance().setRandomSeed(4); // of initializers and dropout
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** conv(relu(conv(x) + linear([t, label]))), with dropout between. */
    private static final class Net extends AbstractBlock {

        private final Block in = add("in", convolution(8));
        private final Block told = add("told", Linear.builder().setUnits(8).build());
        private final Block dropout =
                add("dropout", Dropout.builder().optRate(0.5f).build());
        private final Block out = add("out", convolution(1));
        private int passes;

        private Block add(String name, Block block) {
            return addChildBlock(name, block);
        }

        private static Block convolution(int filters) {
            return Conv2d.builder()
                    .setKernelShape(new Shape(3, 3))
                    .optPadding(new Shape(1, 1))
                    .setFilters(filters)
                    .build();
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
            passes++;
            var known = inputs.get(1).concat(inputs.get(2), 1);
            var shift = told.forward(store, new NDList(known), training).get(0).reshape(-1, 8, 1, 1);
            var hidden = in.forward(store, new NDList(inputs.get(0)), training).get(0);
            var active = new NDList(Activation.relu(hidden.add(shift)));
            return out.forward(store, dropout.forward(store, active, training), training);
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            long n = inputs[0].get(0);
            in.initialize(manager, type, inputs[0]);
            told.initialize(manager, type, new Shape(n, 1 + CLASSES));
            var hidden = new Shape(n, 8, 8, 8);
            dropout.initialize(manager, type, hidden);
            out.initialize(manager, type, hidden);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {inputs[0]};
        }
    }

    private Net net() {
        var net = new Net();
        net.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(EVENT), new Shape(1, 1), new Shape(1, CLASSES));
        return net;
    }

    private NDArray labels(NDManager where, DataType type, int n) {
        return where.eye(CLASSES, CLASSES, 0, type).tile(new long[] {n / CLASSES, 1});
    }

    /** Class 0 is a bright upper half, class 1 a bright lower half, on paths from noise. */
    private Objective<BlockVelocity> matching() {
        return (own, type, stream) -> {
            var c = labels(own, type, N);
            var upper = own.ones(new Shape(1, 32), type).concat(own.zeros(new Shape(1, 32), type), 1);
            var data = c.matMul(upper.concat(upper.neg().add(1), 0));
            var noise = stream.child("noise").normal(own, type, N, 64);
            var t = stream.child("t").uniform(own, type, N, 1);
            var ut = data.sub(noise);
            var regression = new Regression(t, noise.add(ut.mul(t)), ut);
            return (velocity, into) -> regression.loss(velocity.given(c), into);
        };
    }

    @Test
    void itLearnsByFlowMatching() {
        var block = net();
        var velocity = BlockVelocity.of(block, EVENT, BlockTangents.refused());
        assertEquals(64, velocity.dim());
        double before = matching().loss(velocity, rng.child("test"));
        int passes = block.passes;
        int steps = 60;
        Trainer.adam(0.02).steps(steps).fit(velocity, matching(), rng.child("training"));
        assertEquals(passes + steps, block.passes, "one forward pass for each gradient");
        double after = matching().loss(velocity, rng.child("test"));
        assertTrue(after < 0.7 * before, before + " became " + after);
    }

    @Test
    void dropoutIsForTrainingAlone() {
        var velocity = BlockVelocity.of(net(), EVENT, BlockTangents.refused());
        var x = rng.normal(manager, DataType.FLOAT32, 4, 1, 8, 8);
        var told = velocity.given(labels(manager, DataType.FLOAT32, 4));
        var used = told.at(0.5, x);
        assertEquals(x.getShape(), used.getShape());
        assertEquals(used, told.at(0.5, x));
        velocity.training(true);
        var trained = told.at(0.5, x);
        assertTrue(used.sub(trained).abs().max().getFloat() > 0.01, "dropout is on");
        assertTrue(trained.sub(told.at(0.5, x)).abs().max().getFloat() > 0.01, "and drawn anew");
        velocity.training(false);
        assertEquals(used, told.at(0.5, x));
    }

    /** Events and rows of their numbers are the same states; a label of all stands for one of each. */
    @Test
    void bothFormsOfAStateAgree() {
        var velocity = BlockVelocity.of(net(), EVENT, BlockTangents.refused());
        var x = rng.normal(manager, DataType.FLOAT32, 4, 1, 8, 8);
        var one = labels(manager, DataType.FLOAT32, 2).get("1:2");
        var all = one.tile(new long[] {4, 1});
        var rows = x.reshape(4, 64);
        assertEquals(
                velocity.given(all).at(0.5, x).reshape(4, 64),
                velocity.given(one).at(0.5, rows));
        var a = rng.child("a").normal(manager, DataType.FLOAT32, 4, 1, 8, 8);
        var events = velocity.parameters().gradient(manager);
        var numbers = velocity.parameters().gradient(manager);
        assertEquals(
                velocity.given(one).vjp(0.5, x, a, events).reshape(4, 64),
                velocity.given(one).vjp(0.5, rows, a.reshape(4, 64), numbers));
        assertEquals(events.flat(), numbers.flat());
        assertTrue(numbers.norm() > 0);
        int alive = manager.getManagedArrays().size();
        velocity.given(one).vjp(0.5, x, a, Gradient.unwanted());
        assertEquals(alive + 1, manager.getManagedArrays().size());
    }

    @Test
    void mistakesAreRefused() {
        var velocity = BlockVelocity.of(net(), EVENT, BlockTangents.refused());
        var x = rng.normal(manager, DataType.FLOAT32, 4, 64);
        var three = manager.ones(new Shape(3, CLASSES));
        refused("3 rows for 4 points", () -> velocity.given(three).at(0.5, x));
        refused("(n, 64)", () -> velocity.given(three).at(0.5, x.reshape(4, 8, 8)));
        refused("condition", () -> velocity.given(manager.create(1f)));
        refused("condition", () -> velocity.given(manager.zeros(new Shape(0, CLASSES))));
        refused("event", () -> BlockVelocity.of(net(), new Shape(), BlockTangents.refused()));
        refused("one array [x, t]", () -> BlockVelocity.concatenated(net(), 64, BlockTangents.refused()));
        var plain = Linear.builder().setUnits(2).build();
        plain.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        refused("state and time", () -> BlockVelocity.of(plain, new Shape(2), BlockTangents.refused()));
        refused("initialized", () -> BlockVelocity.of(new Net(), EVENT, BlockTangents.refused()));
    }

    private static void refused(String words, Runnable call) {
        var refusal = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
