"""The command slides: a talk of each lesson, from the pages that run has made."""
import child
import choice
import interpreter
import notebooks
import place
import webjars
from say import step

SLIDES = place.BUILD / "slides"


def slides(arguments):
    choice.refuse_options("slides", arguments)
    choice.check_budget()
    files = choice.notebooks(arguments)
    pages = notebooks.up_to_date(files)
    python = interpreter.set_up()
    reveal = webjars.reveal()
    SLIDES.mkdir(exist_ok=True)
    code = child.run([python.path, "-B", place.LAUNCHER / "talk.py", SLIDES, webjars.mathjax(), reveal,
                      *(page.with_suffix(".ipynb") for page in pages)])
    if code == 0 and files:
        step("slides: arrow keys turn them, Esc shows all")
        print(f"look at {SLIDES / files[0].stem}.html")
    return code
