"""Talks of executed notebooks, each one HTML file that needs no network: figures, style, MathJax and reveal.js are inside.

    talk.py OUT MATHJAX_JAR REVEAL_JAR NOTEBOOK...

The notebooks' slide metadata say what is a slide, what goes below it, and what is left out. Writes OUT/NAME.html.
"""
import os
import re
import sys
import zipfile
from pathlib import Path

import page
import whole_file

REVEAL = "META-INF/resources/webjars/reveal.js/3.1.0/"
# Jupyter's own template loads reveal.js, RequireJS and MathJax from elsewhere.
TEMPLATE = """{% extends 'reveal/index.html.j2' %}
{% block html_head_js %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block footer_js %}{% endblock %}
""" + page.PICTURES
# After reveal.js's own style, which takes every element's font and space away.
STYLE = """<style>
body.jp-Notebook { background: white; color: #222; font-family: sans-serif; padding: 0; overflow: hidden; }
.reveal .slides, .reveal .slides > section { text-align: left; height: 100%; overflow: visible; }
.reveal .slides > section > section { height: 800px; overflow-y: auto; font-size: 21px; line-height: 1.45; text-align: left; }
.reveal h1, .reveal h2, .reveal h3 { line-height: 1.2; margin: 0 0 .4em; font-weight: 600; text-align: left; }
.reveal h1 { font-size: 42px; } .reveal h2 { font-size: 34px; } .reveal h3 { font-size: 26px; }
.reveal p, .reveal ul, .reveal ol, .reveal table { margin: 0 0 .7em; }
.reveal ul, .reveal ol { padding-left: 1.3em; }
.reveal strong, .reveal b, .reveal th { font-weight: bold; } .reveal em, .reveal i { font-style: italic; }
.reveal th, .reveal td { padding: .2em .9em .2em 0; text-align: left; vertical-align: top; }
.reveal code, .reveal pre, .reveal pre span { font-family: monospace; }
.reveal div.highlight > pre, .reveal div.jp-OutputArea-output > pre { font-size: 17px; line-height: 1.35; }
.reveal .jp-InputPrompt, .reveal .jp-OutputPrompt { display: none; }
.reveal .jp-RenderedImage img { max-width: 100%; max-height: 620px; height: auto; width: auto; }
.pathline-smoke { position: fixed; z-index: 9; bottom: 0; left: 0; margin: 0; padding: .3em .9em; font: 600 14px sans-serif;
  color: #7a2000; background: #fff0e6; }
</style>
"""
START = ("Reveal.initialize({width: 1280, height: 800, margin: 0.03, center: false, history: true, slideNumber: true,"
         " transition: 'none', backgroundTransition: 'none'});")
LINK = re.compile(r"<link\b[^>]*>", re.I)


def talk(notebook, title, mathjax_jar, reveal_jar, budget="LECTURE"):
    from nbconvert import SlidesExporter

    exporter = SlidesExporter(template_name="reveal")
    exporter.raw_template = TEMPLATE
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    body = LINK.sub("", page.without_network(body))
    with zipfile.ZipFile(reveal_jar) as archive:
        style = archive.read(REVEAL + "css/reveal.css").decode("utf-8")
        script = page.script(archive.read(REVEAL + "js/reveal.js").decode("utf-8"))
    smoke = f'<p class="pathline-smoke">{page.HEADS[budget][1].split(".")[0]}.</p>' if budget == "SMOKE" else ""
    head = f"<style>{style}</style>\n{STYLE}{page.formulas(notebook, mathjax_jar)}</head>"
    return body.replace("</head>", head, 1).replace("</body>", f"{smoke}{script}<script>{START}</script>\n</body>", 1)


def main(out, mathjax, reveal, *names):
    import nbformat

    for path in map(Path, names):
        notebook = nbformat.read(str(path), as_version=4)
        budget = os.environ.get("PATHLINE_BUDGET") or "LECTURE"
        whole_file.write(Path(out) / f"{path.stem}.html", talk(notebook, path.stem, mathjax, reveal, budget))
        print(f"  {path.stem}: slides written", flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"pathline: {error.filename or 'a page'} could not be written or read: {error.strerror or error}.")
