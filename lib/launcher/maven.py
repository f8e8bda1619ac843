"""Maven: where it is, how it is called, and what its failures mean."""
import functools
import os
import re
import shutil
import sys

import child
import jdk
import place
from say import Fault, remedy

DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0"
NO_NETWORK = re.compile(r"Unknown host|Could not transfer|Connection refused|Connection timed out|Network is unreachable"
                        r"|in offline mode|Temporary failure in name")
TALK = re.compile(r"Help 1|[Rr]e-run Maven|^\[ERROR\] *$|To see the full stack")


@functools.lru_cache(maxsize=None)
def find():
    """Maven's command with the options of every call: a repository in build/ where the user's cannot be written."""
    mvn = shutil.which("mvn")
    if mvn is None:
        raise Fault("Maven (mvn) is not on the PATH; Pathline is built with it.",
                    remedy("sudo apt-get install maven", "brew install maven"))
    repository = place.user_home() / ".m2/repository"
    own = "maven.repo.local" in os.environ.get("MAVEN_OPTS", "") + os.environ.get("MAVEN_ARGS", "")
    if own or place.writable(repository):
        return [mvn, "-B", "-ntp"], repository
    mine = place.BUILD / "m2"
    return [mvn, "-B", "-ntp", f"-Dmaven.repo.local={mine}", f"-Dmaven.repo.local.tail={repository}"], mine


def command(*words):
    jdk.find()
    return [*find()[0], *words]


def build(what, label, log, *words):
    """Runs Maven on the project's pom, or fails with its reason."""
    if child.watched(label, log, command("-q", "-f", place.ROOT / "pom.xml", *words)) != 0:
        raise failed(what, log)


def failed(what, log):
    """Why Maven failed: no network, or its own error lines."""
    reason = place.first_line(log, NO_NETWORK.search)
    if reason:
        return Fault(f"Maven could not download what {what} needs: connect to the network once (afterwards everything works"
                     " offline).", f"its words: {reason}", f"all of it: {log}")
    errors = [line for line in place.lines(log) if line.startswith("[ERROR]") and not TALK.search(line)]
    print("\n".join(errors[:20]), file=sys.stderr, flush=True)
    return Fault(f"{what} failed; Maven's whole output is in {log}")


def fetch(artifact, folder, log):
    """Whether one jar of Maven Central, GROUP:NAME:VERSION, without what it depends on, is now in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    # Inside the project's root Maven would read the project's pom; in the jar's own folder there is none.
    return child.watched("downloading", log, command("-q", "-U", f"{DEPENDENCY_PLUGIN}:copy", f"-Dartifact={artifact}",
                                                     f"-DoutputDirectory={folder}"), cwd=folder) == 0
