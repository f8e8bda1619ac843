/**
 * How it looks.
 */
package pathline.plot;
