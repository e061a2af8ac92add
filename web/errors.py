"""Errors of the public page."""

from __future__ import annotations


class WebError(Exception):
    """Base of every error of this package."""


class Unreadable(WebError):
    """The publication, or the trust file, is missing, damaged or contradicts itself: show no page.

    Its text is for the operator's log; it may name files, so visitors do not get it.
    """


class NotPublished(WebError):
    """This name is no file of a publication (03 §4), or no such file is there."""
