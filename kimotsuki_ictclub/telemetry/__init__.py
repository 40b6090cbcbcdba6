"""Bytes that boards send → lines → samples → recordings."""

from .csv_files import load_recording, write_recording
from .parser import SampleStream
from .recorder import Recorder, record
from .recording import ChannelSummary, Recording
from .samples import Back, Counts, Damaged, Event, Gone, Notice, Sample, Stopped, Text
from .sources import AnySource, BoardSource, EventSource, OpenSource, SerialLike, Source
from .stream import SampleReader
from .troubles import no_samples, stopped_error, trouble_of

__all__ = [
    "AnySource",
    "Back",
    "BoardSource",
    "ChannelSummary",
    "Counts",
    "Damaged",
    "Event",
    "EventSource",
    "Gone",
    "Notice",
    "OpenSource",
    "Recorder",
    "Recording",
    "Sample",
    "SampleReader",
    "SampleStream",
    "SerialLike",
    "Source",
    "Stopped",
    "Text",
    "load_recording",
    "no_samples",
    "record",
    "stopped_error",
    "trouble_of",
    "write_recording",
]
