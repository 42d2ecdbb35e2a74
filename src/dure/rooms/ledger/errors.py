"""Why the ledger says no. Every class is one reason; `BatchRefused` lists the reasons of many entries."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Outage, Refusal, TooMany


class BadReference(BadInput):
    """The reference is empty, too long or not printable."""

    code = "bad_reference"
    sentence = _("The reference is empty or too long.")


class AboutTooLong(BadInput):
    """The words about an entry do not fit."""

    code = "about_too_long"
    sentence = _("The note on this entry is too long.")


class TimeWithoutZone(BadInput):
    """A time without its zone is not a moment."""

    code = "time_without_zone"
    sentence = _("The time of this entry has no time zone.")


class BadLegCount(BadInput):
    """An entry has between two and 64 legs."""

    code = "bad_leg_count"
    sentence = _("An entry needs at least two sides and at most 64.")


class NotWhole(BadInput):
    """An amount is not a whole number (a float, for example)."""

    code = "not_whole"
    sentence = _("Amounts are whole numbers of the smallest unit.")


class BadAmount(BadInput):
    """An amount is zero or larger than the book can keep."""

    code = "bad_amount"
    sentence = _("An amount may not be zero, nor larger than the book can keep.")


class Unbalanced(BadInput):
    """The legs do not sum to zero in every unit."""

    code = "unbalanced"
    sentence = _("What leaves and what arrives must be equal in every unit.")


class ReservedKind(BadInput):
    """Reversals are made by the verb `reverse` only."""

    code = "reserved_kind"
    sentence = _("A reversal is made from the entry it undoes.")


class UnknownUnit(BadInput):
    """The book has no such unit."""

    code = "unknown_unit"
    sentence = _("The book does not know the unit %(unit)s.")


class UnknownCell(BadInput):
    """The book has no such cell."""

    code = "unknown_cell"
    sentence = _("The book has no part with the number %(cell_id)s.")


class UnknownAccount(BadInput):
    """The chart of accounts has no such account."""

    code = "unknown_account"
    sentence = _("The book has no account %(account)s.")


class AccountClosed(Refusal):
    """The account is closed."""

    code = "account_closed"
    sentence = _("The account %(account)s is closed.")


class AccountInUse(Refusal):
    """An account can be closed only when nothing is left or held on it."""

    code = "account_in_use"
    sentence = _("There is still something on this account, so it cannot be closed.")


class InsufficientFunds(Refusal):
    """The account may not go below what is held on it."""

    code = "insufficient_funds"
    sentence = _("There is not enough on the account for this.")


class ReferenceReused(Refusal):
    """The reference was used before, for something else."""

    code = "reference_reused"
    sentence = _("The reference %(reference)s was already used for something else.")


class BatchTooLarge(BadInput):
    """One call records at most 10,000 entries."""

    code = "batch_too_large"
    sentence = _("At most %(max)s entries can be recorded at once.")


class BatchRefused(Refusal):
    """Some entries of a batch cannot be recorded, so none was. `problems` lists position, reference and code."""

    code = "batch_refused"
    sentence = _("%(count)s of these entries cannot be recorded, so none was.")


class EntryNotFound(NotFound):
    """The book has no such entry."""

    code = "entry_not_found"
    sentence = _("The book has no such entry.")


class AlreadyReversed(Refusal):
    """An entry is undone once."""

    code = "already_reversed"
    sentence = _("This entry was already reversed.")


class ReversalIsFinal(Refusal):
    """A reversal is not itself reversed; record the entry anew."""

    code = "reversal_is_final"
    sentence = _("A reversal cannot be reversed. Please record the entry again.")


class HoldNotFound(NotFound):
    """There is no such hold."""

    code = "hold_not_found"
    sentence = _("We could not find that reserved amount.")


class HoldEnded(Refusal):
    """The hold was already captured, released or has expired."""

    code = "hold_ended"
    sentence = _("This reserved amount is no longer there.")


class HoldExpired(Refusal):
    """The hold's time is over."""

    code = "hold_expired"
    sentence = _("The time for this reserved amount is over.")


class CaptureExceedsHold(Refusal):
    """More was to be captured than is still held."""

    code = "capture_exceeds_hold"
    sentence = _("More was asked for than is reserved.")


class ExpiryPassed(BadInput):
    """A hold must end in the future."""

    code = "expiry_passed"
    sentence = _("The end of the reservation must lie in the future.")


class UnitTaken(Refusal):
    """There is already another unit with this code."""

    code = "unit_taken"
    sentence = _("There is already another unit called %(unit)s.")


class BadUnit(BadInput):
    """A unit needs a short code, a scale from 0 to 6 and its names."""

    code = "bad_unit"
    sentence = _("A unit needs a short code, a scale from 0 to 6, and a name in three languages.")


class DayNotOver(Refusal):
    """Only a day that is over can be sealed."""

    code = "day_not_over"
    sentence = _("This day is not over yet.")


class DayOutOfOrder(Refusal):
    """Days are sealed one after the other."""

    code = "day_out_of_order"
    sentence = _("The day before must be sealed first.")


class DayNotSealed(NotFound):
    """This day has no seal."""

    code = "day_not_sealed"
    sentence = _("This day is not sealed, or the book did not exist yet.")


class BadPeriod(BadInput):
    """A period ends after it begins."""

    code = "bad_period"
    sentence = _("The period must end after it begins.")


class BookBusy(Outage):
    """Writers kept meeting; trying again will work."""

    code = "book_busy"
    sentence = _("The book is very busy. Please try again.")


class ExportGone(NotFound):
    """There is no such file, or its week is over."""

    code = "statement_file_gone"
    sentence = _("This file is no longer there. Please make it again.")


class TooManyExports(TooMany):
    """A person makes at most 20 files a day."""

    code = "too_many_statement_files"
    sentence = _("You have made many files today. Please try again tomorrow.")
