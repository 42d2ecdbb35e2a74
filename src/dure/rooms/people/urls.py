"""Addresses of the people room."""

from django.urls import path

from dure.rooms.people.views import (
    api_keys,
    invitations,
    leaving,
    mandates,
    me,
    members,
    organisations,
    papers,
    regions,
)

app_name = "people"
ORGANISATION = "organisations/<uuid:organisation_id>/"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/acting/", me.acting, name="acting"),
    path("me/api-keys/", api_keys.own_api_keys, name="api_keys"),
    path("me/api-keys/<uuid:key_id>/ending/", api_keys.api_key_ending, name="api_key_ending"),
    path("me/consents/<slug:matter>/", me.consent, name="consent"),
    path("me/consents/<slug:matter>/withdrawal/", me.consent_withdrawal, name="consent_withdrawal"),
    path("me/departure/", leaving.departure, name="departure"),
    path("me/departure/withdrawal/", leaving.departure_withdrawal, name="departure_withdrawal"),
    path("me/export/", leaving.export, name="export"),
    path("me/export/file/", leaving.export_download, name="export_download"),
    path("me/export/progress/", leaving.export_progress, name="export_progress"),
    path("me/name/", me.name, name="name"),
    path("organisations/new/", organisations.new_organisation, name="new_organisation"),
    path(ORGANISATION, organisations.organisation, name="organisation"),
    path(f"{ORGANISATION}closure/", organisations.closure, name="closure"),
    path(f"{ORGANISATION}details/", organisations.organisation_details, name="organisation_details"),
    path(f"{ORGANISATION}helpers/", mandates.organisation_mandates, name="mandates"),
    path(f"{ORGANISATION}invitations/", invitations.organisation_invitations, name="invitations"),
    path(f"{ORGANISATION}invitations/<uuid:invitation_id>/", invitations.invitation_card, name="invitation_card"),
    path(
        f"{ORGANISATION}invitations/<uuid:invitation_id>/revocation/",
        invitations.invitation_revocation,
        name="invitation_revocation",
    ),
    path(f"{ORGANISATION}leaving/", members.leaving, name="leaving"),
    path(f"{ORGANISATION}members/", members.members, name="members"),
    path(f"{ORGANISATION}members.csv", members.members_file, name="members_file"),
    path(f"{ORGANISATION}members/endings/", members.membership_endings, name="membership_endings"),
    path(
        f"{ORGANISATION}members/<uuid:membership_id>/restoration/",
        members.membership_restoration,
        name="membership_restoration",
    ),
    path(f"{ORGANISATION}members/<uuid:membership_id>/role/", members.membership_role, name="membership_role"),
    path(f"{ORGANISATION}ownership/", members.ownership, name="ownership"),
    path(f"{ORGANISATION}reopening/", organisations.reopening, name="reopening"),
    path("invitation/<str:key>/", invitations.invitation, name="invitation"),
    path("invitation/<str:key>/acceptance/", invitations.invitation_acceptance, name="invitation_acceptance"),
    path("invitation/<str:key>/refusal/", invitations.invitation_refusal, name="invitation_refusal"),
    path("mandates/<uuid:mandate_id>/revocation/", mandates.mandate_revocation, name="mandate_revocation"),
    path("privacy/", papers.privacy, name="privacy"),
    path("regions/", regions.regions, name="regions"),
    path("regions/choices/", regions.region_choices, name="region_choices"),
    path("regions/<str:country>/<str:code>/", regions.region, name="region"),
    path("terms/", papers.terms, name="terms"),
]
