"""The command run: notebooks on the private kernel, their pages into build/."""
import choice
import child
import jdk
import place
import webjars
import workshop
from say import Fault, step

RUN, SAVE = "run", "save"


def execute(python, files, folder, mode=RUN, mathjax=None):
    """Runs the files; their pages go into the folder. The exit code is not 0 where a cell failed."""
    step(f"running {len(files)} notebook(s), budget {choice.budget()}")
    # Ctrl-C reaches the notebooks' own process too, which ends its kernel and says so.
    return child.run([python.path, "-B", place.LAUNCHER / "run_notebooks.py", place.ROOT, place.BUILD, folder,
                      jdk.find().java, mathjax or webjars.mathjax(), mode, *files])


def run(arguments):
    mode = RUN
    if arguments[:1] == ["--save"]:
        mode, arguments = SAVE, arguments[1:]
        if choice.budget() != "LECTURE":
            raise Fault("run --save keeps the outputs of a LECTURE run; unset PATHLINE_BUDGET first.")
    choice.refuse_options("run", arguments)
    choice.check_budget()
    files = choice.notebooks(arguments)
    python = workshop.set_up()
    mathjax = webjars.mathjax()
    if not files:
        step("notebooks/ holds no notebook yet; ./pathline new NAME makes one")
        return 0
    return execute(python, files, choice.pages(), mode, mathjax)


def up_to_date(files):
    """The pages of the files; one that is missing, or older than its notebook, is made first."""
    pages = [choice.pages() / f"{file.stem}.html" for file in files]
    stale = [file for file, page in zip(files, pages) if place.newer_than(page, file)]
    if stale and execute(workshop.set_up(), stale, choice.pages()) != 0:
        raise SystemExit(1)
    return pages
