"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me
from dure.ui import places


class MarketConfig(AppConfig):
    """The market room."""

    name = "dure.rooms.market"
    label = "market"
    verbose_name = _("Orders and payments")

    def ready(self) -> None:
        """Tell what this room knows about a person, what keeps them here, and what of a film can be bought."""
        from dure.rooms.market.queries import about_hosts as market_hosts  # noqa: PLC0415  as above
        from dure.rooms.market.queries import about_me as market  # noqa: PLC0415  tables exist only now
        from dure.rooms.market.views.bookings import booking_of_goods, booking_of_own_offer  # noqa: PLC0415  as above
        from dure.rooms.market.views.coupons import coupons_of_desk  # noqa: PLC0415  as above
        from dure.rooms.market.views.live_offers import goods_of_desk  # noqa: PLC0415  as above
        from dure.rooms.market.views.on_air import counter_shown, numbers_shown  # noqa: PLC0415  as above
        from dure.rooms.market.views.promotions import promotion_of_goods, promotion_of_show  # noqa: PLC0415  as above
        from dure.rooms.market.views.stage_chips import chip_of  # noqa: PLC0415  as above
        from dure.rooms.market.views.stage_goods import bag_shown, goods_of_recording, goods_shown  # noqa: PLC0415  as above

        about_me.tells("orders", lambda person_id: market.orders_of(person_id=person_id))
        about_me.tells("address_book", lambda person_id: market.addressees_of(person_id=person_id))
        about_me.tells("bookings", lambda person_id: market.bookings_of(person_id=person_id))
        about_me.tells("coupons", lambda person_id: market.coupons_of(person_id=person_id))
        about_me.tells("basket", lambda person_id: market.basket_of(person_id=person_id))
        about_me.tells("payments", lambda person_id: market.payments_of(person_id=person_id))
        about_me.tells("complaints", lambda person_id: market.complaints_of(person_id=person_id))
        about_me.tells("receipts", lambda person_id: market.receipts_of(person_id=person_id))
        about_me.tells("host_network", lambda person_id: market_hosts.network_of(person_id=person_id))
        about_me.keeps("market_hosts", lambda person_id: market_hosts.reasons_to_stay(person_id=person_id))
        about_me.keeps("market", lambda person_id: market.reasons_to_stay(person_id=person_id))
        places.fill("catalog.own_offer", template="market/_offer_booking_link.html", context=booking_of_own_offer)
        places.fill("web.product_terms", template="market/_booking_terms.html", context=booking_of_goods)
        places.fill("stage.room", template="market/_stage_goods.html", context=goods_shown)
        places.fill("stage.room_bag", template="market/_stage_bag.html", context=bag_shown)
        places.fill("stage.replay_goods", template="market/_replay_goods.html", context=goods_of_recording)
        places.fill("stage.on_air", template="market/_on_air_sale.html", context=counter_shown)
        places.fill("stage.on_air_numbers", template="market/_on_air_numbers.html", context=numbers_shown)
        places.fill("stage.on_air_sum", template="market/_on_air_sum.html", context=numbers_shown)
        places.fill("stage.show_desk", template="market/_stage_desk.html", context=goods_of_desk)
        places.fill("stage.show_desk", template="market/_show_coupons_link.html", context=coupons_of_desk)
        places.fill("stage.show", template="market/_promote.html", context=promotion_of_show)
        places.fill("web.product", template="market/_promote.html", context=promotion_of_goods)
        places.fill("stage.clip", template="market/_stage_chip.html", context=chip_of)
        places.fill("stage.replay", template="market/_stage_chip.html", context=chip_of)
