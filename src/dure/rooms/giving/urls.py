"""Addresses of the giving room."""

from django.urls import path

from dure.rooms.giving.views import charities, gifts, public, sellers

app_name = "giving"
urlpatterns = [
    path("", public.funds, name="funds"),
    path("<uuid:fund_id>/", public.fund, name="fund"),
    path("<uuid:fund_id>/<str:currency>.csv", public.fund_file, name="fund_file"),
    path("<uuid:fund_id>/gift/", gifts.donation, name="donation"),
    path("evidence/<uuid:evidence_id>/<str:name>", public.evidence, name="evidence"),
    path("gifts/", gifts.gifts, name="gifts"),
    path("gifts/<uuid:donation_id>/naming/", gifts.naming, name="naming"),
    path("sell/<uuid:organisation_id>/", sellers.seller, name="seller"),
    path("sell/<uuid:organisation_id>/pledge/", sellers.pledging, name="pledging"),
    path("sell/<uuid:organisation_id>/pledge/<uuid:rule_id>/ending/", sellers.pledge_ending, name="pledge_ending"),
    path("desk/<uuid:organisation_id>/", charities.desk, name="desk"),
    path("desk/<uuid:organisation_id>/verification/", charities.verification, name="verification"),
    path("desk/<uuid:organisation_id>/funds/", charities.fund_opening, name="fund_opening"),
    path("desk/<uuid:organisation_id>/funds/<uuid:fund_id>/", charities.fund_desk, name="fund_desk"),
    path("desk/<uuid:organisation_id>/funds/<uuid:fund_id>/change/", charities.fund_change, name="fund_change"),
    path("desk/<uuid:organisation_id>/funds/<uuid:fund_id>/status/", charities.fund_status, name="fund_status"),
    path("desk/<uuid:organisation_id>/funds/<uuid:fund_id>/payment/", charities.disbursement, name="disbursement"),
    path("desk/<uuid:organisation_id>/funds/<uuid:fund_id>/campaign/", charities.campaign, name="campaign"),
]
