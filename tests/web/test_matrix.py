"""T1: every page x every person x another company's ids, GET and POST, as ``access.toml`` says. Generated: a new page is in it."""

import uuid
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sonae_web import reader
from sonae_web.company import access
from sonae_web.company.access import Rule
from sonae_web.company.models import Company
from sonae_web.reader import Role
from web import cast
from web.test_access import house, other, server  # noqa: F401 - fixtures
from web.test_account import confirm

LEAVING = {"account_logout", "account_change_password", "mfa_generate_recovery_codes", "mfa_deactivate_totp"}
SAMPLES = {"slug": "basic", "str": "x", "int": 1, "key": "x", "uidb36": "1"}
DONE = {200, 302, 400, 404, 405, 409, 422}


def places(resolver: URLResolver | None = None, prefix: str = "", above: Any = ()) -> dict[str, dict[str, str]]:
    """Name of every page -> its arguments and their kinds."""
    found: dict[str, dict[str, str]] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        kinds = {**dict(above), **arguments(entry.pattern)}
        if isinstance(entry, URLResolver):
            found |= places(entry, f"{entry.namespace}:" if entry.namespace else prefix, kinds)
        elif isinstance(entry, URLPattern) and entry.name:
            found[prefix + entry.name] = kinds
    return found


def arguments(pattern: Any) -> dict[str, str]:
    known = getattr(pattern, "converters", {})
    kinds = {name: type(converter).__name__.removesuffix("Converter").lower() for name, converter in known.items()}
    return kinds or {name: name for name in pattern.regex.groupindex}


def foreign_ids(company: Company) -> list[uuid.UUID]:
    """Every key of a row of another company, and the company's own."""
    found = [company.pk]
    for table in reader.tables():
        model = next(entry for entry in all_models() if entry._meta.db_table == table)
        if isinstance(model._meta.pk, models.UUIDField):
            found += model.objects.filter(**{reader.tables()[table]: company.pk}).values_list("pk", flat=True)
    return sorted(set(found), key=str)


def all_models() -> list[Any]:
    from django.apps import apps

    return list(apps.get_models())


def state(company: Company) -> str:
    """All rows of a company as text."""
    return repr(
        [
            sorted(map(repr, model.objects.filter(**{reader.tables()[model._meta.db_table]: company.pk}).values_list()))
            for model in all_models()
            if model._meta.db_table in reader.tables()
        ]
    )


def addresses(page: str, kinds: dict[str, str], ids: list[uuid.UUID]) -> list[tuple[str, bool]]:
    """Addresses of a page, once with each foreign id; whether there is one in it."""
    names = [name for name, kind in kinds.items() if kind == "uuid"]
    fixed = {name: SAMPLES.get(kind, "x") for name, kind in kinds.items() if kind != "uuid"}
    if not names:
        return [(reverse(page, kwargs=fixed), False)]
    return [(reverse(page, kwargs=fixed | dict.fromkeys(names, key)), True) for key in ids]


def expected(rule: Rule, name: str, *, post: bool, foreign: bool) -> set[int]:
    """Status codes that the matrix allows."""
    if name == "nobody":
        return {404} if post else {302}
    if rule.kind in ("person", "supporter"):
        return DONE
    who = reader.Reader(None, cast.ROLES[name], frozenset(), frozenset(cast.SUBJECTS)) if name in cast.ROLES else None
    if who is None:
        return {404} if post else {302}
    if not rule.allows(who, "R"):
        return {404}
    if post and not rule.allows(who, rule.write):
        return {403}
    return {302, 404, 405} if foreign else DONE


@pytest.mark.parametrize("name", ["sato", "kato", "suzuki", "tanaka", "stranger", "nobody"])
def test_every_page_for_everybody(house: Company, other: Company, name: str) -> None:  # noqa: F811
    ids, before, wrong = foreign_ids(other), state(other), []
    for page, kinds in places().items():
        rule = access.rules()[page]
        if rule.kind in ("open", "door", "link") or page in LEAVING:
            continue
        client = Client() if name == "nobody" else cast.signed_in(name)
        if name not in ("nobody", "stranger") and page in ("company:invite", "company:end"):
            confirm(client)
        for (address, foreign), post in [
            (entry, post) for entry in addresses(page, kinds, ids) for post in (False, True)
        ]:
            response = client.post(address) if post else client.get(address)
            if response.status_code not in expected(rule, name, post=post, foreign=foreign):
                wrong.append(f"{'POST' if post else 'GET'} {address} ({page}): {response.status_code}")
            if not response.streaming and "よその会社".encode() in response.content:
                wrong.append(f"{address}: shows another company")
    assert wrong == []
    assert state(other) == before


def test_every_row_of_a_company_says_so() -> None:
    """A key of the company on every row; people, the log and the work queue are kept apart on purpose."""
    apart = {"people.Person", "audit.Event"}
    own = [model for model in all_models() if model.__module__.startswith("sonae_web.")]
    assert {model._meta.label for model in own if model._meta.db_table not in reader.tables()} == apart


def test_the_matrix_fits_the_roles() -> None:
    for page, rule in access.rules().items():
        assert set("".join(rule.rights.values())) <= set("RWD"), page
        assert not rule.rights.get(Role.EMPLOYEE) or page.startswith(
            ("incident:", "training:", "checkup:", "hotline:")
        ), page
        for letters in rule.rights.values():
            assert not letters or "R" in letters, page
