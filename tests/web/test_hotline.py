"""The hotline from the first word to the last: who reads what, who is never told, what is kept of whoever wrote."""

import io
import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image

from sonae.hotline import receipts
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.hotline import actions, quiet, turns, views
from sonae_web.hotline.models import Entry, Line, Parcel, Recipient, Tip, Wrap
from sonae_web.incident.models import Case, Fact
from web import cast
from web.test_access import house, other, server  # noqa: F401 - fixtures

TOKYO = ZoneInfo("Asia/Tokyo")
PHRASE = "しずかな うみ あかい ふね 七"
MARKED = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "203.0.113.78",
    "HTTP_USER_AGENT": "marked-agent/7",
    "HTTP_REFERER": "https://marked.example/",
}


class Clock:
    """The simulated clock."""

    def __init__(self) -> None:
        self.now = datetime(2026, 12, 25, 9, 17, 43, tzinfo=TOKYO)

    def days(self, number: int) -> None:
        self.now += timedelta(days=number)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Clock:
    found = Clock()
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    monkeypatch.setattr(receipts, "MEMORY_KIB", 64)  # the real cost is tested in the library
    monkeypatch.setattr(turns, "budget", turns.Budget())
    settings.DATA = tmp_path
    return found


@pytest.fixture
def line(row: Company) -> Line:
    return actions.open_line(company=row, today=timezone.localdate())


def joined(company: Company, kind: str, role: str, name: str = "", email: str = "") -> Recipient:
    row, _ = actions.add_recipient(company=company, kind=kind, role=role, name=name, email=email)
    assert actions.register(recipient=row, phrase=PHRASE, person=None, today=timezone.localdate())
    row.refresh_from_db()
    return row


@pytest.fixture
def people(line: Line) -> dict[str, Recipient]:
    kinds = {"inside": "総務", "deputy": "工場長", "owner": "社長", "adviser": "顧問"}
    return {
        key: joined(line.company, "inside" if key == "deputy" else key, role, "", f"{key}@example.jp")
        for key, role in kinds.items()
    }


def reporter() -> Client:
    return Client(headers={"accept-language": "ja"}, **MARKED)


def code_of(response: Any) -> str:
    found = re.search(r"\d{4}-\d{4}-\d{4}-\d{4}", response.content.decode())
    assert found, response.content.decode()[-3000:]
    return found[0]


def send(line: Line, text: str = "帳簿が二つあります", **more: Any) -> str:
    """File a Tip and give its code."""
    return code_of(reporter().post(f"/hotline/line/{line.token}/tip/", {"text": text, **more}))


def reading(recipient: Recipient) -> Client:
    client = Client(headers={"accept-language": "ja"})
    answer = client.post("/hotline/box/open/", {"recipient": str(recipient.pk), "phrase": PHRASE, "agree": "on"})
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    return client


def listed(recipient: Recipient) -> str:
    return reading(recipient).get("/hotline/box/").content.decode()


def opened(recipient: Recipient, tip: Tip) -> str:
    return reading(recipient).get(f"/hotline/box/{tip.pk}/").content.decode()


def talk(line: Line, code: str, **post: str) -> str:
    return reporter().post(f"/hotline/line/{line.token}/read/", {"code": code, **post}).content.decode()


def test_a_conversation_from_both_sides(line: Line, people: dict[str, Recipient], clock: Clock) -> None:
    code = send(line, category="misconduct", ongoing="yes")
    tip = Tip.objects.get()
    assert (tip.filed_on.isoformat(), tip.afternoon, tip.state) == ("2026-12-25", False, "received")
    assert str(tip.pk) not in listed(people["inside"])  # it shows up with the next half-day
    clock.now += timedelta(hours=4)
    assert str(tip.pk) in listed(people["inside"])
    assert "帳簿が二つあります" in opened(people["inside"], tip)
    for nobody in ("deputy", "owner", "adviser"):
        assert str(tip.pk) not in listed(people[nobody])
        assert reading(people[nobody]).get(f"/hotline/box/{tip.pk}/").status_code == 404
    client = reading(people["inside"])
    for act in (
        {"act": "answer", "answer-text": "どの部署ですか"},
        {"act": "note", "note-text": "監査役に聞く"},
        {"act": "ask", "ask-text": "事実を確かめるため"},
        {"act": "move", "move-to": "acting", "move-reason": "調べます"},
    ):
        assert client.post(f"/hotline/box/{tip.pk}/", act).status_code == 302
    seen = talk(line, code)
    assert all(word in seen for word in ("どの部署ですか", "事実を確かめるため", "調べます", "対応中"))
    assert "監査役に聞く" not in seen
    assert "営業です" in talk(line, code, act="say", text="営業です", form="f1")
    assert talk(line, code, act="say", text="営業です", form="f1").count("営業です") == 1  # the page was reloaded
    assert "営業です" not in opened(people["inside"], tip)
    clock.days(1)
    assert "営業です" in opened(people["inside"], tip)


def test_a_name_for_those_outside_is_sealed_from_those_inside(
    line: Line, people: dict[str, Recipient], clock: Clock
) -> None:
    send(line, names="outside", name="渡辺")
    tip = Tip.objects.get()
    clock.days(14)
    assert "渡辺" not in opened(people["inside"], tip)
    assert "渡辺" in opened(people["adviser"], tip)


def test_the_person_concerned_is_skipped_even_as_deputy(line: Line, people: dict[str, Recipient], clock: Clock) -> None:
    send(line, concerned=[str(people["inside"].pk)], concerns="工場長もです")
    tip = Tip.objects.get()
    clock.days(400)  # every limit has run out
    mail.outbox.clear()
    call_command("hotline")
    assert {wrap.recipient_id for wrap in Wrap.objects.all()} == {people["adviser"].pk, people["owner"].pk}
    assert {to for sent in mail.outbox for to in sent.to} == {"adviser@example.jp", "owner@example.jp"}
    for key in ("inside", "deputy"):
        assert str(tip.pk) not in listed(people[key])


def test_about_the_owner_the_owner_never_hears(line: Line, people: dict[str, Recipient], clock: Clock) -> None:
    send(line, concerned=["owner"])
    clock.days(400)
    mail.outbox.clear()
    call_command("hotline")
    assert {to for sent in mail.outbox for to in sent.to} == {"adviser@example.jp"}
    assert str(Tip.objects.get().pk) not in listed(people["owner"])
    assert "件ありました" not in Client(headers={"accept-language": "ja"}).get("/hotline/").content.decode()


def test_about_everybody_nothing_is_stored(line: Line, people: dict[str, Recipient]) -> None:
    everybody = ["owner", *(str(row.pk) for row in people.values() if row.kind != "owner")]
    response = reporter().post(f"/hotline/line/{line.token}/tip/", {"text": "みんなのこと", "concerned": everybody})
    body = response.content.decode()
    assert "03-3507-9262" in body
    assert "みんなのこと" in body  # to copy
    assert not Tip.objects.exists()


def test_escalation_over_the_year_end(line: Line, people: dict[str, Recipient], clock: Clock) -> None:
    send(line)
    tip = Tip.objects.get()
    for day, readers in {
        0: set(),
        3: {"inside"},  # Monday 28 December, the one working day
        10: {"inside", "deputy"},  # Monday 4 January: the days between did not count
        12: {"inside", "deputy", "adviser"},
        150: {"inside", "deputy", "adviser", "owner"},
    }.items():
        now = clock.now
        clock.days(day)
        assert {key for key, row in people.items() if str(tip.pk) in listed(row)} == readers, day
        clock.now = now


def test_notices_carry_nothing_and_stop_once_read(line: Line, people: dict[str, Recipient], clock: Clock) -> None:
    send(line)
    call_command("hotline")
    assert mail.outbox == []  # the same half-day
    clock.now += timedelta(hours=4)
    call_command("hotline")
    call_command("hotline")
    assert [sent.to for sent in mail.outbox] == [["inside@example.jp"]]
    assert "帳簿" not in mail.outbox[0].body + mail.outbox[0].subject
    opened(people["inside"], Tip.objects.get())
    clock.days(1)
    call_command("hotline")
    assert len(mail.outbox) == 1


def test_seen_at_once_only_where_asked(line: Line, people: dict[str, Recipient]) -> None:
    send(line, urgent="on")
    assert str(Tip.objects.get().pk) in listed(people["inside"])
    assert [sent.to for sent in mail.outbox] == [["inside@example.jp"]]


def test_the_owner_sees_nothing_by_right_and_the_database_says_nothing(
    line: Line, people: dict[str, Recipient], clock: Clock
) -> None:
    code = send(line, names="named", name="渡辺", concerns="倉庫の人")
    rows = repr([list(model.objects.values_list()) for model in (Line, Recipient, Tip, Wrap, Entry, Parcel)])
    for secret in ("帳簿", "渡辺", "倉庫", code, receipts.plain(code)):
        assert secret not in rows
        assert secret.encode().hex() not in rows
    wrong = {"recipient": str(people["inside"].pk), "phrase": "社長の 合言葉 ではない", "agree": "on"}
    response = Client().post("/hotline/box/open/", wrong)
    assert response.status_code == 422
    assert "hotline_box" not in response.cookies


def test_nothing_is_left_of_a_reporter_in_the_log(line: Line, people: dict[str, Recipient]) -> None:
    before = Event.objects.count()
    code = send(line)
    talk(line, code, act="say", text="続きです", form="x")
    assert Event.objects.count() == before


def test_no_column_could_hold_a_person_an_address_or_a_moment() -> None:
    for model in (Line, Recipient, Tip, Wrap, Entry, Parcel):
        for field in model._meta.fields:
            assert field.get_internal_type() not in ("DateTimeField", "TimeField", "GenericIPAddressField"), field
            assert not field.remote_field or field.related_model._meta.app_label in ("hotline", "company"), field


@pytest.mark.parametrize("name", ["", "about/", "odd/", "tip/", "read/"])
def test_pages_take_everything_away_first_and_leave_nothing_behind(
    line: Line, people: dict[str, Recipient], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}
    real = views.page

    def spied(request: Any, *args: Any, **context: Any) -> Any:
        seen.update(request.META, cookies=dict(request.COOKIES))
        return real(request, *args, **context)

    monkeypatch.setattr(views, "page", spied)
    monkeypatch.setattr("sonae_web.hotline.talk.page", spied)
    client = reporter()
    client.cookies["sessionid"] = "marked-session"
    response = client.get(f"/hotline/line/{line.token}/{name}")
    assert response.status_code == 200
    assert not {"203.0.113", "marked"} & set(re.findall(r"203\.0\.113|marked", repr(seen)))
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
    assert "http://" not in response.content.decode().replace("http://www.moj.go.jp", "")


def test_a_defect_leaves_no_trace_in_the_log(
    line: Line, people: dict[str, Recipient], monkeypatch: pytest.MonkeyPatch, caplog: Any, clock: Clock
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("帳簿 203.0.113.77")

    monkeypatch.setattr(actions, "file", broken)
    client = reporter()
    response = client.post(f"/hotline/line/{line.token}/tip/", {"text": "帳簿"})
    assert response.status_code == 500
    assert caplog.text == ""
    clock.days(1)  # with the next half-day it is told where it broke, and nothing else
    client.get(f"/hotline/line/{line.token}/")
    assert "ValueError at test_hotline.py" in caplog.text
    assert not re.search("帳簿|203\\.0|marked|POST", caplog.text)


def test_wrong_unknown_and_erased_codes_get_the_same_answer(
    line: Line, people: dict[str, Recipient], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    real = receipts.derive
    monkeypatch.setattr(receipts, "derive", lambda code, **more: calls.append(code) or real(code, **more))
    code = send(line)
    talk(line, code, act="withdraw", form="w")
    clock.days(91)
    call_command("hotline")
    assert not any(model.objects.exists() for model in (Tip, Entry, Wrap, Parcel))
    bodies = {re.sub(r'value="\w*"', "", talk(line, typed)) for typed in (code, "1111-2222-3333-4444")}
    assert len(bodies) == 1
    assert len(calls) == 4  # each answer cost the slow function


def test_guesses_are_refused_for_one_and_not_for_others(line: Line, people: dict[str, Recipient]) -> None:
    code = send(line)
    guesses = [
        reporter().post(f"/hotline/line/{line.token}/read/", {"code": f"{n:016}"}).status_code for n in range(50)
    ]
    assert guesses == [422] * turns.WRONG_CODES + [429] * (50 - turns.WRONG_CODES)
    assert reporter().post(f"/hotline/line/{line.token}/read/", {"code": code}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.1")
    assert elsewhere.post(f"/hotline/line/{line.token}/read/", {"code": code}).status_code == 200


def test_right_codes_do_not_count(line: Line, people: dict[str, Recipient]) -> None:
    code = send(line)
    for _ in range(3 * turns.WRONG_CODES):
        assert reporter().post(f"/hotline/line/{line.token}/read/", {"code": code}).status_code == 200


def test_a_flood_is_stopped_and_others_still_get_through(line: Line, people: dict[str, Recipient]) -> None:
    answers = [reporter().post(f"/hotline/line/{line.token}/tip/", {"text": f"{n}"}).status_code for n in range(20)]
    assert answers.count(200) == turns.FILED_BY_ONE
    assert set(answers) == {200, 429}
    other_one = Client(REMOTE_ADDR="198.51.100.1").post(f"/hotline/line/{line.token}/tip/", {"text": "ほかの人"})
    assert code_of(other_one)


def test_a_busy_hotline_leaves_a_turn_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    with turns.slow("one"):
        with pytest.raises(turns.BusyError), turns.slow("one"):
            pass
        with turns.slow("two"):
            pass
    with turns.slow("one"):
        pass


def test_limits_forget_addresses_with_each_window() -> None:
    budget = turns.Budget()
    first = budget.visitor("203.0.113.77", 0.0)
    assert first == budget.visitor("203.0.113.77", turns.WINDOW - 1.0)
    assert budget.take(("code",), 1, 1.0)
    assert not budget.take(("code",), 1, 2.0)
    assert first != budget.visitor("203.0.113.77", turns.WINDOW + 1.0)
    assert budget.take(("code",), 1, turns.WINDOW + 2.0)
    assert "203.0.113.77" not in repr(vars(budget))


def marked_picture(form: str) -> bytes:
    """A picture with a place, an author and a comment in it, and something after its end."""
    picture = Image.new("RGB", (60, 40), "red")
    exif = Image.Exif()
    exif[0x013B] = "marked author"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = "marked place"
    held = io.BytesIO()
    picture.save(held, form, exif=exif, comment=b"marked comment")
    return held.getvalue() + b"marked tail"


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_pictures_come_out_clean_and_upright(line: Line, people: dict[str, Recipient], clock: Clock, form: str) -> None:
    raw = marked_picture(form)
    assert b"marked author" in raw
    upload = SimpleUploadedFile(f"marked-tanaka.{form.lower()}", raw, "image/jpeg")
    send(line, files=upload)
    tip = Tip.objects.get()
    clock.days(1)
    response = reading(people["inside"]).get(f"/hotline/box/{tip.pk}/file/1/")
    assert b"marked" not in response.content
    assert "marked" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment")
    with Image.open(io.BytesIO(response.content)) as seen:
        assert seen.size == (40, 60)
        assert not dict(seen.getexif())
    assert b"PNG" not in bytes(Parcel.objects.get().sealed)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"broken"),
        ("a.exe", b"MZ\x90\x00"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 26 + b"x"),
        ("a.heic", b"\0\0\0\x18ftypheic"),
        ("big.txt", b"a" * 8_000_001),
    ],
)
def test_files_that_are_not_taken(line: Line, people: dict[str, Recipient], name: str, data: bytes) -> None:
    response = reporter().post(
        f"/hotline/line/{line.token}/tip/", {"text": "x", "files": SimpleUploadedFile(name, data)}
    )
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Tip.objects.exists()


def test_a_document_warns_before_it_is_sent(line: Line, people: dict[str, Recipient]) -> None:
    sent = {"text": "契約書です", "files": SimpleUploadedFile("a.pdf", b"%PDF-1.7 /Author (marked)")}
    response = reporter().post(f"/hotline/line/{line.token}/tip/", sent)
    assert response.status_code == 422
    assert "名前が残っている" in response.content.decode()
    assert not Tip.objects.exists()
    assert code_of(
        reporter().post(
            f"/hotline/line/{line.token}/tip/",
            sent | {"knows": "on", "files": SimpleUploadedFile("a.pdf", b"%PDF-1.7")},
        )
    )


def test_the_other_lane_is_offered_before_sending(line: Line, people: dict[str, Recipient]) -> None:
    address = f"/hotline/line/{line.token}/"
    assert (
        "事故対応の担当がみな読みます" in reporter().post(address + "odd/", {"text": "社長の横領です"}).content.decode()
    )
    assert "すぐ動けます" in reporter().post(address + "tip/", {"text": "変な添付を開いた"}).content.decode()
    assert "総務" in reporter().post(address + "tip/", {"text": "総務の人が帳簿を変えた"}).content.decode()
    assert not Tip.objects.exists()
    assert not Case.objects.exists()
    assert send(line, text="変な添付を開いた", checked="1")


def test_something_odd_is_a_case_at_once_with_the_hour_only(line: Line) -> None:
    sent = {"text": "添付を開いてしまいました", "seen": "ransomware", "form": "f"}
    for _ in range(2):  # the page was reloaded
        response = reporter().post(f"/hotline/line/{line.token}/odd/", sent)
        assert response.status_code == 200
    case = Case.objects.get()
    assert (case.state, case.playbook) == ("consult", "ransomware")
    assert "添付を開いてしまいました" in Fact.objects.get().body["text"]
    for moment in (case.known_at, case.opened_at, Fact.objects.get().at, Event.objects.last().at):
        assert (moment.minute, moment.second) == (0, 0)


def test_the_code_must_be_typed_back(line: Line, people: dict[str, Recipient]) -> None:
    code = send(line)
    address = f"/hotline/line/{line.token}/typed-back/"
    assert "番号が違います" in reporter().post(address, {"shown": code, "code": "1" * 16}).content.decode()
    assert (
        "番号は合っています"
        in reporter().post(address, {"shown": code, "code": code.replace("-", " ")}).content.decode()
    )


def test_a_page_sent_twice_is_one_tip(line: Line, people: dict[str, Recipient]) -> None:
    client = reporter()
    for _ in range(2):
        client.post(f"/hotline/line/{line.token}/tip/", {"text": "x", "form": "same"})
    assert Tip.objects.count() == 1


def test_the_three_rules_stand_before_reading(line: Line, people: dict[str, Recipient]) -> None:
    body = Client(headers={"accept-language": "ja"}).get("/hotline/box/open/").content.decode()
    assert all(rule in body for rule in ("誰が書いたかを探さない", "決めた人のほかに知らせない", "不利益を与えない"))
    without = Client().post("/hotline/box/open/", {"recipient": str(people["inside"].pk), "phrase": PHRASE})
    assert without.status_code == 422


def test_the_box_closes_after_half_an_hour(
    line: Line, people: dict[str, Recipient], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = reading(people["inside"])
    assert client.get("/hotline/box/").status_code == 200
    from sonae_web.hotline import box

    later = box.time.time() + box.OPEN_FOR + 1
    monkeypatch.setattr(box.time, "time", lambda: later)
    assert client.get("/hotline/box/")["Location"] == "/hotline/box/open/"


def test_a_recipient_who_has_ended_opens_nothing(line: Line, people: dict[str, Recipient], clock: Clock) -> None:
    send(line)
    clock.days(1)
    client = reading(people["inside"])
    assert Client().post(f"/hotline/recipient/{people['inside'].pk}/end/").status_code == 302
    assert client.get("/hotline/box/").status_code == 302


def test_setting_up_from_the_first_page_to_the_poster(row: Company) -> None:
    client = Client(headers={"accept-language": "ja"})
    assert client.post("/hotline/open-line/").status_code == 302
    added = client.post("/hotline/recipient/", {"kind": "inside", "role": "総務", "name": "", "email": ""})
    link = re.search(r"/hotline/register/[\w-]+/", added.content.decode())
    assert link
    weak = client.post(link[0], {"phrase": "short", "again": "short", "agree": "on"})
    assert weak.status_code == 422
    assert client.post(link[0], {"phrase": PHRASE, "again": PHRASE, "agree": "on"}).status_code == 302
    assert client.get(link[0]).status_code == 404  # once only
    assert "総務" in client.get("/hotline/").content.decode()
    assert client.get("/hotline/poster.pdf").content.startswith(b"%PDF")
    assert client.post("/hotline/keep/", {"days": "5"}).status_code == 200
    assert Line.objects.get().keep_days == 90


def test_closed_tips_can_be_opened_again_or_kept_longer_and_are_erased(
    line: Line, people: dict[str, Recipient], clock: Clock
) -> None:
    code = send(line)
    tip = Tip.objects.get()
    clock.days(1)
    client = reading(people["inside"])
    closing = {"act": "move", "move-to": "closed", "move-reason": "事実でした"}
    assert client.post(f"/hotline/box/{tip.pk}/", closing).status_code == 422  # without an outcome
    assert client.post(f"/hotline/box/{tip.pk}/", closing | {"move-outcome": "founded"}).status_code == 302
    assert "事実が確認できた" in talk(line, code)
    talk(line, code, act="reopen", text="まだ続いています", form="r")
    tip.refresh_from_db()
    assert (tip.state, tip.erase_on) == ("checking", None)
    client.post(f"/hotline/box/{tip.pk}/", closing | {"move-outcome": "founded"})
    longer = {"act": "longer", "longer-until": "2027-12-01", "longer-text": "裁判のため"}
    assert client.post(f"/hotline/box/{tip.pk}/", longer).status_code == 302
    assert "裁判のため" in talk(line, code)
    clock.days(200)
    call_command("hotline")
    assert Tip.objects.exists()
    clock.days(200)
    call_command("hotline")
    assert not Tip.objects.exists()


def test_on_a_server_only_the_recipient_opens_the_box(house: Company, server: None) -> None:  # noqa: F811
    line = actions.open_line(company=house, today=timezone.localdate())
    row, key = actions.add_recipient(company=house, kind="inside", role="総務", name="", email="")
    worker = cast.signed_in("suzuki")
    rules = {"phrase": PHRASE, "again": PHRASE, "agree": "on"}
    assert worker.post(f"/hotline/register/{key}/", rules).status_code == 302
    send(line)
    for name in ("sato", "kato", "tanaka"):  # the owner has the pass phrase in hand, and still no page
        stranger = cast.signed_in(name)
        assert stranger.get("/hotline/box/").status_code == 404
        opening = {"recipient": str(row.pk), "phrase": PHRASE, "agree": "on"}
        assert stranger.post("/hotline/box/open/", opening).status_code == 404
    assert (
        worker.post("/hotline/box/open/", {"recipient": str(row.pk), "phrase": PHRASE, "agree": "on"}).status_code
        == 302
    )
    assert worker.get("/hotline/box/").status_code == 200
    assert cast.signed_in("ito").get("/hotline/box/").status_code == 404


def test_signed_in_reporters_leave_nothing_in_their_session(house: Company, server: None) -> None:  # noqa: F811
    from django.contrib.sessions.models import Session

    line = actions.open_line(company=house, today=timezone.localdate())
    client = cast.signed_in("suzuki")
    before = list(Session.objects.values_list())
    client.get(f"/hotline/line/{line.token}/")
    client.post(f"/hotline/line/{line.token}/tip/", {"text": "x"})
    assert list(Session.objects.values_list()) == before


def test_the_first_middleware_is_the_quiet_one(settings: Any) -> None:
    assert settings.MIDDLEWARE[0] == f"{quiet.Quiet.__module__}.{quiet.Quiet.__name__}"
