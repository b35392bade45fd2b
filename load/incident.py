"""An incident: the load that reproduces one incident of the runbook, and what counts as reproduced.

Each is a pair in ``load/incidents``: the numbers in ``ID.toml``, what its users do in ``ID.py``, which is a
locustfile. The numbers stand apart because reading a locustfile imports Locust, which patches the process.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from fixtures.errors import SetupError
from fixtures.part import Part
from load.stage import Arrivals, Journey
from load.symptom import Symptom

FOLDER = Path(__file__).parent / "incidents"


class Queue(Part):
    """More arrivals than a pool of connections can serve. Factors are of the capacity before the fix.

    ``calibrate`` requests at once show the capacity; ``reproduce_at`` is the incident's rate, at which the
    failing share is judged by its band; ``judge_at`` the rate at which a fix must hold.
    """

    calibrate: int = Field(ge=30)
    reproduce_at: float = Field(gt=1)
    judge_at: float = Field(gt=1)


class Burst(Part):
    """Many users behind one address, at once.

    ``per_minute`` is their rate in the steady state, which ``--full`` judges over ``full_s`` on ``addresses``
    addresses; ``abuse`` is how many requests one abuser sends at once, who has to stay limited.
    """

    users: int = Field(ge=1)
    per_minute: float = Field(gt=0)
    addresses: int = Field(ge=1)
    full_s: float = Field(gt=60)
    abuse: int = Field(ge=1)


class Stream(Part):
    """Users of all kinds, at ``rates`` a second for each journey; the requests of ``judged`` are counted.

    Where the incident is slowness, a request counts that takes longer than ``slower_than_ms``; where more
    than one in twenty takes longer than ``worse_than_ms``, it is another, worse one.
    """

    judged: Journey
    rates: Mapping[Journey, float]
    slower_than_ms: float | None = Field(None, gt=0)
    worse_than_ms: float | None = Field(None, gt=0)

    @model_validator(mode="after")
    def _sends_what_is_judged(self) -> Stream:
        if self.judged not in self.rates or not all(rate > 0 for rate in self.rates.values()):
            raise ValueError("expected a rate above 0 for each journey, the judged one included")
        return self


class InWorld(Part):
    """What the embedded world is like for this incident, before any knob is turned.

    ``round_trip_ms`` is how far away its database is; ``fault`` the one of the world that is on;
    ``accounts`` the users who visit, each with ``posts``; every ``null_every``-th has one without equalizer.
    """

    round_trip_ms: float = Field(0, ge=0)
    fault: str = ""
    accounts: int = Field(1, ge=1, le=100)
    posts: int = Field(0, ge=0)
    null_every: int = Field(0, ge=0)


class Incident(Part):
    """One incident. Statuses are HTTP's, shares are of 1, times are seconds.

    ``band`` is the failing share that counts as reproduced, ``fixed_below`` the one that counts as fixed;
    ``minimum`` the outcomes below which nothing is said; ``sessions`` the logged-in visitors who take turns;
    ``max_s`` the longest that an arm may judge.
    """

    id: str
    title: str
    severity: Literal["P0", "P1", "P2"]
    runbook_ref: str
    drill: str
    request: str
    failing: tuple[int, ...]
    band: tuple[float, float]
    minimum: int = Field(ge=1)
    sessions: int = Field(ge=1)
    max_s: float = Field(gt=0)
    arrivals: Arrivals = "constant"
    before: Mapping[str, str]
    after: Mapping[str, str]
    fixed_below: float = Field(0.01, gt=0, le=0.05)
    world: InWorld = InWorld()
    queue: Queue | None = None
    burst: Burst | None = None
    stream: Stream | None = None

    @model_validator(mode="after")
    def _has_one_method(self) -> Incident:
        if sum(method is not None for method in (self.queue, self.burst, self.stream)) != 1:
            raise ValueError("expected one of the tables [queue], [burst] and [stream]")
        return self

    @property
    def symptom(self) -> Symptom:
        """What one of its answers looks like."""
        slower_than_ms = self.stream.slower_than_ms if self.stream else None
        return Symptom(statuses=self.failing, slower_than_s=slower_than_ms / 1000 if slower_than_ms else None)

    @property
    def judged(self) -> Journey:
        """Whose requests are counted."""
        return self.stream.judged if self.stream else "persist"

    @property
    def locustfile(self) -> Path:
        """What its users do."""
        return FOLDER / f"{self.id.replace('-', '_')}.py"


def read(path: Path) -> Incident:
    """The incident in a file. Raises `SetupError` with all that is wrong in it."""
    try:
        found = Incident.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise SetupError(f"{path}: {error}") from error
    if found.id != path.stem.replace("_", "-"):
        raise SetupError(f"{path}: its id is {found.id!r}; expected {path.stem.replace('_', '-')!r}")
    return found


def discover() -> dict[str, Incident]:
    """Every incident, by its id."""
    found = [read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {incident.id: incident for incident in found}


def find(incident_id: str) -> Incident:
    """The incident of that id. Raises `SetupError` that lists what there is."""
    known = discover()
    if incident_id not in known:
        raise SetupError(f"no incident is called {incident_id!r}; there are {', '.join(known)}")
    return known[incident_id]
