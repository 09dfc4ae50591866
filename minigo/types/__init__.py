"""The type checker: from syntax trees to types, constants and the meaning of every name."""

from __future__ import annotations
