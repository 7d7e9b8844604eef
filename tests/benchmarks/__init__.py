"""Measurements of speed, run by ``make bench``; no test depends on them."""
