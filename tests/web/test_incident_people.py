"""Guests of one case until a day, partners with the time their contract gives, custody of evidence."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.incident import actions, queries
from sonae_web.incident.models import Case, Exhibit, Fact, Guest

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def case(row: Company) -> Case:
    now = timezone.localtime()
    return actions.open_case(company=row, playbook="ransomware", title="売上のPC", known_at=now, facts={}, now=now)


def invited(client: Client, case: Case, **changed: str) -> str:
    """The address of a new guest's page."""
    form = {"name": "見本法律事務所", "part": "lawyer", "until": (timezone.localdate() + timedelta(days=3)).isoformat()}
    body = client.post(f"/incident/{case.pk}/people/guests/", form | changed).content.decode()
    found = re.search(r"http://testserver(/incident/guest/[\w-]+/)", body)
    return found.group(1) if found else ""


def test_a_guest_reads_one_case_and_writes_into_it(client: Client, case: Case) -> None:
    link, guest = invited(client, case), Client()
    page = guest.get(link)
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    body = page.content.decode()
    assert "売上のPC" in body
    assert "見本法律事務所" in body
    assert f"/incident/{case.pk}/" not in body
    assert guest.post(link, {"kind": "message", "text": "届出の文を直した"}).status_code == 302
    assert Fact.objects.get(kind="event").body["source"] == "見本法律事務所"
    assert link.split("/")[3] not in client.get(f"/incident/{case.pk}/people/").content.decode(), "shown once"
    assert "incident.guest" in [event.action for event in Event.objects.all()]


def test_the_link_ends_with_its_day_and_at_once(client: Client, case: Case) -> None:
    link = invited(client, case)
    Guest.objects.update(until=timezone.localdate() - timedelta(days=1))
    ended = Client().get(link)
    assert ended.status_code == 410
    assert "売上のPC" not in ended.content.decode()
    assert Client().post(link, {"kind": "message", "text": "x"}).status_code == 410
    link = invited(client, case)
    client.post(f"/incident/people/{Guest.objects.last().pk}/end/")  # type: ignore[union-attr]
    assert Client().get(link).status_code == 410
    assert not Fact.objects.exists()
    assert Client().get("/incident/guest/unknown/").status_code == 404


@pytest.mark.parametrize("wrong", [{"until": "2020-01-01"}, {"until": "2099-01-01"}, {"part": "thief"}, {"name": ""}])
def test_a_wrong_guest_is_told(client: Client, case: Case, wrong: dict[str, str]) -> None:
    assert invited(client, case, **wrong) == ""
    assert not Guest.objects.exists()


def test_the_contract_of_a_partner_sets_the_limit(client: Client, case: Case) -> None:
    url = f"/incident/{case.pk}/people/partners/"
    assert client.post(url, {"name": "x", "hours": "4", "business_days": "2", "seen": "1"}).status_code == 422
    client.post(url, {"name": "大手組立", "hours": "4", "seen": str(case.version)})
    client.post(url, {"name": "遅れた人", "hours": "1", "seen": str(case.version)})  # had the page open since before
    case.refresh_from_db()
    duties = {duty.id: duty for duty in queries.desk(case, (), timezone.localtime()).response.duties}
    assert duties["partner:大手組立"].due == case.known_at + timedelta(hours=4)
    assert "partner:遅れた人" not in duties
    client.post(url, {"drop": "大手組立", "seen": str(case.version)})
    case.refresh_from_db()
    assert case.facts["partner"] == []


def test_custody_is_added_and_stands_in_the_record(client: Client, case: Case) -> None:
    client.post(f"/incident/{case.pk}/evidence/", {"file": SimpleUploadedFile("a.eml", b"x"), "title": "メール"})
    url, piece = f"/incident/{case.pk}/people/custody/", Exhibit.objects.get()
    assert client.post(url, {"evidence": "unknown", "holder": "x"}).status_code == 422
    assert client.post(url, {"evidence": str(piece.pk), "holder": "見本調査", "purpose": "解析"}).status_code == 302
    (entry,) = queries.desk(case, (), timezone.localtime()).incident.custody
    assert (entry.evidence, entry.holder) == (str(piece.pk), "見本調査")
    assert "[[custody]]" in client.get(f"/incident/{case.pk}/record/").content.decode()
    assert "見本調査" in client.get(f"/incident/{case.pk}/people/").content.decode()
