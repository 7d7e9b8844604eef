"""Quizzes: every option has its reason, live and where no kernel runs."""

import re
from html.parser import HTMLParser

import pytest

from lecturekit import exercises

quizzes = pytest.mark.parametrize("quiz", exercises.QUIZZES, ids=lambda quiz: quiz.name)


class Outline(HTMLParser):
    """Checks nesting, and collects the text that each `<details>` hides and shows."""

    def __init__(self):
        super().__init__()
        self.open, self.summaries, self.hidden = [], [], []

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        if tag == "summary":
            self.summaries.append("")
        if tag == "details":
            self.hidden.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "summary" in self.open:
            self.summaries[-1] += data
        elif "details" in self.open:
            self.hidden[-1] += data


@quizzes
def test_a_quiz_is_complete(quiz):
    assert getattr(exercises, quiz.name) is quiz
    assert len(quiz.options) >= 3
    assert any(option.right for option in quiz.options)
    assert any(not option.right for option in quiz.options)
    assert all(len(option.reason) > 40 for option in quiz.options)
    assert len({option.text for option in quiz.options}) == len(quiz.options)
    assert len({option.reason for option in quiz.options}) == len(quiz.options)


def test_the_right_answer_has_no_fixed_place():
    places = {[o.right for o in quiz.options].index(True) for quiz in exercises.QUIZZES}
    assert len(places) >= 3


@quizzes
def test_the_static_page_hides_every_reason_behind_its_option(quiz):
    page = quiz._repr_mimebundle_()["text/html"]
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert len(outline.summaries) == len(outline.hidden) == len(quiz.options)
    for (letter, option), summary, hidden in zip(
        quiz.lettered, outline.summaries, outline.hidden, strict=True
    ):
        assert summary.startswith(letter)
        assert option.text.replace("`", "") in summary
        assert option.reason.replace("`", "").replace("*", "") in hidden.replace("*", "")
        assert ("✓ Right." in hidden) == option.right
    assert "<script" not in page
    assert not re.search(r"\son\w+=", page)


@quizzes
def test_all_three_forms_are_in_the_output_and_none_has_an_address(quiz):
    first, second = quiz._repr_mimebundle_(), quiz._repr_mimebundle_()
    view = "application/vnd.jupyter.widget-view+json"
    assert set(first) == {"text/plain", "text/html", view}
    assert {**first, view: None} == {**second, view: None}
    assert not any(option.reason in first["text/plain"] for option in quiz.options)
    assert all(option.text in first["text/plain"] for option in quiz.options)


@quizzes
def test_choosing_from_code(quiz):
    for place, (letter, option) in enumerate(quiz.lettered):
        for which in (place, letter, letter.lower()):
            feedback = quiz.choose(which)
            assert feedback.ok == option.right
            assert feedback.diagnosis == option.reason


@quizzes
def test_a_button_reveals_its_reason_and_leaves_the_others(quiz):
    quiz._repr_mimebundle_()
    live = quiz._live
    assert [button.description[4:] for button in live.buttons] == [
        option.text.replace("`", "") for option in quiz.options
    ]
    assert "lmSuppressShortcuts" in live.children[-1].value
    assert all(reason.value == "" for reason in live.reasons)
    assert all(reason.layout.display == "none" for reason in live.reasons)
    for place, option in enumerate(quiz.options):
        live.buttons[place].click()
        assert ("✓ Right." in live.reasons[place].value) == option.right
        assert live.reasons[place].layout.display is None
        assert sum(reason.value != "" for reason in live.reasons) == place + 1
    quiz._repr_mimebundle_()
    assert all(reason.value == "" for reason in quiz._live.reasons)


@pytest.mark.parametrize("which", ["Z", "", "AB", 9, -1, None, True, 1.0])
def test_an_option_that_is_not_there(which):
    with pytest.raises(ValueError, match="choose one of A, B, C, D"):
        exercises.quiz_no_bias.choose(which)
