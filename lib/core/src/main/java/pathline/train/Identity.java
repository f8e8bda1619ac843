package pathline.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pathline.check.Fingerprint;
import pathline.field.Model;
import pathline.objective.Objective;
import pathline.random.Rng;

/**
 * What a checkpoint must have in common with the training that goes on from it: all that decides the numbers, but for the
 * count of steps, which may grow, and the parameters at the start, which the checkpoint replaces.
 *
 * @param entries a line for each thing, by name
 * @param unnamed where there is code without a name, which nothing can be said about
 */
record Identity(Map<String, String> entries, List<String> unnamed) {

    /** Of checkpoints, raised with every change of what is in them. */
    private static final String FORMAT = "pathline training 3";

    /** Of the library: the numbers of two versions may differ. A test compares it with the build's. */
    static final String VERSION = "0.9.0";

    static Identity of(Trainer trainer, Model model, Objective<?> objective, Rng rng) {
        var entries = new LinkedHashMap<String, String>();
        var unnamed = new ArrayList<String>();
        entries.put("format", FORMAT);
        entries.put("library", VERSION);
        entries.put("seed", rng.toString());
        entries.put("settings", trainer.settings());
        entries.put(
                "evaluated",
                String.join(
                        ", ",
                        trainer.evaluations().stream()
                                .map(one -> "\"" + one.name() + "\" every " + one.every() + " steps")
                                .toList()));
        add("learning rate", trainer.rate(), entries, unnamed);
        add("model", model, entries, unnamed);
        add("objective", objective, entries, unnamed);
        return new Identity(entries, unnamed);
    }

    private static void add(String name, Object value, Map<String, String> entries, List<String> unnamed) {
        var whole = Fingerprint.of(value, name);
        unnamed.addAll(whole.unnamed());
        Fingerprint.parts(value, name).forEach((part, found) -> entries.put(part, line(found)));
        entries.put(name, line(whole));
    }

    private static String line(Fingerprint found) {
        return found.digest() + " " + found.text();
    }

    /** Whether two lines are of the same thing: where there is a fingerprint, whatever the words behind it. */
    static boolean same(String one, String other) {
        return one.equals(other) || (digest(one).isPresent() && digest(one).equals(digest(other)));
    }

    private static Optional<String> digest(String line) {
        return line.matches("[0-9a-f]{32} .*") ? Optional.of(line.substring(0, 32)) : Optional.empty();
    }

    /** Refuses what cannot be told from another training of its kind. */
    void checkNamed() {
        if (!unnamed.isEmpty()) {
            throw new IllegalArgumentException("A training with " + String.join("; ", unnamed)
                    + " cannot be resumed: nothing says whether it is the one that the checkpoint is of. Give it a name,"
                    + " objective.named(\"...\") or rate.named(\"...\"), and another one when you change it; or make it a"
                    + " record, which is known by its class and its fields");
        }
    }
}
