"""``vercel env add``, ``update``, ``rm``: a variable is set, or gone, in an environment."""

from __future__ import annotations

import shlex
from itertools import pairwise

from drills.runbook_check.intents import vercel_words
from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.stage import Stage
from fixtures.vendors.vercel.project_env import TARGETS

_OLD = "value-before"


def recognise(typed: Typed, stage: Stage) -> Intent | None:  # noqa: ARG001
    """The value stands where somebody thinks so: among the words, in an option, or before a pipe."""
    words = vercel_words.read(typed)
    if words is None or not words.arguments:
        return None
    name, rest = words.arguments[0], words.arguments[1:]
    targets = [word for word in rest if word in TARGETS]
    where = " and ".join(targets) or "an environment"
    if words.command in {"env rm", "env remove"}:
        return Intent(
            f"{name} is gone from {where}",
            lambda witnessed: _gone(witnessed, name, targets),
            prepare=lambda stage: _set_before(stage, name),
            instead=[
                f"vercel env rm {name} {targets[0]} --yes" if targets else f"vercel env rm {name} --yes"
            ],
        )
    if words.command not in {"env add", "env update"}:
        return None
    update = words.command == "env update"
    value = _value(typed, words, [word for word in rest if word not in TARGETS])
    told = f"{name} is {value!r}" if value is not None else f"{name} is set"
    again = " ".join(["vercel", words.command, name, *targets[:1]])
    typed_value = value if value is not None else "VALUE"
    return Intent(
        f"{told} in {where}",
        lambda witnessed: _set(witnessed, name, value, targets),
        prepare=(lambda stage: _set_before(stage, name)) if update else (lambda _: None),
        instead=[f"printf %s {shlex.quote(typed_value)} | {again}"],
    )


def _value(typed: Typed, words: vercel_words.VercelWords, others: list[str]) -> str | None:
    if "--value" in words.options:
        return words.options["--value"]
    for calls in typed.line.pipelines:
        for first, second in pairwise(calls):
            if second.program == "vercel" and first.program in {"echo", "printf"} and len(first.words) > 1:
                said = [
                    word
                    for word in first.words[1:]
                    if not word.startswith("-") and word not in {"%s", "%s\\n"}
                ]
                return " ".join(said)
    return others[0] if others else None


def _set_before(stage: Stage, name: str) -> None:
    stage.world.vercel.env[name] = _OLD


def _set(witnessed: Witnessed, name: str, value: str | None, targets: list[str]) -> Judgement:
    seen, told = witnessed.changes, ending(witnessed.ended)
    after, before = witnessed.after.env, witnessed.before.env
    touched = [target for target in targets or TARGETS if after[target].get(name) != before[target].get(name)]
    missing = [target for target in targets if target not in touched]
    if missing or not touched:
        where = f" in {' and '.join(missing)}" if missing else ""
        return judged(False, seen, f"it {told}, and {name} is not set{where}")
    wrong = [
        target for target in touched if value is not None and after[target][name].strip() != value.strip()
    ]
    if wrong:
        return judged(False, seen, f"it {told}, and {name} has another value in {' and '.join(wrong)}")
    finding = "" if witnessed.ended.rc == 0 else f"it {told}, though it is set"
    return judged(True, seen, finding or "counts from the next deployment on, not before")


def _gone(witnessed: Witnessed, name: str, targets: list[str]) -> Judgement:
    left = [target for target in targets or TARGETS if name in witnessed.after.env[target]]
    if left:
        told = f"it {ending(witnessed.ended)}, and {name} is still set in {' and '.join(left)}"
        return judged(False, witnessed.changes, told)
    return judged(True, witnessed.changes, "counts from the next deployment on, not before")
