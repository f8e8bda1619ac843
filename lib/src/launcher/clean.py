"""What a notebook keeps of its run: the outputs, and nothing that differs between two equal runs."""
import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

LINES = 1000
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")
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
    for number, cell in enumerate(notebook["cells"], 1):
        tags = cell.get("metadata", {}).get("tags")
        cell["metadata"] = {"tags": tags} if tags else {}
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
    return notebook


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
    value = value.replace(str(root) + "/", "").replace(str(root), ".")
    home = str(Path.home())
    return value.replace(home + "/", "~/") if len(home) > 1 else value


def shrink_images(cells, shrink):
    places = [output["data"] for cell in cells if cell["cell_type"] == "code"
              for output in cell["outputs"] if "image/png" in output.get("data", {})]
    images = [base64.b64decode(text(data["image/png"])) for data in places]
    for data, image in zip(places, shrink(images) if images else []):
        data["image/png"] = base64.b64encode(image).decode("ascii")


def palette(java, helpers):
    """The shrink function that asks Palette.java."""
    def shrink(images):
        with tempfile.TemporaryDirectory(dir=str(helpers)) as folder:
            files = [Path(folder) / f"{number}.png" for number in range(len(images))]
            for file, image in zip(files, images):
                file.write_bytes(image)
            subprocess.run([java, "-Djava.awt.headless=true", "-cp", str(helpers), "Palette", *map(str, files)], check=True)
            return [file.read_bytes() for file in files]
    return shrink


def write(path, written):
    """The whole text or nothing: written beside the file and moved into its place; a link keeps leading where it led."""
    path = Path(path).resolve()
    handle, beside = tempfile.mkstemp(dir=str(path.parent), prefix="." + path.name, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        else:
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(beside, 0o666 & ~umask)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink()
        raise


def dumps(notebook):
    """The JSON that Jupyter itself writes: one space, sorted keys, texts as lists of lines, a newline at the end."""
    import nbformat

    return nbformat.writes(nbformat.from_dict(json.loads(json.dumps(notebook))), version=4).rstrip("\n") + "\n"
