"""Contracts on the web: every way in, every hostile file, every version, and that they count in the result."""

import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sonae import company as companies_library
from sonae.insurance import entry, policy, sheet, terms
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.insurance import actions, queries
from sonae_web.insurance.models import Draft, Policy, Version
from sonae_web.risk import queries as risks
from sonae_web.risk.models import Assessment
from web.conftest import NOW

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "insurance" / "policy-b.toml"
MOST_QUERIES = 20


def send(client: Client, name: str, data: bytes) -> Any:
    return client.post("/insurance/file/", {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def kept(row: Company) -> Policy:
    """A sample contract of the company, in force today."""
    return actions.add_sample(company=row, name="b", now=timezone.localtime())


def pages(policy_id: UUID) -> list[str]:
    return [reverse(f"insurance:{name}", args=[policy_id]) for name in ("show", "delete")]


# ---- a file or a sheet


def test_a_file_becomes_a_contract(browser: Client, row: Company) -> None:
    response = send(browser, "policy.toml", SAMPLE.read_bytes())
    assert response.status_code == 302
    kept = Policy.objects.get()
    assert response["Location"] == reverse("insurance:show", args=[kept.pk])
    assert Version.objects.get().text == SAMPLE.read_text(encoding="utf-8")
    assert Event.objects.last().action == "insurance.keep"  # type: ignore[union-attr]
    assert browser.get(f"/insurance/{kept.pk}/policy.toml").content == SAMPLE.read_bytes()


def test_a_sheet_becomes_a_contract_and_comes_back_as_one(browser: Client, row: Company) -> None:
    contract = policy.read(SAMPLE)
    assert send(browser, "表.XLSX", sheet.write("ja", entry.of_policy(contract))).status_code == 302
    kept = Policy.objects.get()
    again = browser.get(f"/insurance/{kept.pk}/policy.xlsx").content
    name, given, _ = sheet.read(again, "")
    assert name == kept.code
    assert policy.parse(entry.contract(given, name="x", version=1)).term("sections.bi.limit") == 10_000_000


def test_the_empty_sheet_can_be_taken(browser: Client, row: Company) -> None:
    response = browser.get("/insurance/template.xlsx")
    assert "attachment" in response["Content-Disposition"]
    assert set(terms.terms()) <= set(sheet.read(response.content, "")[2])


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("xl/workbook.xml", b"\0" * 60_000_000)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.toml", SAMPLE.read_text(encoding="utf-8").encode("cp932", "ignore"), "CP932"),
        ("a.toml", b"x" * 600_000, "大きすぎます"),
        ("a.toml", b"#" * 200_000, "100KB"),
        ("a.toml", b"", "空です"),
        ("a.toml", b"\0\1\2", "NUL"),
        ("a.toml", b'schema = "sonae.case/1"', "sonae.policy/1"),
        ("a.toml", SAMPLE.read_bytes().replace(b"limit = 10000000\n", b"limit = 100\n"), "免責金額 500,000 円より低い"),
        ("a.toml", SAMPLE.read_bytes().replace(b"end = 2027", b"end = 2025"), "開始の日より後"),
        ("a.toml", SAMPLE.read_bytes().replace(b"pay_rate = 1.0", b"pay_rate = 1.5"), "割合"),
        ("a.toml", SAMPLE.read_bytes().replace(b"amount = 500000,", "amount = ５０万,".encode()), "TOML"),
        ("a.xlsx", BOMB.getvalue(), "大きすぎます"),
        ("a.xlsx", b"not a workbook", "開けません"),
        ("a.xlsx", SAMPLE.read_bytes(), "開けません"),
        ("a.exe", b"MZ", ".toml か .xlsx"),
        ("a.pdf", b"%PDF", ".toml か .xlsx"),
        ("../../etc/passwd", b"root", ".toml か .xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_kept(
    client: Client, row: Company, name: str, data: bytes, says: str
) -> None:
    response = send(client, name, data)
    body = response.content.decode()
    assert response.status_code == 422
    assert says in body
    assert 'id="errors"' in body
    assert not Policy.objects.exists()


def test_a_formula_is_told_by_its_cell(client: Client, row: Company) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(sheet.write("ja", entry.of_policy(policy.read(SAMPLE)))))
    place = next(line[1] for line in book.active.iter_rows() if line[4].value == "sections.bi.limit")
    place.value = '=HYPERLINK("http://example.org","x")'
    stream = io.BytesIO()
    book.save(stream)
    body = send(client, "a.xlsx", stream.getvalue()).content.decode()
    assert place.coordinate in body
    assert "式が入っています" in body


def test_no_file_is_told(client: Client, row: Company) -> None:
    response = client.post("/insurance/file/", {"file": ""})
    assert response.status_code == 422
    assert "選ばれていません" in response.content.decode()


def test_the_same_version_twice_is_refused_and_a_newer_one_is_a_new_version(client: Client, row: Company) -> None:
    send(client, "a.toml", SAMPLE.read_bytes())
    again = send(client, "a.toml", SAMPLE.read_bytes())
    assert again.status_code == 422
    assert "第3版まで" in again.content.decode()
    assert send(client, "a.toml", SAMPLE.read_bytes().replace(b"version = 3 ", b"version = 4 ")).status_code == 302
    assert [version.number for version in Version.objects.all()] == [3, 4]
    assert Policy.objects.count() == 1


def test_markup_in_a_contract_is_only_text(client: Client, row: Company) -> None:
    data = SAMPLE.read_bytes().replace("見本損保".encode(), b"<script>alert(1)</script>")
    page = client.get(send(client, "a.toml", data)["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


# ---- typed in


def begin(client: Client) -> str:
    return str(client.post("/insurance/new/")["Location"]).rsplit("/", 2)[0]


CONTRACT = {
    "insurer.name": "見本損保",
    "period.start": "２０２６年４月１日",
    "period.end": "2027/4/1",
    "status": "in_force",
    "policy_aggregate.amount": "１億円",
}
BI = {
    "sections.bi.enabled": "yes",
    "sections.bi.waiting.hours": "１２",
    "sections.bi.deductible.amount": "５０万円",
    "sections.bi.pay_rate": "100",
    "sections.bi.limit": "1,000万円",
    "sections.bi.extra_expense.limit": "0",
    "page:sections.bi.limit": "p11",
}


def test_typed_in_step_by_step(browser: Client, row: Company) -> None:
    here = begin(browser)
    assert browser.get(f"{here}/contract/").status_code == 200
    steps: dict[str, dict[str, str]] = {
        "contract": CONTRACT,
        "liability": {"sections.liability.enabled": "no"},
        "expense": {"sections.expense.enabled": "no"},
        "bi": BI,
        "other": {"sections.funds.enabled": "no", "exclusions": "ransom", "conditions.consent_before": "settlement"},
    }
    for name, given in steps.items():
        response = browser.post(f"{here}/{name}/", given)
        assert response.status_code == 302, response.content.decode()
    assert response["Location"] == f"{here}/check/"
    assert browser.get(f"{here}/check/").context["ready"]
    done = browser.post(f"{here}/finish/")
    contract = queries.contracts(row, NOW.date())[0].value
    assert done["Location"] == reverse("insurance:show", args=[Policy.objects.get().pk])
    assert contract.term("sections.bi.limit") == 10_000_000
    assert contract.term("policy_aggregate.amount") == 100_000_000
    assert contract.exclusions == {"ransom"}
    assert contract.page("sections.bi.limit") == "p11"
    assert not Draft.objects.exists()
    body = browser.get(done["Location"]).content.decode()
    assert "▲" in body  # terms without a page are amber


@pytest.mark.parametrize(
    ("step", "given", "field", "says"),
    [
        ("bi", BI | {"sections.bi.limit": "１０万円"}, "sections.bi.limit", "免責金額 500,000 円より低い"),
        ("bi", BI | {"sections.bi.limit": "たくさん"}, "sections.bi.limit", "金額として読めません"),
        ("bi", BI | {"sections.bi.pay_rate": "140"}, "sections.bi.pay_rate", "0% から 100%"),
        ("bi", BI | {"sections.bi.waiting.hours": "-1"}, "sections.bi.waiting.hours", "範囲"),
        ("bi", BI | {"sections.bi.waiting.kind": "magic"}, "sections.bi.waiting.kind", "選べる言葉"),
        ("contract", CONTRACT | {"period.end": "2026-01-01"}, "period.end", "開始の日より後"),
        ("contract", CONTRACT | {"period.end": "きのう"}, "period.end", "日付として読めません"),
        ("other", {"sections.funds.enabled": "no", "exclusions": "magic"}, "exclusions", "選べる言葉"),
    ],
)
def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(
    client: Client, row: Company, step: str, given: dict[str, str], field: str, says: str
) -> None:
    here = begin(client)
    response = client.post(f"{here}/{step}/", given)
    body = response.content.decode()
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert says in body
    assert f'href="#id_{field}"' in body
    assert Draft.objects.get().typed[field] == given[field]
    assert client.post(f"{here}/{step}/", given | {"later": "1"}).status_code == 302
    assert says in client.get(f"{here}/check/").content.decode()


def test_open_terms_do_not_stop_the_way_but_the_end(client: Client, row: Company) -> None:
    here = begin(client)
    for step in terms.steps():
        assert client.post(f"{here}/{step.id}/", {}).status_code == 302
    response = client.post(f"{here}/finish/")
    assert response.status_code == 422
    assert "まだ入っていません" in response.content.decode()
    assert not Policy.objects.exists()


def test_begun_twice_goes_on_with_the_first(client: Client, row: Company) -> None:
    assert begin(client) == begin(client)
    assert "入力の途中" in client.get("/insurance/").content.decode()
    client.post(f"/insurance/entry/{Draft.objects.get().pk}/drop/")
    assert not Draft.objects.exists()


def test_a_changed_contract_is_a_new_version(client: Client, row: Company, kept: Policy) -> None:
    here = str(client.post(f"/insurance/{kept.pk}/edit/")["Location"]).rsplit("/", 2)[0]
    typed = {
        key: value
        for key, value in Draft.objects.get().typed.items()
        if key.startswith(("sections.bi", "page:sections.bi"))
    }
    client.post(f"{here}/bi/", typed | {"sections.bi.limit": "２，０００万円"})
    assert client.post(f"{here}/finish/")["Location"] == reverse("insurance:show", args=[kept.pk])
    versions = Version.objects.order_by("number")
    assert [version.number for version in versions] == [1, 2]
    before, after = (policy.parse(version.text) for version in versions)
    assert after.term("sections.bi.limit") == 20_000_000
    assert after.start == before.start
    assert after.term("disclosure") == before.term("disclosure")


def test_more_signs_than_anybody_types_are_cut(client: Client, row: Company) -> None:
    here = begin(client)
    client.post(f"{here}/contract/", {"insurer.name": "あ" * 20_000, "no.such.term": "x" * 1000})
    typed = Draft.objects.get().typed
    assert len(typed["insurer.name"]) == 400
    assert "no.such.term" not in typed


# ---- samples, deleting, pages


def test_a_sample_says_that_it_is_fictional(browser: Client, row: Company) -> None:
    response = browser.post("/insurance/sample/", {"sample": "a"}, follow=True)
    assert response.status_code == 200
    assert Version.objects.get().way == "sample"
    assert queries.contracts(row, timezone.localdate())[0].counts
    assert browser.post("/insurance/sample/", {"sample": "z"}).status_code == 404


def test_deleting_asks_first(client: Client, row: Company, kept: Policy) -> None:
    page = f"/insurance/{kept.pk}/delete/"
    assert "元に戻すことはできません" in client.get(page).content.decode()
    assert Policy.objects.exists()
    assert client.post(page)["Location"] == "/insurance/"
    assert not Version.objects.exists()
    assert Event.objects.last().action == "insurance.delete"  # type: ignore[union-attr]


def test_pages_of_a_contract_in_both_languages(browser: Client, row: Company, kept: Policy) -> None:
    for page in [*pages(kept.pk), "/insurance/"]:
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(page)
        assert response.status_code == 200
        assert len(asked) <= MOST_QUERIES
        assert response.content.decode().count("<h1") == 1


def test_words_that_promise_nothing(browser: Client, row: Company, kept: Policy) -> None:
    for page in [f"/insurance/{kept.pk}/", "/insurance/"]:
        body = browser.get(page).content.decode()
        assert "約款により決めます" in body or "decided by the insurer" in body
        assert not any(word in body for word in ("支払われます", "必ず", "安心です", "will be paid"))


def test_the_contract_of_another_company_is_not_there(client: Client, row: Company, kept: Policy) -> None:
    other = Company.objects.create(**(_values() | {"updated_at": NOW}))
    foreign = actions.add_sample(company=other, name="b", now=timezone.localtime())
    begun = actions.begin(company=other, contract=None, now=NOW)
    for page in pages(foreign.pk):
        assert client.get(page).status_code == 404
    assert client.post(f"/insurance/{foreign.pk}/delete/").status_code == 404
    assert client.post(f"/insurance/{foreign.pk}/edit/").status_code == 404
    assert client.get(f"/insurance/entry/{begun.pk}/check/").status_code == 404
    assert client.post(f"/insurance/entry/{begun.pk}/drop/").status_code == 404
    assert Policy.objects.filter(pk=foreign.pk).exists()


def _values() -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(companies_library.typical(companies_library.industries()["manufacturing"], 20, "別の会社"))


# ---- the result


def test_contracts_in_force_count_in_the_result(client: Client, assessed: Assessment) -> None:
    company = assessed.company
    assert client.get("/risk/").context["report"].insurance is None
    actions.add_sample(company=company, name="b", now=timezone.localtime())
    stored = risks.latest(company)
    assert stored is not None
    assert stored.outdated
    client.post("/risk/assess/")
    stored = risks.latest(company)
    assert stored is not None
    assert not stored.outdated
    assert stored.value.insured is not None
    assert stored.value.insured.recovered.aal_yen > 0
    body = client.get("/risk/").content.decode()
    assert "自社に残る" in body
    assert "約款により決めます" in body


@pytest.mark.parametrize(
    "change",
    [(b'status = "in_force"', b'status = "quoted"'), (b"2026-04-01", b"2016-04-01"), (b"2027-04-01", b"2026-04-02")],
)
def test_a_contract_not_in_force_does_not_count(client: Client, row: Company, change: tuple[bytes, bytes]) -> None:
    data = SAMPLE.read_bytes()
    if b"2016" in change[1]:
        data = data.replace(b"end = 2027", b"end = 2017")
    send(client, "a.toml", data.replace(*change))
    assert Policy.objects.exists()
    assert queries.counting(row, NOW.date()) == ()
    assert "計算に入れていません" in client.get("/insurance/").content.decode()


# ---- the bad year, and what if


def test_the_bad_year_comes_from_the_stored_result(browser: Client, assessed: Assessment) -> None:
    company = assessed.company
    empty = browser.get("/cover/").content.decode()
    assert 'href="/insurance/"' in empty
    actions.add_sample(company=company, name="a", now=timezone.localtime())
    browser.post("/risk/assess/", {"after": "cover:year"})
    with CaptureQueriesContext(connection) as asked:
        response = browser.get("/cover/")
    stored = risks.latest(company)
    assert stored is not None
    (year,) = stored.value.bad_years
    (fall,) = response.context["falls"]
    assert len(asked) <= MOST_QUERIES
    assert len(fall.table.rows) == 3 + sum(1 for yen in year.retained_by.values() if yen)
    body = response.content.decode()
    assert f'aria-label="{fall.table.finding}"' in body
    assert "約款により決めます" in body or "decided by the insurer" in body
    assert fall.trace.rows


def test_the_bad_year_leads_back_to_its_page(client: Client, assessed: Assessment) -> None:
    assert client.post("/risk/assess/", {"after": "cover:year"})["Location"] == "/cover/"


@pytest.mark.parametrize("story", ["", "stop", "mail", "cloud", "fraud"])
def test_what_if_tells_every_story(browser: Client, row: Company, kept: Policy, story: str) -> None:
    response = browser.get(f"/insurance/{kept.pk}/what-if/", {"story": story} if story else {})
    assert response.status_code == 200
    body = response.content.decode()
    assert 'role="img"' in body
    assert response.context["trace"].rows
    assert "約款により決めます" in body or "decided by the insurer" in body
    assert not Event.objects.filter(action__startswith="insurance.what").exists()


def test_what_if_with_own_amounts_is_exact(client: Client, row: Company, kept: Policy) -> None:
    given = {"story": "stop", "profit": "６００万円", "days": "5"}
    body = client.get(f"/insurance/{kept.pk}/what-if/", given).content.decode()
    assert "7,770,000円" in body
    assert "1,230,000円" in body
    assert "× (120 − 12) ÷ 120" in body


def test_what_if_without_consent_says_why(client: Client, row: Company, kept: Policy) -> None:
    body = client.get(f"/insurance/{kept.pk}/what-if/", {"story": "mail", "consent": "no"}).content.decode()
    assert "事前の同意がない" in body


@pytest.mark.parametrize(("field", "wrong"), [("days", "x"), ("profit", "-1"), ("extra", "9" * 40), ("labour", "<b>")])
def test_what_if_says_what_is_wrong(client: Client, row: Company, kept: Policy, field: str, wrong: str) -> None:
    response = client.get(f"/insurance/{kept.pk}/what-if/", {"story": "stop", field: wrong})
    body = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{field}"' in body
    assert "<b>" not in body


def test_what_if_of_no_story(client: Client, row: Company, kept: Policy) -> None:
    assert client.get(f"/insurance/{kept.pk}/what-if/", {"story": "magic"}).status_code == 404
