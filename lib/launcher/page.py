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
PICTURES = """{% block data_png %}
{%- set width = output | get_metadata('width', 'image/png') -%}
{%- set height = output | get_metadata('height', 'image/png') -%}
{%- set alt = output | get_metadata('alt', 'image/png') -%}
<div class="jp-RenderedImage jp-OutputArea-output"><img src="data:image/png;base64,{{ output.data['image/png'] | escape_html }}"
{%- if width is not none %} width="{{ width | escape_html }}"{% endif -%}
{%- if height is not none %} height="{{ height | escape_html }}"{% endif %} alt="{{ (alt or 'a figure') | escape_html }}"></div>
{% endblock data_png %}
"""
# What Jupyter's own template lacks: a head, alt texts, and solutions that are folded.
TEMPLATE = """{% extends 'lab/index.html.j2' %}
{% block body_header %}
{{ super() }}
<p class="pathline-head PATHLINE-CLASS">PATHLINE-HEAD</p>
{% endblock body_header %}
{% block any_cell %}
{%- if 'solution' in cell.metadata.get('tags', []) -%}
<details class="pathline-solution"><summary>Solution in code</summary>
{{ super() }}
</details>
{%- else -%}
{{ super() }}
{%- endif -%}
{% endblock any_cell %}
""" + PICTURES
STYLE = """<style>
.pathline-head { margin: 0 0 1.2em; padding: .4em .9em; font: 13px sans-serif; color: #555; border-left: 4px solid #999; }
.pathline-smoke { color: #7a2000; background: #fff0e6; border-left-color: #d55e00; font-weight: 600; }
.pathline-solution { margin: .4em 0 .4em 5em; }
.pathline-solution > summary { cursor: pointer; font: 14px sans-serif; color: #555; }
.pathline-solution .jp-Cell { margin-left: -5em; }
.jp-RenderedImage img { max-width: 100%; height: auto; }
@media print {
  @page { size: A4; margin: 14mm 13mm; }
  html, body, main { background: white !important; padding: 0 !important; margin: 0 !important; }
  body.jp-Notebook { font-size: 10pt; overflow: visible !important; }
  .jp-InputPrompt, .jp-OutputPrompt, .jp-Collapser, .jp-InternalAnchorLink, .anchor-link { display: none !important; }
  .jp-Cell { padding: 2px 0 !important; }
  .jp-InputArea-editor { border: none !important; border-left: 2px solid #bbb !important; background: white !important; }
  pre { white-space: pre-wrap !important; font-size: 8pt !important; overflow: visible !important; }
  h1, h2, h3, h4 { break-inside: avoid; break-after: avoid; }
  .jp-RenderedImage, .jp-OutputArea-child, table, mjx-container, .jp-RenderedHTML tr { break-inside: avoid; }
  a { color: inherit; }
}
</style>
"""
HEADS = {
    "LECTURE": ("", "Budget LECTURE: the figures and numbers are those of the lecture."),
    "SMOKE": ("pathline-smoke", "Budget SMOKE: a quick pass in which every cell runs and little is learned. The figures and numbers"
              " are not those that the text speaks of; run without PATHLINE_BUDGET for them."),
}
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.S | re.I)
FORMULA = re.compile(r"\$[^$]+\$|\\\(|\\\[|\\begin\{")


def page(notebook, title, mathjax_jar, budget="LECTURE"):
    from nbconvert import HTMLExporter

    kind, head = HEADS[budget]
    exporter = HTMLExporter(template_name="lab")
    exporter.raw_template = TEMPLATE.replace("PATHLINE-CLASS", kind).replace("PATHLINE-HEAD", head)
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    body = without_network(body)
    # Beside a page stand the pages of the other lessons.
    body = re.sub(r'href="([\w.-]+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', body)
    return body.replace("</head>", STYLE + formulas(notebook, mathjax_jar) + "</head>", 1)


def without_network(body):
    """What the template loads from elsewhere (RequireJS, MathJax, Mermaid) is taken out."""
    return SCRIPT.sub(lambda match: "" if "://" in match.group(0) else match.group(0), body)


def formulas(notebook, mathjax_jar):
    """MathJax, for a notebook that has formulas, where its jar is here."""
    jar = Path(mathjax_jar)
    texts = (cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    if not any(map(FORMULA.search, texts)) or not jar.is_file():
        return ""
    with zipfile.ZipFile(jar) as archive:
        return CONFIGURATION + script(archive.read(MATHJAX).decode("utf-8"))


def script(code):
    return "<script>" + code.replace("</script", "<\\/script") + "</script>\n"
