"""Why the giving room says no: one class per reason, each with a stable code."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class FundNotFound(NotFound):
    """No such fund."""

    code = "fund_not_found"
    sentence = _("We could not find this fund.")


class CampaignNotFound(NotFound):
    """No such campaign."""

    code = "campaign_not_found"
    sentence = _("We could not find this campaign.")


class PledgeNotFound(NotFound):
    """No such pledge of this seller."""

    code = "pledge_not_found"
    sentence = _("We could not find this pledge.")


class CharityNotVerified(Refusal):
    """Only a charity that staff verified may have funds."""

    code = "charity_not_verified"
    sentence = _("This charity is not verified yet.")


class NotACharity(Refusal):
    """Funds belong to charities."""

    code = "not_a_charity"
    sentence = _("Only a charity can have a fund.")


class FundClosed(Refusal):
    """The fund takes no gifts now."""

    code = "fund_closed"
    sentence = _("This fund takes no gifts now.")


class FundNotEmpty(Refusal):
    """A fund closes when its money has been paid out."""

    code = "fund_not_empty"
    sentence = _("There is still money in this fund. Pay it out first.")


class FundNameTaken(Refusal):
    """The charity has a fund of this name."""

    code = "fund_name_taken"
    sentence = _("You already have a fund with this name.")


class NameMissing(BadInput):
    """A name and a purpose are needed."""

    code = "fund_name_missing"
    sentence = _("Please say what the fund is called and what it is for.")


class PledgeTooSmall(BadInput):
    """A fixed pledge is below the least."""

    code = "pledge_too_small"
    sentence = _("The least you can pledge of each piece is %(least)s.")


class BadPledge(BadInput):
    """The pledge is neither a fixed sum nor a part, or its parts do not fit together."""

    code = "bad_pledge"
    sentence = _("Please choose either a sum of each piece or a part of the price.")


class BadDates(BadInput):
    """The end lies before the beginning, or the beginning in the past."""

    code = "bad_dates"
    sentence = _("The end must come after the beginning, and the beginning may not lie in the past.")


class PledgeOverlaps(Refusal):
    """For the same thing and time another pledge stands."""

    code = "pledge_overlaps"
    sentence = _("For this you already have a pledge at that time. End that one first.")


class PledgeOver(Refusal):
    """The pledge ended before."""

    code = "pledge_over"
    sentence = _("This pledge has ended.")


class CampaignOver(Refusal):
    """The campaign is over."""

    code = "campaign_over"
    sentence = _("This campaign is over.")


class GiftTooSmall(BadInput):
    """Gifts are more than nothing."""

    code = "gift_too_small"
    sentence = _("Please give an amount above zero.")


class GiftTooLarge(BadInput):
    """A gift this large needs a word with us first."""

    code = "gift_too_large"
    sentence = _("At most %(most)s can be given at once.")


class GiftKeyReused(Refusal):
    """The form's key was used for another gift."""

    code = "gift_key_reused"
    sentence = _("This form was already sent with another amount. Please load the page again.")


class WalletTooLow(Refusal):
    """There is not that much in the wallet."""

    code = "wallet_too_low"
    sentence = _("There is not enough in your wallet.")


class GiftNotFound(NotFound):
    """No such gift of one's own."""

    code = "gift_not_found"
    sentence = _("We could not find this gift.")


class FundTooLow(Refusal):
    """There is not that much in the fund."""

    code = "fund_too_low"
    sentence = _("There is not enough in the fund.")


class EvidenceMissing(BadInput):
    """A payment out of a fund shows at least one picture."""

    code = "evidence_missing"
    sentence = _("Please add at least one picture that shows what the money was for.")


class TooMuchEvidence(BadInput):
    """At most so many pictures."""

    code = "too_much_evidence"
    sentence = _("Please add at most %(max)s pictures.")


class ReceiverMissing(BadInput):
    """To whom, and for what."""

    code = "receiver_missing"
    sentence = _("Please say who was paid, and for what.")


class EvidenceNotFound(NotFound):
    """No such picture."""

    code = "evidence_not_found"
    sentence = _("We could not find this picture.")
