"""The project's tests; run them all with ``make test``."""
