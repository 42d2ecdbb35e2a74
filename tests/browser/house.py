"""The real house, started and ended the public way, for tests in a browser and tests that kill its parts."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg

from dure.engine.house import HouseFolder
from dure.engine.postgres import place
from dure.engine.state import HouseState
from dure.site.demo_cast import PASSWORD

ROOT = Path(__file__).parents[2]
UP_WITHIN_S = 420
DOWN_WITHIN_S = 30
PORTS = range(20_000, 32_000)
"""Below those that outgoing connections are given: a house takes its ports a minute after they were found free."""


class House:
    """One running house with its demo world, in a data folder of its own."""

    def __init__(self, data: Path) -> None:
        """Name the folder and find a port; nothing runs before `up`."""
        self.data = data
        self.folder = HouseFolder(data)
        self.port = _three_free_ports()
        self.address = f"http://localhost:{self.port}"

    @classmethod
    def already_running(cls, data: Path) -> "House":
        """Return the house that somebody else started on a data folder."""
        house = cls(data)
        house.address = house.state().address.replace("127.0.0.1", "localhost")
        return house

    def command(self, *words: str, within_s: float = 60) -> str:
        """Run `dure …` on this house's data as a person would, and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "dure", *words, "--data", str(self.data)],
            cwd=ROOT,
            env=_outside_world(),
            capture_output=True,
            text=True,
            timeout=within_s,
            check=False,
        )
        assert done.returncode == 0, (
            f"dure {' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        )
        return done.stdout

    def up(self) -> None:
        """Start everything and return when the home page answers; how to sign in is shown."""
        said = self.command("up", "--detach", "--port", str(self.port), within_s=UP_WITHIN_S)
        assert PASSWORD in said, said
        wait_until(lambda: self.answers("/"), within_s=30, what="the home page answers")

    def down(self) -> None:
        """End everything."""
        self.command("down", within_s=DOWN_WITHIN_S)

    def answers(self, path: str) -> bool:
        """Whether an address answers 200 just now."""
        with suppress(OSError), urllib.request.urlopen(f"{self.address}{path}", timeout=5) as reply:  # noqa: S310
            return bool(reply.status == 200)
        return False

    def state(self) -> HouseState:
        """Return what the supervisor says about itself and its processes."""
        found = HouseState.read(self.folder)
        assert found is not None, "the house does not run"
        return found

    def pid(self, name: str) -> int | None:
        """Return the number of a process: `supervisor`, or one of its children; None while it is down."""
        state = self.state()
        return state.pid if name == "supervisor" else next(each.pid for each in state.children if each.name == name)

    def log(self, name: str) -> str:
        """Return what a process wrote."""
        return self.folder.log(name).read_text(encoding="utf-8", errors="replace")

    def environment(self) -> dict[str, str]:
        """Return the environment of one more program of this house."""
        return {**_outside_world(), **self.state().environment, "DURE_SECRET_KEY": self.folder.secret_key()}

    def change(self, statements: str) -> None:
        """Run SQL as the owner of the tables."""
        with psycopg.connect(self.state().owner_url, connect_timeout=5) as connection:
            connection.execute(statements.encode())

    def rows(self, question: str, *facts: object) -> list[tuple[object, ...]]:
        """Ask the house's database as its owner."""
        with psycopg.connect(self.state().owner_url, connect_timeout=5) as connection:
            return connection.execute(question.encode(), facts or None).fetchall()


def _three_free_ports() -> int:
    """Return a port of 127.0.0.1 that is free now together with the next two, which gate and studio take."""
    for _attempt in range(50):
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with ExitStack() as sockets, suppress(OSError):
            for each in range(port, port + 3):
                sockets.enter_context(socket.socket()).bind(("127.0.0.1", each))
            return port
    raise AssertionError("no three free ports side by side")


def _outside_world() -> dict[str, str]:
    """The environment without what a test run added to it: the house must find its own settings."""
    here = os.environ
    return {name: value for name, value in here.items() if not name.startswith(("DURE_", "DJANGO_", "PYTEST_"))}


def wait_until(is_so: Callable[[], bool], *, within_s: float, what: str, look_every_s: float = 0.1) -> float:
    """Wait for something to become true and return how many seconds it took; fail by name when it does not."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < within_s, f"not within {within_s:.0f} s: {what}"
        time.sleep(look_every_s)
    return time.monotonic() - began


@contextmanager
def running_house(world: Path) -> Iterator[House]:
    """Keep a house up for a while in a folder of its own; end it and forget it whatever happens.

    `world` is a folder for what is made once: the first house leaves its demo world there, the next begin with it.
    """
    with tempfile.TemporaryDirectory(prefix="dure-house-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own account must walk through when we are root
        house = House(Path(folder) / "data")
        try:
            _begin(house, world)
            yield house
        finally:
            _keep_logs(house)
            if HouseState.read(house.folder):
                house.down()
            place.remove(house.folder.postgres)


def _begin(house: House, world: Path) -> None:
    """Start a house with a demo world: the first makes it, which takes a minute, the next are restored from it."""
    archive, mark = world / "demo.tar", world / "demo-world"
    if mark.exists():
        house.command("restore", str(archive), within_s=UP_WITHIN_S)
        shutil.copy(mark, house.folder.demo_mark)
        house.up()
    else:
        house.up()
        draft = world / f"{house.port}.tar"
        house.command("backup", str(draft), within_s=UP_WITHIN_S)
        draft.rename(archive)  # whole or not at all: another run may begin with it
        shutil.copy(house.folder.demo_mark, mark)


def _keep_logs(house: House) -> None:
    """Copy the logs to where a failed run can be read."""
    shutil.copytree(house.folder.logs, ROOT / ".dure" / "last-test-logs", dirs_exist_ok=True)
