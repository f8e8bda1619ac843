package pathline.bench;

import ai.djl.ndarray.NDManager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import pathline.field.Passes;

/** The one method that JMH times: a task, chosen by the name of its workload. */
@State(Scope.Thread)
public class Timing {

    /** The name of a {@link Work}. */
    @Param("W1 field forward")
    public String work = "";

    /** How its net is computed. */
    @Param("ARRAYS")
    public Passes passes = Passes.ARRAYS;

    private final NDManager manager = NDManager.newBaseManager();
    private Task task = () -> "not set up";

    /** Makes nets and points. */
    @Setup
    public void open() {
        var chosen = Workloads.named(work);
        task = chosen.maker().apply(new Setting(manager, passes, chosen.batch(), chosen.dim(), chosen.hidden()));
    }

    /** Frees them. */
    @TearDown
    public void close() {
        manager.close();
    }

    /** Does the work once. */
    @Benchmark
    public Object time() {
        return task.run();
    }
}
