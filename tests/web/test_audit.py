"""The log: every change adds a line, and a changed line is found."""

from sonae_web.audit import actions, queries
from sonae_web.audit.models import Event
from sonae_web.risk.models import Assessment
from web.conftest import NOW


def test_whole_after_ordinary_work(assessed: Assessment) -> None:
    assert [event.action for event in Event.objects.all()] == ["company.enter", "diagnosis.answer", "risk.assess"]
    assert queries.first_broken() is None


def test_a_changed_line_is_found(assessed: Assessment) -> None:
    second = Event.objects.all()[1]
    Event.objects.filter(pk=second.pk).update(detail={"items": []})
    assert queries.first_broken() == second


def test_a_missing_line_is_found(assessed: Assessment) -> None:
    Event.objects.all()[1].delete()
    assert queries.first_broken() == Event.objects.last()


def test_lines_hold_no_personal_data(assessed: Assessment) -> None:
    actions.record(at=NOW, action="test", subject="company:1")
    assert "株式会社試験" not in str(list(Event.objects.values()))
