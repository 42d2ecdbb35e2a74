"""The operating system's account that PostgreSQL runs under when we are root, which it refuses."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dure.engine.errors import EngineError

NAME = "dure-postgres"


@dataclass(frozen=True)
class SystemAccount:
    """A user of the operating system, by number."""

    name: str
    uid: int
    gid: int


def unprivileged_account() -> SystemAccount | None:
    """Return nobody's account but PostgreSQL's, made when needed; None when we are not root and run it ourselves."""
    if os.geteuid() != 0:
        return None
    return _find(NAME) or _create() or _find("nobody") or _give_up()


def _find(name: str) -> SystemAccount | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return SystemAccount(name, entry.pw_uid, entry.pw_gid)


def _create() -> SystemAccount | None:
    """Make the account with the tool this system has (shadow or busybox); another process may be quicker."""
    recipes = {
        "useradd": ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"],
        "adduser": ["-S", "-D", "-H", "-h", "/nonexistent"],
    }
    for tool, options in recipes.items():
        path = shutil.which(tool)
        if path:
            no_shell = ["-s", "/usr/sbin/nologin"]
            subprocess.run([path, *options, *no_shell, NAME], check=False, capture_output=True)
            if found := _find(NAME):
                return found
    return None


def _give_up() -> SystemAccount:
    raise EngineError(
        "PostgreSQL refuses to run as root, and no other account could be used.",
        f"Create one (`useradd --system {NAME}`), or run dure as an ordinary user.",
    )


def may_pass(account: SystemAccount, folder: Path) -> bool:
    """Whether `account` can walk through every folder above `folder`."""
    return all(_may_enter(account, parent) for parent in folder.resolve().parents)


def _may_enter(account: SystemAccount, folder: Path) -> bool:
    try:
        found = folder.stat()
    except FileNotFoundError:
        return True  # we shall make it ourselves
    own, group, others = found.st_mode & 0o100, found.st_mode & 0o010, found.st_mode & 0o001
    if found.st_uid == account.uid:
        return bool(own)
    return bool(group if found.st_gid == account.gid else others)
