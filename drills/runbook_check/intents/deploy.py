"""``vercel --prod``, ``vercel deploy``, ``vercel redeploy``: a new deployment is built, and serves."""

from __future__ import annotations

from drills.runbook_check.intents import vercel_words
from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.stage import Stage


def recognise(typed: Typed, stage: Stage) -> Intent | None:  # noqa: ARG001
    """``vercel`` alone deploys, too."""
    words = vercel_words.read(typed)
    if words is None or words.command not in {"", "deploy", "redeploy"} or _only_asks(words):
        return None
    live = words.to_production or words.command == "redeploy"

    def judge(witnessed: Witnessed) -> Judgement:
        before, after, seen = witnessed.before, witnessed.after, witnessed.changes
        new = after.deployments.keys() - before.deployments.keys()
        ready = [each for each in new if after.deployments[each] == "READY"]
        told = ending(witnessed.ended)
        if not new:
            return judged(False, seen, f"it {told}, and nothing was built")
        if not ready:
            return judged(False, seen, f"it {told}, and the build is {after.deployments[new.pop()]}")
        if live and after.serving not in new:
            return judged(False, seen, f"it {told}; what was built does not serve production")
        return judged(True, seen)

    sentence = "a new deployment is built" + (" and serves production" if live else ", for a preview")
    forced = words.command == "" or words.command == "deploy"
    instead = ["vercel --prod --yes"] if live and forced and "--yes" not in words.options else []
    return Intent(sentence, judge, instead=instead)


def _only_asks(words: vercel_words.VercelWords) -> bool:
    return bool({"--version", "-v", "--help", "-h"} & words.options.keys())
