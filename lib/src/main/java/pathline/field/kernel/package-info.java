/**
 * The net's passes in loops over plain arrays, for the processor and float32.
 *
 * <p>A small net is a hard case for a tensor engine: the operations are so short that calling them and moving their results
 * through memory costs more than the arithmetic. Here a {@link pathline.field.kernel.Tile} of points passes through all
 * layers at once. Its layers are products ({@link pathline.field.kernel.Gemm}), which keep a block of the result in the
 * vector registers, and activations ({@link pathline.field.kernel.ActivationKernel}) of polynomials
 * ({@link pathline.field.kernel.Elementary}). The recursions are those of {@link pathline.field}.
 *
 * <p>A batch of two tiles or more is shared with a second core by a {@link pathline.field.kernel.WorkerPool}, unless that core is
 * drawing the next batch; {@code -Dpathline.threads=1} forbids it. No bit of a result depends on it.
 *
 * <p>The vectors are those of the module {@code jdk.incubator.vector}. This package is compiled with it, and only used where
 * the running JVM has it.
 */
package pathline.field.kernel;
