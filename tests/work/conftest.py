"""The databases of the attendance tests: the works stand in them."""

from tests.attendance.conftest import place, postgres_server, records

__all__ = ["place", "postgres_server", "records"]
