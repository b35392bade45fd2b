"""``vercel logs --follow``: shows what happens while it runs."""

from __future__ import annotations

from drills.runbook_check.intents import vercel_words
from drills.runbook_check.intents.intent import Intent, Judgement, Typed, Witnessed, ending, judged
from drills.runbook_check.stage import Stage

ORDER = -1  # before a search of what is followed


def recognise(typed: Typed, stage: Stage) -> Intent | None:  # noqa: ARG001
    """With ``--follow`` or ``-f``."""
    words = vercel_words.read(typed)
    if words is None or words.command != "logs" or not {"--follow", "-f"} & words.options.keys():
        return None
    return Intent("streams what users do while it runs", _judge, follows=True)


def _judge(witnessed: Witnessed) -> Judgement:
    ended = witnessed.ended
    if ended.how == "by us":
        finding = (
            "" if "/visite-" in ended.out else "it prints to standard error: a pipe behind it sees nothing"
        )
        return judged(True, "shows requests that came in while it ran", finding)
    why = ": this version says that it no longer streams" if "no longer streams" in ended.said else ""
    seen = f"no request that came in while it ran; it {ending(ended)}"
    return judged(False, seen, f"does not stream{why}; type it again for what is new")
