"""The tools that `dure check` runs are set up so that they find what the house forbids."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .example import build

ROOT = Path(__file__).resolve().parents[2]
BUILT = sorted(room.parent.name for room in (ROOT / "src/dure/rooms").glob("*/__init__.py"))
GATES = ("kernel.gate", "rooms.market.gate")
FOLDERS = ("cli", "site", "rooms", "events", "ui", "kernel", "engine", *(f"rooms.{room}" for room in BUILT), *GATES)
ROOM = ("models", "errors", "queries", "services", "views", "factories")


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A house of empty modules on the real floors, with this house's contracts."""
    places = ["", *(f".{folder}" for folder in FOLDERS)]
    modules = [f".rooms.{room}.{name}" for room in ("people", "ledger", "merchants", "dispatch") for name in ROOM]
    build(tmp_path, {f"src/dure{place.replace('.', '/')}/__init__.py": "" for place in places})
    build(tmp_path, {f"src/dure{module.replace('.', '/')}.py": "" for module in modules})
    build(tmp_path, {"src/dure/__main__.py": ""})
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _floors_hold(root: Path) -> bool:
    """Whether import-linter is content; anything but a broken contract is an error of the test."""
    program = str(Path(sys.executable).with_name("lint-imports"))
    command = ["env", f"PYTHONPATH={root / 'src'}", program, "--no-logo", "--no-cache"]
    ended = subprocess.run(command, cwd=root, text=True, capture_output=True, check=False)
    assert "Contracts:" in ended.stdout, ended.stdout + ended.stderr
    return ended.returncode == 0


def test_the_floors_allow_what_goes_down(toy: Path) -> None:
    """A verb may call a verb downstairs, an entrance a verb, a test whatever it needs."""
    build(
        toy,
        {
            "src/dure/rooms/dispatch/services.py": "from dure.rooms.people import queries\nfrom dure.kernel import x\n",
            "src/dure/rooms/dispatch/views.py": "from dure.rooms.dispatch import services\n",
            "src/dure/kernel/x.py": "",
        },
    )

    assert _floors_hold(toy)


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("rooms/people/services", "from dure.rooms.ledger import services"),
        ("rooms/merchants/services", "from dure.rooms.dispatch import services"),
        ("rooms/people/services", "from dure.rooms.people import views"),
        ("rooms/people/services", "from dure.rooms.people import factories"),
        ("rooms/ledger/views", "from dure.rooms.people import models"),
        ("rooms/ledger/services", "def late():\n    from dure.rooms.people.models import Person"),
        ("kernel/up", "from dure.rooms.people import services"),
        ("events/people", "from dure.rooms.people import services"),
        ("rooms/people/services", "import ninja"),
        ("rooms/people/queries", "import nats"),
        ("rooms/barn/__init__", ""),
        ("cellar/__init__", ""),
    ],
    ids=[
        "up",
        "sideways",
        "a verb knows its page",
        "a verb uses factories",
        "another room's tables",
        "another room's tables, inside a function",
        "the kernel knows a room",
        "the noticeboard knows a room",
        "a verb knows the API",
        "a query knows the bus",
        "a room without a floor",
        "a folder without a floor",
    ],
)
def test_the_floors_refuse_what_is_forbidden(toy: Path, module: str, text: str) -> None:
    """Each contract can be broken."""
    build(toy, {f"src/dure/{module}.py": f"{text}\n"})

    assert not _floors_hold(toy)


def _lint(path: str, text: str) -> str:
    """What ruff says about a text as if it were this file of the house."""
    command = [sys.executable, "-m", "ruff", "check", "--output-format", "concise", "--stdin-filename", path, "-"]
    return subprocess.run(command, cwd=ROOT, input=text, text=True, capture_output=True, check=False).stdout


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("import os\n\nx = os.environ\n", "TID251"),
        ("import os\n\nx = os.getenv('A')\n", "TID251"),
        ("from datetime import UTC, datetime\n\nx = datetime.now(UTC)\n", "TID251"),
        ("from django.utils import timezone\n\nx = timezone.now()\n", "TID251"),
        ("from django.dispatch import receiver\n\nx = receiver\n", "TID251"),
        ("from django.db.models.signals import post_save\n\nx = post_save\n", "TID251"),
        ("from django.apps import apps\n\nx = apps.get_model('people', 'Person')\n", "TID251"),
        ("def join(name):\n    return name\n", "ANN001"),
        ("def join() -> None:\n    pass\n", "D103"),
        ("x = 1  # noqa: F401\n", "RUF100"),
        ("x = eval('1')\n", "S307"),
    ],
)
def test_the_linter_refuses_what_the_house_never_does(line: str, rule: str) -> None:
    """Bans and strict rules hold in a room's file."""
    assert rule in _lint("src/dure/rooms/people/queries.py", f'"""Reads."""\n\n{line}')


@pytest.mark.parametrize("path", ["src/dure/site/config.py", "src/dure/engine/environment.py"])
def test_the_environment_is_read_in_its_two_places(path: str) -> None:
    """The configuration and the engine may read what nobody else may."""
    assert "TID251" not in _lint(path, '"""Reads."""\n\nimport os\n\nx = os.environ\n')
