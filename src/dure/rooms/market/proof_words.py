"""What is proven of orders, shelves and the book, in words, by subject. Pure, but for the words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SUBJECTS: Final[dict[str, tuple[Promise, dict[str, Promise]]]] = {
    "orders": (
        _("Orders"),
        {
            "line_without_order": _("Every line belongs to an order"),
            "order_without_lines": _("Every order has goods"),
            "order_without_buyer": _("Every order's buyer exists"),
            "order_sums_differ": _("Every order's sums are those of its lines"),
            "allowance_differs": _("What buyers took of limited offers is what they ordered"),
            "unpaid_without_deadline": _("Every unpaid order has its deadline"),
            "unpaid_past_its_time": _("No unpaid order outlives its time"),
        },
    ),
    "parts": (
        _("Sellers' parts"),
        {
            "part_without_order": _("Every part belongs to a paid order"),
            "part_sums_differ": _("Every part's sums are those of its lines"),
            "paid_order_without_open_part": _("Every paid order has something left to do, or is closed"),
            "ended_order_with_open_part": _("No closed order has an open part"),
            "part_without_shipment": _("Everything that is to be packed has its parcel"),
            "release_overdue": _("What is due to sellers is paid in time"),
            "late_refund_overdue": _("No buyer waits longer than 60 days for a seller's refund"),
        },
    ),
    "shelves": (
        _("Shelves"),
        {
            "line_without_offer": _("Every line's offer exists and is its seller's"),
            "line_without_level": _("Every line's stock exists"),
            "reserved_differs": _("What is reserved is what open orders ask for"),
            "oversold": _("No more is promised than lies there"),
            "stock_differs_from_its_movements": _("What lies there and what was sold is what the movements come to"),
            "movement_without_level": _("Every movement has a shelf"),
        },
    ),
    "archive": (
        _("The archive"),
        {
            "order_torn_in_two": _("Every order lies with its lines, here or in the archive"),
            "archived_too_early": _("Only what is closed for good lies in the archive"),
            "order_in_both_places": _("No order and no key is in two places"),
        },
    ),
    "book": (
        _("The book"),
        {
            "order_not_in_the_book": _("Every order stands in the book with its sum"),
            "entry_without_order": _("Every order in the book exists"),
            "order_reversal_differs": _("Orders that ended unpaid are taken back in the book, and no others"),
            "refund_not_in_the_book": _("Every refund stands in the book"),
            "due_differs": _("What buyers owe is what unpaid orders come to"),
            "promised_differs": _("What is promised is what unpaid orders come to"),
            "held_differs": _("What is held is what open parts come to"),
            "refunds_due_differs": _("What is set aside to give back is what waiting refunds come to"),
        },
    ),
}
"""Each subject with its proofs: a finding's code, and what holds when nothing is found."""

RULES: Final = {code: words for _subject, rules in SUBJECTS.values() for code, words in rules.items()}


def rule_of(*, code: str) -> Promise | str:
    """Return what should hold where this was found."""
    return RULES.get(code, code)


NAMES: Final[dict[str, Promise]] = {
    "order_id": _("order"),
    "entry_id": _("order"),
    "line_no": _("line"),
    "offer_id": _("offer"),
    "level_id": _("shelf"),
    "buyer_id": _("buyer"),
    "part": _("part"),
    "refund": _("refund"),
    "movement": _("movement"),
    "cell_id": _("part of the book"),
    "currency": _("currency"),
    "goods": _("goods"),
    "delivery": _("delivery"),
    "total": _("total"),
    "amount": _("amount"),
    "refunded": _("refunded"),
    "line_goods": _("goods of its lines"),
    "line_delivery": _("delivery of its lines"),
    "line_refunded": _("refunded of its lines"),
    "status": _("status"),
    "taken": _("taken by the buyer"),
    "least": _("at least"),
    "most": _("at most"),
    "on_hand": _("on hand"),
    "reserved": _("promised to buyers"),
    "ordered": _("ordered"),
    "sold": _("sold"),
    "moved": _("moved"),
    "moved_to_buyers": _("moved to buyers"),
    "orders": _("by orders"),
    "book": _("by the book"),
    "at": _("when"),
    "due": _("was due"),
    "pay_by": _("to be paid by"),
}
"""What the facts of a finding are called."""


def where_words(found: Mapping[str, object]) -> str:
    """Return where something was found, in words: `order 123 · line 2`."""
    known = [*NAMES, *(name for name in found if name not in NAMES and name != "code")]
    facts = ((name, found[name]) for name in known if found.get(name) is not None)
    return " · ".join(f"{NAMES.get(name, name)} {value}" for name, value in facts)
