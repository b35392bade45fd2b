"""supabase-js and supabase-py: logging in, posts, and what an outage looks like to them."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest

from fixtures.world import World
from tests.clients.running import environment, javascript, python

pytestmark = pytest.mark.clients

# Node before 22 has no WebSocket of its own, and the client insists on one that it never uses here.
JS = """
import { createClient } from "@supabase/supabase-js";
const env = process.env;
const realtime = { transport: globalThis.WebSocket ?? class {} };
const options = { auth: { persistSession: false }, realtime };
const client = (key) => createClient(env.SUPABASE_URL, key, options);
const anon = client(env.SUPABASE_ANON_KEY), service = client(env.SUPABASE_SERVICE_ROLE_KEY);
const login = { email: env.SMOKE_EMAIL, password: env.SMOKE_PASSWORD };
const told = [];
"""
PY = """
import json, os
from supabase import create_client
env = os.environ
anon = create_client(env["SUPABASE_URL"], env["SUPABASE_ANON_KEY"])
login = {"email": env["SMOKE_EMAIL"], "password": env["SMOKE_PASSWORD"]}
"""


def contents(world: World) -> list[str]:
    """The posts that are stored, past every proxy and API."""
    with psycopg.connect(world.cluster.url) as connection:
        return [row[0] for row in connection.execute("SELECT content FROM posts ORDER BY content")]


def mailed(world: World, email: str, what: str) -> str:
    """What fits the pattern in the newest mail to an address, as its owner finds it."""
    headers = {"authorization": f"Bearer {world.tokens.mailbox_responder}"}
    listed = httpx.get(f"{world.urls.mailbox}/api/v1/search?query=to:{email}", headers=headers).json()
    mail = httpx.get(f"{world.urls.mailbox}/api/v1/message/{listed['messages'][0]['ID']}", headers=headers)
    found = re.search(what, mail.json()["Text"])
    assert found
    return found[0]


def mailed_code(world: World, email: str) -> str:
    """The code that was mailed."""
    return mailed(world, email, r"\b\d{6}\b")


def test_js_logs_in_refreshes_and_logs_out(world: World) -> None:
    """The session that it ends is refused when somebody else shows its token."""
    script = (
        JS
        + """
const { data: wrong, error } = await anon.auth.signInWithPassword({ ...login, password: "wrong" });
const { data: first } = await anon.auth.signInWithPassword(login);
const { data: second } = await anon.auth.refreshSession();
const { data: who } = await anon.auth.getUser();
await anon.auth.signOut();
const { data: nobody } = await anon.auth.getUser(second.session.access_token);
console.log(JSON.stringify({
  error: [error.status, error.code], email: who.user.email, nobody: nobody.user,
  rotated: first.session.refresh_token !== second.session.refresh_token, token: second.session.access_token,
}));
"""
    )

    told = javascript(script, environment(world))

    assert told["error"] == [400, "invalid_credentials"]
    assert (told["email"], told["rotated"], told["nobody"]) == (world.env()["SMOKE_EMAIL"], True, None)
    refused = httpx.get(
        f"{world.urls.supabase}/auth/v1/user",
        headers={"apikey": world.tokens.supabase_anon, "authorization": f"Bearer {told['token']}"},
    )
    assert refused.json()["error_code"] == "session_not_found"


def test_js_logs_in_by_a_mailed_code(world: World) -> None:
    """What the mailbox holds opens a session, once."""
    ask = JS + (
        'const { error } = await anon.auth.signInWithOtp({ email: "lea@exemple.fr" });'
        "console.log(JSON.stringify(error));"
    )
    assert javascript(ask, environment(world)) is None
    code = mailed_code(world, "lea@exemple.fr")

    verify = (
        JS
        + """
const otp = { email: "lea@exemple.fr", token: env.CODE, type: "email" };
const { data, error } = await anon.auth.verifyOtp(otp);
const { error: again } = await client(env.SUPABASE_ANON_KEY).auth.verifyOtp(otp);
console.log(JSON.stringify([data.user?.email, error, again.code]));
"""
    )
    told = javascript(verify, {**environment(world), "CODE": code})

    assert told == ["lea@exemple.fr", None, "otp_expired"]


def mailed_link(world: World, email: str) -> str:
    """The link that was mailed."""
    return mailed(world, email, r"http\S+")


def test_js_verifies_a_session_by_the_public_keys(world: World) -> None:
    """``getClaims`` asks Auth for nothing but those, so it goes on while Auth would refuse."""
    script = (
        JS
        + """
const asked = [];
const counting = (input, init) => {
  asked.push(new URL(input.url ?? input).pathname);
  return fetch(input, init);
};
const counted = { ...options, global: { fetch: counting } };
const other = createClient(env.SUPABASE_URL, env.SUPABASE_ANON_KEY, counted);
await other.auth.signInWithPassword(login);
const { data, error } = await other.auth.getClaims();
console.log(JSON.stringify({ claims: data?.claims, alg: data?.header.alg, error, asked }));
"""
    )

    told = javascript(script, environment(world))

    assert told["error"] is None
    assert told["alg"] == "ES256"
    assert told["claims"]["email"] == world.env()["SMOKE_EMAIL"]
    assert told["claims"]["iss"] == f"{world.urls.supabase}/auth/v1"
    assert told["asked"] == ["/auth/v1/token", "/auth/v1/.well-known/jwks.json"]


def test_js_signs_up_and_recovers_by_mailed_links(world: World) -> None:
    """With PKCE, as browsers and servers do it; the new password is the one that counts."""
    pkce = (
        JS
        + """
const kept = new Map(JSON.parse(env.KEPT ?? "[]"));
const storage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key),
};
const auth = { flowType: "pkce", storage, autoRefreshToken: false };
const browser = createClient(env.SUPABASE_URL, env.SUPABASE_ANON_KEY, { auth, realtime });
const person = { email: "eva@exemple.fr", password: "longer than six" };
const tell = (value) => console.log(JSON.stringify([value, [...kept]]));
"""
    )
    env = environment(world)
    sign_up = """
const { data, error } = await browser.auth.signUp({ ...person, options: { data: { name: "Eva" } } });
tell([data.session, data.user.user_metadata.name, error]);
"""
    (session, name, error), kept = javascript(pkce + sign_up, env)
    led = httpx.get(mailed_link(world, "eva@exemple.fr"))
    exchange = """
const { data, error } = await browser.auth.exchangeCodeForSession(env.CODE);
const { error: refused } = await browser.auth.updateUser({ password: "short" });
const { data: changed } = await browser.auth.updateUser({ password: "another one", data: { city: "Lyon" } });
const { error: old } = await anon.auth.signInWithPassword(person);
const { data: now } = await anon.auth.signInWithPassword({ ...person, password: "another one" });
const { city } = changed.user.user_metadata, isSame = now.user.id === data.user.id;
tell([data.user.email, error, refused.code, city, old.code, isSame]);
"""
    code = parse_qs(urlsplit(led.headers["location"]).query)["code"][0]
    told, _ = javascript(pkce + exchange, {**env, "KEPT": json.dumps(kept), "CODE": code})

    assert (session, name, error) == (None, "Eva", None)
    assert led.headers["location"].startswith(world.url)
    assert told == ["eva@exemple.fr", None, "weak_password", "Lyon", "invalid_credentials", True]


def test_js_opens_a_session_by_the_hash_in_a_link(world: World) -> None:
    """As a route of the site's own does, ``/auth/confirm`` in Supabase's guides."""
    ask = 'await anon.auth.resetPasswordForEmail(login.email); console.log("null");'
    javascript(JS + ask, environment(world))
    link = mailed_link(world, world.env()["SMOKE_EMAIL"])
    verify = """
const { data, error } = await anon.auth.verifyOtp({ token_hash: env.HASH, type: "recovery" });
console.log(JSON.stringify([data.user.email, error]));
"""
    token_hash = parse_qs(urlsplit(link).query)["token"][0]

    told = javascript(JS + verify, {**environment(world), "HASH": token_hash})

    assert told == [world.env()["SMOKE_EMAIL"], None]


def test_js_upserts(world: World) -> None:
    """Another value where the row is there, a new one where it is not, and nothing where that is asked."""
    script = (
        JS
        + """
const { data: { user } } = await anon.auth.signInWithPassword(login);
const posts = () => anon.from("posts");
const one = await posts().insert({ owner: user.id, content: "un" }).select().single();
const row = { id: one.data.id, owner: user.id, content: "autre" };
const merged = await posts().upsert(row).select("content,status");
const kept = { ignoreDuplicates: true, onConflict: "id" };
const ignored = await posts().upsert({ ...row, content: "x" }, kept).select();
const added = await posts().upsert([{ ...row, id: crypto.randomUUID(), content: "deux" }]);
const missing = await anon.from("post").select();
console.log(JSON.stringify({
  merged: [merged.status, merged.data], ignored: ignored.data, added: added.status, hint: missing.error.hint,
}));
"""
    )

    told = javascript(script, environment(world))

    assert told == {
        "merged": [200, [{"content": "autre", "status": "saved"}]],
        "ignored": [],
        "added": 201,
        "hint": "Perhaps you meant the table 'public.posts'",
    }
    assert contents(world) == ["autre", "deux"]


def test_js_reads_and_writes_posts(world: World) -> None:
    """As the user it is logged in as; PostgreSQL holds what it says it wrote."""
    script = (
        JS
        + """
const { data: { user } } = await anon.auth.signInWithPassword(login);
const posts = () => anon.from("posts");
const one = await posts().insert({ owner: user.id, content: "un" }).select().single();
await posts().insert([{ owner: user.id, content: "deux" }, { owner: user.id, content: "trois" }]);
const foreign = await posts().insert({ owner: crypto.randomUUID(), content: "d'autrui" });
const changed = await posts().update({ status: "pending" }).eq("content", "deux").select("content,status");
const page = await posts().select("content", { count: "exact" }).order("content").range(0, 1);
const none = await posts().select().eq("content", "introuvable").single();
await posts().delete().eq("id", one.data.id);
console.log(JSON.stringify({
  one: one.data.status, changed: changed.data, page: page.data, count: page.count,
  foreign: foreign.error.code, none: none.error.code,
}));
"""
    )

    told = javascript(script, environment(world))

    assert told == {
        "one": "saved",
        "changed": [{"content": "deux", "status": "pending"}],
        "page": [{"content": "deux"}, {"content": "trois"}],
        "count": 3,
        "foreign": "42501",
        "none": "PGRST116",
    }
    assert contents(world) == ["deux", "trois"]


def test_js_tells_one_outage_from_another(world: World) -> None:
    """A database that is gone, and one that is locked, by PostgREST's codes."""
    script = (
        JS
        + """
const { error, status } = await service.from("posts").insert({ owner: crypto.randomUUID(), content: "un" });
console.log(JSON.stringify([status, error.code]));
"""
    )
    with psycopg.connect(world.cluster.url) as holder:
        holder.execute("LOCK TABLE posts IN ACCESS EXCLUSIVE MODE")
        locked = javascript(script, environment(world))
    world.cluster.stop()
    stopped = javascript(script, environment(world))
    world.cluster.start_again()

    assert locked == [500, "57014"]
    assert stopped[0] == 503
    assert stopped[1] in {"PGRST000", "PGRST001", "57P01"}
    assert contents(world) == []


def test_python_does_the_same(world: World) -> None:
    """Logs in, writes, reads, and leaves."""
    script = (
        PY
        + """
user = anon.auth.sign_in_with_password(login).user
posts = lambda: anon.table("posts")
one = posts().insert({"owner": user.id, "content": "un"}).execute().data[0]
posts().insert({"owner": user.id, "content": "deux"}).execute()
posts().update({"status": "pending"}).eq("id", one["id"]).execute()
found = posts().select("content,status", count="exact").order("content", desc=True).execute()
posts().delete().eq("id", one["id"]).execute()
anon.auth.sign_out()
print(json.dumps([found.count, found.data, posts().select("id").execute().data]))
"""
    )

    told = python(script, environment(world))

    rows = [{"content": "un", "status": "pending"}, {"content": "deux", "status": "saved"}]
    assert told == [2, rows, []]
    assert contents(world) == ["deux"]


def test_python_logs_in_by_a_mailed_code(world: World) -> None:
    """As people do who have no password."""
    ask = PY + 'anon.auth.sign_in_with_otp({"email": "max@exemple.fr"}); print("null")'
    python(ask, environment(world))
    verify = (
        PY
        + """
otp = {"email": "max@exemple.fr", "token": env["CODE"], "type": "email"}
print(json.dumps(anon.auth.verify_otp(otp).user.email))
"""
    )

    told = python(verify, {**environment(world), "CODE": mailed_code(world, "max@exemple.fr")})

    assert told == "max@exemple.fr"
