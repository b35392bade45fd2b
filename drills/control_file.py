"""How a second terminal finds the drill that runs: a file beside the world, readable by its owner only."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from fixtures.errors import SetupError

NAME = "control.json"
_WORLDS = "firedrill-world-*"
_WITHIN_S = 5.0


@dataclass(frozen=True)
class Control:
    """Where to declare, and with which token."""

    url: str
    token: str

    def declare(self, what: str, text: str) -> bool:
        """Say it; false where nobody listens there. Raises `SetupError` where it is refused."""
        try:
            answer = httpx.post(
                f"{self.url}/events",
                json={"kind": "responder.said", "what": what, "text": text},
                headers={"authorization": f"Bearer {self.token}"},
                timeout=_WITHIN_S,
                trust_env=False,
            )
        except httpx.HTTPError:
            return False
        if answer.is_success:
            return True
        raise SetupError(f"the drill at {self.url} refused: {answer.status_code} {answer.text.strip()}")


def write(folder: Path, url: str, token: str) -> Path:
    """Store it in a world's folder."""
    path = folder / NAME
    path.touch(mode=0o600)
    path.write_text(json.dumps({"url": url, "token": token}), encoding="utf-8")
    return path


def running(env: Mapping[str, str]) -> Iterator[Control]:
    """The drill of this shell's environment; without one, those of this user, the newest first."""
    if url := env.get("FIREDRILL_CONTROL_URL"):
        yield Control(url, env.get("FIREDRILL_CONTROL_TOKEN", ""))
        return
    mine = []
    for path in Path(tempfile.gettempdir()).glob(f"{_WORLDS}/{NAME}"):
        try:
            about = path.stat()
            # Only what its owner wrote: in a shared folder anybody can make one.
            if about.st_uid == os.getuid():
                mine.append((about.st_mtime, Control(**json.loads(path.read_text(encoding="utf-8")))))
        except (OSError, ValueError, TypeError):
            continue  # it ends just now
    for _, control in sorted(mine, key=lambda each: each[0], reverse=True):
        yield control


def declare(what: str, text: str, env: Mapping[str, str]) -> None:
    """Say something to the drill that runs. Raises `SetupError` where there is none."""
    asked = 0
    for control in running(env):
        asked += 1
        if control.declare(what, text):
            return
    where = "; the one of $FIREDRILL_CONTROL_URL does not answer" if asked else ""
    raise SetupError(f"no drill is running{where}; start one with `firedrill drill run`")
