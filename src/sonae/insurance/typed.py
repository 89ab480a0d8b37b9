"""Values of a contract as people type them: wide digits, commas, 万円, dates in the Japanese way. Files know none of this."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from sonae.faults import Fault, InputError
from sonae.shape import MOST_TEXT, MOST_YEN
from sonae.values import Text

Value = str | int | bool | Decimal | date | list[str]
Choices = Iterable[tuple[str, Text]]
UNITS = {"億": 10**8, "万": 10**4, "千": 10**3}
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
MOST_HOURS, MOST_DAYS, MOST_COUNTED = 8_784, 3_660, 10**8
YES, NO = ("yes", "はい", "true", "有", "あり", "○"), ("no", "いいえ", "false", "無", "なし", "×")
_AMOUNT = re.compile(r"(?:\d+(?:\.\d+)?[億万千])+(?:\d+)?|\d+(?:\.\d+)?")
_PART = re.compile(r"(\d+(?:\.\d+)?)([億万千]?)")
_DAY = re.compile(r"(令和|平成|[RH])?(\d{1,4}|元)(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[T ]\S*)?")


def plain(typed: str) -> str:
    """Narrow signs, without the spaces around.

    >>> plain("　１，０００ ")
    '1,000'
    """
    return unicodedata.normalize("NFKC", typed).strip()


def yen(typed: str) -> int:
    """Whole yen. Raises InputError.

    >>> yen("３，０００万円"), yen("1億2000万"), yen("¥500,000"), yen("12.5万")
    (30000000, 120000000, 500000, 125000)
    """
    bare = re.sub(r"[,\s、円¥]", "", plain(typed)).removesuffix("yen")
    if not _AMOUNT.fullmatch(bare):
        raise _wrong(Text("金額として読めません", "cannot be read as an amount"), _AN_AMOUNT, typed)
    total = sum((Decimal(number) * UNITS.get(unit, 1) for number, unit in _PART.findall(bare)), Decimal(0))
    if total != int(total):
        raise _wrong(Text("1円未満の金額です", "holds parts of a yen"), _AN_AMOUNT, typed)
    if total > MOST_YEN:
        raise _wrong(Text("金額が大きすぎます", "is too large an amount"), _AN_AMOUNT, typed)
    return int(total)


def hours(typed: str) -> int | Decimal:
    """Hours, also from days. Raises InputError.

    >>> hours("１２時間"), hours("0.5日"), hours("1.5")
    (12, 12, Decimal('1.5'))
    """
    bare = re.sub(r"[,\s]|時間|hours?", "", plain(typed))
    days = bare.endswith(("日", "days", "day"))
    number = _number(re.sub(r"日|days?", "", bare), typed, _HOURS)
    value = number * 24 if days else number
    if not 0 <= value <= MOST_HOURS:
        raise _wrong(Text("時間の範囲を超えています", "is out of range"), _HOURS, typed)
    return int(value) if value == int(value) else value


def days(typed: str) -> int:
    """Whole days. Raises InputError.

    >>> days("３６５日")
    365
    """
    value = _number(re.sub(r"[,\s]|日間?|days?", "", plain(typed)), typed, _DAYS)
    if value != int(value) or not 0 <= value <= MOST_DAYS:
        raise _wrong(Text("日数として使えません", "cannot be a number of days"), _DAYS, typed)
    return int(value)


def count(typed: str) -> int:
    """How many people or companies. Raises InputError.

    >>> count("３２０人"), count("1,200")
    (320, 1200)
    """
    value = _number(re.sub(r"[,\s]|人|社|名", "", plain(typed)), typed, _COUNT)
    if value != int(value) or not 0 <= value <= MOST_COUNTED:
        raise _wrong(Text("人や会社の数として使えません", "cannot be a number of people or companies"), _COUNT, typed)
    return int(value)


def share(typed: str) -> Decimal:
    """A share from per cent; what is 1 or less counts as a share already. Raises InputError.

    >>> share("９０％"), share("90"), share("0.9"), share("9割")
    (Decimal('0.9'), Decimal('0.9'), Decimal('0.9'), Decimal('0.9'))
    """
    bare = re.sub(r"\s", "", plain(typed))
    per_cent, tenths = bare.endswith("%"), bare.endswith("割")
    value = _number(bare.rstrip("%割"), typed, _SHARE)
    value = value / 10 if tenths else value / 100 if per_cent or value > 1 else value
    if not 0 <= value <= 1:
        raise _wrong(Text("0% から 100% までではありません", "is not between 0 and 100 %"), _SHARE, typed)
    return value.normalize() if value != value.to_integral() else Decimal(int(value))


def day(typed: str) -> date:
    """A day. Raises InputError.

    >>> day("2026年4月1日"), day("令和8年4月1日"), day("2026/4/1")
    (datetime.date(2026, 4, 1), datetime.date(2026, 4, 1), datetime.date(2026, 4, 1))
    """
    found = _DAY.fullmatch(plain(typed))
    if not found:
        raise _wrong(Text("日付として読めません", "cannot be read as a date"), _A_DAY, typed)
    era, year, month, number = found.groups()
    try:
        return date(ERAS.get(era, 0) + (1 if year == "元" else int(year)), int(month), int(number))
    except ValueError as error:
        raise _wrong(Text("暦にない日です", "is no day of the calendar"), _A_DAY, typed) from error


def flag(typed: str) -> bool:
    """Yes or no. Raises InputError.

    >>> flag("はい"), flag("no")
    (True, False)
    """
    bare = plain(typed).lower()
    if bare not in (*YES, *NO):
        remedy = Text("「はい」か「いいえ」を選んでください", "Choose yes or no")
        raise _wrong(Text("「はい」でも「いいえ」でもありません", "is neither yes nor no"), remedy, typed)
    return bare in YES


def choice(typed: str, choices: Choices) -> str:
    """The id of one of ``choices``, from its id or its words. Raises InputError."""
    known = list(choices)
    bare = plain(typed).lower()
    for name, words in known:
        if bare in (name, plain(words.ja), words.en.lower()):
            return name
    ja, en = "、".join(words.ja for _, words in known), ", ".join(words.en for _, words in known)
    remedy = Text(f"{ja}のどれかにしてください", f"Choose one of: {en}")
    raise _wrong(Text("選べる言葉ではありません", "is none of the choices"), remedy, typed)


def codes(typed: str, choices: Choices) -> list[str]:
    """Several of ``choices``, with commas between them. Raises InputError."""
    known = list(choices)
    return list(dict.fromkeys(choice(part, known) for part in re.split(r"[,、，\n;]", typed) if part.strip()))


def text(typed: str) -> str:
    """A line of words. Raises InputError."""
    bare = typed.strip()
    if len(bare) > MOST_TEXT or not bare.isprintable():
        problem = Text("長すぎるか、使えない文字が入っています", "is too long or holds signs that cannot be used")
        raise _wrong(problem, Text("1行の短い文にしてください", "Give one short line"), typed)
    return bare


def _number(bare: str, typed: str, remedy: Text) -> Decimal:
    try:
        value = Decimal(bare)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or len(bare) > 20:
        raise _wrong(Text("数として読めません", "cannot be read as a number"), remedy, typed)
    return value


def _wrong(problem: Text, remedy: Text, typed: str) -> InputError:
    return InputError([Fault(problem, remedy, value=typed[:200])])


_AN_AMOUNT = Text(
    "3,000万円、30000000 のように、0円から10兆円までの金額を入れてください",
    "Give an amount in yen from 0 to 10 trillion, such as 30,000,000",
)
_HOURS = Text("12 のように、時間を数字で入れてください", "Give hours as a number, such as 12")
_DAYS = Text("365 のように、日数を整数で入れてください", "Give whole days, such as 365")
_COUNT = Text("320 のように、0 以上の整数を入れてください", "Give a whole number such as 320")
_SHARE = Text("90 のように、0 から 100 までの % で入れてください", "Give per cent from 0 to 100, such as 90")
_A_DAY = Text("2026年4月1日、2026-04-01 のように入れてください", "Give a day such as 2026-04-01")
