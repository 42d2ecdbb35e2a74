"""The entrance of CI: checks and tests are both run, neither failure is lost, and pytest's closing line comes last."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DURE = """#!/bin/sh
case "$1" in
    check) echo "checked with $*"; exit {checked} ;;
    test) echo "== {closing} in 0.12s =="; exit {tested} ;;
esac
"""


def _run(root: Path, *, checked: int, tested: int, closing: str) -> subprocess.CompletedProcess[str]:
    """Run the entrance in a folder whose `dure` ends as told, on a machine that lacks nothing."""
    programs = {
        root / "dure": DURE.format(checked=checked, tested=tested, closing=closing),
        root / "bin/chromium": "#!/bin/sh\n",
        root / "bin/fc-list": "#!/bin/sh\necho Noto\n",
    }
    (root / "bin").mkdir()
    (root / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", root / ".ci/run")
    for path, text in programs.items():
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
    command = ["env", f"PATH={root / 'bin'}:/usr/bin:/bin", ".ci/run"]
    return subprocess.run(command, cwd=root, text=True, capture_output=True, check=False)


def test_runs_both_halves_once_and_ends_with_the_closing_line(tmp_path: Path) -> None:
    """Checks come without the tests, which come after."""
    ended = _run(tmp_path, checked=0, tested=0, closing="3 passed")

    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        "checked with check --without-tests --keep-going",
        "== 3 passed in 0.12s ==",
        "== 3 passed in 0.12s ==",
    ]


@pytest.mark.parametrize(("checked", "tested", "closing"), [(1, 0, "3 passed"), (0, 1, "1 failed, 2 passed")])
def test_a_failure_of_either_half_fails_the_run(tmp_path: Path, checked: int, tested: int, closing: str) -> None:
    """The tests run even when a check failed, so that one look shows everything."""
    ended = _run(tmp_path, checked=checked, tested=tested, closing=closing)

    assert ended.returncode != 0
    assert closing in ended.stdout.splitlines()[-1]
