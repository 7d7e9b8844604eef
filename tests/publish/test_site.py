"""The site has all that the lectures have, and each of its links leads somewhere."""

import re
import zipfile
from pathlib import Path

import nbformat
import pytest

from lecturekit import exercises
from lecturekit.publish import site
from lecturekit.publish.cells import live_call
from lecturekit.publish.films import lecture
from lecturekit.publish.images import Images
from lecturekit.publish.page import markdown as as_markdown
from lecturekit.publish.page import places, search_script
from lecturekit.publish.page import words as plain_words
from tests.house.lectures import LECTURES, code, code_cells, headings, markdown, picture, read, tags
from tests.publish.site_checks import (
    Page,
    pages,
    problems_with_films,
    problems_with_links,
    problems_with_pictures,
)

PNG = (  # one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
EXERCISE = re.compile(r'<section class="exercise" id="exercise-(.*?)-task">(.*?)</section>', re.S)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The site of the lectures, with all decks and the handouts of one."""
    folder = tmp_path_factory.mktemp("made")
    for path in LECTURES:
        (folder / f"{path.stem}.html").write_text("a deck")
    for name in ("-slides.pdf", ".pdf"):
        (folder / f"{LECTURES[0].stem}{name}").write_text("a handout")
    site.build(folder / "site", LECTURES, folder, folder)
    return folder / "site"


@pytest.fixture(scope="module")
def read_pages(built):
    return {path.stem: page for path, page in pages(built).items()}


lectures = pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)


def test_every_link_leads_somewhere_and_nothing_comes_from_elsewhere(built):
    assert problems_with_links(built) == []


def test_there_is_a_page_for_everything(read_pages):
    assert set(read_pages) == {"index", "search", *(path.stem for path in LECTURES)}


@pytest.mark.parametrize("name", ["index", *(path.stem for path in LECTURES)])
def test_pictures_have_words_and_a_size(read_pages, name):
    assert problems_with_pictures(read_pages[name]) == []
    assert problems_with_films(read_pages[name]) == []


@lectures
def test_every_picture_of_a_lecture_is_on_its_page(read_pages, path):
    shown = [image["alt"] for image in read_pages[path.stem].images()]
    still = [cell for cell in code_cells(read(path)) if live_call(cell.source) is None]
    told = [
        output.metadata["image/png"]["alt"]
        for cell in still
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    assert told
    assert [alt for alt in shown if alt in told] == told


@lectures
def test_a_page_has_the_films_quizzes_and_exercises_of_its_lecture(read_pages, path):
    page, cells = read_pages[path.stem], code_cells(read(path))
    for name, wanted in {
        "lecture-frames": sum(live_call(cell.source) is not None for cell in cells),
        "quiz": sum("quiz" in tags(cell) for cell in cells),
        "exercise": sum("exercise" in tags(cell) for cell in cells),
    }.items():
        assert len(page.of_class(name)) == wanted > 0, name


@lectures
def test_the_text_is_there_and_the_notes_are_not(read_pages, path):
    text = read_pages[path.stem].text
    for heading in headings(read(path)):
        assert heading.removeprefix("## ") in text
    assert "For the instructor" not in text
    assert "Not attempted yet" not in text
    assert "Stuck?" not in text


@lectures
def test_every_solution_and_hint_is_folded(built, path):
    html = (built / f"{path.stem}.html").read_text(encoding="utf-8")
    asked = re.findall(
        r'<section class="exercise" id="exercise-(.*?)-task">(.*?)</section>', html, re.S
    )
    for name, content in asked:
        exercise = getattr(exercises, name.replace("-", "_"))
        folded = re.findall(r"<details><summary>(.*?)</summary>(.*?)</details>", content, re.S)
        number = len(exercise.hints)
        hints = [f"Hint {k} of {number}" for k in range(1, number + 1)]
        assert [summary for summary, _ in folded] == [*hints, "A solution"]
        shown = "".join(Page(folded[-1][1]).text.split())
        assert "".join(exercise.solution().code.split()) in shown
        outside = re.sub(r"<details>.*?</details>", "", content, flags=re.S)
        assert "".join(exercise.solution().code.split()) not in "".join(Page(outside).text.split())


def test_the_landing_page_tells_of_each_lecture(built, read_pages):
    text = " ".join(read_pages["index"].text.split())
    for path in LECTURES:
        book = read(path)
        assert book.metadata.title in text
        assert (built / "notebooks" / path.name).read_bytes() == path.read_bytes()
        assert (built / "decks" / f"{path.stem}.html").read_text() == "a deck"
    assert len(re.findall(r"\d+ minutes in class · about \d+ to read", text)) == len(LECTURES)
    assert text.count("not made here") == 2 * (len(LECTURES) - 1)  # handouts
    assert "make handouts" in text
    assert "make decks" not in text


def test_the_archive_can_set_itself_up(built):
    with zipfile.ZipFile(built / "lectures.zip") as archive:
        names = set(archive.namelist())
    assert {"lectures/Makefile", "lectures/environment.yml", "lectures/.ci/setup"} <= names
    assert {f"lectures/notebooks/{path.name}" for path in LECTURES} <= names
    assert not [name for name in names if "__pycache__" in name]


def test_search_leads_to_places_that_are_there(built, read_pages):
    books = [(lecture(path), f"{path.stem}.html") for path in LECTURES]
    found = [entry for book, page in books for entry in places(book, page)]
    for entry in found:
        page, _, name = entry["place"].partition("#")
        assert name in read_pages[page.removesuffix(".html")].ids
        assert entry["text"]
    words = (built / "_static" / "words.js").read_text(encoding="utf-8")
    assert words == search_script(found)


# ---- one cell at a time ---------------------------------------------------------------------


def written(tmp_path, *cells, about="<p>about</p>"):
    title = markdown("# A lecture", "title", slideshow={"slide_type": "slide"})
    book = nbformat.v4.new_notebook(cells=[title, *cells], metadata={"title": "A lecture"})
    return as_markdown(book, Images(tmp_path / "pictures"), about)


def shown(alt="A curve that rises from 0 to 1, steepest in the middle."):
    output = picture(alt)
    output.data["image/png"] = PNG
    output.metadata["image/png"] |= {"width": 100, "height": 50}
    return output


def test_what_is_about_the_lecture_follows_its_title(tmp_path):
    text = written(tmp_path, markdown("Text."))
    parts = ["# A lecture", "<p>about</p>", '<span id="cell-title"></span>', "Text."]
    assert [line for line in text.split("\n") if line in parts] == parts


def test_notes_are_left_out(tmp_path):
    notes = markdown("Ask them.", "some-notes", slideshow={"slide_type": "notes"})
    assert "Ask them." not in written(tmp_path, notes, markdown("Text."))


def test_a_caption_joins_its_picture_and_the_code_is_folded_below(tmp_path):
    caption = markdown("*Figure 1.1 · A curve.* Look at the middle.", "a-caption")
    text = written(tmp_path, code("show(figure)", outputs=[shown()]), caption, markdown("On."))
    figure = text[text.index("<figure>") : text.index("</figure>")]
    places = [figure.index(part) for part in ("<img", "*Figure 1.1", "<details>", "show(figure)")]
    assert places == sorted(places)
    (file,) = (tmp_path / "pictures").iterdir()
    assert f'src="pictures/{file.name}"' in figure


def test_words_of_a_picture_cannot_break_the_page(tmp_path):
    text = written(tmp_path, code("show(figure)", outputs=[shown('a "b" < c & d')]))
    assert 'alt="a &quot;b&quot; &lt; c &amp; d"' in text


def test_wide_pictures_are_marked_for_small_screens(tmp_path):
    output = shown()
    assert "data-wide" not in Images(tmp_path).picture(output)
    output.metadata["image/png"]["width"] = 1000
    assert "data-wide" in Images(tmp_path).picture(output)
    film = '<img alt="a" width="{}" height="9" style="max-width:100%">'
    assert " data-wide " in Images(tmp_path).film(film.format(1000))
    assert "data-wide" not in Images(tmp_path).film(film.format(700))


def test_only_the_first_frame_of_a_film_is_fetched_at_once(tmp_path):
    frame = f'<img style="" alt="" {{}}src="data:image/png;base64,{PNG}">'
    player = frame.format("") + frame.format('aria-hidden="true" ')
    html = Images(tmp_path).film(player)
    assert re.findall(r' ((?:data-)?src)="pictures/\w{16}\.png"', html) == ["src", "data-src"]
    assert len(list(tmp_path.iterdir())) == 1  # the same picture twice is one file


def test_words_to_search_for_are_plain():
    assert plain_words("The **slope** of $x_j$") == "The slope of x_j"
    assert plain_words("$$\n\\frac ab\n$$ and [a book](https://doi.org/1)") == "… and a book"
    assert plain_words("| a | b |\n|:--|--:|\n| 1 | 2 |").split() == ["a", "b", "1", "2"]


# ---- what goes wrong ------------------------------------------------------------------------


# myst-parser asks Sphinx 9 for something that Sphinx 11 will call by another name.
@pytest.mark.filterwarnings("ignore:.*MystReferenceResolver:PendingDeprecationWarning")
def test_a_page_with_a_mistake_leaves_the_old_site_as_it_was(tmp_path):
    question = "# One\n\n**The question of this lecture.** Which?\n\n[there](#nowhere)"
    cells = [
        markdown(question, "title", slideshow={"slide_type": "slide"}),
        code("show(figure)", "neuron-live", outputs=[shown()]),
    ]
    book = nbformat.v4.new_notebook(cells=cells, metadata={"title": "One"})
    nbformat.write(book, tmp_path / "1-neuron.ipynb")
    old = tmp_path / "site" / "index.html"
    old.parent.mkdir()
    old.write_text("the old one")
    with pytest.raises(site.SiteError, match="nowhere"):
        site.build(old.parent, [tmp_path / "1-neuron.ipynb"], tmp_path, tmp_path)
    assert old.read_text() == "the old one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1-neuron.ipynb", "site"]


GOOD = '<h1 id="top">A page</h1><a href="#top">up</a><a href="https://doi.org/1">a paper</a>'


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("", None),
        ('<a href="gone.html">there</a>', "gone.html leads nowhere"),
        ('<a href="index.html#gone">there</a>', "leads to no place on its page"),
        ('<a href="http://doi.org/1">there</a>', "not among the addresses"),
        ('<a href="https://example.org/">there</a>', "not among the addresses"),
        ('<i id="top"></i>', "the id 'top' is there twice"),
        ('<script src="https://doi.org/mathjax.js"></script>', "loaded from elsewhere"),
        ('<script src="//doi.org/mathjax.js"></script>', "loaded from elsewhere"),
        ('<link rel="stylesheet" href="https://doi.org/a.css">', "loaded from elsewhere"),
        ('<img data-src="gone.png">', "is not there"),
        ('<p style="background: url(https://doi.org/a.png)">', "loaded from elsewhere"),
    ],
)
def test_bad_links_are_seen(tmp_path, html, problem):
    Path(tmp_path / "index.html").write_text(GOOD + html)
    found = problems_with_links(tmp_path)
    assert found == [] if problem is None else any(problem in line for line in found)


def test_a_style_that_loads_from_elsewhere_is_seen(tmp_path):
    (tmp_path / "a.css").write_text('@font-face { src: url("https://doi.org/a.woff2") }')
    assert any("elsewhere" in line for line in problems_with_links(tmp_path))


ALT = "A curve that rises from 0 to 1, steepest in the middle."


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        (f'<img alt="{ALT}" width="100" height="50">', None),
        ('<img alt="" width="100" height="50">', "no words"),
        ('<img width="100" height="50">', "no words"),
        (f'<img alt="{ALT}" width="100">', "not told"),
        (f'<img alt="{ALT}" width="100%" height="50">', "not told"),
    ],
)
def test_bad_pictures_are_seen(html, problem):
    found = problems_with_pictures(Page(html))
    assert found == [] if problem is None else any(problem in line for line in found)


@pytest.mark.parametrize(
    ("last", "frames", "problem"),
    [
        (1, ["src", "data-src"], None),
        (2, ["src", "data-src"], "the slider ends at 2"),
        (0, ["src"], "1 frames"),
        (1, ["data-src", "data-src"], "0 frames are there at first"),
        (1, ["src", "src"], "2 frames are there at first"),
    ],
)
def test_bad_films_are_seen(last, frames, problem):
    images = "".join(f'<img style="" {name}="a.webp">' for name in frames)
    slider = f'<input type="range" max="{last}">'
    found = problems_with_films(Page(f'<div class="lecture-frames">{slider}{images}</div>'))
    assert found == [] if problem is None else any(problem in line for line in found)
