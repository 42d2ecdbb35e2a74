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
PLAIN = ("-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider", "-s")


def test_a_group_that_does_not_end_is_ended_and_shows_where_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_it.py").write_text(HANGS)

    code, counts = run(PLAIN, tmp_path, until=time.monotonic() + 20)

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

    code, counts = run(PLAIN, tmp_path, until=began + 50)

    assert (code, counts["passed"]) == (0, 1)
    assert "1 passed" in capsys.readouterr().out
    assert time.monotonic() - began < 50
    os.kill(int((tmp_path / "left").read_text()), signal.SIGKILL)
