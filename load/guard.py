"""What may be loaded: the world, or what the configuration lists as ours and loadable; never production."""

from __future__ import annotations

from pathlib import Path

from fixtures import config
from fixtures.errors import SetupError
from fixtures.origin import has_user, origin
from fixtures.target import WITH_USER, Target

PRODUCTION = "production"


class NotLoadableError(SetupError):
    """This target must not be loaded; the message says what to do if it is yours."""


def check(target: Target) -> Target:
    """The target, where load may reach it. Raises `NotLoadableError`."""
    if target.name == PRODUCTION:
        raise NotLoadableError("[target.production]: production is never loaded; use a copy of it")
    if target.load is None or not target.load.allowed:
        name = target.name or "NAME"
        raise NotLoadableError(
            f"{target.url} is not listed as yours to load; if it is, write in firedrill.toml: "
            f'[target.{name}] url = "{target.url}" and [target.{name}.load] allowed = true'
        )
    return target


def find(url: str, path: Path | None = None) -> Target:
    """The loadable target that the configuration lists under this address. Raises `NotLoadableError`."""
    if has_user(url):
        raise NotLoadableError(f"--url: {WITH_USER}")
    path = path or config.find()
    targets = config.load(path).target.values() if path else ()
    ours = [target for target in targets if origin(target.url) == origin(url)]
    if any(target.name == PRODUCTION for target in ours):
        raise NotLoadableError(f"{url} is [target.production] in {path}: production is never loaded")
    return check(next((target for target in ours if target.load), ours[0] if ours else Target(url=url)))
