"""A rehearsal: one passage of the runbook, filled in, typed in a world of its own, judged by its effect."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from drills.runbook_check import refusal
from drills.runbook_check.execution import Ended, run
from drills.runbook_check.filling import POSTRY, fill
from drills.runbook_check.intents import intent as intents
from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.passage import Passage
from drills.runbook_check.refusal import Refusal
from drills.runbook_check.sight import Sight
from drills.runbook_check.stage import Stage
from drills.runbook_check.toolbox import Toolbox
from drills.runbook_check.wall import Wall
from fixtures.errors import SetupError
from reports.verdict import Outcome

_EVERYDAY = {"LANG", "LC_ALL", "LC_CTYPE", "TZ", "USER", "LOGNAME"}
# psql as a person uses it for a statement of a runbook: it stops at the first mistake, with an exit code.
_PSQL = ("-X", "-P", "pager=off", "-v", "ON_ERROR_STOP=1", "-c")


@dataclass(frozen=True)
class Rehearsed:
    """``intended`` is empty where nobody knows the purpose; ``refusal`` is why it was not run.

    ``typed`` is empty where it is what is written. ``proven`` is whether the suggestion was run, and did it.
    ``secrets`` of its worlds may stand in no report.
    """

    passage: Passage
    judgement: Judgement
    intended: str = ""
    typed: str = ""
    tools: tuple[str, ...] = ()
    ended: Ended | None = None
    refusal: Refusal | None = None
    suggestion: str = ""
    proven: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


class Rehearsal:
    """Of any number of passages, each in a world of its own.

    ``sealed`` is whether a command can reach no host outside of the world; ``wall`` is what keeps it from the
    rest of this machine, by default that of its tools. ``limit_s`` is how long one may
    take, ``follow_s`` how long one that follows; ``sites`` are the names of Postry's production.
    """

    def __init__(
        self,
        toolbox: Toolbox,
        user_env: Mapping[str, str],
        *,
        sealed: bool,
        wall: Wall | None = None,
        limit_s: float = 60.0,
        follow_s: float = 10.0,
        sites: tuple[str, ...] = POSTRY,
    ) -> None:
        self._toolbox = toolbox
        # Nothing else of theirs: a variable may name a production of theirs.
        self._user_env = {name: value for name, value in user_env.items() if name in _EVERYDAY}
        self._sealed = sealed
        self._wall = wall or toolbox.wall()
        self._limit_s = limit_s
        self._follow_s = follow_s
        self._sites = sites
        self._secrets: dict[str, str] = {}

    def of(self, passage: Passage) -> Rehearsed:
        """Rehearse one, and what could be written in its stead where it fails.

        What goes wrong with us there is told of this one; the others are rehearsed all the same.
        """
        self._secrets = {}
        try:
            return self._of(passage)
        except SetupError:
            raise
        except Exception as error:  # noqa: BLE001
            why = Refusal("broke", f"a fault of the check's own: {type(error).__name__}: {error}")
            return replace(_refused(passage, why), secrets=self._secrets)

    def _of(self, passage: Passage) -> Rehearsed:
        if why := refusal.of_passage(passage):
            return _refused(passage, why)
        with self._stage() as stage:
            filled = fill(passage.text, stage.names)
            if why := refusal.of_filled(
                passage, filled, self._toolbox, sealed=self._sealed, walled=self._wall.stands
            ):
                return _refused(passage, why)
            typed = Typed(filled.text, passage.language)
            intent = intents.of(typed, stage)
            witnessed = self._witness(stage, passage, intent)
            judgement = self._judge(witnessed, intent)
            tools = self._versions(typed, stage)
        if intent and intent.contrast and judgement.outcome is Outcome.PASS:
            judgement = self._contrast(passage, intent, witnessed)
        fails = intent is not None and judgement.outcome is Outcome.FAIL
        suggestion, proven = self._suggest(passage, intent) if intent and fails else ("", False)
        return Rehearsed(
            passage,
            judgement,
            intent.sentence if intent else "",
            "" if typed.text == passage.text else typed.text,
            tools,
            witnessed.ended,
            suggestion=suggestion,
            proven=proven,
            secrets=self._secrets,
        )

    def _stage(self) -> Stage:
        return Stage(self._sites)

    def _judge(self, witnessed: Witnessed, intent: Intent | None) -> Judgement:
        ended, seen = witnessed.ended, witnessed.changes
        if ended.how == "at its time limit" and not (intent and intent.follows):
            return judged(False, seen, f"did not end within {self._limit_s:g} s, with nobody at the keyboard")
        if intent:
            return intent.judge(witnessed)
        asked = f"; asked for {', '.join(witnessed.stage.asked)}" if witnessed.stage.asked else ""
        finding = f"what it is for is unknown to us; it {ending(ended)}"
        return Judgement(Outcome.FAIL if ended.rc else Outcome.INCONCLUSIVE, seen + asked, finding)

    def _contrast(self, passage: Passage, intent: Intent, well: Witnessed) -> Judgement:
        """What it does where the site is broken."""
        assert intent.contrast is not None
        with self._stage() as stage:
            stage.break_site()
            return intent.contrast(well, self._witness(stage, passage, None))

    def _suggest(self, passage: Passage, intent: Intent) -> tuple[str, bool]:
        """The first wording that does here what this one should; where none does, the first, unproven."""
        for text in intent.instead:
            other = replace(passage, text=text, before=())
            if not self._can_run(other):
                continue
            with self._stage() as stage:
                witnessed = self._witness(stage, other, intent)
                judgement = self._judge(witnessed, intent)
            if intent.contrast and judgement.outcome is Outcome.PASS:
                judgement = self._contrast(other, intent, witnessed)
            if judgement.outcome is Outcome.PASS:
                return text, True
        return (intent.instead[0] if intent.instead else ""), False

    def _can_run(self, passage: Passage) -> bool:
        typed = Typed(passage.text, passage.language)
        return typed.language == "sql" or all(map(self._toolbox.has, typed.line.programs))

    def _witness(self, stage: Stage, passage: Passage, intent: Intent | None) -> Witnessed:
        """Type it, with eyes on the world before and after."""
        if intent:
            intent.prepare(stage)
        env = self._env(stage)
        env["PATH"] = self._toolbox.furnish(stage.scratch / "bin")
        text, *before = (fill(each, stage.names).text for each in (passage.text, *passage.before))
        follows = bool(intent and intent.follows)
        sight = Sight.take(stage)
        ended = run(
            self._behind_wall(
                [*_psql(env["PATH"]), text]
                if passage.language == "sql"
                else [_shell(), "-c", "\n".join([*before, text])],
                stage,
                Path(env["PATH"]),
            ),
            env,
            stage.world.checkout,
            stage.scratch,
            self._follow_s if follows else self._limit_s,
            stage.visitor() if follows else None,
        )
        return Witnessed(stage, sight, Sight.take(stage), ended)

    def _behind_wall(self, command: list[str], stage: Stage, tools: Path) -> list[str]:
        (root := stage.world.folder.path / "wall").mkdir(exist_ok=True)
        write = [stage.scratch, stage.world.checkout, Path(stage.env()["XDG_DATA_HOME"])]
        return self._wall.around(command, root, stage.world.checkout, read=[tools], write=write)

    def _env(self, stage: Stage) -> dict[str, str]:
        own = stage.env()
        for name, value in stage.world.secrets.items():
            self._secrets[f"{name}-{len(self._secrets)}"] = value
        # What is the harness' own (the world's control) is nobody's who types.
        given = {name: value for name, value in own.items() if not name.startswith("FIREDRILL_")}
        return {**self._user_env, **given, "TMPDIR": str(stage.scratch)}

    def _versions(self, typed: Typed, stage: Stage) -> tuple[str, ...]:
        names = ["psql"] if typed.language == "sql" else list(dict.fromkeys(typed.line.programs))
        shown = [name for name in names if self._toolbox.is_client(name)] or names[:1]
        env = self._env(stage)
        return tuple(filter(None, (self._toolbox.version(name, env) for name in shown)))


def _psql(tools: str) -> list[str]:
    return [f"{tools}/psql", *_PSQL]


def _shell() -> str:
    return shutil.which("bash") or "/bin/sh"


def _refused(passage: Passage, why: Refusal) -> Rehearsed:
    return Rehearsed(passage, Judgement(Outcome.NOT_RUN, "", why.because), refusal=why)
