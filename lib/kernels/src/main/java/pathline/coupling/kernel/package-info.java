/** Exact transport's innermost loop in vectors; found by {@link java.util.ServiceLoader} as a {@link pathline.coupling.Sweep}. */
package pathline.coupling.kernel;
