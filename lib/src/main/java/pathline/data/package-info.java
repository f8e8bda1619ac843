/**
 * Real data: the files the project ships, and those that others publish, found, read, prepared and checked.
 *
 * <p>{@link pathline.data.Datasets} names what the project ships and returns it as Tablesaw tables;
 * {@link pathline.data.DataFolder} finds the folder from wherever a notebook or a test was started.
 *
 * <p>{@link pathline.data.NumberTable} reads a text file of one's own into a matrix: it says which line it took for names,
 * and refuses what is no finite number by line and column.
 *
 * <p>{@link pathline.data.Tabular} reads the tables that papers compare flows on, prepared and cut as there, into
 * {@link pathline.data.Splits} of one {@link pathline.data.Matrix} each. {@link pathline.data.Images} reads MNIST and
 * CIFAR-10 and makes pixels continuous; {@link pathline.bijection.Logit} maps them to the whole line and counts bits per
 * dimension. {@link pathline.data.Npy} reads and writes NumPy's files. {@link pathline.data.Catalogue} says where each set is
 * published; nothing here downloads.
 *
 * <p>A file that is cut, mis-shaped, or holds something that is not a finite number is refused with its name, the line or
 * byte, the reason and what to do: a {@link pathline.data.DataException}. Counts of rows are compared with the published
 * ones, since a likelihood on other rows is not comparable: a part is taken only by a call that says so.
 *
 * <p>Sizes are compared with the file and with limits before memory is taken: 2^31 - 9 numbers, the memory of the JVM, and
 * for a packed file of more than 64 MB fifty times its own size.
 */
package pathline.data;
