"""The firedrill.toml that describes Scribely: all that the gate needs to know of it."""

from __future__ import annotations

from tests.smoke.other_site.people import SMOKE

_TOML = """\
[target.{name}]
url = "{url}"
locale = "en-GB"

[target.{name}.paths]
landing = "/welcome"
quiz = "/create"
login = "/sign-in"
dashboard = "/me"

[target.{name}.writes]
always = ["POST /session", "POST /api/draft"]

[target.{name}.budgets]
ready_s = 1
patience_s = 2

[target.{name}.login]
email = "{email}"
password_env = "SCRIBELY_PASSPHRASE"

[target.{name}.protection]
secret_env = "SCRIBELY_BYPASS"
path = "/welcome"

[target.{name}.checks]
identity = "advise"
log-errors = "advise"
error-rate = "advise"
new-issues = "advise"

[target.{name}.words.landing]
heading = "Write posts people finish"
start = {{ role = "button", name = "Start writing" }}

[target.{name}.words.quiz]
answer = "button"
next = false
generate = false
equalizer = false
post = {{ role = "article", name = "Draft" }}
keep = {{ role = "link", name = "Save draft" }}

[[target.{name}.words.quiz.steps]]
question = {{ role = "heading", name = "What is it about?" }}
answers = ["A launch", "A lesson"]

[[target.{name}.words.quiz.steps]]
question = {{ role = "heading", name = "Which voice?" }}
answers = ["Warm", "Dry"]

[target.{name}.words.login]
email = "Work email"
password = "Passphrase"
submit = "Sign in"
refused = "Wrong email or passphrase"

[target.{name}.words.dashboard]
heading = "Your drafts"
owner = "Signed in as {owner}"
posts = {{ role = "table", name = "Drafts" }}
post = {{ role = "row" }}
logout = {{ role = "menuitem", name = "Sign out" }}
remove = "Delete"
"""


def toml(url: str, name: str) -> str:
    """The configuration of a target of this name at this address."""
    return _TOML.format(url=url, name=name, email=SMOKE.email, owner=SMOKE.name)
