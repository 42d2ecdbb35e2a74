"""Addresses of the catalog room."""

from django.urls import path

from dure.rooms.catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.home, name="home"),
]
