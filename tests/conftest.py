"""Settings for every test."""

from hypothesis import settings

# The same examples on every run and no clock: a slow machine is not a failing test.
settings.register_profile("lectures", derandomize=True, deadline=None)
settings.load_profile("lectures")
