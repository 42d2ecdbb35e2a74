"""`dure new-room` builds a room that breaks no rule, or says why not and writes nothing."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dure.cli.rooms import CannotBuild, build_room
from dure.kernel.clusters import KeptCluster
from dure.site.floors import FLOORS

from .rules.house import House
from .rules.rule import RULES

ROOT = Path(__file__).resolve().parents[2]
BUILT_BY_THE_FRONT_END = Path("src/dure/ui/static/ui/build")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout, with what the front end's build made, but without its history; nobody writes there."""
    root = tmp_path_factory.mktemp("untouched")
    for path in House(ROOT).files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, root / path)
    if (ROOT / BUILT_BY_THE_FRONT_END).exists():
        shutil.copytree(ROOT / BUILT_BY_THE_FRONT_END, root / BUILT_BY_THE_FRONT_END, dirs_exist_ok=True)
    return root


@pytest.fixture(scope="module")
def violations_before(untouched: Path) -> set[tuple[str, str]]:
    """What the rules find in the tree without a new room."""
    return set(_violations(untouched))


@pytest.fixture
def copied(untouched: Path, tmp_path: Path) -> Path:
    """A copy of the test's own."""
    return shutil.copytree(untouched, tmp_path / "copied")


def _violations(root: Path) -> Iterator[tuple[str, str]]:
    """Everything the rules find, with the rule's name."""
    house = House(root)
    for rule in RULES:
        yield from ((rule.name, found) for found in rule.check(house))


def _run(root: Path, *command: str) -> str:
    """Run a command in the copy, its own source first; return what it said, fail when it failed."""
    inside = ["env", f"PYTHONPATH={root / 'src'}", *command]
    ended = subprocess.run(inside, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert ended.returncode == 0, ended.stdout
    return ended.stdout


@pytest.mark.timeout(600)
def test_a_new_room_passes_every_check(copied: Path, violations_before: set[tuple[str, str]]) -> None:
    """The tree with two new rooms, one planned and one nobody heard of, breaks no rule that it kept without them."""
    tool, rooms = str(Path(sys.executable).with_name("lint-imports")), ("relief", "barn")
    for name in rooms:
        said = _run(copied, sys.executable, "-m", "dure.cli.rooms", name, "4", "--purpose", "Things under one roof.")
        assert f"wrote src/dure/rooms/{name}/services.py" in said

    assert set(_violations(copied)) <= violations_before
    written = [*(f"src/dure/rooms/{name}" for name in rooms), "src/dure/site/floors.py"]
    _run(copied, sys.executable, "-m", "ruff", "check", *written)
    _run(copied, sys.executable, "-m", "ruff", "format", "--check", *written)
    _run(copied, tool, "--no-cache", "--contract", "floors-of-the-rooms")
    _run(copied, sys.executable, "-m", "dure.cli.docs", "check")


@pytest.mark.timeout(600)
def test_a_new_room_shows_its_page(copied: Path) -> None:
    """The test that comes with the room passes; its database is one that other runs migrated, for it has no tables."""
    build_room(copied, "relief", 4, "What is asked for and what is given.")
    known = KeptCluster().folder
    if known.exists():
        wanted = _run(
            copied, sys.executable, "-c", "from dure.kernel import clusters as c; print(c.KeptCluster().folder)"
        ).strip()
        Path(wanted).parent.mkdir(parents=True)
        subprocess.run(["cp", "-a", known, wanted], check=True)  # with its owner, which PostgreSQL looks at

    assert "1 passed" in _run(copied, sys.executable, "-m", "pytest", "src/dure/rooms/relief", "-q")


@pytest.mark.parametrize(
    ("name", "floor", "reason"),
    [
        ("Barn", 4, "no name"),
        ("big_barn", 4, "no name"),
        ("import", 4, "no name"),
        ("utils", 4, "says nothing"),
        ("kernel", 4, "already means"),
        ("auth", 4, "already means"),
        ("people", 0, "exists"),
        ("barn", len(FLOORS), "no floor"),
        ("barn", -1, "no floor"),
        ("relief", 1, "planned on floor 4"),
    ],
)
def test_a_bad_request_is_refused_and_writes_nothing(untouched: Path, name: str, floor: int, reason: str) -> None:
    """Every refusal has its reason, and the tree is as it was."""
    before = {path: (untouched / path).read_bytes() for path in House(untouched).files}

    with pytest.raises(CannotBuild, match=reason):
        build_room(untouched, name, floor, "Things under one roof.")

    assert {path: (untouched / path).read_bytes() for path in House(untouched).files} == before


def test_a_changed_layout_is_refused_and_writes_nothing(copied: Path) -> None:
    """Where the addresses have no place for the room, no other file is touched either."""
    (copied / "src/dure/site/urls.py").write_text('"""Rearranged."""\n', encoding="utf-8")

    with pytest.raises(CannotBuild, match="no place for a new room"):
        build_room(copied, "barn", 4, "Things under one roof.")

    assert not (copied / "src/dure/rooms/barn").exists()
    assert "barn" not in (copied / "pyproject.toml").read_text(encoding="utf-8")
