"""No secret leaves: replaces secrets in what a run keeps, and counts how many it replaced.

Three nets, one after the other. What stands where a secret stands (a cookie's value, an authorization
header, a password field) is replaced whatever it is, and remembered, so that it is found again where nothing
tells it apart. Then come secrets known by name, each in all of its forms (`reports.secret_forms`), then what
has a secret's shape (`reports.secret_shapes`). Zip files, Playwright's traces among them, are rewritten
member by member; pictures, films and fonts pass as they are.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from reports import files
from reports.secret_forms import forms
from reports.secret_shapes import replace_in_json, replace_in_text

# What was only found, not named, is looked for elsewhere if it is long enough not to be an everyday word;
# cookies hold "production" or "system-dark" too.
_SHORTEST_FOUND = 8
_SHORTEST_COOKIE = 16
# A named secret below this cannot be told from other text, except where it stands alone.
_SHORTEST_NAMED = 4

_SCHEME = re.compile(r"(?i)^(bearer|basic|token|oauth)\s+")
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b\x08"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"\x1aE\xdf\xa3", b"wOFF", b"wOF2", b"\0\0\1\0")


class ScrubError(Exception):
    """A file cannot be scrubbed, so it must not be kept; the message names it."""


class _Prepared(NamedTuple):
    """What to look for, each with its marker: the longest forms first, so that none is cut short."""

    forms: list[tuple[str, str]]
    standing_alone: list[tuple[re.Pattern[str], str]]


class Scrubber:
    """Replaces secrets by ``[redacted:NAME]``. ``count`` is how many it has replaced so far.

    ``secrets`` maps names to values; an empty value is no secret.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self.count = 0
        self._named = {name: value for name, value in secrets.items() if value}
        self._found: dict[str, str] = {}
        self._prepared: _Prepared | None = None

    def scrub_text(self, text: str) -> str:
        """The text without secrets; JSON and JSON lines are understood as such, and stay such."""
        return self._without_values(self._without_placed(text))

    def scrub_file(self, path: Path) -> int:
        """Replace a file's content by the same without secrets; returns how many there were.

        Raises `ScrubError` where that cannot be done, OSError where the file cannot be read or written.
        """
        before = self.count
        content = path.read_bytes()
        try:
            clean = content
            known_before = -1
            while len(self._found) > known_before:
                # Again: what was found in one place is looked for in all places.
                known_before = len(self._found)
                clean = self._scrub_bytes(clean)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
            raise ScrubError(f"{path}: cannot be scrubbed, so it is not kept: {error}") from error
        if clean != content:
            files.write_bytes(path, clean)
        return self.count - before

    def scrub_folder(self, folder: Path) -> int:
        """Scrub every file below a folder; what one of them gave away is replaced in all of them.

        Returns how many secrets there were. Raises as `scrub_file` does.
        """
        before = self.count
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        for _ in range(2):
            for path in paths:
                self.scrub_file(path)
        return self.count - before

    # --- the nets --------------------------------------------------------------------------------

    def _without_placed(self, text: str) -> str:
        """Without what stands in a secret's place in JSON, whole or line by line."""
        if not text.lstrip().startswith(("{", "[")):
            return text
        whole = self._clean_json(text)
        if whole is not None:
            return whole
        lines = text.split("\n")
        return "\n".join(clean if (clean := self._clean_json(line)) is not None else line for line in lines)

    def _clean_json(self, text: str) -> str | None:
        """One JSON text without what stands in a secret's place; None where it is no JSON."""
        if not text.lstrip().startswith(("{", "[")):
            return None
        try:
            value = json.loads(text)
            clean = replace_in_json(value, self._redact_found)
        except (ValueError, RecursionError):
            return None
        if clean == value:
            return text
        indent = 2 if "\n" in text.strip() else None
        separators = None if indent else (",", ":")
        dumped = json.dumps(clean, ensure_ascii=False, indent=indent, separators=separators)
        if any("\ud800" <= character <= "\udfff" for character in dumped):
            return json.dumps(clean, indent=indent, separators=separators)
        return dumped

    def _without_values(self, text: str) -> str:
        """Without the values known by name or by having been found, and without secret shapes."""
        known = self._known()
        for form, marker in known.forms:
            if form in text:
                self.count += text.count(form)
                text = text.replace(form, marker)
        for pattern, marker in known.standing_alone:
            text, replaced = pattern.subn(marker, text)
            self.count += replaced
        return replace_in_text(text, self._redact_shape)

    def _redact_found(self, what: str, value: str) -> str:
        self.count += 1
        # Of "Bearer abc", the token alone is what may stand elsewhere.
        secret = _SCHEME.sub("", value)
        shortest = _SHORTEST_COOKIE if "cookie" in what else _SHORTEST_FOUND
        if len(secret) >= shortest and secret not in self._named.values() and secret not in self._found:
            self._found[secret] = what
            self._prepared = None
        return self._marker(what)

    def _redact_shape(self, what: str, value: str) -> str:  # noqa: ARG002 - as `Replace` wants it
        self.count += 1
        return self._marker(what)

    def _known(self) -> _Prepared:
        """All forms of all secrets known so far."""
        if self._prepared is None:
            values = {value: name for name, value in self._named.items()} | self._found
            marked = {value: self._marker(name) for value, name in values.items()}
            by_form = {
                form: marker
                for value, marker in marked.items()
                if len(value) >= _SHORTEST_NAMED
                for form in forms(value)
            }
            standing_alone = [
                (re.compile(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])"), marker)
                for value, marker in marked.items()
                if len(value) < _SHORTEST_NAMED
            ]
            longest_first = sorted(by_form.items(), key=lambda item: (-len(item[0]), item[0]))
            self._prepared = _Prepared(longest_first, standing_alone)
        return self._prepared

    def _marker(self, name: str) -> str:
        """What stands in a secret's place: never a text that holds a secret itself."""
        secrets = (*self._named.values(), *self._found)
        choices = (f"[redacted:{name}]", "[redacted]")
        return next((mark for mark in choices if not any(secret in mark for secret in secrets)), "***")

    # --- files -----------------------------------------------------------------------------------

    def _scrub_bytes(self, content: bytes) -> bytes:
        if content.startswith(_ZIP):
            return self._scrub_zip(content)
        if content.startswith(_GZIP):
            plain = gzip.decompress(content)
            clean = self._scrub_bytes(plain)
            return content if clean == plain else gzip.compress(clean, mtime=0)
        if content.startswith(_PICTURES) or content[:4] + content[8:12] == b"RIFFWEBP":
            return content
        try:
            return self.scrub_text(content.decode()).encode()
        except UnicodeDecodeError:
            return self._scrub_binary(content)

    def _scrub_binary(self, content: bytes) -> bytes:
        """An unknown format, or text that is not UTF-8: every byte is kept but the secrets'."""
        text = content.decode("utf-8", "surrogateescape")
        return self._without_values(text).encode("utf-8", "surrogateescape")

    def _scrub_zip(self, content: bytes) -> bytes:
        rewritten = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(rewritten, "w") as target:
            for member in source.infolist():
                target.writestr(member, self._scrub_bytes(source.read(member)), zipfile.ZIP_DEFLATED)
        return rewritten.getvalue()
