"""What may be typed or sent in: the steps of the guided form, and a file that says what it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sonae import document
from sonae.faults import Fault, InputError
from sonae.insurance import policy, sheet, terms, words
from sonae.insurance.terms import PAGE, Step, Term
from sonae.values import Lang, Text
from sonae_web.company.forms import lang

MOST_TYPED = 400  # characters of one field


@dataclass(frozen=True, slots=True)
class Row:
    """One term as it is shown: its field, the field of its page, and whether it is assumed for want of a page."""

    term: Term
    value: forms.BoundField
    page: forms.BoundField | None
    assumed: bool

    @property
    def short(self) -> str:
        """The title of a term within its item."""
        return self.term.title.of(lang()).partition("：" if lang() == "ja" else ": ")[2]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of expense with its fields."""

    title: str
    rows: tuple[Row, ...]
    shown: bool


class StepForm(forms.Form):
    """The terms of one step. Nothing is refused here: the library says what is wrong with what was typed."""

    def __init__(self, step: Step, typed: Mapping[str, str], faults: Iterable[Fault] = ()) -> None:
        super().__init__(data=_as_data(step, typed))
        self.step, self.typed = step, typed
        for term in step.terms:
            self.fields[term.path] = _field(term)
            if term.paged:
                self.fields[f"{PAGE}{term.path}"] = forms.CharField(label=_("Page of the wording"), required=False)
        self._errors, self.cleaned_data = ErrorDict(), {}  # the library judges, not the fields
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, said(fault))

    def plain_rows(self) -> list[Row]:
        """The terms other than the items of expense."""
        return [row for row in self.rows() if not row.term.item]

    def items(self) -> list[Item]:
        """The items of expense that are usual or were entered."""
        return [item for item in self._items() if item.shown]

    def more_items(self) -> list[Item]:
        """The other items of expense."""
        return [item for item in self._items() if not item.shown]

    def _items(self) -> Iterator[Item]:
        for name, group in groupby((row for row in self.rows() if row.term.item), key=lambda row: row.term.item):
            rows = tuple(group)
            entered = any(row.value.value() or row.value.errors for row in rows)
            yield Item(words.item(name).of(lang()), rows, entered or name in terms.usual_items())

    def rows(self) -> Iterator[Row]:
        """The terms in order."""
        for term in self.step.terms:
            page = self[f"{PAGE}{term.path}"] if term.paged else None
            known = bool(self.typed.get(term.path, "").strip())
            assumed = page is not None and known and not self.typed.get(f"{PAGE}{term.path}", "").strip()
            yield Row(term, self[term.path], page, assumed)


def said(fault: Fault) -> str:
    """What is wrong and how to put it right, as it stands beside a field."""
    ja = lang() == "ja"
    return f"{fault.problem.of(lang())}{'。' if ja else '. '}{fault.remedy.of(lang())}{'。' if ja else '.'}"


def _field(term: Term) -> forms.Field:
    label, hint = term.title.of(lang()), term.hint.of(lang())
    if term.kind == "flag":
        yes_no = [("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(label=label, help_text=hint, required=False, choices=yes_no, widget=forms.RadioSelect)
    choices = [(code, words.of(lang())) for code, words in term.choices]
    if term.kind == "choice":
        return forms.ChoiceField(label=label, help_text=hint, required=False, choices=choices)
    if term.kind == "codes":
        return forms.MultipleChoiceField(
            label=label, help_text=hint, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )
    return forms.CharField(label=label, help_text=hint, required=False)


def _as_data(step: Step, typed: Mapping[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = dict(typed)
    for term in step.terms:
        if term.kind == "codes":
            data[term.path] = [code for code in typed.get(term.path, "").split(",") if code]
    return data


def typed_in(step: Step, sent: QueryDict) -> dict[str, str]:
    """What a person typed in one step; everything else that was sent is left out."""
    found: dict[str, str] = {}
    for term in step.terms:
        several = term.kind == "codes"
        found[term.path] = ",".join(sent.getlist(term.path)) if several else sent.get(term.path, "")
        if term.paged:
            found[f"{PAGE}{term.path}"] = sent.get(f"{PAGE}{term.path}", "")
    return {path: value[: MOST_TYPED * (20 if "," in value else 1)].replace("\0", "") for path, value in found.items()}


class Sent(NamedTuple):
    """A file that was sent in: the contract's text, and the way it came."""

    text: str
    way: str


def contract_in(upload: UploadedFile | None, name: str, version: int) -> Sent:
    """The contract of an uploaded TOML file or Excel sheet; ``name`` and ``version`` are for a sheet of a new contract.

    Raises InputError with every fault, each at its line or cell.
    """
    if upload is None or not upload.name:
        raise InputError([Fault(_NO_FILE, _CHOOSE)])
    file, size = str(upload.name)[:100], upload.size or 0
    if size > sheet.MOST_BYTES:
        raise InputError([Fault(Text("ファイルが大きすぎます", "is too large"), _RIGHT_FILE, file=file)])
    data = upload.read()
    if file.lower().endswith(".toml"):
        return Sent(policy.of(document.given(data, file)).text, "file")
    if file.lower().endswith(".xlsx"):
        return Sent(sheet.contract(data, file, name=name, version=version), "sheet")
    raise InputError([Fault(_OTHER_KIND, _RIGHT_FILE, file=file)])


_NO_FILE = Text("ファイルが選ばれていません", "No file was chosen")
_CHOOSE = Text("契約のファイルを選んでください", "Choose the file of a contract")
_OTHER_KIND = Text(
    "読める種類のファイルではありません（.toml か .xlsx）", "is not a kind of file that can be read (.toml or .xlsx)"
)
_RIGHT_FILE = Text("ファイルを間違えていないか確かめてください", "Check that this is the right file")


def messages(error: InputError) -> list[str]:
    """Every fault as one line."""
    language: Lang = lang()
    return [fault.message(language) for fault in error.faults]


def step_of(name: str) -> Step | None:
    """The step of a name."""
    return next((step for step in terms.steps() if step.id == name), None)
