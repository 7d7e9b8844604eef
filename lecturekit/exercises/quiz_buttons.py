"""A quiz where a kernel runs: one button for each option, reached by Tab, pressed by Space."""

import ipywidgets as widgets

from lecturekit.exercises.quiz_page import inline, verdict
from lecturekit.explore.page_script import IN_SLIDES, page_script

# ipywidgets cuts the text of a button after one line; an answer may need two.
STYLE = """<style>
.lecturekit-quiz .jupyter-button {
  width: auto; height: auto; min-height: 32px; padding: 5px 12px; margin: 3px 0;
  white-space: normal; text-align: left; line-height: 1.4; font-size: 14px;
  border: 1px solid #667085; border-radius: 4px; background: #FFFFFF; color: #1F2430;
}
.lecturekit-quiz .jupyter-button:focus-visible { outline: 3px solid #1B4F8F; outline-offset: -3px; }
.lecturekit-quiz .lecturekit-chosen { border-width: 2px; font-weight: bold; }
.lecturekit-quiz .lecturekit-reason { margin: 0 0 6px 14px; }
.lecturekit-quiz .widget-html-content { line-height: 1.45; font-size: 14px; white-space: normal; }
</style>"""

# A notebook takes letters for itself: on a focused button, `d d` would delete the quiz. Here
# they stay with the button, and a letter chooses its option. The buttons may reach the page
# after the image whose load handler this is, so it looks for them again.
KEYS = (
    IN_SLIDES
    + """
getAlongWithSlides(this.closest('.lecturekit-quiz'));
const buttons = () => this.closest('.lecturekit-quiz')?.querySelectorAll('button') ?? [];
const press = event => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[a-h]$/i.test(event.key)) return;
  const chosen = buttons()[event.key.toLowerCase().charCodeAt(0) - 97];
  if (chosen) { chosen.focus(); chosen.click(); }
};
const visit = () => buttons().forEach(button => {
  button.dataset.lmSuppressShortcuts = 'true';
  button.addEventListener('keydown', press);  // the same listener counts once
});
visit(); setTimeout(visit, 300); setTimeout(visit, 1500);
"""
)


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
