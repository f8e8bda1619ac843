package pathline.bench;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The peers' times: what their script prints, run by run.
 *
 * <p>The script is {@code lib/bench/peers.py}. A package that is missing is named once, and its works are left out.
 */
final class Peers {

    private static final Gson GSON = new Gson();

    private final List<String> command;
    private final File log;
    private final Predicate<String> known;
    private final Consumer<String> say;
    private final Quietest times = new Quietest();
    private final Map<String, String> versions = new TreeMap<>();
    private final TreeSet<String> missing = new TreeSet<>();
    private final TreeSet<String> strange = new TreeSet<>();

    /**
     * No peer has run yet.
     *
     * @param command the interpreter and the script; none if there are no peers
     * @param log where the script's complaints go
     * @param known the names of our works, which the script must use too
     * @param say is told what is missing
     */
    Peers(List<String> command, Path log, Predicate<String> known, Consumer<String> say) {
        this.command = List.copyOf(command);
        this.log = log.toFile();
        this.known = known;
        this.say = say;
    }

    /** Runs those that know a work called by one of these. */
    void run(List<String> ids) {
        if (command.isEmpty() || ids.isEmpty()) {
            return;
        }
        var words = Stream.concat(command.stream(), ids.stream()).toList();
        var builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.appendTo(log));
        int code = Jvm.run(builder, this::read);
        if (code != 0) {
            say.accept("the peers' script ended with code " + code + " in " + ids + "; its words are in " + log);
        }
    }

    /** Takes in a line of the script; another program's line is no JSON. */
    void read(String line) {
        JsonObject fields;
        try {
            fields = GSON.fromJson(line, JsonObject.class);
        } catch (JsonSyntaxException e) {
            return;
        }
        if (fields == null) {
            return;
        }
        if (fields.has("ms")) {
            String work = fields.get("work").getAsString();
            if (!known.test(work) && strange.add(work)) {
                say.accept("the peers' script times \"" + work + "\", which is no work of ours");
            }
            var ms = GSON.fromJson(fields.get("ms"), double[].class);
            times.add(new Entry(work, fields.get("who").getAsString(), Measured.of(ms)));
        } else if (fields.has("missing")) {
            String what = fields.get("missing").getAsString() + ", for " + fields.getAsJsonArray("works");
            if (missing.add(what)) {
                say.accept("no peer " + what);
            }
        } else if (fields.has("versions")) {
            fields.getAsJsonObject("versions")
                    .entrySet()
                    .forEach(entry ->
                            versions.put(entry.getKey(), entry.getValue().getAsString()));
        }
    }

    /** Whether two runs agree about every peer in this work. */
    boolean settled(Work work) {
        return times.settled(work);
    }

    /** Of each work and peer, the quietest run. */
    List<Entry> entries() {
        return times.entries();
    }

    /** The packages that were found, with their versions. */
    Map<String, String> versions() {
        return Map.copyOf(versions);
    }
}
