"""Everything that notebooks need, set up in build/: the library, fonts, a Python with Jupyter, a Java kernel."""
import os

import child
import interpreter
import jdk
import kernels
import library
import packages
import place
from say import Fault, remedy
from turn import turn

FONTS_WORK = place.BUILD / "fonts-work"
CURE = ("sudo apt-get install fontconfig fonts-dejavu-core", "brew install fontconfig",
        "conda install -c conda-forge fontconfig font-ttf-dejavu-sans-mono")


def set_up():
    """The Python that runs notebooks, on the private kernel."""
    with turn("set-up"):
        library.build()
        check_fonts()
        python = interpreter.set_up()
        kernels.set_up(python)
    return python


def report(main_class, *options):
    """What a main class of the library prints, and its exit code."""
    log = place.LOG / f"{main_class.rpartition('.')[2]}.log"
    command = [jdk.find().java, "-Djava.awt.headless=true", *options, "-cp", place.JARS / "*", main_class]
    code = child.watched(main_class, log, command)
    return code, log


def font():
    """The font that Java draws letters with, or None: it needs one, and the library that finds it."""
    code, log = report("pathline.experiment.FontReport")
    return place.first_line(log) if code == 0 else None


def no_font():
    return Fault("Java finds no font, so no figure can be drawn.", remedy(*CURE))


def check_fonts():
    if FONTS_WORK.is_file() or font():
        FONTS_WORK.touch()
    elif packages.may_install() and packages.install("fontconfig", "fonts-dejavu-core") and font():
        FONTS_WORK.touch()
    else:
        raise no_font()
