"""Keeping contracts: a changed one is a new version, a deleted one is gone with all its versions."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from importlib import resources

from django.db import transaction

from sonae.faults import Fault, InputError
from sonae.insurance import disclosure, entry, policy, samples, terms
from sonae.insurance.policy import Policy as Value
from sonae.measure import Choice
from sonae.report import disclosed
from sonae.values import Lang, Text
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.evidence import queries as evidence
from sonae_web.insurance import queries
from sonae_web.insurance.models import Draft, Policy, Ready, Sheet, Version

MOST_CONTRACTS = 20
MOST_VERSIONS = 200
MOST_DRAFTS = 20
MOST_SHEETS = 200


@transaction.atomic
def keep(*, company: Company, text: str, way: str, now: datetime) -> Policy:
    """Keep a contract: a new one, or the next version of the one of the same id.

    Raises InputError for a text that is no contract, a version that is not newer, and more contracts than anybody has.
    """
    value = policy.parse(text)
    row = queries.row(company, value.id)
    if row is None and Policy.objects.filter(company=company).count() >= MOST_CONTRACTS:
        raise InputError([_too_many(MOST_CONTRACTS)])
    row = row or Policy.objects.create(company=company, code=_code(value), added_at=now)
    last = Version.objects.filter(policy=row).order_by("-number").first()
    if last and value.version <= last.number:
        raise InputError([_not_newer(value, last)])
    if last and Version.objects.filter(policy=row).count() >= MOST_VERSIONS:
        raise InputError([_too_many(MOST_VERSIONS)])
    Version.objects.create(
        company=company, policy=row, number=value.version, text=value.text, sha256=value.sha256, way=way, made_at=now
    )
    detail = {"version": value.version, "way": way, "sha256": value.sha256}
    audit.record(at=now, action="insurance.keep", subject=f"policy:{row.pk}", detail=detail)
    return row


def add_sample(*, company: Company, name: str, now: datetime) -> Policy:
    """Keep a fictional contract. Raises KeyError for an unknown name, InputError as ``keep`` does."""
    source = (resources.files("sonae_web.insurance") / "samples" / "policy-b.toml").read_text(encoding="utf-8")
    code = f"sample-{name}-{uuid.uuid4().hex[:6]}"
    text = samples.contract(samples.all_samples()[name], source, now.date(), code)
    return keep(company=company, text=text, way="sample", now=now)


@transaction.atomic
def delete(*, company: Company, contract: queries.Contract, now: datetime) -> None:
    """Delete a contract with every version and everything begun from it."""
    Policy.objects.filter(company=company, pk=contract.id).delete()
    audit.record(at=now, action="insurance.delete", subject=f"policy:{contract.id}")


@transaction.atomic
def begin(*, company: Company, contract: queries.Contract | None, now: datetime) -> Draft:
    """Begin to type a contract in, from the usual values or from one there is; goes on with what was begun before."""
    policy_id = contract.id if contract else None
    known = Draft.objects.filter(company=company, policy_id=policy_id).first()
    if known:
        return known
    if Draft.objects.filter(company=company).count() >= MOST_DRAFTS:
        raise InputError([_too_many(MOST_DRAFTS)])
    typed = entry.of_policy(contract.value) if contract else terms.usual()
    row = Draft.objects.create(company=company, policy_id=policy_id, typed=typed, updated_at=now)
    audit.record(at=now, action="insurance.begin", subject=f"draft:{row.pk}")
    return row


@transaction.atomic
def record_step(*, draft: Draft, typed: Mapping[str, str], now: datetime) -> None:
    """Keep what was typed in one step, whether it is right or not."""
    draft.typed = draft.typed | dict(typed)
    draft.updated_at = now
    draft.save()
    audit.record(at=now, action="insurance.type", subject=f"draft:{draft.pk}", detail={"terms": len(typed)})


@transaction.atomic
def finish(*, draft: Draft, now: datetime) -> Policy:
    """Make the contract of a draft and drop the draft. Raises InputError with everything that is wrong or open."""
    before = queries.base(draft)
    name = before.id if before else f"pol-{now:%Y}-{draft.pk.hex[:8]}"
    version = before.version + 1 if before else 1
    text = entry.contract(draft.typed, name=name, version=version, base=before)
    row = keep(company=draft.company, text=text, way="form", now=now)
    draft.delete()
    return row


@transaction.atomic
def drop(*, draft: Draft, now: datetime) -> None:
    """Throw away what was begun."""
    audit.record(at=now, action="insurance.drop", subject=f"draft:{draft.pk}")
    draft.delete()


@transaction.atomic
def record_readiness(*, company: Company, item: str, choice: Choice, now: datetime) -> None:
    """Keep how far an item of readiness is."""
    row, _ = Ready.objects.select_for_update().get_or_create(company=company, defaults={"updated_at": now})
    row.answers[item] = choice.value
    row.updated_at = now
    row.save()
    audit.record(at=now, action="insurance.ready", subject=f"company:{company.pk}", detail={"item": item})


@transaction.atomic
def freeze(*, company: Company, contract: queries.Contract, by: str, lang: Lang, now: datetime) -> Sheet:
    """Freeze the disclosure sheet of a contract as it stands: the bytes of the PDF with their digest. Raises InputError: too many."""
    if Sheet.objects.filter(company=company).count() >= MOST_SHEETS:
        raise InputError([_too_many(MOST_SHEETS)])
    value = disclosure.sheet(company.name, contract.value, evidence.values(company), now.date())
    pdf = disclosed.pdf(value, lang)
    row = Sheet.objects.create(
        company=company,
        policy_id=contract.id,
        version=contract.number,
        lang=lang,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        digest=value.sha256,
        by=by,
        made_at=now,
    )
    detail = {"policy": str(contract.id), "version": contract.number, "sha256": row.sha256, "digest": row.digest}
    audit.record(at=now, action="insurance.freeze", subject=f"sheet:{row.pk}", detail=detail)
    return row


def _code(value: Value) -> str:
    if len(value.id) <= 200:
        return value.id
    short = Text("200文字までの名前にしてください", "Give a name of 200 characters at most")
    raise InputError([Fault(Text("名前が長すぎます", "is too long a name"), short, field="id", value=value.id[:200])])


def _not_newer(value: Value, last: Version) -> Fault:
    problem = Text(
        f"この契約は第{last.number}版まで入っています",
        f"is not newer than version {last.number}, which is kept already",
    )
    remedy = Text(
        f"内容を変えたときは version を {last.number + 1} 以上にしてください",
        f"Give version {last.number + 1} or more if the terms have changed",
    )
    return Fault(problem, remedy, field="version", value=str(value.version))


def _too_many(most: int) -> Fault:
    return Fault(
        Text(f"{most}件より多くは入れられません", f"holds {most} already, which is the most"),
        Text("使わないものを消してください", "Delete what is not used"),
    )
