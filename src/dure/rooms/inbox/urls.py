"""Addresses of the inbox room."""

from django.urls import path

from dure.rooms.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.home, name="home"),
    path("choices/", views.home, name="choices"),
    path("conversations/<uuid:conversation_id>/", views.home, name="conversation"),
    path("letters/<str:key>/", views.home, name="unsubscription"),
]
