"""Why a coupon is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, NotFound, Refusal


class CouponUnknown(NotFound):
    """No such coupon."""

    code = "coupon_unknown"
    sentence = _("We could not find this coupon.")


class CouponsGone(Refusal):
    """Every coupon was taken."""

    code = "coupons_gone"
    sentence = _("All %(count)s coupons are taken. You can still order at the ordinary price.")


class CouponOver(Refusal):
    """Its time is over, or it was withdrawn."""

    code = "coupon_over"
    sentence = _("This coupon is not given any more.")


class CouponMissing(Refusal):
    """An order at a coupon's price by somebody who did not take the coupon."""

    code = "coupon_missing"
    sentence = _("This price is for those who took the coupon in the show. Please take it first.")


class BarredFromShow(NotAllowed):
    """The person may not take part in this show."""

    code = "barred_from_show"
    sentence = _("You cannot take part in this show.")


class CouponTooLarge(BadInput):
    """The coupon takes off the whole price, or more."""

    code = "coupon_too_large"
    sentence = _("The coupon takes off too much. Please take off less than %(price)s.")


class CouponNumbersWrong(BadInput):
    """A number of coupons or of pieces that cannot be."""

    code = "coupon_numbers_wrong"
    sentence = _("Please give between 1 and %(most)s coupons, and between 1 and %(pieces)s pieces for one person.")


class CouponTimeWrong(BadInput):
    """The coupon would be over already, or hold too long."""

    code = "coupon_time_wrong"
    sentence = _("A coupon holds until some time in the next %(days)s days.")


class CouponUnderWay(Refusal):
    """Another coupon for the same goods still holds."""

    code = "coupon_under_way"
    sentence = _("There is a coupon for this already. Wait until it is over.")


class CouponOfBooking(Refusal):
    """The offer's price is a deposit, which binds buyer and seller as it stands."""

    code = "coupon_of_booking"
    sentence = _("This is booked with a deposit, so there is no coupon for it.")


class CouponNotOfHost(NotFound):
    """The goods are not the host's, or nobody can buy them now."""

    code = "coupon_offer_unknown"
    sentence = _("Please choose something that you sell now.")
