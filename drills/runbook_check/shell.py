"""A line of shell, read by bash's own grammar (tree-sitter): what it calls, and what it writes to."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from drills.runbook_check import wrappers

# A person fills these in; the shell would take some of them for something else.
PLACEHOLDER = re.compile(r"<[^\W\d][\w ./:-]*>|(?<![^\s=])\[[^\W\d][\w /-]{2,}\](?!\S)|\{\{[^{}]+\}\}")
_WORDS = {"word", "number", "string", "raw_string", "concatenation", "ansi_c_string", "simple_expansion"}
_WORDS |= {"expansion", "command_substitution", "arithmetic_expansion"}
_LEADING = re.compile(r"PATH|BASH_ENV|ENV|LD_\w+|LESSOPEN|LESSCLOSE|PAGER|PSQL_\w+|NODE_\w+|SHELL")
_PREPARING = {"cd", "source", ".", "set", "shopt", "alias", "unset", "export", "declare", "local", "readonly"}


@dataclass(frozen=True)
class Call:
    """One program with its words, quotes taken off; ``given`` is what a here-document gives it to read."""

    words: tuple[str, ...]
    given: str = ""

    @property
    def program(self) -> str:
        """Its name, empty for one that is only known as it runs."""
        return self.words[0] if self.words else ""


@dataclass(frozen=True)
class Line:
    """What a line holds: each pipeline's calls, all programs by name, and the files that it is led to.

    Both are read through what starts another program, to the one that counts. ``unread`` are those that could
    start something which cannot be read. ``readable`` is whether bash would read it; ``prepares`` whether it
    only changes the shell itself.
    """

    text: str
    readable: bool
    pipelines: tuple[tuple[Call, ...], ...]
    programs: tuple[str, ...]
    unread: tuple[str, ...]
    files: tuple[str, ...]
    prepares: bool

    @property
    def only(self) -> tuple[Call, ...]:
        """The calls of its one pipeline; none where it has several."""
        return self.pipelines[0] if len(self.pipelines) == 1 else ()


@cache
def parse(text: str) -> Line:
    """Read a line, or several that belong together."""
    # A placeholder counts as a word, whatever bash makes of its brackets.
    masked = PLACEHOLDER.sub(lambda match: "x" * len(match[0].encode()), text)
    root = Parser(Language(tree_sitter_bash.language())).parse(masked.encode()).root_node
    reading = _Reading(text.encode())
    pipelines = tuple(reading.pipelines(root))
    declared = any(node.type in {"variable_assignment", "declaration_command"} for node in _all(root))
    called = {call.program for pipeline in pipelines for call in pipeline}
    started = [_started(call) for call in reading.calls(root)]
    own = reading.own(root)
    return Line(
        text,
        readable=not root.has_error and not text.rstrip().endswith("\\"),
        pipelines=tuple(_through(pipeline) for pipeline in pipelines),
        programs=tuple(name for each in started for name in each.programs if name not in own),
        unread=tuple(name for each in started for name in each.unread) + tuple(reading.leading(root)),
        files=tuple(reading.files(root)),
        prepares=(declared or bool(called)) and called <= _PREPARING,
    )


@dataclass(frozen=True)
class _Started:
    programs: tuple[str, ...]
    unread: tuple[str, ...] = ()


def _started(call: Call) -> _Started:
    """All programs that a call starts, itself included."""
    programs, unread = [call.program], []
    for each in wrappers.inner(call.words, call.given):
        if each.words:
            found = _started(Call(each.words))
            # The words to come may be a program's name or the text of a shell.
            if each.more and (each.words[0] in wrappers.SHELLS or not _ends_in_program(each.words)):
                programs.append(wrappers.READ)
            elif each.words[0] in wrappers.SHELLS and any(wrappers.READ in word for word in each.words):
                unread.append(call.program)
        elif each.text:
            line = parse(each.text)
            found = _Started(line.programs, line.unread if line.readable else (call.program,))
        else:
            found = _Started((), (call.program,))
        programs += found.programs
        unread += found.unread
    return _Started(tuple(programs), tuple(unread))


def _ends_in_program(words: tuple[str, ...]) -> bool:
    """Whether these words name a program that starts no other."""
    return words[0] not in wrappers.STARTERS or any(
        _ends_in_program(each.words) for each in wrappers.inner(words) if each.words
    )


def _through(pipeline: tuple[Call, ...]) -> tuple[Call, ...]:
    """A pipeline of the programs that count, without what only starts them."""
    return tuple(found for call in pipeline for found in _counting(call))


def _counting(call: Call) -> tuple[Call, ...]:
    """What a call comes to; itself where that is only known as it runs, or is several things."""
    started = list(wrappers.inner(call.words, call.given))
    if len(started) != 1 or call.program in {"xargs", "find"}:
        return (call,)
    only = started[0]
    if only.words:
        return _counting(Call(only.words, call.given))
    pipelines = parse(only.text).pipelines if only.text and only.text != call.given else ()
    return pipelines[0] if len(pipelines) == 1 else (call,)


def units(text: str) -> Iterator[tuple[int, str]]:
    """A block's commands, each with the number of its first line, from 0 on; comments and blanks left out.

    A command goes on for as many lines as bash needs to read it; what it cannot read is a line of its own.
    """
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        if not lines[number].strip() or lines[number].lstrip().startswith("#"):
            number += 1
            continue
        end = next(
            (
                end
                for end in range(number + 1, len(lines) + 1)
                if parse("\n".join(lines[number:end])).readable
            ),
            number + 1,
        )
        yield number, "\n".join(lines[number:end]).strip()
        number = end


class _Reading:
    """Takes words and names out of a tree; the text is the original one, with its placeholders."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    def pipelines(self, node: Node) -> Iterator[tuple[Call, ...]]:
        """Every pipeline, a lone command being one of its own; not those inside of ``$(…)``."""
        if node.type in {"command", "redirected_statement", "pipeline"}:
            yield tuple(self._calls(node))
        elif node.type != "command_substitution":
            for child in node.named_children:
                yield from self.pipelines(child)

    def _calls(self, node: Node, given: str = "") -> Iterator[Call]:
        if node.type == "command":
            here = [
                self._plain(each.named_children[-1])
                for each in node.named_children
                if each.type == "herestring_redirect"
            ]
            yield Call(tuple(self._words(node)), given or "".join(here))
        elif node.type == "redirected_statement":
            bodies = [self._said(each) for each in _all(node) if each.type == "heredoc_body"]
            for child in node.named_children:
                yield from self._calls(child, "".join(bodies))
        elif node.type in {"pipeline", "heredoc_redirect", "list", "compound_statement", "subshell"}:
            for child in node.named_children:
                yield from self._calls(child, given)

    def _words(self, command: Node) -> Iterator[str]:
        for child in command.named_children:
            if child.type == "command_name" or child.type in _WORDS:
                yield self._plain(child)

    def own(self, root: Node) -> set[str]:
        """Functions that the line defines itself."""
        return {
            self._said(node.named_children[0]) for node in _all(root) if node.type == "function_definition"
        }

    def calls(self, root: Node) -> Iterator[Call]:
        """Each call, in ``$(…)`` too, with what a here-document gives it; computed names as written."""
        given: dict[int, str] = {}
        for node in _all(root):
            if node.type == "redirected_statement":
                bodies = "".join(self._said(each) for each in _all(node) if each.type == "heredoc_body")
                given |= {each.id: bodies for each in _all(node) if each.type == "command"} if bodies else {}
        for node in _all(root):
            if node.type == "command" and node.child_by_field_name("name"):
                yield from self._calls(node, given.get(node.id, ""))

    def leading(self, root: Node) -> Iterator[str]:
        """Assignments by which the shell, or the loader of any program, would start something else."""
        for node in _all(root):
            if node.type == "variable_assignment" and (name := node.child_by_field_name("name")):
                said = self._said(name)
                yield from [f"{said}="] if _LEADING.fullmatch(said) else []

    def files(self, root: Node) -> Iterator[str]:
        """What outputs are led to and inputs come from."""
        for node in _all(root):
            if node.type == "file_redirect" and (to := node.child_by_field_name("destination")):
                yield self._plain(to)

    def _said(self, node: Node) -> str:
        return self._text[node.start_byte : node.end_byte].decode()

    def _plain(self, node: Node) -> str:
        text = self._said(node)
        try:
            words = shlex.split(text)
        except ValueError:
            return text
        # More than one is no word but what a shell makes one of, as $(…).
        return words[0] if len(words) == 1 else text


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.named_children:
        yield from _all(child)
