"""Proving the book and keeping the outcome where everybody can see it."""

from datetime import timedelta

from django.db import transaction

from dure.kernel import clock
from dure.rooms.ledger.models import Proof
from dure.rooms.ledger.queries.proof import Findings, Progress, examine

MILLISECOND = timedelta(milliseconds=1)


def prove(*, progress: Progress | None = None) -> Proof:
    """Examine the whole book and publish what was found."""
    began = clock.now()
    findings = examine(progress=progress)
    return publish(findings=findings, duration_ms=(clock.now() - began) // MILLISECOND)


@transaction.atomic
def publish(*, findings: Findings, duration_ms: int) -> Proof:
    """Keep the outcome of an examination; the latest is on the public page."""
    return Proof.objects.create(
        ran_at=clock.now(),
        duration_ms=duration_ms,
        entry_count=findings.entry_count,
        balance_count=findings.balance_count,
        day_count=findings.day_count,
        book_hash=findings.book_hash,
        problem_count=findings.problem_count,
        problems=findings.problems,
    )
