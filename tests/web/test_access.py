"""Who may open what on a server: nobody sees a company in which they have no place, and a place can be taken away at once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from sonae.company import Company as Value
from sonae_web import reader
from sonae_web.audit import queries as log
from sonae_web.audit.models import Event
from sonae_web.company import access, locks, queries
from sonae_web.company.models import Company, Grant, Membership
from sonae_web.reader import NoReaderError, Reader, Role
from sonae_web.risk.models import Assessment
from web import cast

HTMX = {"HX-Request": "true"}


@pytest.fixture
def server(settings: Any) -> None:
    """Server mode, without the HTTPS that a test client does not speak."""
    settings.SERVER = True
    cache.clear()  # the count of wrong passwords
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def other(value: Value, db: None) -> Company:
    """Another company on the same server, with a name that must never show."""
    from dataclasses import asdict

    return Company.objects.create(**asdict(value) | {"name": "よその会社"}, updated_at=timezone.now())


@pytest.fixture
def house(assessed: Assessment, other: Company, server: None) -> Iterator[Company]:
    """The company of the cast with a result, beside another one. On PostgreSQL with its rows locked, as on a real server."""
    cast.everybody(assessed.company, other)
    if connection.vendor != "postgresql":
        yield assessed.company
        return
    connection.check_constraints()  # nothing may be pending when tables change
    locks.lock()
    with reader.everywhere():  # the test itself looks at everything; requests see their own company only
        yield assessed.company


def test_each_sees_the_own_company_only(house: Company, other: Company) -> None:
    for name in ("sato", "kato", "tanaka"):
        body = cast.signed_in(name).get("/risk/").content.decode()
        assert "株式会社試験" in body
        assert "よその会社" not in body
    assert "よその会社" in cast.signed_in("ito").get("/company/").content.decode()


@pytest.mark.parametrize("page", ["/risk/", "/plan/", "/report/", "/report/case.toml", "/diagnosis/", "/company/"])
def test_without_a_place_there_is_no_page(house: Company, page: str) -> None:
    assert Client().get(page)["Location"].startswith("/account/login/?next=")
    assert Client().post(page).status_code == 404
    assert cast.signed_in("stranger").get(page)["Location"] == "/company/choose/"
    assert cast.signed_in("suzuki").get(page).status_code == 404
    assert cast.signed_in("stranger").post(page).status_code == 404


def test_who_may_only_read_cannot_write(house: Company) -> None:
    before = Event.objects.count()
    assert cast.signed_in("kato").post("/company/", {"name": "x"}).status_code == 403
    assert cast.signed_in("suzuki").post("/diagnosis/answer/", {"SD-01": "done"}).status_code == 404
    assert Event.objects.count() == before
    assert cast.signed_in("kato").post("/diagnosis/answer/", {"SD-01": "done"}, headers=HTMX).status_code == 200


def test_a_grant_reaches_as_far_as_its_scope(house: Company) -> None:
    Grant.objects.update(scope=["risk"])
    client = cast.signed_in("tanaka")
    assert client.get("/risk/").status_code == 200
    assert client.get("/plan/").status_code == 404
    assert client.post("/diagnosis/answer/", {"SD-01": "done"}).status_code == 404


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"ends_at": timezone.now()}])
def test_an_open_session_ends_with_the_grant(house: Company, change: dict[str, Any]) -> None:
    client = cast.signed_in("tanaka")
    assert client.get("/risk/").status_code == 200
    Grant.objects.update(**change)
    assert client.get("/risk/")["Location"] == "/company/choose/"
    assert client.post("/risk/assess/").status_code == 404
    assert "株式会社試験" not in client.get("/company/choose/").content.decode()


def test_a_grant_that_begins_later_opens_nothing_yet(house: Company) -> None:
    Grant.objects.update(made_at=timezone.now() + timedelta(hours=1))
    assert cast.signed_in("tanaka").get("/risk/")["Location"] == "/company/choose/"


def test_an_ended_membership_opens_nothing(house: Company) -> None:
    client = cast.signed_in("sato")
    assert client.get("/risk/").status_code == 200
    Membership.objects.filter(role=Role.OWNER, company=house).update(ended_at=timezone.now())
    assert client.get("/risk/")["Location"] == "/company/choose/"


def test_choosing_among_several_and_never_a_foreign_one(house: Company, other: Company) -> None:
    cast.granted("tanaka", other)
    client = cast.signed_in("tanaka")
    assert client.get("/company/")["Location"] == "/company/choose/"
    assert client.post("/company/choose/", {"company": str(other.pk)}).status_code == 302
    assert "よその会社" in client.get("/company/").content.decode()
    client.post("/company/choose/", {"company": str(house.pk)})
    assert "株式会社試験" in client.get("/company/").content.decode()
    for wrong in (str(other.pk), "", "1", "x' OR 1=1"):
        assert cast.signed_in("sato").post("/company/choose/", {"company": wrong}).status_code == 404


def test_changing_the_company_changes_the_own_one(house: Company, other: Company) -> None:
    from web.test_company import typed

    changed = typed(queries.value(other), name="新しい名前")
    assert cast.signed_in("ito").post("/company/", changed).status_code == 302
    assert set(Company.objects.values_list("name", flat=True)) == {"新しい名前", "株式会社試験"}
    line = Event.objects.last()
    assert line is not None
    assert (line.company, line.by) == (other.pk, cast.person("ito").pk)
    assert log.first_broken() is None


@pytest.mark.skipif(
    "connection.vendor == 'postgresql'", reason="there the test itself reads everywhere; see test_rows.py"
)
def test_no_reader_no_rows(house: Company) -> None:
    with pytest.raises(NoReaderError):
        queries.active()
    with connection.execute_wrapper(reader.guard):
        for model in (Company, Assessment, Membership, Grant):
            with pytest.raises(NoReaderError):
                model.objects.first()
        with reader.acting(Reader(None, Role.OWNER, frozenset({house.pk}))):
            assert queries.active() == house


def test_a_page_without_a_rule_is_refused(house: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    without = {page: rule for page, rule in access.rules().items() if page != "risk:result"}
    monkeypatch.setattr(access, "rules", lambda: without)
    assert cast.signed_in("sato").get("/risk/").status_code == 404


def test_pages_without_a_company_open_for_everybody(house: Company) -> None:
    for client in (Client(), cast.signed_in("stranger"), cast.signed_in("suzuki")):
        for page in ("/", "/help/", "/risk/basis/"):
            assert client.get(page).status_code == 200
