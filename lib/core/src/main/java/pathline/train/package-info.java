/**
 * How a model is fitted: the one training loop, for a velocity or anything else that has parameters.
 *
 * <pre>
 * var run = Trainer.adam(1e-3).steps(2_000).clip(1).average(0.999).fit(model, objective, rng);
 * </pre>
 *
 * <p>A step draws a batch, computes the gradient of its loss, and lets {@link pathline.train.Adam} move the parameters. The
 * batch of step k comes from the random stream {@code rng.child("batch").child(k)} and from nothing else. That is why it
 * can be drawn ahead on another core, and why a training that was stopped and resumed from its checkpoint ends, bit for bit,
 * where it would have ended.
 */
package pathline.train;
