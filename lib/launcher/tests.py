"""The command test: the library's tests, then the notebooks on a small budget, on every kernel that can be had."""
import os
import re
import subprocess

import bench
import child
import choice
import compare
import jdk
import kernels
import kernelspec
import maven
import new
import notebooks
import place
import workshop
from say import Fault, step
from turn import turn

LOG = place.LOG / "test.log"
SHOWN = re.compile(r"Tests run:|^\[ERROR\] +[^ ]|^\[WARNING\]|BUILD")
NOT_SHOWN = re.compile(r"Help 1|switch|articles:|resume the build|mvn <args>|dump files")
TEMPLATE = "a-new-experiment"
COMPARED = re.compile(rf"01-.*|04-.*|{TEMPLATE}")


def test(arguments):
    files = choice.notebooks(arguments)
    python = workshop.set_up()
    kernels.set_up_others(python)
    # The benchmark has tests too; they need JMH, which ./pathline bench fetches and nothing else does.
    goals = ["verify", "-P", "bench"] if bench.BUILT.is_file() else ["verify"]
    step("tests: mvn verify (whole output in build/log/test.log)")
    jdk.environment()
    with turn("maven"):
        if verify(goals) != 0:
            raise Fault(f"the tests of the library failed; the whole output is in {LOG}")
    os.environ["PATHLINE_BUDGET"] = "SMOKE"
    if not arguments:
        files = files + [from_template()]
    if notebooks.execute(python, files, choice.pages()) != 0 or compare_kernels(python, files) != 0:
        return 1
    step("all passed")
    return 0


def verify(goals):
    """Maven's own run of the tests, all of it in the log, and what a reader wants of it on the screen."""
    command = maven.command("-f", place.ROOT / "pom.xml", *goals)
    with open(LOG, "w", encoding="utf-8") as log, child.started(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
            errors="replace") as process:
        for line in process.stdout:
            log.write(line)
            log.flush()
            if SHOWN.search(line) and not NOT_SHOWN.search(line):
                print(line, end="", flush=True)
    return process.returncode


def from_template():
    """What ./pathline new hands out has to run, too."""
    file = place.BUILD / f"template/{TEMPLATE}.ipynb"
    file.parent.mkdir(exist_ok=True)
    file.write_text(new.template(TEMPLATE), encoding="utf-8")
    return file


def compare_kernels(python, files):
    """What has run on the private kernel runs on the others as well, a few notebooks of it, and must show the same."""
    files = [file for file in files if COMPARED.fullmatch(file.stem)]
    failed = 0
    for folder in sorted(kernels.OTHERS.glob("*")) if files else []:
        spec = folder / "kernels/java"
        step(f"kernel: {kernelspec.name(spec)}")
        os.environ["JUPYTER_PATH"] = str(folder)
        if notebooks.execute(python, files, folder / "pages") != 0:
            return 1
        failed = compare.compare_all(kernels.PRIVATE, choice.pages(), spec, folder / "pages")
        if failed:
            return failed
    return failed
