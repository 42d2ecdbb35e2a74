"""The catalog room's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """The room's first page."""
    return render(request, "catalog/home.html")
