"""Claims about `./dure`, the script: what it does before Python takes over."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CARRIED = ("dure", "requirements", "src", "pyproject.toml", "README.md")


@pytest.fixture
def checkout(tmp_path):
    """A fresh copy of the checkout, with nothing installed."""
    folder = tmp_path / "a check out"
    folder.mkdir()
    for name in CARRIED:
        source = ROOT / name
        left_out = shutil.ignore_patterns("node_modules", "__pycache__", "build")
        shutil.copytree(source, folder / name, ignore=left_out) if source.is_dir() else shutil.copy2(source, folder)
    return folder


def run(script, *arguments, **environment):
    """Run the script as a person would."""
    return subprocess.run(
        [script, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, check=False, cwd="/"
    )


def test_a_python_too_old_is_named_with_what_to_do(checkout, tmp_path):
    old = tmp_path / "bin"
    old.mkdir()
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"):
        (old / name).write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
        (old / name).chmod(0o755)
    refused = run(checkout / "dure", "up", PATH=f"{old}:/usr/bin:/bin", DURE_PYTHON="")
    assert refused.returncode == 1
    assert "Dure needs Python 3.11 or newer" in refused.stderr
    assert "Found: Python 3.9.2" in refused.stderr
    assert "apt install" in refused.stderr


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_fresh_checkout_installs_itself_once_even_when_started_twice_at_once(checkout, tmp_path):
    link = tmp_path / "house"
    link.symlink_to(checkout / "dure")
    both = [
        subprocess.Popen([link, "--version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/")
        for _ in range(2)
    ]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert {output for output, _ in said} == {"0.1.0\n"}
    assert sum("Installing packages" in errors for _, errors in said) == 1
    assert not (checkout / ".dure" / "installing").exists()

    again = run(link, "--version")
    assert (again.returncode, again.stdout, again.stderr) == (0, "0.1.0\n", "")
