package pathline.path;

import ai.djl.ndarray.NDArray;
import pathline.check.RequireArray;

/**
 * Points on their way: what flow matching regresses ut on.
 *
 * @param t times, shape (n, 1), or (1, 1) for one time shared by all
 * @param x0 where they come from, shape (n, d)
 * @param x1 where they go, shape (n, d)
 * @param xt where they are at time t, shape (n, d)
 * @param ut their velocity dxt/dt, shape (n, d)
 */
public record PathSample(NDArray t, NDArray x0, NDArray x1, NDArray xt, NDArray ut) {
    public PathSample {
        RequireArray.real(t, "t");
        RequireArray.real(x0, "x0");
        RequireArray.real(x1, "x1");
        RequireArray.real(xt, "xt");
        RequireArray.real(ut, "ut");
    }
}
