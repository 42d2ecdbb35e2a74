"""Claims about `dure backup` and `dure restore`."""

import io
import json
import re
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from dure.engine.archive import dump, restore_elsewhere
from dure.engine.environment import for_child
from dure.engine.house import HouseFolder
from dure.engine.postgres import EmbeddedPostgres
from dure.engine.state import HouseState
from tests.engine.conftest import RealHouse

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
TRADING = Path(__file__).with_name("trading.py")


@pytest.fixture(scope="module")
def traded(the_house):
    """What was sold in the running house before it was backed up: the offer, and where each of its orders lies."""
    if not the_house.answers():
        assert the_house.up().returncode == 0
    return trade(the_house)


@pytest.fixture(scope="module")
def archive(the_house, traded, tmp_path_factory):
    """A backup of the running house, with orders and two uploaded files."""
    uploads = HouseFolder(the_house.data).files
    (uploads / "farm").mkdir(exist_ok=True)
    (uploads / "farm" / "배추.txt").write_text("cabbage")
    (uploads / "empty").write_bytes(b"")
    file = tmp_path_factory.mktemp("backup") / "house.tar"
    made = the_house.dure("backup", str(file))
    assert made.returncode == 0, made.stderr
    return file


def trade(house, *offer):
    """Sell something in a running house: an order is open, one is paid, one lies in the archive."""
    told = for_child(HouseState.read(HouseFolder(house.data)).environment)
    told["DURE_SECRET_KEY"] = (house.data / "secret-key").read_text()
    done = subprocess.run([sys.executable, str(TRADING), *offer], env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def proven(house):
    """Return what the proof of a running house's book says, without how long it took."""
    verified = house.dure("book", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    return [line for line in verified.stdout.splitlines() if re.search(r"[0-9a-f]{16}", line)]


RIGHTS = (
    "SELECT relname, relacl::text, pg_get_userbyid(relowner) FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
)


@dataclass
class Restored:
    """A house restored from the archive, what the command said, and the rights on its tables before it ever ran."""

    house: RealHouse
    said: subprocess.CompletedProcess
    rights: list


@pytest.fixture(scope="module")
def restored(archive, tmp_path_factory):
    """The archive, restored once."""
    house = RealHouse(tmp_path_factory.mktemp("restored") / "data")
    try:
        said = house.dure("restore", str(archive))
        assert said.returncode == 0, said.stderr
        with EmbeddedPostgres(house.data / "postgres") as postgres, psycopg.connect(postgres.owner_url) as connection:
            rights = connection.execute(RIGHTS).fetchall()
        yield Restored(house, said, rights)
    finally:
        house.destroy()


def test_a_restored_house_holds_the_same_rows_and_files_and_sells_on(restored, traded, the_house):
    house = restored.house
    assert "every count and checksum agrees" in restored.said.stdout
    assert (house.data / "files" / "farm" / "배추.txt").read_text() == "cabbage"
    assert (house.data / "secret-key").read_text() == (the_house.data / "secret-key").read_text()
    assert house.up().returncode == 0
    assert house.answers()
    assert proven(house) == proven(the_house)
    assert sorted(traded["orders"].values()) == [False, False, True]
    more = trade(house, traded["offer"])["orders"]
    assert {number: more[number] for number in traded["orders"]} == traded["orders"]
    assert sorted(more.values()) == [False] * 4 + [True] * 2


def test_the_running_role_has_no_more_rights_after_a_restore_than_before(restored, the_house):
    original = the_house.dure("psql", "-XAtF", ";", "-c", RIGHTS).stdout.splitlines()
    assert [f"{name};{rights or ''};{owner}" for name, rights, owner in restored.rights] == original


def test_the_manifest_tells_versions_counts_and_checksums(archive):
    with tarfile.open(archive) as content:
        manifest = json.load(content.extractfile("manifest.json"))
    assert manifest["format"] == 1
    assert manifest["rows"]["django_migrations"] == len(manifest["migrations"]) > 10
    assert set(manifest["checksums"]) >= {"database.dump", "files/farm/배추.txt", "files/empty", "secret-key"}
    assert archive.stat().st_mode & 0o077 == 0


def test_a_damaged_archive_is_refused_and_nothing_is_left(archive, empty_house, tmp_path):
    damaged = bytearray(archive.read_bytes())
    damaged[5000] ^= 1  # one bit inside the dump
    file = tmp_path / "damaged.tar"
    file.write_bytes(damaged)
    refused = empty_house.dure("restore", str(file))
    assert refused.returncode == 1
    assert "damaged or changed" in refused.stderr
    assert "database.dump" in refused.stderr
    assert not empty_house.data.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.tar"]


@pytest.mark.parametrize("name", ["cut.tar", "not-an-archive.tar"])
def test_half_an_archive_is_refused(archive, empty_house, tmp_path, name):
    file = tmp_path / name
    file.write_bytes(archive.read_bytes()[:70_000] if name == "cut.tar" else b"hello")
    refused = empty_house.dure("restore", str(file))
    assert refused.returncode == 1
    assert not empty_house.data.exists()


def test_an_archive_with_a_way_out_of_the_folder_is_refused(archive, empty_house, tmp_path):
    file = tmp_path / "sly.tar"
    with tarfile.open(archive) as source, tarfile.open(file, "w") as target:
        for entry in source:
            target.addfile(entry, source.extractfile(entry))
        target.addfile(tarfile.TarInfo("files/../../escaped"), io.BytesIO())
    refused = empty_house.dure("restore", str(file))
    assert refused.returncode == 1
    assert "no place in a house" in refused.stderr
    assert not empty_house.data.exists()


def test_an_archive_of_a_newer_dure_is_refused(archive, empty_house, tmp_path):
    file = tmp_path / "newer.tar"
    with tarfile.open(archive) as source, tarfile.open(file, "w") as target:
        for entry in source:
            content = source.extractfile(entry).read()
            if entry.name == "manifest.json":
                manifest = json.loads(content)
                manifest["migrations"].append("ledger.9999_of_the_future")
                content = json.dumps(manifest).encode()
                entry.size = len(content)
            target.addfile(entry, io.BytesIO(content))
    refused = empty_house.dure("restore", str(file))
    assert refused.returncode == 1
    assert "newer Dure" in refused.stderr
    assert not empty_house.data.exists()


def test_a_house_that_is_there_is_only_replaced_when_told_and_then_moved_aside(archive, empty_house):
    empty_house.data.mkdir()
    (empty_house.data / "mine.txt").write_text("mine")
    refused = empty_house.dure("restore", str(archive))
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    assert [path.name for path in empty_house.data.iterdir()] == ["mine.txt"]

    replaced = empty_house.dure("restore", str(archive), "--replace")
    assert replaced.returncode == 0, replaced.stderr
    aside = next(empty_house.data.parent.glob("data.before-*"))
    assert (aside / "mine.txt").read_text() == "mine"


def test_a_running_house_is_never_restored_into(archive, house):
    before = house.pids()
    refused = house.dure("restore", str(archive), "--replace")
    assert refused.returncode == 1
    assert "Stop it first" in refused.stderr
    assert house.pids() == before


def test_a_backup_never_overwrites_another(archive, house):
    size = archive.stat().st_size
    refused = house.dure("backup", str(archive))
    assert refused.returncode == 1
    assert "already exists" in refused.stderr
    assert archive.stat().st_size == size


def test_a_database_of_ones_own_is_backed_up_and_filled_too(archive, house, tmp_path):
    """What DURE_DATABASE_URL points to is somebody else's PostgreSQL; here a second embedded one plays it."""
    yours = EmbeddedPostgres(tmp_path / "yours", durable=False)
    try:
        yours.start()
        manifest = restore_elsewhere(archive, HouseFolder(tmp_path / "data"), yours.owner_url, replace=False)
        with psycopg.connect(yours.owner_url) as connection:
            assert dump.row_counts(connection) == manifest.rows
        again = restore_elsewhere(archive, HouseFolder(tmp_path / "data"), yours.owner_url, replace=True)
        assert again.rows == manifest.rows
    finally:
        yours.destroy()
