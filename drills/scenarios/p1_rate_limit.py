"""People with every right to it are refused: a conference shares one address, and 10 posts a minute.

The runbook's section 2, scenario 3. Among the refused is one who abuses Postry, and is refused more often
than all the others: counting alone leads to the wrong address. A limit of 20 lets most of the others in and
still refuses some; no limit, or the abuser's address on the list, opens the door to him.
"""

from __future__ import annotations

from drills.scenario import Alert, Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p1-rate-limit",
    title="Des utilisateurs légitimes sont bloqués par la limite de débit",
    severity="P1",
    story="À un salon, presque personne ne peut enregistrer son post : « Trop d'enregistrements à la fois ».",
    fault="campaign",
    alert=Alert(sources=("support",)),
    outage="refusals",
    truth=Truth(
        cause="Toute une salle partage une adresse, et la limite est de 10 par minute et par adresse.",
        words=(
            ("limite", "rate limit", "429", "limiteur"),
            ("légitime", "legitimate", "campagne", "campaign", "salon", "afflux", "203.0.113.80"),
        ),
        mistaken=(
            Mistaken(
                words=("attaque", "attack", "DDoS"),
                evidence="many sessions and browsers come from 203.0.113.80, one program from 198.51.100.66",
            ),
            Mistaken(
                words=("base de données", "database", "pool"),
                evidence="no request failed: those that do not pass are refused with 429 before they store",
            ),
        ),
    ),
    accepted=("whitelist", "raise-limit"),
    wrong=(
        Wrong(
            way="remove-limit",
            reason="removed-the-limit",
            because="without a limit the one who abuses Postry is not stopped either",
        ),
        Wrong(
            way="whitelist-abuser",
            reason="whitelisted-the-abuser",
            because="the address with most refusals is one program with one session, not the crowd",
        ),
        Wrong(
            way="env-not-deployed",
            reason="env-not-deployed",
            because="a variable only counts for what is built after it, and nothing was",
        ),
        Wrong(
            way="rollback",
            reason="rolled-back-a-limit",
            because="an earlier deployment has the environment of then, and nobody on its list",
        ),
    ),
    fastest_pace=60,
)
