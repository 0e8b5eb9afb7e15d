"""What people see while the work goes on: bars on a terminal, a line a run anywhere else."""

import io
from functools import partial
from types import SimpleNamespace

import pytest
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.text import Text

import console
from desk import Work


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Return what is written on a terminal of a hundred columns."""
    written = io.StringIO()
    terminal = partial(Console, file=written, force_terminal=True, width=100, _environ={})
    monkeypatch.setattr(console, "Console", terminal)
    return written


def test_a_terminal_shows_how_much_of_all_is_read_and_then_how_it_ended(
    screen: io.StringIO,
) -> None:
    """The bar makes room for the line."""
    with console.shown() as show:
        show.step("read", 700, 2000)
        show.progress.refresh()
        during = screen.getvalue()
        work = Work(stage="read", title="read")
        work.counts["read"] = 2000
        show.end(work)

    assert "read" in during
    assert "700/2000" in during
    assert "read: ok: read 2000" in screen.getvalue()


@pytest.mark.parametrize(
    ("pace", "said"), [(None, ""), (212.4, "212/s"), (1.0, "1/s"), (0.2, "12/min")]
)
def test_a_bar_tells_the_pace_in_whole_numbers(pace: float | None, said: str) -> None:
    """Pages are read by the hundred in a second, and fetched a dozen in a minute."""
    task = SimpleNamespace(speed=pace, finished_speed=None)

    assert console.Pace().render(task) == Text(said)


def test_a_bar_tells_its_pace_once_there_is_one(screen: io.StringIO) -> None:
    """The clock of this test goes a second with every look at it."""
    seconds = iter(range(1000))
    with console.shown() as show:
        progress: Progress = show.progress
        progress.get_time = lambda: float(next(seconds))
        for done in (1, 2, 3):
            show.step("read", done * 100, 2000)
        columns = [c for c in progress.columns if isinstance(c, console.Pace)]
        task = progress.tasks[TaskID(0)]

        assert columns
        assert columns[0].render(task).plain.endswith("/s")


def test_a_pipe_gets_no_bars(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for every run that ended is all."""
    with console.shown() as show:
        show.step("read", 700, 2000)
        show.end(Work(stage="read", title="read"))

    assert capsys.readouterr().out == "read: ok\n"
