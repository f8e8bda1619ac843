package pathline.bijection;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shared checks of layers for each transformer that is more than affine, in one coordinate and in three. */
class TransformerChecksTest {

    static Stream<Transformer> transformers() {
        return Stream.of(
                new RationalQuadratic(2, 2),
                new RationalQuadratic(8, 3),
                new RationalQuadratic(8, 3).dividedBy(4),
                new DeepSigmoid(1, 1),
                new DeepSigmoid(16, 1),
                new DeepSigmoid(5, 2),
                new DeepSigmoid(3, 3),
                new MixtureCdf(1),
                new MixtureCdf(6),
                new MonotoneIntegral(1, 4, 1, 20),
                new MonotoneIntegral(3, 8, 2, 40),
                new FromFeatures(3, new DeepSigmoid(4, 1)));
    }

    @ParameterizedTest
    @MethodSource("transformers")
    void inThreeCoordinates(Transformer transformer) {
        LayerChecks.of(new Each(transformer, 3, 1)).size(1.5).all();
    }

    @ParameterizedTest
    @MethodSource("transformers")
    void inOneCoordinate(Transformer transformer) {
        LayerChecks.of(new Each(transformer, 1, 1)).size(1.5).all();
    }
}
