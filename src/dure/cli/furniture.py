"""What stands in a new room: the common shape, one page that works, in three languages, with its test."""

import json

FILES = {
    "apps.py": '''"""Django's registration of the room."""

from django.apps import AppConfig


class @Name@Config(AppConfig):
    """The @name@ room."""

    name = "dure.rooms.@name@"
    label = "@name@"
''',
    "models.py": '"""The @name@ room\'s tables; rules about one row, constraints."""\n',
    "errors.py": '"""Why the @name@ room says no: one class per reason, each with a stable code."""\n',
    "queries.py": '"""What the @name@ room can tell: reads only, keyword arguments."""\n',
    "services.py": '"""What the @name@ room can do: one verb = one function = one transaction."""\n',
    "views.py": '''"""The @name@ room's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """The room's first page."""
    return render(request, "@name@/home.html")
''',
    "urls.py": '''"""Addresses of the @name@ room."""

from django.urls import path

from dure.rooms.@name@ import views

app_name = "@name@"
urlpatterns = [
    path("", views.home, name="home"),
]
''',
    "access.py": '''"""Who may come through which door of the @name@ room, lines alphabetical."""

from dure.kernel.access import EVERYONE, Table

DOORS: Table = {
    "@name@:home": EVERYONE,
}
''',
    "migrations/__init__.py": "",
    "migrations/max_migration.txt": "",
    "templates/@name@/home.html": """{% extends "ui/base.html" %}
{% block title %}
  {% translate "This room is being furnished." %}
{% endblock title %}
{% block main %}
  <c-empty level="1" heading="{% translate 'This room is being furnished.' %}" />
{% endblock main %}
""",
    "tests/__init__.py": "",
    "tests/test_home.py": '''"""The first page of the @name@ room."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_shows_its_first_page_to_everyone(client: Client) -> None:
    """A stranger may look in."""
    assert client.get("/@name@/").status_code == 200
''',
}

TRANSLATIONS = {
    "ko": ("ko", "nplurals=1; plural=0;", "이 방은 준비 중입니다."),
    "zh_Hans": ("zh_Hans", "nplurals=1; plural=0;", "这个房间正在准备中。"),
}

CATALOGUE = """msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"

#: src/dure/rooms/{name}/templates/{name}/home.html
msgid "This room is being furnished."
msgstr "{sentence}"
"""


def furniture(name: str, purpose: str) -> dict[str, str]:
    """Return the files of a new room, by their path inside it."""
    # json.dumps escapes what would end the docstring; Korean and Chinese stay readable.
    files = {"__init__.py": f'"""{json.dumps(purpose, ensure_ascii=False)[1:-1]}"""\n'}
    for path, text in FILES.items():
        files[_fitted(path, name)] = _fitted(text, name)
    for folder, (language, plurals, sentence) in TRANSLATIONS.items():
        files[f"locale/{folder}/LC_MESSAGES/django.po"] = CATALOGUE.format(
            language=language, plurals=plurals, sentence=sentence, name=name
        )
    return files


def _fitted(text: str, name: str) -> str:
    """A text with the room's name put in."""
    return text.replace("@name@", name).replace("@Name@", name.capitalize())
