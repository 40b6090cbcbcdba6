"""How a child comes in: the evening's PIN, its nickname, and the three pictures that open its works on the page too."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from jupyterhub.auth import Authenticator
from tornado.web import HTTPError

from ..attendance.desk.guard import Guard
from ..attendance.people import the_participant
from ..attendance.records import open_records
from ..errors import ClubError, WorkError
from ..folders import data_folder
from ..language import N_
from ..page.kept_door import kept_door
from ..work import Owner, Works
from .children import user_name


class PictureAuthenticator(Authenticator):  # type: ignore[misc]
    """Lets in who knows the PIN of the evening and the three pictures of the nickname.

    Who is new says so and chooses them. The user's name in the hub is the owner of the works: nicknames change.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._works = Works(open_records())
        self._guard = Guard("")

    async def authenticate(self, handler: Any, data: Mapping[str, str]) -> str:
        """Return the user's name. Raises: HTTPError 403 with what the child should read."""
        device = str(handler.request.remote_ip or "")
        try:
            # In a thread: a picture code takes milliseconds by intention, and other children's servers go on.
            owner = await asyncio.to_thread(self._let_in, data, device)
        except ClubError as error:
            raise HTTPError(403, str(error)) from error
        return user_name(owner.id)

    def _let_in(self, data: Mapping[str, str], device: str) -> Owner:
        self._check_pin(data.get("pin", "").strip(), device)
        who = self._meant(data.get("username", ""))
        if not data.get("new") and self._works.begun(who) is None:
            raise WorkError(
                "hub-nobody", N_("Nobody of this name was here yet."),
                N_("Are you new? Then tick “for the first time”. Or look whether the name is right."),
            )  # fmt: skip
        return self._works.let_in(who, data.get("code", "").split())

    def _check_pin(self, written: str, device: str) -> None:
        self._guard.pin = kept_door(data_folder()).pin  # an evening later it is another one
        if self._guard.try_pin(written, device):
            return
        if wait := self._guard.wait_seconds(device):
            raise WorkError("hub-pin-wait", N_("Wait %(seconds)s seconds, then try the PIN again."), seconds=wait)
        raise WorkError("hub-pin-wrong", N_("That is not this evening's PIN."),
                        N_("It is on the instructor's screen."))  # fmt: skip

    def _meant(self, written: str) -> int | str:
        """Return the participant of a number (No.12: where two have one nickname), else the nickname as written."""
        if not written.lower().startswith("no."):
            return written
        with self._works.records.reading() as db:
            return the_participant(db, written).id
