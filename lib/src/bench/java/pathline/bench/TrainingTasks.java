package pathline.bench;

import pathline.coupling.Coupling;
import pathline.distribution.Toy;
import pathline.field.Activation;
import pathline.objective.ConditionalFlowMatching;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.Schedule;
import pathline.train.Trainer;

/** Steps of training by conditional flow matching, 8 Gaussians to moons, SELU, Adam: W8 and W9. */
final class TrainingTasks {

    /** Steps of one training, which is timed as a whole. */
    static final int STEPS = 200;

    private static final double SIGMA = 0.1;

    private TrainingTasks() {}

    /** A training of {@value #STEPS} steps that goes on where the last one ended; batches are drawn and paired ahead. */
    static Task training(Setting setting, Coupling coupling) {
        var velocity = setting.velocity(Activation.SELU);
        var path = AffinePath.of(Schedule.linear()).with(Bridge.constant(SIGMA));
        var objective = ConditionalFlowMatching.of(Toy.eightGaussiansC(), Toy.moonsC(), path, setting.batch())
                .coupling(coupling);
        var trainer = Trainer.adam(1e-3).steps(STEPS);
        return () -> trainer.fit(velocity, objective, Setting.RNG.child("fit")).loss(1);
    }
}
