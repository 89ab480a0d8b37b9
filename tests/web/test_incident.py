"""The day it happens: from the red button to closed duties, with wrong input, two people at once and no database."""

import io
import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from sonae.faults import InputError
from sonae.incident import notices, playbooks, read
from sonae.insurance import claim, policy, recovery
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.incident import actions, queries, vault
from sonae_web.incident.models import Case, Exhibit, Fact

ROOT = Path(__file__).resolve().parents[2]
POLICY = policy.read(ROOT / "examples/insurance/policy-b.toml")


pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def case(row: Company) -> Case:
    now = timezone.localtime()
    return actions.open_case(
        company=row, playbook="ransomware", title="売上のPC", known_at=now, facts={"money_sent": False}, now=now
    )


def url(case: Case, rest: str = "") -> str:
    return f"/incident/{case.pk}/{rest}"


def test_five_questions_open_a_case_and_choose_the_playbook(client: Client, row: Company) -> None:
    now = timezone.localtime()
    form = {
        "seen": "unknown",
        "known_at": now.strftime("%Y-%m-%dT%H:%M"),
        "spreading": "no",
        "money": "yes",
        "data": "unknown",
    }
    response = client.post("/incident/new/", form, follow=True)
    case = Case.objects.get()
    assert case.playbook == "fraud"
    assert "銀行に電話して、送金を止める" in response.content.decode()
    assert "incident.open" in [event.action for event in Event.objects.all()]


@pytest.mark.parametrize("wrong", [{"seen": "fire"}, {"known_at": "yesterday"}, {"money": ""}])
def test_wrong_answers_are_kept_and_named(client: Client, row: Company, wrong: dict[str, str]) -> None:
    form = {"seen": "unknown", "known_at": "2026-11-23T08:55", "spreading": "no", "money": "no", "data": "no"} | wrong
    assert client.post("/incident/new/", form).status_code == 422
    assert not Case.objects.exists()


def test_nobody_knows_of_it_tomorrow(client: Client, row: Company) -> None:
    form = {"seen": "lost", "known_at": "2099-01-01T00:00", "spreading": "no", "money": "no", "data": "no"}
    client.post("/incident/new/", form)
    assert Case.objects.get().known_at <= timezone.now()


def test_a_step_done_makes_way_for_the_next(client: Client, case: Case) -> None:
    assert "ネットワークのケーブルを抜く" in client.get(url(case)).content.decode()
    client.post(url(case, "step/"), {"step": "cut"})
    client.post(url(case, "step/"), {"step": "cut"})  # pressed twice
    client.post(url(case, "step/"), {"step": "nonsense"})
    assert Fact.objects.filter(case=case, kind="step").count() == 1
    desk = queries.desk(case, (), timezone.localtime())
    assert desk.response.next.id == "others"


def test_a_duty_needs_proof_or_a_reason_with_a_name(client: Client, case: Case) -> None:
    assert client.post(url(case, "duty/"), {"rule": "police"}).status_code == 422
    assert client.post(url(case, "duty/"), {"rule": "police", "reason": "いらない"}).status_code == 422
    assert client.post(url(case, "duty/"), {"rule": "nonsense", "proof": "x"}).status_code == 404
    client.post(url(case, "duty/"), {"rule": "police", "proof": "相談番号 12"})
    duties = {duty.id: duty for duty in queries.desk(case, (), timezone.localtime()).response.duties}
    assert str(duties["police"].state) == "done"


def test_no_personal_data_ends_the_duties_of_a_leak(client: Client, case: Case) -> None:
    form = {"seen": case.version, "involved": "no", "malicious": "yes"}
    client.post(url(case, "personal/"), form)
    case.refresh_from_db()
    assert "ppc_flash" not in {duty.id for duty in queries.desk(case, (), timezone.localtime()).response.duties}


def test_two_people_closing_the_same_case(case: Case) -> None:
    """The second one is refused, and one change is in the log."""
    seen, now = case.version, timezone.localtime()
    other = Case.objects.get(pk=case.pk)
    actions.change(case=case, seen=seen, now=now, facts={"tracks": {"contain": "done"}}, severity=2)
    with pytest.raises(actions.ChangedMeanwhileError):
        actions.change(case=other, seen=seen, now=now, facts={"tracks": {"contain": "waiting"}}, severity=1)
    case.refresh_from_db()
    assert (case.severity, case.version) == (2, seen + 1)


def test_no_state_is_left_without_its_guard(client: Client, case: Case) -> None:
    client.post(url(case, "move/"), {"to": "triage", "seen": case.version})
    case.refresh_from_db()
    assert case.state == "consult"
    client.post(url(case, "move/"), {"to": "closed", "seen": case.version})  # not even next
    case.refresh_from_db()
    assert case.state == "consult"
    tracks = dict.fromkeys(("contain", "investigate", "recover", "notify"), "waiting")
    client.post(url(case, "state/"), {"severity": "3", "lead": "見本 太郎", "seen": case.version, **tracks})
    for to in ("triage", "declared", "containing"):
        case.refresh_from_db()
        client.post(url(case, "move/"), {"to": to, "seen": case.version})
        case.refresh_from_db()
        assert case.state == to
    client.post(url(case, "move/"), {"to": "investigating", "seen": case.version})
    case.refresh_from_db()
    assert case.state == "containing"  # neither evidence nor containment yet


def test_evidence_comes_back_byte_for_byte_and_is_never_shown(client: Client, case: Case) -> None:
    page = b"<script>alert(1)</script>" * 10
    file = SimpleUploadedFile("../../evil.html", page, content_type="text/html")
    assert client.post(url(case, "evidence/"), {"file": file, "title": "画面"}).status_code == 302
    piece = Exhibit.objects.get()
    assert (piece.name, piece.size) == ("evil.html", len(page))
    response = client.get(f"/incident/evidence/{piece.pk}/")
    assert b"".join(response.streaming_content) == page  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert vault.place(case.company_id, piece.sha256).is_file()


def test_a_broken_or_full_upload_leaves_nothing(case: Case, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken():  # type: ignore[no-untyped-def]
        yield b"a" * 1000
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError):
        actions.keep(case=case, file=broken(), name="a", values={"title": "x"}, now=timezone.localtime())
    monkeypatch.setattr(vault, "MOST_BYTES", 10)
    with pytest.raises(InputError):
        actions.keep(case=case, file=[b"a" * 11], name="a", values={"title": "x"}, now=timezone.localtime())
    assert not Exhibit.objects.exists()
    assert [path for path in (data / "incident").rglob("*") if path.is_file()] == []


def test_a_forged_upload_is_refused(case: Case) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(url(case, "evidence/"), {"file": io.BytesIO(b"x"), "title": "x"})
    assert response.status_code == 403
    assert not Exhibit.objects.exists()


def test_a_cost_is_warned_about_before_it_is_kept(client: Client, case: Case) -> None:
    form = {"what": "身代金", "item": "expense/ransom", "amount": "1000000"}
    first = client.post(url(case, "cost/"), form)
    assert first.status_code == 422
    assert "身代金は対象にならないのがふつうです" in first.content.decode()
    assert not Fact.objects.filter(kind="ledger").exists()
    client.post(url(case, "cost/"), form | {"confirmed": "on"})
    assert Fact.objects.get(kind="ledger").body["amount"] == 1_000_000


@pytest.mark.parametrize("amount", ["-1", "abc", "", "9" * 30])
def test_a_wrong_amount_is_kept_and_named(client: Client, case: Case, amount: str) -> None:
    response = client.post(url(case, "cost/"), {"what": "調査", "item": "expense/investigation", "amount": amount})
    assert response.status_code == 422
    assert "調査" in response.content.decode()


def test_the_meter_is_the_recovery_of_the_exported_claim(case: Case) -> None:
    from sonae.incident import costs

    now = timezone.localtime()
    for item, amount in (("investigation", 2_000_000), ("restore", 1_300_000), ("legal_consult", 300_000)):
        body = {"id": item, "what": item, "section": "expense", "item": item, "amount": amount, "at": now}
        actions.add(case=case, kind="ledger", body=body, at=now, now=now)
    desk = queries.desk(case, (POLICY,), now)
    meter = desk.meters[0]
    text = costs.claim_text(desk.incident, POLICY, now)
    assert recovery.recover(POLICY, [claim.parse(text)]).payout == meter.recovery.payout == 2_000_000 + 1_170_000
    assert meter.high == meter.recovery.payout + 300_000  # the lawyer needs consent


def test_a_sentence_that_admits_fault_blocks_until_somebody_asked(client: Client, case: Case) -> None:
    page = client.get(url(case, "notice/persons/")).content.decode()
    assert "先に弁護士と保険会社に聞く文" in page
    assert client.post(url(case, "notice/persons/"), {"proof": "郵送"}).status_code == 422
    assert client.post(url(case, "notice/persons/"), {"proof": "郵送", "asked": "on"}).status_code == 302
    body = Fact.objects.get(kind="notice").body
    assert notices.Sent(body["kind"], body["text"], case.known_at, body["proof"], body["sha256"]).unchanged
    assert client.get(url(case, "notice/nonsense/")).status_code == 404


def test_the_record_is_read_by_the_command_line(client: Client, case: Case) -> None:
    client.post(url(case, "event/"), {"kind": "observation", "text": "行\n2つ目\x07"})
    text = client.get(url(case, "record/")).content.decode()
    incident = read.parse(text, "incident.toml")
    assert incident.playbook == "ransomware"
    assert incident.events[0].text == "行 2つ目 "


def test_the_calendar_holds_every_open_limit_and_no_name(client: Client, case: Case) -> None:
    data = client.get(url(case, "calendar/")).content
    entries = [entry for entry in Calendar.from_ical(data).walk() if entry.name == "VEVENT"]
    owed = queries.desk(case, (), timezone.localtime()).response.duties
    assert len(entries) == len([duty for duty in owed if duty.open and duty.due])
    assert "売上" not in data.decode()
    assert "株式会社" not in data.decode()


def test_a_desk_with_a_long_history_takes_few_queries(client: Client, case: Case) -> None:
    now = timezone.localtime()
    events = [
        {"at": (now - timedelta(minutes=n)).isoformat(), "kind": "action", "text": f"記録 {n}"} for n in range(500)
    ]
    costs = [
        {
            "id": f"c{n}",
            "what": "調査",
            "section": "expense",
            "item": "investigation",
            "amount": n,
            "at": now.isoformat(),
        }
        for n in range(200)
    ]
    rows = [
        Fact(company_id=case.company_id, case=case, kind="event", body=body, at=now, made_at=now) for body in events
    ]
    rows += [
        Fact(company_id=case.company_id, case=case, kind="ledger", body=body, at=now, made_at=now) for body in costs
    ]
    Fact.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(url(case))
    assert response.status_code == 200
    assert len(seen) <= 20
    assert response.content.decode().count("記録 ") == 500


@pytest.mark.parametrize("name", ["", *playbooks.IDS])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_red_button_needs_no_database(name: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This test has no database at all: a query would fail it."""
    path = f"/emergency/{name}/" if name else "/emergency/"
    body = Client().get(f"{path}?lang={lang}").content.decode()
    assert body.count("<h1") == 1
    assert 'href="tel:110"' in body
    assert f'<html lang="{lang}">' in body
    first = playbooks.load()[name].steps[0].title.of(lang) if name else {"ja": "電源を切らない", "en": "restart"}[lang]  # type: ignore[arg-type]
    assert first in body


def test_every_page_leads_to_the_first_instruction_in_one_tap(client: Client, case: Case) -> None:
    for path in ("/", "/help/", "/incident/", url(case), "/nothing/"):
        body = client.get(path).content.decode()
        assert 'href="/emergency/"' in body or "/help/" in body


def test_numbers_stand_on_the_red_button_page_and_in_the_folder(client: Client, row: Company, data: Path) -> None:
    assert "経営者" in client.get("/incident/kit/").content.decode()  # still missing
    form = {"kind": "maintainer", "name": "見本保守", "phone": "03-0000-0000", "note": "24時間"}
    client.post("/incident/kit/", form)
    assert json.loads((data / "kit/numbers.json").read_text(encoding="utf-8"))[0]["phone"] == "03-0000-0000"
    for lang, words in (("ja", "最初の15分"), ("en", "First 15 minutes")):
        page = (data / f"kit/emergency.{lang}.html").read_text(encoding="utf-8")
        assert "03-0000-0000" in page
        assert words in page
        assert "http" not in page.replace("http-equiv", "")
    assert "03-0000-0000" in client.get("/emergency/").content.decode()
    assert [path.name for path in (data / "kit").iterdir() if path.name.startswith(".")] == []


def test_a_broken_folder_does_not_break_the_red_button(data: Path) -> None:
    (data / "kit").mkdir()
    (data / "kit/numbers.json").write_text("{broken", encoding="utf-8")
    assert Client().get("/emergency/").status_code == 200


@pytest.mark.parametrize("path", ["", "record/", "calendar/", "notice/staff/"])
def test_an_unknown_case_is_no_page(client: Client, row: Company, path: str) -> None:
    assert client.get(f"/incident/{uuid.uuid4()}/{path}").status_code == 404
    assert settings.DATA
