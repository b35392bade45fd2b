"""The gate: every check once against one target, within a budget, giving a verdict.

The browser is a child process and the evidence is read beside it; this side owns budget, verdict and exit
code. Whatever happens, a Ctrl-C included, it ends what it started and says what it knows: a check without a
result is never a pass.

This module is light, so that the child loads while this side loads the rest (`smoke.stages`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from fixtures.errors import SetupError
from fixtures.interruption import undisturbed
from fixtures.owned_folder import OwnedFolder
from fixtures.target import Target
from reports.verdict import Verdict
from smoke import journeys as all_journeys
from smoke.child import Child
from smoke.options import EVERYTHING, Options
from smoke.order import Order

JOB = "smoke"
CONTROL_URL = "FIREDRILL_CONTROL_URL"
CONTROL_TOKEN = "FIREDRILL_CONTROL_TOKEN"
# The code of a reason that the command answers with an exit code of its own.
HARNESS_BROKE = "harness-broke"


@dataclass(frozen=True)
class Assignment:
    """What one run of the gate was asked to do.

    ``env`` holds the secrets that ``target`` names; ``over_http`` walks the journeys without a browser.
    """

    target: Target
    folder: Path
    env: Mapping[str, str]
    tell: Callable[[str], None]
    options: Options = EVERYTHING
    over_http: bool = False
    begun_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    begun_mono_s: float = field(default_factory=time.monotonic)

    @property
    def run_id(self) -> str:
        """The name of the run's folder."""
        return self.folder.name


def run_gate(
    target: Target,
    folder: Path,
    *,
    journeys: Literal["browser", "http"] = "browser",
    tell: Callable[[str], None] = lambda line: None,  # noqa: ARG005
    env: Mapping[str, str] | None = None,
    options: Options = EVERYTHING,
) -> Verdict:
    """Judge ``target``; what is kept of failures goes to the run folder ``folder``, whose name is the run id.

    ``journeys`` chooses the real browser or plain HTTP. ``tell`` gets a line for each check as it ends.
    ``env`` (default: this process's) holds the secrets that the target names. Ctrl-C and SIGTERM end the
    run; the verdict then has the reason ``interrupted``. Raises `fixtures.errors.SetupError` where there is
    no browser, or the options choose nothing that the target has.
    """
    assignment = Assignment(
        target, folder, dict(os.environ if env is None else env), tell, options, journeys == "http"
    )
    walked = all_journeys.walked(target)
    if absent := [name for name in options.only if name in all_journeys.files() and name not in walked]:
        raise SetupError(f"--only: the target's 'journeys' leave out {' and '.join(absent)}")
    chosen = options.selected(walked)
    if not chosen and (options.keyword or options.marker):
        raise SetupError(f"{options.selection}: these choose no journey")
    if assignment.over_http or not chosen:
        from smoke.stages import carry_out

        return carry_out(assignment, None)
    # Private to the run: what the browser leaves is scrubbed here before any of it goes to the run folder.
    private = OwnedFolder("gate")
    child = None
    try:
        child = _start_child(assignment, private.path, chosen)
        from smoke.stages import carry_out

        return carry_out(assignment, child)
    finally:
        with undisturbed():
            if child is not None:
                child.end()
            private.remove()


def _start_child(assignment: Assignment, private: Path, chosen: Sequence[str]) -> Child:
    from smoke.browser import find

    found = find()
    target = assignment.target
    order = Order(
        run_id=assignment.run_id,
        target=target,
        browser=found.path,
        browser_args=found.args,
        folder=private,
        journeys=tuple(chosen),
        keyword=assignment.options.keyword,
        marker=assignment.options.marker,
        device=assignment.options.device,
        har=assignment.options.har,
    )
    return Child(order, assignment.env, withheld=[*parents_secrets(target), CONTROL_TOKEN])


def parents_secrets(target: Target) -> list[str]:
    """The variables of secrets that only this side has a use for, the browser's process none."""
    tokens = [vendor.token_env for vendor in (target.vercel, target.sentry) if vendor is not None]
    entry = [target.protection.secret_env] if target.protection else []
    return [*tokens, *entry, *([target.supabase.anon_key_env] if target.supabase else [])]
