"""``firedrill load verify`` as its user runs it: the length of both arms, as the verdict tells it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from typing import Any


def seconds_of(incident: str, *options: str) -> float:
    """Of a run that has to pass. Raises `RuntimeError` with what it said where it does not."""
    command = [sys.executable, "-m", "firedrill", "load", "verify", incident, "--json", *options]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return float(found["timing"]["used_s"])
