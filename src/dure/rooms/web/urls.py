"""Addresses of the web room."""

from django.urls import path

from dure.rooms.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("jobs/<uuid:progress_id>/", views.job, name="job"),
    path("jobs/<uuid:progress_id>/cancellation", views.job_cancellation, name="job_cancellation"),
]
