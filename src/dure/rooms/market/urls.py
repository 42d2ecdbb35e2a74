"""Addresses of the market room."""

from django.urls import path

from dure.rooms.market.views import baskets, card_sandbox, pages, paying, reconciliations, wallets

app_name = "market"
urlpatterns = [
    path("", pages.home, name="home"),
    path("basket/", baskets.basket, name="basket"),
    path("basket/acceptance/", baskets.basket_acceptance, name="basket_acceptance"),
    path("basket/lines/", baskets.basket_line, name="basket_line"),
    path("basket/lines/removal/", baskets.basket_line_removal, name="basket_line_removal"),
    path("card-sandbox/<uuid:charge_id>/", card_sandbox.card_page, name="sandbox_card"),
    path("card-sandbox/<uuid:charge_id>/cancellation/", card_sandbox.cancellation, name="sandbox_cancellation"),
    path("card-sandbox/<uuid:charge_id>/challenge/", card_sandbox.challenge_page, name="sandbox_challenge"),
    path("differences/", reconciliations.differences, name="differences"),
    path("differences/<uuid:difference_id>/", reconciliations.difference, name="difference"),
    path("differences/comparison/", reconciliations.comparison, name="comparison"),
    path("differences/file/", reconciliations.differences_file, name="differences_file"),
    path("news/<slug:provider>/", paying.provider_news, name="provider_news"),
    path("pay/<int:order_id>/", paying.pay, name="pay"),
    path("payments/<uuid:payment_id>/", paying.payment, name="payment"),
    path("payments/<uuid:payment_id>/question/", paying.payment_question, name="payment_question"),
    path("payments/<uuid:payment_id>/return/", paying.payment_return, name="payment_return"),
    path("payments/<uuid:payment_id>/state/", paying.payment_state, name="payment_state"),
    path("wallet/", wallets.wallet, name="wallet"),
]
