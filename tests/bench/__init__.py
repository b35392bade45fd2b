"""Figures, each a ratio measured in one run: ``make bench``. Never a timed test; no part of the suite.

One file a figure; each has ``measure() -> Figure`` and is found by discovery.
"""
