"""Why an order, a return or a problem is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, NotFound, Refusal, TooMany


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


class IntakeBusy(TooMany):
    """Others are first, or kept getting in the way; trying again will work.

    While people stand in a row the facts are the `ticket` to come back with, how many are `ahead`, and `again_in_s`.
    """

    code = "intake_busy"
    sentence = _("Very many people are ordering. Please try again.")

    def __init__(self, *, again_in_s: int = 2, **facts: object) -> None:
        """Remember when it makes sense to try again."""
        super().__init__(retry_after_s=again_in_s, again_in_s=again_in_s, **facts)


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


class RefundWaiting(Refusal):
    """Another refund of the part waits until its seller has earned it."""

    code = "refund_waiting"
    sentence = _("Another refund of this order still waits until the seller has earned it. Please wait for that one.")


class RefundNotAdvanced(Refusal):
    """The seller has still time to earn it, or it was given back already."""

    code = "refund_not_advanced"
    sentence = _("The house pays only for a refund that still waits after 60 days.")


class AdvanceProposedAlready(Refusal):
    """Somebody of our staff proposed it, and nobody decided yet."""

    code = "advance_proposed_already"
    sentence = _("Somebody already proposed this. It waits for a decision.")


class AdvanceNotFound(NotFound):
    """No such proposal to advance a refund."""

    code = "advance_not_found"
    sentence = _("We do not know this proposal.")


class AdvanceDecidedAlready(Refusal):
    """The proposal was decided, taken back, or the seller has earned the money meanwhile."""

    code = "advance_decided_already"
    sentence = _("This proposal no longer waits. Please look at how it stands now.")


class AdvanceNotYours(NotAllowed):
    """Only who proposed something takes it back; others decline it."""

    code = "advance_not_yours"
    sentence = _("Somebody else proposed this. You can decline it.")


class HouseLacksMoney(Refusal):
    """The house has not earned so much itself."""

    code = "house_lacks_money"
    sentence = _("The house has not earned enough in this currency to pay that now. Please try again later.")


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
