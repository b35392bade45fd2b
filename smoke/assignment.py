"""What one run of the gate was asked to do, and the names by which it is known outside."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fixtures.target import Target
from smoke.options import EVERYTHING, Options

JOB = "smoke"
CONTROL_URL = "FIREDRILL_CONTROL_URL"
CONTROL_TOKEN = "FIREDRILL_CONTROL_TOKEN"
# The code of a reason that the command answers with an exit code of its own.
HARNESS_BROKE = "harness-broke"


@dataclass(frozen=True)
class Assignment:
    """What one run of the gate was asked to do.

    ``env`` holds the secrets that ``target`` names; ``over_http`` walks the journeys without a browser.
    """

    target: Target
    folder: Path
    env: Mapping[str, str]
    tell: Callable[[str], None]
    options: Options = EVERYTHING
    over_http: bool = False
    begun_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    begun_mono_s: float = field(default_factory=time.monotonic)

    @property
    def run_id(self) -> str:
        """The name of the run's folder."""
        return self.folder.name


def parents_secrets(target: Target) -> list[str]:
    """The variables of secrets that only this side has a use for, the browser's process none."""
    tokens = [vendor.token_env for vendor in (target.vercel, target.sentry) if vendor is not None]
    entry = [target.protection.secret_env] if target.protection else []
    return [*tokens, *entry, *([target.supabase.anon_key_env] if target.supabase else [])]
