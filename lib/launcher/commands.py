"""The commands by their names, and the help that lists them."""
import os

import bench
import docs
import doctor
import jdk
import lab
import library
import new
import notebooks
import pdf
import place
import slides
import tests
from say import Fault

HELP = """Pathline: a flow-matching workbench of Java notebooks.

  ./pathline run [NOTEBOOK...]          run all or the named notebooks (01, 01-ode-solvers, a path) into build/notebooks/
  ./pathline run --save [NOTEBOOK...]   and keep the outputs in the notebooks themselves
  ./pathline pdf [NOTEBOOK...]          print their pages into build/pdf/, through a Chromium or Chrome that is here
  ./pathline slides [NOTEBOOK...]       make a talk of each in build/slides/
  ./pathline lab                        open JupyterLab on notebooks/
  ./pathline new NAME                   make notebooks/NAME.ipynb for an experiment of your own
  ./pathline test [NOTEBOOK...]         the tests of the library, then the notebooks at the SMOKE budget
  ./pathline bench [W1...]              what the library costs, beside its peers; bench --help says more
  ./pathline docs                       write the API documentation into build/docs/
  ./pathline doctor                     what is here, and how to get what is missing
  ./pathline kernel                     install the Java kernel for VS Code and other front ends of this user
{java}

The first command sets everything up in build/ (a few minutes); afterwards all of it works without a network.

Settings, by environment variable:
  PATHLINE_BUDGET          LECTURE (default), or SMOKE for a quick pass through every notebook
  PATHLINE_KERNEL          ijava, jjava or rapaio, or the folder of a kernelspec, instead of the kernel that would be found
  PATHLINE_OTHER_KERNELS   folders of kernelspecs (with '{separator}' between them) on which ./pathline test compares, too
  PATHLINE_KERNEL_SECONDS  how long a kernel may be silent when it starts (15)
  PATHLINE_CELL_SECONDS    how long one cell may run (1200)"""

COMMANDS = {"run": notebooks.run, "pdf": pdf.pdf, "slides": slides.slides, "lab": lab.lab, "new": new.new, "test": tests.test,
            "bench": bench.bench, "docs": docs.docs, "kernel": lab.kernel}


def java_commands():
    """Commands that are a main class of the library: "name class what it does", one a line in the file commands."""
    return [line.split(maxsplit=2) for line in place.lines(place.LAUNCHER / "commands") if line.strip()]


def show_help():
    java = "\n".join(f"  ./pathline {name:<26} {what}" for name, _, what in java_commands())
    print(HELP.format(java=java, separator=os.pathsep))
    return 0


def main(arguments):
    """The exit code of the command that the arguments name."""
    name, *rest = arguments or ["help"]
    if name in ("-h", "--help", "help"):
        return show_help()
    if name == "doctor":
        return doctor.doctor(rest)
    if name in COMMANDS:
        place.need_build()
        return COMMANDS[name](rest)
    for command, main_class, _ in java_commands():
        if command == name:
            library.build()
            return jdk.start([place.JARS], main_class, rest)
    raise Fault(f"there is no command '{name}'.", "./pathline --help lists them.")
