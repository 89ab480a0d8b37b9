"""The web half as a whole: migrations, translations, answers to what goes wrong."""

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import Client

import sonae_web
from web import messages

CATALOGUES = sorted(Path(sonae_web.__file__).parent.rglob("locale/ja/LC_MESSAGES/django.po"))  # shared, and one a word


def test_the_checks_of_django_find_nothing() -> None:
    """Without this a server's worker does not start: its command runs the checks first."""
    call_command("check")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def entries() -> list[Message]:
    return [entry for file in CATALOGUES for entry in read_po(io.BytesIO(file.read_bytes())) if entry.id]


def test_every_message_is_translated_and_none_is_left_over() -> None:
    translated = {entry.id for entry in entries()}
    used = {message for _, message in messages.used()}
    assert used - translated == set()
    assert translated - used == set()
    assert not [entry.id for entry in entries() if not entry.string or entry.fuzzy]


def test_a_message_reads_the_same_in_every_catalogue() -> None:
    first: dict[object, object] = {}
    for entry in entries():
        assert first.setdefault((entry.context, entry.id), entry.string) == entry.string, entry.id


def test_placeholders_survive_translation() -> None:
    for entry in entries():
        if "%(" in str(entry.id):
            assert not list(entry.check()), entry.id


@pytest.mark.parametrize("path", ["/nothing/", "/company/none/", "/../etc/passwd"])
def test_not_found_in_both_languages(client: Client, path: str) -> None:
    response = client.get(path)
    body = response.content.decode()
    assert response.status_code == 404
    assert "ページが見つかりません" in body
    assert "There is no such page" in body
    assert "110" in body


def test_a_forged_form_is_refused_kindly(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/diagnosis/answer/", {"SD-01": "done"})
    assert response.status_code == 403
    assert "残っています" in response.content.decode()


def test_a_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_language_switch_is_remembered(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/help/"})
    assert "Emergency" in client.get("/help/").content.decode()
