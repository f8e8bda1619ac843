"""The built library: its jars and their dependencies in build/jars, which is the class path of everything that runs."""
import os
import shutil

import jdk
import maven
import place
from say import Fault, step
from turn import in_turn_if

BUILT = place.JARS / ".built"
MODULES = "core", "kernels"


def is_stale():
    sources = [place.ROOT / "lib" / module / part for module in MODULES for part in ("pom.xml", "src/main")]
    return place.newer_than(BUILT, place.ROOT / "pom.xml", *sources) or bool(missing())


def missing():
    """The jars of the build that are no longer there."""
    return [name for name in place.lines(BUILT) if name and not (place.JARS / name).is_file()]


def is_here():
    return BUILT.is_file() and not missing()


def build():
    jdk.find()
    maven.find()
    in_turn_if(is_stale, "maven", make)
    step("library: up to date")


def make():
    step(f"library: building with Maven on JDK {jdk.find().version} (the first time it downloads its dependencies)")
    fresh = emptied(place.BUILD / "jars.new")
    maven.build("the library", "building", place.LOG / "build.log", "-pl", "lib/kernels", "-am", "package",
                f"{maven.DEPENDENCY_PLUGIN}:copy-dependencies", "-DskipTests", "-DincludeScope=runtime",
                "-DexcludeGroupIds=io.github.pathline-flow", f"-DoutputDirectory={fresh}")
    for module in MODULES:
        copy_jar(f"lib/{module}/target", f"pathline-{module}", fresh)
    stamp(fresh, "\n".join(sorted(jar.name for jar in fresh.glob("*.jar"))))
    replace(place.JARS, fresh)


def emptied(folder):
    """The folder, empty but for the stamp: what changes from here on is newer than what is built now."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / ".built").touch()
    return folder


def stamp(folder, text):
    """Writes the stamp anew with the time that it has."""
    file = folder / ".built"
    time = file.stat().st_mtime_ns
    file.write_text(text + "\n", encoding="utf-8")
    os.utime(file, ns=(time, time))


def copy_jar(target, name, folder):
    """The newest jar that Maven built under this name; sources and documentation have jars of their own beside it."""
    jars = [jar for jar in (place.ROOT / target).glob(f"{name}-*.jar") if not jar.stem.endswith(("-sources", "-javadoc"))]
    if not jars:
        raise Fault(f"Maven built no jar in {target}.")
    shutil.copy2(max(jars, key=lambda jar: jar.stat().st_mtime_ns), folder)


def replace(folder, fresh):
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
