"""The login page."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from smoke.pages.page import SitePage


class LoginPage(SitePage):
    """E-mail, password, and what it says to a wrong one."""

    def open(self) -> None:
        """Go there."""
        self.go(self.target.paths.login)

    def log_in(self, email: str, password: str) -> None:
        """Fill the form and send it."""
        words = self.target.words.login
        self.expect_form()
        self.ready(self.find(words.email)).fill(email)
        self.find(words.password).fill(password)
        self.click(self.submit, words.submit)

    @property
    def submit(self) -> Locator:
        """The form's button."""
        return self.find(self.target.words.login.submit)

    def expect_form(self) -> None:
        """The form is there."""
        words = self.target.words.login
        sentence = f"the login page shows its button '{words.submit}'"
        self.arrive(self.submit, sentence)

    def expect_refusal(self) -> None:
        """A wrong password was refused, in words, and the form is still there."""
        refused = self.target.words.login.refused
        sentence = f"the login page refuses a wrong password with '{refused}'"
        expect(self.find(refused).first, sentence).to_be_visible()
        self.expect_form()
