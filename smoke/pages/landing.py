"""The landing page."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from smoke.pages import clicks
from smoke.pages.page import SitePage
from smoke.pages.quiz import QuizPage

# Whether rules really reach these elements: their look with the page's style sheets against that without.
_LOOKS = """(heading, start) => {
    const properties = ['fontFamily', 'fontSize', 'marginTop', 'marginLeft', 'paddingLeft', 'maxWidth',
                        'display', 'color', 'backgroundColor'];
    const elements = [document.body, heading];
    const look = () => elements.map(element => {
        const style = getComputedStyle(element);
        return properties.map(property => style[property]).join('|');
    }).join('\\n');
    const styled = look();
    const sheets = [...document.styleSheets].filter(sheet => !sheet.disabled);
    sheets.forEach(sheet => { sheet.disabled = true; });
    const plain = look();
    sheets.forEach(sheet => { sheet.disabled = false; });
    return styled !== plain;
}"""


class LandingPage(SitePage):
    """What Postry says of itself, and the way into the quiz."""

    def open(self) -> None:
        """Go there."""
        self.go(self.target.paths.landing)

    @property
    def heading(self) -> Locator:
        """The first heading."""
        return self.find(self.target.words.landing.heading).first

    def expect_styled(self) -> None:
        """The style sheets came and their rules apply."""
        patience_s = self.target.budgets.patience_s
        styled = clicks.until(self.page, lambda: bool(self.heading.evaluate(_LOOKS)), patience_s)
        assert styled, "the landing page came without its styles: it looks the same with and without its CSS"

    def expect_welcome(self) -> None:
        """The heading and the start link can be seen, where the site has one."""
        words = self.target.words.landing
        sentence = f"the landing page shows its heading '{words.heading}'"
        self.arrive(self.heading, sentence)
        if words.start is not None:
            expect(self.find(words.start).first, f"the landing page offers '{words.start}'").to_be_visible()

    def begin(self) -> None:
        """Go into the quiz, or wherever the start link leads."""
        words, before = self.target.words.landing, self.page.url
        assert words.start is not None
        self.click(self.find(words.start).first, words.start)
        if words.leads_to is not None:
            sentence = f"'{words.start}' leads to '{words.leads_to}'"
            expect(self.find(words.leads_to).first, sentence).to_be_visible(timeout=self.page_ms)
        elif "quiz" in self.target.journeys:
            QuizPage(self.page, self.target).expect_first_question()
        else:
            led = clicks.until(self.page, lambda: self.page.url != before, self.page_ms / 1000)
            assert led, f"'{words.start}' leads nowhere: the address stays {urlsplit(before).path}"
            self.rest()
