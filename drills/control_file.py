"""How a second terminal finds the drill that runs: a file beside the world, readable by its owner only."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from fixtures.errors import SetupError
from fixtures.own_file import open_file
from reports import files

NAME = "control.json"
_WORLDS = "firedrill-world-*"
_WITHIN_S = 5.0


@dataclass(frozen=True)
class Control:
    """Where to declare, and with which token; ``env`` is what is set in the responder's shell."""

    url: str
    token: str
    env: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def answers(self) -> bool:
        """Whether the drill still runs: its control endpoint knows this token and refuses an empty word."""
        try:
            answer = self._post({})
        except httpx.HTTPError:
            return False
        return answer.status_code == 422

    def declare(self, what: str, text: str) -> bool:
        """Say it; false where nobody listens there. Raises `SetupError` where it is refused."""
        try:
            answer = self._post({"kind": "responder.said", "what": what, "text": text})
        except httpx.HTTPError:
            return False
        if answer.is_success:
            return True
        raise SetupError(f"the drill at {self.url} refused: {answer.status_code} {answer.text.strip()}")

    def _post(self, event: Mapping[str, str]) -> httpx.Response:
        return httpx.post(
            f"{self.url}/events",
            json=event,
            headers={"authorization": f"Bearer {self.token}"},
            timeout=_WITHIN_S,
            trust_env=False,
        )


def write(folder: Path, url: str, token: str, env: Mapping[str, str] | None = None) -> Path:
    """Store it in a world's folder."""
    path = folder / NAME
    content = {"url": url, "token": token, "env": dict(env or {})}
    files.write_text(path, json.dumps(content), mode=files.PRIVATE)
    return path


def running(env: Mapping[str, str]) -> Iterator[Control]:
    """The drill of this shell's environment; without one, those of this user, the newest first."""
    if url := env.get("FIREDRILL_CONTROL_URL"):
        yield Control(url, env.get("FIREDRILL_CONTROL_TOKEN", ""))
        return
    yield from _stored()


def shell_env() -> dict[str, str]:
    """What points the real tools at the newest drill that runs. Raises `SetupError` where there is none."""
    for control in _stored():
        if control.env and control.answers:
            return dict(control.env)
    raise SetupError("no drill is running; start one with `firedrill drill run`")


def _stored() -> list[Control]:
    """Those of this user, the newest first."""
    mine = []
    for path in Path(tempfile.gettempdir()).glob(f"{_WORLDS}/{NAME}"):
        try:
            # Only what its owner wrote: in a shared folder anybody can make one.
            with os.fdopen(open_file(path)) as file:
                mine.append((os.fstat(file.fileno()).st_mtime, Control(**json.load(file))))
        except (OSError, ValueError, TypeError):
            continue  # it ends just now
    return [control for _, control in sorted(mine, key=lambda each: each[0], reverse=True)]


def declare(what: str, text: str, env: Mapping[str, str]) -> None:
    """Say something to the drill that runs. Raises `SetupError` where there is none."""
    asked = 0
    for control in running(env):
        asked += 1
        if control.declare(what, text):
            return
    where = "; the one of $FIREDRILL_CONTROL_URL does not answer" if asked else ""
    raise SetupError(f"no drill is running{where}; start one with `firedrill drill run`")
