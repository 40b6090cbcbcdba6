"""Recordings as CSV files: the club's own, and those of Mu, MakeCode, the V2 data log, loggers and spreadsheets."""

from .loading import load_recording
from .writer import RecordingWriter, write_recording

__all__ = ["RecordingWriter", "load_recording", "write_recording"]
