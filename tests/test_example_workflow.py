"""The example workflow: what it asks for, what it judges, and that it fits the action."""

from __future__ import annotations

import re

from tests.machines import ROOT
from tests.test_action import OUTPUTS, keys

WORKFLOW = (ROOT / "docs" / "examples" / "post-deploy-gate.yml").read_text(encoding="utf-8")
CI = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


def test_the_example_asks_for_no_more_than_it_needs() -> None:
    """It reads the repository, and shows its secrets to one step."""
    secrets = re.findall(r"(?m)^( *)([A-Z_]+): \$\{\{ secrets\.(\w+) \}\}$", WORKFLOW)
    judging = WORKFLOW[WORKFLOW.index("OWNER/firedrill@") : WORKFLOW.index("- if: failure()")]

    assert re.findall(r"(?m)^ *([\w-]+): (?:read|write)", WORKFLOW) == ["contents"]
    assert "write" not in WORKFLOW
    assert WORKFLOW.count("secrets.") == judging.count("secrets.") == len(secrets) > 0
    assert all(len(indent) == 10 and variable == secret for indent, variable, secret in secrets)
    assert "run:" not in WORKFLOW


def test_the_example_gives_the_action_what_it_takes() -> None:
    """Inputs and outputs that there are, and the same versions of GitHub's actions as our own CI."""
    given = re.search(r"(?s)OWNER/firedrill.*?with:\n(.*?)\n        (?:#|env:)", WORKFLOW)
    assert given is not None

    assert set(re.findall(r"(?m)^          ([\w-]+): ", given[1])) == {"target", "url", "expect-commit"}
    assert keys("inputs") >= {"target", "url", "expect-commit"}
    assert set(re.findall(r"steps\.gate\.outputs\.(\w+)", WORKFLOW)) <= OUTPUTS
    pins = re.findall(r"uses: (actions/\S+)", WORKFLOW)
    assert len(pins) == 2
    assert set(pins) <= set(re.findall(r"uses: (actions/\S+)", CI))


def test_the_example_judges_successes_of_either_event() -> None:
    """Of deployment_status, whose every change of state is an event, and of repository_dispatch."""
    flat = " ".join(WORKFLOW.split())

    assert "deployment_status: repository_dispatch: types: [vercel.deployment.success]" in flat
    assert (
        "github.event_name == 'repository_dispatch' || github.event.deployment_status.state == 'success'"
        in flat
    )
    for field in ("deployment_status.environment_url", "deployment_status.target_url", "client_payload.url"):
        assert f"github.event.{field}" in flat
    assert "expect-commit: ${{ github.event.deployment.sha || github.event.client_payload.git.sha }}" in flat
    assert "group: >- gate-${{ github.event.deployment_status.state || 'success' }}-${{" in flat
    assert "path: reports/out" in flat
