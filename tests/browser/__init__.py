"""Jupyter, decks and the site in a real browser."""

import pytest


def expect_none(problems):
    """Fail with all problems, one on each line."""
    if problems:
        pytest.fail("\n".join(["", *problems]), pytrace=False)
