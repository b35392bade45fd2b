"""Wait for what a colleague answers by mail."""

from __future__ import annotations

import asyncio

from pydantic import BaseModel, Field

from drills.actions.wire import ActionError, Wire, understood

LOOK_S = 0.5


class _Summary(BaseModel):
    id: str = Field(alias="ID")
    subject: str = Field(alias="Subject")


class _List(BaseModel):
    messages: list[_Summary]


class _Mail(BaseModel):
    text: str = Field(alias="Text")


async def await_answer(wire: Wire, address: str, subject: str, patience_s: float) -> str:
    """What ``address`` answers to a mail of this subject, waiting so many real seconds at most.

    Raises `ActionError`, also where nobody answers.
    """
    try:
        async with asyncio.timeout(patience_s):
            while (found := await _answered(wire, address, subject)) is None:  # noqa: ASYNC110 - they are people
                await asyncio.sleep(LOOK_S)
    except TimeoutError as error:
        raise ActionError(f"{address} has not answered after {patience_s:g} s") from error
    read = await wire.ask(
        "mailbox",
        "GET",
        f"{wire.mailbox_url}/api/v1/message/{found}",
        authorization=f"Bearer {wire.mailbox_token}",
    )
    return understood(_Mail, "mailbox", read).text


async def _answered(wire: Wire, address: str, subject: str) -> str | None:
    """The id of the newest answer, or None."""
    listed = await wire.read(
        _List,
        "mailbox",
        f"{wire.mailbox_url}/api/v1/search",
        authorization=f"Bearer {wire.mailbox_token}",
        params={"query": f"from:{address}"},
    )
    return next((mail.id for mail in listed.messages if mail.subject == f"Re: {subject}"), None)
