"""A company carried away and back: every row and file, byte for byte; and files that come from nobody we know."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from PIL import Image

from sonae import archive
from sonae.archive import LIST
from sonae.company import Company as Value
from sonae.faults import InputError
from sonae.management import Appetite
from sonae_web import reader
from sonae_web.archive import actions, folders, queries, tables
from sonae_web.audit import heads
from sonae_web.audit import queries as log
from sonae_web.audit.models import Event
from sonae_web.company.models import Company, Grant, Membership
from sonae_web.diagnosis import actions as diagnoses
from sonae_web.diagnosis import inquiries
from sonae_web.evidence.models import Piece
from sonae_web.insurance import actions as contracts
from sonae_web.management import actions as owner
from sonae_web.report import logos
from sonae_web.risk.models import Assessment
from sonae_web.task import actions as tasks
from sonae_web.task.models import Task
from web import cast
from web.conftest import NOW
from web.test_access import other, server  # noqa: F401 - fixtures

EVIDENCE = b"%PDF-1.7\n" + bytes(range(256))
SHA = hashlib.sha256(EVIDENCE).hexdigest()
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def full(assessed: Assessment) -> Company:
    """A company with something in every kind of column: bytes, moments, days, lists, links between rows."""
    company = assessed.company
    with reader.acting(reader.Reader(None, reader.Role.OWNER, frozenset({company.pk}))):
        contracts.add_sample(company=company, name="a", now=NOW)
        inquiries.ask(company=company, person="髙﨑 🍣", items=["SD-23"], lang="ja", now=NOW)
        tasks.take(company=company, measures=["SD-09"], now=NOW)
        tasks.new_link(company=company, lang="ja", now=NOW)
        owner.set_appetite(company=company, value=Appetite(1_500_000, 100), by="佐藤", now=NOW)
        owner.set_appetite(company=company, value=Appetite(900_000, 50), by="佐藤", now=NOW)
        picture = io.BytesIO()
        Image.new("RGB", (30, 20), "navy").save(picture, "PNG")
        logos.keep(company=company, data=logos.drawn(picture.getvalue()), now=NOW)
    common = {"kind": "file", "covers": ["SD-11"], "effective_from": NOW.date(), "received_at": NOW, "sha256": SHA}
    first = Piece.objects.create(company=company, title="一", **common)
    Piece.objects.create(company=company, title="二", replaces=first, **common)
    for word in ("evidence", "incident"):
        place = Path(settings.DATA) / word / str(company.pk) / SHA
        place.parent.mkdir(parents=True)
        place.write_bytes(EVIDENCE)
    (place.parent / ".half").write_bytes(b"an upload that goes on")
    heads.keys()  # the key of this installation is there before anything is compared
    cast.belongs("sato", company)
    cast.granted("tanaka", company)
    return company


def everything(company: Any) -> dict[str, list[dict[str, Any]]]:
    with reader.everywhere():
        return {label: list(tables.written(model, company)) for label, model in tables.belonging().items()}


def files() -> dict[str, bytes]:
    found = (path for path in Path(settings.DATA).rglob("*") if path.is_file())
    return {str(path.relative_to(settings.DATA)): path.read_bytes() for path in found if path.suffix != ".zip"}


def saved(company: Company) -> Path:
    path = Path(settings.DATA) / "all.zip"
    with path.open("wb") as stream:
        queries.write(company, stream, NOW)
    return path


def elsewhere(company: Company) -> None:
    """As if this were another computer: nothing of the company is here."""
    with reader.everywhere():
        for model in tables.belonging().values():
            rows = model._default_manager.filter(**{tables.key(model): company.pk})
            rows._raw_delete(rows.db)
    for path in Path(settings.DATA).rglob(SHA):
        path.unlink()


def test_no_table_of_a_company_is_forgotten() -> None:
    """Every table of ours travels, except people, who have accounts; a new table is in without being named."""
    own = {model._meta.label for model in apps.get_models() if model.__module__.startswith("sonae_web.")}
    left_out = own - set(tables.belonging())
    assert {label for label in left_out if not label.startswith("hotline.")} == {"people.Person"}
    assert not any(
        label.startswith("hotline.") for label in tables.belonging()
    )  # reports are not the owner's to take away
    assert tables.places() == {"company.Membership", "company.Grant", "company.Invitation"}
    for model in tables.belonging().values():
        for field in model._meta.concrete_fields:
            assert not getattr(field, "auto_now", False), f"{field}: would not come back as it was"
            assert not getattr(field, "auto_now_add", False), f"{field}: would not come back as it was"
            if field.is_relation and field.related_model._meta.label in tables.belonging():
                assert not isinstance(field.target_field, models.AutoField), f"{field}: points to a number"


def test_there_and_back_without_loss(full: Company) -> None:
    before, kept, path = everything(full.pk), files(), saved(full)
    elsewhere(full)
    assert not Company.objects.exists()
    taken = actions.take_in(path=path, now=LATER)
    after = everything(full.pk)
    line = after[tables.LOG].pop()
    assert after == before
    assert {name: data for name, data in files().items() if not name.endswith("/.half")} == {
        name: data for name, data in kept.items() if not name.endswith("/.half")
    }
    assert (line["action"], line["detail"]["rows"], taken.files) == ("archive.take_in", taken.rows, 2)
    assert log.first_broken() is None
    again = saved(full)
    assert archive.checked(again)[0].rows == taken.rows + 1


def test_the_newer_file_follows_and_the_older_is_refused(full: Company) -> None:
    old = saved(full).rename(Path(settings.DATA) / "old.zip")
    with reader.acting(reader.Reader(None, reader.Role.OWNER, frozenset({full.pk}))):
        tasks.add(company=full, values={"title": "あとから"}, now=LATER)
    new = saved(full)
    with pytest.raises(InputError, match="would lose that"):
        actions.take_in(path=old, now=LATER, over=full)
    elsewhere(full)
    first = actions.take_in(path=old, now=LATER).company
    with pytest.raises(InputError, match="would lose that"):  # taking it in was an entry, which the newer file lacks
        actions.take_in(path=new, now=LATER, over=first)
    Event.objects.filter(action="archive.take_in").delete()
    actions.take_in(path=new, now=LATER, over=first)
    assert Task.objects.filter(title="あとから").exists()
    assert log.first_broken() is None
    with pytest.raises(InputError, match="is here already"):
        actions.take_in(path=new, now=LATER)


def test_on_a_server_nobody_comes_along(full: Company, server: None, other: Company) -> None:  # noqa: F811
    path = saved(full)
    elsewhere(full)
    ito = cast.person("ito")
    actions.take_in(path=path, now=LATER, founder=actions.Founder(ito))
    with reader.everywhere():
        assert not Grant.objects.exists()
        assert [row.person_id for row in Membership.objects.filter(company=full)] == [ito.pk]
        assert log.first_broken() is None


Change = Callable[[dict[str, bytes]], None]


def row_of(name: str, **changed: Any) -> Change:
    """The first row of a table with other values; digests and list are made to fit."""

    def change(inside: dict[str, bytes]) -> None:
        lines = inside[f"rows/{name}.jsonl"].splitlines()
        lines[0] = json.dumps(json.loads(lines[0]) | changed).encode()
        inside[f"rows/{name}.jsonl"] = b"\n".join(lines) + b"\n"

    return change


def listed(**changed: Any) -> Change:
    return lambda inside: inside.update({LIST: json.dumps(json.loads(inside[LIST]) | changed).encode()})


def more(name: str, data: bytes) -> Change:
    return lambda inside: inside.update({name: data})


def forged(path: Path, change: Change) -> Path:
    """An archive changed by somebody who knows how to make the digests fit."""
    with zipfile.ZipFile(path) as whole:
        inside = {name: whole.read(name) for name in whole.namelist()}
    change(inside)
    said = json.loads(inside.pop(LIST))
    said["parts"] = [
        {
            "name": name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
            "rows": data.count(b"\n") if name.startswith("rows/") else 0,
        }
        for name, data in inside.items()
    ]
    with zipfile.ZipFile(path, "w") as whole:
        for name, data in {**inside, LIST: json.dumps(said).encode()}.items():
            whole.writestr(name, data)
    return path


FOREIGN = "11111111-1111-4111-8111-111111111111"
HOSTILE: dict[str, tuple[Change, str]] = {
    "another company's row": (row_of("task.task", company_id=FOREIGN), "row of another company"),
    "a pointer out": (row_of("insurance.version", policy_id=FOREIGN), "points to a row"),
    "a way out of the folder": (row_of("evidence.piece", sha256="../../../etc/passwd"), "not allowed"),
    "a link that runs": (row_of("evidence.piece", kind="link", where="javascript:alert(1)"), "not allowed"),
    "a result that is none": (row_of("risk.assessment", result="{}"), "not allowed"),
    "an answer that is none": (row_of("diagnosis.diagnosis", answers={"SD-01": "perhaps"}), "not allowed"),
    "a picture that is none": (row_of("report.logo", png="PHN2Zz4="), "not allowed"),
    "a zero sign": (row_of("task.task", note="a\0b"), "not allowed"),
    "half a character": (row_of("task.task", note="\ud800"), "cannot be read as a row"),
    "a number as text": (row_of("company.company", employees="20"), "not allowed"),
    "too long": (row_of("task.task", owner="x" * 61), "not allowed"),
    "a moment without a zone": (row_of("task.task", made_at="2026-11-24T00:00:00"), "not allowed"),
    "a column of tomorrow": (row_of("task.task", mood="good"), "does not know"),
    "a log written anew": (row_of("audit.event", action="nothing"), "log that is not whole"),
    "a table of tomorrow": (more("rows/hat.hat.jsonl", b""), "does not know"),
    "files of tomorrow": (more("files/hat/x", b""), "does not know"),
    "a path": (more("files/evidence/../../x", b""), "in a way that is not allowed"),
    "a name that lies": (more(f"files/evidence/{'0' * 64}", b"x"), "has been changed"),
    "no rows but noise": (more("rows/task.task.jsonl", b"[1, 2]\n"), "cannot be read as a row"),
    "deep nesting": (more("rows/task.task.jsonl", b'{"a":' * 100_000 + b"\n"), "cannot be read as a row"),
    "a newer format": (listed(schema="sonae.archive/2"), "format that this Sonae cannot read"),
    "tables of tomorrow": (listed(tables={"task": "9999_hat"}), "made by a newer Sonae"),
    "no format at all": (listed(parts=3, log_hash=[]), "no archive"),
    "a log cut at its end": (
        lambda inside: inside.update(
            {"rows/audit.event.jsonl": b"".join(inside["rows/audit.event.jsonl"].splitlines(keepends=True)[:-1])}
        ),
        "log that is not whole",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_and_nothing_is_left(full: Company, name: str) -> None:
    change, message = HOSTILE[name]
    path = forged(saved(full), change)
    elsewhere(full)
    before = files()
    with pytest.raises(InputError, match=message) as caught:
        actions.take_in(path=path, now=LATER)
    assert all(fault.problem.ja and fault.remedy.ja for fault in caught.value.faults)
    assert everything(full.pk) == {label: [] for label in tables.belonging()}
    assert files() == before


def test_broken_files_are_refused(full: Company) -> None:
    path = saved(full)
    whole = path.read_bytes()
    for data in (b"", b"PK\x03\x04", b"%PDF-1.7", whole[: len(whole) // 2], whole[:-30]):
        path.write_bytes(data)
        with pytest.raises(InputError, match="cannot be read as an archive"):
            actions.take_in(path=path, now=LATER, over=full)
    path.write_bytes(whole)
    manifest, digest = archive.checked(path)
    for place in range(
        7, len(whole), len(whole) // 60
    ):  # one byte changed, anywhere: found, or it was the date of a header
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            assert archive.checked(path) == (manifest, digest)
        except InputError:
            continue


def test_a_full_disk_changes_nothing(full: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(full)
    elsewhere(full)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders.archive, "unpack", no_room)
    with pytest.raises(InputError, match="nothing has been changed"):
        actions.take_in(path=path, now=LATER)
    assert not Company.objects.exists()


def test_on_the_pages(client: Client, full: Company) -> None:
    assert "2件" in client.get("/archive/").content.decode()
    answer = client.post("/archive/file/")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith('attachment; filename="sonae-')
    wrong = client.post("/archive/enter/", {"archive": SimpleUploadedFile("x.zip", b"PK nothing")})
    assert wrong.status_code == 422
    assert "途中で切れているか" in wrong.content.decode()
    assert client.post("/archive/enter/", {}).status_code == 422
    elsewhere(full)
    assert "/archive/enter/" in client.get("/company/").content.decode()
    right = client.post("/archive/enter/", {"archive": SimpleUploadedFile("x.zip", data)})
    assert right["Location"] == "/"
    assert Company.objects.get().pk == full.pk
    assert Client(enforce_csrf_checks=True).post("/archive/enter/", {}).status_code == 403
    diagnoses.record_answers(company=full, answers={}, now=LATER)


def test_another_company_is_never_replaced(full: Company, value: Value) -> None:
    path = saved(full)
    elsewhere(full)
    another = Company.objects.create(**asdict(value), updated_at=NOW)
    for over in (None, another):
        with pytest.raises(InputError, match="another company here"):
            actions.take_in(path=path, now=LATER, over=over)
