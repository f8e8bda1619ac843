/**
 * How points move invertibly, and what that does to a density.
 *
 * <p>A {@link pathline.bijection.Bijection} gives each image with its log-determinant, both ways. Maps compose by
 * {@code first.then(next)} and turn round by {@code inverted()}; the log-determinants of a composition add up. The solve of
 * a velocity is one, {@link pathline.likelihood.ChangeOfVariables}; a coupling layer of a Real NVP is another. A
 * {@link pathline.flow.Flow} is a source density and a bijection.
 */
package pathline.bijection;
