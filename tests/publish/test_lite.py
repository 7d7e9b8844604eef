"""JupyterLite: it holds the lectures and their Python, and asks for nothing from elsewhere."""

import functools
import hashlib
import json
import re
import zipfile

import nbformat
import pytest

from lecturekit.publish import lite, site
from lecturekit.publish.__main__ import main
from tests.house.lectures import LECTURES, ROOT

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
exhaustive = pytest.mark.exhaustive  # JupyterLite takes long to build


@functools.cache
def built_lite(run):
    """JupyterLite with the lectures, in a folder of its own in the folder of this run."""
    folder = run / "with-lite"
    folder.mkdir()
    lite.build(folder / "lite", LECTURES)
    path = folder / "lite" / "jupyter-lite.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["jupyter-config-data"]["exposeAppInBrowser"] = True  # so that a test can drive it
    path.write_text(json.dumps(settings), encoding="utf-8")
    return folder / "lite"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return built_lite(tmp_path_factory.getbasetemp())


def test_a_lecture_is_written_as_jupyterlite_would_save_it(tmp_path):
    """Then it does not count as changed once it is open, and has texts where others have lists."""
    edition = lite.copy_lecture(LECTURES[0], tmp_path / "lecture.ipynb")
    there = json.loads((tmp_path / "lecture.ipynb").read_text(encoding="utf-8"))
    ours = nbformat.read(LECTURES[0], as_version=4)
    cells = [(c.id, c.source) for c in ours.cells if c.id != "colab"]
    assert [(c["id"], c["source"]) for c in there["cells"]] == cells
    assert there["metadata"]["kernelspec"]["name"] == "python"
    assert there["metadata"]["edition"] == edition
    (tmp_path / "changed.ipynb").write_bytes(LECTURES[0].read_bytes() + b"\n")
    assert lite.copy_lecture(tmp_path / "changed.ipynb", tmp_path / "lecture.ipynb") != edition


def test_pyodide_is_told_what_a_wheel_needs(tmp_path):
    wheel = tmp_path / "some_thing-1.2-py3-none-any.whl"
    needs = ["numpy<3,>=2.0", "Scikit_Learn", 'pytest; extra == "test"']
    metadata = "".join(f"Requires-Dist: {need}\n" for need in needs)
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("some_thing-1.2.dist-info/METADATA", metadata)
    entry = lite.lock_entry(wheel)
    assert (entry["name"], entry["version"], entry["imports"]) == (
        "some-thing",
        "1.2",
        ["some_thing"],
    )
    assert entry["depends"] == ["numpy", "scikit-learn"]
    assert entry["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_the_configuration_names_no_other_site(tmp_path):
    (tmp_path / "extensions").mkdir()
    bare = {"jupyter-config-data": {"federated_extensions": []}}
    (tmp_path / "jupyter-lite.json").write_text(json.dumps(bare), encoding="utf-8")
    lite.configure(tmp_path, "./python/1a2b/python.js", {"1.ipynb": "3c4d"})
    text = (tmp_path / "jupyter-lite.json").read_text(encoding="utf-8")
    kernel = json.loads(text)["jupyter-config-data"]["litePluginSettings"][KERNEL]
    assert kernel["pyodideUrl"] == "./python/1a2b/python.js"
    assert kernel["disablePyPIFallback"]
    scripts = [path.read_text(encoding="utf-8") for path in lite.TEMPLATES.glob("*.js")]
    assert len(scripts) == 2
    assert re.findall(r"https?://|[\"'(]//", "".join([text, *scripts])) == []


@exhaustive
def test_the_package_is_whole(built):
    """It has every file, and the tasks of the exercises, which are in the notebooks."""
    ours = (path for path in (ROOT / "lecturekit").rglob("*.*") if "__pycache__" not in path.parts)
    files = {path.relative_to(ROOT).as_posix() for path in ours if path.is_file()}
    files |= {f"lecturekit/exercises/content/part{k}/tasks.json" for k in (1, 2, 3, 4)}
    (wheel,) = built.glob("python/*/lecturekit-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name for name in names if ".dist-info/" not in name} == files


@exhaustive
def test_both_applications_are_there_and_have_widgets(built):
    assert all((built / name / "index.html").exists() for name in ("lab", "notebooks"))
    settings = json.loads((built / "jupyter-lite.json").read_text(encoding="utf-8"))
    extensions = settings["jupyter-config-data"]["federated_extensions"]
    assert {"@jupyter-widgets/jupyterlab-manager", "lecturekit"} <= {
        one["name"] for one in extensions
    }


@exhaustive
def test_pyodide_lists_what_is_there_and_nothing_else(built):
    (folder,) = (built / "python").iterdir()
    packages = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["packages"]
    for package in packages.values():
        content = (folder / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"]
        assert {re.sub("_", "-", name) for name in package["depends"]} <= set(packages)
    files = {path.name for path in folder.iterdir() if path.suffix in (".whl", ".zip")}
    assert files - {"python_stdlib.zip"} == {package["file_name"] for package in packages.values()}


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
            (tmp_path / name).chmod(0o755)
    (tmp_path / "bin" / "python").symlink_to("/bin/false")
    monkeypatch.setattr(lite, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(site, "_write_sources", lambda *arguments: None)
    arguments = ["--to", str(tmp_path / "site"), "--decks", str(tmp_path)]
    assert main(["site", "--lite", *arguments]) == 1
    assert capsys.readouterr().err.startswith(said)
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["index.html"]
