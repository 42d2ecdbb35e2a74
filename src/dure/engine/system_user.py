"""The operating system's user that PostgreSQL runs under when we are root, which it refuses."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dure.engine.errors import EngineError

NAME = "dure-postgres"


@dataclass(frozen=True)
class SystemUser:
    """A user of the operating system, by number."""

    name: str
    uid: int
    gid: int


def unprivileged_user() -> SystemUser | None:
    """Return nobody's user but PostgreSQL's, made when needed; None when we are not root and run it ourselves."""
    if os.geteuid() != 0:
        return None
    return _find(NAME) or _create() or _find("nobody") or _give_up()


def _find(name: str) -> SystemUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return SystemUser(name, entry.pw_uid, entry.pw_gid)


def _create() -> SystemUser | None:
    """Make the user with the tool this system has (shadow or busybox); another process may be quicker."""
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


def _give_up() -> SystemUser:
    raise EngineError(
        "PostgreSQL refuses to run as root, and no other user could be used.",
        f"Create one (`useradd --system {NAME}`), or run dure as an ordinary user.",
    )


def may_pass(user: SystemUser, folder: Path) -> bool:
    """Whether `user` can walk through every folder above `folder`."""
    return all(_may_enter(user, parent) for parent in folder.resolve().parents)


def _may_enter(user: SystemUser, folder: Path) -> bool:
    try:
        found = folder.stat()
    except FileNotFoundError:
        return True  # we shall make it ourselves
    own, group, others = found.st_mode & 0o100, found.st_mode & 0o010, found.st_mode & 0o001
    if found.st_uid == user.uid:
        return bool(own)
    return bool(group if found.st_gid == user.gid else others)
