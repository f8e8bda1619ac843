package pathline.train;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.field.Gradient;
import pathline.ode.Float32Sum;

/**
 * Steps of {@link Adam} in one loop over plain arrays, for float32 on the processor.
 *
 * <p>The moments stay here between steps. The engine's own update of as many numbers as a small net has takes several
 * times as long, most of it in passes over memory, one for each operation.
 */
final class Float32Descent implements Descent {

    private final Adam adam;
    private final NDArray parameters;
    private final Gradient gradient;
    private final Moments moments;
    private final int count;
    private final float[] theta;
    private float[] g = new float[0];
    private final float[] m;
    private final float[] s;

    Float32Descent(Adam adam, NDArray parameters, Gradient gradient, Moments moments) {
        this.adam = adam;
        this.parameters = parameters;
        this.gradient = gradient;
        this.moments = moments;
        this.count = Math.toIntExact(parameters.size());
        this.theta = new float[count];
        this.m = moments.mean().toFloatArray();
        this.s = moments.square().toFloatArray();
    }

    @Override
    public double norm() {
        g = gradient.floats();
        return Math.sqrt(Float32Sum.squares(g));
    }

    /** The gradient is the one whose norm was taken last. */
    @Override
    public Optional<String> step(int k, double rate, double scale) {
        HostMemory.read(parameters, 0, theta, count);
        double first = 1 - Math.pow((float) adam.beta1(), k);
        double second = Math.sqrt(1 - Math.pow((float) adam.beta2(), k));
        float decay = (float) (1 - rate * adam.weightDecay());
        float lambda = (float) adam.gradientDecay();
        float shrink = (float) scale;
        float beta1 = (float) adam.beta1();
        float beta2 = (float) adam.beta2();
        float length = (float) (rate * second / first);
        float epsilon = (float) (adam.epsilon() * second);
        for (int i = 0; i < count; i++) {
            float slope = shrink * g[i] + lambda * theta[i];
            float mean = beta1 * m[i] + (1 - beta1) * slope;
            float square = beta2 * s[i] + (1 - beta2) * slope * slope;
            m[i] = mean;
            s[i] = square;
            theta[i] = decay * theta[i] - length * mean / ((float) Math.sqrt(square) + epsilon);
        }
        boolean bounded = Float32Sum.finite(s);
        if (!bounded || !Float32Sum.finite(theta)) {
            return Optional.of(bounded ? PARAMETERS : SQUARE);
        }
        HostMemory.write(theta, parameters, 0, count);
        return Optional.empty();
    }

    @Override
    public void settle() {
        HostMemory.write(m, moments.mean(), 0, count);
        HostMemory.write(s, moments.square(), 0, count);
    }
}
