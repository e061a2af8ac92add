"""What this stand-in refuses."""

from __future__ import annotations


class LocalBeaconError(Exception):
    """Base of all errors that this package raises on purpose; the sentence is for a person."""


class FaultRefused(LocalBeaconError):
    """The faults that were ordered make no sense; nothing was changed."""
