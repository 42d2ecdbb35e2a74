"""Addresses of the catalog room."""

from django.urls import path

from dure.rooms.catalog.views import photos

app_name = "catalog"
urlpatterns = [
    path("photos/<uuid:key>/<slug:size>", photos.photo, name="photo"),
]
