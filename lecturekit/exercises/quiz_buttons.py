"""A quiz with a running kernel: a button per option, focused with Tab, pressed with Space."""

import ipywidgets as widgets

from lecturekit.draw.palette import custom_properties
from lecturekit.exercises.quiz import inline, verdict
from lecturekit.explore.page_script import IN_SLIDES, page_file, page_script

# ipywidgets clips a button's text to one line; an answer may need two.
LOOKS = custom_properties(".lecturekit-quiz") + page_file("quiz.css", "lecturekit.exercises")
STYLE = f"<style>\n{LOOKS}</style>"
KEYS = IN_SLIDES + "\n" + page_file("quiz.js", "lecturekit.exercises")


class QuizButtons(widgets.VBox):
    """The buttons of one displayed quiz.

    Parameters
    ----------
    quiz : Quiz

    Attributes
    ----------
    buttons : list of ipywidgets.Button
    reasons : list of ipywidgets.HTML
        Each is hidden until its option is chosen.
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
        """Show the reason for option `place`, and leave those already revealed."""
        option = self._options[place]
        self.buttons[place].add_class("lecturekit-chosen")
        self.reasons[place].value = f'<div role="status">{verdict(option)}</div>'
        self.reasons[place].layout.display = ""  # None does not arrive in JupyterLite

    @staticmethod
    def _button(letter, option):
        return widgets.Button(description=f"{letter} · {option.text.replace('`', '')}")
