package pathline.bench;

import ai.djl.ndarray.NDManager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The one method that JMH times: a task, chosen by the name of its work. */
@State(Scope.Thread)
public class Timing {

    /** The name of a {@link Work}. */
    @Param("")
    public String work = "";

    /** The name of a {@link Side}. */
    @Param("")
    public String side = "";

    private final NDManager manager = NDManager.newBaseManager();
    private Task task = () -> "not set up";

    /** Makes nets and points. */
    @Setup
    public void open() {
        task = Catalogue.named(work).task(manager, Side.valueOf(side));
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
