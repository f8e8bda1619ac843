/**
 * What the library costs, beside its peers: {@code ./pathline bench}.
 *
 * <p>A {@link pathline.bench.Work} is one of the workloads W1 to W10, written as a user of the library would write it;
 * JMH times it ({@link pathline.bench.Timing}), in JVMs of its own.
 */
package pathline.bench;
