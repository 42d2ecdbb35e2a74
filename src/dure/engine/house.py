"""The data folder of one house: the names of everything in it."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from dure.engine.errors import EngineError
from dure.engine.files import write_private
from dure.engine.lock import FolderLock

# As root, PostgreSQL's own user must pass through to its folder; nobody may list or read.
PASSABLE, PRIVATE = 0o711, 0o700


@dataclass(frozen=True)
class HouseFolder:
    """Paths below one data folder; nothing is touched before `prepare`."""

    path: Path

    @property
    def postgres(self) -> Path:
        """The embedded PostgreSQL."""
        return self.path / "postgres"

    @property
    def nats(self) -> Path:
        """The embedded NATS."""
        return self.path / "nats"

    @property
    def files(self) -> Path:
        """What people uploaded."""
        return self.path / "files"

    @property
    def logs(self) -> Path:
        """One log per process."""
        return self.path / "logs"

    @property
    def run(self) -> Path:
        """What only matters while the house runs."""
        return self.path / "run"

    @property
    def state(self) -> Path:
        """What the supervisor tells the other commands."""
        return self.run / "state.json"

    @property
    def demo_mark(self) -> Path:
        """Exists once a demo world was ever put into this house; production refuses it."""
        return self.path / "demo-world"

    @property
    def secret(self) -> Path:
        """The secret key, when the environment gives none."""
        return self.path / "secret-key"

    def lock(self) -> FolderLock:
        """The lock that one running house holds."""
        return FolderLock(self.path / "house.lock")

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self.logs / f"{name}.log"

    def prepare(self) -> None:
        """Make the folders, private to this user."""
        try:
            for folder in (self.path, self.files, self.logs, self.run):
                folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
            self.path.chmod(PASSABLE if os.geteuid() == 0 else PRIVATE)
        except OSError as problem:
            raise EngineError(
                f"The data folder {self.path} cannot be used: {problem.strerror}.",
                "Give this user the right to write there, or choose another with --data.",
            ) from problem

    def secret_key(self) -> str:
        """Return this house's secret key, made at the first call."""
        if not self.secret.exists():
            write_private(self.secret, secrets.token_urlsafe(50))
        return self.secret.read_text().strip()
