"""What Scribely's visitors see: HTML from the server, with as little script as that needs."""

from __future__ import annotations

import html
from collections.abc import Mapping

QUESTIONS = {
    "topic": ("What is it about?", ("A launch", "A lesson", "A new colleague")),
    "voice": ("Which voice?", ("Warm", "Dry")),
}
CSS = (
    "body{font-family:Georgia,serif;margin:2rem auto;max-width:40rem;color:#123}button,a{padding:.4rem .8rem}"
)

_LANDING = """
<h1>Write posts people finish</h1>
<p>Two questions, one draft.</p>
<button type="button" onclick="location.assign('/create')">Start writing</button>
<img src="{cdn}/pixel.gif" alt="">
<script>
  fetch('{cdn}/facts.json', {{credentials: 'omit'}}).catch(() => null);
  navigator.sendBeacon('/telemetry', 'visit');
</script>"""
_DRAFT = """
<h1>Your draft</h1>
<article aria-label="Draft"></article>
<p><a href="/sign-in">Save draft</a></p>
<script>
  const article = document.querySelector('article');
  fetch('/api/draft', {{method: 'POST', body: new URLSearchParams({answers})}})
    .then(answer => answer.text())
    .then(text => {{
      sessionStorage.draft = text;
      text.split('\\n\\n').forEach(line => {{
        article.append(Object.assign(document.createElement('p'), {{textContent: line}}));
      }});
    }});
</script>"""
_SIGN_IN = """
<h1>Sign in</h1>
<form method="post" action="/session">
  <p><label>Work email <input name="email" type="email"></label></p>
  <p><label>Passphrase <input name="passphrase" type="password"></label></p>
  <p>{refusal}</p>
  <button>Sign in</button>
</form>"""
_ME = """
<nav role="menubar"><a role="menuitem" href="/sign-out">Sign out</a></nav>
<h1>Your drafts</h1>
<p>Signed in as {name}</p>
<table aria-label="Drafts"><tbody>{rows}</tbody></table>
<form id="pending" method="post" action="/drafts"><input type="hidden" name="text"></form>
<script>
  if (sessionStorage.draft) {{
    const form = document.getElementById('pending');
    form.elements.text.value = sessionStorage.draft;
    sessionStorage.removeItem('draft');
    form.submit();
  }}
</script>"""
_ROW = """<tr><td>{text}</td><td>
<form method="post" action="/drafts/{number}/delete"><button>Delete</button></form></td></tr>"""


def landing(cdn: str) -> str:
    """What this is, with a picture and a fact from somebody else."""
    return _page("Scribely", _LANDING.format(cdn=cdn))


def question(name: str, answered: Mapping[str, str]) -> str:
    """One question; its answers are buttons that lead on."""
    asked, answers = QUESTIONS[name]
    kept = "".join(f'<input type="hidden" name="{key}" value="{value}">' for key, value in answered.items())
    buttons = "".join(f'<button name="{name}" value="{answer}">{answer}</button>' for answer in answers)
    return _page(asked, f"<h2>{asked}</h2><form action=/create>{kept}{buttons}</form>")


def draft(answered: Mapping[str, str]) -> str:
    """Where the draft appears."""
    answers = "{" + ",".join(f"{key}:'{html.escape(value)}'" for key, value in answered.items()) + "}"
    return _page("Your draft", _DRAFT.format(answers=answers))


def sign_in(refusal: str = "") -> str:
    """The form."""
    return _page("Sign in", _SIGN_IN.format(refusal=refusal))


def me(name: str, drafts: Mapping[int, str]) -> str:
    """Whose drafts these are."""
    rows = "".join(_ROW.format(number=number, text=html.escape(text)) for number, text in drafts.items())
    return _page("Your drafts", _ME.format(name=name, rows=rows))


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<link rel="stylesheet" href="/site.css"><link rel="icon" href="data:,"></head>'
        f"<body><main>{body}</main></body></html>"
    )
