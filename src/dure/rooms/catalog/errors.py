"""Why the catalog room says no.

* Refusal
  + AlreadyOffered                       the same stock is offered in this channel already
  + AlreadyTakenBack                     a bulk change or an import was taken back before
  + CycleEmpty                           a cycle is opened with nothing to sell, or for no hub
  + CycleNotPlanned                      the cycle is open or closed, so what it brings stands
  + CycleOver                            the cycle's time for orders is over
  + FewerFree                            more is to be set aside than is free
  + FewerThanPromised                    fewer would lie there than buyers were promised
  + ImportRunning                        a list is being brought in, or was
  + KindNeedsLicence                     goods of this kind may be sold with a licence only
  + LocationNotEmpty                     goods still lie at a location that is to be closed
  + LotExpired                           the lot is past its day
  + MoreThanPromised                     more would be given back or handed over than was promised
  + NothingNew                           a list says what is so already
  + NothingToTakeBack                    everything has changed since
  + OfferOver                            the offer has ended for good
  + PriceChangedMeanwhile                somebody else changed the price since it was read
  + ProductGone                          the product was taken out for good
  + SellingNotBegun                      the organisation has not been set up for selling
  + SoldOut                              fewer are free than asked for
  + StockMovedMeanwhile                  somebody else changed the stock since it was read
  + TermsChangedMeanwhile                somebody else changed the offer since it was read
* BadInput
  + CountWrong                           a count is not a whole number in range
  + DatesWrong                           something would close before it opens, or spoil before it is ripe
  + DayUnreadable                        a day in a list cannot be read
  + FileUnreadable, FileTooLong          an uploaded list cannot be taken as it is
  + FileLocked                           an uploaded list opens with a password only
  + KindUnknown                          we know no such kind of goods
  + LicenceUnknown                       we know no such licence
  + NameTaken                            a location has that name already
  + NothingChosen                        a bulk change without anything to change
  + PageUnknown                          a list is asked to go on from where no page ended
  + PriceWrong                           a price is not above zero, or absurdly high
  + PriceMissing, PriceForOther          a row of a list has no price, or one for another measure than it is sold in
  + ReasonMissing                        goods are written off without saying why
  + RowsWrong                            rows of a list cannot be brought in
  + RowTwice                             two rows of a list say the same
  + TextTooLong                          words in a list are longer than we can show
* NotFound
  + CycleUnknown, ImportUnknown, LevelUnknown, LocationUnknown, LotUnknown, OfferUnknown, PhotoUnknown, ProductUnknown
* TooMany
  + TooManyPhotos
"""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal, TooMany


class AlreadyOffered(Refusal):
    """The same stock is offered in this channel already."""

    code = "already_offered"
    sentence = _("This is offered there already. Change that offer instead.")


class AlreadyTakenBack(Refusal):
    """A bulk change or an import was taken back before."""

    code = "already_taken_back"
    sentence = _("That was taken back already.")


class CycleEmpty(Refusal):
    """A cycle is opened with nothing to sell, or for no hub."""

    code = "cycle_empty"
    sentence = _("Nothing would be for sale yet: at least one producer and one hub must have answered.")


class CycleNotPlanned(Refusal):
    """The cycle is open or closed, so what it brings stands."""

    code = "cycle_not_planned"
    sentence = _("This order cycle is open or closed already, so this cannot be changed.")


class CycleOver(Refusal):
    """The cycle's time for orders is over."""

    code = "cycle_over"
    sentence = _("The time for orders of this cycle is over. Please copy it with new days.")


class FewerFree(Refusal):
    """More is to be set aside than is free."""

    code = "fewer_free"
    sentence = _("Only %(free)s of these are free just now.")


class FewerThanPromised(Refusal):
    """Fewer would lie there than buyers were promised."""

    code = "fewer_than_promised"
    sentence = _("%(promised)s of these are promised to buyers, so that many must stay.")


class ImportRunning(Refusal):
    """A list is being brought in, or was."""

    code = "import_running"
    sentence = _("This list is being brought in, or was already.")


class KindNeedsLicence(Refusal):
    """Goods of this kind may be sold with a licence only."""

    code = "kind_needs_licence"
    sentence = _("“%(kind)s” may be sold only with a licence: %(licence)s.")


class LocationNotEmpty(Refusal):
    """Goods still lie at a location that is to be closed."""

    code = "location_not_empty"
    sentence = _("Goods still lie there. Please move them or write them off first.")


class LotExpired(Refusal):
    """The lot is past its day."""

    code = "lot_expired"
    sentence = _("This lot was good until %(day)s and cannot be sold any more.")


class MoreThanPromised(Refusal):
    """More would be given back, handed over or put back than was promised or sold."""

    code = "more_than_promised"
    sentence = _("That is more than was promised.")


class NothingNew(Refusal):
    """A list says nothing that is not so already."""

    code = "nothing_new"
    sentence = _("Everything in this list is so already; there is nothing to bring in.")


class NothingToTakeBack(Refusal):
    """Everything that was changed has changed again since, or was sold."""

    code = "nothing_to_take_back"
    sentence = _("Everything has changed again since then, so there is nothing to take back.")


class OfferOver(Refusal):
    """The offer has ended for good."""

    code = "offer_over"
    sentence = _("This offer has ended.")


class PriceChangedMeanwhile(Refusal):
    """Somebody else changed the price since it was read."""

    code = "price_changed_meanwhile"
    sentence = _("Somebody changed this price to %(now)s meanwhile. Please look again.")


class ProductGone(Refusal):
    """The product was taken out for good."""

    code = "product_gone"
    sentence = _("This product was taken out.")


class SellingNotBegun(Refusal):
    """The organisation has not been set up for selling."""

    code = "selling_not_begun"
    sentence = _("Please set your shop up first.")


class SoldOut(Refusal):
    """Fewer are free than asked for."""

    code = "sold_out"
    sentence = _("There are not that many left.")


class StockMovedMeanwhile(Refusal):
    """Somebody else changed the stock since it was read."""

    code = "stock_moved_meanwhile"
    sentence = _("Meanwhile there are %(now)s. Please count again.")


class TermsChangedMeanwhile(Refusal):
    """Somebody else changed the offer since it was read."""

    code = "terms_changed_meanwhile"
    sentence = _("Somebody changed this offer meanwhile. Please look again.")


class CountWrong(BadInput):
    """A count is not a whole number in range."""

    code = "count_wrong"
    sentence = _("Please give a whole number above zero.")


class DatesWrong(BadInput):
    """Something would close before it opens, or spoil before it is ripe."""

    code = "dates_wrong"
    sentence = _("The second day must come after the first.")


class DayUnreadable(BadInput):
    """A day in a list cannot be read."""

    code = "day_unreadable"
    sentence = _("We could not read “%(text)s” as a day. For example: 2026-11-22")


class FileUnreadable(BadInput):
    """The file is no table that we can read."""

    code = "file_unreadable"
    sentence = _("We could not read that file. Please send a table as CSV, XLSX or ODS.")


class FileLocked(BadInput):
    """The list opens with a password only."""

    code = "file_locked"
    sentence = _("That file is locked with a password. Please save it without one and send it again.")


class FileTooLong(BadInput):
    """The list has more rows than we bring in at once, or none."""

    code = "file_too_long"
    sentence = _("Please send between 1 and %(rows_max)s rows at once.")


class KindUnknown(BadInput):
    """We know no such kind of goods."""

    code = "kind_unknown"
    sentence = _("We do not know the kind of goods “%(text)s”.")


class LicenceUnknown(BadInput):
    """We know no such licence."""

    code = "licence_unknown"
    sentence = _("Please choose the licence from the list.")


class NameTaken(BadInput):
    """A location has that name already, or the name is empty."""

    code = "name_taken"
    sentence = _("Please choose a name that no other of your locations has.")


class NothingChosen(BadInput):
    """A bulk change without anything to change."""

    code = "nothing_chosen"
    sentence = _("Please choose at least one product first.")


class PageUnknown(BadInput):
    """A list is asked to go on from where no page ended."""

    code = "page_unknown"
    sentence = _("That page of the list is gone. Please start from its beginning.")


class PriceForOther(BadInput):
    """A price is for another measure than the goods are sold in."""

    code = "price_for_other"
    sentence = _("The price is for %(measure)s, but what is sold is %(size)s. Please write the price of one.")


class PriceMissing(BadInput):
    """A row of a list has no price."""

    code = "price_missing"
    sentence = _("The price is missing.")


class PriceWrong(BadInput):
    """A price is not above zero, or absurdly high."""

    code = "price_wrong"
    sentence = _("Please give a price above zero.")


class ReasonMissing(BadInput):
    """Goods are written off without saying why."""

    code = "reason_missing"
    sentence = _("Please say why.")


class RowsWrong(BadInput):
    """Rows of a list cannot be brought in."""

    code = "rows_wrong"
    sentence = _("%(count)s rows cannot be brought in as they are.")


class RowTwice(BadInput):
    """Two rows of a list say the same."""

    code = "row_twice"
    sentence = _("This stands in row %(number)s already.")


class TextTooLong(BadInput):
    """Words in a list are longer than we can show."""

    code = "text_too_long"
    sentence = _("Please use %(length_max)s characters at most.")


class CycleUnknown(NotFound):
    """No such cycle, supply or round, or somebody else's."""

    code = "cycle_unknown"
    sentence = _("We could not find that order cycle.")


class ImportUnknown(NotFound):
    """No such import, or somebody else's."""

    code = "import_unknown"
    sentence = _("We could not find that list.")


class LevelUnknown(NotFound):
    """No such stock, or somebody else's."""

    code = "level_unknown"
    sentence = _("We could not find that stock.")


class LocationUnknown(NotFound):
    """No such location, or somebody else's."""

    code = "location_unknown"
    sentence = _("We could not find that location.")


class LotUnknown(NotFound):
    """No such lot, or somebody else's."""

    code = "lot_unknown"
    sentence = _("We could not find that lot.")


class OfferUnknown(NotFound):
    """No such offer, or somebody else's."""

    code = "offer_unknown"
    sentence = _("We could not find that offer.")


class PhotoUnknown(NotFound):
    """No such photo, or somebody else's."""

    code = "photo_unknown"
    sentence = _("We could not find that photo.")


class ProductUnknown(NotFound):
    """No such product, or somebody else's."""

    code = "product_unknown"
    sentence = _("We could not find that product.")


class TooManyPhotos(TooMany):
    """A product has as many photos as it may have."""

    code = "too_many_photos"
    sentence = _("A product has %(photos_max)s photos at most. Please remove one first.")
