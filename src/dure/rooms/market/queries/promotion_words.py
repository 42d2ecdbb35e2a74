"""Words to share a link with in three languages, and a host's orders as a table."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.money import DECIMALS
from dure.kernel.sheets import Cell
from dure.rooms.market.models import Affiliate, Attribution, PromotionLink
from dure.rooms.market.numbering import short
from dure.rooms.market.queries.affiliates import LinkRow, my_orders
from dure.rooms.market.queries.promotions import shown

LANGUAGES: Final = (("ko", "한국어"), ("zh-hans", "中文"), ("en", "English"))
CHUNK: Final = 1_000


def share_texts(*, row: LinkRow, address: str, first: str) -> list[tuple[str, str]]:
    """Return words to share a link with, as (language, text), that of the reader first; each says it is an advert.

    Names of goods and seller are those of the words' own language.
    """
    ordered = sorted(LANGUAGES, key=lambda each: each[0] != first)
    return [(name, _text(code, row, address)) for code, name in ordered]


def _text(language: str, row: LinkRow, address: str) -> str:
    with override(language):
        told_here = shown(row.link)
        told = {"title": told_here.title, "seller": told_here.seller, "address": address}
        if told_here.price is not None:
            told["price"] = told_here.price.format(language)
            words = _("[Ad] %(title)s for %(price)s, straight from %(seller)s. I get a commission. %(address)s")
        elif row.link.target == PromotionLink.Target.SELLER:
            words = _("[Ad] Straight from %(seller)s. I get a commission. %(address)s")
        else:
            words = _("[Ad] %(title)s, straight from %(seller)s. I get a commission. %(address)s")
        return words % told


def order_rows(*, affiliate: Affiliate) -> Iterator[Sequence[Cell]]:
    """Yield a host's orders as rows of a table: when, what for, how much and why; never who bought."""
    yield [_("Ordered"), _("Order"), _("Seller"), _("Link"), _("Goods"), _("Percent"), _("Commission"),
           _("Taken back"), _("Currency"), _("Status"), _("Why")]  # fmt: skip
    for row in my_orders(affiliate=affiliate).iterator(CHUNK):
        yield [
            f"{row.ordered_at.astimezone(HOUSE_ZONE):%Y-%m-%d %H:%M}",
            short(order_id=row.order_id),
            row.seller.shown_name,
            row.link.code,
            _plain(row.amount, row),
            Decimal(row.commission_bp) / 100,
            _plain(row.commission if row.is_promised else 0, row),
            _plain(row.reversed, row),
            row.currency,
            row.get_status_display(),
            row.get_reason_display(),
        ]


def _plain(minor: int, row: Attribution) -> Decimal:
    return Decimal(minor).scaleb(-DECIMALS[row.currency])
