"""``vercel rollback``, ``vercel promote``: another deployment serves production."""

from __future__ import annotations

from drills.runbook_check.intents import vercel_words
from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.stage import Stage


def recognise(typed: Typed, stage: Stage) -> Intent | None:  # noqa: ARG001
    """Asking how the last one went is none."""
    words = vercel_words.read(typed)
    if words is None or words.command not in {"rollback", "promote"} or words.arguments[:1] == ("status",):
        return None
    command, named = words.command, words.arguments[0] if words.arguments else ""
    instead = f"vercel {command} <deployment-url> --yes"

    def judge(witnessed: Witnessed) -> Judgement:
        after, seen = witnessed.after, witnessed.changes
        if after.production != witnessed.before.production:
            wanted = witnessed.stage.world.vercel.find(named)
            if wanted and wanted.promoted and command == "rollback" and after.serving != wanted.id:
                return judged(False, seen, f"users get another deployment than {named}")
            return judged(True, seen)
        told = ending(witnessed.ended)
        if not named:
            return judged(
                False, seen, f"names no deployment: it only tells of a {command} in progress; it {told}"
            )
        return judged(False, seen, f"it {told}, and the same deployment serves production as before")

    sentence = f"{named or 'the last stable deployment'} serves production"
    return Intent(sentence, judge, instead=[instead])
