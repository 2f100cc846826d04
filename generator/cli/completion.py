"""`digest completion`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

_SHELLS: Final[dict[str, type[ShellComplete]]] = {
    "bash": BashComplete,
    "fish": FishComplete,
    "zsh": ZshComplete,
}


@click.command("completion")
@click.argument("shell", type=click.Choice(sorted(_SHELLS)))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print what makes SHELL complete the command's words with the Tab key.

    \b
    Example:
      digest completion bash > ~/.local/share/bash-completion/completions/digest
    """
    # The variable is click's own: by it the shell asks the command what a word may become.
    click.echo(_SHELLS[shell](context.find_root().command, {}, "digest", "_DIGEST_COMPLETE").source())
