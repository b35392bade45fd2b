"""The words of a ``vercel`` command: its sub-command, its arguments and its options."""

from __future__ import annotations

from typing import NamedTuple

from drills.runbook_check.intents.intent import Typed

# Options that take the next word as their value.
_TAKING = {
    "--cwd",
    "--token",
    "-t",
    "--scope",
    "-S",
    "--global-config",
    "-Q",
    "--local-config",
    "-A",
    "--env",
    "-e",
}
_TAKING |= {
    "--build-env",
    "-b",
    "--meta",
    "-m",
    "--target",
    "--environment",
    "--value",
    "--timeout",
    "--regions",
}
_TAKING |= {
    "--since",
    "--until",
    "--limit",
    "-n",
    "--query",
    "-q",
    "--level",
    "--status-code",
    "--deployment",
    "-d",
}
_GROUPS = {"env", "alias", "project", "projects", "teams", "team", "domains", "logs", "cache", "git"}


class VercelWords(NamedTuple):
    """``vercel env add A production --yes``: ``env add``, (``A``, ``production``), {``--yes``: ``""``}."""

    command: str
    arguments: tuple[str, ...]
    options: dict[str, str]

    @property
    def to_production(self) -> bool:
        """Whether a deployment goes there."""
        return "--prod" in self.options or self.options.get("--target") == "production"


def read(typed: Typed) -> VercelWords | None:
    """Of the only ``vercel`` call in what is typed."""
    call = typed.call("vercel") if typed.language == "shell" else None
    if call is None:
        return None
    words, arguments, options = list(call.words[1:]), [], {}
    while words:
        word = words.pop(0)
        if not word.startswith("-") or word == "-":
            arguments.append(word)
            continue
        name, _, value = word.partition("=")
        options[name] = value or (words.pop(0) if name in _TAKING and words else "")
    taken = 2 if arguments and arguments[0] in _GROUPS - {"logs"} else 1 if arguments else 0
    return VercelWords(" ".join(arguments[:taken]), tuple(arguments[taken:]), options)
