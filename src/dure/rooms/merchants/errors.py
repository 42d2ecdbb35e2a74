"""Why the merchants room says no.

* Refusal
  + AlreadyMerchant            the organisation sells here already
  + NotInPreparation           that step of setting up is over
  + PlaceMissing, PayoutAccountMissing   a step of setting up was left out
  + MerchantNotApplied, MerchantNotApproved, MerchantNotSuspended   the merchant is in another state
  + OwnerNeeded                only an owner may confirm where the money goes
  + PromiseNotKept             a rate that is not three points under the market
  + AgreementDaysTaken         another agreement begins on that day
  + SlugTaken                  another storefront has that address
  + NothingDue                 there is nothing to pay out
  + PreviewOutdated            what was shown cannot be sent any more
  + RunTooLarge                more payouts than one file may hold
  + PayoutEnded, RunSettled    that payout, that run is over
* BadInput
  + AccountNumberWrong, BankUnknown, HolderMissing, DeliveryWrong, AgreementWrong, MarketRateWrong, StorefrontWrong
"""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, Refusal


class AlreadyMerchant(Refusal):
    """The organisation sells here already, or its application waits."""

    code = "already_merchant"
    sentence = _("This organisation is set up for selling already.")


class NotInPreparation(Refusal):
    """Setting up is over; the same is changed on the selling page."""

    code = "not_in_preparation"
    sentence = _("This step is done already. You can change it on your selling page.")


class PlaceMissing(Refusal):
    """Nobody has said where the merchant is."""

    code = "place_missing"
    sentence = _("Please say first where you are.")


class PayoutAccountMissing(Refusal):
    """Nobody has said where the money goes."""

    code = "payout_account_missing"
    sentence = _("Please say first where we may send your money.")


class MerchantNotApproved(Refusal):
    """Only approved merchants can do or suffer this."""

    code = "merchant_not_approved"
    sentence = _("This organisation is not approved for selling.")


class MerchantNotSuspended(Refusal):
    """The merchant is not suspended."""

    code = "merchant_not_suspended"
    sentence = _("This organisation is not suspended.")


class ReasonMissing(BadInput):
    """An act against somebody says why."""

    code = "merchant_reason_missing"
    sentence = _("Please say why.")


class OwnerNeeded(NotAllowed):
    """Only an owner may confirm where the money goes."""

    code = "owner_needed"
    sentence = _("Only an owner of the organisation may confirm where the money goes.")


class AccountConfirmed(Refusal):
    """The payout account is confirmed already."""

    code = "payout_account_confirmed"
    sentence = _("This account is confirmed already.")


class PromiseNotKept(Refusal):
    """The rate is not three points under the market."""

    code = "promise_not_kept"
    sentence = _(
        "%(channel)s: %(percent)s%% is not three points under the market's %(market)s%%. "
        "We promise that to everybody who sells here."
    )


class AgreementDaysTaken(Refusal):
    """Another agreement begins on that day."""

    code = "agreement_days_taken"
    sentence = _("Another agreement begins on that day.")


class SlugTaken(Refusal):
    """Another storefront has, or had, that address."""

    code = "slug_taken"
    sentence = _("This address is taken. Please choose another one.")


class NothingDue(Refusal):
    """There is nothing to pay out."""

    code = "nothing_due"
    sentence = _("There is nothing to pay out now.")


class PreviewOutdated(Refusal):
    """Since the preview an account was changed or money went back to buyers."""

    code = "preview_outdated"
    sentence = _("Something has changed since this preview. Please look at the new one.")


class PayoutEnded(Refusal):
    """That payout came back already."""

    code = "payout_ended"
    sentence = _("This payout came back already.")


class RunSettled(Refusal):
    """The bank's answer for that run is noted already."""

    code = "run_settled"
    sentence = _("The bank's answer for this run is noted already.")


ACCOUNT_PROBLEMS = {
    "bank": _("Please choose a bank of the list."),
    "number": _("This number does not have the right count of digits for an account there."),
    "holder": _("Please enter the name in which the account is held."),
}


class PayoutAccountWrong(BadInput):
    """The payout account cannot be right."""

    code = "payout_account_wrong"
    sentence = _("Please check the account.")

    def __init__(self, *problems: str) -> None:
        """Say what is wrong, field by field."""
        super().__init__(fields={field: [str(ACCOUNT_PROBLEMS[field])] for field in problems})


class DeliveryWrong(BadInput):
    """The delivery terms cannot be right."""

    code = "delivery_wrong"
    sentence = _("Please enter whole amounts that are not below zero.")


class AgreementWrong(BadInput):
    """The agreement's days or rates cannot be right."""

    code = "agreement_wrong"
    sentence = _("Please check the days and the rates.")


class MarketRateWrong(BadInput):
    """A market rate needs a number, a source and the day it was published."""

    code = "market_rate_wrong"
    sentence = _("Please give the rate, its source and the day it was published.")


STOREFRONT_PROBLEMS = {
    "slug": _("Please use 2 to 40 letters, digits or dashes."),
    "hours": _("Please enter for each day two times, the later one last, or leave both empty."),
    "products": _("Please choose at most 24 products."),
}


class StorefrontWrong(BadInput):
    """The storefront cannot be shown so."""

    code = "storefront_wrong"
    sentence = _("Please check your storefront.")

    def __init__(self, *problems: str) -> None:
        """Say what is wrong, field by field."""
        super().__init__(fields={field: [str(STOREFRONT_PROBLEMS[field])] for field in problems})
