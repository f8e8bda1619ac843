"""The command docs: the library's API documentation, by the javadoc plugin as the pom pins it, into build/docs."""
import shutil

import jdk
import library
import maven
import place
from say import Fault, step
from turn import turn

DOCS = place.BUILD / "docs"


def docs(arguments):
    if arguments:
        raise Fault("docs takes no arguments.", "./pathline --help lists the commands.")
    jdk.find()
    maven.find()
    step("docs: writing the API documentation (the first time Maven downloads its plugin)")
    with turn("maven"):
        made = place.ROOT / "target/reports/apidocs"
        shutil.rmtree(made, ignore_errors=True)
        maven.build("the API documentation", "writing", place.LOG / "docs.log", "-pl", ".,lib/core,lib/kernels",
                    "compile", "javadoc:aggregate")
        if not (made / "index.html").is_file():
            raise Fault(f"javadoc wrote no {made / 'index.html'}.", f"its words: {place.LOG / 'docs.log'}")
        fresh = place.BUILD / "docs.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.move(str(made), str(fresh))
        library.replace(DOCS, fresh)
    step("docs: done")
    print(f"look at {DOCS / 'index.html'}")
    return 0
