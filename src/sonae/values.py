"""Words for amounts: two languages, yen, odds and days as people say them."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

Lang = Literal["ja", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages.

    >>> Text("対策", "measure").of("en")
    'measure'
    """

    ja: str
    en: str

    def of(self, lang: Lang) -> str:
        return self.ja if lang == "ja" else self.en


def significant(amount: float, digits: int = 2) -> int:
    """Round to significant digits: estimates are never shown finer than we know them.

    >>> significant(6_437_219)
    6400000
    """
    if amount == 0:
        return 0
    step = 10 ** (math.floor(math.log10(abs(amount))) - digits + 1)
    return int(round(amount / step) * step) if step >= 1 else round(amount)


def yen_exact(yen: int, lang: Lang) -> str:
    """Exact yen, for invoices and payouts.

    >>> yen_exact(6_400_000, "ja"), yen_exact(6_400_000, "en")
    ('6,400,000円', '¥6,400,000')
    """
    return f"{yen:,}円" if lang == "ja" else f"¥{yen:,}"


def yen_words(yen: float, lang: Lang, digits: int = 2) -> str:
    """An estimate in yen as it is spoken, to ``digits`` significant digits.

    >>> yen_words(6_437_219, "ja"), yen_words(6_437_219, "en")
    ('約640万円', 'about ¥6.4 million')
    """
    return ("約" if lang == "ja" else "about ") + _amount(significant(yen, digits), lang)


def yen_range(low: float, high: float, lang: Lang, digits: int = 2) -> str:
    """A range of estimates.

    >>> yen_range(2_700_000, 8_600_000, "ja"), yen_range(2_700_000, 8_600_000, "en")
    ('270万〜860万円', '¥2.7 million to ¥8.6 million')
    """
    first, last = (_amount(significant(value, digits), lang) for value in (low, high))
    return f"{first.removesuffix('円')}〜{last}" if lang == "ja" else f"{first} to {last}"


def _amount(yen: int, lang: Lang) -> str:
    return _amount_ja(yen) if lang == "ja" else _amount_en(yen)


def _amount_ja(yen: int) -> str:
    for unit, name in ((100_000_000, "億"), (10_000, "万")):
        if abs(yen) >= unit:
            return f"{_plain(yen / unit)}{name}円"
    return f"{yen:,}円"


def _amount_en(yen: int) -> str:
    for unit, name in ((1_000_000_000, " billion"), (1_000_000, " million")):
        if abs(yen) >= unit:
            return f"¥{_plain(yen / unit)}{name}"
    return f"¥{yen:,}"


def _plain(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def odds_in_years(probability: float, lang: Lang) -> str:
    """A yearly probability as people say it.

    >>> odds_in_years(0.1, "ja"), odds_in_years(0.3, "en"), odds_in_years(0.0, "ja")
    ('10年に1度', '3 years in 10', 'ほとんどない')
    """
    if probability < 1e-4:
        return "ほとんどない" if lang == "ja" else "almost never"
    if probability >= 0.95:
        return "ほぼ毎年" if lang == "ja" else "almost every year"
    if probability > 0.15:
        tenths = max(2, round(probability * 10))
        return f"10年に{tenths}度" if lang == "ja" else f"{tenths} years in 10"
    years = significant(1 / probability)
    return f"{years:,}年に1度" if lang == "ja" else f"once in {years:,} years"


def share_of_firms(share: float, lang: Lang) -> str:
    """A share of companies as people say it.

    >>> share_of_firms(0.03, "ja"), share_of_firms(0.03, "en")
    ('100社に3社', '3 companies in 100')
    """
    base = 100 if share >= 0.01 else 1000
    count = round(share * base)
    return f"{base:,}社に{count}社" if lang == "ja" else f"{count} companies in {base:,}"


def days_words(days: float, lang: Lang) -> str:
    """A number of days, with half days below ten.

    >>> days_words(5.8, "ja"), days_words(1, "en"), days_words(41.3, "en")
    ('約6日', 'about 1 day', 'about 41 days')
    """
    shown = round(days * 2) / 2 if days < 3 else float(round(days))
    number = _plain(shown)
    if lang == "ja":
        return f"約{number}日" if shown else "半日未満"
    return f"about {number} day{'' if shown == 1 else 's'}" if shown else "less than half a day"
