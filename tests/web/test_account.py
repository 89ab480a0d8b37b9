"""Signing in: the second step is needed, links work once, sessions end, wrong passwords are slowed down."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.utils import timezone

from sonae_web.account.models import Person
from sonae_web.audit.models import Event
from sonae_web.company import invitations
from sonae_web.company.invitations import Guest
from sonae_web.company.models import Company, Grant, Invitation, Membership
from sonae_web.reader import Role
from web import cast
from web.test_access import house, other, server  # noqa: F401 - fixtures
from web.test_company import typed

LOGIN = "/account/login/"
NEW = {"name": "新人 花子", "password": "umi yama kawa sora"}


def link(company: Company | None, guest: Guest, by: str = "sato") -> str:
    _, key = invitations.invite(guest=guest, company=company, by=cast.person(by).pk, now=timezone.now())
    return f"/company/invitation/{key}/"


def with_app(name: str) -> str:
    """Give somebody an app; gives its secret."""
    person = cast.person(name)
    Authenticator.objects.filter(user=person).delete()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def code(secret: str, step: int = 0) -> str:
    value = totp.hotp_value(secret, totp.yield_hotp_counters_from_time().__next__() + step)
    return totp.format_hotp_value(value)


def log_in(client: Client, name: str, password: str = cast.PASSWORD) -> Any:
    return client.post(LOGIN, {"login": f"{name}@example.jp", "password": password})


def test_a_password_alone_does_not_open_the_door(house: Company) -> None:  # noqa: F811
    secret, client = with_app("sato"), Client()
    assert log_in(client, "sato")["Location"] == "/account/second/authenticate/"
    assert client.get("/risk/")["Location"].startswith(LOGIN)
    assert client.post("/account/second/authenticate/", {"code": "000000"}).status_code == 200
    now = code(secret)
    assert client.post("/account/second/authenticate/", {"code": now})["Location"] == "/"
    assert client.get("/risk/").status_code == 200
    again = Client()
    log_in(again, "sato")
    assert again.post("/account/second/authenticate/", {"code": now}).status_code == 200  # a code works once
    assert again.get("/risk/")["Location"].startswith(LOGIN)


def test_the_session_gets_a_new_key_at_sign_in(house: Company) -> None:  # noqa: F811
    secret, client = with_app("sato"), Client()
    log_in(client, "sato")
    before = client.cookies["sessionid"].value
    client.post("/account/second/authenticate/", {"code": code(secret)})
    assert client.cookies["sessionid"].value != before
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


@pytest.mark.parametrize("name", ["sato", "kato", "tanaka"])
def test_whoever_can_change_things_must_set_up_a_second_step(house: Company, name: str) -> None:  # noqa: F811
    client = cast.signed_in(name)
    Authenticator.objects.all().delete()
    for page in ("/risk/", "/company/"):
        assert client.get(page)["Location"] == "/account/second/"
    before = Event.objects.count()
    client.post("/risk/assess/")
    assert Event.objects.count() == before


def test_secrets_of_the_apps_are_not_in_the_database(house: Company) -> None:  # noqa: F811
    secret = with_app("sato")
    assert secret not in str(list(Authenticator.objects.values()))


def test_the_last_second_step_stays(house: Company) -> None:  # noqa: F811
    secret, client = with_app("sato"), Client()
    log_in(client, "sato")
    client.post("/account/second/authenticate/", {"code": code(secret)})
    client.post("/account/second/totp/deactivate/")
    assert Authenticator.objects.filter(user=cast.person("sato"), type="totp").exists()


def test_a_new_password_ends_old_sessions(house: Company) -> None:  # noqa: F811
    client = cast.signed_in("sato")
    assert client.get("/risk/").status_code == 200
    person = cast.person("sato")
    person.set_password("another long enough phrase")
    person.save()
    assert client.get("/risk/")["Location"].startswith(LOGIN)


def test_away_for_half_an_hour(house: Company, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    client = cast.signed_in("sato")
    assert client.get("/risk/").status_code == 200
    session = client.session
    session["seen"] -= 31 * 60
    session.save()
    assert client.get("/risk/")["Location"].startswith(LOGIN)


def test_many_wrong_passwords_are_slowed_down(house: Company) -> None:  # noqa: F811
    client = Client()
    for _ in range(6):
        log_in(client, "sato", "wrong wrong wrong")
    response = log_in(client, "sato")
    assert response.status_code in (200, 429)  # even the right one waits
    assert client.get("/risk/")["Location"].startswith(LOGIN)


def confirm(client: Client) -> None:
    """Type the password once more, as deciding pages ask for."""
    assert client.post("/account/confirm/", {"password": cast.PASSWORD}).status_code == 302


@pytest.mark.parametrize("role", [Role.OWNER, Role.IT, Role.EMPLOYEE])
def test_coming_in_by_a_link(house: Company, role: Role) -> None:  # noqa: F811
    url, client = link(house, Guest("new@example.jp", role)), Client()
    body = client.get(url).content.decode()
    assert "株式会社試験" in body
    assert client.post(url, NEW | {"password": "short"}).status_code == 422
    assert not Person.objects.filter(email="new@example.jp").exists()
    assert client.post(url, NEW)["Location"] == "/"
    place = Membership.objects.get(person__email="new@example.jp")
    assert (place.company, place.role) == (house, role)
    assert client.get("/risk/").status_code == (404 if role == Role.EMPLOYEE else 302)  # 302: the second step first


def test_a_supporter_comes_in_for_what_was_ticked(house: Company) -> None:  # noqa: F811
    guest = Guest("adviser@example.jp", Role.ADVISER, scope=("risk", "nonsense"), purpose="助言", days=10)
    Client().post(link(house, guest), NEW)
    grant = Grant.objects.get(person__email="adviser@example.jp")
    assert grant.scope == ["risk"]
    assert timedelta(days=9) < grant.ends_at - timezone.now() <= timedelta(days=10)


def test_links_that_open_nothing_say_why(house: Company) -> None:  # noqa: F811
    guest = Guest("new@example.jp", Role.EMPLOYEE)
    used = link(house, guest)
    Client().post(used, NEW)
    assert Client().get(used).status_code == 410
    assert "すでに使われています" in Client(headers={"accept-language": "ja"}).get(used).content.decode()
    assert Client().post(used, NEW).status_code == 410
    expired = link(house, Guest("late@example.jp", Role.EMPLOYEE))
    Invitation.objects.filter(email="late@example.jp").update(expires_at=timezone.now())
    assert Client().get(expired).status_code == 410
    replaced = link(house, Guest("twice@example.jp", Role.EMPLOYEE))
    link(house, Guest("twice@example.jp", Role.EMPLOYEE))
    assert Client().post(replaced, NEW).status_code == 410
    foreign = link(house, Guest("kato@example.jp", Role.OWNER))
    assert cast.signed_in("suzuki").post(foreign).status_code == 403
    assert Client().get("/company/invitation/unknown-key/").status_code == 404
    assert Membership.objects.filter(company=house).count() == 4


def test_a_link_for_a_known_address_asks_to_sign_in(house: Company) -> None:  # noqa: F811
    url = link(house, Guest("ito@example.jp", Role.IT))
    page = Client().get(url).content.decode()
    assert f"{LOGIN}?next={url}" in page
    Client().post(url, NEW)
    assert not Membership.objects.filter(company=house, person__email="ito@example.jp").exists()
    assert cast.signed_in("ito").post(url)["Location"] == "/"
    assert Membership.objects.filter(company=house, person__email="ito@example.jp").exists()


@pytest.mark.parametrize("agrees", [True, False])
def test_an_owner_enters_the_own_company_and_decides_on_the_supporter(house: Company, agrees: bool, value: Any) -> None:  # noqa: F811
    guest = Guest("boss@example.jp", Role.OWNER, "有限会社新規", {"employees": 7}, ("risk",), "助言", 30)
    client = Client()
    assert client.post(link(None, guest, by="tanaka"), NEW)["Location"] == "/company/"
    Authenticator.objects.create(user=Person.objects.get(email="boss@example.jp"), type="totp", data={})
    body = client.get("/company/").content.decode()
    assert 'value="有限会社新規"' in body
    assert 'name="grant"' in body
    posted = typed(value, name="有限会社新規") | ({"grant": "1"} if agrees else {})
    assert client.post("/company/", posted).status_code == 302
    company = Company.objects.get(name="有限会社新規")
    assert Membership.objects.get(company=company).role == Role.OWNER
    assert Grant.objects.filter(company=company, person=cast.person("tanaka")).exists() == agrees
    assert client.get("/diagnosis/").status_code == 302


def test_the_owner_sees_and_ends_and_it_works_at_once(house: Company) -> None:  # noqa: F811
    supporter, owner = cast.signed_in("tanaka"), cast.signed_in("sato")
    assert supporter.get("/risk/").status_code == 200
    assert "社外から見た" in owner.get("/company/log/").content.decode()
    grant = Grant.objects.get()
    page = owner.get("/company/people/").content.decode()
    assert str(grant.pk) in page
    confirm(owner)
    assert owner.post(f"/company/people/grant/{grant.pk}/end/")["Location"] == "/company/people/"
    assert supporter.get("/risk/")["Location"] == "/company/choose/"
    last = Membership.objects.get(company=house, role=Role.OWNER)
    owner.post(f"/company/people/member/{last.pk}/end/")
    last.refresh_from_db()
    assert last.ended_at is None  # the last owner stays


def test_deciding_who_looks_in_asks_for_the_password_again(house: Company) -> None:  # noqa: F811
    assert re.match(
        r"/account/(second/)?(confirm|reauthenticate)",
        cast.signed_in("sato").get("/company/people/invite/")["Location"],
    )
