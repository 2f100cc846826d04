"""What the tests of commands share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from command_line import Result

from generator.cli.main import run


@pytest.fixture
def digest(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """The command, called with its arguments."""

    def command(*arguments: object) -> Result:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Result(status, said.out, said.err)

    return command
