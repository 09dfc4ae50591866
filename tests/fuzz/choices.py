"""Where a generator's decisions come from: a seed at first, then the recorded decisions themselves, so that a failing program can be made smaller.

Every decision is a number below a bound, and 0 is always the simplest alternative. A program is a function of its decisions; shrinking deletes and lowers
decisions as long as the failure stays (the method of Hypothesis, on one flat sequence).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """A source of decisions. After a recorded sequence has run out, every decision is 0."""

    def __init__(self, seed: int | None = None, recorded: Sequence[int] = ()) -> None:
        self.random = None if seed is None else random.Random(seed)
        self.given = list(recorded)
        self.made: list[int] = []

    def below(self, n: int) -> int:
        """A number from 0 to n-1."""
        at = len(self.made)
        if self.random is not None:
            value = self.random.randrange(n)
        else:
            value = min(self.given[at], n - 1) if at < len(self.given) else 0
        self.made.append(value)
        return value

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, the simplest first."""
        return options[self.below(len(options))]

    def weighted(self, options: Sequence[tuple[int, T]]) -> T:
        """One of (weight, option), the simplest first."""
        at = self.below(sum(w for w, _ in options))
        for weight, option in options:
            at -= weight
            if at < 0:
                return option
        raise AssertionError("weights")

    def chance(self, percent: int) -> bool:
        return self.below(100) >= 100 - percent


def shrink(made: Sequence[int], fails: Callable[[Sequence[int]], bool], budget: int) -> list[int]:
    """A shorter or lower sequence of decisions for which ``fails`` still holds; it is asked at most ``budget`` times."""
    best = list(made)
    left = budget

    def attempt(candidate: list[int]) -> bool:
        nonlocal best, left
        if left <= 0 or candidate == best:
            return False
        left -= 1
        if not fails(candidate):
            return False
        best = candidate
        return True

    improved = True
    while improved and left > 0:
        improved = False
        size = max(1, len(best) // 2)
        while size >= 1 and left > 0:
            at = len(best) - size
            while at >= 0 and left > 0:
                if attempt(best[:at] + best[at + size :]) or attempt(best[:at] + [0] * size + best[at + size :]):
                    improved = True
                at -= size
            size //= 2
        for i, value in enumerate(list(best)):
            if i < len(best) and value > 1:
                improved |= attempt([*best[:i], best[i] // 2, *best[i + 1 :]])
    return best
