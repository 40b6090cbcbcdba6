"""Tests of the club's records."""
