package pathline.check;

/**
 * Says by what it is known, where that is not the sum of its fields: a net by its architecture and not by its numbers, a
 * random stream by its seed and names.
 */
public interface Identified {

    /** What decides the results of this object: something that has a {@link Fingerprint} itself, such as a record or a list. */
    Object identity();
}
