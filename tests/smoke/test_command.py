"""``firedrill smoke`` on the embedded world: the whole walk, evidence included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from reports.verdict import Verdict


def test_the_embedded_world_passes_and_leaves_nothing(tmp_path: Path) -> None:
    """Exit code 0, a verdict that says of what, and no folder of the world's or the gate's."""
    temporary = Path(tempfile.mkdtemp())
    temporary.chmod(0o711)  # PostgreSQL's account must pass through
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FIREDRILL_CO")}

    done = subprocess.run(
        [sys.executable, "-m", "firedrill", "smoke", "--json"],
        cwd=tmp_path,
        env={**clean, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    verdict = Verdict.model_validate_json(done.stdout)
    assert {check.id: check.outcome.value for check in verdict.checks} == dict.fromkeys(
        [
            "reachable",
            "landing",
            "quiz",
            "login",
            "anonymous",
            "dashboard",
            "page-time",
            "error-rate",
            "identity",
            "log-errors",
            "new-issues",
            "vendor-status",
            "cleanup",
            "session",
        ],
        "pass",
    )
    assert verdict.expected_checks == verdict.executed_checks
    assert verdict.target.verified_at_start
    assert verdict.target.verified_at_end
    assert verdict.target.deployment_id
    rate = next(check for check in verdict.checks if check.id == "error-rate")
    assert rate.sample_size is not None
    assert rate.sample_size >= 50
    folder = tmp_path / "reports" / "out" / "smoke" / "latest"
    assert json.loads((folder / "verdict.json").read_text()) == json.loads(done.stdout)
    assert (folder / "report.html").exists()
    temporary.rmdir()  # which only an empty folder allows
