package pathline.bijection;

import pathline.field.Gradient;

/**
 * Layers of a normalizing flow on plain arrays of float32, rows of d numbers one after the other. Each call reads the parameters
 * as they are; threads may call at the same time.
 */
public interface FlowPasses {

    /**
     * z = f(x) and log |det dz/dx| of each row.
     *
     * @param x n rows
     * @param z room for n rows; may be x
     * @param logDeterminant room for n numbers
     */
    void forward(float[] x, float[] z, float[] logDeterminant);

    /**
     * x with f(x) = z, and log |det dx/dz| of each row.
     *
     * @param z n rows
     * @param x room for n rows; may be z
     * @param logDeterminant room for n numbers
     */
    void inverse(float[] z, float[] x, float[] logDeterminant);

    /**
     * -mean log p(x) over rows where f ends in N(0, I), in nats.
     *
     * @param into where its gradient is added, if that is wanted
     */
    double nll(float[] x, Gradient into);
}
