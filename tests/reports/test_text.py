"""Text from strangers does no harm in a report."""

from __future__ import annotations

import pytest

from reports.text import markdown, number, one_line, printable, without_commands


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;new title\x07rest", "rest"),
        ("cursor\x1b[2J\x9b5A up", "cursor5A up"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("tab\tand é stay, 日本 too", "tab\tand é stay, 日本 too"),
        ("nul\x00 half \ud83d", "nul half "),
    ],
)
def test_nothing_moves_a_cursor_or_turns_the_text_around(text: str, clean: str) -> None:
    """Terminal escapes, control characters and marks of direction go; line ends become one kind."""
    assert printable(text) == clean


def test_one_line_is_one_line() -> None:
    """Line ends and runs of blanks become one blank, and what is too long says that it goes on."""
    assert one_line("  a\n\n b\t c ") == "a b c"
    assert one_line("abcdefgh", 5) == "abcd…"
    assert one_line("abcde", 5) == "abcde"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0.0, "0"),
        (17.0, "17"),
        (12345.6, "12,346"),
        (0.0015625, "0.00156"),
        ("a\nb", "a b"),
    ],
)
def test_values_for_people(value: float | str | None, text: str) -> None:
    """No exponents, no endless decimals."""
    assert number(value) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("&lt;b&gt; & co", "&amp;lt;b&amp;gt; & co"),
        ("[click](https://evil.example)", "\\[click\\](https&#58;//evil.example)"),
        ("see https://evil.example", "see https&#58;//evil.example"),
        ("www.evil.example", "www&#46;evil.example"),
        ("@everyone, mail a@b.c", "@&#8203;everyone, mail a@b.c"),
        ("**b** _i_ `c` ~~s~~ snake_case", "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~\\~s\\~\\~ snake_case"),
        ("a | b", "a \\| b"),
        ("two\nlines", "two lines"),
        ("cited [#12]", "cited \\[#12\\]"),
    ],
)
def test_markdown_says_just_the_text(text: str, escaped: str) -> None:
    """No markup, no HTML, no link, no mention, no forged citation."""
    assert markdown(text) == escaped


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("::set-output name=verdict::PASS", ": :set-output name=verdict::PASS"),
        ("fine\n   ::stop-commands::x", "fine\n   : :stop-commands::x"),
        ("the page said ##[add-mask]PASS", "the page said ## [add-mask]PASS"),
        ("at std::vector, ::1 and test_x.py::test_y::z", "at std::vector, ::1 and test_x.py::test_y::z"),
        ("## Heading [link]", "## Heading [link]"),
    ],
)
def test_a_strangers_text_gives_the_runner_no_command(text: str, safe: str) -> None:
    """Both forms that it knows; what only looks like one stays as it is."""
    assert without_commands(text) == safe
