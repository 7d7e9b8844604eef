"""What a lecture claims, quoted with its numbers."""

import pytest


@pytest.fixture
def claimed(request):
    """The quotes in the markers ``claim(cell, *quotes)`` of a test: ``{cell: [quote, …]}``."""
    return {mark.args[0]: list(mark.args[1:]) for mark in request.node.iter_markers("claim")}
