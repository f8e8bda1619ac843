package pathline.experiment;

import java.util.Arrays;
import java.util.List;
import pathline.coupling.Coupling;
import pathline.flow.Reflow;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.PairedFlowMatching;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.GaussianPath;
import pathline.path.Schedule;

/** The ways of the transport table to fit a velocity between two laws. */
enum TransportMethod {

    /** Independent pairs on lines blurred by 0.1. */
    I_CFM("I-CFM") {
        @Override
        Lesson lesson(TransportEnds ends, TransportStudy study) {
            return Lesson.of(matching(ends, study, BLURRED));
        }
    },

    /** The same with pairs by optimal transport within each batch. */
    OT_CFM("OT-CFM") {
        @Override
        Lesson lesson(TransportEnds ends, TransportStudy study) {
            return Lesson.of(matching(ends, study, BLURRED).coupling(Coupling.minibatchOt()));
        }
    },

    /** Lipman's Gaussian path with σ_min = 0.1, which starts at N(0, I). */
    FM("FM") {
        @Override
        Lesson lesson(TransportEnds ends, TransportStudy study) {
            var path = GaussianPath.of(Schedule.linear(0.1));
            int batch = study.protocol().batch();
            return Lesson.of(ConditionalFlowMatching.of(ends.target(), path, batch));
        }
    },

    /** One reflow of the I-CFM flow of the same seed; the seconds of that flow and of its pairs count. */
    RECTIFIED("rectified flow") {
        @Override
        Lesson lesson(TransportEnds ends, TransportStudy study) {
            var protocol = study.protocol();
            var teacher = study.fit(I_CFM, ends);
            long begun = System.nanoTime();
            var reflow = Reflow.of(ends.source(), TransportProtocol.euler(), protocol.pairs());
            var pairs = reflow.pairs(teacher.velocity(), ends.rng().child("pairs"));
            var objective = PairedFlowMatching.of(pairs, protocol.batch());
            return new Lesson(objective, teacher.seconds() + (System.nanoTime() - begun) * 1e-9);
        }
    },

    /** The Schrödinger bridge with noise σ = 1: a Brownian bridge between pairs by entropic transport at ε = 2 σ². */
    SB_CFM("SB-CFM") {
        @Override
        Lesson lesson(TransportEnds ends, TransportStudy study) {
            var path = AffinePath.of(Schedule.linear()).with(Bridge.brownian(1));
            return Lesson.of(matching(ends, study, path).coupling(Coupling.sinkhorn(2)));
        }
    };

    private static final AffinePath BLURRED = AffinePath.of(Schedule.linear()).with(Bridge.constant(0.1));

    private final String label;

    TransportMethod(String label) {
        this.label = label;
    }

    /** What this method learns between these ends; it may ask the study for another method's flow. */
    abstract Lesson lesson(TransportEnds ends, TransportStudy study);

    /** Whether the method can do the task. */
    boolean does(TransportTask task) {
        return this != FM || task.fromNoise();
    }

    /** Whether its pairing takes longer than all the rest together, so that a study leaves it for the end. */
    boolean slow() {
        return this == SB_CFM;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(TransportMethod::toString).toList();
    }

    /** The method of this name, upper and lower case being the same. */
    static TransportMethod named(String name) {
        return Arrays.stream(values())
                .filter(method -> method.label.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("There is no method \"" + name + "\"; there are " + names()));
    }

    private static ConditionalFlowMatching matching(TransportEnds ends, TransportStudy study, AffinePath path) {
        return ConditionalFlowMatching.of(
                ends.source(), ends.target(), path, study.protocol().batch());
    }

    @Override
    public String toString() {
        return label;
    }
}
