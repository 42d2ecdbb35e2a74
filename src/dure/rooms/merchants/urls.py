"""Addresses of the merchants room."""

from django.urls import path

from dure.rooms.merchants import views

app_name = "merchants"
urlpatterns = [
    path("", views.home, name="home"),
]
