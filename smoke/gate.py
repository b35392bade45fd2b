"""The gate: every check once against one target, within a budget, giving a verdict.

The browser is a child process and the evidence is read beside it; this side owns budget, verdict and exit
code. Whatever happens, a Ctrl-C included, it ends what it started and says what it knows: a check without a
result is never a pass.

This module is light, so that the child loads while this side loads the rest (`smoke.stages`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from fixtures.errors import SetupError
from fixtures.interruption import undisturbed
from fixtures.owned_folder import OwnedFolder
from fixtures.target import Target
from reports.verdict import Verdict
from smoke import journeys as all_journeys
from smoke.assignment import CONTROL_TOKEN, Assignment, parents_secrets
from smoke.child import Child
from smoke.options import EVERYTHING, Options
from smoke.order import Order


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
