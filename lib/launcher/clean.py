"""What a notebook keeps of its run: the outputs, and nothing that differs between two equal runs."""
import base64
import json
import os
import re
import struct
import subprocess
import tempfile
from pathlib import Path

LINES = 1000
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")
# The title that a figure is given: the first text of the call.
TITLE = re.compile(r"\bFigures\s*\.(plot|row|grid|pictures)\(\s*\"((?:[^\"\\]|\\.)*)\"")
# The JVM says this on the error stream when the vector module is asked for; it is no output of a cell.
NOISE = re.compile(r"^WARNING: (Using incubator modules|A terminally deprecated method|A restricted method).*\n?", re.M)


def clean(notebook, root, shrink):
    """Cleans in place. shrink takes a list of PNG images (bytes) and returns them, smaller where possible."""
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Java", "language": "java", "name": "java"},
        "language_info": {"name": "java"},
    }
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    count = 0
    for cell in notebook["cells"]:
        cell["metadata"] = cell_metadata(cell.get("metadata", {}))
        if cell["cell_type"] != "code":
            continue
        cell["outputs"] = list(outputs(cell["outputs"], root))
        if cell["execution_count"] is not None:
            count += 1
            cell["execution_count"] = count
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = cell["execution_count"]
    stable_ids(notebook["cells"])
    shrink_images(notebook["cells"], shrink)
    describe_images(notebook["cells"])
    return notebook


def cell_metadata(found):
    """Of a cell's metadata: its tags, its place in a talk, and what JupyterLab folds; a solution is folded in any case."""
    kept = {}
    tags = found.get("tags")
    if tags:
        kept["tags"] = tags
    kind = found.get("slideshow", {}).get("slide_type")
    if kind:
        kept["slideshow"] = {"slide_type": kind}
    folds = {key: True for key in ("outputs_hidden", "source_hidden") if found.get("jupyter", {}).get(key) is True}
    if "solution" in (tags or []):
        folds = {"outputs_hidden": True, "source_hidden": True}
    if folds:
        kept["jupyter"] = folds
    return kept


def stable_ids(cells):
    """Keeps the ids that are there; a cell without one is named by its place."""
    taken = {cell.get("id") for cell in cells}
    for number, cell in enumerate(cells, 1):
        if not cell.get("id"):
            name = f"cell-{number:02d}"
            cell["id"] = name if name not in taken else name + "-new"


def outputs(found, root):
    for output in merged(found):
        kind = output["output_type"]
        if kind == "stream":
            output["text"] = shortened(portable(NOISE.sub("", text(output["text"])), root))
            if output["text"].strip():
                yield output
        elif kind == "error":
            output["traceback"] = [portable(line, root) for line in output["traceback"]]
            output["evalue"] = portable(output["evalue"], root)
            yield output
        else:
            output["metadata"] = {}
            data = output["data"]
            # The text of an image is the hash of an object, another one in each run; IJava and JJava repeat HTML as text.
            if any(mime in data for mime in IMAGES) or text(data.get("text/html", "")) == text(data.get("text/plain", "")):
                data.pop("text/plain", None)
            for mime in data:
                if mime.startswith("text/"):
                    data[mime] = portable(text(data[mime]), root)
            if any(value for mime, value in data.items() if not mime.startswith("text/") or value.strip()):
                yield output


def shortened(printed):
    """At most LINES lines of a stream: the first half and the last half; it ends with a note of what was cut."""
    lines = printed.splitlines(keepends=True)
    if len(lines) <= LINES:
        return printed
    half = LINES // 2
    note = (f"[{len(lines) - 2 * half} of {len(lines)} lines are cut, where the dots stand; of many thousands at once a kernel"
            " may have dropped more]\n")
    return "".join(lines[:half] + ["[...]\n"] + lines[-half:] + [note])


def merged(found):
    """Streams of one name that follow each other are one output: where they were cut depends on the clock."""
    last = None
    for output in found:
        if last is not None and output["output_type"] == "stream" == last["output_type"] and output["name"] == last["name"]:
            last["text"] = text(last["text"]) + text(output["text"])
            continue
        if last is not None:
            yield last
        last = output
    if last is not None:
        yield last


def text(value):
    return "".join(value) if isinstance(value, list) else value


def portable(value, root):
    """Paths inside the project become relative, the home folder becomes ~."""
    value = value.replace(str(root) + os.sep, "").replace(str(root), ".")
    home = str(Path.home())
    return value.replace(home + os.sep, "~/") if len(home) > 1 else value


def shrink_images(cells, shrink):
    places = [output["data"] for cell in cells if cell["cell_type"] == "code"
              for output in cell["outputs"] if "image/png" in output.get("data", {})]
    images = [base64.b64decode(text(data["image/png"])) for data in places]
    for data, image in zip(places, shrink(images) if images else []):
        data["image/png"] = base64.b64encode(image).decode("ascii")


def describe_images(cells):
    """Beside each figure: its size on a page, and words for those who do not see it."""
    for index, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        figures = [output for output in cell["outputs"] if "image/png" in output.get("data", {})]
        titles = titles_of(text(cell["source"]), len(figures))
        for number, output in enumerate(figures):
            about = {"alt": alt(titles[number] if number < len(titles) else "", cells[index + 1:index + 2])}
            width, height = struct.unpack(">II", base64.b64decode(text(output["data"]["image/png"])[:44])[16:24])
            # The library draws two pixels for each point of the page; a picture of another origin is shown as it is.
            if "Figures." in text(cell["source"]) and width % 2 == 0 and height % 2 == 0:
                about.update(width=width // 2, height=height // 2)
            output["metadata"] = {"image/png": about}


def titles_of(source, figures):
    """The titles of a cell's figures: of its rows and grids where those are the figures, else of its last plots."""
    calls = [(match.group(1), match.group(2)) for match in TITLE.finditer(source)]
    whole = [title for kind, title in calls if kind != "plot"]
    titles = whole if len(whole) == figures else [title for _, title in calls]
    return titles[-figures:] if figures else []


def alt(title, following):
    """A figure's title, and the first sentence of the markdown cell after it."""
    # What a title is computed from is not known here: of such a one its first words are taken.
    title = re.sub(r"[_^]\{([^}]*)\}", r"\1", title.replace('\\"', '"')).split("%")[0].rstrip(" ,:;=(")
    prose = text(following[0]["source"]) if following and following[0]["cell_type"] == "markdown" else ""
    parts = [part for part in (title if len(title) > 3 else "", first_sentence(prose)) if part]
    return " ".join(part if part[-1] in ".?!" else part + "." for part in parts) or "a figure"


def first_sentence(markdown):
    """The first sentence of a text, unless it begins with a heading, a list, a table or a formula."""
    paragraph = " ".join(re.split(r"\n\s*\n", markdown.strip())[0].split())
    if re.match(r"#|[-*+] |\d+\. |\||\$\$|>|<", paragraph):
        return ""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", paragraph)
    parts = re.split(r"(\$[^$]*\$)", plain)
    parts[::2] = [re.sub(r"\*\*|`|(?<![\w\\])[*_](?=\w)|(?<=\w)[*_](?!\w)", "", part) for part in parts[::2]]
    return re.split(r"(?<=[.!?])\s+(?=[A-Z$\\\"'(0-9])", "".join(parts), maxsplit=1)[0]


def palette(java, build):
    """The shrink function that asks the library's PalettePng."""
    def shrink(images):
        with tempfile.TemporaryDirectory(dir=str(build)) as folder:
            files = [Path(folder) / f"{number}.png" for number in range(len(images))]
            for file, image in zip(files, images):
                file.write_bytes(image)
            subprocess.run([java, "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp",
                            str(build / "jars" / "*"), "pathline.plot.PalettePng", *map(str, files)], check=True)
            return [file.read_bytes() for file in files]
    return shrink


def dumps(notebook):
    """The JSON that Jupyter itself writes: one space, sorted keys, texts as lists of lines, a newline at the end."""
    import nbformat

    return nbformat.writes(nbformat.from_dict(json.loads(json.dumps(notebook))), version=4).rstrip("\n") + "\n"
