"""The post-mortem's French: what phases and figures are called, and how a notable moment reads."""

from __future__ import annotations

from reports.facts.fact import Escape
from reports.facts.responder import GateEnded
from reports.facts.samples import ProbeSampled, VendorRequested
from reports.notable import Moment

PHASES = {
    "detect": "Détection",
    "triage": "Triage",
    "mitigate": "Mitigation",
    "validate": "Validation",
    "resolve": "Résolution",
    "post-mortem": "Post-mortem",
    "postmortem": "Post-mortem",
}
FIGURES = {
    "users-affected": "Users affectés",
    "downtime": "Durée d'indisponibilité",
    "conversions-lost": "Conversions perdues",
    "revenue-lost": "Revenue loss",
}


def sentence(moment: Moment, escape: Escape) -> str:
    """One moment as one line; every text that is not ours goes through ``escape``."""
    fact, last = moment.fact, moment.last
    if moment.topic == "asked" and isinstance(fact, VendorRequested):
        times = f" ({len(moment.events)} fois)" if len(moment.events) > 1 else ""
        verb = "lecture" if fact.method == "GET" else "appel"
        request = escape(f"{fact.method} {fact.path}")
        by = "par le responder" if fact.actor == "responder" else "(sans jeton)"
        return f"{verb} chez {escape(fact.vendor)} {by} : {request}{times}"
    if moment.topic == "gate":
        if not isinstance(last, GateEnded):
            return "gate lancée, sans résultat"
        real_s = moment.events[-1].mono_s - moment.events[0].mono_s
        return f"gate : {escape(last.verdict)} en {real_s:.1f} s réelles".replace(".", ",", 1)
    if moment.topic == "lost" and isinstance(fact, ProbeSampled):
        return f"première sonde en échec, {escape(fact.probe)} : {escape(fact.error or 'sans réponse')}"
    if moment.topic == "restored":
        return "service rétabli : première mesure sans erreur après le dernier échec"
    return fact.french(escape)
