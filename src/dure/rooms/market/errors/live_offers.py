"""Why an offer is not put on stage, or not at this price."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class NothingToShow(BadInput):
    """No offer was named, or too many at once."""

    code = "nothing_to_show"
    sentence = _("Please choose at least one offer, and at most %(most)s at once.")


class OfferNotOfHost(NotFound):
    """The host of the show sells no such offer."""

    code = "offer_not_of_host"
    sentence = _("This is not one of your own offers.")


class OfferNotOpen(Refusal):
    """The offer cannot be bought now, so it is not shown."""

    code = "offer_not_open"
    sentence = _("“%(name)s” is not for sale at the moment. Put it on sale first.")


class OfferNotOnSheet(NotFound):
    """No line of the run-sheet stands for the offer."""

    code = "offer_not_on_sheet"
    sentence = _("This offer is not on the run-sheet.")


class FlashUnknown(NotFound):
    """No such flash price."""

    code = "flash_unknown"
    sentence = _("We could not find this flash price.")


class FlashPriceNotLower(BadInput):
    """The price is not below the ordinary one."""

    code = "flash_price_not_lower"
    sentence = _("A flash price is lower than the ordinary price of %(price)s.")


class FlashPriceTooLow(BadInput):
    """The price is so low that it is most likely a slip of the finger."""

    code = "flash_price_too_low"
    sentence = _("That is less than a tenth of the price. If you mean it, change the ordinary price first.")


class FlashTooLong(BadInput):
    """It would last longer than the show."""

    code = "flash_too_long"
    sentence = _("It can last from 1 to %(most)s minutes, so that it ends with the show.")


class FlashRunning(Refusal):
    """The offer has a flash price already."""

    code = "flash_running"
    sentence = _("This offer has a flash price already. End that one first.")


class FlashStillRuns(Refusal):
    """The line is a flash price that has not ended; `flash_id` says which, and it leaves the sheet by its end."""

    code = "flash_still_runs"
    sentence = _("This flash price is still running. End it first: it then leaves the run-sheet by itself.")


class FlashOfFlash(Refusal):
    """The offer is a price for a while itself."""

    code = "flash_of_flash"
    sentence = _("This price holds for a while only. Choose the ordinary offer.")


class FlashOfBooking(Refusal):
    """The offer's price is a deposit, which binds buyer and seller as it stands."""

    code = "flash_of_booking"
    sentence = _("This is booked with a deposit, so it has no flash price.")


class UndoTooLate(Refusal):
    """A minute has passed, or somebody has bought."""

    code = "undo_too_late"
    sentence = _("A minute has passed, or somebody has bought already. You can end the flash price instead.")
