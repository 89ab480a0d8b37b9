"""Reminders go out once, whatever the mail server, the clock or a second process does."""

import json
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from sonae_web.audit import actions as audit
from sonae_web.audit import heads
from sonae_web.audit import queries as log
from sonae_web.company.models import Company
from sonae_web.incident import actions, outbox, timer
from sonae_web.incident.models import Alarm, Case, Letter

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def case(row: Company) -> Case:
    known = timezone.localtime() - timedelta(days=30)  # everything is late
    outbox.name(company=row, first="a@example.jp", second="b@example.jp", adviser="", lang="ja", now=known)
    return actions.open_case(
        company=row, playbook="ransomware", title="売上のPC", known_at=known, facts={}, now=timezone.localtime()
    )


def to(address: str) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [address]]


def test_both_are_told_once(case: Case) -> None:
    now = timezone.localtime()
    sent, failed = timer.remind(now)
    assert (sent, failed) == (len(mail.outbox), 0)
    assert len(to("a@example.jp")) == len(to("b@example.jp")) > 0
    assert timer.remind(now + timedelta(minutes=5)) == (0, 0)
    assert timer.remind(now - timedelta(days=1))[0] == 0, "a clock set back tells nothing twice"
    assert "売上" not in "".join(message.body + message.subject for message in mail.outbox)
    assert log.first_broken() is None


def test_with_the_mail_server_down_letters_wait_and_go_out_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    now, tried = timezone.localtime(), []

    def down(letter: Letter) -> None:
        tried.append(letter.pk)
        raise SMTPServerDisconnected if len(tried) % 2 else ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "_deliver", down)
        assert timer.remind(now) == (0, len(tried))
        with pytest.raises(SystemExit):
            call_command("incident_timer")
    waiting = Letter.objects.filter(sent_at=None).count()
    assert waiting > 0
    call_command("incident_timer", "--nightly")
    assert len(mail.outbox) == waiting
    assert {message.extra_headers["Message-ID"] for message in mail.outbox} == {
        f"<{letter.pk}@sonae>" for letter in Letter.objects.all()
    }
    call_command("incident_timer")
    assert len(mail.outbox) == waiting


def test_a_letter_that_another_process_has_taken_is_left_to_it(case: Case) -> None:
    now = timezone.localtime()
    outbox.fill(now)
    Letter.objects.update(taken_at=now)
    assert outbox.send(now + timedelta(minutes=5)) == (0, 0)
    sent, _ = outbox.send(now + timedelta(minutes=11))  # it was heard of no more
    assert sent == Letter.objects.count()


def test_a_letter_from_elsewhere_is_never_sent(case: Case) -> None:
    now = timezone.localtime()
    Letter.objects.create(company=case.company, key="x", to="victim@example.jp", subject="x", body="x", made_at=now)
    timer.remind(now)
    assert to("victim@example.jp") == []
    assert not Letter.objects.filter(key="x").exists()


def test_a_closed_case_and_a_closed_duty_are_silent(case: Case) -> None:
    now = timezone.localtime()
    actions.add(
        case=case, kind="duty", body={"rule": "police", "state": "done", "proof": "1", "at": now}, at=now, now=now
    )
    outbox.fill(now)
    assert not Letter.objects.filter(key__contains=":police:").exists()
    Letter.objects.all().delete()
    Case.objects.update(state="closed")
    assert outbox.fill(now) == 0


def test_the_head_of_the_day_is_mailed_to_owner_and_adviser(row: Company) -> None:
    now = timezone.localtime()
    outbox.name(company=row, first="a@example.jp", second="", adviser="c@example.jp", lang="en", now=now)
    line = audit.record(at=now, action="test", subject="x", company=row.pk)
    heads.keep(str(row.pk), log.entry(line), (now + timedelta(days=1)).isoformat())
    timer.remind(now)
    timer.remind(now)
    assert sorted(message.to[0] for message in mail.outbox) == ["a@example.jp", "c@example.jp"]
    assert json.loads(mail.outbox[0].body)["seq"] == line.seq


def test_the_webhook_is_told_in_words_without_names(case: Case, settings, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    told: list[str] = []
    settings.WEBHOOK_URL = "https://hooks.example.jp/x"
    monkeypatch.setattr(outbox, "_post", told.append)
    timer.remind(timezone.localtime())
    assert {tuple(sorted(json.loads(body))) for body in told} == {("case", "duty", "link", "stage")}
    assert "売上" not in "".join(told)


def test_who_is_reminded_is_set_on_the_page(client: Client, row: Company) -> None:
    form = {"first": "a@example.jp", "second": "a@example.jp", "adviser": ""}
    assert client.post("/incident/kit/alarm/", form).status_code == 422  # the second person is another one
    assert client.post("/incident/kit/alarm/", {"first": "x", "second": ""}).status_code == 422
    assert client.post("/incident/kit/alarm/", form | {"second": "b@example.jp"}).status_code == 302
    assert Alarm.objects.get(company=row).second == "b@example.jp"
    assert "b@example.jp" in client.get("/incident/kit/").content.decode()
    client.post("/incident/kit/alarm/", {"first": "", "second": "", "adviser": ""})
    assert not Alarm.objects.exists()
