"""Third-party files bundled into decks and pages: reveal.js, MathJax, MiniSearch and fonts.

``package-lock.json`` next to this file pins them by version and hash. npm downloads and checks
them once, into ``build/npm/``; after that no network is needed.

Prose is set in Open Sans, which lacks some of the lectures' symbols (∇ ∈ ℝ → ᵀ ✓); those come
from DejaVu Sans, the font of Matplotlib's figures. Code is set in DejaVu Mono, which has all of
them, so that columns stay aligned.
"""

import base64
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lecturekit.publish import PublishError

LOCKED = Path(__file__).parent
FOLDER = Path(__file__).parents[2] / "build" / "npm"
PROSE = '"Open Sans", "DejaVu Sans", sans-serif'
CODE = '"DejaVu Mono", monospace'

# Two attempts instead of npm's three, so that a machine without a network fails within seconds.
OPTIONS = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"]
OPTIONS += ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000"]

# family, package, character subsets, weight and style
FACES = [
    ("Open Sans", "open-sans", ["math", "greek", "latin-ext", "latin"], "400-normal"),
    ("Open Sans", "open-sans", ["math", "greek", "latin-ext", "latin"], "700-normal"),
    ("Open Sans", "open-sans", ["math", "greek", "latin-ext", "latin"], "400-italic"),
    ("DejaVu Sans", "dejavu-sans", ["latin"], "400-normal"),
    ("DejaVu Mono", "dejavu-mono", ["latin"], "400-normal"),
]


class PackageError(PublishError):
    """A file of a package cannot be obtained."""


@functools.cache
def asset(path, locked=LOCKED):
    """Return the bytes of one file of a pinned package: ``"reveal.js/dist/reveal.js"``.

    Raises a PackageError if there is no such file or the packages cannot be downloaded.
    """
    file = installed(locked) / path
    if not file.is_file():
        raise PackageError(f"{path!r} is in none of the packages that package.json lists.")
    return file.read_bytes()


def installed(locked=LOCKED):
    """Return the folder with all packages that a lock file pins; download them if needed."""
    lock = (locked / "package-lock.json").read_bytes()

    def fetch(half):
        for name in ("package.json", "package-lock.json"):
            shutil.copy(locked / name, half)
        _npm_ci(half)
        return half / "node_modules"

    return fetched_once(FOLDER / hashlib.sha256(lock).hexdigest()[:16], fetch)


def fetched_once(target, fetch):
    """Return the folder `target`; if it is not there yet, ``fetch(half)`` makes it in `half`.

    `fetch` returns where; its folder gets its name only when it is whole.
    """
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", dir=target.parent) as half:
            made = fetch(Path(half))
            try:
                made.rename(target)
            except OSError:  # unless another process was faster
                if not target.exists():
                    raise
    return target


def _npm_ci(folder):
    places = _places()
    npm = shutil.which("npm", path=places)
    if npm is None:
        raise PackageError(
            "npm is not here, and what decks and pages carry comes through it: install Node.js, "
            f"or add npm to the environment with {sys.executable} -m pip install -e '.[npm]'."
        )
    # Use a separate cache, so that npm's cache in the home folder plays no role. The PATH is set
    # because npm is a script that looks for node there.
    run = subprocess.run(
        [npm, "ci", *OPTIONS, f"--cache={folder}/cache"],
        cwd=folder,
        env=os.environ | {"PATH": places},
        capture_output=True,
        text=True,
    )
    if run.returncode:
        lines = [line.removeprefix("npm error ") for line in run.stderr.splitlines()]
        said = lines[0] if lines else f"exit status {run.returncode}"
        raise PackageError(
            "What decks and pages carry could not be fetched, most often because there is no "
            f"network (npm: {said}); the same command tries again."
        )


def _places():
    """Return a PATH for npm and node, which may be installed in the Python environment."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)])


def node_itself():
    """Return the path of Node.js."""
    return shutil.which("node", path=_places())


def node(script, *arguments):
    """Run a script of a package in Node.js, in which it finds all packages.

    Raises a PackageError with the last thing it said if it fails.
    """
    folder = installed()
    run = subprocess.run(
        [node_itself(), folder / script, *arguments],
        env=os.environ | {"NODE_PATH": str(folder)},
        capture_output=True,
        text=True,
    )
    if run.returncode:
        raise PackageError(f"{script} failed: {(run.stderr or run.stdout).strip()}")


def embedded(path):
    """Return a font file of a package as a data URL."""
    return "data:font/woff2;base64," + base64.b64encode(asset(path)).decode("ascii")


def font_faces(address=embedded, without=()):
    """Return the CSS that declares the fonts of `PROSE` and `CODE`, except families in `without`.

    ``address("@fontsource/open-sans/files/….woff2")`` returns the URL of that file.
    """
    return "\n".join(
        _face(family, package, part, look, address)
        for family, package, parts, look in FACES
        if family not in without
        for part in parts
    )


def _face(family, package, part, look, address):
    weight, style = look.split("-")
    lines = [f'font-family: "{family}"', f"font-weight: {weight}", f"font-style: {style}"]
    if package == "open-sans":
        lines.append(f"unicode-range: {_ranges(package)[part]}")
    file = f"@fontsource/{package}/files/{package}-{part}-{look}.woff2"
    lines.append(f'src: url("{address(file)}") format("woff2")')
    return "@font-face { " + "; ".join(lines) + " }"


def _ranges(package):
    return json.loads(asset(f"@fontsource/{package}/unicode.json"))
