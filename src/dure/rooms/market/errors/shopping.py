"""Why a basket, an address, the till or a paper is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class AddressBookFull(Refusal):
    """No more addresses fit into an address book."""

    code = "address_book_full"
    sentence = _("An address book holds at most %(most)s addresses. Please remove one first.")


class AddresseeUnknown(NotFound):
    """Nobody like that is in one's own address book."""

    code = "addressee_unknown"
    sentence = _("This address is not in your address book.")


class BasketChanged(Refusal):
    """Nothing was ordered, because something is other than it was seen; the basket says now how it is."""

    code = "basket_changed"
    sentence = _("Something has changed since you saw it. Please look at your basket once more.")


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


class NotPaidYet(Refusal):
    """A receipt is for what was paid."""

    code = "not_paid_yet"
    sentence = _("There is a receipt once the order is paid.")


class TillShut(Refusal):
    """The shop may not sell at present: it is not approved, or suspended."""

    code = "till_shut"
    sentence = _("This shop cannot sell just now. The sale is kept on this device.")


class TillEmpty(Refusal):
    """Nothing was sold since the till was last closed."""

    code = "till_empty"
    sentence = _("Nothing was sold since the till was last closed.")


class TillSaleNotFound(NotFound):
    """The seller's till knows no such sale."""

    code = "till_sale_not_found"
    sentence = _("We could not find this sale.")


class TillSaleClosed(Refusal):
    """The sale's day was closed and counted; it stays as it is."""

    code = "till_sale_closed"
    sentence = _("This sale was counted already when the till was closed, so it stays.")


class TillClosingNotFound(NotFound):
    """The seller's till knows no such closing."""

    code = "till_closing_not_found"
    sentence = _("We could not find this closing of the till.")


class NothingToPack(BadInput):
    """Somebody wants to pack, but ticked nothing."""

    code = "nothing_to_pack"
    sentence = _("Please tick at least one order.")


class BadSheet(BadInput):
    """Nobody makes such a sheet, or not of such days."""

    code = "bad_sheet"
    sentence = _("Please choose a sheet, and a first day before the last one.")


class NoReceipts(BadInput):
    """Nothing was paid in the days, or among the orders, that receipts are wanted of."""

    code = "no_receipts"
    sentence = _("Nothing was paid there, so there is no receipt.")


class TooManyReceipts(BadInput):
    """More receipts are wanted than one file holds."""

    code = "too_many_receipts"
    sentence = _("One file holds %(most)s receipts. Please choose fewer days.")


class TaxRuleWrong(BadInput):
    """A tax rule without its source, about no kind we know, or with a rate that is none."""

    code = "tax_rule_wrong"
    sentence = _("Please give a kind of goods, a rate up to 50% where there is tax, and who says so.")


class TaxRuleUnknown(NotFound):
    """There is no rule of that name."""

    code = "tax_rule_unknown"
    sentence = _("We could not find that rule.")
