"""What a page has inside so that it opens without a network: MathJax, and reveal.js in a talk. Both from Maven Central."""
import maven
import place
from say import step

MATHJAX = "mathjax", "mathjax-3.2.2", "org.webjars.npm:mathjax:3.2.2"
REVEAL = "reveal", "reveal.js-3.1.0", "org.webjars.bower:reveal.js:3.1.0"


def mathjax():
    """The jar of MathJax; where it is not to be had, a file that does not exist."""
    return jar(MATHJAX, "HTML: fetching MathJax from Maven Central, for formulas without a network",
               "HTML: MathJax is not to be had here; formulas will stand as TeX")


def reveal():
    """The jar of reveal.js; without it there are no slides."""
    found = jar(REVEAL, "slides: fetching reveal.js from Maven Central, for slides without a network")
    if not found.is_file():
        raise maven.failed("the slides", place.LOG / "reveal.log")
    return found


def jar(which, fetching, absent=None):
    name, file, artifact = which
    folder = place.BUILD / name
    found = folder / f"{file}.jar"
    if not found.is_file() and not (folder / ".absent").exists():
        step(fetching)
        if not maven.fetch(artifact, folder, place.LOG / f"{name}.log") and absent:
            step(absent)
            (folder / ".absent").touch()
    return found
