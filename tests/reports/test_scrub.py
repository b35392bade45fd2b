"""No secret leaves: in whatever form, in whatever file, and what is kept stays readable."""

from __future__ import annotations

import base64
import binascii
import contextlib
import gzip
import html
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote, unquote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.scrub import Scrubber, ScrubError
from tests.reports import browsing

SECRET = 'p"ä/+ss <w&rd>\\42'


def in_base64(text: str, before: int) -> str:
    """A text in the base64 of something longer, that many bytes into it."""
    return base64.b64encode(b"u" * before + text.encode() + b"tail").decode()


FORMS: dict[str, Callable[[str], str]] = {
    "raw": lambda text: text,
    "json": lambda text: json.dumps(text),
    "json, not ascii": lambda text: json.dumps(text, ensure_ascii=False),
    "json, slashes escaped": lambda text: json.dumps(text).replace("/", "\\/"),
    "json in json": lambda text: json.dumps(json.dumps({"pw": text})),
    "in an address": lambda text: f"/login?pw={quote(text, safe='')}&x=1",
    "in a form": quote_plus,
    "with lower-case octets": lambda text: re.sub(
        "%..", lambda octet: octet[0].lower(), quote(text, safe="")
    ),
    "encodeURIComponent": lambda text: quote(text, safe="!'()*~"),
    "in html": html.escape,
    "in an attribute": lambda text: html.escape(text).replace("&quot;", "&#34;"),
    "base64, aligned": lambda text: in_base64(text, 0),
    "base64, one off": lambda text: in_base64(text, 1),
    "base64, two off": lambda text: in_base64(text, 2),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(f"x:{text}".encode()).decode(),
    "base64 in an address": lambda text: quote(in_base64(text, 1), safe=""),
    "json in base64": lambda text: base64.b64encode(json.dumps({"pw": text}).encode()).decode(),
}


def decodings(text: str) -> str:
    """All that a reader could decode out of a text, side by side."""
    found = [text, unquote(text), unquote_plus(text), html.unescape(text)]
    for piece in (text, unquote(text)):
        for offset in range(4):
            cut = piece[offset : offset + (len(piece) - offset) // 4 * 4]
            for alphabet in (b"+/", b"-_"):
                with contextlib.suppress(binascii.Error, ValueError):
                    found += [base64.b64decode(cut + "====", alphabet).decode(errors="replace")]
    return "\n".join(found)


@pytest.mark.parametrize("form", FORMS, ids=FORMS)
def test_a_secret_known_by_name_is_replaced_in_every_form(form: str) -> None:
    """Nothing of it is left, its name stands there, and it is counted."""
    scrubber = Scrubber({"SMOKE_PASSWORD": SECRET})
    hidden = FORMS[form](SECRET)

    clean = scrubber.scrub_text(f"before {hidden} after")

    assert "[redacted:SMOKE_PASSWORD]" in clean
    assert hidden not in clean
    assert scrubber.count == 1
    assert clean.startswith("before")
    assert clean.endswith("after")


@given(
    secret=st.text(min_size=8, max_size=40).filter(lambda text: len(text.strip()) >= 8),
    form=st.sampled_from(sorted(FORMS)),
)
@example(secret="000000'\"", form="in an attribute")
def test_no_secret_survives_in_any_form(secret: str, form: str) -> None:
    """Whatever characters a secret is made of, nothing that could be decoded holds it."""
    clean = Scrubber({"S": secret}).scrub_text(FORMS[form](secret))

    assert secret not in decodings(clean)


@given(st.text(max_size=200))
def test_text_without_secrets_is_left_alone(text: str) -> None:
    """Nothing is lost or counted where there is nothing to hide."""
    scrubber = Scrubber({"S": "x7Zq-not-in-any-text-9Kw"})
    harmless = text.replace(":", "").replace("=", "")

    assert scrubber.scrub_text(harmless) == harmless
    assert scrubber.count == 0


def test_the_longer_of_two_secrets_goes_first() -> None:
    """A secret that begins like another one does not leave its rest behind."""
    scrubber = Scrubber({"SHORT": "abcd1234", "LONG": "abcd1234efgh5678"})

    assert scrubber.scrub_text("abcd1234efgh5678 abcd1234") == "[redacted:LONG] [redacted:SHORT]"


def test_a_marker_never_holds_a_secret() -> None:
    """A password that is a word of ours does not come back with the marker."""
    clean = Scrubber({"password": "password", "x": "redacted"}).scrub_text("password and redacted")

    assert clean == "*** and ***"


def test_a_short_secret_is_replaced_where_it_stands_alone() -> None:
    """Three characters within a word are no secret; an empty value is none at all."""
    scrubber = Scrubber({"PIN": "123", "UNSET": ""})

    assert scrubber.scrub_text("pin 123, order 91234") == "pin [redacted:PIN], order 91234"
    assert scrubber.count == 1


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"token {browsing.JWT} end", "token [redacted:jwt] end"),
        ("Authorization: Bearer abc.def-123", "Authorization: [redacted:authorization]"),
        ("-H 'cookie: a=b; c=d' next", "-H 'cookie: [redacted:cookie]' next"),
        ("> set-cookie: a=b; Path=/\n> date: x", "> set-cookie: [redacted:set-cookie]\n> date: x"),
        ("apikey: k1", "apikey: [redacted:apikey]"),
        ("sent with Bearer abcdefgh12345", "sent with Bearer [redacted:bearer]"),
        (
            "/?x-vercel-protection-bypass=s3&a=1",
            "/?x-vercel-protection-bypass=[redacted:x-vercel-protection-bypass]&a=1",
        ),
        ("password=hunter2&next=/", "password=[redacted:password]&next=/"),
        ('log {"access_token": "t1"}', 'log {"access_token": "[redacted:access_token]"}'),
        (r"log \"refresh_token\":\"a\\b\" end", r"log \"refresh_token\":\"[redacted:refresh_token]\" end"),
        ("base64-eyJhY2Nlc3MiOiJ4In0", "[redacted:session]"),
    ],
)
def test_shapes_are_secret_whatever_their_value(text: str, left: str) -> None:
    """Headers, parameters and tokens need not be known by name; scrubbing again changes nothing."""
    scrubber = Scrubber({})

    assert scrubber.scrub_text(text) == left
    assert scrubber.count == 1
    assert scrubber.scrub_text(left) == left
    assert scrubber.count == 1


@pytest.mark.parametrize(
    "text",
    [
        "Bearer tokens are refused",
        "the cookie banner: accepted",
        "deployment dpl_7Gq1 is READY, commit 0f1e2d3c",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        '{"name": "content-type", "value": "text/html"}',
        '{"event": "login", "ok": true}',
    ],
)
def test_what_only_looks_like_it_is_left(text: str) -> None:
    """Prose about tokens, ids, digests and harmless headers stay readable."""
    scrubber = Scrubber({})

    assert scrubber.scrub_text(text) == text
    assert scrubber.count == 0


@pytest.mark.parametrize(
    ("record", "left"),
    [
        (
            {"headers": [{"name": "Cookie", "value": "a=b"}]},
            {"headers": [{"name": "Cookie", "value": "[redacted:cookie]"}]},
        ),
        (
            {"cookies": [{"name": "session", "value": "v1", "path": "/"}]},
            {"cookies": [{"name": "session", "value": "[redacted:cookie]", "path": "/"}]},
        ),
        ({"headers": {"apikey": ["k1", "k2"]}}, {"headers": {"apikey": ["[redacted:apikey]"] * 2}}),
        (
            {"method": "fill", "params": {"selector": 'internal:label="Mot de passe"i', "value": "pw"}},
            {
                "method": "fill",
                "params": {"selector": 'internal:label="Mot de passe"i', "value": "[redacted:password]"},
            },
        ),
        (
            ["INPUT", {"type": "password", "__playwright_value_": "pw"}],
            ["INPUT", {"type": "password", "__playwright_value_": "[redacted:password]"}],
        ),
        (
            {"postData": {"text": '{"email":"a@b","password":"pw"}'}},
            {"postData": {"text": '{"email": "a@b", "password": "[redacted:password]"}'}},
        ),
        ({"name": "token", "value": 7, "deep": {"token": {"id": 1}}}, None),
    ],
)
def test_places_of_secrets_in_json(record: object, left: object) -> None:
    """What stands in a secret's place goes, the structure stays, and so does everything else."""
    clean = json.loads(Scrubber({}).scrub_text(json.dumps(record)))

    assert clean == (record if left is None else left)


def test_json_lines_stay_json_lines() -> None:
    """Each line is one object still, in its order, those without secrets byte for byte."""
    lines = ['{"a":  1}', '{"cookies":[{"name":"s","value":"v"}]}', "", "no json", '{"b": "\\ud83d"}']

    clean = Scrubber({}).scrub_text("\n".join(lines)).split("\n")

    assert clean[0] == lines[0]
    assert json.loads(clean[1]) == {"cookies": [{"name": "s", "value": "[redacted:cookie]"}]}
    assert clean[2:] == lines[2:]


@pytest.mark.parametrize("header", ["authorization", "x-api-key"])
def test_what_one_member_gives_away_is_found_in_earlier_ones(tmp_path: Path, header: str) -> None:
    """A token told apart by its header is also replaced where it stood alone, before it was known."""
    path = tmp_path / "trace.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "it was opaque-token-0815 then")
        archive.writestr("b.json", json.dumps({header: "Bearer opaque-token-0815"}))

    Scrubber({}).scrub_file(path)

    with zipfile.ZipFile(path) as archive:
        assert archive.read("a.txt").decode() == f"it was [redacted:{header}] then"
        assert b"opaque-token" not in archive.read("b.json")


def test_half_an_emoji_beside_a_secret_does_no_harm() -> None:
    """JSON that no file could hold as plain text keeps its escapes."""
    text = '{"password": "hunter2-and-more", "note": "é \\ud83d"}'

    clean = Scrubber({}).scrub_text(text)

    assert json.loads(clean.encode()) == {"password": "[redacted:password]", "note": "é \ud83d"}


def test_what_one_file_gives_away_is_found_in_all(tmp_path: Path) -> None:
    """A session cookie told apart in a HAR is also replaced in a log that was written before it."""
    (tmp_path / "a.log").write_text("resumed 5e551on-c00k1e-value ok")
    (tmp_path / "b.har").write_text(json.dumps({"cookies": [{"name": "s", "value": "5e551on-c00k1e-value"}]}))

    count = Scrubber({}).scrub_folder(tmp_path)

    assert (tmp_path / "a.log").read_text() == "resumed [redacted:cookie] ok"
    assert count == 2


def test_an_everyday_word_in_a_cookie_is_not_hunted(tmp_path: Path) -> None:
    """A cookie that says "production" does not blacken that word in the whole trace."""
    path = tmp_path / "net.har"
    path.write_text(json.dumps({"cookies": [{"name": "env", "value": "production"}], "env": "production"}))

    Scrubber({}).scrub_file(path)

    assert json.loads(path.read_text())["env"] == "production"


def test_compressed_files_are_rewritten_member_by_member(tmp_path: Path) -> None:
    """A secret within a gzip within a zip within a zip is found; pictures keep every byte."""
    picture = b"\x89PNG\r\n\x1a\n" + SECRET.encode()
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("body.gz", gzip.compress(SECRET.encode()))
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "inner.zip")
        archive.writestr("shot.png", picture)
        archive.writestr("latin.txt", b"\xe9t\xe9 canary-1234 \xff")

    Scrubber({"A": SECRET, "B": "canary-1234"}).scrub_file(path)

    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["inner.zip", "shot.png", "latin.txt"]
        assert archive.read("shot.png") == picture
        assert archive.read("latin.txt") == b"\xe9t\xe9 [redacted:B] \xff"
        with archive.open("inner.zip") as member, zipfile.ZipFile(member) as within:
            assert gzip.decompress(within.read("body.gz")) == b"[redacted:A]"


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip at all", b"\x1f\x8b\x08 cut short"])
def test_a_file_that_cannot_be_scrubbed_is_an_error(tmp_path: Path, content: bytes) -> None:
    """It must not be kept; the message names it, and it is left as it is."""
    path = tmp_path / "broken.bin"
    path.write_bytes(content)

    with pytest.raises(ScrubError, match=r"broken\.bin: cannot be scrubbed, so it is not kept"):
        Scrubber({"A": SECRET}).scrub_file(path)

    assert path.read_bytes() == content


@pytest.mark.parametrize("named", [True, False], ids=["secrets known by name", "nothing known"])
def test_a_real_trace_holds_no_secret_and_opens_still(tmp_path: Path, named: bool) -> None:
    """A login with a real browser: no byte of trace, HAR and state gives a secret away."""
    recorded = browsing.run("trace", str(tmp_path))
    assert recorded == ["net.har", "page.png", "state.json", "trace.zip"]
    picture = (tmp_path / "page.png").read_bytes()
    secrets = {"SMOKE_PASSWORD": browsing.PASSWORD, "BYPASS": browsing.BYPASS}
    needles = [*secrets.values(), browsing.COOKIE, browsing.BEARER, browsing.REFRESH, browsing.JWT]
    forms = {form(needle) for needle in needles for form in (str, quote_plus, quote)} | {
        base64.b64encode(f"{browsing.EMAIL}:{browsing.PASSWORD}".encode()).decode()[24:36]
    }
    assert forms & set(found_in(tmp_path, forms)) >= set(needles) - {browsing.PASSWORD}

    Scrubber(secrets if named else {}).scrub_folder(tmp_path)

    assert found_in(tmp_path, forms) == []
    assert (tmp_path / "page.png").read_bytes() == picture
    with zipfile.ZipFile(tmp_path / "trace.zip") as archive:
        assert archive.testzip() is None
        kinds = [json.loads(line)["type"] for line in archive.read("trace.trace").splitlines()]
        assert {"context-options", "before", "after", "frame-snapshot"} <= set(kinds)
        assert any(name.endswith(".jpeg") for name in archive.namelist())
        assert browsing.EMAIL.encode() in archive.read("trace.trace")
    assert json.loads((tmp_path / "net.har").read_text())["log"]["entries"]


def found_in(folder: Path, needles: set[str]) -> list[str]:
    """Which of these texts stand anywhere in a folder, zip members included."""
    contents = []
    for path in folder.iterdir():
        contents.append(path.read_bytes())
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
    return sorted(needle for needle in needles if any(needle.encode() in content for content in contents))
