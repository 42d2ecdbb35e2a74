"""The test addresses and their access table."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from dure.kernel import access


@pytest.fixture
def addresses(settings: Settings, db: None) -> Iterator[None]:
    """Serve `tests/addresses.py` under its own access table."""
    settings.ROOT_URLCONF = "dure.kernel.tests.addresses"
    settings.LOGIN_URL = "/sign/in/"
    settings.ACCESS_TABLE = "dure.kernel.tests.addresses.TABLE"
    access.table.cache_clear()
    yield
    access.table.cache_clear()


@pytest.fixture
def visitor(addresses: None) -> Client:
    """A browser that shows errors as people see them, in English."""
    return Client(raise_request_exception=False, headers={"Accept-Language": "en", "Accept": "text/html"})


@pytest.fixture
def program(addresses: None) -> Client:
    """A program that calls the API."""
    return Client(raise_request_exception=False, headers={"Accept-Language": "en", "Accept": "application/json"})
