"""Staff: whether all orders fit together with shelves and book, and how the gates are."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.rooms.market.jobs import prove_orders
from dure.rooms.market.models import Proof
from dure.rooms.market.proof_words import SUBJECTS, where_words
from dure.rooms.market.queries.gates import gates
from dure.rooms.market.queries.proofs import latest_proofs

PROOFS_SHOWN = 14
PLACES_SHOWN = 5
WAITING_SHOWN = 8_192
"""How many waiting orders fill a gate's bar."""


@dataclass(frozen=True)
class Check:
    """One proof as the page shows it: its rule, how often it did not hold, how long it took, the first places."""

    rule: Promise
    found: int | None
    took_ms: int
    places: tuple[str, ...]


@require_safe
def health(request: DureRequest) -> HttpResponse:
    """Every proof with what the last look found, the latest looks, and the gates."""
    proofs = latest_proofs(count=PROOFS_SHOWN)
    last = proofs[0] if proofs else None
    context = {
        "proof": last,
        "proofs": proofs,
        "subjects": _subjects(last),
        "gates": gates(),
        "waiting_max": WAITING_SHOWN,
    }
    return render(request, "market/health.html", context)


@require_POST
def examination(request: DureRequest) -> HttpResponse:
    """Have all orders looked through now, and show how far it is."""
    begun = prove_orders.defer(
        by=request.actor,
        title=_("Looking through all orders"),
        is_whole=True,
        person_id=str(request.actor.person_id or ""),
    )
    return redirect("web:job", progress_id=begun.id)


def _subjects(proof: Proof | None) -> list[tuple[Promise, list[Check]]]:
    """Return every proof by subject, with what the last look found."""
    told = {each["code"]: each for each in proof.checks} if proof else {}
    places: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for problem in proof.problems if proof else []:
        places[problem["code"]].append(problem)
    return [
        (subject, [_check(rule, told.get(code, {}), places[code]) for code, rule in rules.items()])
        for subject, rules in SUBJECTS.values()
    ]


def _check(rule: Promise, told: dict[str, Any], places: list[dict[str, Any]]) -> Check:
    return Check(rule, told.get("found"), told.get("took_ms", 0), tuple(map(where_words, places[:PLACES_SHOWN])))
