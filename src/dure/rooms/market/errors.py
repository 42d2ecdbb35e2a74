"""Why the market room says no: one class per reason, each with a stable code."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, NotFound, Outage, Refusal


class OrderMalformed(BadInput):
    """An order cannot be read: no lines, a count of zero, an offer named twice, a gift without its fund."""

    code = "order_malformed"
    sentence = _("This order cannot be read. Please go back to your basket.")


class OrderRefused(Refusal):
    """Something of the order cannot be had as it was shown; `lines` and `fees` say what."""

    code = "order_refused"
    sentence = _("Some of this has changed or is sold out, so nothing was ordered.")


class OrderBatchTooLarge(BadInput):
    """One call places at most so many orders."""

    code = "order_batch_too_large"
    sentence = _("At most %(max)s orders can be placed at once.")


class IntakeBusy(Outage):
    """Other orders kept getting in the way; trying again will work."""

    code = "intake_busy"
    sentence = _("Very many people are ordering. Please try again.")


class OrderNotFound(NotFound):
    """There is no such order, or it is somebody else's."""

    code = "order_not_found"
    sentence = _("We could not find that order.")


class OrderNotYours(NotAllowed):
    """Only the buyer, the seller of the part, or staff may do this."""

    code = "order_not_yours"
    sentence = _("You may not do this with that order.")


class OrderClosed(Refusal):
    """The order was cancelled, has expired or is completed."""

    code = "order_closed"
    sentence = _("This order is closed, so nothing can be changed.")


class AlreadyOnItsWay(Refusal):
    """What has left the seller cannot be cancelled any more, only returned."""

    code = "already_on_its_way"
    sentence = _("This part is already on its way. You can return it when it has arrived.")


class AlreadyPacked(Refusal):
    """The seller has packed; the buyer must ask the seller."""

    code = "order_already_packed"
    sentence = _("The seller has already packed this. Please write to the seller.")


class NotDelivered(Refusal):
    """That is possible only after delivery."""

    code = "not_delivered"
    sentence = _("That is possible once the goods have arrived.")


class MoneyReleased(Refusal):
    """The seller has been paid; there is nothing held any more."""

    code = "money_released"
    sentence = _("The time for complaints is over and the seller has been paid.")


class LineUnknown(BadInput):
    """The order has no such line, or not so many of it."""

    code = "line_unknown"
    sentence = _("The order has no such line, or not so many of it.")


class RefundTooLarge(BadInput):
    """No more can be given back than is still held."""

    code = "refund_too_large"
    sentence = _("No more can be given back than was paid for this part.")


class ReasonMissing(BadInput):
    """Somebody must say why."""

    code = "order_reason_missing"
    sentence = _("Please say why.")


class ReturnNotFound(NotFound):
    """There is no such return, or it is somebody else's."""

    code = "return_not_found"
    sentence = _("We could not find that return.")


class ReturnClosed(Refusal):
    """The return was already answered."""

    code = "return_closed"
    sentence = _("This return was already answered.")


class ReturnUnderWay(Refusal):
    """One return at a time."""

    code = "return_under_way"
    sentence = _("A return for this part is already under way.")


class DisputeNotFound(NotFound):
    """There is no such report, or it is somebody else's."""

    code = "dispute_not_found"
    sentence = _("We could not find that report.")


class DisputeClosed(Refusal):
    """The report was already decided."""

    code = "dispute_closed"
    sentence = _("This was already decided.")


class DisputeUnderWay(Refusal):
    """One report at a time."""

    code = "dispute_under_way"
    sentence = _("You have already reported a problem with this part. We are on it.")


class OutcomeUnknown(BadInput):
    """A report ends with a refund, a replacement, or is declined."""

    code = "outcome_unknown"
    sentence = _("Please choose money back, a replacement, or to decline.")


class PhotoMissing(BadInput):
    """Damage is shown, not told."""

    code = "photo_missing"
    sentence = _("Please add a photo that shows the problem.")


class TooManyPhotos(BadInput):
    """A report carries a few photos."""

    code = "too_many_report_photos"
    sentence = _("At most %(max)s photos can be added.")


class HistoryUnreadable(BadInput):
    """A file of purchases does not have the columns we know."""

    code = "history_unreadable"
    sentence = _("This file cannot be read as a history of purchases.")


class ProviderAway(Outage):
    """A payment provider does not answer: what became of what we asked is not known."""

    code = "provider_away"
    sentence = _("The payment company does not answer now. Nothing is lost; please try again in a moment.")


class ProviderRefused(Refusal):
    """A payment provider said no; `reason` is its own word."""

    code = "provider_refused"
    sentence = _("The payment company said no. Please try again, or pay in another way.")


class ForgedNews(NotAllowed):
    """A message that the provider did not sign, or signed too long ago."""

    code = "news_forged"
    sentence = _("This message was not signed by the payment company.")


class ProviderNotOffered(NotFound):
    """The house does not offer this way to pay, or not in this currency."""

    code = "provider_not_offered"
    sentence = _("This way to pay is not offered here. Please choose another one.")


class PaymentNotFound(NotFound):
    """There is no such payment, or not for these eyes."""

    code = "payment_not_found"
    sentence = _("We could not find this payment.")


class OrderNotPayable(Refusal):
    """The order was cancelled, or its time to pay is over."""

    code = "order_not_payable"
    sentence = _("This order can no longer be paid. The goods were given back; please order again.")


class AlreadyPaid(Refusal):
    """The order is paid."""

    code = "order_already_paid"
    sentence = _("This order is already paid.")


class PaymentUnderWay(Refusal):
    """Another payment of the order is being decided."""

    code = "payment_under_way"
    sentence = _("A payment of this order is just being decided. Please wait until we know, so that you pay only once.")


class PaymentUnknown(Outage):
    """Whether another payment of the order went through is not known, so that no second one may begin."""

    code = "payment_unknown"
    sentence = _(
        "We do not know yet whether your other payment went through, so we do not let you pay twice. "
        "Please try again in a minute."
    )


class RefundDone(Refusal):
    """The refund needs nothing any more."""

    code = "refund_done"
    sentence = _("This refund was already sent.")


class RefundNotFound(NotFound):
    """There is no such refund."""

    code = "refund_not_found"
    sentence = _("We could not find this refund.")


class NotATestCard(BadInput):
    """The card sandbox takes its own test cards only."""

    code = "not_a_test_card"
    sentence = _("This is not one of the test cards. Please never enter a real card here.")


class SandboxPageNotFound(NotFound):
    """The card sandbox has no such page."""

    code = "sandbox_page_not_found"
    sentence = _("The card sandbox has no such page.")


class TopUpTooLarge(BadInput):
    """The demo's wallets are filled in small amounts."""

    code = "top_up_too_large"
    sentence = _("Please put in at most %(most)s at once.")


class DifferenceNotFound(NotFound):
    """There is no such difference."""

    code = "difference_not_found"
    sentence = _("We could not find this difference.")


class DifferenceClosed(Refusal):
    """Somebody dealt with it before."""

    code = "difference_closed"
    sentence = _("This difference was already dealt with.")


class NotThisWay(Refusal):
    """A difference of this kind cannot be settled in this way."""

    code = "difference_not_this_way"
    sentence = _("This kind of difference cannot be settled in this way.")


class AddressBookFull(Refusal):
    """No more addresses fit into an address book."""

    code = "address_book_full"
    sentence = _("An address book holds at most %(most)s addresses. Please remove one first.")


class AddresseeUnknown(NotFound):
    """Nobody like that is in one's own address book."""

    code = "addressee_unknown"
    sentence = _("This address is not in your address book.")


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
