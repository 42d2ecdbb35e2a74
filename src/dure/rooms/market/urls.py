"""Addresses of the market room."""

from django.urls import path

from dure.rooms.market.views import (
    addressees,
    baskets,
    card_sandbox,
    checkouts,
    health,
    orders,
    parts,
    paying,
    receipts,
    reconciliations,
    wallets,
)

app_name = "market"
ORDER = "orders/<int:order_id>/"
PART = f"{ORDER}parts/<uuid:fulfilment_id>/"
urlpatterns = [
    path("addresses/", addressees.addressees, name="addressees"),
    path("addresses/<uuid:addressee_id>/", addressees.addressee, name="addressee"),
    path("addresses/<uuid:addressee_id>/removal/", addressees.addressee_removal, name="addressee_removal"),
    path("addresses/new/", addressees.new_addressee, name="new_addressee"),
    path("basket/", baskets.basket, name="basket"),
    path("basket/acceptance/", baskets.basket_acceptance, name="basket_acceptance"),
    path("basket/lines/", baskets.basket_line, name="basket_line"),
    path("basket/lines/removal/", baskets.basket_line_removal, name="basket_line_removal"),
    path("card-sandbox/<uuid:charge_id>/", card_sandbox.card_page, name="sandbox_card"),
    path("card-sandbox/<uuid:charge_id>/cancellation/", card_sandbox.cancellation, name="sandbox_cancellation"),
    path("card-sandbox/<uuid:charge_id>/challenge/", card_sandbox.challenge_page, name="sandbox_challenge"),
    path("checkout/", checkouts.checkout, name="checkout"),
    path("differences/", reconciliations.differences, name="differences"),
    path("differences/<uuid:difference_id>/", reconciliations.difference, name="difference"),
    path("differences/comparison/", reconciliations.comparison, name="comparison"),
    path("differences/file/", reconciliations.differences_file, name="differences_file"),
    path("health/", health.health, name="health"),
    path("health/examination/", health.examination, name="examination"),
    path("news/<slug:provider>/", paying.provider_news, name="provider_news"),
    path("orders/", orders.orders, name="orders"),
    path("orders/file/", orders.orders_file, name="orders_file"),
    path(ORDER, orders.order, name="order"),
    path(f"{ORDER}again/", orders.reorder, name="reorder"),
    path(f"{ORDER}cancellation/", parts.order_cancellation, name="order_cancellation"),
    path(f"{ORDER}receipt/", receipts.receipt, name="receipt"),
    path(f"{ORDER}reports/<uuid:dispute_id>/withdrawal/", parts.report_withdrawal, name="report_withdrawal"),
    path(f"{ORDER}returns/<uuid:return_id>/withdrawal/", parts.return_withdrawal, name="return_withdrawal"),
    path(f"{PART}arrival/", parts.part_arrival, name="part_arrival"),
    path(f"{PART}cancellation/", parts.part_cancellation, name="part_cancellation"),
    path(f"{PART}messages/", parts.part_talk, name="part_talk"),
    path(f"{PART}report/", parts.part_report, name="part_report"),
    path(f"{PART}return/", parts.part_return, name="part_return"),
    path("pay/<int:order_id>/", paying.pay, name="pay"),
    path("payments/<uuid:payment_id>/", paying.payment, name="payment"),
    path("payments/<uuid:payment_id>/question/", paying.payment_question, name="payment_question"),
    path("payments/<uuid:payment_id>/return/", paying.payment_return, name="payment_return"),
    path("payments/<uuid:payment_id>/state/", paying.payment_state, name="payment_state"),
    path("wallet/", wallets.wallet, name="wallet"),
]
