"""What a rate limit refuses in its steady state, predicted."""

from __future__ import annotations


def refused(limit: int, per_minute: float) -> float:
    """The share of requests refused to one address whose users come at random, ``per_minute`` of them.

    A sliding window of a minute over what was let through is a loss system with ``limit`` places, each taken
    for a minute: Erlang's B, whatever the rhythm of the places. Source: A. K. Erlang, 1917.
    """
    share = 1.0
    for places in range(1, limit + 1):
        share = per_minute * share / (places + per_minute * share)
    return share
