"""What GitHub's preview of a notebook shows of each output, as far as it is known.

GitHub turns notebooks into HTML with nbconvert, runs no script, and sanitises what remains: of
style sheets, classes, handlers and form controls nothing is left. Its elements are those that
html-pipeline, the sanitiser it has published, lets pass; of attributes fewer are kept here.
"""

import base64
import io
import re

import nh3
from nbconvert.exporters import HTMLExporter
from PIL import Image

ELEMENTS = """
    h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead
    tbody tfoot blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary
    details caption figure figcaption abbr bdo cite dfn mark small span time wbr
"""
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
NO_WIDGETS = {"application/vnd.jupyter.widget-view+json", "application/javascript"}
(ORDER,) = (
    [kind for kind in settings.display_data_priority if kind not in NO_WIDGETS]
    for settings in [HTMLExporter().default_config.NbConvertBase]
)
DEAD = re.compile(r"\w+Box\(children=|<[\w.]+ object at 0x|Error displaying widget")


def sanitised(html):
    """Return HTML as GitHub lets it pass."""
    return nh3.clean(html, tags=set(ELEMENTS.split()), attributes=ATTRIBUTES, link_rel=None)


def words(html):
    """Return the text of a piece of HTML, without what stands in tags."""
    return " ".join(nh3.clean(html, tags=set()).split())


def shown(output):
    """Return kind and content of what is shown of an output, as (str, str)."""
    if output.output_type == "stream":
        return "text/plain", output.text
    if output.output_type == "error":
        return "text/plain", "\n".join(output.traceback)
    kind = next((kind for kind in ORDER if kind in output.data), "nothing")
    return kind, output.data.get(kind, "")


def problems_with_preview(book):
    """List the cells of which a reader of the preview would see nothing, or nothing useful."""
    problems = []
    for cell in book.cells:
        for output in cell.get("outputs", []):
            kind, content = shown(output)
            problems += [f"{cell.id}: {problem}" for problem in _wrong(kind, content, output)]
    return problems


def _wrong(kind, content, output):
    if kind == "image/png":
        width, height = Image.open(io.BytesIO(base64.b64decode(content))).size
        about = output.metadata.get("image/png", {})
        if abs(about.get("width", 0) * height - about.get("height", 0) * width) > width + height:
            yield "the picture's size is missing, or distorts it"
        return
    visible = content
    if kind == "text/html":
        visible = words(sanitised(content))
        for reason in re.findall(r"<details\b.*?</details>", content, re.S):
            if words(reason) not in visible:
                yield "an answer that unfolds is lost"
    if not visible.strip():
        yield f"nothing is left of {kind}"
    if DEAD.search(visible):
        yield f"{kind} says {DEAD.search(visible)[0]}…"
