"""A false alarm: the uptime check could not reach Postry for some minutes, and everybody else could.

The runbook has no section for it, and that is the difficulty: an alert asks for an action, and here every
action costs something and helps nobody. Right is to look, to find all in order, and to say so.
"""

from __future__ import annotations

from drills.scenario import Alert, Mistaken, Scenario, Truth, Wrong

_REASON = "changed-a-healthy-site"

SCENARIO = Scenario(
    id="control-no-fault",
    title="Une fausse alerte : rien n'est cassé",
    severity="P2",
    story="Les utilisateurs ne remarquent rien ; une alerte de disponibilité est arrivée.",
    fault="blind-uptime",
    alert=Alert(sources=("uptime",)),
    ends="closed",
    visible=False,
    truth=Truth(
        cause="Fausse alerte : la sonde de disponibilité n'avait plus de réseau, le site répondait.",
        words=(("fausse alerte", "false alarm", "faux positif", "false positive"),),
        mistaken=(
            Mistaken(
                words=("déploiement", "deploy"),
                evidence="the live deployment is a day old, and no request to it failed",
            ),
            Mistaken(
                words=("panne", "outage", "indisponible"),
                evidence="the logs hold no failed request, and each status page says operational",
            ),
        ),
    ),
    accepted=("change-nothing",),
    wrong=(
        Wrong(
            way="rollback",
            reason=_REASON,
            because="nothing was broken; users lost what the last deployment had brought them",
        ),
        Wrong(
            way="redeploy",
            reason=_REASON,
            because="nothing was broken; a build that nobody needed is a risk of its own",
        ),
        Wrong(
            way="maintenance",
            reason=_REASON,
            because="nothing was broken; now the site is closed to everybody",
        ),
    ),
    fastest_pace=60,
)
