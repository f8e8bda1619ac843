"""A notebook as one HTML file that needs no network: figures, style and MathJax are inside."""
import re
import zipfile
from pathlib import Path

MATHJAX = "META-INF/resources/webjars/mathjax/3.2.2/es5/tex-svg.js"
CONFIGURATION = """<script>
window.MathJax = {
  tex: {inlineMath: [["$", "$"], ["\\\\(", "\\\\)"]], displayMath: [["$$", "$$"], ["\\\\[", "\\\\]"]], processEscapes: true,
        processEnvironments: true},
  options: {enableMenu: false, ignoreHtmlClass: "jp-OutputArea|jp-InputArea|jp-CodeCell", processHtmlClass: "jp-RenderedMarkdown"},
  svg: {fontCache: "global"}
};
</script>
"""
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.S | re.I)
FORMULA = re.compile(r"\$[^$]+\$|\\\(|\\\[|\\begin\{")


def page(notebook, title, mathjax_jar):
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="lab")
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    # What the template loads from elsewhere (RequireJS, MathJax, Mermaid) is taken out.
    body = SCRIPT.sub(lambda match: "" if "://" in match.group(0) else match.group(0), body)
    if not any(FORMULA.search(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"):
        return body
    jar = Path(mathjax_jar)
    if not jar.is_file():
        return body
    with zipfile.ZipFile(jar) as archive:
        script = archive.read(MATHJAX).decode("utf-8").replace("</script", "<\\/script")
    return body.replace("</head>", CONFIGURATION + "<script>" + script + "</script>\n</head>", 1)
