"""Claims about what production mode refuses."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from dure.engine.environment import for_child
from dure.engine.files import write_private
from dure.engine.house import HouseFolder
from dure.engine.state import HouseState
from dure.site.config import Config, Mode
from dure.site.production import refusals

JOINING = Path(__file__).with_name("demo_person.py")
SAFE = {"mode": Mode.PRODUCTION, "secret_key": SecretStr("x" * 50), "public_url": "https://dure.example"}


def test_a_safe_house_is_not_refused():
    assert refusals(Config(**SAFE), has_demo_world=False) == []


@pytest.mark.parametrize(
    ("change", "has_demo_world", "named"),
    [
        ({"secret_key": None}, False, "DURE_SECRET_KEY is missing"),
        ({"secret_key": SecretStr("short")}, False, "DURE_SECRET_KEY is too short"),
        ({"debug": True}, False, "DURE_DEBUG"),
        ({"public_url": None}, False, "DURE_PUBLIC_URL is missing"),
        ({"public_url": "http://dure.example"}, False, "not an https:// address"),
        ({}, True, "demo world"),
    ],
)
def test_each_danger_is_refused_by_name(change, has_demo_world, named):
    (reason,) = refusals(Config(**SAFE | change), has_demo_world=has_demo_world)
    assert named in reason


def test_a_demo_house_may_be_careless():
    assert refusals(Config(mode=Mode.DEMO, debug=True), has_demo_world=True) == []


def test_the_command_lists_every_reason_and_starts_nothing(empty_house):
    empty_house.data.mkdir()
    write_private(empty_house.data / "demo-world", "")
    refused = empty_house.dure(
        "up", "--detach", DURE_MODE="production", DURE_DEBUG="1", DURE_SECRET_KEY="", DURE_PUBLIC_URL=""
    )
    assert refused.returncode == 2
    for reason in ("DURE_SECRET_KEY is missing", "DURE_DEBUG", "DURE_PUBLIC_URL is missing", "demo world"):
        assert reason in refused.stdout
    assert [path.name for path in empty_house.data.iterdir()] == ["demo-world"]


@pytest.mark.parametrize("part", ["web", "worker", "gate", "studio"])
def test_a_part_alone_refuses_the_same(empty_house, part):
    refused = empty_house.dure(part, DURE_MODE="production", DURE_SECRET_KEY="")
    assert refused.returncode == 2
    assert "DURE_SECRET_KEY is missing" in refused.stdout


def test_a_wrong_setting_is_named(empty_house):
    refused = empty_house.dure("up", DURE_WEB_THREADS="many")
    assert refused.returncode == 1
    assert "DURE_WEB_THREADS" in refused.stderr
    assert not empty_house.data.exists()


def test_half_a_database_address_is_refused(empty_house):
    refused = empty_house.dure("up", DURE_DATABASE_URL="postgresql://somebody@somewhere/dure")
    assert refused.returncode == 1
    assert "DURE_DATABASE_OWNER_URL" in refused.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_database_with_the_demo_worlds_people_is_refused_even_when_nothing_else_tells(house):
    """Such as one restored from a demo house, or a PostgreSQL of one's own."""
    told = for_child(HouseState.read(HouseFolder(house.data)).environment)
    told["DURE_SECRET_KEY"] = (house.data / "secret-key").read_text()
    joined = subprocess.run([sys.executable, str(JOINING)], env=told, capture_output=True, text=True, check=False)
    assert joined.returncode == 0, joined.stderr
    assert not (house.data / "demo-world").exists()
    assert house.dure("down").returncode == 0
    safe = {"DURE_MODE": "production", "DURE_SECRET_KEY": "x" * 50, "DURE_PUBLIC_URL": "https://dure.example"}
    refused = house.dure("up", "--detach", **safe)
    assert refused.returncode == 2, refused.stdout
    assert "demo world's people" in refused.stdout
    assert not house.answers()
    assert house.dure("status").returncode == 3
