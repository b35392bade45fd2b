"""Journals of incidents that end otherwise than by a recovery of the journeys, made by hand."""

from __future__ import annotations

from typing import Any

from tests.drills.journals import ENDED, Row, changed, good_run, resampled, ticket, without

COMPLETE = (
    "Faute de frappe\n### Étapes pour reproduire\n1. Ouvrir /\n### Impact utilisateur\nAucun\n"
    "### Contournement\nAucun n'est nécessaire"
)


def unbroken(ends: str, *rows: Row, **fields: Any) -> list[Row]:
    """A run in which no journey broke and the responder only looked, with these rows more.

    ``fields`` are those of the scenario that differ.
    """
    run = resampled(good_run(), lambda _: True)
    for kind in ("production.changed", "ticket.changed", "ticket.commented", "status.posted"):
        run = [row for row in run if row[1] != kind or row[2].get("actor", "") != "responder"]
    run = without(run, "production.changed", cause="rollback")
    run = [row for row in run if not _acts(row)]
    stated = {**run[1][2]["scenario"], "severity": "P2", "id": "p2-test", "ends": ends, "visible": False}
    stated |= {"accepted": ["ticket" if ends == "planned" else "change-nothing"], "wrong": [], **fields}
    return changed([*run, *rows], "scenario.stated", scenario=stated)


def minor_ticket(at: float, **fields: Any) -> Row:
    """A ticket that says all that is needed, unless told otherwise."""
    given = {"labels": ["P2-MINOR"], "priority": 4, "description": COMPLETE, "state_type": "unstarted"}
    return ticket(at, **{**given, "assignee": "Developer Lead", "cycle": "Sprint 2", **fields})


def address(
    at: float, sent: int, refused: int = 0, *, legitimate: bool = True, where: str = "203.0.113.80"
) -> Row:
    """What became of the posts of one address."""
    fields = {"address": where, "legitimate": legitimate, "sent": sent, "refused": refused}
    return (at, "address.sampled", fields)


def crowded(*rows: Row) -> list[Row]:
    """A run in which people at an address are refused until the rollback's place at 11.8 s, with these rows
    more.
    """
    run = without(resampled(good_run(), lambda _: True), "production.changed", cause="rollback")
    stated = {**run[1][2]["scenario"], "severity": "P1", "id": "p1-test", "outage": "refusals"}
    stated |= {"accepted": ["whitelist", "raise-limit"], "wrong": []}
    people = [address(6.5, 22, 12), *(address(at, 1, 1) for at in (8.0, 9.5, 11.0))]
    return changed([*run, *people, *rows], "scenario.stated", scenario=stated)


def built(at: float, deployment: str, **knobs: str) -> Row:
    """A deployment of the same commit with these knobs, which changed."""
    fields = {"deployment_id": deployment, "previous_id": None, "commit": "bad", "cause": "redeploy"}
    return (at, "production.changed", {**fields, "changed": sorted(knobs), "knobs": knobs})


def abuse(start: float = 6.5, end: float = ENDED, *, refused: bool = True) -> list[Row]:
    """Five requests a second from one address."""
    seconds = [start + number for number in range(int(end - start))]
    return [address(at, 5, 5 if refused else 0, legitimate=False, where="198.51.100.66") for at in seconds]


def _acts(row: Row) -> bool:
    """Whether the responder asked a vendor for a change."""
    return row[1] == "vendor.requested" and row[2]["method"] != "GET"
