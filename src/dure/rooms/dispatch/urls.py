"""Addresses of the dispatch room."""

from django.urls import path

from dure.rooms.dispatch import views

app_name = "dispatch"
urlpatterns = [
    path("", views.home, name="home"),
]
