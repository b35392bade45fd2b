"""Alerts: how many mails came, by which rule, and the rules themselves (Sentry, "Alerts")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field

from drills.actions.wire import Wire, understood

_MOST = 500
# The runbook says 100 a minute; who counts while they still come must not miss it by one.
_FLOOD = 80
_READABLE = 10
_RULE = re.compile(r"^Rule: (.+)$", re.MULTILINE)
_CONDITION = "sentry.rules.conditions."
EVERY = f"{_CONDITION}every_event.EveryEventCondition"
_NEW = f"{_CONDITION}first_seen_event.FirstSeenEventCondition"
_BACK = f"{_CONDITION}regression_event.RegressionEventCondition"
_LEVEL = "sentry.rules.filters.level.LevelFilter"
_ERROR = "40"


@dataclass(frozen=True)
class Alerts:
    """The alert mails of a while: how many, and the rule that most of them name, with how many."""

    count: int
    rule: str = ""
    of_rule: int = 0

    @property
    def is_flood(self) -> bool:
        """Whether these, of a minute, are too many to be read."""
        return self.count >= _FLOOD

    @property
    def is_readable(self) -> bool:
        """Whether these, of a minute, are so few that each can be looked at."""
        return self.count < _READABLE


NO_ALERTS = Alerts(0)


class _Sender(BaseModel):
    address: str = Field("", alias="Address")


class _Mail(BaseModel):
    sender: _Sender = Field(alias="From")
    snippet: str = Field("", alias="Snippet")
    created: datetime = Field(alias="Created")


class _Mails(BaseModel):
    messages: list[_Mail]


class Condition(BaseModel):
    """One condition of a rule."""

    id: str


class Rule(BaseModel):
    """One alert rule."""

    id: str
    name: str
    conditions: list[Condition]
    actions: list[dict[str, Any]]

    @property
    def speaks_of_everything(self) -> bool:
        """Whether each event of anything is an alert."""
        return any(condition.id == EVERY for condition in self.conditions)


async def read_alerts(wire: Wire, within: timedelta) -> Alerts:
    """The mails of Sentry to whoever is on call, of the last while. Raises `ActionError`."""
    since = datetime.now(UTC) - within
    mails = await wire.read(
        _Mails,
        "mailbox",
        f"{wire.mailbox_url}/api/v1/search",
        authorization=f"Bearer {wire.mailbox_token}",
        params={"query": "from:sentry.io", "limit": _MOST},
    )
    recent = [mail for mail in mails.messages if mail.created >= since]
    rules = Counter(match[1] for mail in recent if (match := _RULE.search(mail.snippet)))
    rule, of_rule = rules.most_common(1)[0] if rules else ("", 0)
    return Alerts(len(recent), rule, of_rule)


async def list_rules(wire: Wire) -> Sequence[Rule]:
    """All of the project. Raises `ActionError`."""
    return understood(list[Rule], "Sentry", await _sentry(wire, "GET", ""))


async def raise_rule(wire: Wire, rule: Rule) -> None:
    """Let a rule speak of errors only, when they are new or back. Raises `ActionError`."""
    raised = {
        "name": rule.name,
        "actionMatch": "any",
        "filterMatch": "all",
        "frequency": 30,
        "conditions": [{"id": _NEW}, {"id": _BACK}],
        "filters": [{"id": _LEVEL, "match": "gte", "level": _ERROR}],
        "actions": rule.actions,
    }
    await _sentry(wire, "PUT", f"{rule.id}/", json=raised)


async def remove_rule(wire: Wire, rule: Rule) -> None:
    """It never speaks again. Raises `ActionError`."""
    await _sentry(wire, "DELETE", f"{rule.id}/")


async def _sentry(wire: Wire, method: str, path: str, json: Any = None) -> Any:
    url = f"{wire.sentry_url}/api/0/projects/{wire.sentry_org}/{wire.sentry_project}/rules/{path}"
    return await wire.ask("Sentry", method, url, authorization=f"Bearer {wire.sentry_auth_token}", json=json)
