"""Which target is judged: an address, a name of firedrill.toml, or both."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from fixtures import config
from fixtures.errors import SetupError
from fixtures.origin import has_user
from fixtures.target import WITH_USER, Target
from smoke.selection import check_ids

# What says nothing about one address only.
_OF_ANY_ADDRESS = ("words", "paths", "locale", "thresholds", "budgets", "checks", "flaky")


def choose_target(url: str | None, name: str | None = None, file: Path | None = None) -> Target:
    """The target that these options mean.

    An address that is a configured target's own is that target. Any other address takes words, paths and
    limits from the only configured target, but neither its user nor its vendors: a password goes only
    where it was configured for, and evidence must be about the site that is judged. A name together with an
    address is that target at this address. Raises `SetupError` or `fixtures.config.ConfigError`.
    """
    bare = None if url is None else _bare(url)
    path = file or config.find()
    targets = config.load(path, check_ids()).target if path else {}
    if name is not None:
        if path is None:
            raise SetupError(f"--target {name}: there is no {config.FILE_NAME} here or above; see --config")
        if name not in targets:
            known = ", ".join(sorted(targets)) or "none"
            raise SetupError(f"--target {name}: {path} has no [target.{name}]; configured: {known}")
        return targets[name] if bare is None else targets[name].model_copy(update={"url": bare.url})
    if bare is None:
        raise SetupError("which site? give --url URL or --target NAME")
    for target in targets.values():
        if target.url == bare.url:
            return target
    if len(targets) != 1:
        return bare
    (only,) = targets.values()
    return bare.model_copy(update={key: getattr(only, key) for key in _OF_ANY_ADDRESS})


def _bare(url: str) -> Target:
    if has_user(url):
        raise SetupError(f"--url: {WITH_USER}")
    try:
        return Target(url=url)
    except ValidationError as error:
        raise SetupError(f"--url {url!r}: expected an http:// or https:// address with a host") from error
