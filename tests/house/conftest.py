"""What a rule needs to run cells without a kernel."""

import warnings

import matplotlib as mpl
import numpy as np
import pytest

from tests.house.lectures import ROOT


@pytest.fixture
def as_in_a_notebook(monkeypatch):
    """Give a cell the folder, the warnings and the settings that a kernel would give it."""
    monkeypatch.chdir(ROOT / "notebooks")
    with mpl.rc_context(), np.errstate(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
