"""Gaps, readiness and disclosure sheets: the owner's questions answered from one page, decisions and freezes kept."""

import hashlib
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sonae.insurance import holes, readiness
from sonae.report import weak
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.evidence.models import Piece
from sonae_web.insurance import actions
from sonae_web.insurance.models import Policy, Sheet
from sonae_web.risk import queries as risks
from sonae_web.risk.models import Assessment

MOST_QUERIES = 20
PROMISES = ("支払われます", "必ず", "安心です", "安全です", "will be paid", "covered for sure")


@pytest.fixture
def kept(assessed: Assessment, monkeypatch: pytest.MonkeyPatch) -> Policy:
    """A contract without business interruption, in force today; always the same, so that its result is computed once."""
    monkeypatch.setattr(actions, "uuid", SimpleNamespace(uuid4=lambda: UUID(int=7)))
    return actions.add_sample(company=assessed.company, name="a", now=timezone.localtime())


@pytest.fixture
def reviewed(kept: Policy) -> Client:
    """A browser in Japanese whose company has a result with the contract."""
    client = Client(headers={"accept-language": "ja"})
    client.post("/risk/assess/", {"after": "cover:gaps"})
    return client


def test_three_largest_gaps_with_yen_and_price_from_one_page(reviewed: Client, kept: Policy) -> None:
    with CaptureQueriesContext(connection) as asked:
        body = reviewed.get("/cover/gaps/").content.decode()
    stored = risks.latest(kept.company)
    assert stored is not None
    review = stored.value.review
    assert review is not None
    assert len(asked) <= MOST_QUERIES
    assert 1 <= len(review.largest) <= 3
    assert review.largest[0].id == holes.FIRST
    for gap in review.largest:
        assert holes.kinds()[gap.id].title.ja in body
        assert weak.closing_cost(gap.cost, "ja") in body
        assert gap.at_risk is not None
    assert body.index(holes.kinds()[holes.FIRST].title.ja) < body.index("次に代理店に聞くこと")
    for question in review.questions:
        assert question.text.ja in body
    assert "約款により決めます" in body
    assert "保険料の目安" in body


@pytest.mark.parametrize("page", ["/cover/", "/cover/gaps/", "/cover/readiness/"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_words_that_promise_nothing(reviewed: Client, page: str, lang: str) -> None:
    reviewed.cookies["django_language"] = lang
    body = reviewed.get(page).content.decode()
    assert not [word for word in PROMISES if word in body]
    assert "約款により決めます" in body or "decided by the insurer" in body


def test_without_a_contract_everything_is_open(client: Client, assessed: Assessment) -> None:
    body = client.get("/cover/gaps/").content.decode()
    assert "保険の契約が入っていません" in body
    assert 'href="/insurance/"' in body


def test_a_decision_to_carry_a_gap_is_kept_with_name_and_date(reviewed: Client, kept: Policy) -> None:
    refused = reviewed.post("/cover/gaps/GP-01/", {"name": "  "})
    assert refused.status_code == 422
    assert "名前を入れてください" in refused.content.decode()
    assert not Piece.objects.exists()
    assert reviewed.post("/cover/gaps/GP-01/", {"name": "見本 花子"})["Location"] == "/cover/gaps/"
    piece = Piece.objects.get()
    assert (piece.kind, piece.where, piece.covers) == ("statement", "見本 花子", ["GP-01"])
    assert piece.effective_from == timezone.localdate()
    assert reviewed.get("/cover/gaps/").context["outdated"]
    reviewed.post("/risk/assess/", {"after": "cover:gaps"})
    context = reviewed.get("/cover/gaps/").context
    assert not context["outdated"]
    (own,) = [gap for gap in context["others"] if gap.id == "GP-01"]
    assert own.state == "accepted"
    assert own.decided_on == timezone.localdate()
    assert reviewed.get(f"/evidence/{piece.pk}/").status_code == 200


@pytest.mark.parametrize("gap", ["GP-99", "RD-01", "magic"])
def test_no_such_gap(reviewed: Client, gap: str) -> None:
    assert reviewed.post(f"/cover/gaps/{gap}/", {"name": "見本"}).status_code == 404


def test_three_lights_with_thirty_items(reviewed: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = reviewed.get("/cover/readiness/")
    assert len(asked) <= MOST_QUERIES
    assert [light["id"] for light in response.context["lights"]] == list(readiness.LIGHTS)
    shown = [item["id"] for group in response.context["groups"] for item in group["items"]]
    assert sorted(shown) == sorted(readiness.items())
    assert "確率ではありません" in response.content.decode()


def test_an_item_is_answered_and_its_evidence_counts(reviewed: Client, kept: Policy) -> None:
    item = next(item for item in readiness.items().values() if item.star and not item.fact and not item.asks)
    assert reviewed.post(f"/cover/readiness/{item.id}/", {"answer": "done"})["Location"] == "/cover/readiness/"
    groups = {group["colour"]: group["items"] for group in reviewed.get("/cover/readiness/").context["groups"]}
    assert item.id in {entry["id"] for entry in groups["amber"]}  # said, but not proved
    assert Event.objects.last().action == "insurance.ready"  # type: ignore[union-attr]
    handed_in = {
        "kind": "statement",
        "title": "確かめた記録",
        "where": "総務 佐藤",
        "covers": [item.id],
        "effective_from": timezone.localdate().isoformat(),
    }
    assert reviewed.post("/evidence/new/", handed_in).status_code == 302
    groups = {group["colour"]: group["items"] for group in reviewed.get("/cover/readiness/").context["groups"]}
    (entry,) = [entry for entry in groups["green"] if entry["id"] == item.id]
    assert [piece.title for piece in entry["evidence"]] == ["確かめた記録"]


@pytest.mark.parametrize(("item", "given"), [("RD-99", "done"), ("RD-01", "magic"), ("RD-01", "")])
def test_answers_that_are_none(reviewed: Client, item: str, given: str) -> None:
    assert reviewed.post(f"/cover/readiness/{item}/", {"answer": given}).status_code == 404


def test_a_disclosure_sheet_is_frozen_byte_for_byte(reviewed: Client, kept: Policy) -> None:
    page = f"/insurance/{kept.pk}/sheets/"
    refused = reviewed.post(page, {"name": ""})
    assert refused.status_code == 422
    assert not Sheet.objects.exists()
    assert reviewed.post(page, {"name": "見本 花子"})["Location"] == page
    row = Sheet.objects.get()
    served = reviewed.get(f"/insurance/sheet/{row.pk}/")
    assert served["Content-Type"] == "application/pdf"
    assert served.content.startswith(b"%PDF")
    assert hashlib.sha256(served.content).hexdigest() == row.sha256
    assert (row.by, row.version) == ("見本 花子", 1)
    body = reviewed.get(page).content.decode()
    assert row.sha256 in body
    assert "見本 花子" in body
    assert Event.objects.last().detail["digest"] == row.digest  # type: ignore[union-attr]
    reviewed.post(page, {"name": "見本 花子"})
    assert Sheet.objects.count() == 2


def test_a_sheet_of_another_company_is_not_there(reviewed: Client, kept: Policy) -> None:
    reviewed.post(f"/insurance/{kept.pk}/sheets/", {"name": "見本"})
    sheet = Sheet.objects.get()
    Sheet.objects.filter(pk=sheet.pk).update(company=_other(kept.company))
    assert reviewed.get(f"/insurance/sheet/{sheet.pk}/").status_code == 404


def _other(company: Company) -> Company:
    from dataclasses import asdict

    from sonae_web.company import queries

    return Company.objects.create(**asdict(queries.value(company)), updated_at=timezone.now())
