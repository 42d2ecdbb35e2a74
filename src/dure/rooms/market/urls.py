"""Addresses of the market room."""

from django.urls import path

from dure.rooms.market.views import pages

app_name = "market"
urlpatterns = [
    path("", pages.home, name="home"),
]
