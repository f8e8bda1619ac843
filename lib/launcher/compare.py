"""Compares the outputs of the same notebooks on two kernels, cell by cell: text, tables, bytes of images.

A cell with the tag "clock" prints what the clock says; of it only the kinds of its outputs are compared.
"""
import json
import sys
from collections import Counter
from pathlib import Path

CLOCK = "clock"


def shown(output):
    """The comparable content of an output: its kind and everything that a reader sees of it."""
    if output["output_type"] == "stream":
        return output["name"], "".join(output["text"])
    return "shown", json.dumps(output.get("data") or output.get("evalue"), sort_keys=True)


def difference(number, cell, other):
    """What differs between two runs of one cell, or None."""
    mine, theirs = [shown(o) for o in cell["outputs"]], [shown(o) for o in other["outputs"]]
    if [kind for kind, _ in mine] != [kind for kind, _ in theirs]:
        return f"cell {number}: {[kind for kind, _ in mine]} on one, {[kind for kind, _ in theirs]} on the other"
    if CLOCK in cell["metadata"].get("tags", []):
        return None
    for (kind, one), (_, another) in zip(mine, theirs):
        if one != another:
            at = next((k for k, (a, b) in enumerate(zip(one, another)) if a != b), min(len(one), len(another)))
            start = max(0, at - 20)
            return f"cell {number}, {kind}: {one[start:at + 40]!r} on one, {another[start:at + 40]!r} on the other"
    return None


def kinds(cells):
    counts = Counter()
    for cell in cells:
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                counts["texts"] += 1
            elif "image/png" in output.get("data", {}):
                counts["images"] += 1
            else:
                counts["tables"] += 1
    return counts


def code(path):
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


def compare(path, other):
    mine, theirs = code(path), code(other)
    if len(mine) != len(theirs):
        return mine, [f"{len(mine)} code cells on one, {len(theirs)} on the other"]
    found = (difference(number, a, b) for number, (a, b) in enumerate(zip(mine, theirs), 1))
    return mine, [fault for fault in found if fault]


def name(spec):
    return json.loads((Path(spec) / "kernel.json").read_text(encoding="utf-8"))["display_name"]


def compare_all(spec, pages, other_spec, other_pages):
    """Prints a table of every notebook that both have; 1 where a cell differs."""
    print(f"\n{name(spec)} and {name(other_spec)}, cell by cell:")
    print(f"  {'notebook':<24} cells  clock  texts  tables  images  different")
    faults = []
    for other in sorted(Path(other_pages).glob("*.ipynb")):
        cells, found = compare(Path(pages) / other.name, other)
        counts = kinds(cells)
        clock = sum(CLOCK in cell["metadata"].get("tags", []) for cell in cells)
        print(f"  {other.stem:<24} {len(cells):5d}  {clock:5d}  {counts['texts']:5d}  {counts['tables']:6d}  {counts['images']:6d}"
              f"  {len(found):9d}")
        faults += [f"{other.stem}, {fault}" for fault in found]
    for fault in faults:
        print(f"pathline: {fault}", file=sys.stderr)
    return 1 if faults else 0
