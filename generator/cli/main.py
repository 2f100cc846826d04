"""The `digest` command: arguments in, an exit status out."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

import generator
from generator.diagnostics import DayfoldError

DONE: Final = 0
ERRORS_IN_DATA: Final = 1
INTERNAL_FAULT: Final = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED: Final = 130

# The module of each command, and what it is for in short: to import all of them takes most of a second.
_COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "assemble": ("build", "Build the site of PARTS that other machines have made."),
    "build": ("build", "Build the site: articles to records to Markdown to HTML."),
    "check": ("check", "Find everything that is wrong with a site, and write nothing."),
    "completion": ("completion", "Print what makes SHELL complete the command's words."),
    "doctor": ("doctor", "Say what a build rests on."),
    "edit": ("edit", "Write a decision into content/editorial."),
    "explain": ("explain", "Say why an article, story or edition is as it is."),
    "export": ("export", "Print what the digest knows as JSON Lines."),
    "fetch": ("fetch", "Fetch what is new in the feeds of sources.yml."),
    "ingest": ("ingest", "Clean raw files into articles."),
    "new": ("new", "Make a new site in DIR."),
    "serve": ("serve", "Show the site on this machine, and again after each change."),
    "upgrade": ("upgrade", "Bring a site's files to the installed version."),
}


class Commands(click.Group):
    """A group whose commands are imported when they are asked for, and told of without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, sorted."""
        return sorted({*_COMMANDS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        if cmd_name not in self.commands and cmd_name in _COMMANDS:
            module, _ = _COMMANDS[cmd_name]
            self.add_command(getattr(import_module(f"generator.cli.{module}"), f"{cmd_name}_command"))
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each is for."""
        told = {name: click.Command(name, help=line) for name, (_, line) in _COMMANDS.items()}
        click.Group("digest", told).format_commands(ctx, formatter)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
        from generator.cli.console import report_failure  # noqa: PLC0415 -- not for every command's help

        report_failure(error.problems, sys.argv[1:] if arguments is None else arguments)
        return ERRORS_IN_DATA
    except Exception:  # noqa: BLE001 -- the last door: what nobody foresaw is shown whole and exits 70
        traceback.print_exc()
        way_out = "Please report it with the lines above and what `digest doctor` prints."
        click.echo(f"This is a fault of Dayfold itself. {way_out}", err=True)
        return INTERNAL_FAULT
