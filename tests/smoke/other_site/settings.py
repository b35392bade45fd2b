"""The firedrill.toml that describes Scribely: all that the gate needs to know of it."""

from __future__ import annotations

EMAIL = "smoke@scribely.example"
NAME = "Smoke Tester"

TOML = """\
[target.scribely]
url = "{url}"
locale = "en-GB"

[target.scribely.paths]
landing = "/welcome"
quiz = "/create"
login = "/sign-in"
dashboard = "/me"

[target.scribely.budgets]
ready_s = 1
patience_s = 2

[target.scribely.login]
email = "smoke@scribely.example"
password_env = "SCRIBELY_PASSPHRASE"

[target.scribely.protection]
secret_env = "SCRIBELY_BYPASS"
path = "/welcome"

[target.scribely.checks]
identity = "advise"
log-errors = "advise"
error-rate = "advise"
new-issues = "advise"

[target.scribely.words.landing]
heading = "Write posts people finish"
start = {{ role = "button", name = "Start writing" }}

[target.scribely.words.quiz]
answer = "button"
next = false
generate = false
equalizer = false
post = {{ role = "article", name = "Draft" }}
keep = {{ role = "link", name = "Save draft" }}

[[target.scribely.words.quiz.steps]]
question = {{ role = "heading", name = "What is it about?" }}
answers = ["A launch", "A lesson"]

[[target.scribely.words.quiz.steps]]
question = {{ role = "heading", name = "Which voice?" }}
answers = ["Warm", "Dry"]

[target.scribely.words.login]
email = "Work email"
password = "Passphrase"
submit = "Sign in"
refused = "Wrong email or passphrase"

[target.scribely.words.dashboard]
heading = "Your drafts"
owner = "Signed in as Smoke Tester"
posts = {{ role = "table", name = "Drafts" }}
post = {{ role = "row" }}
logout = {{ role = "menuitem", name = "Sign out" }}
remove = "Delete"
"""
