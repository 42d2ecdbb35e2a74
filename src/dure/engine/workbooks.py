"""Workbooks (XLSX, ODS, XLS) that strangers send, read in a process of their own.

A few kilobytes can unpack into gigabytes, or span seventeen thousand million cells; then that process ends at its
limit of memory and time, and ours lives on.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

PROGRAM: Final = Path(__file__).with_name("workbook_child.py")
PATIENCE_S: Final = 20
ZIPPED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LOCKED: Final = "EncryptedPackage".encode("utf-16-le")


class WorkbookUnreadable(ValueError):
    """The file is no workbook, is broken, or is far larger than it looks."""


class WorkbookLocked(ValueError):
    """The workbook opens with a password only."""


def is_workbook(content: bytes) -> bool:
    """Whether a file begins as workbooks do, whatever its name says."""
    return content.startswith((ZIPPED, OLD_OFFICE))


def sheets(content: bytes) -> list[list[list[str]]]:
    """Return rows of texts for each visible sheet that has any (20,050 rows and 60 columns of each at most).

    WorkbookLocked for one with a password, WorkbookUnreadable for what cannot be read within the limits.
    """
    if content.startswith(OLD_OFFICE) and LOCKED in content:
        raise WorkbookLocked
    try:
        ended = subprocess.run(
            [sys.executable, "-I", str(PROGRAM)], input=content, capture_output=True, timeout=PATIENCE_S, check=False
        )
        answer: dict[str, Any] = (
            json.loads(ended.stdout) if ended.returncode == 0 else {"refusal": f"ended with {ended.returncode}"}
        )
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        raise WorkbookUnreadable(str(error)) from error
    if answer.get("refusal") == "locked":
        raise WorkbookLocked
    if "refusal" in answer:
        raise WorkbookUnreadable(answer["refusal"])
    found: list[list[list[str]]] = answer["sheets"]
    return found
