/**
 * How points move invertibly, and what that does to a density.
 *
 * <p>A {@link pathline.bijection.Bijection} gives each image with its log-determinant, both ways. Maps compose by
 * {@code first.then(next)} and turn round by {@code inverted()}; the log-determinants of a composition add up. The solve of
 * a velocity is one, {@link pathline.likelihood.ChangeOfVariables}; a coupling layer of a Real NVP is another. A
 * {@link pathline.flow.Flow} is a source density and a bijection.
 *
 * <p>Normalizing flows are made of layers, from data to noise: a {@link pathline.bijection.FlowLayer} is a value, a {@link
 * pathline.bijection.LayerChain} puts layers in a row, and a {@link pathline.bijection.NormalizingFlow} has their numbers and
 * is trained. What moves single coordinates is a {@link pathline.bijection.Transformer} (affine, spline, sigmoidal,
 * integral), what steers it a {@link pathline.bijection.Conditioner}; a {@link pathline.bijection.CouplingLayer} and an
 * {@link pathline.bijection.AutoregressiveLayer} put them together. Presets are in {@link
 * pathline.bijection.NormalizingFlows}, {@link pathline.bijection.CurvedFlows}, {@link pathline.bijection.Tan} and {@link
 * pathline.bijection.Glow}.
 */
package pathline.bijection;
