package pathline.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.bijection.ImageShape;
import pathline.distribution.Gaussian;
import pathline.field.LabelledVelocity;
import pathline.flow.Flow;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** Class samples, inpainting and inversion, by a small net whose weights are all drawn, so that it is no zero field. */
class SamplingTest {

    private static final ImageShape IMAGE = new ImageShape(1, 8, 8);
    private static final OdeSolver EULER = OdeSolver.fixed(Tableaus.EULER, 3);

    private final NDManager manager = NDManager.newBaseManager();
    private LabelledVelocity velocity;
    private LabelledVelocity precise;

    @BeforeEach
    void drawAllWeights() {
        velocity = drawn(DataType.FLOAT32);
        precise = drawn(DataType.FLOAT64);
    }

    private LabelledVelocity drawn(DataType type) {
        var net = UNet.of(IMAGE, 8, 1, 2).classes(3).init(Rng.of(1), type, manager);
        var some = Rng.of(2).normal(manager, type, net.parameters().count());
        net.parameters().set(net.parameters().flat().add(some.mul(0.02)));
        return LabelledVelocity.of(net, 3);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray noise(int n) {
        return Rng.of(3).normal(manager, DataType.FLOAT32, n, 1, 8, 8);
    }

    @Test
    void eachClassIsDrawnByItsOwnField() {
        var samples = ClassSamples.of(velocity, IMAGE, EULER);
        var drawn = samples.draw(manager, 2, Rng.of(4));
        assertArrayEquals(new int[] {0, 1, 2, 0, 1, 2}, drawn.labels());
        assertEquals(new Shape(6, 1, 8, 8), drawn.images().getShape());
        assertEquals(3, drawn.evaluations());
        var x0 = noise(6);
        var byHand = EULER.solve(velocity.given(0, 1, 2, 0, 1, 2), x0, 0, 1);
        assertEquals(byHand, samples.from(x0, 0, 1, 2, 0, 1, 2).images());
        assertTrue(
                byHand.sub(EULER.solve(velocity.given(1), x0, 0, 1)).abs().max().getFloat() > 1e-3);
    }

    @Test
    void guidanceOneIsTheClassAndZeroIsNone() {
        var x0 = noise(3);
        var samples = ClassSamples.of(velocity, IMAGE, EULER);
        assertEquals(
                EULER.solve(velocity.guided(1, 0, 1, 2), x0, 0, 1),
                samples.guided(1).from(x0, 0, 1, 2).images());
        assertEquals(
                EULER.solve(velocity.given(LabelledVelocity.NONE), x0, 0, 1),
                samples.guided(0).from(x0, 0, 1, 2).images());
        var strong = samples.guided(2).from(x0, 0, 1, 2);
        assertEquals(EULER.solve(velocity.guided(2, 0, 1, 2), x0, 0, 1), strong.images());
        assertEquals(6, strong.evaluations()); // two fields, three steps
    }

    @Test
    void partsChangeNothing() {
        var x0 = noise(502);
        var labels = new int[502];
        labels[501] = 2;
        var all = ClassSamples.of(velocity, IMAGE, EULER).from(x0, labels).images();
        var last = ClassSamples.of(velocity, IMAGE, EULER)
                .from(x0.get("500:"), 0, 2)
                .images();
        // convolutions of 500 and of 2 images are summed in other orders
        assertEquals(0, all.get("500:").sub(last).abs().max().getFloat(), 1e-4);
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassSamples.of(velocity, IMAGE, EULER).from(x0, 0, 1));
    }

    @Test
    void inpaintingKeepsWhatIsKnown() {
        var x0 = noise(2);
        var image = Rng.of(5).normal(manager, DataType.FLOAT32, 2, 1, 8, 8);
        var field = velocity.given(0, 1);
        var painter = new Inpainting(field, Tableaus.MIDPOINT, 4);
        var all = manager.ones(image.getShape());
        assertEquals(image, painter.fill(x0, image, all));
        // the same steps in one solve: a step's time is counted in another way, to the last bit
        var plain = OdeSolver.fixed(Tableaus.MIDPOINT, 4).solve(field, x0, 0, 1);
        assertEquals(
                0,
                painter.fill(x0, image, all.zerosLike()).sub(plain).abs().max().getFloat(),
                1e-5);
        var half = all.duplicate();
        half.set(new ai.djl.ndarray.index.NDIndex(":, :, 4:, :"), 0f);
        var filled = painter.fill(x0, image, half);
        assertEquals(image.get(":, :, :4, :"), filled.get(":, :, :4, :"));
        // what is known has changed what is not
        assertTrue(filled.sub(plain).get(":, :, 4:, :").abs().max().getFloat() > 1e-3);
        assertThrows(IllegalArgumentException.class, () -> painter.fill(x0, image, manager.ones(new Shape(1, 8, 8))));
    }

    @Test
    void imagesComeBackFromNoiseUnderGuidanceToo() {
        var image = noise(2).mul(0.5).toType(DataType.FLOAT64, false);
        for (var field : new pathline.field.Velocity[] {precise.given(0, 1), precise.guided(2, 0, 1)}) {
            var source = Gaussian.standard(64);
            var fine = Flow.of(source, field, OdeSolver.adaptive(Tableaus.DOPRI5, 1e-7, 1e-7));
            double error = fine.roundTripError(image).max();
            double rough = Flow.of(source, field, OdeSolver.fixed(Tableaus.EULER, 10))
                    .roundTripError(image)
                    .max();
            // a net that was not trained changes fast with time, so that looser tolerances leave more than that
            assertTrue(error < 1e-3, "there and back by dopri5: " + error);
            assertTrue(rough > 10 * error, "by ten steps of Euler's method: " + rough + " against " + error);
        }
    }
}
