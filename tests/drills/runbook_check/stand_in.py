"""A program in the place of the Vercel CLI, for what must be shown without Node: what a command did, not how.

``obliging`` does what it is told, over the platform's real wire; ``idle`` ends with rc 0 and does nothing;
``complaining`` ends with rc 2 and does nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

Manner = Literal["obliging", "idle", "complaining"]

_PROGRAM = r"""#!{python}
import json, os, sys, time, urllib.request

API, TEAM, PROJECT = (os.environ["VERCEL_" + name] for name in ("API_URL", "ORG_ID", "PROJECT_ID"))
MANNER, words = {manner!r}, sys.argv[1:]

def ask(method, path, body=None):
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(API + path, method=method, data=data)
    request.add_header("authorization", "Bearer " + os.environ["VERCEL_TOKEN"])
    request.add_header("content-type", "application/json")
    return urllib.request.urlopen(request)

def live():
    return json.load(ask("GET", f"/v9/projects/{{PROJECT}}"))["targets"]["production"]["id"]

if words == ["--version"]:
    sys.exit(print("1.2.3"))
if MANNER != "obliging":
    sys.exit(0 if MANNER == "idle" else 2)
if words[:2] == ["env", "add"]:
    value = sys.stdin.read()
    ask("POST", f"/v10/projects/{{PROJECT}}/env",
        {{"key": words[2], "value": value, "target": words[3:4], "type": "plain"}})
elif words[:2] == ["env", "rm"]:
    rows = json.load(ask("GET", f"/v10/projects/{{PROJECT}}/env"))["envs"]
    for row in rows:
        if row["key"] == words[2]:
            ask("DELETE", f"/v10/projects/{{PROJECT}}/env/{{row['id']}}")
elif words[0] == "rollback":
    to = json.load(ask("GET", f"/v13/deployments/{{words[1]}}"))["id"]
    ask("POST", f"/v9/projects/{{PROJECT}}/rollback/{{to}}")
    while live() != to:
        time.sleep(0.05)
elif "--prod" in words:
    before = live()
    new = {{"name": "postry", "deploymentId": before, "target": "production"}}
    ask("POST", "/v13/deployments?forceNew=1", new)
    while live() == before:
        time.sleep(0.05)
elif words == ["logs", "--follow"]:
    for line in ask("GET", f"/v1/projects/{{PROJECT}}/deployments/{{live()}}/runtime-logs?format=lines"):
        print(line.decode(), end="", flush=True)
elif words == ["logs"]:
    rows = json.load(ask("GET", f"/api/logs/request-logs?projectId={{PROJECT}}&ownerId={{TEAM}}"))["rows"]
    for row in rows:
        said = " ".join(log["message"] for log in row["logs"])
        print("status", row["statusCode"], row["requestPath"], said)
else:
    sys.exit(1)
"""


def vercel(folder: Path, manner: Manner) -> Path:
    """Write one; the path of the program."""
    path = folder / f"vercel-{manner}"
    path.write_text(_PROGRAM.format(python=sys.executable, manner=manner), encoding="utf-8")
    path.chmod(0o755)
    return path
