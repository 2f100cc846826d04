"""The `digest` command: arguments in, an exit status out."""

from __future__ import annotations

import sys
import traceback
from typing import Final

import click

import generator
from generator.cli.build import assemble_command, build_command
from generator.cli.check import check_command
from generator.cli.console import report_failure
from generator.cli.edit import edit_command
from generator.cli.explain import explain_command
from generator.cli.export import export_command
from generator.cli.fetch import fetch_command
from generator.cli.ingest import ingest_command
from generator.cli.new import new_command
from generator.cli.serve import serve_command
from generator.diagnostics import DayfoldError

DONE: Final = 0
ERRORS_IN_DATA: Final = 1
INTERNAL_FAULT: Final = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED: Final = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(generator.__version__, prog_name="digest")
def digest() -> None:
    """Cleaned news articles in, a dated and sourced digest out.

    \b
    A new site, from nothing:
      digest new my-digest
      cd my-digest
      digest ingest page.txt --captured 2026-08-17T12:00:00Z
      digest serve
    """


for command in (
    new_command,
    fetch_command,
    ingest_command,
    build_command,
    assemble_command,
    serve_command,
    check_command,
    explain_command,
    export_command,
    edit_command,
):
    digest.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit with its status: 0 done, 1 errors in the data, 2 usage, 70 our own fault."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """The exit status of the command that `arguments` (default: the process' own) ask for."""
    try:
        # Without standalone mode click returns the status of an Exit, and None when there was none.
        return digest.main(arguments, prog_name="digest", standalone_mode=False) or DONE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing is half-written; run the command again to go on.", err=True)
        return INTERRUPTED
    except DayfoldError as error:
        report_failure(error.problems, sys.argv[1:] if arguments is None else arguments)
        return ERRORS_IN_DATA
    except Exception:  # noqa: BLE001 -- the last door: what nobody foresaw is shown whole and exits 70
        traceback.print_exc()
        click.echo("This is a fault of Dayfold itself. Please report it with the lines above.", err=True)
        return INTERNAL_FAULT
