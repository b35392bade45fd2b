"""Which tests mirror a change."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mirror import ROOT, mirrors

SOURCES = {
    "smoke/clicks.py": "",
    "smoke/bare.py": "",
    "smoke/user.py": "from smoke.inner import used",
    "smoke/inner/used.py": "",
    "smoke/journey.py": "",
    "load/clicks.py": "",
    "load/found/catalogue.py": "from load import found",
    "load/found/one.py": "",
    "tests/stub.py": "",
    "tests/smoke/pages/test_clicks.py": "from smoke import bare",
    "tests/smoke/test_other.py": "import smoke.bare\nfrom tests import stub",
    "tests/smoke/test_users.py": "import smoke.user",
    "tests/load/test_clicks.py": "",
    "tests/load/test_all.py": "from load.found.catalogue import discover",
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("smoke/clicks.py", ["tests/smoke/pages/test_clicks.py"]),
        ("load/clicks.toml", ["tests/load/test_clicks.py"]),
        ("smoke/bare.py", ["tests/smoke/pages/test_clicks.py", "tests/smoke/test_other.py"]),
        ("tests/stub.py", ["tests/smoke/test_other.py"]),
        ("tests/smoke/test_other.py", ["tests/smoke/test_other.py"]),
        ("tests/smoke/test_removed.py", []),
        ("smoke/inner/used.py", ["tests/smoke/test_users.py"]),
        ("load/found/one.py", ["tests/load/test_all.py"]),
        ("smoke/journey.py", []),
    ],
)
def test_a_change_is_mirrored(tmp_path: Path, changed: str, expected: list[str]) -> None:
    """By tests of its name, else by the nearest that import it; a changed test by itself."""
    for path, source in SOURCES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(source, encoding="utf-8")

    assert mirrors(tmp_path, [changed, "README.md", "docs/x.py"]) == {changed: set(expected)}


def test_a_base_that_is_none_is_told() -> None:
    """In a sentence that says what to do."""
    command = [sys.executable, "-m", "tests.mirror", "no-such-commit"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "no such commit: no-such-commit; name one, as in: make check BASE=HEAD~1" in done.stderr
