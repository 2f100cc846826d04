"""Work that several processes share: the same as from one, whatever becomes of the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from generator.side_by_side import beside, side_by_side

HERE = os.getpid()


@pytest.fixture(autouse=True)
def _none_is_left() -> Iterator[None]:
    before = processes()
    yield
    assert processes() <= before


def processes() -> set[str]:
    """Those that this one has begun and not seen the end of, where the system tells."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has gone meanwhile
            begun_by = stat.read_text().rpartition(")")[2].split()[1]
            found |= {stat.parent.name} if begun_by == str(HERE) else set()
    return found


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 300])
def test_what_comes_out_is_in_order_whoever_did_it(jobs: int, count: int) -> None:
    assert list(side_by_side(jobs, count, lambda number: number * number)) == [n * n for n in range(count)]


def test_others_have_a_part_in_it_and_each_is_given_its_numbers_in_order() -> None:
    given: list[int] = []

    def work(number: int) -> tuple[int, list[int]]:
        given.append(number)
        return os.getpid(), list(given)

    done = list(side_by_side(3, 2000, work))
    assert len({process for process, _ in done}) > 1
    assert all(numbers == sorted(numbers) for _, numbers in done)


def test_a_result_may_be_larger_than_what_waits_on_its_way() -> None:
    sizes = [3_000_000, 1, 0, 2_000_000]
    assert list(side_by_side(2, 4, lambda number: b"x" * sizes[number])) == [b"x" * size for size in sizes]


@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: {}["lost"]])
def test_what_another_process_did_not_do_is_done_here(end: Callable[[], object]) -> None:
    def work(number: int) -> int:
        if number > 2 and os.getpid() != HERE:
            end()
        return number

    assert list(side_by_side(2, 50, work)) == list(range(50))


def test_an_error_is_the_one_that_there_would_be_without_others() -> None:
    def work(number: int) -> int:
        if number >= 7:
            raise ValueError(f"no {number}")
        return number

    with pytest.raises(ValueError, match="no 7"):
        list(side_by_side(2, 50, work))


def test_an_error_here_waits_for_what_another_process_has_before_it(tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def work(number: int) -> int:
        if number == 0:
            while os.getpid() == HERE and not begun.exists():
                time.sleep(0.01)  # so that the other has 1, and this one goes on with 2
            return number
        if os.getpid() != HERE:
            begun.touch()
            time.sleep(0.3)
        raise ValueError(f"no {number}")

    with pytest.raises(ValueError, match="no 1"):
        list(side_by_side(2, 3, work))


def test_whoever_wants_no_more_leaves_nobody_behind() -> None:
    for result in side_by_side(3, 1000, lambda _: b"x" * 100_000):
        assert len(result) == 100_000
        break


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_another_does_meanwhile_is_there_when_it_is_asked_for(jobs: int) -> None:
    with beside(jobs, lambda: (os.getpid(), b"x" * 3_000_000)) as done:
        process, data = done()
    assert (process == HERE, len(data)) == (jobs == 1, 3_000_000)


def test_what_nobody_asks_for_is_not_waited_for() -> None:
    with beside(2, lambda: time.sleep(600)):
        pass


def test_what_another_did_not_do_meanwhile_is_done_here() -> None:
    def work() -> int:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    with beside(2, work) as done:
        assert done() == HERE


def test_others_go_with_the_process_that_began_them(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    program = (
        "import os, pathlib, sys, time\n"
        "from generator.side_by_side import beside\n"
        "def work():\n"
        "    path = pathlib.Path(sys.argv[1])\n"
        "    path.with_suffix('.new').write_text(str(os.getpid()))\n"
        "    path.with_suffix('.new').rename(path)\n"
        "    time.sleep(600)\n"
        "with beside(2, work) as done:\n"
        "    done()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(begun)])
    while not begun.exists():
        time.sleep(0.01)
    other = Path("/proc", begun.read_text())
    assert other.exists()
    parent.kill()
    parent.wait()
    while other.exists() and "zombie" not in (other / "status").read_text():
        time.sleep(0.01)
