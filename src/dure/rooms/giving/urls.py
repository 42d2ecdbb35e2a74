"""Addresses of the giving room."""

from django.urls import path

from dure.rooms.giving import views

app_name = "giving"
urlpatterns = [
    path("", views.home, name="home"),
]
