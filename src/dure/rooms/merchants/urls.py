"""Addresses of the merchants room. `sell/staff/` is the house's own."""

from django.urls import path

from dure.rooms.merchants.views import onboarding, runs, selling, staff, storefronts

app_name = "merchants"
SELLER = "sell/<uuid:organisation_id>/"
STAFF = "sell/staff/"
urlpatterns = [
    path("sell/", onboarding.start, name="start"),
    path("sell/new/", onboarding.new, name="new"),
    path("sell/for-somebody/", onboarding.for_somebody, name="for_somebody"),
    path(SELLER, selling.desk, name="desk"),
    path(f"{SELLER}account/", onboarding.account, name="account"),
    path(f"{SELLER}account/confirmation/", onboarding.account_confirmation, name="account_confirmation"),
    path(f"{SELLER}agreement/", selling.agreement, name="agreement"),
    path(f"{SELLER}beginning/", onboarding.beginning, name="beginning"),
    path(f"{SELLER}delivery/", selling.delivery, name="delivery"),
    path(f"{SELLER}papers/", selling.papers, name="papers"),
    path(f"{SELLER}payouts/", selling.own_payouts, name="payouts"),
    path(f"{SELLER}payouts/<uuid:payout_id>/", selling.payout, name="payout"),
    path(f"{SELLER}payouts/<uuid:payout_id>/statement.pdf", selling.payout_file, {"form": "pdf"}, name="payout_paper"),
    path(f"{SELLER}payouts/<uuid:payout_id>/statement.csv", selling.payout_file, {"form": "csv"}, name="payout_table"),
    path(f"{SELLER}place/", onboarding.place, name="place"),
    path(f"{SELLER}storefront/", storefronts.storefront, name="storefront"),
    path(f"{SELLER}storefront/banner/", storefronts.banner_change, name="banner_change"),
    path(f"{SELLER}storefront/banner/<str:name>", storefronts.banner, name="banner"),
    path(f"{SELLER}storefront/preview/", storefronts.storefront_preview, name="storefront_preview"),
    path(f"{SELLER}storefront/showing/", storefronts.storefront_showing, name="storefront_showing"),
    path(f"{STAFF}market-rates/", staff.market_rates, name="market_rates"),
    path(f"{STAFF}merchants/", staff.all_merchants, name="all"),
    path(f"{STAFF}merchants/<uuid:organisation_id>/", staff.merchant, name="merchant"),
    path(
        f"{STAFF}merchants/<uuid:organisation_id>/agreements/<uuid:agreement_id>/end/",
        staff.agreement_end,
        name="agreement_end",
    ),
    path(f"{STAFF}merchants/<uuid:organisation_id>/resumption/", staff.resumption, name="resumption"),
    path(f"{STAFF}merchants/<uuid:organisation_id>/suspension/", staff.suspension, name="suspension"),
    path(f"{STAFF}payouts/", runs.runs, name="runs"),
    path(f"{STAFF}payouts/<uuid:payout_id>/bounce/", runs.payout_bounce, name="payout_bounce"),
    path(f"{STAFF}runs/<uuid:run_id>/", runs.run, name="run"),
    path(f"{STAFF}runs/<uuid:run_id>/file.xml", runs.run_file, name="run_file"),
    path(f"{STAFF}runs/<uuid:run_id>/settlement/", runs.run_settlement, name="run_settlement"),
]
