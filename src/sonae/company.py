"""A company in ten fields, what is typical of its industry and size, and the check of what somebody typed in."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Literal, get_args

from sonae.content import reader
from sonae.faults import Fault, InputError
from sonae.values import Text

Website = Literal["none", "hosted", "own"]
WEBSITES: tuple[Website, ...] = get_args(Website)


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of 日本標準産業分類 (``letters``), with what Sonae assumes for a small company in it."""

    id: str
    letters: tuple[str, ...]
    title: Text
    gross_margin: float
    revenue_per_head_yen: int
    records_per_head: int


@dataclass(frozen=True, slots=True)
class Size:
    """A class of company size, in persons including the owner, both ends included."""

    id: str
    title: Text
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Company:
    """What the loss model knows of a company. Revenue in yen a year; ``personal_records`` counts persons."""

    name: str
    industry: str
    employees: int
    revenue_yen: int
    gross_margin: float
    devices: int
    personal_records: int
    website: Website
    network: bool
    telework: bool
    top3_customer_share: float | None = None
    prefecture: str = ""


@cache
def industries() -> dict[str, Industry]:
    """All industries by id, in the order of a form."""
    return {
        record["id"]: Industry(
            id=record["id"],
            letters=tuple(record["letters"]),
            title=reader.text(record, "title"),
            gross_margin=record["gross_margin"],
            revenue_per_head_yen=record["revenue_per_head_yen"],
            records_per_head=record["records_per_head"],
        )
        for record in reader.toml("company", "industries")["industry"]
    }


def find_industry(key: str) -> Industry | None:
    """The industry with this id or letter of 日本標準産業分類.

    >>> find_industry("e").id, find_industry("manufacturing").id, find_industry("Z")
    ('manufacturing', 'manufacturing', None)
    """
    letter = key.strip().upper()
    by_letter = (industry for industry in industries().values() if letter in industry.letters)
    return industries().get(key.strip().lower()) or next(by_letter, None)


@cache
def sizes() -> tuple[Size, ...]:
    """The size classes, smallest first."""
    records = reader.toml("company", "typical")["size"]
    return tuple(Size(record["id"], reader.text(record, "title"), record["low"], record["high"]) for record in records)


def size_of(employees: int) -> Size:
    """The class of a company of so many people (above the last class: the last one).

    >>> size_of(20).id
    'small'
    """
    return next((size for size in sizes() if employees <= size.high), sizes()[-1])


@cache
def prefectures() -> tuple[str, ...]:
    """The 47 prefectures, from north to south."""
    return tuple(reader.toml("company", "typical")["prefectures"])


def typical(industry: Industry, employees: int, name: str = "") -> Company:
    """A company of this industry and size with every other field proposed.

    A yes-or-no field is proposed as "yes" where more than half of the companies of the size say so (JFC 2021).

    >>> typical(industries()["manufacturing"], 20).revenue_yen
    360000000
    """
    content = reader.toml("company", "typical")
    has = {key: _share(content["shares"][key], employees) > 0.5 for key in ("website", "network", "telework")}
    return Company(
        name=name,
        industry=industry.id,
        employees=employees,
        revenue_yen=employees * industry.revenue_per_head_yen,
        gross_margin=industry.gross_margin,
        devices=math.ceil(employees * content["devices_per_head"]["value"]),
        personal_records=employees * industry.records_per_head,
        website="hosted" if has["website"] else "none",
        network=has["network"],
        telework=has["telework"],
    )


def _share(steps: list[dict[str, float]], employees: int) -> float:
    return [step["share"] for step in steps if step["from"] <= employees][-1]


def check(raw: Mapping[str, object], file: str = "") -> Company:
    """The company of a ``[company]`` table. Raises InputError with every fault; fields are named ``company.<key>``.

    ``gross_margin`` may be left out (the industry's is taken); so may name, top3_customer_share, prefecture.

    >>> check({"industry": "E", "employees": 20, "revenue_yen": 300_000_000, "devices": 22, "personal_records": 500,
    ...        "website": "hosted", "network": True, "telework": False}).gross_margin
    0.25
    """
    form = _Form(raw, file)
    limits = reader.toml("company", "typical")["limits"]
    form.refuse_unknown([entry.name for entry in fields(Company)])
    industry = form.industry()
    company = Company(
        name=form.line("name"),
        industry=industry.id,
        employees=form.whole("employees", 1, limits["employees"]),
        revenue_yen=form.whole("revenue_yen", 1, limits["revenue_yen"]),
        gross_margin=form.share("gross_margin", industry.gross_margin),
        devices=form.whole("devices", 0, limits["devices"]),
        personal_records=form.whole("personal_records", 0, limits["personal_records"]),
        website=form.website(),
        network=form.flag("network"),
        telework=form.flag("telework"),
        top3_customer_share=form.share("top3_customer_share", 0.0) if "top3_customer_share" in raw else None,
        prefecture=form.prefecture(),
    )
    if not form.faults and company.revenue_yen > company.employees * limits["revenue_per_head_yen"]:
        form.fault("revenue_yen", _ABSURD, _CHECK_ZEROS)
    if form.faults:
        raise InputError(form.faults)
    return company


_MISSING = Text("書かれていません", "is missing")
_ABSURD = Text("従業員の数に比べて大きすぎます", "is too large for so few people")
_CHECK_ZEROS = Text("単位は円です。桁を確かめてください", "The unit is yen; check the number of zeros")


@dataclass(slots=True)
class _Form:
    """Takes one key after the other, keeps every fault, and gives something harmless where there was one."""

    raw: Mapping[str, object]
    file: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, key: str, problem: Text, remedy: Text) -> None:
        value = self.raw.get(key)
        typed = str(value).lower() if isinstance(value, bool) else str(value)
        shown = typed if key in self.raw else None
        self.faults.append(Fault(problem, remedy, file=self.file, field=f"company.{key}", value=shown))

    def wrong(self, key: str, problem: Text, remedy: Text) -> None:
        self.fault(key, problem if key in self.raw else _MISSING, remedy)

    def refuse_unknown(self, known: list[str]) -> None:
        listed = ", ".join(known)
        remedy = Text(f"使える項目は {listed} です", f"Known keys: {listed}")
        for key in self.raw:
            if key not in known:
                self.fault(key, Text("知らない項目です", "is not a known key"), remedy)

    def line(self, key: str) -> str:
        value = self.raw.get(key, "")
        if isinstance(value, str) and len(value) <= 200 and value.isprintable():
            return value.strip()
        remedy = Text("200文字までの1行の文字にしてください", "Give one line of up to 200 characters")
        self.wrong(key, Text("使えない文字か長さです", "is not usable text"), remedy)
        return ""

    def industry(self) -> Industry:
        value = self.raw.get("industry")
        found = find_industry(value) if isinstance(value, str) else None
        if found:
            return found
        names = ", ".join(industries())
        remedy = Text(
            f"{names}、または日本標準産業分類の英字にしてください", f"Give one of {names}, or a letter of JSIC"
        )
        self.wrong("industry", Text("知らない業種です", "is not a known industry"), remedy)
        return industries()["other"]

    def whole(self, key: str, low: int, high: int) -> int:
        value = self.raw.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        problem = Text("負の数です", "is negative") if isinstance(value, int) and value < 0 else _NOT_IN_RANGE
        if key == "employees" and isinstance(value, int) and value > high:
            problem = Text(
                f"Sonae は従業員{high}人までの会社のためのものです",
                f"is more than the {high} people that Sonae is made for",
            )
        remedy = Text(
            f"{low:,} から {high:,} までの整数にしてください", f"Give a whole number from {low:,} to {high:,}"
        )
        self.wrong(key, problem, remedy)
        return low

    def share(self, key: str, usual: float) -> float:
        value = self.raw.get(key, usual)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self.wrong(
            key,
            _NOT_IN_RANGE,
            Text("0 から 1 までの割合にしてください（60% は 0.6）", "Give a share from 0 to 1 (60% is 0.6)"),
        )
        return usual

    def flag(self, key: str) -> bool:
        value = self.raw.get(key)
        if not isinstance(value, bool):
            self.wrong(key, Text("true か false ではありません", "is neither true nor false"), _TRUE_OR_FALSE)
        return value is True

    def website(self) -> Website:
        value = self.raw.get("website")
        for website in WEBSITES:
            if value == website:
                return website
        remedy = Text(
            "none（なし）、hosted（外部のサーバー）、own（自社のサーバー）のどれかにしてください",
            "Give none, hosted (on a provider's server) or own (on your own server)",
        )
        self.wrong("website", Text("選べない値です", "is not one of the choices"), remedy)
        return "none"

    def prefecture(self) -> str:
        value = self.raw.get("prefecture", "")
        if value == "" or value in prefectures():
            return str(value)
        remedy = Text("「東京都」のように都道府県名で書いてください", "Give the Japanese name, such as 東京都")
        self.wrong("prefecture", Text("知らない都道府県です", "is not a prefecture of Japan"), remedy)
        return ""


_NOT_IN_RANGE = Text("使える範囲の数ではありません", "is not a number in the usable range")
_TRUE_OR_FALSE = Text("はいは true、いいえは false と書いてください", "Write true for yes, false for no")
