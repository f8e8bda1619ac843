"""The command new: a notebook of one's own, with a solved example to change."""
import re

import place
import whole_file
from say import Fault, step


def template(name):
    return (place.LAUNCHER / "new.ipynb").read_text(encoding="utf-8").replace("@NAME@", name)


def new(arguments):
    if len(arguments) != 1:
        raise Fault("new takes one name: ./pathline new my-experiment")
    given = arguments[0]
    name = given[:-len(".ipynb")] if given.endswith(".ipynb") else given
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise Fault(f"'{given}' cannot be a notebook's name: letters, digits, '-', '_' and '.' only, and a letter or digit first.")
    file = place.NOTEBOOKS / f"{name}.ipynb"
    if file.exists():
        raise Fault(f"notebooks/{name}.ipynb exists already; choose another name.")
    try:
        place.NOTEBOOKS.mkdir(exist_ok=True)
        whole_file.write(file, template(name))
    except OSError:
        raise Fault(f"notebooks/{name}.ipynb could not be written.", "Is the disk full, or notebooks/ not yours?")
    step(f"made notebooks/{name}.ipynb")
    print(f"  open it:      ./pathline lab, then double-click {name}.ipynb\n  run it whole: ./pathline run {name}")
    return 0
