"""The notebooks on the website: JupyterLite, which runs Python in the reader's browser.

`make site LITE=1` adds it to the site, in the folder ``lite``. The site contains JupyterLab, the
lectures, `lecturekit` and ipywidgets. Python itself (Pyodide) and its builds of NumPy, Matplotlib
and scikit-learn are not npm or PyPI packages: the browser downloads them from Pyodide's own site
when a notebook runs its first cell. So readers need a network connection and download some 40 MB,
which is why it is optional.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from lecturekit.publish import PublishError

ROOT = Path(__file__).parents[2]
ENVIRONMENT = Path(sys.prefix) / "lite"  # created by .ci/lite
FIRST = """# Only here, where Python runs in your browser: fetch what the lecture needs, once.
%pip install -q lecturekit"""
PIP_WHEEL = ["python", "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]


class LiteError(PublishError):
    """JupyterLite cannot be built."""


def build(target, lectures):
    """Build JupyterLite, with copies of the lectures, in a folder that does not exist yet.

    Raises a LiteError if JupyterLite is not installed or its build fails.
    """
    if not (ENVIRONMENT / "bin" / "jupyter-lite").exists():
        raise LiteError("JupyterLite is not installed here; `make site LITE=1` does that first.")
    with tempfile.TemporaryDirectory() as folder:
        contents, wheels = Path(folder) / "contents", Path(folder) / "wheels"
        contents.mkdir()
        for path in lectures:
            nbformat.write(
                with_installation(nbformat.read(path, as_version=4)), contents / path.name
            )
        shutil.copytree(ENVIRONMENT / "wheels", wheels)
        _run(*PIP_WHEEL, "--wheel-dir", wheels, _sources(folder), at=folder)
        options = [f"--piplite-wheels={wheel}" for wheel in sorted(wheels.glob("*.whl"))]
        options += ["--apps=lab", "--apps=notebooks", "--no-unused-shared-packages"]
        # Run in a temporary folder, because it leaves a database in its working directory.
        places = [f"--contents={contents}", f"--output-dir={target.resolve()}"]
        _run("jupyter-lite", "build", *places, *options, at=folder)


def with_installation(book):
    """Insert a new first code cell that installs the package; return the notebook."""
    first = next(k for k, cell in enumerate(book.cells) if cell.cell_type == "code")
    cell = nbformat.v4.new_code_cell(FIRST, id="install")
    book.cells.insert(first, cell)
    return book


def _sources(folder):
    """Copy the package's sources, because setuptools leaves build files where it works."""
    sources = Path(folder) / "sources"
    sources.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    no_scraps = shutil.ignore_patterns("__pycache__")
    for name in ("lecturekit", "notebooks"):
        shutil.copytree(ROOT / name, sources / name, ignore=no_scraps)
    return sources


def _run(program, *arguments, at):
    command = [str(part) for part in (ENVIRONMENT / "bin" / program, *arguments)]
    done = subprocess.run(command, cwd=at, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().rsplit("\n", 1)[-1]
        raise LiteError(f"JupyterLite could not be built: {program} says {last!r}.")
