"""What must be done between the engines' start and the programs': migrations, the demo world."""

import hashlib
import importlib.metadata
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

import psycopg

import dure
from dure.engine.engines import Engines
from dure.engine.environment import for_child
from dure.engine.errors import EngineError, UnsafeHouse
from dure.engine.files import read_json, write_json
from dure.engine.house import HouseFolder
from dure.engine.logs import last_lines

Report = Callable[[str], None]
LOG_TAIL_LINES = 12


def migrate(house: HouseFolder, engines: Engines, environment: Mapping[str, str], report: Report) -> None:
    """Bring the tables up to date as their owner; nothing to do when neither the code nor the database changed."""
    stamp = house.path / "migrated.json"
    code = code_fingerprint()
    if read_json(stamp) == {"code": code, "database": database_fingerprint(engines.owner_url)}:
        return
    report("Bringing the tables up to date")
    as_owner = {**environment, "DURE_DATABASE_URL": engines.owner_url}
    for command, told in (
        (("migrate", "--noinput"), as_owner),
        (("grants",), as_owner),
        (("load_regions",), environment),
        (("load_kinds",), environment),
    ):
        _run(house, command[0], (sys.executable, "-m", "django", *command), told)
    write_json(stamp, {"code": code, "database": database_fingerprint(engines.owner_url)})


def build_demo_world(house: HouseFolder, _engines: Engines, environment: Mapping[str, str], report: Report) -> None:
    """Fill a house once with the demo world, when this Dure carries one."""
    if find_spec("dure.site.demo") is None or (house.demo_mark.exists() and house.demo_mark.read_text()):
        return
    report("Building the demo world")
    _run(house, "demo", (sys.executable, "-m", "dure", "demo"), environment)


def refuse_demo_people(house: HouseFolder, _engines: Engines, environment: Mapping[str, str], report: Report) -> None:
    """Look into the database itself, wherever it came from: people with well-known passwords must not be in it."""
    report("Looking for the demo world's people")
    question = (sys.executable, "-m", "dure.site.demo_people")
    with house.log("safety").open("ab") as output:
        ended = subprocess.run(question, env=for_child(environment), stdout=output, stderr=output, check=False)
    if ended.returncode:
        raise UnsafeHouse(
            "Dure does not start in production mode: the demo world's people are in this database.",
            f"Their passwords are well known. Start with an empty database. What was found: {house.log('safety')}",
        )


def _run(house: HouseFolder, name: str, command: tuple[str, ...], environment: Mapping[str, str]) -> None:
    log = house.log(name)
    with log.open("ab") as output:
        ended = subprocess.run(command, env=for_child(environment), stdout=output, stderr=output, check=False)
    if ended.returncode:
        words = "\n".join(last_lines(log, LOG_TAIL_LINES))
        raise EngineError(f"`{name}` failed. The end of {log}:", words)


def code_fingerprint() -> str:
    """A digest of our migrations and carried data, and of every installed package's version."""
    digest = hashlib.sha256()
    root = Path(dure.__file__).parent
    carried = [*root.rglob("migrations/*.py"), *root.glob("rooms/*/data/*.csv")]
    for file in sorted(carried):
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    packages = sorted(f"{package.name}=={package.version}" for package in importlib.metadata.distributions())
    digest.update("\n".join(packages).encode())
    return digest.hexdigest()


def database_fingerprint(url: str) -> str:
    """A digest of the migrations a database has had; the same for an empty one."""
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
            return ""
        rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()
