/**
 * Real data: the files the project ships, found and read.
 *
 * <p>{@link pathline.data.Datasets} names them and hands them out as Tablesaw tables; {@link pathline.data.DataFolder}
 * finds the folder from wherever a notebook or a test was started. A file that is cut, or holds something that is not a
 * number, is refused with its name, the line and the reason: a {@link pathline.data.DataException}.
 */
package pathline.data;
