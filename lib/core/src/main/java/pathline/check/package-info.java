/**
 * What a public method says of an argument that it cannot use: one sentence with the argument's name, what was expected
 * and what was given, thrown at once as an {@link java.lang.IllegalArgumentException}.
 */
package pathline.check;
