"""Quizzes: every option has a reason, with and without a running kernel."""

import re
from xml.etree import ElementTree

import pytest
from scipy.stats import hypergeom

from lecturekit import exercises
from lecturekit.exercises.quiz import VERDICTS
from lecturekit.exercises.reading import CONTENT, quizzes_from

quizzes = pytest.mark.parametrize("quiz", exercises.QUIZZES, ids=lambda quiz: quiz.name)


@quizzes
def test_a_quiz_is_complete_and_each_option_can_be_chosen_from_code(quiz):
    assert getattr(exercises, quiz.name) is quiz
    assert len(quiz.options) >= 3
    assert {option.right for option in quiz.options} == {True, False}
    assert all(len(option.reason) > 40 for option in quiz.options)
    for kind in ("text", "reason"):
        assert len({getattr(option, kind) for option in quiz.options}) == len(quiz.options)
    for place, (letter, option) in enumerate(quiz.lettered):
        for which in (place, letter, letter.lower()):
            feedback = quiz.choose(which)
            assert (feedback.ok, feedback.diagnosis) == (option.right, option.reason)
    for which in ("Z", "", "AB", 9, -1, None, True, 1.0):
        with pytest.raises(ValueError, match="choose one of A, B, C"):
            quiz.choose(which)


@pytest.mark.parametrize("part", "1234")
def test_the_right_answer_has_no_fixed_place(part):
    here = quizzes_from((CONTENT / f"part{part}" / "quizzes.md").read_text(encoding="utf-8"))
    assert {len(quiz.options) for quiz in here} == {4}
    places = [[option.right for option in quiz.options].index(True) for quiz in here]
    counts = [places.count(place) for place in range(4)]
    assert min(counts) > 0
    assert max(counts) - min(counts) <= 2


def test_the_right_answer_cannot_be_told_by_its_form():
    """No option gives a reason; right ones are as often long, short or hedged as others."""
    options = [option for quiz in exercises.QUIZZES for option in quiz.options]
    assert not [option.text for option in options if re.search(r": |; |\bbecause\b", option.text)]
    for extreme in (max, min):
        lengths = [{o: len(o.text) for o in quiz.options} for quiz in exercises.QUIZZES]
        most = [[o for o, n in of.items() if n == extreme(of.values())] for of in lengths]
        found = sum(sum(o.right for o in tied) / len(tied) for tied in most)
        share = found / len(exercises.QUIZZES)  # by chance 1/4, and in this range 95% of the time
        assert 1 / 8 <= share <= 3 / 8
    for form in (",", "only", "about", "nothing", "all", "with", "and", "no", "as"):
        has = [(form in re.findall(r"\w+|,", o.text.lower()), o.right) for o in options]
        n, hits = sum(has_it for has_it, _ in has), sum(has_it and right for has_it, right in has)
        chance = hypergeom(len(options), len(exercises.QUIZZES), n)
        assert min(chance.cdf(hits), chance.sf(hits - 1)) > 0.02, form


def test_a_quiz_is_read_from_a_task_list():
    options = "- [ ] A\n      Not\n      A.\n- [x] B\n      B.\n"
    text = f"# Two\n\n## one\n\nA or\nB?\n\n{options}\n## two\n\n?\n"
    one, two = quizzes_from(text)
    assert (one.name, one.question, two.options) == ("one", "A or B?", ())
    assert [(o.text, o.reason, o.right) for o in one.options] == [
        ("A", "Not A.", False),
        ("B", "B.", True),
    ]


@quizzes
def test_the_static_page_hides_every_reason_behind_its_option(quiz):
    first, second = quiz._repr_mimebundle_(), quiz._repr_mimebundle_()
    view = "application/vnd.jupyter.widget-view+json"
    assert set(first) == {"text/plain", "text/html", view}
    assert {**first, view: None} == {**second, view: None}  # only the widget view contains an id
    page = ElementTree.fromstring(first["text/html"].replace("&ensp;", " "))
    for details, (letter, option) in zip(page.iter("details"), quiz.lettered, strict=True):
        summary, hidden = ("".join(part.itertext()) for part in details)
        assert summary == f"{letter} {option.text.replace('`', '')}"
        assert hidden == f"{VERDICTS[option.right]} {option.reason.replace('`', '')}"
        assert option.text in first["text/plain"]
        assert option.reason not in first["text/plain"]
    assert not re.search(r"<script|\son\w+=", first["text/html"])


@quizzes
def test_a_button_reveals_its_reason_and_leaves_the_others(quiz):
    quiz._repr_mimebundle_()
    live = quiz._live
    texts = [option.text.replace("`", "") for option in quiz.options]
    assert [button.description[4:] for button in live.buttons] == texts
    assert "lmSuppressShortcuts" in live.children[-1].value
    assert all((reason.value, reason.layout.display) == ("", "none") for reason in live.reasons)
    for place, option in enumerate(quiz.options):
        live.buttons[place].click()
        assert ("✓ Right." in live.reasons[place].value) == option.right
        assert live.reasons[place].layout.display == ""
        assert sum(reason.value != "" for reason in live.reasons) == place + 1
    quiz._repr_mimebundle_()
    assert all(reason.value == "" for reason in quiz._live.reasons)
