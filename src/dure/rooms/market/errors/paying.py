"""Why a payment, a refund or a difference is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, NotFound, Outage, Refusal


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
