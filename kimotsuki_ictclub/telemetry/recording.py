"""Samples that were kept: what a CSV file of the club holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import TelemetryError
from ..language import N_

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class ChannelSummary:
    """One channel of one board in a few numbers; `per_second` is NaN where no time is known."""

    board: str
    channel: str
    samples: int
    mean: float
    least: float
    greatest: float
    per_second: float


@dataclass
class Recording:
    """Samples of one or many boards.

    `times` (N,) are seconds since the first sample, or the sample's number where `has_time` is False; `board_index`
    (N,) points into `boards`; each channel (N,) has NaN where a row does not have it. A row of nothing but NaN is a
    gap. `lost` and `damaged` are counted while recording and unknown (None) in a file; `notes` say what of a file could
    not be read, in the reader's language.
    """

    times: NDArray[np.float64]
    board_index: NDArray[np.intp]
    boards: tuple[str, ...]
    channels: dict[str, NDArray[np.float64]]
    name: str = ""
    has_time: bool = True
    lost: int | None = None
    damaged: int | None = None
    path: Path | None = field(default=None, compare=False)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return the number of rows, gaps among them."""
        return len(self.times)

    @property
    def seconds(self) -> float:
        """From the first sample to the last, in seconds; 0 where there are none."""
        return float(self.times.max() - self.times.min()) if len(self) else 0.0  # what waited on its way comes late

    @property
    def gaps(self) -> int:
        """How often a board was gone for a while."""
        import numpy as np

        empty = np.ones(len(self), dtype=bool)
        for values in self.channels.values():
            empty &= np.isnan(values)
        return int(empty.sum())

    def of_board(self, board: str) -> Recording:
        """Return the samples of one board. Raises: TelemetryError where it is not in the recording."""
        if board not in self.boards:
            raise TelemetryError(
                "no-such-board",
                N_("The recording has no board %(board)s."),
                N_("It has: %(boards)s."),
                board=board,
                boards=", ".join(self.boards),
            )
        return self._rows(self.board_index == self.boards.index(board), (board,))

    def with_channels(self, names: Sequence[str]) -> Recording:
        """Return the recording with these channels only. Raises: TelemetryError where one is missing."""
        for name in names:
            if name not in self.channels:
                raise TelemetryError(
                    "no-such-channel",
                    N_("The recording has no channel “%(channel)s”."),
                    N_("It has: %(channels)s."),
                    channel=name,
                    channels=", ".join(self.channels),
                )
        chosen = self._rows(slice(None), self.boards)
        chosen.channels = {name: self.channels[name] for name in names}
        return chosen

    def summary(self) -> list[ChannelSummary]:
        """Return mean, least, greatest and samples a second of every channel of every board."""
        import numpy as np

        rows = []
        for index, board in enumerate(self.boards):
            of_board = self.board_index == index
            for channel, values in self.channels.items():
                there = of_board & ~np.isnan(values)
                count = int(there.sum())
                if not count:
                    continue
                times, present = self.times[there], values[there]
                span = float(times[-1] - times[0])
                rows.append(
                    ChannelSummary(
                        board,
                        channel,
                        count,
                        _mean(present),
                        float(present.min()),
                        float(present.max()),
                        (count - 1) / span if self.has_time and span > 0 else float("nan"),
                    )
                )
        return rows

    def to_pandas(self) -> Any:
        """Return a pandas DataFrame with the columns of the CSV: `time_s`, `board`, one a channel."""
        import pandas as pd

        boards = pd.Categorical.from_codes(self.board_index, categories=list(self.boards))
        return pd.DataFrame({"time_s": self.times, "board": boards, **self.channels})

    def _rows(self, chosen: Any, boards: tuple[str, ...]) -> Recording:
        index = self.board_index[chosen]
        return type(self)(
            times=self.times[chosen],
            board_index=index if boards == self.boards else index * 0,
            boards=boards,
            channels={name: values[chosen] for name, values in self.channels.items()},
            name=self.name,
            has_time=self.has_time,
            lost=self.lost,
            damaged=self.damaged,
            path=self.path,
            notes=self.notes,
        )


def _mean(values: NDArray[np.float64]) -> float:
    import numpy as np

    with np.errstate(over="ignore"):
        mean = float(values.mean())
    return mean if np.isfinite(mean) else float((values / len(values)).sum())  # its sum was too large to hold


def from_frame(frame: pd.DataFrame) -> Recording:
    """Return the recording in a table with the columns `time_s`, `board` and one a channel."""
    import numpy as np
    import pandas as pd

    channels: dict[str, Any] = {
        str(name): pd.to_numeric(frame[name]).to_numpy(dtype=np.float64)
        for name in frame.columns
        if name not in ("time_s", "board")
    }
    codes, labels = pd.factorize(frame["board"])
    return Recording(
        times=pd.to_numeric(frame["time_s"]).to_numpy(dtype=np.float64),
        board_index=codes.astype(np.intp),
        boards=tuple(str(name) for name in labels),
        channels=channels,
    )
