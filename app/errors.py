"""Errors of the composition root; each says what the administrator has to do."""

from __future__ import annotations


class AppError(Exception):
    """Base of every error of this package."""


class WrongSettings(AppError):
    """A setting or an argument is missing or cannot be right; nothing was started."""


class WrongFolder(AppError):
    """The data folder is not what the command needs: not set up, or already set up."""
