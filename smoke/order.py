"""What the parent hands the child: whom to judge, under which run id, with which browser.

Standing alone (``pytest smoke --base-url URL``) the suite makes its own order.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from fixtures.target import Target

VARIABLE = "FIREDRILL_GATE_ORDER"


class Order(BaseModel):
    """``folder`` is private to the run: ``attempts.jsonl``, ``output`` and ``tmp`` are in it.

    ``journeys`` names those to walk, ``keyword`` and ``marker`` are pytest's ``-k`` and ``-m``, ``device`` is
    one of Playwright's; with ``har`` a failure keeps what its browser sent and got.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    run_id: str
    target: Target
    browser: str | None
    browser_args: tuple[str, ...] = ()
    folder: Path
    journeys: tuple[str, ...] = ()
    keyword: str = ""
    marker: str = ""
    device: str = ""
    har: bool = False

    @property
    def attempts(self) -> Path:
        """Where the child writes one JSON object an attempt."""
        return self.folder / "attempts.jsonl"

    @property
    def output(self) -> Path:
        """Where pytest-playwright and the suite put traces and screenshots."""
        return self.folder / "output"

    @property
    def temporary(self) -> Path:
        """The child's own temporary folder, browsers' profiles included."""
        return self.folder / "tmp"

    def write(self) -> Path:
        """Store it where `received` finds it."""
        path = self.folder / "order.json"
        path.write_text(self.model_dump_json(), encoding="utf-8")
        return path


def received() -> Order | None:
    """The parent's order; None where the suite runs by itself."""
    path = os.environ.get(VARIABLE)
    return Order.model_validate_json(Path(path).read_text(encoding="utf-8")) if path else None
