package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import pathline.field.Gradient;
import pathline.field.Model;

/** A loss's gradient against central differences of the loss. */
final class Losses {

    private static final double H = 1e-5;

    /** Truncation h² and rounding 1e-16 / h, both times the size of the loss's derivatives, some ten. */
    private static final double TOLERANCE = 1e-8;

    private Losses() {}

    static <M extends Model> void assertGradient(Batch<? super M> batch, M velocity) {
        assertGradient(batch, velocity, TOLERANCE);
    }

    static <M extends Model> void assertGradient(Batch<? super M> batch, M velocity, double tolerance) {
        var flat = velocity.parameters().flat();
        var gradient = velocity.parameters().gradient(flat.getManager());
        gradient.flat().addi(1); // what it holds is added to
        double loss = batch.loss(velocity, gradient).getDouble();
        assertEquals(loss, batch.loss(velocity, Gradient.unwanted()).getDouble(), 1e-14 * Math.abs(loss));
        var start = flat.duplicate();
        var numbers = start.toDoubleArray();
        for (int i = 0; i < numbers.length; i += 3) {
            double difference =
                    (shifted(batch, velocity, numbers, i, H) - shifted(batch, velocity, numbers, i, -H)) / (2 * H);
            assertEquals(difference, gradient.flat().getDouble(i) - 1, tolerance, "parameter " + i);
        }
        velocity.parameters().set(start);
    }

    private static <M extends Model> double shifted(
            Batch<? super M> batch, M velocity, double[] numbers, int index, double by) {
        var moved = numbers.clone();
        moved[index] += by;
        var flat = velocity.parameters().flat();
        velocity.parameters().set(flat.getManager().create(moved));
        return batch.loss(velocity, Gradient.unwanted()).getDouble();
    }
}
