package pathline.bench;

import ai.djl.ndarray.types.DataType;
import pathline.coupling.Coupling;
import pathline.distribution.Gaussian;
import pathline.distribution.Toy;
import pathline.field.Activation;
import pathline.objective.ConditionalFlowMatching;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.Schedule;
import pathline.train.Trainer;

/** Training by conditional flow matching: W8 and W9, and how a step of it grows. */
final class TrainingTasks {

    /** Steps of one training, which is timed as a whole. */
    static final int STEPS = 200;

    private static final AffinePath PATH = AffinePath.of(Schedule.linear()).with(Bridge.constant(0.1));

    private TrainingTasks() {}

    /**
     * {@value #STEPS} steps from 8 Gaussians to moons, SELU, Adam, on the net that the last call left; batches are drawn
     * and paired ahead, on the trainer's second thread.
     */
    static Task training(Setting setting, Coupling coupling) {
        var velocity = setting.velocity(Activation.SELU);
        var objective = matching(setting, coupling);
        var trainer = Trainer.adam(1e-3).steps(STEPS);
        return () -> trainer.fit(velocity, objective, Setting.RNG.child("fit")).loss(1);
    }

    static ConditionalFlowMatching matching(Setting setting, Coupling coupling) {
        return ConditionalFlowMatching.of(Toy.eightGaussiansC(), Toy.moonsC(), PATH, setting.batch())
                .coupling(coupling);
    }

    /** Loss and gradient of one batch between standard normals of any dimension, tanh. */
    static Task gradient(Setting setting) {
        var normal = Gaussian.standard(setting.dim());
        var batch = ConditionalFlowMatching.of(normal, normal, PATH, setting.batch())
                .draw(setting.manager(), DataType.FLOAT32, Setting.RNG.child("batch"));
        return LossTask.of(setting.manager(), setting.velocity(), batch);
    }
}
