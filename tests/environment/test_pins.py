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

# Extras that a step of their own installs, each pinned where it stands: PyTorch and JAX, and an
# npm where a machine has none.
ADDED = {"compare", "npm"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def pip_list(environment):
    """List the lines that pip installs; the last one is the project itself."""
    (listed,) = (item["pip"] for item in environment["dependencies"] if isinstance(item, dict))
    return listed


def disagreements(project, environment):
    """Say where the two files differ: unpinned, needlessly pinned, inexact, out of range."""
    pins, allowed, problems = {}, {}, []
    for requirement in map(Requirement, pip_list(environment)[:-1]):
        exact = re.fullmatch(r"==([\w.]+)", str(requirement.specifier))
        if exact is None:
            problems.append(f"{requirement} is not an exact pin")
        else:
            pins[canonicalize_name(requirement.name)] = exact[1]
    extras = project["project"]["optional-dependencies"].items()
    lines = [line for name, extra in extras if name not in ADDED for line in extra]
    for requirement in map(Requirement, lines + project["project"]["dependencies"]):
        name = canonicalize_name(requirement.name)
        allowed[name] = allowed.get(name, requirement.specifier) & requirement.specifier
    problems += [f"{name} is not pinned" for name in sorted(set(allowed) - set(pins))]
    problems += [f"{name} is no direct dependency" for name in sorted(set(pins) - set(allowed))]
    both = {name: allowed[name] for name in sorted(set(pins) & set(allowed))}
    wrong = {name: wanted for name, wanted in both.items() if not wanted.contains(pins[name])}
    return problems + [f"{name} {pins[name]} is not in {wrong[name]}" for name in wrong]


def test_both_files_agree():
    assert disagreements(PROJECT, ENVIRONMENT) == []
    assert PROJECT["project"]["requires-python"] == ">=3.11"
    python, pip, listed = ENVIRONMENT["dependencies"]
    assert re.fullmatch(r"python=3\.\d+", python)
    assert (pip, listed["pip"][-1]) == ("pip", "-e .")
    assert set(ENVIRONMENT) == {"name", "channels", "dependencies"}


@pytest.mark.parametrize("extra", sorted(ADDED))
def test_what_a_step_adds_is_pinned_where_it_stands(extra):
    requirements = map(Requirement, PROJECT["project"]["optional-dependencies"][extra])
    assert all(re.fullmatch(r"==[\w.]+", str(one.specifier)) for one in requirements)
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / ".ci").iterdir()]
    assert any(f".[{extra}]" in script for script in scripts)


def test_the_setup_reads_the_same_list():
    command = ["sed", "1,/- pip:/d; s/^ *- //", "environment.yml"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"sed '{command[1]}' environment.yml" in (ROOT / ".ci/setup").read_text()
    assert run.stdout.splitlines() == pip_list(ENVIRONMENT)


def test_the_pins_are_installed_and_resolve():
    for line in pip_list(ENVIRONMENT)[:-1]:
        name, pinned = line.split("==")
        assert metadata.version(name) == pinned, "run `make lab` or `make test` to update"
    command = [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


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
    good = {"project": {"dependencies": ["a>=1,<2"], "optional-dependencies": {"lab": ["B_c>=3"]}}}
    found = disagreements(good, {"dependencies": ["pip", {"pip": [*pins, "-e ."]}]})
    assert found == [] if problem is None else any(problem in line for line in found)
