"""What is known of one incident, as a value: who knew what and when, what was done, paid and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

STATES = (
    "consult",
    "triage",
    "declared",
    "containing",
    "investigating",
    "recovering",
    "notifying",
    "monitoring",
    "closed",
    "reviewed",
    "false_alarm",
    "merged",
)
TRACKS = ("contain", "investigate", "recover", "notify")
PROGRESS = ("waiting", "doing", "done")
ROLES = ("lead", "doer", "voice", "writer")
DATA_KINDS = ("contact", "sensitive", "card", "payment_login", "my_number", "staff", "business")
YES_NO = ("yes", "no", "unknown")
KINDS = ("observation", "action", "decision", "message")
STAGES = ("ordered", "invoiced", "paid")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What is known of personal data. ``people`` is the estimate (low, high), None while nobody has counted.

    ``unread``: all of it was got back before anybody saw it. ``encrypted``: strongly, or without names.
    """

    involved: str = "unknown"
    people: tuple[int, int] | None = None
    kinds: tuple[str, ...] = ()
    malicious: str = ""
    unread: bool = False
    encrypted: bool = False
    known_at: datetime | None = None
    entrusted: bool = False


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner to be told; ``hours`` or ``business_days`` as its contract says, None where it says nothing."""

    name: str
    hours: int | None = None
    business_days: int | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A duty that was met (``proof``) or reasoned away (``reason`` with a name in ``by``)."""

    rule: str
    at: datetime
    state: str
    proof: str = ""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the time line."""

    at: datetime
    kind: str
    text: str
    source: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of evidence: where it came from and the SHA-256 of its bytes."""

    id: str
    title: str
    sha256: str = ""
    size: int | None = None
    collected_by: str = ""
    taken_at: datetime | None = None
    personal_data: bool = False


@dataclass(frozen=True, slots=True)
class Custody:
    """A piece of evidence (its id) came into somebody's hands."""

    evidence: str
    holder: str
    at: datetime
    place: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of the ledger: ``amount`` in yen without tax, ``tax`` beside it.

    ``hours`` of staff at ``hourly_yen``; ``units`` people or companies (``unit``). ``consent`` names the insurer's consent.
    """

    id: str
    what: str
    section: str
    item: str
    amount: int
    at: datetime
    payee: str = ""
    tax: int = 0
    stage: str = "ordered"
    consent: str = ""
    units: int | None = None
    unit: str = "person"
    better: bool = False
    promised: bool = False
    exclusion: str = ""
    hours: int | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One of the nine items of a report: ``word`` is known, unknown, checking or not_affected."""

    word: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outage:
    """A system that stood still; ``until`` None while it still does."""

    system: str
    since: datetime
    until: datetime | None = None
    kind: str = "owned"


@dataclass(frozen=True, slots=True)
class Hour:
    """Sales of one hour in yen: usual, real, and costs that were saved."""

    at: datetime
    usual: int
    real: int
    saved: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a part in the case; ``until`` is the last day of a guest."""

    name: str
    phone: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """Everything known of one incident. ``known_at`` is when anybody in the company knew, ``steps`` what was done of the playbook.

    ``money_sent``, ``designated`` and the like are facts that start duties; ``policies`` are contracts as ``id@version``.
    """

    id: str
    known_at: datetime
    playbook: str = ""
    title: str = ""
    state: str = "consult"
    severity: int | None = None
    opened_at: datetime | None = None
    opened_by: str = ""
    personal: PersonalData = PersonalData()
    money_sent: bool = False
    designated: bool = False
    partners: tuple[Partner, ...] = ()
    tracks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    roles: Mapping[str, tuple[Person, ...]] = field(default_factory=lambda: MappingProxyType({}))
    guests: tuple[Person, ...] = ()
    steps: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    closed: tuple[Closed, ...] = ()
    events: tuple[Event, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    custody: tuple[Custody, ...] = ()
    ledger: tuple[Cost, ...] = ()
    outages: tuple[Outage, ...] = ()
    hours: tuple[Hour, ...] = ()
    policies: tuple[str, ...] = ()
    first_notice: datetime | None = None
    gross_margin: Decimal | None = None
    findings: Mapping[str, Finding] = field(default_factory=lambda: MappingProxyType({}))
    sha256: str = ""
