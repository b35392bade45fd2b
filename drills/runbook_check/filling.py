"""Filling in: what a person would put in for a placeholder, and the world in the place of production.

Production's addresses are changed in the command's own text, in sight of the reader, and not behind its back
by a name server and a certificate of ours: the report says what was typed instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from drills.runbook_check import shell
from fixtures.world_env import Urls

# Whose production is which part of the world.
_VENDORS = {
    "api.vercel.com": "vercel",
    "sentry.io": "sentry",
    "us.sentry.io": "sentry",
    "api.linear.app": "linear",
    "api.supabase.com": "supabase_management",
    "generativelanguage.googleapis.com": "gemini",
    "www.vercel-status.com": "vercel_status",
    "status.supabase.com": "supabase_status",
    "status.cloud.google.com": "google_status",
}
POSTRY = ("postry.ai", "www.postry.ai", "postry.vercel.app")
# What curl would take for a host: a name with a dot in it, or a port behind it.
_HOST = re.compile(r"(?!-)[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/|$)|localhost(?::\d+)?(?:/|$)")
_ADDRESS = re.compile(r"(?:https?|postgres(?:ql)?)://[^\s'\"`|;&)>]+")
# Read by hand: urllib raises at a person's brackets and at ports that are no numbers.
_PARTS = re.compile(
    r"(?P<scheme>[a-z]+)://(?:[^/?#]*@)?(?P<host>\[[\da-fA-F:.]*\]|[^/?#:]*)(?P<port>:[^/?#]*)?(?P<rest>.*)"
)
_DEPLOYMENT = re.compile(r"(?:https://)?(?<![\w.-])[\w-]+\.vercel\.app(?![\w.])/?")


@dataclass(frozen=True)
class Names:
    """What placeholders are filled with: ``stable`` is the host of the last deployment that worked."""

    urls: Urls
    stable: str
    hosts: tuple[str, ...]
    email: str
    sites: tuple[str, ...] = POSTRY

    def of(self, placeholder: str, *, of_vercel: bool) -> str | None:
        """What a person would type in its place; None where only they know."""
        said = re.sub(r"[^\w]+", " ", placeholder.lower())
        if re.search(r"e ?mail|user|utilisateur", said):
            return self.email
        if re.search(r"d[eé]ploi|deploy|stable|previous|pr[eé]c[eé]dent", said) or (
            of_vercel and re.search(r"\b(url|id|host)\b", said)
        ):
            return self.stable
        if re.search(r"\b(url|site|domain|domaine|host|app)\b", said):
            return self.urls.postry
        return None


@dataclass(frozen=True)
class Filled:
    """``text`` as it can be typed.

    ``unknown`` placeholders and ``strange`` hosts keep it from being run; ``computed`` addresses, of which
    only the shell will know where they lead, do so where nothing else keeps a command in the world.
    """

    text: str
    unknown: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()


def fill(text: str, names: Names) -> Filled:
    """The same command in the world."""
    programs = set(shell.parse(text).programs)
    unknown: list[str] = []
    strange: list[str] = []
    computed: list[str] = []

    def placed(match: re.Match[str]) -> str:
        value = names.of(match[0], of_vercel="vercel" in programs)
        if value is None:
            unknown.append(match[0])
        return value or match[0]

    def addressed(match: re.Match[str]) -> str:
        netloc = netloc_of(match[0])
        if "$" in netloc:
            computed.append(match[0])
            return match[0]
        here = _here(match[0], names)
        if here is None:
            strange.append(netloc or match[0])
        return here or match[0]

    text = shell.PLACEHOLDER.sub(placed, text)
    if "vercel" in programs:  # to Vercel, hosts are names
        known = {*names.hosts, *names.sites}
        text = _DEPLOYMENT.sub(lambda match: _deployment(match[0], known, names.stable), text)
    if "vercel" not in programs or programs & {"curl", "psql"}:
        text = _ADDRESS.sub(addressed, text)
    if "curl" in programs:
        text = _bare(text, names)
    strange += _hosts(text, names)
    return Filled(text, tuple(unknown), tuple(dict.fromkeys(strange)), tuple(computed))


def _here(address: str, names: Names) -> str | None:
    """The world's address in the place of a production's; None for a host that has none here."""
    parts = _PARTS.match(address)
    if parts is None:
        return None
    host = parts["host"].lower()
    if netloc_of(address) in _netlocs(names):
        return address
    if parts["scheme"].startswith("postgres"):
        return names.urls.database if host.endswith((".supabase.co", ".supabase.com")) else None
    if host in {*names.sites, *names.hosts}:
        base: str | None = names.urls.postry
    elif host.endswith(".supabase.co"):
        base = names.urls.supabase
    else:
        base = getattr(names.urls, _VENDORS[host]) if host in _VENDORS else None
    return None if base is None else base + parts["rest"]


def netloc_of(address: str) -> str:
    """Host and port of an address, without a user; empty where it has none."""
    parts = _PARTS.match(address)
    return parts["host"] + (parts["port"] or "") if parts else ""


def _bare(text: str, names: Names) -> str:
    """``curl postry.ai/quiz``, as people write it, too."""
    hosts = "|".join(map(re.escape, sorted(names.sites, key=len, reverse=True)))
    return re.sub(rf"(?<=\s)(?:{hosts})(?=[/\s]|$)", names.urls.postry, text)


def _hosts(text: str, names: Names) -> Iterator[str]:
    """Hosts that are not the world's, as curl and psql take them without a scheme."""
    here, port = _netlocs(names), str(urlsplit(names.urls.database).port)
    for calls in shell.parse(text).pipelines:
        for call in calls:
            said = " ".join(call.words[1:])
            if call.program == "curl":
                found = [word.partition("/")[0] for word in call.words[1:] if _HOST.match(word)]
            elif call.program == "psql":
                found = re.findall(r" (?:-h ?|--host[= ]|host=)([^\s'\"]+)", f" {said}")
                ports = re.findall(r" (?:-p ?|--port[= ]|port=)(\d+)", f" {said}")
                # Without a port it is the one of the environment, the world's.
                found = [host for host in found if host not in {"localhost", "127.0.0.1"}]
                found += [f"port {each}" for each in ports if each != port]
            else:
                found = [netloc_of(each) for each in _ADDRESS.findall(said)]
                found = [each for each in found if each not in {*names.hosts, *names.sites}]
            yield from (host for host in found if host not in here and not host.startswith("$"))


def _netlocs(names: Names) -> set[str]:
    urls = names.urls.model_dump().values()
    return {netloc_of(url) for url in urls}


def _deployment(host: str, known: Collection[str], stable: str) -> str:
    bare = host.removeprefix("https://").rstrip("/")
    return host if bare in known else stable
