/**
 * What numbers are stored in: arrays of the engine and arrays of Java, the way between them, and when they are freed;
 * which cores are free, whether the vector module is there, and files that are written whole or not at all.
 */
package pathline.array;
