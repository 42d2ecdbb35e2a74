"""A run of the tests always answers, also when one of its groups does not end."""

import os
import signal
import time
from pathlib import Path

import pytest

from dure.cli.testing import run

HANGS = """
import threading

def test_well():
    threading.Thread(target=threading.Event().wait).start()
"""
LEAVES_ONE_BEHIND = """
import pathlib
import subprocess
import sys

def test_well():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdout=sys.__stdout__)
    pathlib.Path("left").write_text(str(child.pid))
"""
IMPORTS_OURS = """
import subprocess
import sys

def test_well():
    subprocess.run([sys.executable, "-c", "import ours"], check=True)
"""
PLAIN = ("-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider", "-s")


def test_a_group_that_does_not_end_is_ended_and_shows_where_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_it.py").write_text(HANGS)

    code, counts = run(PLAIN, tmp_path, until=time.monotonic() + 20, translated=tmp_path / "kept")

    said = capsys.readouterr().out
    assert code != 0
    assert counts["passed"] == 1
    assert "had not ended in its time" in said
    assert "threading.py" in said, "no thread shows where it stands"


def test_nobody_waits_for_a_program_that_a_test_left_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_it.py").write_text(LEAVES_ONE_BEHIND)
    monkeypatch.setattr("dure.cli.testing.LAST_WORDS_S", 1)
    began = time.monotonic()

    code, counts = run(PLAIN, tmp_path, until=began + 50, translated=tmp_path / "kept")

    assert (code, counts["passed"]) == (0, 1)
    assert "1 passed" in capsys.readouterr().out
    assert time.monotonic() - began < 50
    os.kill(int((tmp_path / "left").read_text()), signal.SIGKILL)


def test_what_python_translated_is_kept_for_the_whole_run_and_nowhere_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the environment says that nothing be kept: each process would translate the whole house again."""
    tree, kept = tmp_path / "tree", tmp_path / "kept"
    tree.mkdir()
    (tree / "test_it.py").write_text(IMPORTS_OURS)
    (tree / "ours.py").write_text("")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    code, counts = run(PLAIN, tree, until=time.monotonic() + 50, translated=kept)

    assert (code, counts["passed"]) == (0, 1), capsys.readouterr().out
    assert [path.name.split(".")[0] for path in kept.rglob("ours.*.pyc")] == ["ours"]
    assert not list(tree.rglob("*.pyc"))
