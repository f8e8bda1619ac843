"""The JDK: where it is, and what every JVM of the project gets."""
import functools
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import child
import place
from say import Fault, remedy

CURE = ("sudo apt-get install openjdk-17-jdk-headless", "brew install openjdk@17")


@dataclass(frozen=True)
class Jdk:
    home: Path
    version: int

    def tool(self, name):
        return place.program(self.home / "bin", name)

    @property
    def java(self):
        return self.tool("java")


@functools.lru_cache(maxsize=None)
def find():
    """JAVA_HOME first, then macOS's own list, then the PATH."""
    home = home_of_java()
    if home is None:
        raise Fault("no JDK was found (neither JAVA_HOME nor a java on the PATH); Pathline needs JDK 17 or newer.", remedy(*CURE))
    version = major(home)
    if version < 17:
        raise Fault(f"the Java in {home} is version {version or 'unknown'}; Pathline needs JDK 17 or newer.", remedy(*CURE))
    jdk = Jdk(home, version)
    if not place.runnable(jdk.tool("javac")):
        raise Fault(f"the Java in {home} has no compiler (a JRE); Pathline needs a JDK, 17 or newer.", remedy(*CURE))
    os.environ["JAVA_HOME"] = str(home)
    return jdk


def home_of_java():
    named = os.environ.get("JAVA_HOME")
    if named and place.runnable(place.program(Path(named) / "bin", "java")):
        return Path(named)
    listed = child.words(["/usr/libexec/java_home", "-v", "17+"]).strip()
    if listed:
        return Path(listed)
    if shutil.which("java"):
        found = re.search(r"^ *java\.home = (.*)$", child.words(["java", "-XshowSettings:properties", "-version"]), re.M)
        return Path(found.group(1).strip()) if found else None
    return None


def major(home):
    """The number of the Java in that folder, read from its own file where it has one (no JVM is started); 0 if unknown."""
    release = home / "release"
    if release.is_file():
        found = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8"), re.M)
    else:
        found = re.search(r'version "(\d+)', child.words([place.program(home / "bin", "java"), "-version"]))
    return int(found.group(1)) if found else 0


def options():
    """What every JVM of the project gets. A small young generation is used over and over while it is in the caches; a
    large one is memory touched for the first time, which takes seconds on virtual machines."""
    version = find().version
    listed = [f"-Xmx{heap_megabytes()}m", "-Xms256m", "-Xmn64m", "-XX:+UseSerialGC", "-Djava.awt.headless=true",
              "-Dfile.encoding=UTF-8"]
    if vector_module():
        listed.append("--add-modules=jdk.incubator.vector")
    if version >= 22:
        listed.append("--enable-native-access=ALL-UNNAMED")
    # From here on the JDK would print a warning into the first cell that touches a native tensor.
    if version >= 24:
        listed.append("--sun-misc-unsafe-memory-access=allow")
    return listed


@functools.lru_cache(maxsize=None)
def vector_module():
    jdk = find()
    modules = [line for line in place.lines(jdk.home / "release") if line.startswith("MODULES=")]
    return any("jdk.incubator.vector" in line for line in modules or child.words([jdk.java, "--list-modules"]).splitlines())


def memory_megabytes():
    if place.WINDOWS:
        import ctypes

        status = (ctypes.c_uint64 * 8)(64)  # MEMORYSTATUSEX: its length, then the load, then the sizes in bytes
        ctypes.windll.kernel32.GlobalMemoryStatusEx(status)
        return status[1] >> 20
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20


def heap_megabytes():
    """Half of the memory and at most 4 GB, since the tensors live outside of Java's heap."""
    return min(4096, max(512, memory_megabytes() // 2))


def environment():
    """What every JVM of the project finds in its environment; what the user has set stays."""
    given = {
        "DJL_CACHE_DIR": str(native_cache()),
        # DJL would otherwise report its use over the network.
        "OPT_OUT_TRACKING": "true",
        # The C library of Linux would give the memory of every large tensor back to the system and fetch it anew for the
        # next: array operations on thousands of points would take up to seven times as long.
        "MALLOC_MMAP_THRESHOLD_": os.environ.get("MALLOC_MMAP_THRESHOLD_") or "33554432",
        "MALLOC_TRIM_THRESHOLD_": os.environ.get("MALLOC_TRIM_THRESHOLD_") or "536870912",
        # With AVX-512 PyTorch computes some convolutions wrongly (EngineCheck).
        "ONEDNN_MAX_CPU_ISA": os.environ.get("ONEDNN_MAX_CPU_ISA") or "AVX2",
    }
    os.environ.update(given)
    return given


def native_cache():
    """Where DJL unpacks PyTorch's native libraries."""
    named = os.environ.get("DJL_CACHE_DIR")
    if named:
        return Path(named)
    usual = place.user_home() / ".djl.ai"
    return usual if place.writable(usual) else place.BUILD / "djl"


def start(class_path, main_class, arguments):
    """A main class in place of this process. It runs in the project's root; paths in the arguments are the caller's."""
    command = [find().java, *options(), f"-Dpathline.here={place.HERE}", "-cp",
               os.pathsep.join(str(folder / "*") for folder in class_path), main_class, *arguments]
    environment()
    os.chdir(place.ROOT)
    child.become(command)
