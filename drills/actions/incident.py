"""The incident in Linear: open, comment, close (runbook, P0 and étape 4)."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from drills.actions.wire import ActionError, Wire, understood

T = TypeVar("T")

_TEAM = """
query Team($key: String!) {
  teams(filter: {key: {eq: $key}}) { nodes {
    id key
    labels { nodes { id name } }
    states { nodes { id name type } }
  } }
}"""
_CREATE = """
mutation Create($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { id identifier url } }
}"""
_UPDATE = """
mutation Update($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success issue { id identifier url } }
}"""
_COMMENT = """
mutation Comment($input: CommentCreateInput!) {
  commentCreate(input: $input) { success comment { id } }
}"""
_PLAN = """
query Plan($label: String!) {
  issues(first: 1, filter: {labels: {name: {eq: $label}}}) { nodes { id identifier url } }
  cycles(filter: {isNext: {eq: true}}) { nodes { id name } }
  users { nodes { id name } }
}"""


class Incident(BaseModel):
    """An issue of ours."""

    id: str
    identifier: str
    url: str = ""


class _Named(BaseModel):
    id: str
    name: str
    type: str = ""


class _Nodes(BaseModel):
    nodes: list[_Named]


class _Team(BaseModel):
    id: str
    key: str
    labels: _Nodes
    states: _Nodes


class _Teams(BaseModel):
    nodes: list[_Team]


class _Found(BaseModel):
    nodes: list[Incident]


class _Plan(BaseModel):
    issues: _Found
    cycles: _Nodes
    users: _Nodes


class _Answer(BaseModel):
    data: dict[str, Any] | None = None
    errors: list[dict[str, Any]] = Field(default_factory=list)


async def open_incident(
    wire: Wire, title: str, description: str, *, label: str, priority: int, state: str = "started"
) -> Incident:
    """A new issue with its severity, by default in progress. Raises `ActionError`."""
    team = await _team(wire)
    wanted = {
        "teamId": team.id,
        "title": title,
        "description": description,
        "priority": priority,
        "labelIds": [each.id for each in team.labels.nodes if each.name == label],
        "stateId": _state(team, state),
    }
    if not wanted["labelIds"]:
        raise ActionError(f"Linear: team {team.key} has no label {label}")
    data = await _graphql(wire, _CREATE, input=wanted)
    return _as(Incident, data["issueCreate"]["issue"])


async def open_follow_up(wire: Wire, incident: Incident, action: str) -> Incident:
    """A ticket of its own for a corrective action. Raises `ActionError`."""
    team = await _team(wire)
    wanted = {
        "teamId": team.id,
        "title": action,
        "description": f"Action corrective, suite de {incident.identifier}.",
        "priority": 3,
    }
    data = await _graphql(wire, _CREATE, input=wanted)
    return _as(Incident, data["issueCreate"]["issue"])


async def update_incident(wire: Wire, incident: Incident, text: str) -> None:
    """One more comment. Raises `ActionError`."""
    await _graphql(wire, _COMMENT, input={"issueId": incident.id, "body": text})


async def close_incident(wire: Wire, incident: Incident) -> None:
    """Mark it as done. Raises `ActionError`."""
    team = await _team(wire)
    await _graphql(wire, _UPDATE, id=incident.id, input={"stateId": _state(team, "completed")})


async def file_postmortem(wire: Wire, incident: Incident, text: str) -> None:
    """File the post-mortem where the runbook wants it: in the incident. Raises `ActionError`."""
    await update_incident(wire, incident, text)


async def plan_incident(wire: Wire, label: str) -> None:
    """Give the newest issue with this label a developer and the next sprint (section 3).

    Raises `ActionError`.
    """
    plan = _as(_Plan, await _graphql(wire, _PLAN, label=label))
    developer = next((user.id for user in plan.users.nodes if user.name.startswith("Developer")), None)
    if not plan.issues.nodes or not plan.cycles.nodes or developer is None:
        raise ActionError(f"Linear: there is no issue {label}, no next sprint or no developer")
    chosen = {"assigneeId": developer, "cycleId": plan.cycles.nodes[0].id}
    await _graphql(wire, _UPDATE, id=plan.issues.nodes[0].id, input=chosen)


async def _team(wire: Wire) -> _Team:
    data = await _graphql(wire, _TEAM, key=wire.linear_team_key)
    teams = [team for team in _as(_Teams, data["teams"]).nodes if team.key == wire.linear_team_key]
    if not teams:
        raise ActionError(f"Linear: there is no team {wire.linear_team_key}")
    return teams[0]


def _state(team: _Team, kind: str) -> str:
    for state in team.states.nodes:
        if state.type == kind:
            return state.id
    raise ActionError(f"Linear: team {team.key} has no state of type {kind}")


async def _graphql(wire: Wire, query: str, **variables: Any) -> dict[str, Any]:
    answer = await wire.ask(
        "Linear",
        "POST",
        wire.linear_api_url,
        authorization=wire.linear_api_key,  # a personal key goes bare, without "Bearer"
        json={"query": query, "variables": variables},
    )
    content = understood(_Answer, "Linear", answer)
    if content.errors or content.data is None:
        told = "; ".join(str(error.get("message")) for error in content.errors) or "an answer without data"
        raise ActionError(f"Linear: {told}")
    return content.data


def _as(kind: type[T], value: Any) -> T:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise ActionError(f"Linear: an answer of unknown shape: {error.errors()[0]['msg']}") from error
