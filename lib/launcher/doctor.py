"""The command doctor: what is here, each line ok or how to fix it."""
import os
import platform
import re
import sys

import child
import interpreter
import jdk
import kernels
import kernelspec
import library
import maven
import place
import workshop
from say import Fault, remedy

SET_UP = "any of ./pathline run, lab, test sets it up"


def examine(name, finder):
    """Prints what the finder found, or what it misses and the cures; whether all is well."""
    try:
        print(f"  ok    {name:<14} {finder()}", flush=True)
        return True
    except Fault as fault:
        said = fault.sentence, *fault.cures
    except (OSError, kernelspec.Unusable) as error:
        said = (str(error),)
    print(f"  FIX   {name:<14} " + f"\n        {'':<14} ".join(said), flush=True)
    return False


def show_project():
    if not place.writable(place.BUILD):
        raise Fault(f"{place.ROOT} cannot be written.", "move the project to a folder of your own")
    return place.ROOT


def show_jdk():
    return f"{jdk.find().version} in {jdk.find().home}"


def show_fonts():
    if not library.is_here():
        return "not tried yet; the library is built first"
    found = workshop.font()
    if not found:
        raise workshop.no_font()
    return found


def show_vector():
    if not jdk.vector_module():
        raise Fault("this JDK has no jdk.incubator.vector; everything works, the compiled kernels fall back to slower code.",
                    f"a full JDK has it: {remedy(*jdk.CURE, 'conda install openjdk')}")
    return "jdk.incubator.vector"


def show_maven():
    words, repository = maven.find()
    version = re.search(r"Apache Maven ([0-9.]+)", child.words([words[0], "-v"]))
    return f"{version.group(1) if version else 'of unknown version'}, repository {repository}"


def show_memory():
    megabytes = jdk.memory_megabytes()
    if megabytes < 3000:
        raise Fault(f"{megabytes} MB; the notebooks want 4 GB.", "end other programs, or run one notebook at a time")
    return f"{megabytes} MB, of which a kernel takes up to {jdk.heap_megabytes()} for its heap"


def show_python():
    return f"Python {platform.python_version()}, {sys.executable}"


def known_python():
    found = interpreter.known()
    if not found:
        raise Fault("not set up yet.", SET_UP)
    return found


def show_jupyter():
    found = known_python()
    return f"{found.origin} ({'JupyterLab too' if found.has_lab else 'headless only, no JupyterLab'})"


def show_kernel():
    """What the next command would take, too: the kernel that was set up may not be the one that is found now."""
    python = known_python()
    if not (kernels.PRIVATE / "kernel.json").is_file():
        raise Fault("not set up yet.", SET_UP)
    notes = []
    named = os.environ.get("PATHLINE_KERNEL")
    if named not in kernels.FETCHERS:
        found = place.HERE / named if named else kernels.active(python, notes.append)
        if found:
            kernels.wrap(found, place.LOG / "kernelspec")
    return "; ".join([kernelspec.name(kernels.PRIVATE), *notes])


def show_library():
    if not library.BUILT.is_file():
        raise Fault("not built yet.", "any of ./pathline run, lab, test builds it")
    missing = library.missing()
    if missing:
        raise Fault(f"jars are missing in build/jars: {' '.join(missing[:3])}", "delete build/jars; the next command builds it again")
    return "in build/jars, " + ("older than its sources; the next command builds it again" if library.is_stale() else "up to date")


def natives(cache):
    return next(cache.glob("pytorch/*/*torch_cpu*"), None)


def show_natives():
    cache = jdk.native_cache()
    if natives(cache):
        megabytes = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file()) // 1_000_000
        return f"PyTorch, unpacked in {cache} ({megabytes} MB)"
    if any(place.JARS.glob("pytorch-native-cpu-*.jar")):
        return f"PyTorch, in build/jars; the first notebook unpacks them into {cache} (about 430 MB)"
    raise Fault("PyTorch's native libraries are not here yet.", "any of ./pathline run, lab, test fetches them")


def show_engine():
    """What the library says of PyTorch on this processor; nothing is built or unpacked for it."""
    if not library.is_here():
        return "not tried yet; the library is built first"
    if not natives(jdk.native_cache()):
        return "not tried yet; the first notebook unpacks it"
    given = jdk.environment()
    code, log = workshop.report("pathline.experiment.EngineReport", *jdk.options())
    if code != 0:
        said = place.first_line(log, lambda line: line.strip() and not line.lstrip().startswith("at "))
        raise Fault(said or "the check of the engine did not run.", f"the whole output is in {log}")
    return f"{place.lines(log)[-1]} (ONEDNN_MAX_CPU_ISA is {given['ONEDNN_MAX_CPU_ISA']})"


def doctor(_):
    print(f"Pathline on {platform.system()} {platform.machine()}", flush=True)
    well = [examine("project", show_project), examine("JDK", show_jdk)]
    if well[-1]:
        well += [examine("fonts", show_fonts), examine("vector module", show_vector)]
    for name, finder in (("Maven", show_maven), ("memory", show_memory), ("Python", show_python), ("Jupyter", show_jupyter),
                         ("kernel", show_kernel), ("library", show_library), ("natives", show_natives)):
        well.append(examine(name, finder))
    if well[1]:
        well.append(examine("engine", show_engine))
    unwell = well.count(False)
    print(f"{unwell} to fix" if unwell else "all well")
    return 1 if unwell else 0
