"""The triage's readings (1.1 to 1.3, and section 2's), one after the other, as one person does."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from drills.actions import site
from drills.actions.alerts import read_alerts
from drills.actions.build_log import read_build_log
from drills.actions.database import read_database
from drills.actions.deployments import list_deployments
from drills.actions.issues import read_issues
from drills.actions.logs import read_jobs, read_logs
from drills.actions.refusals import TOO_MANY_REQUESTS, read_refusals
from drills.actions.status_pages import read_status_pages
from drills.actions.variable_changes import list_variables
from drills.actions.wire import ActionError, Wire
from drills.brief import Brief
from drills.responders.diagnosis import Evidence

Think = Callable[[str], Awaitable[None]]


async def gather(wire: Wire, brief: Brief, think: Think) -> Evidence:
    """What everybody reads, then what the logs give a reason to read; ``think`` takes a step's time.

    Raises `drills.actions.wire.ActionError` where the first readings fail.
    """
    await think("read-status-pages")
    status = await read_status_pages(wire)
    site_down = await site.is_down(wire)
    await think("read-logs")
    logs = await read_logs(wire)
    await think("read-sentry")
    issues = await read_issues(wire)
    await think("read-deployments")
    deployments = await list_deployments(wire)
    await think("count-alerts")
    alerts = await read_alerts(wire, brief.minute)
    evidence = Evidence(site_down, status, logs, issues, deployments, alert=brief.alert, alerts=alerts)
    return await _look_closer(wire, evidence, think)


async def _look_closer(wire: Wire, evidence: Evidence, think: Think) -> Evidence:
    """At variables, builds, the database, jobs, addresses or pages: where there is a reason."""
    if evidence.logs.errors:
        await think("read-variables")
        evidence = replace(evidence, variables=await list_variables(wire))
    else:
        await think("read-jobs")
        evidence = replace(evidence, jobs=await read_jobs(wire))
    if evidence.missing_files:
        await think("read-build-log")
        live, stable = evidence.deployments.live, evidence.deployments.stable
        looked_at = [each for each in (live, stable) if each is not None]
        logs = {each.id: await read_build_log(wire, each) for each in looked_at}
        evidence = replace(evidence, build_logs=logs)
    if evidence.persists_fail:
        await think("read-database")
        with contextlib.suppress(ActionError):  # a database that cannot be read tells nothing more
            evidence = replace(evidence, database=await read_database(wire))
    if any(row.status_code == TOO_MANY_REQUESTS for row in evidence.logs.requests):
        await think("count-refusals")
        evidence = replace(evidence, refusals=await read_refusals(wire))
    if evidence.all_quiet:
        await think("look-around")
        evidence = replace(evidence, pages=await site.look_around(wire))
    return evidence
