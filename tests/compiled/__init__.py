"""Tests of the compiled selection."""
