package pathline.objective;

/** Times whose density is known. */
public interface TimeDensity extends Times {

    /** The density q(t), for t in [0, 1]; where t is no time, it is refused. */
    double density(double t);
}
