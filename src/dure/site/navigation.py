"""The places in the bars and the foot of every page, in order. A place whose page does not exist yet is left out."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dure.kernel.http import STRANGER
from dure.rooms.dispatch.queries.rounds import carries
from dure.rooms.merchants.queries.own import sells
from dure.ui import bars
from dure.ui.navigation import Place

SHOP_PAGES = ("web:kinds", "web:product", "web:search", "web:storefront")
"""The pages of what is for sale."""

MY_PAGES = (
    *(
        "people:me",
        "people:member",
        "people:acting",
        "people:consent",
        "people:departure",
        "people:export",
        "people:name",
    ),
    *("people:new_organisation", "people:organisation", "people:closure", "people:reopening", "people:ownership"),
    *("people:invitations", "people:invitation_card", "people:invitation_revocation", "people:leaving"),
)
"""Beginnings of the names of one's own pages and of one's organisations'; an invitation's own page is nobody's yet."""

DESK_PAGES = (
    *("web:desk", "market:to_pack", "market:sale", "market:sheets", "market:return_answer", "market:report_answer"),
    *("catalog:", "merchants:", "dispatch:packing", "dispatch:shipment", "giving:seller"),
    *("stage:desk", "stage:scheduling", "stage:show_desk", "stage:change", "stage:order", "stage:words"),
)
"""The pages of those who sell."""


DELIVERY_PAGES = ("dispatch:home", "dispatch:driving", "dispatch:stop", "dispatch:scanning", "dispatch:hub")
"""The pages of drivers and of those who keep a hub."""


def to_carriers(request: HttpRequest) -> bool:
    """Show a place to drivers and to the people of hubs."""
    told = bars.told(request, "carries")
    return told if isinstance(told, bool) else carries(person_id=getattr(request, "actor", STRANGER).person_id)


def to_sellers(request: HttpRequest) -> bool:
    """Show a place to the people of an organisation that sells."""
    told = bars.told(request, "sells")
    return told if isinstance(told, bool) else sells(person_id=getattr(request, "actor", STRANGER).person_id)


NAVIGATION = {
    "bars": (
        Place("web:home", icon="house", label=_("Home")),
        Place("web:shop", icon="store", label=_("The market"), part_of=SHOP_PAGES),
        Place("market:basket", icon="shopping-basket", label=_("My basket"), part_of=("market:checkout",)),
        Place(
            "web:desks",
            icon="sprout",
            label=_("My desk"),
            part_of=DESK_PAGES,
            is_shown_to=to_sellers,
            instead_of="market:basket",
        ),
        Place(
            "dispatch:today",
            icon="truck",
            label=_("Deliveries"),
            part_of=DELIVERY_PAGES,
            is_shown_to=to_carriers,
            instead_of="market:orders",
        ),
        Place("market:orders", icon="package", label=_("My orders"), part_of=("market:order", "market:part")),
        Place("people:me", icon="user-round", label=_("My page"), part_of=MY_PAGES),
    ),
    "foot": (
        Place("merchants:start", icon="sprout", label=_("Sell here")),
        Place("ledger:book", icon="book-open", label=_("The book")),
        Place("stage:shows", icon="video", label=_("Live shows")),
        Place("giving:funds", icon="heart-handshake", label=_("Funds")),
        Place("people:regions", icon="map", label=_("Regions")),
        Place("people:terms", icon="file-text", label=_("Terms of use")),
        Place("people:privacy", icon="shield", label=_("Privacy notice")),
        Place("ui:licences", icon="scale", label=_("Licences and sources")),
        Place("ui:kit", icon="shapes", label=_("The kit")),
    ),
}
