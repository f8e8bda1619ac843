/**
 * What a notebook needs besides the mathematics: a start, a budget, claims, tables and progress.
 *
 * <p>The first cell of every notebook is
 *
 * <pre>{@code
 * var notebook = pathline.notebook.Notebook.open();
 * }</pre>
 *
 * <p>It starts the tensor engine, owns every array of the notebook ({@code notebook.manager()}), holds the root of all
 * randomness ({@code notebook.rng()}) and holds how much work a run may do ({@code notebook.budget()}). Nothing is closed by
 * hand: the arrays live as long as the kernel.
 *
 * <p><b>Claims.</b> {@link pathline.notebook.Notebook#check(String, double, double, double) Notebook.check} prints one
 * line when the numbers agree and throws a {@link pathline.notebook.ClaimException} with both when they do not. (Java's
 * {@code assert} is off inside a kernel.)
 *
 * <p><b>Output.</b> Three Java kernels for Jupyter exist, with three ways to show HTML. This package finds the one that is
 * running, so that a notebook gives the same output on each, and prints text where there is none: in a test or a main
 * method. Pictures need no help: a {@code BufferedImage} as the last expression of a cell is drawn by every kernel.
 */
package pathline.notebook;
