"""Insurance terms of one policy, event by event inside a policy year, in the order that the policy states.

A *payable* is what the terms work on: one item of expense of an event, its claim, its lost profit. Each payable has a program, the steps
of its section's order. Payables are settled in their sequence; limits that several share are counters, refilled for every event or for
every year. Amounts are exact: a payable is (whole + part / minutes) / scale yen in integers, and is cut to whole yen once, immediately
before the first shared limit. Amounts up to 10**13 yen and rates in parts of 100,000 never leave int64.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sonae.kernels.jit import inline, kernel
from sonae.kernels.sampling import Ints, Whole

RATE = 100_000  # a pay rate of 1
UNLIMITED = 2**62
MOST_MINUTES = 366 * 24 * 60  # of a stop
NO_PAYABLE = -1

# Steps: code, then what the two numbers beside it mean.
END = 0
LONGER_THAN = 1  # nothing unless the stop is strictly longer than a minutes
STOP_SHARE = 2  # times (stop, at most b minutes, less a) / stop
DEDUCT = 3  # less a yen; what it could not take is remembered for ADD_SIDE
DEDUCT_SHARED = 4  # less what is left in counter a (kept in parts of RATE), which it uses up
PAY = 5  # times a / RATE
CEILING = 6  # at most a yen
ADD_SIDE = 7  # add the defence cost; with b = 1 less what the deductible could not take
LIMIT = 8  # at most what is left in counter a; uses it up by what is finally paid
JOIN = 9  # hand over to payable a, which is settled later
ADD_SIDE_AFTER = 10  # add the defence cost outside every limit; with b = 1 less what the deductible could not take
PARTS = 11  # the amount handed over is in parts of RATE already

# Columns of ``usual``.
COMMON, STOP_OVER, STOP_LESS, STOP_PAID, BEFORE, SHARE, AFTER, AT_MOST, FIRST = 0, 1, 2, 3, 4, 5, 6, 7, 8
COLUMNS = FIRST + 3


class Terms(NamedTuple):
    """Compiled terms; H cost heads, P payables, K kinds of event, L steps, C counters.

    ``target`` (2, H): payable of each head without and with a claim made, or -1; ``side`` (2, H): 1 where it counts as defence;
    ``claim`` (H): 1 where an amount means that a claim was made; ``refused`` (P, K): 1 where an exclusion or a cover not bought removes it;
    ``program`` (P, L, 3); ``usual`` (P, 11): the same in closed form where the order is a common one; ``left`` (C): yen in each counter,
    those refilled for every event first, ``each`` of them, the rest refilled every year. Counter 0 is never used up. ``direct``: 1 where
    events can be settled head by head, each going to a common payable of its own.
    """

    target: Ints
    side: Ints
    claim: Ints
    refused: NDArray[np.uint8]
    program: Ints
    usual: Ints
    left: Ints
    each: int
    direct: int


class Purse(NamedTuple):
    """What one policy year uses up while it is settled: counters, and the amounts of the event at hand by payable."""

    left: Ints
    main: Ints
    side: Ints


@kernel
def purse(terms: Terms) -> Purse:
    """Counters and scratch for one policy."""
    payables = len(terms.program)
    return Purse(terms.left.copy(), np.zeros(payables, np.int64), np.zeros(payables, np.int64))


@inline
def refill(full: Ints, count: int, left: Ints) -> None:
    """Fill the first ``count`` counters again."""
    for c in range(count):
        left[c] = full[c]


@inline
def allot(target: Ints, side: Ints, claim: Ints, heads: Ints, i: Whole, main: Ints, beside: Ints) -> None:
    """Put the cost heads of event ``i`` into its payables, which are empty."""
    made = 0
    for h in range(heads.shape[1]):
        made |= claim[h] & (heads[i, h] > 0)
    for h in range(heads.shape[1]):
        yen = heads[i, h]
        if yen > 0 and target[made, h] >= 0:
            if side[made, h] == 0:
                main[target[made, h]] += yen
            else:
                beside[target[made, h]] += yen


@inline
def stop_share(whole: int, minutes: int, waiting: int, longest: int) -> tuple[int, int]:
    """``whole`` times the share of the stop that is paid; exact, the remainder in parts of ``minutes``. 10**13 yen times the minutes of a
    year stay within int64."""
    product = whole * max(min(minutes, longest) - waiting, 0)
    times = np.int64(
        np.float64(product) / np.float64(minutes)
    )  # at most one off, and three times as fast as dividing whole numbers
    rest = product - times * minutes
    times += np.int64(rest >= minutes) - np.int64(rest < 0)
    return int(times), int(product - times * minutes)


@inline
def own_step(code: int, a: int, b: int, whole: int, part: int, scale: int, minutes: int) -> tuple[int, int, int]:
    """Steps that look at nothing but the payable itself."""
    if code == DEDUCT:
        whole -= a * scale
        return max(whole, 0), (part if whole >= 0 else 0), scale
    if code == PAY:
        part *= a
        return whole * a + part // max(minutes, 1), part % max(minutes, 1), RATE
    if code == CEILING:
        return min(whole, a * scale), (part if whole < a * scale else 0), scale
    if code == LONGER_THAN:
        return (whole, part, scale) if minutes > a else (0, 0, scale)
    if code == STOP_SHARE and minutes > 0:
        whole, part = stop_share(whole, minutes, a, b)
        return whole, part, scale
    return whole, part, (RATE if code == PARTS else scale)


@inline
def shared_step(code: int, a: int, whole: int, part: int, scale: int, left: Ints, main: Ints) -> tuple[int, int, int]:
    """Steps that use counters, or hand over to another payable."""
    if code == LIMIT:
        return (left[a] * scale, 0, scale) if whole // scale >= left[a] else (whole, part, scale)
    if code == DEDUCT_SHARED:
        taken = min(whole * (RATE // scale), left[a])
        left[a] -= taken
        return whole - taken // (RATE // scale), 0, scale
    main[a] += whole
    return 0, 0, 1


@inline
def use_up(program: Ints, p: int, paid: int, left: Ints) -> None:
    """Take what is finally paid off every counter that the payable looked at."""
    for k in range(program.shape[1]):
        if program[p, k, 0] == LIMIT:
            left[program[p, k, 1]] = max(left[program[p, k, 1]] - paid, 0)


@kernel
def settle(program: Ints, p: int, minutes: int, left: Ints, main: Ints, beside: Ints) -> int:
    """Yen paid for one payable, step by step. ``unused`` is what a deductible could not take, in parts of RATE."""
    whole, part, scale, cut, after, unused = main[p], 0, 1, False, 0, 0
    for k in range(program.shape[1]):
        code, a, b = program[p, k, 0], program[p, k, 1], program[p, k, 2]
        if code == END:
            break
        if code in (LIMIT, DEDUCT_SHARED, JOIN):
            if code == LIMIT and not cut:
                whole, part, scale, cut = whole // scale, 0, 1, True
            whole, part, scale = shared_step(code, a, whole, part, scale, left, main)
        elif code == ADD_SIDE:
            if scale == 1 and unused % RATE > 0:
                whole, scale = whole * RATE, RATE
            whole += max(beside[p] * scale - b * (unused // (RATE // scale)), 0)
        elif code == ADD_SIDE_AFTER:
            after = 1 + b
        else:
            if code == DEDUCT:
                unused = max(a * scale - whole, 0) * (RATE // scale)
            whole, part, scale = own_step(code, a, b, whole, part, scale, minutes)
    paid = whole // scale
    use_up(program, p, paid, left)
    if after > 0:
        paid += max(beside[p] * RATE - (after - 1) * unused, 0) // RATE
    return int(paid)


@inline
def after_stop(over: int, less: int, longest: int, whole: int, minutes: int) -> tuple[int, int]:
    """Yen of a stop under its waiting time, the remainder in parts of ``minutes``."""
    return stop_share(whole, max(minutes, 1), less if minutes > over else MOST_MINUTES, longest)


@inline
def own_terms(before: int, rate: int, after: int, most: int, whole: int, part: int, minutes: int) -> int:
    """Yen of one payable under a common order before the limits that it shares: deductible, rate, deductible, ceiling.

    Every step after the rate is in whole yen, so that cutting to whole yen first changes nothing.
    """
    part = part if whole >= before else 0
    whole = max(whole - before, 0)
    if rate != RATE:
        whole = (whole * rate + (part * rate // minutes if part > 0 else 0)) // RATE
    return min(max(whole - after, 0), most)


@inline
def before_limits(usual: Ints, p: int, whole: int, minutes: int) -> int:
    """The same from a row of ``usual``, the waiting time included."""
    part = 0
    if usual[p, STOP_PAID] > 0:
        whole, part = after_stop(usual[p, STOP_OVER], usual[p, STOP_LESS], usual[p, STOP_PAID], whole, minutes)
    return own_terms(usual[p, BEFORE], usual[p, SHARE], usual[p, AFTER], usual[p, AT_MOST], whole, part, minutes)


@inline
def settle_usual(usual: Ints, p: int, whole: int, minutes: int, left: Ints) -> int:
    """Yen paid for one payable under a common order with up to three shared limits at its end."""
    return take(usual, p, before_limits(usual, p, whole, minutes), left)


@inline
def take(usual: Ints, p: int, whole: int, left: Ints) -> int:
    """What the limits of a common payable leave of ``whole`` yen; uses them up."""
    a, b, c = np.uint64(usual[p, FIRST]), np.uint64(usual[p, FIRST + 1]), np.uint64(usual[p, FIRST + 2])
    whole = min(min(whole, left[a]), min(left[b], left[c]))
    left[a] -= whole
    left[b] -= whole
    left[c] -= whole
    return whole


@inline
def settle_event(
    target: Ints,
    side: Ints,
    claim: Ints,
    refused: NDArray[np.uint8],
    program: Ints,
    usual: Ints,
    full: Ints,
    each: int,
    kind: Whole,
    heads: Ints,
    i: Whole,
    minutes: int,
    left: Ints,
    main: Ints,
    beside: Ints,
    paid: Ints,
) -> int:
    """Yen paid for event ``i``, whose heads are a row of ``heads``; adds what each payable is paid to ``paid``.

    The terms come field by field (``full`` is their ``left``): taking arrays out of a tuple for every event costs more than the terms.
    """
    refill(full, each, left)
    allot(target, side, claim, heads, i, main, beside)
    total = 0
    for p in range(len(main)):
        if main[p] + beside[p] == 0:
            continue
        if refused[p, kind] == 0:
            common = usual[p, COMMON] == 1
            yen = (
                settle_usual(usual, p, main[p], minutes, left)
                if common
                else settle(program, p, minutes, left, main, beside)
            )
            paid[p] += yen
            total += yen
        main[p], beside[p] = 0, 0
    return total


def usual_row(program: Ints) -> Ints:
    """One row of ``usual``: a program that is [longer than, share of the stop], deductible, rate, deductible, ceiling, limits, each at most
    once and in this order, in closed form; any other program gives a row that is not ``COMMON``."""
    row = np.zeros(COLUMNS, np.int64)
    row[[COMMON, SHARE, AT_MOST]] = 1, RATE, UNLIMITED
    place = {LONGER_THAN: 0, STOP_SHARE: 1, DEDUCT: 2, PAY: 3, CEILING: 5, LIMIT: 6}
    reached, limits = -1, 0
    for code, a, b in program[program[:, 0] != END].tolist():
        at = place.get(code, -1) + (2 if code == DEDUCT and reached >= place[PAY] else 0)
        if at < reached or (at == reached and code != LIMIT) or limits == 3:
            return np.zeros(COLUMNS, np.int64)
        reached, limits = at, limits + (code == LIMIT)
        _write(row, at, a, b, limits)
    stop_half = row[STOP_PAID] == 0 and (program[:, 0] == LONGER_THAN).any()
    return np.zeros(COLUMNS, np.int64) if stop_half else row


def _write(row: Ints, at: int, a: int, b: int, limits: int) -> None:
    if at == 1:
        row[[STOP_LESS, STOP_PAID]] = a, b
    else:
        row[{0: STOP_OVER, 2: BEFORE, 3: SHARE, 4: AFTER, 5: AT_MOST, 6: FIRST + limits - 1}[at]] = a


def build(
    target: Ints, side: Ints, claim: Ints, refused: NDArray[np.uint8], program: Ints, left: Ints, each: int
) -> Terms:
    """Terms from the programs of their payables; refuses amounts that could leave int64."""
    amounts = program[..., 1][np.isin(program[..., 0], [DEDUCT, CEILING])]
    if (amounts < 0).any() or (amounts > 10**13).any() or (left < 0).any() or (left > UNLIMITED).any():
        raise ValueError("amounts of terms must lie between 0 and 10**13 yen")
    beside = {int(p) for p in target[side > 0]}
    usual = [usual_row(rows if p in beside else _alone(rows)) for p, rows in enumerate(program)]
    built = Terms(
        target,
        side,
        claim,
        refused,
        program,
        np.array(usual, np.int64).reshape(len(program), COLUMNS),
        left,
        each,
        0,
    )
    return built._replace(direct=int(direct(built, np.arange(target.shape[1]))))


def _alone(program: Ints) -> Ints:
    """The program of a payable that no cost is added to on its way."""
    return program[~np.isin(program[:, 0], [ADD_SIDE, ADD_SIDE_AFTER])]


def direct(terms: Terms, heads: Ints) -> bool:
    """Whether each of ``heads`` goes to a common payable of its own, claim made or not, in the sequence of the payables: what they share
    is then used up in that sequence too."""
    target = terms.target[:, heads]
    used = target[0][target[0] >= 0]
    alike = (target[0] == target[1]).all() and not terms.side[:, heads].any()
    return bool(alike and (np.diff(used) > 0).all() and (terms.usual[used, COMMON] == 1).all())
