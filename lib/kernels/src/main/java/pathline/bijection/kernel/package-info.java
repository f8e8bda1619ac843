/** Normalizing flows as loops over plain arrays, in Java's vector module. */
package pathline.bijection.kernel;
