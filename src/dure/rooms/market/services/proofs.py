"""Proving the orders every night, and keeping what was found where staff sees it."""

import time
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.progress import CalledOff
from dure.rooms.inbox.services import notifications
from dure.rooms.market.models import Proof
from dure.rooms.market.queries.proofs import Findings, Progress, examine, ranges_of_everything, ranges_of_tonight
from dure.rooms.people.queries.sign_ins import staff_ids


def prove(*, is_whole: bool = True, asked_by_id: UUID | None = None, progress: Progress | None = None) -> Proof:
    """Look through all orders, or what a night is for, and keep the outcome; also when `progress` calls it off."""
    began = time.perf_counter()
    found = Findings()

    def outcome(*, is_complete: bool) -> Proof:
        took_ms = round((time.perf_counter() - began) * 1000)
        return keep(
            findings=found, duration_ms=took_ms, asked_by_id=asked_by_id, is_whole=is_whole, is_complete=is_complete
        )

    try:
        examine(ranges=ranges_of_everything() if is_whole else ranges_of_tonight(), found=found, progress=progress)
    except CalledOff:
        outcome(is_complete=False)
        raise
    return outcome(is_complete=True)


@transaction.atomic
def keep(
    *,
    findings: Findings,
    duration_ms: int,
    asked_by_id: UUID | None = None,
    is_whole: bool = True,
    is_complete: bool = True,
) -> Proof:
    """Keep the outcome of one look through the orders, and tell our staff when something does not fit."""
    proof = Proof.objects.create(
        ran_at=clock.now(),
        asked_by_id=asked_by_id,
        is_whole=is_whole,
        is_complete=is_complete,
        duration_ms=duration_ms,
        order_count=findings.order_count,
        line_count=findings.line_count,
        problem_count=findings.problem_count,
        problems=findings.problems,
        checks=[
            {"code": code, "found": count, "took_ms": round(findings.took_s[code] * 1000)}
            for code, count in findings.found.items()
        ],
        ranges=[[each.cell_id, each.first, each.after] for each in findings.ranges],
    )
    if not proof.holds:
        _tell_staff(proof)
    return proof


def _tell_staff(proof: Proof) -> None:
    notifications.notify(
        people=staff_ids(),
        topic="house",
        title=_("Orders, shelves and the book do not fit together"),
        body=format_lazy(_("Places that do not fit: {count}."), count=proof.problem_count),
        link="/market/health/",
        key=f"proof:{proof.proof_id}",
    )
