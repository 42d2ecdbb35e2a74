"""What the look through all orders can find, in words. Pure, but for the words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "line_without_order": _("A line belongs to no order"),
    "line_without_offer": _("A line's offer does not exist, or is another seller's"),
    "line_without_level": _("A line's stock does not exist"),
    "order_without_buyer": _("An order's buyer does not exist"),
    "order_sums_differ": _("An order's sums are not those of its lines"),
    "order_not_in_the_book": _("An order is missing from the book, or stands there with another sum"),
    "entry_without_order": _("The book has an order that does not exist"),
    "part_without_order": _("A seller's part belongs to no paid order"),
    "part_sums_differ": _("A part's sums are not those of its lines"),
    "paid_order_without_open_part": _("A paid order has nothing left to do and is not closed"),
    "ended_order_with_open_part": _("An order is closed and a part of it is not"),
    "refund_not_in_the_book": _("A refund is missing from the book"),
    "reserved_differs": _("What is reserved is not what open orders ask for"),
    "oversold": _("More is promised than lies there"),
    "stock_differs_from_its_movements": _("What lies there is not what its movements come to"),
    "due_differs": _("What buyers owe is not what unpaid orders come to"),
    "promised_differs": _("What is promised is not what unpaid orders come to"),
    "held_differs": _("What is held is not what open parts come to"),
    "refunds_due_differs": _("What is set aside to give back is not what waiting refunds come to"),
}


def problem_words(*, code: str) -> Promise | str:
    """Return what a finding means."""
    return WORDS.get(code, code)
