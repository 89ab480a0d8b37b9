"""Entering the company: what is proposed, what is refused, what is kept."""

import pytest
from django.test import Client
from django.urls import reverse

from sonae.company import Company as Value
from sonae_web.audit.models import Event
from sonae_web.company import forms, queries
from sonae_web.company.models import Company

URL = "/company/"


def typed(value: Value, **changed: str) -> dict[str, str]:
    return {
        key: str(entry) for key, entry in forms.initial(value).items() if key in forms.CompanyForm.base_fields
    } | changed


def test_enter_and_change(client: Client, value: Value) -> None:
    response = client.post(URL, typed(value))
    assert response.status_code == 302
    assert response["Location"] == reverse("diagnosis:overview")
    assert queries.value(queries.active()) == value  # type: ignore[arg-type]
    client.post(URL, typed(value, name="新しい名前", employees="２１", revenue_man="３６，０００"))
    row = Company.objects.get()
    assert (row.name, row.employees, row.revenue_yen) == ("新しい名前", 21, 360_000_000)
    assert [event.action for event in Event.objects.all()] == ["company.enter", "company.change"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("employees", "-1"),
        ("employees", "0"),
        ("employees", "301"),
        ("employees", "many"),
        ("employees", ""),
        ("revenue_man", "-500"),
        ("revenue_man", "99999999999999"),
        ("revenue_man", "三億"),
        ("devices", "1.5"),
        ("personal_records", "x"),
        ("website", "somewhere"),
        ("industry", "magic"),
        ("top3_percent", "140"),
        ("gross_margin_percent", "abc"),
        ("prefecture", "Mars"),
        ("name", "a" * 300),
    ],
)
def test_wrong_input_is_told_beside_the_field_and_kept(browser: Client, value: Value, field: str, wrong: str) -> None:
    response = browser.post(URL, typed(value, **{field: wrong}))
    body = response.content.decode()
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert f'href="#id_{field}"' in body
    assert 'id="errors"' in body
    if wrong and field not in ("website", "industry", "prefecture"):
        assert f'value="{wrong}"' in body
    assert not Company.objects.exists()
    assert not Event.objects.exists()


def test_absurd_revenue_names_the_unit(client: Client, value: Value) -> None:
    response = client.post(URL, typed(value, employees="1", revenue_man="99,999,999"))
    assert response.status_code == 422
    assert "revenue_man" in response.context["form"].errors


def test_proposals_follow_industry_and_people(client: Client) -> None:
    body = client.get("/company/typical/", {"industry": "medical", "employees": "60"}).content.decode()
    assert "<html" not in body
    other = client.get("/company/typical/", {"industry": "construction", "employees": "3"}).content.decode()
    assert body != other
    assert client.get("/company/typical/", {"industry": "?", "employees": "lots"}).status_code == 200


def test_proposals_without_script(client: Client) -> None:
    response = client.post(URL, {"propose": "1", "name": "見本", "industry": "medical", "employees": "60"})
    assert response.status_code == 200
    assert 'value="見本"' in response.content.decode()
    assert not Company.objects.exists()


def test_markup_in_a_name_is_only_text(client: Client, value: Value) -> None:
    client.post(URL, typed(value, name="<script>alert(1)</script>"))
    body = client.get("/").content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)" in body
