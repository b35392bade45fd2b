"""Every build still kept was made from a bad build cache: the quiz's script is gone, and the quiz is dead.

The runbook's étape 2B names the case (« Problème de build ou de cache ») and the way out, ``--force``. No
request fails with 5xx, so nobody is alerted but by users; a rollback is quick and changes nothing.
"""

from __future__ import annotations

from drills.scenario import Alert, Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p0-build-cache",
    title="Un cache de build corrompu",
    severity="P0",
    story="La page du quiz s'affiche, mais son bouton reste gris : personne ne peut écrire de post.",
    fault="build-cache",
    alert=Alert(sources=("support",)),
    truth=Truth(
        cause="Le cache de build est corrompu : le script du quiz manque à tout build qui en vient.",
        words=(
            ("cache",),
            ("404", "manqu", "perdu", "absent", "missing", "corrompu", "corrupt", "cassé"),
            ("quiz", "script", "asset", "fichier", "file", "chunk"),
        ),
        mistaken=(
            Mistaken(
                words=("Gemini", "ETIMEDOUT"),
                evidence="posts are generated for whoever asks; what is not found is the page's own script",
            ),
            Mistaken(
                words=("bug dans le code", "TypeError", "régression"),
                evidence="no error stands in the logs, and the same commit worked until now",
            ),
            Mistaken(
                words=("panne de Vercel", "Vercel est en panne", "Vercel outage"),
                evidence="Vercel's status page says operational, and every page is served",
            ),
        ),
    ),
    accepted=("force-deploy",),
    wrong=(
        Wrong(
            way="rollback",
            reason="rolled-back-to-the-same-cache",
            because="the builds from before were made from the same cache, and lack the same file",
        ),
        Wrong(
            way="redeploy-with-cache",
            reason="rebuilt-from-the-cache",
            because="a build that restores the cache restores what is wrong with it; --force goes without",
        ),
    ),
    fastest_pace=60,
)
