"""Addresses of the trust room."""

from django.urls import URLPattern

app_name = "trust"
urlpatterns: list[URLPattern] = []
