"""A line of shell, read by bash's own grammar (tree-sitter): what it calls, and what it writes to."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

# A person fills these in; the shell would take some of them for something else.
PLACEHOLDER = re.compile(r"<[^\W\d][\w ./:-]*>|(?<![^\s=])\[[^\W\d][\w /-]{2,}\](?!\S)|\{\{[^{}]+\}\}")
_WORDS = {"word", "number", "string", "raw_string", "concatenation", "ansi_c_string", "simple_expansion"}
_WORDS |= {"expansion", "command_substitution", "arithmetic_expansion"}
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

    ``readable`` is whether bash would read it; ``prepares`` whether it only changes the shell itself.
    """

    text: str
    readable: bool
    pipelines: tuple[tuple[Call, ...], ...]
    programs: tuple[str, ...]
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
    return Line(
        text,
        readable=not root.has_error and not text.rstrip().endswith("\\"),
        pipelines=pipelines,
        programs=tuple(reading.programs(root)),
        files=tuple(reading.files(root)),
        prepares=(declared or bool(called)) and called <= _PREPARING,
    )


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

    def programs(self, root: Node) -> Iterator[str]:
        """The name of each that is called, in ``$(…)`` too; a name that is computed as it is written."""
        own = {
            self._said(node.named_children[0]) for node in _all(root) if node.type == "function_definition"
        }
        for node in _all(root):
            if node.type == "command_name" and (name := self._plain(node)) not in own:
                yield name

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
