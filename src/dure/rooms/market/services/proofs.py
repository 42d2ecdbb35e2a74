"""Proving the orders every night, and keeping what was found where staff sees it."""

from datetime import timedelta

from django.db import transaction

from dure.kernel import clock
from dure.rooms.market.models import Proof
from dure.rooms.market.queries.proofs import Findings, Progress, examine

MILLISECOND = timedelta(milliseconds=1)


def prove(*, progress: Progress | None = None) -> Proof:
    """Look through all orders and keep the outcome."""
    began = clock.now()
    findings = examine(progress=progress)
    return keep(findings=findings, duration_ms=(clock.now() - began) // MILLISECOND)


@transaction.atomic
def keep(*, findings: Findings, duration_ms: int) -> Proof:
    """Keep the outcome of one look through all orders."""
    return Proof.objects.create(
        ran_at=clock.now(),
        duration_ms=duration_ms,
        order_count=findings.order_count,
        line_count=findings.line_count,
        problem_count=findings.problem_count,
        problems=findings.problems,
    )
