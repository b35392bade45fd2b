"""The dashboard: whose it is, and their posts."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from smoke.pages.page import SitePage
from smoke.pages.quiz import Post


class DashboardPage(SitePage):
    """A user's own posts."""

    def open(self) -> None:
        """Go there; without a session this leads to the login page."""
        self.go(self.target.paths.dashboard)

    def expect_of(self, email: str) -> None:
        """It is there, it is this user's, and it stays."""
        words = self.target.words.dashboard
        sentence = f"the dashboard shows its heading '{words.heading}'"
        self.arrive(self.heading, sentence)
        owner = words.owner.with_words(str(words.owner).replace("{email}", email))
        expect(self.find(owner).first, f"the dashboard is the one of '{owner}'").to_be_visible()
        self.rest()
        assert self.heading.is_visible(), f"the dashboard was shown, and then left for {self._path}"

    @property
    def _path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> Locator:
        """What heads it."""
        return self.find(self.target.words.dashboard.heading).first

    @property
    def posts(self) -> Locator:
        """Each post in the list of posts."""
        words = self.target.words.dashboard
        return self.find(words.post, within=self.find(words.posts))

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

    def expect_marked(self, post: Post, mark: str) -> None:
        """``post`` is there, whole, and with this run's mark."""
        sentence = f"the pending post is on the dashboard, whole: {post.paragraphs[0]!r}"
        expect(self.whole(post).filter(has_text=mark).first, sentence).to_be_visible()

    def remove(self, text: str) -> None:
        """Remove the first post that holds ``text``, and wait until one less is there."""
        remove = self.target.words.dashboard.remove
        assert remove is not None
        posts = self.posts.filter(has_text=text)
        before = posts.count()
        self.click(self.find(remove, within=posts.first), remove)
        expect(posts, f"'{remove}' removes a post from the dashboard").to_have_count(before - 1)

    def log_out(self) -> None:
        """End the session, and wait until the dashboard is gone."""
        words = self.target.words.dashboard
        assert words.logout is not None
        self.click(self.find(words.logout).first, words.logout)
        expect(self.heading, f"'{words.logout}' leads away from the dashboard").to_be_hidden()
