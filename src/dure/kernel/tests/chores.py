"""Jobs for tests of the worker; each leaves a trace that can be counted."""

import io
import os
import signal
import time

from dure.kernel.errors import Refusal
from dure.kernel.jobs import REPORTS, job, job_with_progress
from dure.kernel.limits import limit
from dure.kernel.models import RateWindow
from dure.kernel.progress import Report


def trace(word: str) -> int:
    """Leave one more trace of a word; return how many there are."""
    limit(word, times=1_000, per_s=86_400)
    return traces(word)


def traces(word: str) -> int:
    """Return how many traces of a word there are."""
    return sum(RateWindow.objects.filter(key__endswith=f":{word}").values_list("count", flat=True))


@job()
def sweep(*, word: str) -> None:
    """Leave a trace."""
    trace(word)


@job(retries=2)
def stumble(*, word: str) -> None:
    """Fail the first time."""
    if trace(word) == 1:
        raise ConnectionError("the first time")


@job(retries=2)
def decline(*, word: str) -> None:
    """Be refused by the rules."""
    trace(word)
    raise Refusal


@job()
def collapse(*, word: str) -> None:
    """Kill the worker the first time."""
    if trace(word) == 1:
        os.kill(os.getpid(), signal.SIGKILL)


@job()
def rest(*, word: str) -> None:
    """Take a while."""
    trace(f"{word}-began")
    time.sleep(1.5)
    trace(word)


@job_with_progress()
def count_apples(report: Report, *, apples: int) -> None:
    """Count slowly."""
    report.expect(apples)
    for _ in range(apples):
        time.sleep(0.02)
        report.step()
    report.result("/apples.csv")


@job_with_progress(queue=REPORTS)
def list_apples(report: Report, *, apples: int) -> None:
    """Leave a file with so many lines."""
    report.expect(1)
    report.keep(io.BytesIO(b"apple\n" * apples), name="apples.csv")
    report.step()
