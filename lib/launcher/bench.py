"""The command bench: builds the benchmark, which is no part of the library, beside the library, and runs it."""
import jdk
import library
import maven
import place
from say import step
from turn import in_turn_if

JARS = place.BUILD / "bench/jars"
BUILT = JARS / ".built"
SOURCES = place.ROOT / "lib/bench"


def is_stale():
    return place.newer_than(BUILT, library.BUILT, SOURCES / "pom.xml", SOURCES / "java")


def make():
    """The benchmark's jar and JMH's, apart from the library's class path."""
    step("benchmark: building with Maven (the first time it downloads JMH)")
    fresh = library.emptied(place.BUILD / "bench/jars.new")
    maven.build("the benchmark", "building", place.LOG / "bench.log", "-P", "bench", "-pl", ":pathline-bench", "-am", "package",
                f"{maven.DEPENDENCY_PLUGIN}:copy-dependencies", "-DskipTests", "-DincludeScope=runtime",
                "-DincludeArtifactIds=jmh-core,jopt-simple,commons-math3", f"-DoutputDirectory={fresh}")
    library.copy_jar("lib/bench/target", "pathline-bench", fresh)
    library.replace(JARS, fresh)


def bench(arguments):
    library.build()
    in_turn_if(is_stale, "maven", make)
    step("benchmark: up to date")
    jdk.start([JARS, place.JARS], "pathline.bench.Bench", arguments)
