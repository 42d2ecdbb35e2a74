"""Addresses of the look."""

from django.urls import path

from dure.ui import views

app_name = "ui"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("kit/", views.kit, name="kit"),
    path("kit/refusal/", views.kit_refusal, name="kit_refusal"),
    path("kit/toast/", views.kit_toast, name="kit_toast"),
    path("licences/", views.licences, name="licences"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
]
