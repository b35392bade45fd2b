"""The forms in which one secret value may stand in a text: raw, escaped, percent-encoded, in base64.

Encodings are applied up to twice, as in the percent-encoded base64 of a form's field, or a JSON body kept
as a string in a JSON log.
"""

from __future__ import annotations

import base64
import html
import itertools
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote, quote_plus

# Below this, a piece of base64 is too likely to stand there by chance.
_SHORTEST_BASE64 = 5
# Each library writes them in its own way, in an attribute.
_APOSTROPHES = ("'", "&#x27;", "&#39;", "&apos;")
_QUOTATION_MARKS = ('"', "&quot;", "&#34;")
_URL_SAFE_SETS = ("", "/", "!'()*~", "!'()*~/;,?:@&=+$#", ":@!$&'()*+,;=~")


@lru_cache(maxsize=1024)
def forms(secret: str) -> frozenset[str]:
    """All forms of a secret, itself included."""
    once = {form for form in _escaped(secret) if form} | _in_base64(secret)
    twice = {form for text in once for form in _escaped(text)}
    nested = {form for text in _escaped(secret) for form in _in_base64(text)}
    return frozenset({secret} | once | twice | nested)


def _escaped(text: str) -> set[str]:
    """A text as it stands within JSON, an address, a form's body or HTML."""
    return {text, *_in_json(text), *_in_url(text), *_in_html(text)}


def _in_json(text: str) -> Iterator[str]:
    for ascii_only in (True, False):
        escaped = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        yield escaped
        yield escaped.replace("/", "\\/")
        for_script = escaped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        yield for_script
        yield for_script.replace("'", "\\u0027")


def _in_url(text: str) -> Iterator[str]:
    encoded = [quote(text, safe=safe) for safe in _URL_SAFE_SETS]
    for form in (*encoded, quote_plus(text)):
        yield form
        yield re.sub(r"%[0-9A-F]{2}", lambda octet: octet[0].lower(), form)


def _in_html(text: str) -> Iterator[str]:
    escaped = html.escape(text, quote=False)
    for apostrophe, quotation_mark in itertools.product(_APOSTROPHES, _QUOTATION_MARKS):
        yield escaped.replace("'", apostrophe).replace('"', quotation_mark)


def _in_base64(text: str) -> set[str]:
    """The characters that a text gives within the base64 of any longer text, at all three alignments.

    A character of base64 holds six bits; those shared with what stands before or after are left out.
    """
    content = text.encode(errors="replace")
    found = set()
    for offset in range(3):
        first_whole = -(-offset * 8 // 6)
        last_whole = (offset + len(content)) * 8 // 6
        shifted = b"\0" * offset + content
        for encoded in (base64.b64encode(shifted), base64.urlsafe_b64encode(shifted)):
            piece = encoded[first_whole:last_whole].decode()
            if len(piece) >= _SHORTEST_BASE64:
                found.add(piece)
    return found
