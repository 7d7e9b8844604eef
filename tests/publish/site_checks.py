"""What must hold for the files of a site: links lead somewhere, nothing comes from elsewhere."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

# Where the text may send a reader. Nothing is loaded from there.
ALLOWED = {
    "arxiv.org",
    "creativecommons.org",
    "docs.dask.org",
    "doi.org",
    "github.com",
    "jmlr.org",
    "mybinder.org",
    "pradyunsg.me",
    "proceedings.mlr.press",
    "repo2docker.readthedocs.io",
    "www.cs.toronto.edu",
    "www.deeplearningbook.org",
    "www.jmlr.org",
    "www.openml.org",
    "www.sphinx-doc.org",
    "z2jh.jupyter.org",
}
LOADS = {"src", "data-src", "srcset", "poster"}
STYLE_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)")


class Page(HTMLParser):
    """What a page refers to, the attributes of its elements, and its text."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.loads, self.tags, self.text = [], [], [], [], ""
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append((tag, found))
        self._silent = tag in ("script", "style")
        if "id" in found:
            self.ids.append(found["id"])
        if "href" in found:
            # A <link> loads what it names, but for those that only say how pages belong together.
            only_tells = tag != "link" or found.get("rel") in ("next", "prev", "search", "index")
            (self.links if only_tells else self.loads).append(found["href"])
        self.loads += [value for name, value in found.items() if name in LOADS and value]
        self.loads += STYLE_ADDRESS.findall(found.get("style") or "")

    def handle_endtag(self, tag):
        self._silent = False

    def handle_data(self, data):
        if not self._silent:
            self.text += data

    def of_class(self, name):
        """List the attributes of the elements of a class."""
        return [found for _, found in self.tags if name in (found.get("class") or "").split()]

    def images(self):
        """List the attributes of all pictures."""
        return [found for tag, found in self.tags if tag == "img"]


def pages(site):
    """Read the pages of a site, by their paths; decks in it are no pages."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.glob("*.html"))}


def problems_with_links(site):
    """Say which links of a site lead nowhere, and what it would load from elsewhere."""
    found, problems = pages(site), []
    for path, page in found.items():
        twice = sorted({name for name in page.ids if page.ids.count(name) > 1})
        problems += [f"{path.name}: the id {name!r} is there twice" for name in twice]
        problems += [
            f"{path.name}: {told}" for link in page.links if (told := _link(path, link, found))
        ]
        problems += [f"{path.name}: {told}" for load in page.loads if (told := _load(path, load))]
    for path in site.rglob("*.css"):
        addresses = STYLE_ADDRESS.findall(path.read_text(encoding="utf-8"))
        problems += [f"{path.name}: {told}" for load in addresses if (told := _load(path, load))]
    return problems


def _link(path, link, found):
    address = urlsplit(link)
    if address.scheme or address.netloc:
        if address.scheme != "https" or address.netloc not in ALLOWED:
            return f"{link} is not among the addresses a reader may be sent to"
        return None
    target = (path.parent / unquote(address.path)).resolve() if address.path else path.resolve()
    if not target.is_file():
        return f"{link} leads nowhere"
    known = {page.resolve(): read.ids for page, read in found.items()}
    name = unquote(address.fragment)
    if name and target in known and name not in known[target]:
        return f"{link} leads to no place on its page"
    return None


def _load(path, load):
    address = urlsplit(load)
    if address.scheme == "data":
        return None
    if address.scheme or address.netloc:
        return f"{load} would be loaded from elsewhere"
    if address.path and not (path.parent / unquote(address.path)).is_file():
        return f"{load} would be loaded, but is not there"
    return None
