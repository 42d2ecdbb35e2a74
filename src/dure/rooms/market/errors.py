"""Why the market room says no: one class per reason, each with a stable code.

* Refusal
  + BasketFull                           no more lines fit into a basket
  + NothingLeft, OfferClosed             the offer is sold out, or not sold now
  + LimitReached                         a person may not have more of it
* BadInput
  + QuantityWrong                        not a number of things to buy
* NotFound
  + OfferGone, LineGone                  no such offer, or not in the basket
"""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class BasketFull(Refusal):
    """No more lines fit into a basket."""

    code = "basket_full"
    sentence = _("A basket holds at most %(most)s different things. Please order these first.")


class NothingLeft(Refusal):
    """The offer is sold out."""

    code = "nothing_left"
    sentence = _("Sorry, this has just been sold out.")


class OfferClosed(Refusal):
    """The offer is not sold now."""

    code = "offer_closed"
    sentence = _("This is not sold at the moment.")


class LimitReached(Refusal):
    """The person has had as many as one person may have."""

    code = "offer_limit_reached"
    sentence = _("One person can have at most %(limit)s of this, and you have ordered them already.")


class QuantityWrong(BadInput):
    """Not a number of things to buy."""

    code = "basket_quantity_wrong"
    sentence = _("Please choose a number from 1 to %(most)s.")


class OfferGone(NotFound):
    """There is no such offer."""

    code = "offer_gone"
    sentence = _("We could not find this offer. Perhaps it has ended.")


class LineGone(NotFound):
    """The offer is not in the basket."""

    code = "basket_line_gone"
    sentence = _("This is no longer in your basket.")
