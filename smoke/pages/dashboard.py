"""The dashboard: whose it is, and their posts."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from smoke.pages.page import SitePage
from smoke.pages.quiz import Post


class DashboardPage(SitePage):
    """A user's own posts."""

    def open(self) -> None:
        """Go there; without a session this leads to the login page."""
        self.go(self.target.paths.dashboard)

    def expect_of(self, email: str) -> None:
        """It is there, and it is this user's."""
        words = self.target.words.dashboard
        heading = self.page.get_by_role("heading", name=words.heading)
        expect(heading, f"the dashboard shows its heading {words.heading!r}").to_be_visible()
        expect(self.page.get_by_text(email).first, f"the dashboard is the one of {email}").to_be_visible()

    @property
    def posts(self) -> Locator:
        """The articles of the list of posts."""
        name = self.target.words.dashboard.posts
        return self.page.get_by_role("list", name=name).get_by_role("article")

    def post_texts(self) -> list[str]:
        """The text of each post."""
        return self.posts.all_text_contents()

    def whole(self, post: Post) -> Locator:
        """The articles that hold every paragraph of ``post``."""
        posts = self.posts
        for paragraph in post.paragraphs:
            posts = posts.filter(has_text=paragraph)
        return posts

    def expect_another(self, post: Post, before: int) -> None:
        """``post`` is there, whole, once more than ``before``."""
        sentence = f"the pending post is on the dashboard, whole: {post.paragraphs[0]!r}"
        expect(self.whole(post).nth(before), sentence).to_be_visible()

    def log_out(self) -> None:
        """End the session, and wait until the dashboard is gone."""
        name = self.target.words.dashboard.logout
        control = (
            self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first
        )
        control.click()
        expect(control, f"{name!r} leads away from the dashboard").to_be_hidden()
