"""Staff: whether all orders fit together with shelves and book."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.rooms.market.jobs import prove_orders
from dure.rooms.market.proof_words import problem_words
from dure.rooms.market.queries.proofs import latest_proofs

PROOFS_SHOWN = 14
PROBLEMS_SHOWN = 100


@require_safe
def health(request: DureRequest) -> HttpResponse:
    """The latest looks through all orders, and what the last one found."""
    proofs = latest_proofs(count=PROOFS_SHOWN)
    last = proofs[0] if proofs else None
    problems = [_told(problem) for problem in (last.problems[:PROBLEMS_SHOWN] if last else [])]
    return render(request, "market/health.html", {"proof": last, "problems": problems, "proofs": proofs})


@require_POST
def examination(request: DureRequest) -> HttpResponse:
    """Have all orders looked through now."""
    prove_orders.defer()
    messages.success(request, _("We are looking through all orders. Please look again in a moment."))
    return redirect("market:health")


def _told(problem: dict[str, Any]) -> tuple[str, str]:
    """Return what a finding means, and where it is."""
    where = " · ".join(f"{name} {value}" for name, value in problem.items() if name != "code")
    return str(problem_words(code=problem["code"])), where
