"""What is kept of a failure: scrubbed of secrets in the private folder, then put into the run folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from fixtures.target import Target
from reports.run import RunFolder
from reports.scrub import Scrubber, ScrubError
from reports.verdict import Artifact, Check
from smoke.assignment import CONTROL_TOKEN, parents_secrets
from smoke.own_headers import SCHEME, own_headers

FOLDER = "artifacts"
_LONGEST = 1500


def scrubber_for(target: Target, env: Mapping[str, str], more: Mapping[str, str]) -> Scrubber:
    """Knows every secret that this run holds; ``more`` are those that it has come to know."""
    passwords = [part.password_env for part in (target.login, target.basic_auth) if part is not None]
    names = [*passwords, *parents_secrets(target), CONTROL_TOKEN]
    secrets = {name: env[name] for name in names if env.get(name)}
    # In a trace a header's name and value stand apart.
    own = {name: value.removeprefix(SCHEME) for name, value in own_headers(target, env).items()}
    return Scrubber({**secrets, **own, **more})


def keep(scrubber: Scrubber, files: Sequence[Path], folder: Path, about: str) -> list[Artifact]:
    """Scrub ``files`` where they are, then keep them as artifacts named ``about`` something."""
    run = RunFolder(folder)
    kept = []
    for file in files:
        if not file.is_file():
            continue
        try:
            scrubber.scrub_file(file)
        except ScrubError:
            continue  # what cannot be made clean is not kept
        else:
            name = f"{FOLDER}/{about}-{file.name}"
            kept.append(run.keep(file, name, title=f"{about}: {file.name}", scrubbed=True))
    return kept


def scrubbed(check: Check, scrubber: Scrubber) -> Check:
    """The check with no secret in what it says."""
    attempts = [
        attempt.model_copy(update={"message": scrubbed_text(attempt.message, scrubber)})
        for attempt in check.attempts
    ]
    return check.model_copy(update={"message": scrubbed_text(check.message, scrubber), "attempts": attempts})


def scrubbed_text(text: str, scrubber: Scrubber) -> str:
    """A message for people, without any secret; only then is it cut off, which could leave half of one."""
    return scrubber.scrub_text(text)[:_LONGEST]
