"""What a person is told about sharing, each with its cure."""

from __future__ import annotations

import math

from ..errors import ShareError
from ..language import N_


def clock_ahead(venue: str, seconds: float) -> ShareError:
    """Return the news that a venue's clock differs from ours."""
    text = (
        N_("The clock of %(venue)s is %(seconds)s s ahead; its samples are corrected.")
        if seconds > 0
        else N_("The clock of %(venue)s is %(seconds)s s behind; its samples are corrected.")
    )
    shown = f"{abs(seconds):.1f}" if abs(seconds) < 1000 else f"{math.floor(abs(seconds))}"
    return ShareError("share-clock", text, venue=venue, seconds=shown)


def dropped(venue: str, count: int) -> ShareError:
    """Return the news that the sender's memory was full."""
    return ShareError(
        "share-dropped",
        N_("The broker was away too long: the %(count)s oldest samples of %(venue)s are lost."),
        N_("`ictclub record` on this PC keeps everything."),
        venue=venue,
        count=count,
    )


def lost(venue: str, count: int) -> ShareError:
    """Return the news that samples did not arrive."""
    return ShareError(
        "share-lost",
        N_("%(count)s samples of %(venue)s were lost on their way."),
        N_("The connection was away too long, or this PC reads too slowly."),
        venue=venue,
        count=count,
    )


def bad_messages(venue: str, count: int) -> ShareError:
    """Return the news that somebody sends what is no message of ours."""
    return ShareError(
        "share-bad-messages",
        N_("%(count)s messages or rows under the name %(venue)s were no samples, or too many; they are left out."),
        N_("Does another program send to this broker, or another version of the toolkit?"),
        venue=venue,
        count=count,
    )


def away(venue: str) -> ShareError:
    """Return the news that a venue's PC is not there."""
    return ShareError(
        "venue-away",
        N_("%(venue)s does not send any more."),
        N_("Has `ictclub share` ended there, or the network gone? Samples go on by themselves when it is back."),
        venue=venue,
    )


def absent(venue: str) -> ShareError:
    """Return the news that nobody sends under a venue's name."""
    return ShareError(
        "venue-absent",
        N_("Nothing has come from %(venue)s."),
        N_("Does `ictclub share` run there, with this name and this broker?"),
        venue=venue,
    )


def board_gone(board: str) -> ShareError:
    """Return the news that a board at another venue is not connected."""
    return ShareError("board-gone", N_("The board %(board)s is not connected."), board=board)


def two_senders(venue: str, other: str) -> ShareError:
    """Return the news that a second PC sends under one name."""
    return ShareError(
        "venue-twice",
        N_("Two PCs send as %(venue)s: the boards of the second are called %(other)s/…"),
        N_("Give one of them another name with --venue."),
        venue=venue,
        other=other,
    )


def taken(venue: str) -> ShareError:
    """Return why a sender does not begin: another one is there."""
    return ShareError(
        "venue-taken",
        N_("Another PC sends as %(venue)s already."),
        N_("Choose another name with --venue, such as %(venue)s-2."),
        venue=venue,
    )


def disconnected(broker: str) -> ShareError:
    """Return the news that the broker is away."""
    return ShareError(
        "share-disconnected",
        N_("The connection to %(broker)s is lost."),
        N_("It is tried again by itself; samples wait meanwhile."),
        broker=broker,
    )


def connected_again(broker: str) -> ShareError:
    """Return the news that the broker is back."""
    return ShareError("share-connected", N_("%(broker)s: connected again."), broker=broker)


def forbidden(venue: str, user: str) -> ShareError:
    """Return the news that the broker takes no messages for this venue."""
    return ShareError(
        "share-forbidden",
        N_("The broker does not let “%(user)s” use the venue %(venue)s."),
        N_("Ask whoever looks after the broker; its list of rights (acl_file) says who may send as whom."),
        venue=venue,
        user=user,
    )
