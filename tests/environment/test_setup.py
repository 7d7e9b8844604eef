"""What `make lab` and `make test` say on a machine where something is missing.

The set-up runs here in a copy, on a PATH that holds the usual tools and a Python of our
making; nothing is installed.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.house.lectures import ROOT

TOOLS = "chmod sh sed grep tail mkdir rm make cat id uname awk touch tr env"


@pytest.fixture
def machine(tmp_path):
    """A folder with what the set-up reads, and a PATH without any Python."""
    bare = tmp_path / "bin"
    bare.mkdir()
    for tool in TOOLS.split():
        (bare / tool).symlink_to(shutil.which(tool))
    checkout = tmp_path / "a checkout"
    shutil.copytree(ROOT / ".ci", checkout / ".ci")
    for name in ("Makefile", "environment.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, checkout)

    def run(*command, **variables):
        environment = {"PATH": str(bare), "HOME": str(tmp_path), **variables}
        return subprocess.run(
            command, cwd=checkout, env=environment, capture_output=True, text=True
        )

    make = functools.partial(run, "make")
    make.run, make.bin, make.checkout = run, bare, checkout
    return make


def add_program(path, body):
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def the_sentence(run):
    """Return what a failed run says, without make's own line after it."""
    assert run.returncode != 0
    lines = [line for line in run.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, run.stderr
    assert "Traceback" not in run.stderr
    return lines[0]


# A stand-in for another Python: it answers the version, then passes or fails the checks.
OLD = 'case "$2" in *print*) echo 3.9;; *) exit 1;; esac'
WITHOUT_VENV = 'case "$2" in *print*) echo 3.12;; *ensurepip*) exit 1;; esac'
BROKEN = "echo 'pyenv: python3: command not found' >&2; exit 127"


@pytest.mark.parametrize(
    ("pythons", "arguments", "said"),
    [
        ({}, [], "No Python found: install Python 3.11 or newer"),
        ({"python3": BROKEN}, [], "No Python found"),
        ({}, ["PYTHON=python3.99"], "No Python found under the name python3.99"),
        ({"python3": OLD}, [], "Python 3.9 is too old"),
        ({"python3": OLD, "python3.12": WITHOUT_VENV}, [], "Python 3.12 has no venv module"),
    ],
)
@pytest.mark.parametrize("target", ["lab", "test"])
def test_no_python_that_can_be_used(machine, target, pythons, arguments, said):
    for name, body in pythons.items():
        add_program(machine.bin / name, body)
    assert said in the_sentence(machine(target, *arguments))
    assert not (machine.checkout / ".venv/ready").exists()


def test_no_network(machine):
    """Nothing can be fetched, and the half-made environment is not taken for done."""
    fails = "case $2 in pip|uv) echo 'ERROR: No matching distribution found for x'; exit 1;; esac"
    add_program(machine.checkout / "offline", fails)
    make = "mkdir -p .venv/bin && cat offline >.venv/bin/python && chmod +x .venv/bin/python"
    add_program(machine.bin / "python3", f'case "$*" in *venv*clear*) {make};; esac')
    for _ in range(2):
        sentence = the_sentence(machine("test"))
        assert sentence.startswith("The packages could not be installed")
        assert "(pip: No matching distribution found for x)" in sentence
        assert (machine.checkout / ".venv/install.log").stat().st_size > 0
        assert not (machine.checkout / ".venv/ready").exists()


def test_nothing_is_done_twice(machine):
    """With the stamp in place no target asks for a set-up; an edit or a move brings it back."""
    stamp = machine.checkout / ".venv/ready"
    stamp.parent.mkdir()
    stamp.write_text(f"{machine.checkout.resolve()}\n", encoding="utf-8")
    for target in ("test", "lab"):
        assert ".ci/setup" not in machine("-n", target).stdout
    os.utime(stamp, (0, 0))
    assert ".ci/setup" in machine("-n", "test").stdout
    stamp.write_text("/somewhere/else\n", encoding="utf-8")
    assert ".ci/setup" in machine("-n", "test").stdout


def publish(machine, python, npm=False):
    """Run the step that fetches packages, in an environment whose Python is a stand-in.

    Returns its run, what that Python was asked, and whether the step counts as done.
    """
    (machine.checkout / ".venv/bin").mkdir(parents=True)
    add_program(machine.checkout / ".venv/bin/python", f'echo "$@" >>asked\n{python}')
    if npm:
        add_program(machine.bin / "npm", "echo 11.0.0")
    run = machine.run("sh", ".ci/publish", ".venv")
    asked = (machine.checkout / "asked").read_text(encoding="utf-8").splitlines()
    return run, asked, (machine.checkout / ".venv/ready-to-publish").exists()


FETCH = "-m lecturekit.publish packages"
PIP = "-m pip install --disable-pip-version-check"
UV = "-m uv pip install --python .venv/bin/python"
# It is installed first; where it fails all the same, pip goes on.
WITHOUT_UV = ["-m uv --version", f"{PIP} uv>=0.8,<1", "-m pip config list"]
WITHOUT_UV += [f"{UV} -e .[npm]", f"{PIP} -e .[npm]", FETCH]


@pytest.mark.parametrize(
    ("npm", "python", "steps"),
    [
        (True, "exit 0", [FETCH]),
        (False, "exit 0", ["-m uv --version", "-m pip config list", f"{UV} -e .[npm]", FETCH]),
        (False, 'case "$*" in "-m uv"*) exit 1;; esac', WITHOUT_UV),
    ],
    ids=["the machine has npm", "npm comes through uv", "npm comes through pip"],
)
def test_npm_is_there_or_comes_into_the_environment(machine, npm, python, steps):
    run, asked, ready = publish(machine, python, npm)
    assert (run.returncode, run.stderr, ready) == (0, "", True)
    assert asked == steps


def test_uv_is_told_what_pip_knows(machine):
    told = """case "$*" in *config*) echo "global.extra-index-url='https://a.org https://b.org'"
    echo ":env:.find-links='/one /two'";; *uv*install*) env >seen;; esac"""
    publish(machine, told)
    seen = dict(line.split("=", 1) for line in (machine.checkout / "seen").read_text().splitlines())
    assert seen["UV_INDEX"] == "https://a.org https://b.org"
    assert seen["UV_FIND_LINKS"] == "/one,/two"
    assert seen["UV_DEFAULT_INDEX"] == ""


NO_NPM = (
    "npm could not be installed, most often because there is no network (pip: no such x); "
    "the whole story is in .venv/publish.log, and the same command tries again."
)


@pytest.mark.parametrize(
    ("npm", "fails", "sentence"),
    [
        (False, 'case "$*" in *uv*|*pip*) echo "ERROR: no such x"; exit 1;; esac', NO_NPM),
        (True, 'echo "No reveal.js" >&2; exit 1', "No reveal.js"),
    ],
)
def test_a_step_that_fails_says_one_sentence_and_leaves_no_stamp(machine, npm, fails, sentence):
    run, _, ready = publish(machine, fails, npm)
    assert the_sentence(run) == sentence
    assert not ready


def test_help_lists_every_task(machine):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split()) - {"force"}
    for run in (machine("help"), machine()):
        listed = re.findall(r"^make (\S+) +\S.*$", run.stdout, re.M)
        assert sorted(listed) == sorted(phony)
    assert {"lab", "test", "lint", "notebooks", "bench", "clean"} <= phony


def test_the_workflow_and_the_makefile_call_the_same_commands():
    workflow = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
    assert ".ci/run" in workflow
    assert "make lint" in workflow
    assert re.search(r"^make test$", (ROOT / ".ci/run").read_text(encoding="utf-8"), re.M)


@pytest.mark.exhaustive
def test_without_make_the_line_of_the_readme_starts_jupyterlab(tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^pip install uv\nuv (run .*) notebooks$", readme, re.M)
    uv = [sys.executable, "-m", "uv"] if find_spec("uv") else [shutil.which("uv")]
    if uv == [None]:
        pytest.skip("There is no uv here: pip install uv")
    checkout = tmp_path / "a checkout"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".?*", "build", "*.egg-info"))
    run = subprocess.run(
        [*uv, *line.split(), "--version"], cwd=checkout, capture_output=True, text=True
    )
    assert re.fullmatch(r"4\.\d+\.\d+\n", run.stdout), run.stderr
