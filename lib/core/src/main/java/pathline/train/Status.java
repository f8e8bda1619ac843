package pathline.train;

/**
 * How far a training has come.
 *
 * @param step how many steps were made
 * @param steps how many there will be, unless it stops early
 * @param loss the loss of the last of them
 * @param seconds how long the steps of this call took
 * @param secondsLeft how long the rest will take at this pace
 */
public record Status(long step, long steps, double loss, double seconds, double secondsLeft) {}
