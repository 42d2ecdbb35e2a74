"""Addresses of the web room."""

from django.urls import path

from dure.rooms.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
]
