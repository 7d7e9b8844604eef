"""The site has all that the lectures have, and each of its links leads somewhere."""

import functools
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from lecturekit import exercises
from lecturekit.publish import lite, site
from lecturekit.publish.cells import live_call, pictures
from lecturekit.publish.clock import clock
from lecturekit.publish.films import lecture
from lecturekit.publish.images import Images
from lecturekit.publish.page import markdown as as_markdown
from lecturekit.publish.page import places, search_script
from lecturekit.publish.page import words as plain_words
from tests.house.lectures import LECTURES, code, code_cells, headings, markdown, picture, read, tags

# Where the text may send a reader. Nothing is loaded from there.
ALLOWED = """
    arxiv.org colah.github.io creativecommons.org cs231n.github.io d2l.ai docs.dask.org doi.org
    github.com jmlr.org karpathy.github.io mattmazur.com mybinder.org
    neuralnetworksanddeeplearning.com papers.nips.cc people.idsia.ch pradyunsg.me
    proceedings.mlr.press repo2docker.readthedocs.io www.cs.toronto.edu www.deeplearningbook.org
    www.jmlr.org www.openml.org www.sphinx-doc.org z2jh.jupyter.org
"""
INSECURE = "neuralnetworksanddeeplearning.com"  # it offers no https
BELONGS = {"next", "prev", "search", "index"}
LOADS = {"src", "data-src", "srcset", "poster"}
STYLE_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)")


class Page(HTMLParser):
    """The elements of a page as (tag, attributes), its text, and what it refers to."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(re.sub(r"(<(script|style)\b[^>]*>).*?(?=</\2>)", r"\1", html, flags=re.S))
        self.ids = [found["id"] for _, found in self.elements if "id" in found]
        self.links, self.loads = [], []
        for tag, found in self.elements:
            if "href" in found:
                # A <link> loads what it names, but for those that only say what belongs together.
                only_tells = tag != "link" or found.get("rel") in BELONGS
                (self.links if only_tells else self.loads).append(found["href"])
            self.loads += [found[name] for name in LOADS & set(found) if found[name]]
            self.loads += STYLE_ADDRESS.findall(found.get("style") or "")

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data

    def of_class(self, name):
        """List the attributes of the elements of a class."""
        return [found for _, found in self.elements if name in (found.get("class") or "").split()]


def pages(site):
    """Read the pages of a site, by their files' names; decks in it are no pages."""
    return {path.name: Page(path.read_text(encoding="utf-8")) for path in site.glob("*.html")}


def problems_with_links(site):
    """Say which links of a site lead nowhere, and what it would load from elsewhere."""
    found, problems = pages(site), []
    for name, page in found.items():
        told = [f"the id {one!r} is there twice" for one in page.ids if page.ids.count(one) > 1]
        told += [_link(site, name, link, found) for link in page.links]
        told += [_load(site, load) for load in page.loads]
        problems += [f"{name}: {problem}" for problem in told if problem]
    for path in site.rglob("*.css"):
        loads = STYLE_ADDRESS.findall(path.read_text(encoding="utf-8"))
        told = [_load(path.parent, load) for load in loads]
        problems += [f"{path.name}: {problem}" for problem in told if problem]
    return problems


def _link(site, name, link, found):
    address = urlsplit(link)
    if address.scheme or address.netloc:
        schemes = ("http", "https") if address.netloc == INSECURE else ("https",)
        known = address.scheme in schemes and address.netloc in ALLOWED.split()
        return None if known else f"{link} is not among the addresses a reader may be sent to"
    path, place = Path(unquote(address.path) or name), unquote(address.fragment)
    if not (site / path).is_file():
        return f"{link} leads nowhere"
    if place and str(path) in found and place not in found[str(path)].ids:
        return f"{link} leads to no place on its page"
    return None


def _load(folder, load):
    address = urlsplit(load)
    if address.scheme == "data":
        return None
    if address.scheme or address.netloc:
        return f"{load} would be loaded from elsewhere"
    there = not address.path or (folder / unquote(address.path)).is_file()
    return None if there else f"{load} would be loaded, but is not there"


PIXEL = "AAAA"  # it is written to a file and not looked at
EXERCISE = re.compile(
    r'<section class="exercise" id="exercise-(.*?)-task"[^>]*>(.*?)</section>', re.S
)


@functools.cache
def built_site(run):
    """The site of the lectures, with all decks, the handouts of one, and JupyterLite as a page."""
    folder = run / "site-for-all"
    folder.mkdir()
    for path in LECTURES:
        (folder / f"{path.stem}.html").write_text("a deck")
    for name in ("-slides.pdf", ".pdf"):
        (folder / f"{LECTURES[0].stem}{name}").write_text("a handout")

    def stand_in(target, lectures):
        (target / "notebooks").mkdir(parents=True)
        (target / "notebooks" / "index.html").write_text("JupyterLite")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lite, "build", stand_in)
        site.build(folder / "site", LECTURES, folder, folder, with_lite=True)
    return folder / "site"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return built_site(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def read_pages(built):
    return pages(built)


exhaustive = pytest.mark.exhaustive  # a site takes a minute to build
lectures = pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)


@exhaustive
def test_every_link_leads_somewhere_and_nothing_comes_from_elsewhere(built, read_pages):
    lectures = {f"{path.stem}.html" for path in LECTURES}
    assert set(read_pages) == {"index.html", "search.html"} | lectures
    assert problems_with_links(built) == []


@exhaustive
@lectures
def test_a_page_has_all_that_its_lecture_has_and_no_notes(read_pages, path):
    page, cells = read_pages[f"{path.stem}.html"], code_cells(read(path))
    still = [cell for cell in cells if live_call(cell.source) is None]
    told = [output.metadata["image/png"]["alt"] for cell in still for output in pictures(cell)]
    shown = [found["alt"] for tag, found in page.elements if tag == "img"]
    assert [alt for alt in shown if alt in told] == told != []
    for name, wanted in {
        "lecture-frames": len(cells) - len(still),
        "quiz": sum("quiz" in tags(cell) for cell in cells),
        "exercise": sum("exercise" in tags(cell) for cell in cells),
    }.items():
        assert len(page.of_class(name)) == wanted > 0, name
    for heading in headings(read(path)):
        assert heading.removeprefix("## ") in page.text
    for words in ("For the instructor", "Not attempted yet", "Stuck?"):
        assert words not in page.text


@exhaustive
@lectures
def test_every_solution_and_hint_is_folded(built, path):
    html = (built / f"{path.stem}.html").read_text(encoding="utf-8")
    for name, content in EXERCISE.findall(html):
        exercise = getattr(exercises, name.replace("-", "_"))
        folded = re.findall(r"<details><summary>(.*?)</summary>(.*?)</details>", content, re.S)
        number = len(exercise.hints)
        hints = [f"Hint {k} of {number}" for k in range(1, number + 1)]
        assert [summary for summary, _ in folded] == [*hints, "A solution"]
        solution = "".join(exercise.solution().code.split())
        assert solution in "".join(Page(folded[-1][1]).text.split())
        outside = re.sub(r"<details>.*?</details>", "", content, flags=re.S)
        assert solution not in "".join(Page(outside).text.split())


@exhaustive
def test_the_landing_page_tells_of_each_lecture(built, read_pages):
    page = read_pages["index.html"]
    text = " ".join(page.text.split())
    for path in LECTURES:
        book = read(path)
        assert book.metadata.title in text
        assert (built / "notebooks" / path.name).read_bytes() == path.read_bytes()
        assert (built / "decks" / f"{path.stem}.html").read_text() == "a deck"
    assert [str(clock(read(path))) in text for path in LECTURES] == [True] * len(LECTURES)
    assert text.count("not made here") == 2 * (len(LECTURES) - 1)  # handouts
    live = [link for link in page.links if link.startswith("lite/")]
    assert live == [f"lite/notebooks/index.html?path={path.name}" for path in LECTURES]
    assert "make handouts" in text
    assert "make decks" not in text
    # The archive can set itself up.
    with zipfile.ZipFile(built / "lectures.zip") as archive:
        names = set(archive.namelist())
    assert {"lectures/Makefile", "lectures/environment.yml", "lectures/.ci/setup"} <= names
    assert {f"lectures/notebooks/{path.name}" for path in LECTURES} <= names
    assert not [name for name in names if "__pycache__" in name]


@exhaustive
def test_search_leads_to_places_that_are_there(built, read_pages):
    books = [(lecture(path), f"{path.stem}.html") for path in LECTURES]
    found = [entry for book, page in books for entry in places(book, page)]
    for entry in found:
        page, _, name = entry["place"].partition("#")
        assert name in read_pages[page].ids
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
    output.data["image/png"] = PIXEL
    output.metadata["image/png"] |= {"width": 100, "height": 50}
    return output


def test_what_is_about_the_lecture_follows_its_title_and_notes_are_left_out(tmp_path):
    notes = markdown("Ask them.", "some-notes", slideshow={"slide_type": "notes"})
    text = written(tmp_path, notes, markdown("Text."))
    parts = ["# A lecture", "<p>about</p>", '<span id="cell-title"></span>', "Text."]
    assert [line for line in text.split("\n") if line in parts] == parts
    assert "Ask them." not in text


def test_a_caption_joins_its_picture_and_the_code_is_folded_below(tmp_path):
    caption = markdown("*Figure 1.1 · A curve.* Look at the middle.", "a-caption")
    text = written(tmp_path, code("show(figure)", outputs=[shown()]), caption, markdown("On."))
    figure = text[text.index("<figure>") : text.index("</figure>")]
    places = [figure.index(part) for part in ("<img", "*Figure 1.1", "<details>", "show(figure)")]
    assert places == sorted(places)
    (file,) = (tmp_path / "pictures").iterdir()
    assert f'src="pictures/{file.name}"' in figure


def test_a_deeper_block_is_open_and_what_answers_a_prediction_is_folded(tmp_path):
    heading = markdown("### Deeper: sums\n\nMore.", "sums", tags=["deeper"])
    drawn = code("draw.show(f)", "drawn", [shown()], tags=["deeper", "answer"])
    caption = markdown("*Figure 1.1 · A curve.* Up.", "caption", tags=["deeper"])
    printed = [nbformat.v4.new_output("stream", text="four")]
    answers = markdown("<details><summary>Answers</summary>\n\n1. Two.\n\n</details>", "tried")
    tried = code("print(2 + 2)", "sum", printed, tags=["answer"])
    text = written(tmp_path, heading, drawn, caption, markdown("### On", "on"), tried, answers)
    parts = ["### Deeper: sums", '<details open class="deeper">', "More.", "<figure>", "answer"]
    parts += ["<img", "*Figure 1.1", "</details>", "<details>", "draw.show", "</details>"]
    parts += [
        "</details>",
        "### On",
        "print(2",
        "answer",
        "four",
        "</details>",
        "answer",
        "1. Two.",
    ]
    for part in parts:
        assert part in text, part
        text = text.partition(part)[2]


def test_a_picture_has_words_that_cannot_break_the_page_and_a_size(tmp_path):
    images = Images(tmp_path)
    narrow = images.picture(shown('a "b" < c & d'))
    assert ' alt="a &quot;b&quot; &lt; c &amp; d" width="100" height="50" ' in narrow
    wide = shown()
    wide.metadata["image/png"]["width"] = 1000
    film = '<img alt="a" width="{}" height="9" style="max-width:100%">'
    marked = [narrow, images.picture(wide), *(images.film(film.format(w)) for w in (700, 1000))]
    assert ["data-wide" in html for html in marked] == [False, True, False, True]


def test_only_the_first_frame_of_a_film_is_fetched_at_once(tmp_path):
    frame = f'<img style="" alt="" {{}}src="data:image/png;base64,{PIXEL}">'
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
        ('@font-face { src: url("https://doi.org/a.woff2") }', "loaded from elsewhere"),
    ],
)
def test_bad_links_are_seen(tmp_path, html, problem):
    (tmp_path / "index.html").write_text(GOOD + html)
    (tmp_path / "a.css").write_text(html if html.startswith("@") else "")
    found = problems_with_links(tmp_path)
    assert found == [] if problem is None else any(problem in line for line in found)
