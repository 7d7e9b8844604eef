"""A quiz where a kernel runs: one button for each option, reached by Tab, pressed by Space."""

from importlib.resources import files

import ipywidgets as widgets

from lecturekit.draw.palette import custom_properties
from lecturekit.exercises.quiz import inline, verdict
from lecturekit.explore.page_script import IN_SLIDES, page_script

PAGE = files("lecturekit.exercises") / "page"


def _page(name):
    return (PAGE / name).read_text(encoding="utf-8")


# ipywidgets cuts the text of a button after one line; an answer may need two.
STYLE = f"<style>\n{custom_properties('.lecturekit-quiz')}{_page('quiz.css')}</style>"

# A notebook takes letters for itself: on a focused button, `d d` would delete the quiz. Here
# they stay with the button, and a letter chooses its option. The buttons may reach the page
# after the image whose load handler this is, so it looks for them again.
KEYS = IN_SLIDES + "\n" + _page("quiz.js")


class QuizButtons(widgets.VBox):
    """The buttons of one quiz on one page.

    Parameters
    ----------
    quiz : Quiz

    Attributes
    ----------
    buttons : list of ipywidgets.Button
    reasons : list of ipywidgets.HTML
        Hidden until their option is chosen.
    """

    def __init__(self, quiz):
        self._options = [option for _, option in quiz.lettered]
        self.buttons = [self._button(*pair) for pair in quiz.lettered]
        self.reasons = [widgets.HTML(layout={"display": "none"}) for _ in self._options]
        for place, (button, reason) in enumerate(zip(self.buttons, self.reasons, strict=True)):
            button.on_click(lambda _, place=place: self.reveal(place))
            reason.add_class("lecturekit-reason")
        question = f"{STYLE}<p><b>Predict, then reveal.</b> {inline(quiz.question)}</p>"
        pairs = zip(self.buttons, self.reasons, strict=True)
        keys = widgets.HTML(page_script(KEYS), layout={"display": "none"})
        children = [widgets.HTML(question), *(widget for pair in pairs for widget in pair), keys]
        super().__init__(children, layout={"max_width": "760px"})
        self.add_class("lecturekit-quiz")

    def reveal(self, place):
        """Show the reason of option number `place`; what was revealed before stays."""
        option = self._options[place]
        self.buttons[place].add_class("lecturekit-chosen")
        self.reasons[place].value = f'<div role="status">{verdict(option)}</div>'
        self.reasons[place].layout.display = None

    @staticmethod
    def _button(letter, option):
        return widgets.Button(description=f"{letter} · {option.text.replace('`', '')}")
