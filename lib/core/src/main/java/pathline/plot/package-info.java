/**
 * How it looks: every figure is a {@link java.awt.image.BufferedImage}, drawn without a screen.
 *
 * <p>A {@link pathline.plot.Plot} is one panel, described by what is in it: curves, points, samples, trajectories, a
 * velocity field, a map. {@link pathline.plot.Figures} is where a figure begins, and where panels are put beside each
 * other; axes of one name then share their range, so that what is compared can be compared.
 * {@link pathline.plot.Style} fixes what a reader learns once: OT-CFM is vermillion in every lesson.
 *
 * <pre>{@code
 * Figures.plot("Euler's error is proportional to h")
 *         .axes("step h", "|error| at t = 1").logX().logY()
 *         .measured("Euler", hs, errors)
 *         .slope(1)
 *         .image()
 * }</pre>
 *
 * <p>XChart draws the series. The frame around them is ours, because panels must line up to the pixel, a velocity must
 * point where it leads, and no label may stand on another: margins are measured before anything is drawn, and each label
 * looks for a place that is free. The images have a palette of at most 256 colours, which keeps a notebook with its
 * figures small.
 */
package pathline.plot;
