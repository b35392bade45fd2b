"""What may be written, what is noted of it, and how it is marked; in the browser, see test_read_only."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, quote_plus

import pytest

from fixtures.target import Target
from smoke.browsing.failures import NeedsWriteError
from smoke.browsing.writes import Writes

TEXT = "C'est l'été : (100 %) d'envie * & \"de\" ~ lumière !"
MARK = "[firedrill-gate/run]"


# What is decided.


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({"name": "production", "url": "https://a.example"}, False),
        ({"name": "production", "url": "http://127.0.0.1:1"}, False),
        ({"name": "preview", "url": "https://a.example"}, True),
        ({"url": "https://a.example"}, False),
        ({"url": "http://localhost:3000"}, True),
        ({"name": "production", "url": "https://a.example", "writes": {"allowed": True}}, True),
        ({"name": "preview", "url": "https://a.example", "writes": {"allowed": False}}, False),
    ],
)
def test_who_may_write(fields: dict[str, Any], may: bool) -> None:
    """As stated; otherwise not in production, and not where nobody has said whose site it is."""
    assert Target.model_validate(fields).may_write is may


def test_a_host_that_the_site_led_to_is_told() -> None:
    """With how to let a login there through, since it may be one; an allowed one is."""
    writes = Writes(allowed=False, always=("POST /in",))

    def signs_in() -> None:
        with writes.needed():
            writes.lets_through("POST", "/u", elsewhere="id.example")
            raise AssertionError

    with pytest.raises(NeedsWriteError, match=r"POST /u at id\.example .*list 'POST /u' in writes\.always"):
        signs_in()
    assert writes.blocked == ["POST /u at id.example"]
    assert writes.lets_through("POST", "/in", elsewhere="id.example")


def test_the_allow_list_lets_through_what_it_names() -> None:
    """A method and a path, a star at the end for anything; all else is noted."""
    writes = Writes(allowed=False, always=("POST /api/login", "PUT /draft/*"))

    let = [
        writes.lets_through(*asked.split(" "))
        for asked in ("POST /api/login", "PUT /draft/7", "POST /api/login/x", "DELETE /draft/7", "POST /")
    ]

    assert let == [True, True, False, False, False]
    assert writes.blocked == ["POST /api/login/x", "DELETE /draft/7", "POST /"]


def test_where_writing_is_allowed_nothing_is_blocked() -> None:
    """Nor noted."""
    writes = Writes(allowed=True, always=())

    assert writes.lets_through("DELETE", "/everything")
    assert writes.blocked == []


def fail_beside(writes: Writes, asked: str, words: str) -> None:
    """A step that fails where the page has asked for this write."""
    with writes.needed():
        writes.lets_through(*asked.split())
        raise AssertionError(words)


def test_what_fails_for_want_of_a_write_is_no_failure() -> None:
    """Only if it was blocked within the block; the message names the request."""
    writes = Writes(allowed=False, always=())
    writes.lets_through("POST", "/beacon")

    with pytest.raises(AssertionError, match="the button is dead"), writes.needed():
        raise AssertionError("the button is dead")
    assert not writes.has_missed

    writes.step()
    with pytest.raises(NeedsWriteError, match="needs POST /save, which read-only mode blocks"):
        fail_beside(writes, "POST /save", "not saved")
    assert writes.has_missed


def test_a_write_that_may_be_a_pages_own_idea_excuses_nothing() -> None:
    """Both are named: what is missing, and what was blocked."""
    writes = Writes(allowed=False, always=())
    writes.step()
    writes.page_comes()

    with pytest.raises(NeedsWriteError, match="not saved; but read-only mode blocks POST /save, and nobody"):
        fail_beside(writes, "POST /save", "not saved")
    assert not writes.has_missed


def test_telemetry_is_no_excuse() -> None:
    """Nothing waits for it, whoever asked: what fails beside it has failed."""
    writes = Writes.of(Target(url="https://postry.example", name="production"))
    writes.step()

    with pytest.raises(AssertionError, match="empty"):
        fail_beside(writes, "POST /monitoring/envelope", "empty")
    assert writes.blocked == ["POST /monitoring/envelope"]


def test_no_journey_needs_a_beacon() -> None:
    """Nothing in a page can wait for one: it is blocked and told, and what fails beside it has failed."""
    writes = Writes(allowed=False, always=())

    def looks() -> None:
        with writes.needed():
            writes.lets_through("POST", "/telemetry", is_awaited=False)
            raise AssertionError("the button is dead")

    with pytest.raises(AssertionError, match="the button is dead"):
        looks()
    assert writes.blocked == ["POST /telemetry"]
    assert not writes.has_missed


# What is marked.


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_post_in_json_is_marked(ascii_only: bool) -> None:
    """Whichever way its letters are escaped; the rest of the body stays."""
    body = json.dumps({"content": f"Un début.\n\n{TEXT}", "tone": 3}, ensure_ascii=ascii_only)
    marked = json.loads(_marked(body, "application/json"))

    assert marked == {"content": f"Un début.\n\n{TEXT} {MARK}", "tone": 3}


@pytest.mark.parametrize(
    "encode",
    [
        quote,
        quote_plus,
        lambda text: quote(text, safe="!'()*~"),  # encodeURIComponent
        lambda text: quote_plus(text, safe="*").replace("~", "%7E"),  # forms, and URLSearchParams
    ],
)
def test_a_post_in_a_form_is_marked(encode: Callable[[str], str]) -> None:
    """However its special characters are encoded; the other fields stay."""
    body = f"text={encode(TEXT)}&a=b"
    marked = parse_qs(_marked(body, "application/x-www-form-urlencoded; charset=UTF-8"))

    assert marked == {"text": [f"{TEXT} {MARK}"], "a": ["b"]}


def test_a_post_in_parts_is_marked() -> None:
    """Plain text within multipart, as server actions send it."""
    body = f'--x\r\nContent-Disposition: form-data; name="1"\r\n\r\n{TEXT}\r\n--x--'

    assert f"{TEXT} {MARK}\r\n--x--" in _marked(body, "multipart/form-data; boundary=x")


def test_what_does_not_hold_the_post_stays_as_it_is() -> None:
    """And nothing is claimed."""
    writes = Writes(allowed=True, always=())
    assert writes.marked(TEXT, "text/plain") == "", "nothing to mark yet"
    writes.mark(TEXT, MARK)

    assert writes.marked('{"draft": 7}', "application/json") == ""
    assert not writes.has_marked


def _marked(body: str, content_type: str) -> str:
    writes = Writes(allowed=True, always=())
    writes.mark(TEXT, MARK)
    marked = writes.marked(body, content_type)
    assert writes.has_marked
    return marked
