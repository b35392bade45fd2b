"""What a shell had ignored when it started the tests, and every program that they start would ignore too."""

from __future__ import annotations

import signal


def hear() -> None:
    """A job in the background is deaf to Ctrl-C, one under nohup to the end of its terminal: no longer."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL)
