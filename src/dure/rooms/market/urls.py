"""Addresses of the market room."""

from django.urls import path

from dure.rooms.market import views

app_name = "market"
urlpatterns = [
    path("", views.home, name="home"),
]
