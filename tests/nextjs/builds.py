"""Carnets with one mistake each, as real ones are made, and what a careful person would say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.nextjs.build import PLACE, Edit

_QUIZ, _LOGIN = "app/creer/quiz.js", "app/connexion/page.js"
_WRITE, _ACTIONS = "app/creer/actions.js", "app/tableau/actions.js"
_BOARD, _LOG_OUT = "app/tableau/page.js", "app/tableau/log-out.js"
_TO_CREATE = '<Link className="action" href="/creer">'


@dataclass(frozen=True)
class Mistake:
    """``red`` are the journeys that fail by it, and ``said`` stands in the reason of the first of them.

    It is in the source (``edits``), in the environment (``env``), or in the files that were built, of which
    those that fit ``lost`` are not there. ``may_be_red`` fail or not, as it happens.
    """

    name: str
    what: str
    red: tuple[str, ...]
    said: str
    edits: tuple[Edit, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    lost: str = ""
    may_be_red: tuple[str, ...] = ()

    def lose(self) -> None:
        """Remove the files that are not there."""
        for path in self._lost():
            path.unlink()

    def _lost(self) -> list[Path]:
        found = list((PLACE / ".next/static").rglob(self.lost)) if self.lost else []
        assert found or not self.lost, f"nothing fits {self.lost}"
        return found


MISTAKES = (
    Mistake(
        "key-refused",
        "the deployment has a Supabase key that is not the project's",
        ("login", "dashboard"),
        "/auth/v1/token?grant_type=password answered 401 (Invalid API key)",
        env={"SUPABASE_ANON_KEY": "sb_publishable_of_another_project"},
    ),
    Mistake(
        "auth-unreachable",
        "the browser is told an address of Supabase where nobody answers",
        ("login", "dashboard"),
        "http://127.0.0.1:65000/auth/v1/token?grant_type=password: net::ERR_CONNECTION_REFUSED",
        edits=(Edit("app/env.js/route.js", "SUPABASE_URL: supabaseUrl,", "NOWHERE: supabaseUrl,"),),
        env={"NOWHERE": "http://127.0.0.1:65000"},
    ),
    Mistake(
        "generation-throws",
        "the server action that writes the draft throws",
        ("quiz", "dashboard"),
        "POST /creer answered 500",
        edits=(Edit(_WRITE, "  return [", '  throw new Error("quota exceeded");\n  return ['),),
    ),
    Mistake(
        "generation-hangs",
        "the server action that writes the draft never answers",
        ("quiz", "dashboard"),
        "POST /creer: no answer in",
        edits=(Edit(_WRITE, "  return [", "  await new Promise(() => {});\n  return ["),),
    ),
    Mistake(
        "generation-apologizes",
        "the draft that is written is a word of apology",
        ("quiz", "dashboard"),
        "of at least 20 letters, but it has",
        edits=(Edit(_WRITE, "  return [", '  return ["Désolé."];\n  return ['),),
    ),
    Mistake(
        "same-draft",
        "whatever the answers, the draft is the same",
        ("quiz",),
        "the same post whatever the answers",
        edits=(Edit(_QUIZ, "await write(...answers)", 'await write("Un lancement", "Direct")'),),
    ),
    Mistake(
        "dead-answers",
        "the quiz' answers do nothing",
        ("quiz", "dashboard"),
        "'Un lancement' does nothing",
        edits=(Edit(_QUIZ, "onClick={() => answer(choice)}", 'type="button"'),),
    ),
    Mistake(
        "quiz-throws",
        "the quiz throws in the browser",
        ("landing", "quiz", "dashboard"),
        "Une erreur est survenue",
        edits=(
            Edit(
                _QUIZ,
                "  const router = useRouter();\n  const [given",
                '  if (typeof window === "object") throw new TypeError("analytics is not a function");\n'
                "  const router = useRouter();\n  const [given",
            ),
        ),
    ),
    Mistake(
        "hydration-differs",
        "the landing page is not the same on the server and in the browser",
        ("landing",),
        "Minified React error #418",
        edits=(
            Edit(
                "app/page.js", 'import Link from "next/link";', '"use client";\nimport Link from "next/link";'
            ),
            Edit(
                "app/page.js", "Deux questions", '{typeof window === "object" ? "Deux" : "Trois"} questions'
            ),
        ),
        may_be_red=("login",),
    ),
    Mistake(
        "no-styles",
        "the style sheet is not part of the build",
        ("landing",),
        "came without its styles",
        edits=(Edit("app/layout.js", 'import "./globals.css";\n', ""),),
    ),
    Mistake(
        "styles-lost",
        "the style sheet did not make it to where it is served from",
        ("landing", "quiz", "login", "dashboard"),
        "answered 404",
        lost="*.css",
        may_be_red=("anonymous",),
    ),
    Mistake(
        "chunks-lost",
        "the scripts did not make it to where they are served from",
        ("landing", "quiz", "login", "dashboard"),
        "answered 404",
        lost="*.js",
        may_be_red=("anonymous",),
    ),
    Mistake(
        "dead-start",
        "the start leads nowhere",
        ("landing",),
        'but it is not there; the page / says "Le carnet de vos idées',
        edits=(
            Edit("app/page.js", _TO_CREATE, '<a className="action" href="#" role="link">'),
            Edit("app/page.js", "</Link>", "</a>"),
        ),
    ),
    Mistake(
        "silent-refusal",
        "a wrong password is refused without a word",
        ("login",),
        "refuses a wrong password with 'Adresse ou mot de passe incorrect', but it is not there",
        edits=(Edit(_LOGIN, "    if (error) {\n      setProblem(", "    if (error) {\n      void ("),),
    ),
    Mistake(
        "table-missing",
        "the dashboard reads a table that a migration should have made",
        ("login", "dashboard"),
        'the page /tableau says "Une erreur est survenue Référence',
        edits=(Edit(_BOARD, '.from("posts")', '.from("drafts")'),),
    ),
    Mistake(
        "open-to-strangers",
        "anybody sees the dashboard",
        ("anonymous", "login", "dashboard"),
        "anybody sees the dashboard",
        edits=(
            Edit("proxy.js", 'matcher: ["/tableau/:path*", "/connexion"]', 'matcher: ["/connexion"]'),
            Edit(_BOARD, '  if (!session) redirect("/connexion");\n', ""),
            Edit(_BOARD, "{session.claims.email}", "{session?.claims.email}"),
        ),
    ),
    Mistake(
        "draft-lost",
        "the draft of who logs in is not kept",
        ("dashboard",),
        "the pending post is on the dashboard, whole",
        edits=(Edit(_ACTIONS, ".insert({ owner: data.user.id, content })", '.select("id").limit(1)'),),
    ),
    Mistake(
        "draft-cut",
        "only the beginning of the draft is kept",
        ("dashboard",),
        "the pending post is on the dashboard, whole",
        edits=(
            Edit(
                _ACTIONS,
                "owner: data.user.id, content }",
                "owner: data.user.id, content: content.slice(0, 60) }",
            ),
        ),
    ),
    Mistake(
        "no-way-out",
        "who logs out stays logged in",
        ("login",),
        "the login page shows its button 'Entrer', but it is not there",
        edits=(Edit(_LOG_OUT, "    await supabaseInBrowser().auth.signOut();\n", ""),),
        may_be_red=("dashboard",),
    ),
    Mistake(
        "circle",
        "the proxy and the dashboard disagree on who is logged in",
        ("login", "dashboard"),
        "the site leads in a circle: /",
        edits=(
            Edit(
                "proxy.js",
                "  return response;\n}",
                '  if (data.user && request.nextUrl.pathname === "/connexion") {\n'
                '    return NextResponse.redirect(new URL("/tableau", request.url));\n  }\n'
                "  return response;\n}",
            ),
            Edit(_BOARD, "if (!session) redirect", "if (!session?.admin) redirect"),
        ),
    ),
)
