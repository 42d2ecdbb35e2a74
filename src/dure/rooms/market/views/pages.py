"""The market room's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """The room's first page."""
    return render(request, "market/home.html")
