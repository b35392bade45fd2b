"""The quiz and the post that it ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from fixtures.element import Element
from fixtures.words import QuizStep
from smoke.browsing.visitor import acts
from smoke.pages import clicks
from smoke.pages.page import SitePage

# Roles of questions that hold their answers; a heading or a label stands beside them.
_HOLDS_ANSWERS = frozenset({"group", "radiogroup", "region", "form", "list", "listbox", "article", "dialog"})
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
        self._expect(self.target.words.quiz.steps[0])

    def answer(self, choices: Sequence[int]) -> None:
        """Step through all questions, choosing each step's answer by its position, and ask for the post."""
        words = self.target.words.quiz
        for number, (step, choice) in enumerate(zip(words.steps, choices, strict=True), start=1):
            self._expect(step)
            button = words.next if number < len(words.steps) else words.generate
            self._give(step, step.answers[choice], goes_on=button is None)
            if button is not None:
                self.click(self.find(button), button)

    def _expect(self, step: QuizStep) -> None:
        question = self.find(step.question).first
        sentence = f"the quiz asks '{step.question}'"
        if step is self.target.words.quiz.steps[0]:
            self.arrive(question, sentence)
        else:
            expect(question, sentence).to_be_visible(timeout=self.page_ms)

    def _give(self, step: QuizStep, answer: str, *, goes_on: bool) -> None:
        """One answer, the way in which this quiz takes them; whether it ``goes_on`` by that alone."""
        question = self.find(step.question).first
        role = step.answer or self.target.words.quiz.answer
        if role == "textbox":
            self.ready(question).fill(answer)
            return
        if role == "option":
            self.ready(question).select_option(label=answer)
            return
        # A heading names the question without holding the answers.
        place = question if step.question.role in _HOLDS_ANSWERS else None
        sought = Element(text=answer) if role == "text" else Element(role=role, name=answer)
        found = self.find(sought.model_copy(update={"exact": True}), within=place)
        acts(self.page, answer)
        if role in {"radio", "checkbox"}:
            self.ready(found).check()
        elif goes_on:
            self.click(found, answer)
        else:
            # What it was may be known to the page's script alone: nothing tells whether it was lost.
            self.ready(found).click()

    @property
    def post(self) -> Locator:
        """What holds the generated post."""
        return self.find(self.target.words.quiz.post).first

    def read_post(self) -> Post:
        """Wait for the post and read it, equalizer included."""
        words = self.target.words.quiz
        # A language model writes it; that takes longer than a page.
        patience_s = 3 * self.target.budgets.patience_s
        if not clicks.until(self.page, lambda: self._letters() >= words.letters, patience_s):
            few = f"of at least {words.letters} letters, but it has {self._letters()}"
            what = few if self.post.is_visible() else "but it is not there"
            raise AssertionError(f"expected that the quiz ends in a post, '{words.post}', {what}")
        return Post(_paragraphs(self.post.evaluate(_POST_TEXT)), self._tone())

    def _letters(self) -> int:
        """How many letters the post has so far; 0 where it cannot be seen."""
        if not self.post.is_visible():
            return 0
        return sum(map(str.isalnum, self.post.text_content() or ""))

    def _tone(self) -> tuple[float, ...]:
        """The values of the equalizer's meters; none where the site has no equalizer."""
        words = self.target.words.quiz
        if words.equalizer is None:
            return ()
        meters = self.find(words.meter, within=self.find(words.equalizer))
        expect(meters.first, f"the post has its equalizer '{words.equalizer}'").to_be_attached()
        return tuple(_number(value) for value in meters.evaluate_all(_METER_VALUES))

    def keep(self) -> None:
        """Ask for the post to be kept, which leads to the login."""
        keep = self.target.words.quiz.keep
        assert keep is not None
        self.click(self.find(keep), keep)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _number(value: str | None) -> float:
    try:
        return float(value or "")
    except ValueError:
        raise AssertionError(f"an equalizer meter has no number for its value: {value!r}") from None
