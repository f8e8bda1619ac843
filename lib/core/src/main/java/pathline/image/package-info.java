/**
 * Nets for velocities of images: {@link pathline.image.UNet}, of convolutions, and {@link pathline.image.PatchMixer}, of matrix
 * products, which has a compiled form.
 *
 * <p>A net is a record of its sizes, from which an {@link pathline.image.ImageVelocity} is drawn. Its layers are records, too, each with the
 * mathematics of its value and of its derivative; they compute by operations of the engine, over arrays that have names.
 */
package pathline.image;
