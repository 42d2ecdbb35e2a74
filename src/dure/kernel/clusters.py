"""The migrated cluster that test runs begin from: made by the first, kept until a migration or model changes."""

import hashlib
import shutil
import subprocess
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final
from uuid import uuid4

import dure
from dure.engine.postgres import EmbeddedPostgres

SOURCE: Final = Path(dure.__file__).parent
OWN_FOLDER: Final = SOURCE.parents[1] / ".dure"
MADE_OF: Final = (
    "**/migrations/*.py",
    "**/sql/*.sql",
    "**/models.py",
    "**/models/*.py",
    "kernel/*.py",
    "engine/postgres/*.py",
    "site/settings.py",
)
"""What a freshly migrated database depends on, beside the packages below."""
PACKAGES: Final = ("django", "django-allauth", "procrastinate", "psycopg")
KEPT_MAX: Final = 4
"""The newest are left: runs of two sources may go on side by side, and copy from each other's."""
CLUSTER, ROWS = "cluster", "rows.json"


class KeptCluster:
    """A stopped PostgreSQL with the migrated test database, and the rows its migrations wrote, as Django keeps them."""

    def __init__(self) -> None:
        """Find the place for what this source makes."""
        self.folder = OWN_FOLDER / "test-clusters" / _fingerprint()
        self.rows: str | None = None
        """What a test that emptied the tables puts back; None until a server got a copy."""

    def lay_into(self, server: EmbeddedPostgres) -> None:
        """Give a server that was never started a copy to begin with, if an earlier run kept one."""
        if (self.folder / ROWS).exists():
            _copy(self.folder / CLUSTER, server.home / CLUSTER)
            self.rows = (self.folder / ROWS).read_text()

    def keep(self, server: EmbeddedPostgres, *, rows: str) -> None:
        """Keep a copy of a server's cluster, which is stopped for it, and throw the oldest away."""
        if not OWN_FOLDER.is_dir():
            return
        draft = self.folder.with_name(f"draft-{uuid4().hex}")
        draft.mkdir(parents=True)
        server.stop()
        _copy(server.home / CLUSTER, draft / CLUSTER)
        server.start()
        (draft / ROWS).write_text(rows)
        with suppress(OSError):  # a run beside this one was quicker
            draft.rename(self.folder)
        shutil.rmtree(draft, ignore_errors=True)
        for old in sorted(self.folder.parent.iterdir(), key=_made_at, reverse=True)[KEPT_MAX:]:
            shutil.rmtree(old, ignore_errors=True)


def _fingerprint() -> str:
    """Return what tells one database's making from another's."""
    found = hashlib.sha256(" ".join(version(package) for package in PACKAGES).encode())
    for path in sorted({path for pattern in MADE_OF for path in SOURCE.glob(pattern)}):
        found.update(f"{path.relative_to(SOURCE)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:32]


def _made_at(folder: Path) -> float:
    return folder.stat().st_mtime


def _copy(old: Path, new: Path) -> None:
    """Copy a cluster with its owner and rights, which PostgreSQL looks at."""
    subprocess.run(["cp", "-a", old, new], check=True)
