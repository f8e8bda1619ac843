"""The kernelspecs of the launcher: find one named java, wrap it with class path and options, name it.

    kernelspec.py find BUILD                        prints the folder of a kernelspec java that is not ours
    kernelspec.py rapaio FOLDER JAR                 prints the kernelspec of rapaio's kernel in that folder
    kernelspec.py wrap FOUND OUT JAVA JARS OPTIONS  writes the private kernelspec around the one in FOUND, prints its name
    kernelspec.py name FOLDER                       prints what the wrapped kernel is
    kernelspec.py install FOLDER                    copies the wrapped kernelspec to the user's Jupyter
"""
import json
import os
import shutil
import sys
import zipfile
from pathlib import Path

# What the launcher sets in the environment of every JVM (java_environment in java.sh).
GIVEN = ("DJL_CACHE_DIR", "OPT_OUT_TRACKING", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")
MARK = "pathline"


def read(folder):
    return json.loads((Path(folder) / "kernel.json").read_text(encoding="utf-8"))


def usable(folder):
    """A kernelspec that exists, is not one that we wrote, and whose jar is where it says."""
    try:
        spec = read(folder)
        jar = jar_of(placed(spec["argv"], folder))
    except (OSError, ValueError, KeyError):
        return False
    return MARK not in spec.get("metadata", {}) and (jar is None or Path(jar).is_file())


def find(build):
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("kernels"):
        candidate = Path(folder) / "java"
        if Path(build).resolve() / "jupyter" not in candidate.resolve().parents and usable(candidate):
            print(candidate)
            return
    sys.exit(1)


def placed(argv, folder):
    return [word.replace("{resource_dir}", str(folder)) for word in argv]


def jar_of(argv):
    return argv[argv.index("-jar") + 1] if "-jar" in argv[:-1] else None


def rapaio(folder, jar):
    """The kernel with our two start-up classes before its own jar; see rapaio/StartRapaio.java for why."""
    classes = os.pathsep.join([str(Path(folder) / "classes"), str(Path(folder) / jar)])
    spec = {
        "argv": ["java", "-cp", classes, "pathline.launcher.StartRapaio", "{connection_file}"],
        "display_name": "Java",
        "language": "java",
        "interrupt_mode": "message",
        "env": {"RJK_INIT_SCRIPT": str(Path(folder) / "init.jsh")},
        "metadata": {"kernel": Path(jar).stem.replace("-jupyter-kernel-", "'s kernel ")},
    }
    print(json.dumps(spec, indent=1))


def started_by_class(jar, library):
    """What java -jar does, with the library's jars in front: the manifest's main class and the packages it opens."""
    with zipfile.ZipFile(jar) as archive:
        # A long line of a manifest goes on after a line break and a space.
        lines = archive.read("META-INF/MANIFEST.MF").decode("utf-8").replace("\r\n", "\n").replace("\n ", "").splitlines()
    manifest = dict(line.split(": ", 1) for line in lines if ": " in line)
    opened = [f"--add-{kind.lower()}={package}=ALL-UNNAMED" for kind in ("Opens", "Exports")
              for package in manifest.get("Add-" + kind, "").split()]
    return opened + ["-cp", os.pathsep.join([library, jar]), manifest["Main-Class"].strip()]


def command(argv, java, jars, options):
    """The kernel's own command with our java, options, and the library's jars before the kernel's."""
    if Path(argv[0]).name not in ("java", "java.exe"):
        return argv
    library = str(Path(jars) / "*")
    rest = argv[1:]
    jar = jar_of(rest)
    if jar:
        at = rest.index("-jar")
        rest[at:at + 2] = started_by_class(jar, library)
    else:
        at = next(i for i, word in enumerate(rest) if word in ("-cp", "-classpath", "--class-path"))
        first, _, others = rest[at + 1].partition(os.pathsep)
        ours = [first, library, others] if "StartRapaio" in " ".join(rest) else [library, first, others]
        rest[at + 1] = os.pathsep.join(part for part in ours if part)
    return [java] + options + rest


def wrap(found, out, java, jars, options):
    spec = read(found)
    options = [option for option in options.splitlines() if option]
    argv = command(placed(spec["argv"], found), java, jars, options)
    environment = dict(spec.get("env", {}))
    if argv[0] != java:
        environment["JDK_JAVA_OPTIONS"] = " ".join(options)
        environment["JAVA_HOME"] = str(Path(java).parent.parent)
        # A kernel that is started by a script of its own (JJava's from pip) takes the first java on the PATH.
        environment["PATH"] = str(Path(java).parent) + os.pathsep + "${PATH}"
    environment.update({
        "IJAVA_CLASSPATH": str(Path(jars) / "*"),
        "JJAVA_CLASSPATH": str(Path(jars) / "*"),
        "RJK_CLASSPATH": str(Path(jars) / "*.jar"),
    } | {name: os.environ[name] for name in GIVEN})
    wrapped = {
        "argv": argv,
        "display_name": "Java",
        "language": "java",
        "interrupt_mode": spec.get("interrupt_mode", "message"),
        "env": environment,
        "metadata": {MARK: spec.get("metadata", {}).get("kernel") or kind(spec, found)},
    }
    (Path(out) / "kernel.json").write_text(json.dumps(wrapped, indent=1) + "\n", encoding="utf-8")
    name(out)


def kind(spec, found):
    words = " ".join(spec["argv"]).lower() + json.dumps(spec.get("env", {})).lower()
    names = {"jjava": "JJava", "ijava": "IJava", "rapaio": "rapaio's kernel"}
    name = next((shown for key, shown in names.items() if key in words), spec.get("display_name", "unknown"))
    return f"{name} of {found}"


def install(folder):
    """Into the user's own Jupyter, under the name java, or java-pathline where the user has a java already."""
    from jupyter_core.paths import jupyter_data_dir

    kernels = Path(jupyter_data_dir()) / "kernels"
    target = kernels / ("java-pathline" if usable(kernels / "java") else "java")
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(folder) / "kernel.json", target / "kernel.json")
    print(target)


def name(folder):
    print(read(folder)["metadata"][MARK])


if __name__ == "__main__":
    actions = {"find": find, "rapaio": rapaio, "wrap": wrap, "name": name, "install": install}
    actions[sys.argv[1]](*sys.argv[2:])
