"""What all facts share: how they are made, read again, shown and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

Escape = Callable[[str], str]


class Fact(BaseModel):
    """What one event says: frozen, with a ``kind`` of its own, which names it in the journal.

    Units: seconds where a name ends in ``_s``, milliseconds where it ends in ``_ms``. ``actor`` tells who
    made a request, from the token it carried: ``responder``, ``gate``, ``harness`` or ``anonymous``; what a
    colleague answers is a ``colleague``'s (requests of the application itself are not recorded; they are
    the noise of normal work).

    A kind is ``seen_by_all`` where anybody sees it who looks at the world and its vendors: all others might
    tell what a surprise has drawn. Reports tell one that is ``notable`` wherever it stands; one that is
    ``declarable`` may be declared by the responder's tools.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    seen_by_all: ClassVar[bool] = False
    notable: ClassVar[bool] = False
    declarable: ClassVar[bool] = False
    kind: str

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Every kind can be read from a journal."""
        KINDS[cls.model_fields["kind"].default] = cls

    @model_validator(mode="before")
    @classmethod
    def _can_be_kept(cls, fields: object) -> object:
        return _encodable(fields)

    def english(self) -> str:
        """As the page tells it."""
        return self.kind

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it; every text that is not ours goes through ``escape``."""
        return escape(self.kind)


KINDS: dict[str, type[Fact]] = {}


def fact_of(fields: object) -> Fact:
    """A fact from its fields, ``kind`` among them, as a journal's line has it.

    Raises ValueError (`pydantic.ValidationError` is one) for a kind or a field that is not known.
    """
    kind = fields.get("kind") if isinstance(fields, Mapping) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(f"no such kind of fact: {kind!r}")
    return KINDS[kind].model_validate(fields)


def _encodable(value: Any) -> Any:
    """The same value with the lone surrogates in its texts, which no file can hold, replaced by ``?``."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode(errors="replace").decode()
    if isinstance(value, Mapping):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(item) for item in value]
    return value
