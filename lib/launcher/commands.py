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
  ./pathline bench [W1...]              what the library costs, beside its peers
  ./pathline docs                       write the API documentation into build/docs/
  ./pathline doctor                     what is here, and how to get what is missing
  ./pathline kernel                     install the Java kernel for VS Code and other front ends of this user
{java}

./pathline COMMAND --help says more of one.

The first command sets everything up in build/ (a few minutes); afterwards all of it works without a network.

Settings, by environment variable:
  PATHLINE_BUDGET          LECTURE (default), or SMOKE for a quick pass through every notebook
  PATHLINE_KERNEL          ijava, jjava or rapaio, or the folder of a kernelspec, instead of the kernel that would be found
  PATHLINE_OTHER_KERNELS   folders of kernelspecs (with '{separator}' between them) on which ./pathline test compares, too
  PATHLINE_KERNEL_SECONDS  how long a kernel may be silent when it starts (15)
  PATHLINE_CELL_SECONDS    how long one cell may run (1200)"""

COMMANDS = {"run": notebooks.run, "pdf": pdf.pdf, "slides": slides.slides, "lab": lab.lab, "new": new.new, "test": tests.test,
            "bench": bench.bench, "docs": docs.docs, "kernel": lab.kernel}


NAMES = "NOTEBOOK is a number (01), a name (01-ode-solvers) or a path; without one, all of notebooks/ are meant."

# What a command's own help says beside its lines above.
MORE = {
    "run": f"{NAMES}\nThe pages, and the notebooks as they ran, are in build/notebooks/; with PATHLINE_BUDGET=SMOKE in build/smoke/.",
    "pdf": f"{NAMES}\nA page that is missing, or older than its notebook, is made first.",
    "slides": f"{NAMES}\nA page that is missing, or older than its notebook, is made first.",
    "lab": "What else is given goes to JupyterLab: ./pathline lab --port 9000.",
    "new": "NAME has letters, digits, '-', '_' and '.'; a notebook of that name is not overwritten.",
    "test": f"{NAMES}\nMaven's whole output is in build/log/test.log.",
    "docs": "They begin at build/docs/index.html.",
    "doctor": "Each line is ok, or says how to fix it; the exit code is 1 if one is to be fixed.",
    "kernel": "It points into this project: install it again after moving the project.",
}


def java_commands():
    """
    Commands that are a main class of the library: "name class what it does", one a line in the file commands; lines that
    are set in say more of the command above them.
    """
    return [line.split(maxsplit=2) for line in place.lines(place.LAUNCHER / "commands") if line.strip() and line[0] != " "]


def java_help():
    """What the file commands says more, by command."""
    more, name = {}, None
    for line in place.lines(place.LAUNCHER / "commands"):
        if line[:1] == " ":
            more[name].append(line.rstrip())
        elif line.strip():
            name = line.split()[0]
            more[name] = []
    return {name: "\n".join(lines) for name, lines in more.items()}


def whole_help():
    java = "\n".join(f"  ./pathline {name:<26} {what}" for name, _, what in java_commands())
    return HELP.format(java=java, separator=os.pathsep)


def help_of(name):
    """The lines of one command, and what there is to say more."""
    lines = [line for line in whole_help().splitlines() if line.split()[:2] == ["./pathline", name]]
    more = {**MORE, **java_help()}.get(name)
    return "\n".join(lines + (["", more] if more else []))


def known(name):
    return name == "doctor" or name in COMMANDS or name in [command for command, _, _ in java_commands()]


def main(arguments):
    """The exit code of the command that the arguments name."""
    name, *rest = arguments or ["help"]
    if name in ("-h", "--help", "help"):
        print(whole_help())
        return 0
    # The benchmark has a help of its own, of all that it can measure.
    if known(name) and name != "bench" and any(word in ("-h", "--help") for word in rest):
        print(help_of(name))
        return 0
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
