"""Turn the stored lectures into a website: static, self-contained, usable from any folder.

It is built by Sphinx with myst-parser and the theme Furo. They provide navigation, light and dark
modes, print styles and formulas; axe-core found only three small things to fix. All of it comes
from PyPI and works offline, under any address and straight from a disk. nbconvert's templates have
no navigation, dark mode or search, so we would have to write all of that. Jupyter Book 2 loads its
theme from the network and needs a server. myst-nb would add a database and its own styles on top
of `page`, which turns every cell into exactly the Markdown we want.
"""

import io
import shutil
import tempfile
from pathlib import Path

from docutils import nodes
from jinja2 import Template
from sphinx.application import Sphinx

from lecturekit.draw import palette
from lecturekit.publish import PublishError, landing, lite, live, packages, page, write
from lecturekit.publish.films import film, framed, lecture
from lecturekit.publish.images import Images
from lecturekit.publish.packages import asset

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(__file__).parent / "templates" / "site"
HERO = ("training", {"t": 60})  # the film on the landing page
BRAND = ("color-brand-primary", "color-brand-content")
FONTS = {"font-stack": packages.PROSE, "font-stack--monospace": packages.CODE}

SETTINGS = {
    "project": "Neural networks",
    "html_title": "Neural networks, from one neuron up",
    "extensions": ["myst_parser"],
    # Warnings of a second build in the same process, whose nodes, directives and roles docutils
    # already knows; and of a deeper block before the first section, which skips a heading level.
    "suppress_warnings": ["app.add_node", "app.add_directive", "app.add_role", "myst.header"],
    "myst_enable_extensions": ["dollarmath"],
    "myst_update_mathjax": False,
    "templates_path": ["_templates"],
    "html_theme": "furo",
    "html_theme_options": {
        "light_css_variables": dict.fromkeys(BRAND, palette.ACCENT) | FONTS,
        "dark_css_variables": dict.fromkeys(BRAND, palette.ACCENT_DARK),
    },
    "html_static_path": ["_static"],
    "html_css_files": ["fonts.css", "style.css"],
    "html_js_files": [
        ("tie.js", {"defer": "defer"}),
        ("site.js", {"defer": "defer"}),
        ("live.js", {"defer": "defer"}),
    ],
    "html_favicon": "_static/favicon.svg",
    "html_copy_source": False,
    "html_show_copyright": False,
    "html_use_index": False,
    "mathjax_path": "tex-svg-full.js",
    "mathjax3_config": {
        # What code shows may be set, too: a formula must not fetch anything.
        "tex": {"packages": {"[-]": ["html", "require"]}},
        "startup": {"elements": [".math"]},
        "svg": {"fontCache": "global", "scale": 0.94},
        "options": {"enableMenu": False},  # it would make every formula a tab stop
    },
}


class SiteError(PublishError):
    """The site cannot be built."""


def build(target, lectures, decks, handouts, with_lite=False):
    """Build the site; an existing one is replaced only once the new one is complete.

    Parameters
    ----------
    target : pathlib.Path
        Its folder, replaced if it exists.
    lectures : list of pathlib.Path
        Executed notebooks.
    decks, handouts : pathlib.Path
        Folders with the output of `make decks` and `make handouts`; the landing page says which
        files are missing.
    with_lite : bool
        Whether to add JupyterLite, in the folder ``lite``.

    Raises
    ------
    SiteError, PackageError, LiteError
        If Sphinx warns about a page, or if something that the site needs cannot be obtained.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        source, site, old = (Path(folder) / name for name in ("source", "site", "old"))
        site.mkdir()
        downloads = landing.take_home(lectures, decks, handouts, site)
        _write_sources(source, site, lectures, downloads, with_lite)
        if with_lite:
            lite.build(site / "lite", lectures)
        _run_sphinx(source, site, Path(folder) / "doctrees")
        if target.exists():
            target.rename(old)
        site.rename(target)


def _write_sources(source, site, lectures, downloads, with_lite):
    shutil.copytree(TEMPLATES, source / "_static", ignore=shutil.ignore_patterns("*.html", "*.j2"))
    shutil.copy(TEMPLATES.parent / "tie.js", source / "_static")
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    write(source / "_static" / "style.css", palette.custom_properties() + style)
    write(source / "_static" / "favicon.svg", _filled("favicon.svg.j2", palette=palette))
    for template in TEMPLATES.glob("*.html"):
        write(source / "_templates" / template.name, template.read_text(encoding="utf-8"))
    write(source / "_static" / "tex-svg-full.js", asset("mathjax/es5/tex-svg-full.js"))
    write(source / "_static" / "minisearch.js", asset("minisearch/dist/umd/index.js"))
    live.page_scripts(source / "_static", live.build(site))
    write(source / "_static" / "fonts.css", packages.font_faces(_font_file(source / "_static")))

    images, parts, places = Images(site / "pictures"), [], []
    for path, files in zip(lectures, downloads, strict=True):
        book = lecture(path)
        part = landing.card(book, path, images)
        files["title"] = part["title"]
        parts.append(part)
        places += page.places(book, f"{path.stem}.html")
        notebook = f"lite/lab/index.html?path={path.name}" if with_lite else None
        about = _filled("about.html.j2", part=part, files=files)
        write(source / f"{path.stem}.md", page.markdown(book, images, about, notebook))
    write(source / "_static" / "words.js", page.search_script(places))
    index = _filled(
        "index.md.j2",
        parts=parts,
        downloads=downloads,
        film=framed(images.film(film(*HERO).data["text/html"]), *HERO),
        project=landing.archive(ROOT, site),
        lite=with_lite,
    )
    write(source / "index.md", index)


def _run_sphinx(source, site, doctrees):
    complaints = io.StringIO()
    app = Sphinx(source, None, site, doctrees, "html", SETTINGS, status=None, warning=complaints)
    app.builder.search = False  # ours finds places within a page, see search.js
    app.connect("html-collect-pages", lambda app: [("search", {}, "search.html")])
    app.connect("doctree-read", _name_empty_corners)
    app.build()
    if complaints.getvalue():
        raise SiteError(f"Sphinx finds fault with a page:\n{complaints.getvalue()}")


def _name_empty_corners(app, doctree):
    """Put a hidden label into a table's empty corner cells, for screen readers."""
    for entry in doctree.findall(nodes.entry):
        if isinstance(entry.parent.parent, nodes.thead) and not entry.astext().strip():
            entry += nodes.paragraph("", "rows", classes=["unseen"])


def _font_file(folder):
    """Return a function that writes a package's font file and returns its address."""

    def address(path):
        name = path.rsplit("/", 1)[1]
        write(folder / "fonts" / name, asset(path))
        return f"fonts/{name}"

    return address


def _filled(template, **what):
    return Template((TEMPLATES / template).read_text(encoding="utf-8")).render(**what)
