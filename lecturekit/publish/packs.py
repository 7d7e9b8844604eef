"""Packs: what the Python of a page finds in its file system, in a few compressed files.

A pack is a list of paths and sizes as JSON, after four bytes with its length, and then the
contents; all of it compressed by gzip. The page's worker lays the contents into its file system
without copying them. Python files are compiled by the very Python that will run them.

- ``python``: its standard library, NumPy, Matplotlib, Pillow and what they depend on.
- ``lecturekit``: the package, with its sources, and stand-ins for what it does without there.
- ``more``: what only a few cells import, such as scikit-learn; fetched when one of them is run.
"""

import ast
import functools
import gzip
import hashlib
import io
import json
import re
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits, load_iris

from lecturekit.publish import packages, pyodide, write

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(__file__).parent / "templates" / "live"
FOLDER = ROOT / "build" / "live"
LIBRARY = "lib/python3.12/"
SITE = LIBRARY + "site-packages/"

# fonttools writes fonts into PDF files, pytz serves pandas, and the third draws into a page.
WITHOUT = {"fonttools", "pytz", "matplotlib-pyodide"}
# Of packages: tests, what only compilers and type checkers read, sample data, other ways to draw,
# windows, and fonts that no figure uses.
DROPPED = re.compile(
    r"(^|/)(tests?|_pyinstaller|web_backend)/|\.(pyi|pyx|pxd|h|c|a|ini|typed|orig|build)$"
    r"|\.dist-info/|^(mpl_toolkits|pylab\.py|numpy/(f2py|distutils|doc))"
    r"|_(umath|rational|operand_flag|struct_ufunc)_tests\."
    r"|^matplotlib/(sphinxext|testing|mpl-data/(?!fonts/ttf|matplotlibrc))"
    r"|^matplotlib/(_tkagg|_ttconv|backends/(qt_|_?backend_(?!agg|bases|managers|tools)))"
    r"|^numpy/linalg/lapack_lite|^matplotlib/_(qhull|tri)\.|^dateutil/zoneinfo/.*gz$"
    r"|^PIL/(_?(imagingtk|webp|imagingft)|(?!Bmp|Gif|Jpeg|Png|Ppm)\w+(ImagePlugin|StubImage))"
    r"|DejaVuSerif|BoldOblique|Humor|Mono.*Oblique|STIX(NonUni|General)|LICENSE_"
)
# Of the standard library: what serves networks, processes, and developers at a terminal.
STDLIB_DROPPED = re.compile(
    r"((multiprocessing|http|xmlrpc|wsgiref|xml|pydoc_data|venv|ensurepip|lib2to3|idlelib|curses)/"
    r"|ctypes/(macholib|wintypes)|concurrent/futures/process|asyncio/(windows|proactor)"
    r"|unittest/(mock|async)|(imaplib|nntplib|smtplib|ftplib|poplib|telnetlib|socketserver|mailbox"
    r"|mailcap|cgi|cgitb|netrc|webbrowser|nturl2path|ssl|crypt|pty|tty|_osx_support|msilib|optparse"
    r"|pdb|bdb|cmd|doctest|pickletools|c?[pP]rofile|pstats|trace|tabnanny|pyclbr|modulefinder"
    r"|zipapp|plistlib|_pyio|_pydatetime|sndhdr|imghdr|aifc|sunau|wave|chunk|uu|xdrlib|tarfile"
    r"|pipes|this|antigravity|__(phello|hello)__)(\.py|/)"
    r"|encodings/(?!__init__|aliases|utf|ascii|latin|iso8859_15?\.|cp(1252|437)|idna|punycode|charmap"
    r"|\w*unicode_escape|hex|base64|rot))"
)
HELP_ON_ARTISTS = b"        cls._update_set_signature_and_docstring()\n"
# What cells of the lectures import of scikit-learn.
MORE = ("linear_model", "svm", "decomposition", "feature_extraction.image", "datasets")


@functools.cache
def build():
    """Return the packs by name, compiled; they are kept in ``build/live/``."""
    python, more = {}, {}
    with zipfile.ZipFile(io.BytesIO(packages.asset("pyodide/python_stdlib.zip"))) as library:
        for name in (name for name in library.namelist() if not name.endswith("/")):
            kept = more if STDLIB_DROPPED.match(name) else python
            kept[LIBRARY + name] = library.read(name)
    first = pyodide.needed(["numpy", "matplotlib", "pillow"])["packages"]
    for name, package in pyodide.needed(["scikit-learn", *first])["packages"].items():
        if name not in WITHOUT:
            (python if name in first else more).update(_wheel(package))
    openblas = SITE + "libopenblas.so"
    more["usr/lib/libopenblas.so"] = more.pop(openblas)  # where Pyodide looks for it
    # Matplotlib goes without axes in 3-D if there are none; `from numpy import *` asks for f2py.
    python[SITE + "mpl_toolkits/mplot3d.py"] = b"Axes3D = None\n"
    python[SITE + "numpy/f2py.py"] = b""
    # For each class of artists Matplotlib writes a help text, which takes most of its start.
    artist = SITE + "matplotlib/artist.py"
    python[artist] = python[artist].replace(HELP_ON_ARTISTS, b"")
    return {
        "python": _compiled("python", python, _imported()),
        "lecturekit": _compiled("lecturekit", _lecturekit(), ()),
        "more": _compiled("more", more, [f"sklearn.{name}" for name in MORE], python),
    }


def _wheel(package):
    with zipfile.ZipFile(pyodide.wheel(package)) as wheel:
        names = [name for name in wheel.namelist() if not name.endswith("/")]
        return {SITE + name: wheel.read(name) for name in names if not DROPPED.search(name)}


def _lecturekit():
    """Return the files of the package, and those that stand in for others."""
    package = ROOT / "lecturekit"
    files = {}
    for path in sorted(package.rglob("*")):
        name = path.relative_to(ROOT)
        if path.is_file() and not {"publish", "__pycache__"} & set(name.parts):
            files[SITE + name.as_posix()] = path.read_bytes()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        tasks = json.dumps({"cells": [cell for cell in cells if "-task" in cell["id"]]})
        files[f"{SITE}lecturekit/exercises/content/part{path.name[0]}/tasks.json"] = tasks.encode()
    files[SITE + "tqdm.py"] = (TEMPLATES / "tqdm.py").read_bytes()
    files[SITE + "sklearn/__init__.py"] = b""
    files[SITE + "sklearn/datasets.py"] = (TEMPLATES / "sklearn.py").read_bytes()
    again = b"from sklearn.datasets import train_test_split  # noqa: F401\n"
    files[SITE + "sklearn/model_selection.py"] = again
    return files | {SITE + "sklearn/sklearn.npz": _data_sets()}


def _data_sets():
    file = io.BytesIO()
    sets = {"iris": load_iris(return_X_y=True), "digits": load_digits(return_X_y=True)}
    np.savez_compressed(
        file,
        **{
            name + k: data
            for name, both in sets.items()
            for k, data in zip("Xy", both, strict=True)
        },
    )
    return file.getvalue()


def _imported():
    """List the modules of others that the package imports, and the page can."""
    found = set()
    for path in sorted((ROOT / "lecturekit").rglob("*.py")):
        if "publish" not in path.parts:
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Import):
                    found.update(alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.level == 0:
                    found.add(node.module)
    here = {"numpy", "matplotlib", "PIL", "contourpy"}
    return sorted(name for name in found if name.split(".")[0] in here)


def _compiled(name, files, imported, base=None):
    """Return the pack of these files, compiled; it is made only if anything changed.

    The modules named in `imported` may import from the files `base`, which are not in the pack.
    """
    key = hashlib.sha256((TEMPLATES / "compile.js").read_bytes() + repr(imported).encode())
    for path, content in sorted(files.items()):
        key.update(path.encode() + hashlib.sha256(content).digest())
    target = FOLDER / f"{name}-{key.hexdigest()[:16]}.pack"
    if not target.exists():
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as below:
            _lay(files, Path(folder))
            _lay(base or {}, Path(below))
            packages.node(TEMPLATES / "compile.js", folder, below, *imported)
            FOLDER.mkdir(parents=True, exist_ok=True)
            write(target, _packed(Path(folder)))
            for old in set(FOLDER.glob(f"{name}-*.pack")) - {target}:
                old.unlink(missing_ok=True)
    return target.read_bytes()


def _lay(files, folder):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _packed(folder):
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    index = [[f"/{path.relative_to(folder).as_posix()}", path.stat().st_size] for path in files]
    index = json.dumps(index, separators=(",", ":")).encode()
    content = [len(index).to_bytes(4, "little"), index, *(path.read_bytes() for path in files)]
    return gzip.compress(b"".join(content), compresslevel=9, mtime=0)
