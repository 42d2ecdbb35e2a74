"""Addresses of the trust room."""

from django.urls import path

from dure.rooms.trust import views

app_name = "trust"
urlpatterns = [
    path("", views.home, name="home"),
]
