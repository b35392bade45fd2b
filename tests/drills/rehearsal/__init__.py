"""Tests of `drills.rehearsal`."""
