"""What the runbook responder writes, in French: the incident and its post-mortem."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

from drills.brief import Brief
from drills.responders.diagnosis import Diagnosis, Evidence, Minor


@dataclass
class Notes:
    """A log of what was done, from which the texts are made. Times are UTC."""

    # What every incident asks for; what this one does beside them is for people to say.
    actions: ClassVar[tuple[str, ...]] = (
        "Reproduire le défaut dans un test et le corriger",
        "Lancer les smoke tests à chaque déploiement",
    )

    brief: Brief
    lines: list[tuple[datetime, str]] = field(default_factory=list)

    def add(self, text: str) -> None:
        """One more line, now."""
        self.lines.append((datetime.now(UTC), text))

    def ticket(self, diagnosis: Diagnosis, evidence: Evidence) -> str:
        """The description of the incident."""
        top = evidence.new_issues[0] if evidence.new_issues else None
        sentry = f"{top.short_id} {top.title} ({top.count} fois)" if top else "aucune erreur non résolue"
        status = "\n".join(f"- {report.text}" for report in evidence.status.values())
        return (
            f"**Alerte :** {self.brief.alert.subject}\n\n"
            f"### Cause\n{diagnosis.cause}\n\n### Constats\n{status}\n"
            f"- Sentry : {sentry}\n- Prévu : {', '.join(diagnosis.options) or 'escalade'}"
            f"{_minor(diagnosis.minor) if diagnosis.minor else ''}"
        )

    def postmortem(self, title: str, diagnosis: Diagnosis) -> str:
        """The runbook's template (4.2), with what is not known left marked."""
        begun, ended = self.brief.alert.received_at, self.lines[-1][0]
        minutes = (ended - begun).total_seconds() * self.brief.pace / 60
        timeline = "\n".join(f"- {at:%H:%M:%S}: {text}" for at, text in self.lines)
        actions = "\n".join(f"{place}. [ ] {action}" for place, action in enumerate(self.actions, start=1))
        return (
            f"## Post-Mortem: {title}\n\n"
            f"**Date:** {begun:%d/%m/%Y}\n"
            f"**Durée:** {minutes:.0f} minutes de temps d'exercice "
            f"({begun:%H:%M:%S} - {ended:%H:%M:%S} UTC)\n"
            f"**Sévérité:** {diagnosis.severity}\n\n"
            f"### Cause Root\n{diagnosis.cause}\n\n"
            "### Impact\n- Users affectés: à compter\n- Conversions perdues: à compter\n\n"
            f"### Timeline\n- {begun:%H:%M:%S}: {self.brief.alert.subject}\n{timeline}\n\n"
            f"### Actions Correctives\n{actions}\n\n"
            "### Lessons Learned\n- Comparer l'heure du dernier déploiement à celle de la première erreur"
        )


def _minor(minor: Minor) -> str:
    """What the runbook asks for in section 3."""
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(minor.steps, start=1))
    return (
        f"\n\n### Étapes pour reproduire\n{steps}\n\n### Impact utilisateur\n{minor.impact}\n\n"
        f"### Contournement\n{minor.workaround}"
    )
