"""Notebooks with good and bad samples, for the tests of the tests."""

from nbformat import v4

# A live figure as a page knows it: a picture, a slider, Reset; then ways to get it wrong.
FIGURES = """
import asyncio, io
import ipywidgets as widgets
from PIL import Image

class Figure(widgets.VBox):
    def __init__(self):
        self.image = widgets.Image(width="100")
        self.slider = widgets.IntSlider(5, 0, 20, description="a")
        reset = widgets.Button(description="Reset")
        super().__init__([self.image, self.slider, reset])
        self.add_class("lecture-figure")
        self.slider.observe(lambda change: self.moved(), "value")
        reset.on_click(lambda button: self.reset())
        self.show(2)

    def reset(self):
        self.slider.value = 5
        self.moved()

    def moved(self):
        self.show(1)
        asyncio.get_running_loop().call_later(0.2, self.show, 2)

    def show(self, scale):
        picture = Image.new("RGB", (100 * scale, 100 * scale), "white")
        picture.paste((6 * self.shade(), 0, 0), (0, 0, 50, 50))
        file = io.BytesIO()
        picture.save(file, "PNG")
        self.image.value = file.getvalue()

    def shade(self):
        return self.slider.value

class Raises(Figure):
    def moved(self):
        raise ValueError("a mistake in the callback")

class Constant(Figure):
    def shade(self):
        return 7

class LagsBehind(Figure):
    before = now = 0
    def shade(self):
        if self.slider.value != self.now:
            self.before, self.now = self.now, self.slider.value
        # At the right end a picture of its own: one on the way there must not look like it.
        return self.before + 21 * (self.now == 20)

class Queues(Figure):
    done, value = 0, 5
    def moved(self):
        loop = asyncio.get_running_loop()
        self.done = max(self.done, loop.time()) + 0.3
        loop.call_at(self.done, self.show_late, self.slider.value)
    def show_late(self, value):
        self.value = value
        super().moved()
    def shade(self):
        return self.value

class ForgetsToReset(Figure):
    def reset(self):
        self.moved()

class Checkbox(Figure):
    def __init__(self):
        super().__init__()
        self.children += (widgets.Checkbox(description="b"),)
"""

QUIZ = """
from lecturekit.exercises.quiz import Option, Quiz
reason = "It says why, in a sentence."
Quiz("sample", "Which one?", [Option("this", reason, right=True), Option("that", "")])
"""

HTML = """
class Html:
    def __init__(self, html):
        self.html = html
    def _repr_html_(self):
        return self.html
"""

GOOD = [
    "from lecturekit import exercises, explore",
    "exercises.and_not",
    "exercises.and_not.check((0, 0, 1))",
    "exercises.and_not.check((1, -1, -0.5))",
    "exercises.and_not.hint()",
    "exercises.and_not.solution()",
]

FOLDED = v4.new_markdown_cell("### Deeper", metadata={"jp-MarkdownHeadingCollapsed": True})
HIDDEN = {"jupyter": {"source_hidden": True, "outputs_hidden": True}}
SEEN = [v4.new_output("stream", text="one or the other\n")]
DEEPER = [FOLDED, v4.new_code_cell("explore.sigmoid_threshold()", metadata=HIDDEN, outputs=SEEN)]

BAD = [
    FIGURES,
    "Raises()",
    "Constant()",
    "LagsBehind()",
    "Queues()",
    "ForgetsToReset()",
    "Checkbox()",
    QUIZ,
    HTML,
    'Html(\'<img src="data:image/png;base64,AAAA" alt="A curve.">\')',
    "Html('<p style=\"color: #ccc; background: #fff\">Too pale to read.</p>')",
    'Html(\'<img alt="" src="data:," onerror="console.error(`one of ours`)">\')',
    "Html('<div></div>')",
    "Html('VBox(children=(IntSlider(value=5),))')",
    "raise ValueError('one of ours')",
]

VIEW = "application/vnd.jupyter.widget-view+json"
SLIDER = '<input type="range" aria-label="a dead one">'
STORED = {
    "no_picture": {VIEW: {"model_id": "0"}, "text/plain": "VBox(children=())"},
    "dead_slider": {VIEW: {"model_id": "0"}, "text/html": SLIDER, "text/plain": "a slider"},
}


def notebook(sources, stored=None):
    """Make a notebook of code cells, and of cells that show a stored output."""
    cells = [v4.new_code_cell(source.strip()) for source in sources]
    for name, data in (stored or {}).items():
        cell = v4.new_code_cell(f"{name} = 0", execution_count=1)
        cell.outputs = [v4.new_output("display_data", data)]
        cells.append(cell)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
