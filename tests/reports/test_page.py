"""The page: self-contained, escaped, complete, and fit for a phone."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from reports import page
from reports.journal import Event
from reports.next_step import next_step
from reports.verdict import Artifact, Check, Outcome, Reason, Result, Verdict
from tests.reports import browsing
from tests.reports.checklists import EVENTS, with_checklist
from tests.reports.drills import drill_verdict, failing_drill, inconclusive_drill, passing_drill
from tests.reports.gates import failing_gate, gate_verdict, inconclusive_gate, passing_gate
from tests.reports.loads import LOADS, load_of, load_verdict, partial_fix, proven_fix
from tests.reports.rehearsals import REHEARSALS
from tests.reports.story import Story

HOSTILE = '<script>alert(1)</script><img src="https://evil.example/x.png" onerror=alert(1)>"\'&'
VOID = {"meta", "link", "img", "br", "hr", "input"}


class Reader(HTMLParser):
    """Reads a page as a browser would: its tags, its words, the ids in it and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(text)
        assert self._open == [], "tags left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag with its attributes."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Only what was opened last may be closed."""
        assert self._open.pop() == tag
        self.words += " "

    def handle_data(self, data: str) -> None:
        """Collect the words, the style sheet's not."""
        if "style" not in self._open:
            self.words += data

    def all(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


def text_of(reader: Reader) -> str:
    """The words with single blanks."""
    return " ".join(reader.words.split())


DRILLS = {"pass": passing_drill, "fail": failing_drill, "open": inconclusive_drill}
GATES = {"pass": passing_gate, "fail": failing_gate, "open": inconclusive_gate}
ALL: dict[str, tuple[Verdict, list[Event]]] = {
    **{f"drill-{name}": make() for name, make in DRILLS.items()},
    **{f"gate-{name}": (make(), []) for name, make in GATES.items()},
    **{name: (verdict, []) for name, verdict in (LOADS | REHEARSALS).items()},
    "drill-checklist": (with_checklist(), EVENTS),
}


@pytest.mark.parametrize("name", ALL)
def test_the_page_is_well_formed_and_asks_for_nothing(name: str) -> None:
    """No script, no address outside but relative links to artifacts, and a policy that forbids the rest."""
    text = page.render(*ALL[name])
    reader = Reader(text)

    assert not {"script", "iframe", "object", "embed", "form"} & {tag for tag, _ in reader.tags}
    assert all(source.startswith("data:") for source in reader.all("src"))
    assert all(not re.match(r"[a-z]+:|//", link) or link == "data:," for link in reader.all("href"))
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in reader.all("content")


@pytest.mark.parametrize("name", ALL)
def test_the_verdict_stands_first(name: str) -> None:
    """In the title and as the first big word, before anything else is said."""
    verdict, events = ALL[name]
    words = text_of(Reader(page.render(verdict, events)))

    assert words.startswith(f"{verdict.verdict}: ")
    assert words.index(f" {verdict.verdict} ") < 200


@pytest.mark.parametrize("name", ALL)
def test_everything_of_the_verdict_is_told(name: str) -> None:
    """Reasons, checks and those that are missing, figures with how they were computed, artifacts."""
    verdict, events = ALL[name]
    words = text_of(Reader(page.render(verdict, events)))

    for reason in verdict.reasons:
        assert reason.message in words
        assert reason.code in words
    for check in verdict.checks:
        assert check.title in words
        assert check.message in words
    for figure in verdict.drill.impact if verdict.drill else []:
        assert figure.how in words
    for artifact in verdict.artifacts:
        assert artifact.path in words
        assert artifact.sha256[:16] in words
    for name_of_check in set(verdict.expected_checks) - {check.id for check in verdict.checks}:
        assert (
            f"{name_of_check} {'it did not end' if verdict.rehearsal else 'expected, but it never ran'}"
            in words
        )
    assert next_step(verdict.suggested_action) in words


def test_a_flake_is_visible() -> None:
    """Its outcome, at which attempt it passed, and what the first one said."""
    words = text_of(Reader(page.render(passing_gate(), [])))

    assert "1 of them only when tried again" in words
    assert "flaky The quiz ends in a post passed at attempt 2 quiz · 1390 ms" in words
    assert "attempt 1: fail in 410 ms, net::ERR_CONNECTION_RESET" in words
    assert "page.goto: net::ERR_CONNECTION_RESET at /quiz" in words
    assert "counts as" not in words


def test_what_a_flake_counts_as_is_told_where_it_is_no_pass() -> None:
    """In the sentence beside the verdict, and below the checks."""
    strict = passing_gate().model_copy(update={"verdict": Result.FAIL, "flaky_counts_as": Result.FAIL})
    words = text_of(Reader(page.render(strict, [])))

    assert "1 of 6 blocking checks passed only when tried again, which counts as FAIL." in words
    assert "A flaky check counts as FAIL here." in words


def test_a_partial_run_does_not_read_as_a_full_one() -> None:
    """In the tab's title and right behind the verdict; a full run says nothing of it."""
    part = text_of(Reader(page.render(passing_gate().model_copy(update={"selection": "only landing"}), [])))

    assert part.startswith("PASS (partial run): https://postry.ai")
    assert "PASS partial run: only landing All 6 blocking checks of this partial run passed" in part
    assert "partial" not in text_of(Reader(page.render(passing_gate(), [])))


def test_blocked_writes_have_a_section() -> None:
    """Each on a line of its own, and no section where there are none."""
    blocked = passing_gate().model_copy(update={"mutations_blocked": ["POST /a", "PUT /<b>"]})

    assert "Writes kept from the site" in text_of(Reader(page.render(blocked, [])))
    assert "POST /a\nPUT /<b>" in Reader(page.render(blocked, [])).words
    assert "Writes" not in text_of(Reader(page.render(passing_gate(), [])))


def test_advice_is_told_as_such() -> None:
    """Beside its outcome, so that a failed one is not taken for the reason."""
    words = text_of(Reader(page.render(failing_gate(), [])))

    assert "inconclusive advice only The vendors say that they are well" in words
    assert words.count("advice only") == 1


def test_an_action_is_told_in_the_runbooks_terms() -> None:
    """Where it is one of its options."""
    verdict = failing_gate().model_copy(update={"suggested_action": "rollback"})

    assert "Next: rollback (option A): bring the last" in text_of(Reader(page.render(verdict, [])))


def test_late_phases_show_observed_budget_and_declared() -> None:
    """In figures beside the bars, so that nobody has to measure."""
    words = text_of(Reader(page.render(*failing_drill())))

    assert "Triage 9m09s of 5m00s · said 9m09s" in words


def test_what_a_reason_rests_on_leads_to_the_timeline() -> None:
    """A link inside the page goes to an id that is there."""
    verdict, events = failing_drill()
    noted = next(event.seq for event in events if event.kind == "ticket.changed")
    reasons = [Reason(code="c", message="m", events=[noted, 99999])]
    reader = Reader(page.render(verdict.model_copy(update={"reasons": reasons}), events))

    links = [link.removeprefix("#") for link in reader.all("href") if link.startswith("#")]
    assert f"e{noted}" in links
    assert "e99999" not in links
    assert set(links) <= set(reader.all("id"))


def hostile_drill() -> tuple[Verdict, list[Event]]:
    """Every text that a stranger can fill in is hostile."""
    story = Story().tell("fault.injected", fault=HOSTILE).wait(30)
    story.tell("alert.fired", rule=HOSTILE, source="sentry", title=HOSTILE, message_id=HOSTILE)
    story.tell("responder.said", what="note", text=HOSTILE)
    ticket: dict[str, Any] = dict.fromkeys(
        ("ticket_id", "identifier", "title", "description", "state"), HOSTILE
    )
    story.tell(
        "ticket.changed",
        actor="responder",
        change="created",
        priority=1,
        labels=[HOSTILE],
        state_type="x",
        **ticket,
    )
    story.asked(HOSTILE, f"/{HOSTILE}")
    story.tell("run.ended", reason="crashed", detail=HOSTILE)
    check = Check(
        id=HOSTILE, kind=HOSTILE, title=HOSTILE, message=HOSTILE, outcome=Outcome.FAIL, observed=HOSTILE
    )
    verdict = drill_verdict(
        Result.FAIL,
        run_id=HOSTILE,
        checks=[check],
        reasons=[Reason(code=HOSTILE, message=HOSTILE, runbook_ref=HOSTILE)],
        suggested_action=HOSTILE,
        artifacts=[Artifact(path=HOSTILE, sha256=HOSTILE, title=HOSTILE)],
        tool_versions={HOSTILE: HOSTILE},
        expected_checks=[HOSTILE, "other" + HOSTILE],
    )
    return verdict, story.events()


def test_a_strangers_text_stays_text() -> None:
    """Markup in titles, logs, mails and paths is shown, never acted on."""
    reader = Reader(page.render(*hostile_drill()))

    tags = {tag for tag, _ in reader.tags}
    assert not {"script", "img"} & tags
    assert not [name for _, attributes in reader.tags for name in attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in reader.words


def test_pictures_are_put_into_the_page(tmp_path: Path) -> None:
    """A screenshot of what failed is seen without opening another file; a huge one stays a link."""
    folder = tmp_path / "artifacts/dashboard"
    folder.mkdir(parents=True)
    (folder / "screenshot.png").write_bytes(b"\x89PNG small")
    huge = Artifact(path="artifacts/dashboard/huge.png", sha256="00", title="Huge")
    (folder / "huge.png").write_bytes(b"\x89PNG" + b"\0" * 2_000_001)
    verdict = failing_gate().model_copy(update={"artifacts": [huge]})

    reader = Reader(page.render(verdict, [], tmp_path))

    (picture,) = (attributes for tag, attributes in reader.tags if tag == "img")
    assert picture["src"].startswith("data:image/png;base64,")
    assert picture["alt"] == "Screenshot, dashboard"
    assert "artifacts/dashboard/huge.png" in reader.all("href")


def test_the_way_back_is_told_as_commands() -> None:
    """How to judge again, and how to run again, quoted for the shell."""
    drill = text_of(Reader(page.render(*passing_drill())))
    gate = text_of(
        Reader(page.render(gate_verdict(Result.PASS, [], target={"url": "http://x/?a=1&b", "env": "e"}), []))
    )

    assert "firedrill drill judge reports/out/drill/20261123T120000Z-p0-bad-deploy" in drill
    assert "firedrill drill run p0-bad-deploy --responder runbook --pace 60" in drill
    assert "firedrill smoke --url 'http://x/?a=1&b'" in gate


def test_a_drill_without_events_has_a_page_still() -> None:
    """A run that crashed before it began says so."""
    words = text_of(Reader(page.render(drill_verdict(Result.INCONCLUSIVE, checks=[]), [])))

    assert "The journal holds no event to draw" in words
    assert "could not be judged" in words


def test_a_load_asks_its_question_and_answers_it() -> None:
    """What the fix is, whether it ends the incident, and what is known beside the reasons, each once."""
    words = text_of(Reader(page.render(partial_fix(), [])))

    assert (
        "FAIL DB_POOL_SIZE=16 helps, but does not end it. Does DB_POOL_SIZE=16 end pool-exhaustion?" in words
    )
    assert "Incident Persist-on-login fails: the connection pool is full" in words
    assert "pass Before: reproduced REPRODUCED: 15.3% of 1004 failed (95 %: 12.9% to 17.9%)" in words
    assert "fail After: fixed PARTIAL, see above" in words
    assert words.count("would still fail, after 15.3% before") == 1
    assert "steady state, predicted: a limit of 20" in text_of(Reader(page.render(LOADS["load-burst"], [])))


def test_what_passed_has_no_why() -> None:
    """Only what to do next."""
    words = text_of(Reader(page.render(proven_fix(), [])))

    assert "Next Next: deploy the fix" in words
    assert "Why" not in words


def test_a_load_has_all_its_figures_in_a_table() -> None:
    """Both arms side by side, each with its unit."""
    words = text_of(Reader(page.render(partial_fix(), [])))

    assert "capacity what the target serves at most 117/s 125/s" in words
    assert "generator lag p50 / p95 / p99 from the intended to the real send 0.4 / 2.1 / 8.2 ms" in words
    assert "would still fail at the incident's own rate 9.6%" in words


def test_every_plot_of_a_load_says_what_is_on_it() -> None:
    """Six pictures with a title and a description that are there, lines that differ in more than colour."""
    text = page.render(proven_fix(), [])
    reader = Reader(text)
    plots = [attributes for _, attributes in reader.tags if attributes.get("role") == "img"]
    ids = reader.all("id")

    assert len(plots) == 6
    assert {plot["aria-labelledby"] for plot in plots} | {plot["aria-describedby"] for plot in plots} <= set(
        ids
    )
    assert len(ids) == len(set(ids))
    assert "Requests a second, after" in reader.words
    assert "sent 138 to 294/s; served 117 to 117/s; failed 0 to 21/s" in reader.words
    assert "before, 2.0 s: sent 138/s, served 117/s, failed 21/s" in reader.words
    for look in ("sent", "failed", "p95", "p99", "limit"):
        assert re.search(rf"\.curve \.{look} {{[^}}]*stroke-dasharray", text)
    assert text.count('class="band"') == 2
    assert text.count('class="filling"') == 3


def test_a_load_leads_on_with_its_own_commands() -> None:
    """To judge what was stored, and to load the same again; a drill's and a gate's are others."""
    words = text_of(Reader(page.render(partial_fix(), [])))

    assert "firedrill load judge reports/out/load/20261123T120000Z-pool-exhaustion" in words
    assert "firedrill load verify pool-exhaustion --before DB_POOL_SIZE=15 --after DB_POOL_SIZE=16" in words
    assert "firedrill smoke" not in words


def test_locusts_own_files_are_linked() -> None:
    """From the list of artifacts, each with whose it is."""
    reader = Reader(page.render(proven_fix(), []))

    assert {"before/locust.html", "after/locust.html"} <= set(reader.all("href"))


def test_a_loads_text_stays_text() -> None:
    """Settings, answers and titles may come from a server of one's own or from a stored file."""
    arms = [
        arm.model_copy(update={"name": HOSTILE, "answer": "FIXED", "because": HOSTILE, "settings": {}})
        for arm in load_of(proven_fix()).arms[:1]
    ]
    told = dict.fromkeys(("incident", "title", "request", "command", "prediction"), HOSTILE)
    verdict = load_verdict(Result.PASS, arms, asked={HOSTILE: {HOSTILE: HOSTILE}}, **told)
    reader = Reader(page.render(verdict, []))

    assert not {"script", "img"} & {tag for tag, _ in reader.tags}
    assert not [name for _, attributes in reader.tags for name in attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in reader.words


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize(
    "sample",
    [
        failing_drill(),
        ALL["drill-checklist"],
        (partial_fix(), []),
        (LOADS["load-burst"], []),
        ALL["rehearsal-fail"],
    ],
    ids=["drill", "checklist", "load", "burst", "rehearsal"],
)
def test_a_real_browser_shows_it_without_a_request_or_a_scroll_bar(
    tmp_path: Path, width: int, sample: tuple[Verdict, list[Event]]
) -> None:
    """On a phone and on a screen: nothing is asked for, nothing complained of, nothing sticks out."""
    path = tmp_path / "report.html"
    path.write_text(page.render(*sample), encoding="utf-8")

    seen = browsing.run("look", str(path), str(width))

    assert seen["verdict"] == sample[0].verdict
    assert (seen["requests"], seen["complaints"], seen["scripts"]) == ([], [], 0)
    assert seen["overflow"] <= 0
    assert seen["smallest_text"] >= 12
