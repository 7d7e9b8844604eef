"""A quiz where a kernel runs: one button for each option, reached by Tab, pressed by Space."""

import ipywidgets as widgets

from lecturekit.draw.palette import custom_properties
from lecturekit.exercises.quiz import inline, verdict
from lecturekit.explore.page_script import IN_SLIDES, page_file, page_script

# ipywidgets cuts the text of a button after one line; an answer may need two.
LOOKS = custom_properties(".lecturekit-quiz") + page_file("quiz.css", "lecturekit.exercises")
STYLE = f"<style>\n{LOOKS}</style>"
KEYS = IN_SLIDES + "\n" + page_file("quiz.js", "lecturekit.exercises")


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
