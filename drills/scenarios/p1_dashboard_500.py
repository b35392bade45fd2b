"""The dashboard fails for users who have an old post without an equalizer.

The runbook's section 2, scenario 1: a hotfix with a null check, which stands ready in a preview. The
deployment with the bug came with a migration, so to roll back is to go where nobody's posts can be read; to
delete the old posts takes from users what is theirs.
"""

from __future__ import annotations

from drills.scenario import Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p1-dashboard-500",
    title="Le tableau de bord plante pour certains utilisateurs",
    severity="P1",
    story="Certains utilisateurs ne voient plus leur tableau de bord : « Une erreur est survenue ».",
    fault="dashboard-migration",
    truth=Truth(
        cause="Le tableau de bord ne sait pas afficher un post sans égaliseur (null).",
        words=(
            ("dashboard", "tableau de bord"),
            ("null", "TypeError", "égaliseur", "equalizer", "réglages"),
        ),
        mistaken=(
            Mistaken(
                words=("base de données", "database", "Supabase", "pool"),
                evidence="the same page works for others, and the error is a TypeError of the code",
            ),
            Mistaken(
                words=("Gemini", "Google"),
                evidence="the quiz works, and Google's status page names no incident",
            ),
        ),
    ),
    accepted=("promote-hotfix", "hotfix"),
    wrong=(
        Wrong(
            way="rollback",
            reason="rolled-back-past-a-migration",
            because="the earlier build reads a column that the migration renamed, and fails for everybody",
        ),
        Wrong(
            way="delete-post",
            reason="deleted-users-posts",
            because="the posts are their users' own, and the dashboard's bug is still there",
            lasting=True,
        ),
    ),
    # Above it, too few dashboards fail in the five minutes of Sentry's rule.
    fastest_pace=45,
)
