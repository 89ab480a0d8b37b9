"""Reminders: whom, when, and never twice for the same thing."""

from datetime import datetime

from sonae.incident import playbooks, read, reminders
from sonae.incident.response import Response, respond

HEAD = 'schema = "sonae.incident/1"\nid = "a"\nplaybook = "ransomware"\nknown_at = 2026-11-23T08:55:00+09:00\n'


def at(moment: str, more: str = "") -> Response:
    return respond(read.parse(HEAD + more), playbooks.load(), datetime.fromisoformat(f"{moment}+09:00"))


def stage(response: Response, duty: str) -> str:
    return next((entry.stage for entry in reminders.pending(response) if entry.duty.id == duty), "")


def test_one_person_first_then_the_second_before_the_limit() -> None:
    """Warning on Wednesday 25 at 0:00, limit Friday 27 at 23:59: a grace of just under a day."""
    assert stage(at("2026-11-24T23:59"), "ppc_flash") == ""
    assert stage(at("2026-11-25T00:00"), "ppc_flash") == "warn"
    assert stage(at("2026-11-26T00:00"), "ppc_flash") == "again"
    assert stage(at("2026-11-27T00:00"), "ppc_flash") == "second"
    assert stage(at("2026-11-28T00:00"), "ppc_flash") == "late"
    both = [entry.both for entry in reminders.pending(at("2026-11-27T00:00")) if entry.duty.id == "ppc_flash"]
    assert both == [True]


def test_what_is_closed_or_has_no_limit_is_not_told() -> None:
    closed = '[[duty]]\nrule = "ppc_flash"\nat = 2026-11-24T10:00:00+09:00\nstate = "done"\nproof = "12"\n'
    assert stage(at("2026-11-28T00:00", closed), "ppc_flash") == ""
    told = {entry.duty.id for entry in reminders.pending(at("2027-06-01T12:00"))}
    assert all(entry.due is None for entry in at("2027-06-01T12:00").duties if entry.id not in told and entry.open)


def test_our_own_aims_wait_for_working_hours() -> None:
    """The police within a day is our own aim: its warning falls on a Monday evening, so it waits for Tuesday, nine o'clock."""
    duty = next(duty for duty in at("2026-11-23T09:00").duties if duty.id == "police")
    assert not duty.legal
    for _, moment in reminders.moments(duty):
        assert reminders.DAY_STARTS <= moment.time() <= reminders.DAY_ENDS
        assert moment.weekday() < 5


def test_keys_do_not_change_with_the_clock() -> None:
    first = {entry.key for entry in reminders.pending(at("2026-11-27T00:00"))}
    again = {entry.key for entry in reminders.pending(at("2026-11-27T00:05"))}
    assert first == again


def test_a_mail_says_nothing_of_what_happened() -> None:
    response = at("2026-11-27T00:00", 'title = "売上のPC"\n')
    for lang in ("ja", "en"):
        for entry in reminders.pending(response):
            subject, body = reminders.mail(entry, "https://sonae.example.jp/incident/x/", lang)  # type: ignore[arg-type]
            assert "売上" not in subject + body
            assert "\n" not in subject
            assert "https://sonae.example.jp/incident/x/" in body
