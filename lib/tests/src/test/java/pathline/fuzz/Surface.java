package pathline.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pathline.bijection.Weights;
import pathline.bijection.kernel.CompiledFlows;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.field.kernel.Kernels;
import pathline.random.Rng;

/** The public surface, read from the compiled classes. */
final class Surface {

    /** What is not called, and why. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "pathline.experiment.DataReport.main(String[])", "ends the JVM",
            "pathline.experiment.Experiments.main(String[])", "runs for hours and ends the JVM",
            "pathline.plot.PalettePng.main(String[])", "rewrites files",
            "pathline.check.Require.that(boolean,String)", "says the caller's sentence, whatever that is");

    /** Types that are public for the sake of other packages alone, and why they are not called. */
    private static final Map<String, String> SHARED = Map.of(
            "pathline.field.MlpPasses",
            "gets arguments that VelocityMlp has checked; a second look would cost in each step",
            "pathline.bijection.FlowPasses",
            "gets rows that NormalizingFlow has checked",
            "pathline.coupling.Sweep",
            "gets padded rows from the search alone, whose innermost loop it is",
            "pathline.ode.States",
            "gets states that it has made itself, from the stepping loop and the way back of a gradient",
            "pathline.ode.StateField",
            "gets states of its own form, likewise");

    /** Services that the kernels' packages offer; all else in them is public for the sake of other kernels alone. */
    private static final Set<Class<?>> SERVICES = Set.of(Kernels.class, CompiledFlows.class);

    private Surface() {}

    /** All members of public types, in the order of their signatures. */
    static List<Member> members() {
        var members = new ArrayList<Member>();
        for (var type : publicTypes()) {
            var all = new ArrayList<Executable>(List.of(type.getDeclaredMethods()));
            if (!Modifier.isAbstract(type.getModifiers())) {
                all.addAll(List.of(type.getDeclaredConstructors()));
            }
            for (var executable : all) {
                var member = new Member(executable);
                if (isOurs(executable) && !LEFT_OUT.containsKey(member.signature())) {
                    members.add(member);
                }
            }
        }
        members.sort(Comparator.comparing(Member::signature));
        return members;
    }

    private static boolean isOurs(Executable executable) {
        boolean visible = Modifier.isPublic(executable.getModifiers()) && !executable.isSynthetic();
        boolean ofEveryEnum = executable.getDeclaringClass().isEnum()
                && executable instanceof Method method
                && Set.of("values", "valueOf").contains(method.getName());
        return visible && !ofEveryEnum && !isInsideALayer(executable);
    }

    /** What a layer, a net or a source computes: called by NormalizingFlow with what it has checked; a second look would cost. */
    private static boolean isInsideALayer(Executable executable) {
        var types = List.of(executable.getParameterTypes());
        return types.contains(Weights.class) || types.equals(List.of(NamedArrays.class, Rng.class));
    }

    private static List<Class<?>> publicTypes() {
        var types = new ArrayList<>(publicTypes(Require.class));
        types.addAll(publicTypes(Kernels.class));
        return types;
    }

    /** Those of the module that this class is in, a folder or a jar. */
    private static List<Class<?>> publicTypes(Class<?> one) {
        try {
            var place = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                return publicTypes(place);
            }
            try (var jar = FileSystems.newFileSystem(place)) {
                return publicTypes(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> publicTypes(Path root) throws IOException, ClassNotFoundException {
        try (var files = Files.walk(root)) {
            var types = new ArrayList<Class<?>>();
            for (var file :
                    files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                var name = root.relativize(file).toString().replace('\\', '.').replace('/', '.');
                if (!name.endsWith("package-info.class")) {
                    var loader = Surface.class.getClassLoader();
                    add(Class.forName(name.substring(0, name.length() - 6), false, loader), types);
                }
            }
            return types;
        }
    }

    private static void add(Class<?> type, List<Class<?>> types) {
        for (Class<?> around = type; around != null; around = around.getEnclosingClass()) {
            if (!Modifier.isPublic(around.getModifiers()) || around.isAnonymousClass() || around.isSynthetic()) {
                return;
            }
        }
        boolean kernel = type.getPackageName().endsWith(".kernel") && !SERVICES.contains(type);
        if (!kernel && !SHARED.containsKey(type.getName())) {
            types.add(type);
        }
    }
}
