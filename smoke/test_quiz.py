"""Quiz: a visitor answers all questions and gets a post of their own."""

from __future__ import annotations

from playwright.sync_api import Page

from fixtures.target import Target
from smoke.browsing.writes import Writes
from smoke.pages.quiz import Post, QuizPage


def test_quiz_generates_a_post_that_depends_on_the_answers(
    page: Page, target: Target, writes: Writes
) -> None:
    """All steps can be taken; other answers give another post; the equalizer says something."""
    steps = len(target.words.quiz.steps)
    with writes.needed():
        posts = [_walk(QuizPage(page, target), choices, writes) for choices in ([0] * steps, [1] * steps)]
    texts = {post.paragraphs for post in posts}
    assert len(texts) == len(posts), (
        f"the quiz gives the same post whatever the answers: {posts[0].paragraphs[0]!r}"
    )


def _walk(quiz: QuizPage, choices: list[int], writes: Writes) -> Post:
    quiz.open()
    quiz.answer(choices)
    writes.wait_for(quiz.post, quiz.target.words.quiz.post, 3 * quiz.target.budgets.patience_s)
    post = quiz.read_post()
    assert not post.tone or len(set(post.tone)) > 1, (
        f"the equalizer's meters all show the same value: {post.tone}"
    )
    return post
