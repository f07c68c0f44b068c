"""From verdicts on a stratified sample to the error rate of the whole dataset, with its confidence interval.

The rate is the mean of the strata's rates, weighted by their rows. Its interval is Wilson's (1927) with the effective
sample size of unequal weights (Kish, Survey Sampling, 1965; for rare events see Korn and Graubard, 1998). It is
sound where no error was found: the upper bound then says how many there can still be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was found in one stratum: rows it has in the dataset, rows checked, wrong ones, wrong ones not flagged."""

    rows: int
    checked: int
    wrong: int
    silent: int


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate with its bounds, each from 0 to 1."""

    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Error rates of the rows of the strata that were checked; `covered` is their share of all rows."""

    wrong: Interval
    silent: Interval
    checked: int
    covered: float


def estimated(strata: Mapping[tuple[str, ...], Verdicts], confidence: float = CONFIDENCE) -> Estimate:
    """The estimate.

    Raises:
        ValueError: no row was checked.
    """
    seen = [stratum for stratum in strata.values() if stratum.checked]
    if not seen:
        raise ValueError("no row has a verdict")
    rows = sum(stratum.rows for stratum in seen)
    weights = [stratum.rows / rows for stratum in seen]
    # a stratum that was checked whole leaves nothing to chance, but treating it as a sample errs on the safe side
    effective = 1 / sum(weight**2 / stratum.checked for weight, stratum in zip(weights, seen, strict=True))
    return Estimate(
        _interval(weights, [stratum.wrong / stratum.checked for stratum in seen], effective, confidence),
        _interval(weights, [stratum.silent / stratum.checked for stratum in seen], effective, confidence),
        sum(stratum.checked for stratum in seen),
        rows / sum(stratum.rows for stratum in strata.values()),
    )


def _interval(weights: Sequence[float], rates: Sequence[float], size: float, confidence: float) -> Interval:
    rate = sum(weight * of for weight, of in zip(weights, rates, strict=True))
    low, high = wilson(rate, size, confidence)
    return Interval(rate, low, high)


def wilson(rate: float, size: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval of a rate found in a sample of `size`."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = (rate + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z / (1 + z**2 / size) * sqrt(rate * (1 - rate) / size + z**2 / (4 * size**2))
    return max(0.0, middle - half), min(1.0, middle + half)
