"""The smoke user's session lasts until a journey logs out."""

from __future__ import annotations

import pytest

from smoke.browsing.signed_in import SmokeUser
from smoke.handed import Opened


def test_one_is_opened_when_it_is_needed_and_anew_after_a_logout() -> None:
    """Not before, and not for each journey."""
    opened = iter([Opened(state={"number": 1}), Opened(state={"number": 2})])
    user = SmokeUser(lambda: next(opened))

    user.is_about_to_log_out()
    assert [user.state, user.state] == [{"number": 1}, {"number": 1}]
    user.is_about_to_log_out()
    assert user.state == {"number": 2}


def test_without_one_the_journey_is_inconclusive() -> None:
    """In the words of who could not open it."""
    user = SmokeUser(lambda: Opened(problem="the key was refused"))

    with pytest.raises(pytest.skip.Exception, match="the key was refused"):
        _ = user.state
