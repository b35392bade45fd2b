"""The post-mortem's French: what phases and figures are called, and how a notable moment reads."""

from __future__ import annotations

from collections.abc import Callable

from reports.facts import (
    AlertFired,
    AnyFact,
    DatabaseRestored,
    DeploymentChanged,
    FaultEnded,
    FaultHealed,
    FaultInjected,
    GateEnded,
    MailSent,
    MoveFailed,
    PoolResized,
    ProbeSampled,
    ProductionChanged,
    ResponderEnded,
    ResponderSaid,
    ResponderStarted,
    RuleChanged,
    RunEnded,
    StatusPosted,
    TicketChanged,
    TicketCommented,
    VendorRequested,
    WorldStopped,
)
from reports.notable import Moment

Escape = Callable[[str], str]

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
_CAUSES = {
    "deploy": "nouveau déploiement",
    "rollback": "rollback",
    "promote": "promotion",
    "redeploy": "redéploiement",
    "alias": "alias déplacé",
    "undo": "remise en état par l'exercice",
    "seed": "état initial",
}
_SAID = {
    "ack": "alerte prise en charge",
    "triage": "triage effectué",
    "mitigated": "mitigation effectuée",
    "validated": "validation effectuée",
    "resolved": "incident résolu",
    "postmortem": "post-mortem rédigé",
    "note": "note",
    "escalate": "escalade",
}
_ENDS = {
    "finished": "a terminé",
    "out-of-time": "n'a plus de temps",
    "interrupted": "a été interrompu",
    "crashed": "s'est arrêté sur une erreur",
}
_FROM = {
    "responder": "du responder",
    "harness": "de l'exercice",
    "gate": "de la gate",
    "colleague": "d'un collègue",
}
_SOURCES = {
    "sentry": "alerte Sentry",
    "uptime": "alerte de disponibilité",
    "support": "message d'un utilisateur",
}
_STATUS = {
    "investigating": "analyse en cours",
    "identified": "cause identifiée",
    "monitoring": "sous surveillance",
    "resolved": "résolu",
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
    return _plain(fact, escape)


def _plain(fact: AnyFact, escape: Escape) -> str:
    match fact:
        case AlertFired():
            return f"incident détecté ({_SOURCES[fact.source]}) : {escape(fact.title)}"
        case FaultInjected():
            return f"panne injectée par l'exercice : {escape(fact.fault)}"
        case FaultEnded():
            return f"la panne a pris fin d'elle-même : {escape(fact.fault)}"
        case FaultHealed():
            return f"panne retirée par l'exercice : {escape(fact.fault)}"
        case ProductionChanged():
            where = f"{escape(fact.deployment_id)} (commit {escape(fact.commit)})"
            more = ", en mode maintenance" if fact.maintenance else ""
            return f"la production sert {where}, cause : {_CAUSES[fact.cause]}{more}"
        case MoveFailed():
            where = f"{escape(fact.deployment_id)} (commit {escape(fact.commit)})"
            return f"échec : {_CAUSES[fact.move]} vers {where}"
        case DatabaseRestored():
            return f"base de données ramenée à son état de {fact.to:%H:%M:%S} UTC"
        case PoolResized():
            return f"le pool de connexions passe de {fact.before} à {fact.size}"
        case DeploymentChanged():
            return f"déploiement {escape(fact.deployment_id)} : {escape(fact.state)}"
        case TicketChanged():
            change = "ouvert" if fact.change == "created" else "mis à jour"
            labels = ", ".join([*fact.labels, fact.state])
            return f"ticket {escape(fact.identifier)} {change} ({escape(labels)}) : {escape(fact.title)}"
        case TicketCommented():
            return f"commentaire sur le ticket {escape(fact.identifier)}"
        case StatusPosted():
            status = _STATUS.get(fact.status, escape(fact.status))
            return f"users informés sur la status page ({status}) : {escape(fact.body or fact.name)}"
        case RuleChanged():
            watching = ", ".join(map(escape, fact.watching)) or "aucune règle"
            done = {"created": "créée", "changed": "modifiée", "removed": "supprimée"}[fact.change]
            return (
                f"règle d'alerte « {escape(fact.rule)} » {done} ; les erreurs sont signalées par : {watching}"
            )
        case MailSent():
            who = _FROM.get(fact.actor, f"de {escape(fact.actor)}")
            return f"mail {who} à {escape(', '.join(fact.to))} : {escape(fact.subject)}"
        case ResponderStarted():
            return f"alerte remise au responder {escape(fact.responder)}"
        case ResponderSaid():
            text = f" : {escape(fact.text)}" if fact.text.strip() else ""
            return f"déclaré par le responder, {_SAID[fact.what]}{text}"
        case ResponderEnded():
            detail = f" : {escape(fact.detail)}" if fact.detail else ""
            return f"le responder {_ENDS[fact.reason]}{detail}"
        case RunEnded():
            detail = f" : {escape(fact.detail)}" if fact.detail else ""
            return f"fin de l'exercice{detail}"
        case WorldStopped():
            return f"l'exercice a laissé : {escape(', '.join(fact.leftovers))}"
        case _:
            return escape(fact.kind)
