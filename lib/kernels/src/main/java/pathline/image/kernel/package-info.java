/** Compiled passes of nets on images. */
package pathline.image.kernel;
