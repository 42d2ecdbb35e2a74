"""Why the catalog room says no.

* Refusal
  + SoldOut                              fewer are free than asked for
  + MoreThanPromised                     more would be given back or handed over than was promised
* BadInput
  + CountWrong                           a count is not a whole number above zero
  + PageUnknown                          a list is asked to go on from where no page ended
  + KindUnknown                          we know no such kind of goods
* NotFound
  + LevelUnknown                         no such stock
  + OfferUnknown                         no such offer
"""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class SoldOut(Refusal):
    """Fewer are free than asked for."""

    code = "sold_out"
    sentence = _("There are not that many left.")


class MoreThanPromised(Refusal):
    """More would be given back, handed over or put back than was promised or sold."""

    code = "more_than_promised"
    sentence = _("That is more than was promised.")


class CountWrong(BadInput):
    """A count is not a whole number above zero."""

    code = "count_wrong"
    sentence = _("Please give a whole number above zero.")


class PageUnknown(BadInput):
    """A list is asked to go on from where no page ended."""

    code = "page_unknown"
    sentence = _("That page of the list is gone. Please start from its beginning.")


class KindUnknown(BadInput):
    """We know no such kind of goods."""

    code = "kind_unknown"
    sentence = _("We do not know the kind of goods “%(text)s”.")


class LevelUnknown(NotFound):
    """No such stock."""

    code = "level_unknown"
    sentence = _("We could not find that stock.")


class OfferUnknown(NotFound):
    """No such offer, or somebody else's."""

    code = "offer_unknown"
    sentence = _("We could not find that offer.")
