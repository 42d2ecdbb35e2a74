"""The shop's home."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dure.kernel.clock import today
from dure.kernel.http import DureRequest
from dure.rooms.catalog.queries.cycles_at_hand import soonest_rounds
from dure.rooms.catalog.queries.on_sale import top_groups
from dure.rooms.ledger.queries import seals
from dure.rooms.people.queries import organisations, regions
from dure.rooms.web.queries import shelves

SHOWN_REGIONS = 4
SHOWN_ORGANISATIONS = 4
SHOWN_GROUPS = 8
SHOWN_ROUNDS = 3
KIND_ICONS = {
    "farm": "sprout",
    "cooperative": "users-round",
    "shop": "store",
    "charity": "hand-heart",
    "hospital": "stethoscope",
    "agency": "landmark",
}


@require_safe
def home(request: DureRequest) -> HttpResponse:
    """The first page: the field in need, who needs help first, what is in season and new, and what the book says."""
    language = get_language() or "ko"
    newest = [
        (found, found.name_in(language), KIND_ICONS[found.kind])
        for found in organisations.newest(count=SHOWN_ORGANISATIONS)
    ]
    context = {
        "shelves": shelves.home(),
        "groups": top_groups(count=SHOWN_GROUPS),
        "regions": regions.help_first_of_the_day(day=today(), count=SHOWN_REGIONS),
        "organisations": newest,
        "rounds": soonest_rounds(count=SHOWN_ROUNDS),
        "proof": seals.last_proof(),
    }
    return render(request, "web/home.html", context)
