"""The quiz and the post that it ends in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from smoke.pages.page import SitePage

_MANY_LETTERS = re.compile(r"(\w\W*){20}")
# The region's text but for its controls: what the user would paste into LinkedIn.
_POST_TEXT = """region => {
    const controls = ['button', 'a', 'input', 'label', 'fieldset', 'meter', '[role=group]', '[role=meter]',
                      'h1', 'h2', 'h3', 'h4', 'h5', 'h6'].join();
    const copy = region.cloneNode(true);
    copy.querySelectorAll(controls).forEach(element => element.remove());
    copy.querySelectorAll('p, div, li, br, blockquote').forEach(element => element.append('\\n'));
    return copy.textContent;
}"""
_METER_VALUES = "meters => meters.map(meter => meter.getAttribute('aria-valuenow') ?? String(meter.value))"


@dataclass(frozen=True)
class Post:
    """What the quiz gave: the text as its paragraphs, and the tone's values by position."""

    paragraphs: tuple[str, ...]
    tone: tuple[float, ...]

    def is_whole_in(self, text: str) -> bool:
        """Whether ``text`` holds every paragraph, line breaks and case aside."""
        place = " ".join(text.split()).casefold()
        return all(" ".join(one.split()).casefold() in place for one in self.paragraphs)


class QuizPage(SitePage):
    """Steps of one question each, then the post."""

    def open(self) -> None:
        """Go there."""
        self.go(self.target.paths.quiz)

    def expect_first_question(self) -> None:
        """The quiz has begun."""
        first = self.target.words.quiz.steps[0]
        expect(self.question(first.question), f"the quiz asks {first.question!r}").to_be_visible()

    def question(self, name: str) -> Locator:
        """The group of answers under one question."""
        return self.page.get_by_role("group", name=name)

    def answer(self, choices: Sequence[int]) -> None:
        """Step through all questions, choosing each step's answer by its position, and ask for the post."""
        words = self.target.words.quiz
        for number, (step, choice) in enumerate(zip(words.steps, choices, strict=True), start=1):
            group = self.question(step.question)
            expect(group, f"the quiz asks {step.question!r}").to_be_visible()
            group.get_by_role("radio", name=step.answers[choice], exact=True).check()
            button = words.next if number < len(words.steps) else words.generate
            self.page.get_by_role("button", name=button).click()

    @property
    def post(self) -> Locator:
        """The region that holds the generated post."""
        return self.page.get_by_role("region", name=self.target.words.quiz.post)

    @property
    def meters(self) -> Locator:
        """The equalizer's meters."""
        group = self.page.get_by_role("group", name=self.target.words.quiz.equalizer)
        return group.get_by_role("meter")

    def read_post(self) -> Post:
        """Wait for the post and read it, equalizer included."""
        words = self.target.words.quiz
        expect(self.post, f"the quiz ends in a post, {words.post!r}").to_contain_text(
            # A language model writes it; that takes longer than a page.
            _MANY_LETTERS,
            timeout=3000 * self.target.patience_s,
        )
        expect(self.meters.first, f"the post has its equalizer {words.equalizer!r}").to_be_attached()
        values = self.meters.evaluate_all(_METER_VALUES)
        text = self.post.evaluate(_POST_TEXT)
        return Post(_paragraphs(text), tuple(_number(value) for value in values))

    def keep(self) -> None:
        """Ask for the post to be kept, which leads to the login."""
        self.page.get_by_role("button", name=self.target.words.quiz.keep).click()


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _number(value: str | None) -> float:
    try:
        return float(value or "")
    except ValueError:
        raise AssertionError(f"an equalizer meter has no number for its value: {value!r}") from None
