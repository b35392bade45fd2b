"""Atomic writes: a reader finds the whole old file or the whole new one, also after a kill.

A temporary file in the same folder, flushed to the disk, then renamed over the old one.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from pydantic import BaseModel, JsonValue

# What secrets are written with; other files get what the user's umask leaves.
PRIVATE = 0o600
_ANYBODY = 0o666


def write_bytes(path: Path, content: bytes, *, mode: int = _ANYBODY) -> Path:
    """Replace a file's content, atomically; returns ``path``. Raises OSError."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return path


def write_text(path: Path, text: str, *, mode: int = _ANYBODY) -> Path:
    """Replace a file's content by UTF-8 text, atomically; what no file can hold is written as ``?``."""
    return write_bytes(path, text.encode(errors="replace"), mode=mode)


def write_json(path: Path, value: BaseModel | JsonValue) -> Path:
    """Replace a file's content by a record or plain JSON value, atomically, indented for people."""
    if isinstance(value, BaseModel):
        return write_text(path, value.model_dump_json(indent=2) + "\n")
    return write_text(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the platform can open a folder."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
