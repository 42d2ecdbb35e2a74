"""Addresses of the trust room."""

from django.urls import path

from dure.rooms.trust.views import trades, verifications

app_name = "trust"
ONE = "trust/verifications/<uuid:verification_id>/"
urlpatterns = [
    path("trust/trades/", trades.listed_trades, name="trades"),
    path("trust/queue/", verifications.queue, name="queue"),
    path("trust/queue/decisions/", verifications.decisions, name="decisions"),
    path("trust/papers/<uuid:paper_id>/<str:name>", verifications.paper, name="paper"),
    path(ONE, verifications.verification, name="verification"),
    path(f"{ONE}decision/", verifications.decision, name="decision"),
    path(f"{ONE}decision/undoing/", verifications.decision_undoing, name="decision_undoing"),
    path(f"{ONE}papers/", verifications.addition, name="addition"),
    path(f"{ONE}renewal/", verifications.renewal, name="renewal"),
]
