"""The notebooks on the website: JupyterLite, which runs Python in the reader's browser.

`make site LITE=1` adds it to the site, in the folder ``lite``. It contains JupyterLab, the
lectures, and Python for the browser with NumPy, Matplotlib, scikit-learn and `lecturekit`: nothing
comes from elsewhere. Pyodide's lock file lists our own wheels, too, so an `import` is enough to
load them, and the lectures need no cell that installs something.

Each JupyterLite is made for one Pyodide: core 0.6.4 and kernel 0.6.1 for 0.27. Whoever moves to
another Pyodide changes these two pins in ``.ci/lite`` along with that in package.json.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

import nbformat

from lecturekit.publish import PublishError, packages, packs, pyodide

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(__file__).parent / "templates" / "lite"
ENVIRONMENT = Path(sys.prefix) / "lite"  # created by .ci/lite
PIP_WHEEL = ["python", "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
BUILD = [
    "build",
    "--apps=lab",
    "--apps=notebooks",
    "--no-unused-shared-packages",
    "--no-sourcemaps",
]

# What the kernel loads when it starts; and what it would install by itself, unless it is told that
# it is there. Nothing here needs ssl, and python.js stands in for the other two.
KERNEL = ("sqlite3", "ipykernel", "comm", "pyodide_kernel", "jedi", "ipython")
NOT_NEEDED = ("ssl", "micropip", "piplite")
PACKAGES = ("numpy", "matplotlib", "pillow", "scikit-learn", "sqlite3", "jedi", "ipython")

# What JupyterLite would write into a notebook that it opens: there already, a lecture does not
# count as changed as soon as it is open.
METADATA = {
    "kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"},
    "language_info": {
        "codemirror_mode": {"name": "python", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.8",
    },
}


class LiteError(PublishError):
    """JupyterLite cannot be built."""


def build(target, lectures):
    """Build JupyterLite, with copies of the lectures, in a folder that does not exist yet.

    Raises a LiteError if JupyterLite is not installed or its build fails.
    """
    if not _program("jupyter-lite"):
        raise LiteError("JupyterLite is not installed here; `make site LITE=1` does that first.")
    with tempfile.TemporaryDirectory() as folder:
        contents, wheels = Path(folder) / "contents", Path(folder) / "wheels"
        contents.mkdir()
        editions = {path.name: copy_lecture(path, contents / path.name) for path in lectures}
        shutil.copytree(ENVIRONMENT / "wheels", wheels)
        _run(*PIP_WHEEL, "--wheel-dir", wheels, _sources(folder), at=folder)
        # Run in a temporary folder, because it leaves a database in its working directory.
        places = [f"--contents={contents}", f"--output-dir={target.resolve()}"]
        _run("jupyter-lite", *BUILD, *places, at=folder)
        (kernel,) = target.glob("extensions/@jupyterlite/pyodide-kernel-extension/static/pypi")
        wheels = [*wheels.glob("*.whl"), *kernel.glob("*kernel-*.whl")]
        address = _add_python(target, sorted(wheels, key=lambda path: path.name))
    configure(target, address, editions)


def copy_lecture(path, target):
    """Write a lecture as JupyterLite would save it; return its edition, a hash of its content."""
    book = nbformat.read(path, as_version=4)
    edition = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    book.metadata.update(METADATA, edition=edition)
    book.cells = [cell for cell in book.cells if "colab" not in cell.metadata.get("tags", [])]
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.metadata.trusted = True  # it is the site's own
    # In memory a text is one string, and JupyterLite reads no lists of lines.
    target.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    return edition


def _add_python(target, wheels):
    """Add Pyodide with our wheels, in a folder named after its content; return its address."""
    folder = target / "python"
    pyodide.copy(PACKAGES, folder)
    shutil.copyfile(packages.installed() / "pyodide" / "pyodide.js", folder / "pyodide.js")
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    known = lock["packages"]
    for name in packs.WITHOUT:
        (folder / known.pop(name)["file_name"]).unlink()
    for wheel in wheels:
        shutil.copy(wheel, folder)
        entry = lock_entry(wheel)
        known[entry["name"]] = entry
    for package in known.values():
        package["depends"] = [name for name in package["depends"] if _canonical(name) in known]
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    fetched = [path for path in folder.iterdir() if path.suffix not in (".js", ".mjs")]
    sizes = {path.name: path.stat().st_size for path in sorted(fetched)}
    (folder / "files.json").write_text(
        json.dumps({"sizes": sizes, "packages": KERNEL}), encoding="utf-8"
    )
    shutil.copy(TEMPLATES / "python.js", folder)
    content = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    name = hashlib.sha256(content).hexdigest()[:16]
    folder.rename(target / name)
    folder.mkdir()
    (target / name).rename(folder / name)
    return f"./python/{name}/python.js"


def lock_entry(wheel):
    """Return what Pyodide's lock file says about a wheel."""
    name, version = wheel.name.split("-")[:2]
    with zipfile.ZipFile(wheel) as file:
        metadata = file.read(f"{name}-{version}.dist-info/METADATA").decode("utf-8")
    needs = re.findall(r"^Requires-Dist: ([\w.-]+)(?!.*extra)", metadata, re.MULTILINE)
    return {
        "name": _canonical(name),
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": [name],
        "depends": [_canonical(need) for need in needs],
        "unvendored_tests": False,
    }


def _canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def configure(target, python, editions):
    """Add our extension, and write what JupyterLite reads when a page opens."""
    extension = target / "extensions" / "lecturekit"
    extension.mkdir()
    shutil.copy(TEMPLATES / "extension.js", extension)
    path = target / "jupyter-lite.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    config = settings["jupyter-config-data"]
    config["showLoadingIndicator"] = True
    ours = {"name": "lecturekit", "extension": "./extension", "load": "extension.js"}
    config["federated_extensions"].append(ours)
    config["litePluginSettings"] = {
        "@jupyterlite/pyodide-kernel-extension:kernel": {
            "pyodideUrl": python,
            "disablePyPIFallback": True,
            "loadPyodideOptions": {"packages": [*KERNEL, *NOT_NEEDED]},
        },
        "lecturekit:lite": {"editions": editions},
    }
    path.write_text(json.dumps(settings, indent=1), encoding="utf-8")


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


def _program(name):
    scripts = Path(sysconfig.get_path("scripts")).name  # bin; on Windows, Scripts
    return shutil.which(name, path=ENVIRONMENT / scripts)


def _run(program, *arguments, at):
    command = [str(part) for part in (_program(program), *arguments)]
    done = subprocess.run(command, cwd=at, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().rsplit("\n", 1)[-1]
        raise LiteError(f"JupyterLite could not be built: {program} says {last!r}.")
