package pathline.bijection;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shared checks of layers for those that are no coupling and not autoregressive. */
class FlowLayersTest {

    static Stream<FlowLayer> layers() {
        return Stream.of(
                new Planar(1),
                new Planar(4),
                new Radial(1),
                new Radial(3),
                new Sylvester(1, 1),
                new Sylvester(4, 2),
                new Sylvester(3, 3),
                ResidualLayer.of(1, 6),
                ResidualLayer.of(2, 8, 8),
                ResidualLayer.of(3, 2),
                ResidualLayer.of(7, 16, 16));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theyAreWhatALayerIs(FlowLayer layer) {
        LayerChecks.of(layer).all();
    }

    /** Numbers far from their start, where clamps and bounds are at work. */
    @ParameterizedTest
    @MethodSource("layers")
    void withLargeNumbersToo(FlowLayer layer) {
        LayerChecks.of(layer).spread(1.5).size(2).all();
    }
}
