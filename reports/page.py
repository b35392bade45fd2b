"""The page: one self-contained HTML file that tells a run, at night, on a phone and in print.

No script, no request to anywhere: a content security policy in the page itself sees to that. All text is
escaped by the template engine; `reports.chart` and `reports.load_chart` hold the geometry, `templates/` the
looks.
"""

from __future__ import annotations

import base64
import mimetypes
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import checklist_words, rehearsal_words, runbook_words
from reports.chart import chart
from reports.grounds import grounds, to_tell
from reports.headline import flaky_rule, headline, missing, partial
from reports.history import message_of, second_chance
from reports.journal import Event
from reports.load_chart import load_chart
from reports.load_words import band, columns, question, rows
from reports.next_step import next_step
from reports.notable import moments
from reports.page_words import sentence, who
from reports.text import number, one_line, printable
from reports.timeline import Timeline, clock_face, clock_text
from reports.verdict import Artifact, Figure, Verdict

_PICTURES = {".png", ".jpg", ".jpeg", ".webp"}
_LARGEST_PICTURE = 2_000_000
_MOST_PICTURES = 6

_templates = Environment(
    loader=PackageLoader("reports"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "clock": clock_text,
    "face": clock_face,
    "line": one_line,
    "text": printable,
    "number": number,
    "message": message_of,
    "second_chance": second_chance,
}
_templates.globals |= {
    "word": runbook_words.word,
    "place": runbook_words.place,
    "ended": runbook_words.ended,
    "egress": runbook_words.egress,
}
_templates.globals |= {
    "tick_word": checklist_words.WORDS,
    "tick_outcome": checklist_words.OUTCOMES,
    "ticked": checklist_words.ticked,
    "halves": checklist_words.HALVES,
    "rehearsed_phases": rehearsal_words.PHASES,
    "rehearsed_outcome": rehearsal_words.OUTCOMES,
    "rehearsed_times": rehearsal_words.times,
}
_templates.globals |= {"sentence": sentence, "who": who, "band": band, "columns": columns, "rows": rows}


@dataclass(frozen=True)
class Kept:
    """An artifact as the page shows it: with its picture, as a ``data:`` address, where it is one."""

    artifact: Artifact
    check: str
    picture: str = ""


def render(verdict: Verdict, events: Sequence[Event], folder: Path | None = None) -> str:
    """The whole page; pictures among the artifacts are put into it if ``folder`` tells where they are."""
    timeline = Timeline(events)
    noted = moments(events, timeline) if verdict.drill else []
    template = _templates.get_template("report.html.j2")
    return template.render(
        verdict=verdict,
        drill=verdict.drill,
        title=_title(verdict),
        summary=headline(verdict),
        partial=partial(verdict),
        grounds=grounds(to_tell(verdict)),
        started=verdict.started_at.astimezone(UTC),
        chart=chart(verdict.timing, events, noted, timeline) if verdict.drill and events else None,
        load=verdict.load,
        runbook=verdict.runbook,
        rehearsal=verdict.rehearsal,
        checks={check.id: check for check in verdict.checks},
        plots=load_chart(verdict.load) if verdict.load else None,
        moments=noted,
        costs={tried.event: tried.cost_s for tried in verdict.drill.tried} if verdict.drill else {},
        noted={event.seq for moment in noted for event in moment.events},
        missing=missing(verdict),
        flaky_rule=flaky_rule(verdict),
        measured=any(check.observed is not None or check.threshold is not None for check in verdict.checks),
        kept=list(_kept(verdict, folder)),
        impact=[(figure, _figure(figure)) for figure in verdict.drill.impact] if verdict.drill else [],
        event_count=len(events),
        again=_again(verdict),
        step=next_step(verdict.suggested_action),
    )


def _title(verdict: Verdict) -> str:
    if verdict.drill:
        return verdict.drill.title
    if verdict.load:
        return question(verdict.load)
    if verdict.runbook:
        return runbook_words.question(verdict.runbook)
    if verdict.rehearsal:
        return "Can the runbook be carried out?"
    return f"Is {verdict.target.url} healthy?"


def _figure(figure: Figure) -> str:
    """A figure of the impact with its unit, as people write it."""
    if figure.unit == "s":
        return clock_text(figure.value)
    value = number(figure.value)
    return f"{figure.unit}{value}" if figure.unit in ("$", "€", "£") else f"{value} {figure.unit}".strip()


def _kept(verdict: Verdict, folder: Path | None) -> Iterable[Kept]:
    """Every artifact once, those of the checks first, with the first few pictures."""
    sources = [(artifact, check.id) for check in verdict.checks for artifact in check.artifacts]
    sources += [(artifact, "") for artifact in verdict.artifacts]
    seen: set[str] = set()
    pictures = 0
    for artifact, check in sources:
        if artifact.path in seen:
            continue
        seen.add(artifact.path)
        picture = _picture(folder, artifact) if folder and pictures < _MOST_PICTURES else ""
        pictures += bool(picture)
        yield Kept(artifact, check, picture)


def _picture(folder: Path, artifact: Artifact) -> str:
    path = folder / artifact.path
    if path.suffix.lower() not in _PICTURES or not path.is_file() or path.stat().st_size > _LARGEST_PICTURE:
        return ""
    media_type = mimetypes.guess_type(path.name)[0] or "image/png"
    return f"data:{media_type};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _again(verdict: Verdict) -> list[tuple[str, str]]:
    """The commands that lead on from here: what each is for, and how it is typed."""
    if verdict.drill:
        named = f"drill run {verdict.drill.scenario}" if verdict.drill.severity else "drill run --surprise"
        run = f"firedrill {named} --responder {shlex.quote(verdict.drill.responder)}"
        return [
            (
                "Judge this run again, from its journal",
                f"firedrill drill judge reports/out/drill/{verdict.run_id}",
            ),
            ("Rehearse it again", f"{run} --pace {verdict.drill.pace:g}"),
        ]
    if verdict.load:
        judge = f"firedrill load judge reports/out/load/{verdict.run_id}"
        return [
            ("Judge this run again, from what was stored", judge),
            ("Load it again", verdict.load.command),
        ]
    if verdict.runbook:
        return [("Check it again", verdict.runbook.command)]
    if verdict.rehearsal:
        return [("Rehearse them again", verdict.rehearsal.command)]
    return [("Run the gate again", f"firedrill smoke --url {shlex.quote(verdict.target.url)}")]
