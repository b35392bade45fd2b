"""What is asked, and what became of it: requests, users' steps, probes, load."""

from __future__ import annotations

from typing import ClassVar, Literal

from reports.facts.fact import Fact


class VendorRequested(Fact):
    """A vendor answered a request by somebody other than the application."""

    seen_by_all: ClassVar[bool] = True
    kind: Literal["vendor.requested"] = "vendor.requested"
    vendor: str
    actor: str
    method: str
    path: str
    query: str = ""
    status: int
    duration_ms: float


class UserStepped(Fact):
    """A background user did one step of a visit and got, or did not get, what they came for."""

    seen_by_all: ClassVar[bool] = True
    kind: Literal["user.stepped"] = "user.stepped"
    user: str
    step: str
    ok: bool
    status: int | None = None
    error: str = ""


class AddressSampled(Fact):
    """What became of the posts that people behind one client address saved within a second.

    ``legitimate`` is whether these are people for whom Postry is made, or one who abuses it. ``refused`` is
    how many met the rate limit, ``failed`` how many got no post saved for any other reason. The event is
    dated by the first of them.
    """

    kind: Literal["address.sampled"] = "address.sampled"
    address: str
    legitimate: bool
    sent: int
    refused: int = 0
    failed: int = 0


class ProbeSampled(Fact):
    """One probe's sample. ``due_mono_s`` is when it was due; ``usable`` is false if it started late.

    ``error`` is one line: a status, a missing text or a connection error.
    """

    seen_by_all: ClassVar[bool] = True
    kind: Literal["probe.sampled"] = "probe.sampled"
    probe: str
    ok: bool
    usable: bool = True
    status: int | None = None
    error: str = ""
    due_mono_s: float
    late_ms: float
    duration_ms: float


class LoadSampled(Fact):
    """What became of the posts that users of the stream sent within one second, recorded when all had ended.

    The event is dated by the second's beginning. ``failed`` had a server error or no answer at all,
    ``refused`` are those with another 4xx, ``unsent`` could not be sent; ``late_ms`` is how long after its
    time the latest was sent.
    """

    kind: Literal["load.sampled"] = "load.sampled"
    sent: int
    failed: int
    refused: int = 0
    unsent: int = 0
    late_ms: float = 0.0
