"""Claims about Dure as an installed package."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.engine.conftest import RealHouse

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The package, built as for a release."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("dure-*.whl"))


def test_the_wheel_carries_what_was_built_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.startswith("dure/ui/static/ui/build/") for name in names)
    assert any(name.endswith("zh_Hans/LC_MESSAGES/django.mo") for name in names)
    assert any(name.endswith("migrations/max_migration.txt") for name in names)
    assert not [name for name in names if "/tests/" in name or "node_modules" in name]


def test_installed_into_an_empty_environment_it_comes_up(wheel, tmp_path):
    uv = ROOT / ".dure" / "uv" / "bin" / "uv"
    install = [uv, "pip"] if uv.exists() else [sys.executable, "-m", "pip"]
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    lock = ROOT / "requirements" / "run.txt"
    python = venv / "bin" / "python"
    pinned = tmp_path / "pinned.txt"
    wanted = (line.removesuffix(" \\") for line in lock.read_text().splitlines() if "==" in line)
    pinned.write_text("\n".join(wanted))
    subprocess.run([*install, "install", "--quiet", "--python", python, "--constraint", pinned, wheel], check=True)
    assert "site-packages" in sysconfig.get_path("purelib", vars={"base": str(venv)})

    house = RealHouse(tmp_path / "data", python=str(python))
    try:
        started = house.up()
        assert started.returncode == 0, started.stdout + started.stderr
        assert house.answers()
        assert house.dure("down").returncode == 0
        assert not house.answers()
    finally:
        house.destroy()
