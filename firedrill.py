"""The command: joins the folders' sub-commands. Nobody imports this module."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import traceback

import typer
from typer.exceptions import TyperException

from drills.command import app as drill_app
from drills.runbook_check.command import app as runbook_app
from fixtures import interruption, leftovers, responder_shell
from fixtures.command import app as world_app
from fixtures.errors import SetupError
from load.command import app as load_app
from reports.journal import JournalError
from reports.telling import tell
from reports.verdict import EXIT_CODES_HELP, ExitCode
from smoke.command import smoke
from smoke.doctor_command import doctor

app = typer.Typer(
    help=f"Rehearse the incident runbook before the night it is needed.\n\n{EXIT_CODES_HELP}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("smoke")(smoke)
app.command("doctor")(doctor)
app.add_typer(drill_app, name="drill")
app.add_typer(load_app, name="load")
app.add_typer(runbook_app, name="runbook")
app.add_typer(world_app, name="world")


@app.callback()
def _finish_what_was_left() -> None:
    """Before any command: what a killed one left in the temporary folder."""
    for sentence in leftovers.sweep():
        tell(f"firedrill: swept {sentence}")


def main() -> None:
    """Run the command and end with one of the documented exit codes, never with a traceback."""
    interruption.listen()
    # They are for the user's own databases, and libpq would take them for ours too.
    for name in responder_shell.libpq_settings(os.environ):
        del os.environ[name]
    try:
        code = app(standalone_mode=False)
    except typer.Exit as request:
        code = request.exit_code
    except TyperException as error:
        tell(f"firedrill: {error.format_message()} See '--help'.")
        code = ExitCode.USAGE
    except (SetupError, JournalError) as error:
        tell(f"firedrill: {error}")
        code = ExitCode.USAGE
    except (KeyboardInterrupt, typer.Abort):
        tell(f"firedrill: {interruption.told()}")
        code = ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug of ours is exit code 4
        tell(f"firedrill: broke: {type(error).__name__}: {error}\n  details: {_keep_traceback()}")
        code = ExitCode.BROKEN
    if interruption.lost():
        code = ExitCode.INCONCLUSIVE
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    interruption.ignore()
    sys.exit(code if isinstance(code, int) else 0)


def _keep_traceback() -> str:
    """The traceback of the exception being handled, in a file of its own; the file's path."""
    handle, path = tempfile.mkstemp(prefix="firedrill-broke-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return path


if __name__ == "__main__":
    main()
