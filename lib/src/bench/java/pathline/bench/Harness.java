package pathline.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import pathline.field.Passes;

/** Times tasks by JMH, every call on its own, so that there are quartiles: warm-up, iterations, forks of one {@link Pace}. */
final class Harness {

    /** One thread for the engine, as its peer has, and nothing fetched. */
    private static final String[] ENGINE = {
        "-Dai.djl.pytorch.num_threads=1", "-Dai.djl.pytorch.num_interop_threads=1", "-Dai.djl.offline=true"
    };

    private final Pace pace;
    private final List<RunResult> raw = new ArrayList<>();

    Harness(Pace pace) {
        this.pace = pace;
    }

    /** The times of one step of this work. */
    Measured time(Work work, Passes passes) {
        var options = new OptionsBuilder()
                .include(Timing.class.getName() + ".time")
                .param("work", work.name())
                .param("passes", passes.name())
                .mode(Mode.SampleTime)
                .timeUnit(TimeUnit.MILLISECONDS)
                .forks(pace.forks())
                .warmupIterations(pace.warmUps())
                .warmupTime(TimeValue.milliseconds(pace.millis()))
                .measurementIterations(pace.iterations())
                .measurementTime(TimeValue.milliseconds(pace.millis()))
                .jvmArgsAppend(ENGINE)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        try {
            var result = new Runner(options).runSingle();
            raw.add(result);
            var times = result.getPrimaryResult().getStatistics();
            double per = work.per();
            return new Measured(
                    times.getMin() / per,
                    times.getPercentile(25) / per,
                    times.getPercentile(50) / per,
                    times.getPercentile(75) / per,
                    times.getN());
        } catch (RunnerException e) {
            throw new IllegalStateException(work.name() + " could not be timed: " + e.getMessage(), e);
        }
    }

    /** All that JMH has found up to now. */
    Collection<RunResult> raw() {
        return List.copyOf(raw);
    }
}
