"""pyproject.toml says what may be used, environment.yml what is used; they agree."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.lectures import ROOT

ADDED = {"compare", "npm"}  # extras that a step of their own installs, each pinned where it stands


def ranges(project):
    """List the direct dependencies of a parsed pyproject.toml, extras included.

    But for PyTorch, JAX and Voilà, and for an npm where a machine has none: the one environment
    does without, and `make test` adds them.
    """
    extras = project["project"]["optional-dependencies"].items()
    lines = [line for name, extra in extras if name not in ADDED for line in extra]
    lines += project["project"]["dependencies"]
    return [Requirement(line) for line in lines]


def pip_list(environment):
    """List the lines that pip installs, without the project itself."""
    (listed,) = (item["pip"] for item in environment["dependencies"] if isinstance(item, dict))
    return [line for line in listed if line != "-e ."]


def disagreements(project, environment):
    """Say where the two files differ: unpinned, needlessly pinned, inexact, out of range."""
    pins = {}
    problems = []
    for line in pip_list(environment):
        requirement = Requirement(line)
        exact = re.fullmatch(r"==([\w.]+)", str(requirement.specifier))
        if exact is None:
            problems.append(f"{line} is not an exact pin")
        else:
            pins[canonicalize_name(requirement.name)] = exact[1]
    allowed = {}
    for requirement in ranges(project):
        allowed.setdefault(canonicalize_name(requirement.name), []).append(requirement.specifier)
    problems += [f"{name} is not pinned" for name in sorted(set(allowed) - set(pins))]
    problems += [f"{name} is no direct dependency" for name in sorted(set(pins) - set(allowed))]
    for name in sorted(set(pins) & set(allowed)):
        for specifier in allowed[name]:
            if not specifier.contains(pins[name]):
                problems.append(f"{name} {pins[name]} is not in {specifier}")
    return problems


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def environment():
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def test_both_files_agree(project, environment):
    assert disagreements(project, environment) == []


@pytest.mark.parametrize("extra", sorted(ADDED))
def test_what_a_step_adds_is_pinned_where_it_stands(project, extra):
    requirements = map(Requirement, project["project"]["optional-dependencies"][extra])
    assert all(re.fullmatch(r"==[\w.]+", str(one.specifier)) for one in requirements)
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / ".ci").iterdir()]
    assert any(f".[{extra}]" in script for script in scripts)


def test_conda_brings_python_and_pip_and_the_rest_comes_from_one_list(environment):
    conda = [item for item in environment["dependencies"] if isinstance(item, str)]
    assert len(conda) == 2
    assert re.fullmatch(r"python=3\.\d+", conda[0])
    assert conda[1] == "pip"
    assert set(environment) == {"name", "channels", "dependencies"}
    (listed,) = (item["pip"] for item in environment["dependencies"] if isinstance(item, dict))
    assert listed[-1] == "-e ."


def test_the_setup_reads_the_same_list(environment):
    run = subprocess.run(
        ["sed", "1,/- pip:/d; s/^ *- //", "environment.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sed '1,/- pip:/d; s/^ *- //' environment.yml" in (ROOT / ".ci/setup").read_text()
    assert run.stdout.split("\n")[:-1] == [*pip_list(environment), "-e ."]


def test_the_pins_are_installed(environment):
    for line in pip_list(environment):
        name, pinned = line.split("==")
        assert metadata.version(name) == pinned, "run `make lab` or `make test` to update"


def test_the_pins_resolve():
    command = [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_this_python_is_supported(project):
    minimum = project["project"]["requires-python"]
    assert minimum == ">=3.11"
    assert sys.version_info >= (3, 11)


GOOD = {"project": {"dependencies": ["a>=1,<2"], "optional-dependencies": {"lab": ["B_c>=3"]}}}


@pytest.mark.parametrize(
    ("pins", "problem"),
    [
        (["a==1.5", "b-c==3.0"], None),
        (["a==1.5"], "b-c is not pinned"),
        (["a==1.5", "b-c==3.0", "d==1"], "d is no direct dependency"),
        (["a==2.0", "b-c==3.0"], "a 2.0 is not in"),
        (["a>=1", "b-c==3.0"], "a>=1 is not an exact pin"),
        (["a==1.*", "b-c==3.0"], "a==1.* is not an exact pin"),
    ],
)
def test_the_rule_sees_a_disagreement(pins, problem):
    found = disagreements(GOOD, {"dependencies": ["pip", {"pip": [*pins, "-e ."]}]})
    assert found == [] if problem is None else any(problem in line for line in found)
