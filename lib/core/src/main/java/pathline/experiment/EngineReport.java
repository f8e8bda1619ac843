package pathline.experiment;

import pathline.field.EngineCheck;

/** What {@code ./pathline doctor} runs: one line on the engine's convolutions. */
public final class EngineReport {

    private EngineReport() {}

    /**
     * Prints the line; ends with exit code 1 where a convolution is wrong.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        var refusal = EngineCheck.refusal();
        System.out.println(refusal.orElse("the convolutions tried are right"));
        if (refusal.isPresent()) {
            System.exit(1);
        }
    }
}
