"""Nobody can log in: the last deployment carries a key that Supabase does not know.

The runbook's P0 « authentification cassée, 100 % des users bloqués ». Everything that needs no session
works, so it looks smaller than it is; neither the database nor its pool has anything to do with it.
"""

from __future__ import annotations

from drills.scenario import Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p0-auth-broken",
    title="Plus personne ne peut se connecter",
    severity="P0",
    story="La connexion échoue pour tout le monde : « Une erreur est survenue », même déjà connecté.",
    fault="auth-broken",
    truth=Truth(
        cause="La clé SUPABASE_ANON_KEY, changée avec le dernier déploiement, n'est pas celle du projet.",
        words=(
            ("authentification", "connexion", "login", "Invalid API key"),
            ("SUPABASE_ANON_KEY", "clé", "API key", "variable"),
        ),
        mistaken=(
            Mistaken(
                words=("pool", "timeout", "ETIMEDOUT"),
                evidence="no request waits for the database: the logs say « Invalid API key »",
            ),
            Mistaken(
                words=("rate limit", "limite de débit", "429"),
                evidence="the requests fail with 500, none with 429",
            ),
        ),
    ),
    accepted=("env-fix", "rollback"),
    wrong=(
        Wrong(
            way="resize-pool",
            reason="resized-the-pool",
            because="the pool is not full: Supabase refuses the key before any connection is asked for",
        ),
        Wrong(
            way="raise-limit",
            reason="raised-the-limit",
            because="nobody meets the limit: no request is answered with 429, and the key stays wrong",
        ),
        Wrong(
            way="env-not-deployed",
            reason="key-without-a-deployment",
            because="a variable counts only for what is built after it; production still has the wrong key",
        ),
    ),
    fastest_pace=60,
)
