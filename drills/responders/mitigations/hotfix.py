"""Deploy another commit to production (section 2, scenario 1: `vercel --prod`)."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments, newest_preview
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """The fix that stands ready in a preview; without one the commit is reverted, which is the one before."""
    try:
        fixed = await newest_preview(wire)
    except ActionError:
        fixed = (await list_deployments(wire)).to_go_back_to
    await production.redeploy(wire, fixed)
