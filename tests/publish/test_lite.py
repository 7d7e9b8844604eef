"""JupyterLite: the lectures are in it, with all that the browser's Python does not have itself."""

import email
import functools
import json
import re
import sys
import zipfile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lecturekit.publish import lite, site
from lecturekit.publish.__main__ import main
from lecturekit.publish.packages import asset
from tests.house.lectures import LECTURES, ROOT, code_cells, read
from tests.house.test_imports import imported

# The kernel brings stubs of these two, whose work is done by the page.
PYODIDE = ROOT / "tests/publish/pyodide"
STUBS = {"widgetsnbextension": "4.0.999", "ipykernel": "6.9.2"}


exhaustive = pytest.mark.exhaustive  # JupyterLite takes minutes to build


@functools.cache
def built_lite(run):
    """JupyterLite with the lectures, in a folder of its own in the folder of this run."""
    folder = run / "with-lite"
    folder.mkdir()
    lite.build(folder / "lite", LECTURES)
    return folder / "lite"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return built_lite(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def pyodides():
    """The packages that Pyodide has at its address, by name."""
    return json.loads(asset("pyodide/pyodide-lock.json", PYODIDE))["packages"]


@pytest.fixture(scope="module")
def wheels(built):
    """What the page brings: name -> (its metadata, the names of its files)."""
    index = json.loads((built / "pypi" / "all.json").read_text(encoding="utf-8"))
    found = {}
    for package in index.values():
        for (release,) in package["releases"].values():
            with zipfile.ZipFile(built / "pypi" / release["filename"]) as wheel:
                names = wheel.namelist()
                (told,) = (name for name in names if name.endswith(".dist-info/METADATA"))
                metadata = email.message_from_bytes(wheel.read(told))
            found[canonicalize_name(metadata["Name"])] = metadata, names
    return found


@exhaustive
def test_the_package_is_whole(wheels):
    """It has every file, and the tasks of the exercises, which stand in the notebooks."""
    ours = (path for path in (ROOT / "lecturekit").rglob("*.*") if "__pycache__" not in path.parts)
    files = {path.relative_to(ROOT).as_posix() for path in ours if path.is_file()}
    files |= {f"lecturekit/exercises/content/part{k}/tasks.json" for k in (1, 2, 3, 4)}
    assert {name for name in wheels["lecturekit"][1] if ".dist-info/" not in name} == files


@exhaustive
def test_lectures_are_in_it_and_install_what_they_need(built):
    for path in LECTURES:
        there, ours = read(built / "files" / path.name), read(path)
        first = code_cells(there)[0]
        assert (first.id, first.source) == ("install", lite.FIRST)
        there.cells.remove(first)
        assert [(c.id, c.source) for c in there.cells] == [(c.id, c.source) for c in ours.cells]


@exhaustive
def test_both_applications_are_there_and_have_widgets(built):
    assert all((built / name / "index.html").exists() for name in ("lab", "notebooks"))
    settings = json.loads((built / "jupyter-lite.json").read_text(encoding="utf-8"))
    extensions = settings["jupyter-config-data"]["federated_extensions"]
    assert "@jupyter-widgets/jupyterlab-manager" in {one["name"] for one in extensions}


@exhaustive
def test_the_kernel_asks_for_the_python_that_is_looked_at_here(built):
    version = json.loads((PYODIDE / "package.json").read_bytes())["dependencies"]["pyodide"]
    kernel = built / "extensions" / "@jupyterlite" / "pyodide-kernel-extension"
    scripts = "".join(path.read_text(encoding="utf-8") for path in kernel.rglob("*.js"))
    assert set(re.findall(r"pyodide/v([\d.]+)/full", scripts)) == {version}


@exhaustive
@pytest.mark.parametrize("name", ["lecturekit", "ipywidgets"])
def test_every_requirement_is_brought_or_comes_with_pyodide(pyodides, wheels, name):
    """With versions that fit: so the first cell needs no package but these and Pyodide's own."""
    python = {"python_version": "3.14", "extra": ""}
    known = {key: package["version"] for key, package in pyodides.items()}
    known |= STUBS | {key: metadata["Version"] for key, (metadata, _) in wheels.items()}
    requirements = [Requirement(line) for line in wheels[name][0].get_all("Requires-Dist")]
    wanted = [one for one in requirements if not one.marker or one.marker.evaluate(python)]
    assert len(wanted) >= 5
    for one in wanted:
        assert known.get(canonicalize_name(one.name), "0") in one.specifier, str(one)


@exhaustive
def test_what_lectures_import_comes_with_it(pyodides, wheels):
    known = {name for package in pyodides.values() for name in package["imports"]}
    known |= set(wheels) | sys.stdlib_module_names
    for cell in (cell for path in LECTURES for cell in code_cells(read(path))):
        assert {name.split(".")[0] for name, _ in imported(cell.source)} <= known


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("bin/jupyter-lite", "JupyterLite is not installed here; `make site LITE=1`"),
        (None, "JupyterLite could not be built: python says"),
    ],
)
def test_a_build_that_fails_leaves_a_sentence_and_the_old_site(
    tmp_path, monkeypatch, capsys, missing, said
):
    for name in ("site/index.html", "bin/jupyter-lite", "wheels/none"):
        (tmp_path / name).parent.mkdir()
        if name != missing:
            (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "bin" / "python").symlink_to("/bin/false")
    monkeypatch.setattr(lite, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(site, "_write_sources", lambda *arguments: None)
    arguments = ["--to", str(tmp_path / "site"), "--decks", str(tmp_path)]
    assert main(["site", "--lite", *arguments]) == 1
    assert capsys.readouterr().err.startswith(said)
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["index.html"]
