"""Why something about a booking is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class BookingUnknown(NotFound):
    """No such booking, or it is not for these eyes."""

    code = "booking_unknown"
    sentence = _("We could not find this booking.")


class BookedAlone(Refusal):
    """What is booked by a deposit is ordered by itself, not with other goods or by parcel."""

    code = "booked_alone"
    sentence = _("This is booked by a deposit: please order it by itself, to meet the seller.")


class NotBooked(Refusal):
    """The goods are sent; only what is booked by a deposit is bought by meeting."""

    code = "not_booked"
    sentence = _("These goods are sent to you. Please say where they go.")


class BookingTermsWrong(BadInput):
    """A full price below the deposit, a day that is past or too far off, or no words."""

    code = "booking_terms_wrong"
    sentence = _(
        "Please give a full price above the deposit of %(deposit)s, a day from today to %(days)s days from now, "
        "and a few words on what happens next."
    )


class OffersBeside(Refusal):
    """A coupon or a flash price of the same goods still holds, which would sell them by parcel."""

    code = "offers_beside_booking"
    sentence = _("There is a coupon or a flash price for this. Sell it by booking once that is over.")


class NoBookingTerms(NotFound):
    """The offer is not sold by booking."""

    code = "booking_terms_unknown"
    sentence = _("This is not sold by booking.")


class BookingNotYetPossible(NotFound):
    """Only an own offer of the shop or of a show can be sold by booking."""

    code = "booking_offer_unknown"
    sentence = _("Please choose an offer of your own.")


class BookingOver(Refusal):
    """The booking has come to its end."""

    code = "booking_over"
    sentence = _("This booking has come to its end.")


class PartIsBooked(Refusal):
    """An order of something booked is ended on the page of its booking, by the booking's rules."""

    code = "part_is_booked"
    sentence = _("This is a booking. Please give it up on its own page.")


class ProposalGone(Refusal):
    """The proposal was answered, replaced, or is one's own."""

    code = "proposal_gone"
    sentence = _("This date is not waiting for your answer any more.")


class ProposalWrong(BadInput):
    """A date that is past or too far off, or no place."""

    code = "proposal_wrong"
    sentence = _("Please give a place, and a date in the next %(days)s days.")


class NotMetYet(Refusal):
    """The date the two agreed has not come yet, or none was agreed."""

    code = "not_met_yet"
    sentence = _("You can say this once the date you agreed on has passed.")
