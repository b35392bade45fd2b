"""More than a hundred alerts a minute, none of which matters, hide one that does.

The runbook names it under P1. A rule without a threshold speaks of each event that a new build reports; the
error that somebody has to look into, mails of welcome that are refused, drowns in it. Muting everything is
quiet, and blind.
"""

from __future__ import annotations

from drills.scenario import Alert, Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p1-alert-spam",
    title="Plus de cent alertes par minute en cachent une vraie",
    severity="P1",
    story="Les utilisateurs ne remarquent rien ; l'astreinte reçoit plusieurs alertes par seconde.",
    fault="alert-spam",
    alert=Alert(sources=("sentry",)),
    outage="alerts",
    visible=False,
    truth=Truth(
        cause="Une règle d'alerte sans seuil parle à chaque événement et cache un vrai refus SMTP.",
        words=(
            ("règle", "rule", "seuil", "threshold", "fréquence", "frequency"),
            ("SMTP", "bienvenue", "welcome"),
        ),
        mistaken=(
            Mistaken(
                words=("panne", "outage", "indisponible"),
                evidence="no request failed, and every journey works",
            ),
        ),
    ),
    accepted=("raise-rule",),
    wrong=(
        Wrong(
            way="mute-everything",
            reason="muted-the-real-alert",
            because="without any rule the next outage is told by nobody",
        ),
    ),
    fastest_pace=15,
)
