"""Types that are too large. Last of all checks, as in gc: types must be free of errors before their sizes can be computed."""

from __future__ import annotations

from typing import Any, Final

from minigo.types.sizes import sizeof
from minigo.types.state import CheckerState
from minigo.types.types import Array

MAX_WIDTH: Final = 1 << 50  # of a type, in bytes
MAX_CHAN_ELEM: Final = 1 << 16


class SizeLimitsMixin(CheckerState):
    """The limits of arrays and of the elements of channels, whose type literals stand in ``sized``."""

    def check_sizes(self) -> None:
        for at, t in self.sized:
            if self.has_variable_size(t):
                continue
            if isinstance(t, Array):
                if not 0 <= sizeof(t) < MAX_WIDTH:
                    self.error(at, f"type {self.tstr(t)} larger than address space", "TypeTooLarge")
            elif not 0 <= self._elem_size(t) < MAX_CHAN_ELEM:
                self.error(at, "channel element type too large (>64kB)", "TypeTooLarge")

    def _elem_size(self, t: Any) -> int:
        return 0 if self.has_variable_size(t.elem) else sizeof(t.elem)
