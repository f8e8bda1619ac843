"""Which notebooks a command means, on which budget, and where their pages are."""
import os

import place
from say import Fault


def budget():
    return os.environ.get("PATHLINE_BUDGET", "LECTURE")


def check_budget():
    if budget() not in ("LECTURE", "SMOKE"):
        raise Fault(f"PATHLINE_BUDGET is '{budget()}'; it must be SMOKE or LECTURE.")


def pages():
    """The folder of the executed notebooks; those of a small budget never take the place of a lecture's."""
    return place.BUILD / ("notebooks" if budget() == "LECTURE" else "smoke")


def refuse_options(command, words):
    for word in words:
        if word.startswith("-"):
            raise Fault(f"{command} knows no option '{word}'.", "./pathline --help lists what it knows.")


def notebooks(names):
    """The files meant, each once, all of them when nothing is named."""
    if not names:
        return all_notebooks()
    chosen = []
    for name in names:
        if not name:
            raise Fault(f"a notebook's name is empty; there are: {known()}.")
        found = named(name)
        if not found:
            raise Fault(f"no notebook is named '{name}'; there are: {known()}.")
        chosen += [file for file in found if file not in chosen]
    return chosen


def all_notebooks():
    return sorted(place.NOTEBOOKS.glob("*.ipynb"))


def known():
    return " ".join(file.stem for file in all_notebooks())


def named(name):
    """A name is a file, a notebook's whole name, or what stands before its first '-': then all that begin so are meant."""
    whole = name[:-len(".ipynb")] if name.endswith(".ipynb") else name
    folders = [place.NOTEBOOKS]
    if whole != name or "/" in name or os.sep in name:
        folders.insert(0, place.HERE)
    for folder in folders:
        file = folder / f"{whole}.ipynb"
        if file.is_file():
            return [file.parent.resolve() / file.name]
    if "/" in name or os.sep in name:
        return []
    return [file for file in all_notebooks() if file.name.startswith(f"{name}-")]
