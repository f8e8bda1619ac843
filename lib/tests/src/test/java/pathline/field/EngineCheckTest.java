package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.convolutional.Conv2dTranspose;
import ai.djl.nn.core.Linear;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.bijection.ImageShape;
import pathline.image.UNet;
import pathline.random.Rng;

/** The check of the engine's convolutions: that it passes a right engine, and reports one that is wrong anywhere. */
class EngineCheckTest {

    @Test
    void theEngineOfTheTestsComputesConvolutionsAsPlainJavaDoes() {
        assertEquals(Optional.empty(), EngineCheck.fault());
    }

    @Test
    void aSumOfFourProductsIsTheDefinition() {
        // the corner of the result sees 2 x 2 points of the image: rows 1 and 2, columns 1 and 2 of the kernel
        var convolution = new PlainConvolution(1, 1, 3, 1);
        var x = convolution.input();
        var w = convolution.weights();
        double corner = (double) x[0] * w[4] + (double) x[1] * w[5] + (double) x[28] * w[7] + (double) x[29] * w[8];
        assertEquals(corner, convolution.computed().value()[0], 1e-7);
    }

    @Test
    void aNaNInAValueIsReportedWithItsConvolution() {
        var fault = EngineCheck.firstFault((manager, convolution) -> {
            var result = PlainConvolution.byEngine(manager, convolution);
            if (convolution.out() == 48) {
                result.value()[100] = Float.NaN;
            }
            return result;
        });
        assertEquals(
                "a convolution of 24 to 48 channels, kernel 4 x 4, stride 2 differs from plain Java's by NaN",
                fault.orElseThrow());
    }

    @Test
    void aWrongGradientIsReported() {
        var toInput = EngineCheck.firstFault((manager, convolution) -> {
            var result = convolution.computed();
            result.toInput()[3] += 0.01f;
            return result;
        });
        assertTrue(toInput.orElseThrow().startsWith("a convolution of 24 to 1 channels"), toInput.orElseThrow());
        var toWeights = EngineCheck.firstFault((manager, convolution) -> {
            var result = convolution.computed();
            result.toWeights()[3] -= 0.01f;
            return result;
        });
        assertTrue(toWeights.isPresent());
    }

    private static final ConvolutionKind KIND = new ConvolutionKind(6, 10, 3, 2);

    @Test
    void aKindIsComparedInValueAndGradients() {
        assertEquals(Optional.empty(), KIND.fault((manager, convolution) -> convolution.computed()));
        assertEquals(Optional.empty(), KIND.fault(PlainConvolution::byEngine));
    }

    /** A single number that is wrong, and a field of them that is wrong everywhere. */
    @Test
    void oneWrongNumberOfAKindIsReported() {
        broken(result -> result.value()[77] += 1);
        broken(result -> result.toInput()[88] -= 1);
        broken(result -> result.toWeights()[99] += 1);
        broken(result -> result.value()[5] = Float.NaN);
        broken(result -> result.toWeights()[5] = Float.NaN);
        var other = KIND.fault((manager, convolution) -> {
            var result = convolution.computed();
            for (var numbers : List.of(result.value(), result.toInput(), result.toWeights())) {
                for (int k = 0; k < numbers.length; k++) {
                    numbers[k] *= 1.01f; // the gradients then agree, with one another
                }
            }
            return result;
        });
        assertTrue(other.orElseThrow().contains("28 x 28 points differs from plain Java's"), other.orElseThrow());
    }

    private static void broken(Consumer<PlainConvolution.Result> change) {
        var fault = KIND.fault((manager, convolution) -> {
            var result = convolution.computed();
            change.accept(result);
            return result;
        });
        assertTrue(fault.orElseThrow().startsWith("a convolution of 6 to 10 channels, kernel 3 x 3, stride 2"));
    }

    /** Nothing trains on a convolution that was not tried: input, levels, ways down and up, attention and output. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void everyConvolutionOfAUNetIsTried(int width) {
        var net = UNet.of(new ImageShape(1, 28, 28), width, 1, 2, 2)
                .init(Rng.of(1))
                .parameters();
        var tried = ConvolutionKind.tried();
        for (var name : net.names()) {
            var shape = net.get(name).getShape();
            if (shape.dimension() == 4) {
                int in = (int) shape.get(1);
                int out = (int) shape.get(0);
                boolean halves = name.matches("down\\.\\d+\\.weight");
                var kind = new ConvolutionKind(in, out, (int) shape.get(2), halves ? 2 : 1);
                assertTrue(tried.contains(kind), name + ": " + kind);
            }
        }
        assertTrue(tried.contains(new ConvolutionKind(width, width, 3, 2)));
        assertTrue(tried.contains(new ConvolutionKind(4 * width, 2 * width, 1, 1)));
    }

    @Test
    void theRefusalNamesTheVariableAndItsValue() {
        assertEquals(Optional.empty(), EngineCheck.refusal(Optional.empty(), Optional.empty()));
        var fault = Optional.of("a convolution differs");
        var unset = EngineCheck.refusal(fault, Optional.empty()).orElseThrow();
        assertTrue(unset.contains("a convolution differs. Set ONEDNN_MAX_CPU_ISA=AVX2 in the environment"), unset);
        var other = EngineCheck.refusal(fault, Optional.of("AVX512_CORE")).orElseThrow();
        assertTrue(other.contains("(it is AVX512_CORE now)"), other);
        var set = EngineCheck.refusal(fault, Optional.of("AVX2")).orElseThrow();
        assertTrue(set.contains("is set already"), set);
    }

    @Test
    void blocksWithAConvolutionAreRecognized() {
        try (var manager = NDManager.newBaseManager()) {
            assertTrue(EngineCheck.convolves(image(manager)));
            var transposed = new SequentialBlock()
                    .add(Conv2dTranspose.builder()
                            .setKernelShape(new Shape(3, 3))
                            .setFilters(2)
                            .build());
            assertTrue(EngineCheck.convolves(transposed), "even before it is initialized");
            var plain = new SequentialBlock()
                    .add(Linear.builder().setUnits(4).build())
                    .add(Blocks.identityBlock());
            plain.initialize(manager, DataType.FLOAT32, new Shape(1, 5));
            assertFalse(EngineCheck.convolves(plain));
        }
    }

    /** Rows of 16 pixels and a time, of which the time is dropped: a value by hand, with memory full of NaN before. */
    @Test
    void aBlockWithAConvolutionIsAVelocityWhereTheEngineIsRight() {
        try (var manager = NDManager.newBaseManager()) {
            var block = image(manager);
            block.getParameters().get(0).getValue().getArray().set(new float[] {0, 0, 0, 0, 2, 0, 0, 0, 0});
            var velocity = BlockVelocity.concatenated(block, 16, BlockTangents.refused());
            var x = manager.arange(16f).reshape(1, 16);
            EngineCheck.poison(manager);
            var v = velocity.at(manager.zeros(new Shape(1, 1)), x).toFloatArray();
            for (int i = 0; i < 16; i++) {
                assertEquals(2f * i, v[i], 1e-5f);
            }
        }
    }

    private static Block image(NDManager manager) {
        var block = new SequentialBlock()
                .add(new LambdaBlock(
                        list -> new NDList(list.singletonOrThrow().get(":, :16").reshape(-1, 1, 4, 4)), "image"))
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .optPadding(new Shape(1, 1))
                        .setFilters(1)
                        .build())
                .add(Blocks.batchFlattenBlock());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 17));
        return block;
    }
}
