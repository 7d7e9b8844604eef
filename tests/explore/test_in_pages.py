"""What a page asks of a live figure; that it gets the notebook's is in test_explorables.py."""

import subprocess
import sys

import pytest

from lecturekit import explore
from lecturekit.browser.figures import described, draw

ALONE = """
import json, sys
sys.modules.update(dict.fromkeys(["ipywidgets", "IPython", "comm", "tqdm"]))
from lecturekit import browser, explore
asked = {"figure": "forward_pass", "dpi": 50, "values": {"t": 2, "activation": 1, "x1": 1, "x2": 0}}
print(json.loads(browser.answer("draw", json.dumps(asked))[0])["limits"]["t"])
try:
    explore.forward_pass()
except ImportError as error:
    print(error)
"""


def test_a_page_needs_no_widgets():
    run = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True)
    limit, error = run.stdout.splitlines()
    assert int(limit) == explore.forward_pass.specs[0].high
    assert "ipywidgets" in error


def test_starts_are_those_of_the_call():
    told = {one["name"]: one for one in described("training", {"t": 60, "data": "spirals"})}
    assert (told["t"]["start"], told["data"]["start"]) == (60, 2)
    assert told["data"]["words"][2] == "spirals"
    assert {one["kind"] for one in told.values()} == {"steps", "scale", "menu"}


def test_what_is_no_value_is_refused():
    values = {spec["name"]: spec["start"] for spec in described("neuron", {})}
    with pytest.raises(ValueError, match="b is 99, but it must be a number from -10 to 10"):
        draw("neuron", values | {"b": 99}, dpi=60)
