"""The translation tool: reads templates, components and Python; merges without losing; lists every fault."""

from pathlib import Path

import polib
import pytest

from dure.cli import messages


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app with a template and a Python file."""
    folder = tmp_path / "shop"
    (folder / "templates").mkdir(parents=True)
    (folder / "apps.py").write_text("", encoding="utf-8")
    (folder / "templates" / "page.html").write_text(
        """<div>
          {% if x %}
            <c-card heading="{% translate 'In a component' %}" :more="_('In a dynamic attribute')" />
          {% endif %}
        {% blocktranslate count n=n %}{{ n }} box{% plural %}{{ n }} boxes{% endblocktranslate %}
        {% translate "May" context "a month" %}</div>""",
        encoding="utf-8",
    )
    (folder / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        "A = _('Plain')\nB = pgettext('spring', 'May')\nC = ngettext('one day', '%(n)d days', 3)\n",
        encoding="utf-8",
    )
    return folder


def _book(app: Path, **translated: str) -> polib.POFile:
    """Return the app's merged catalogue with some translations."""
    book = messages.merged(messages._opened(app / "none.po", "ko"), messages.messages_of(app))
    for entry in book:
        entry.msgstr = translated.get(entry.msgid, entry.msgstr)
    return book


def test_finds_what_templates_components_and_python_say(app):
    said = messages.messages_of(app)
    assert {message for _context, message in said} == {
        "In a component", "In a dynamic attribute", "%(n)s box", "May", "Plain", "one day",
    }  # fmt: skip
    assert said[None, "%(n)s box"].plural == "%(n)s boxes"
    assert {context for context, message in said if message == "May"} == {"a month", "spring"}


def test_merging_keeps_translations_and_drops_what_is_no_longer_said(app):
    book = _book(app, Plain="수수함")
    (app / "views.py").write_text("from x import gettext as _\n_('Plain')\n_('New')\n", encoding="utf-8")

    merged = messages.merged(book, messages.messages_of(app))

    by_message = {entry.msgid: entry.msgstr for entry in merged}
    assert by_message["Plain"] == "수수함"
    assert by_message["New"] == ""
    assert "one day" not in by_message


def test_the_same_words_give_the_same_file(app):
    said = messages.messages_of(app)
    once = messages.merged(messages._opened(app / "none.po", "ko"), said)
    assert str(messages.merged(once, said)) == str(once)
    assert "POT-Creation-Date" not in str(once)


def test_faults_name_what_is_missing_unused_fuzzy_or_garbled(app):
    said = messages.messages_of(app)
    path = messages.catalogue(app, "ko")
    path.parent.mkdir(parents=True)
    book = _book(app, Plain="수수함")
    book.append(polib.POEntry(msgid="Gone", msgstr="없음"))
    next(entry for entry in book if entry.msgid == "In a component").flags.append("fuzzy")
    book.save(str(path))

    faults = "\n".join(messages._faults_of(app, "ko", said))

    assert "no longer said: 'Gone'" in faults
    assert "fuzzy: 'In a component'" in faults
    assert "not translated: 'one day'" in faults
    assert "'Plain'" not in faults


def test_placeholders_must_survive_translation():
    assert messages.placeholders("%(count)d of %(all)s") == {"%(count)d", "%(all)s"}


def test_the_look_is_translated_completely():
    assert list(messages.faults(("ui",))) == []


def test_one_message_has_one_translation_in_the_whole_house(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "HOUSE", tmp_path)
    for name, words in (("shop", "가게"), ("farm", "농장"), ("hub", "가게")):
        book = polib.POFile()
        book.append(polib.POEntry(msgid="Open", msgstr=words))
        book.append(polib.POEntry(msgid="Open", msgctxt=name, msgstr=words))
        (tmp_path / name / "locale" / "ko" / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "apps.py").touch()
        book.save(str(messages.catalogue(tmp_path / name, "ko")))

    [found] = messages._quarrels("ko")

    assert "'Open'" in found
    assert "farm/locale" in found
