"""Addresses of the inbox room."""

from django.urls import path

from dure.rooms.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.home, name="home"),
]
