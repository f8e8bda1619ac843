/**
 * Where chance comes from.
 *
 * <p>Every draw in Pathline comes from an {@link pathline.random.Rng}: a seed and a path of names. A child stream is
 * found by its name, not by the number of draws made before it, so a cell inserted into a notebook, or a batch prepared
 * on another thread, never shifts the draws of the others. Nothing reads an engine's global seed. Draws are made in double
 * precision; {@link pathline.check.RequireArray} makes them, and all other computed numbers, arrays of either type.
 */
package pathline.random;
