"""Make a code of the authenticator from the student's own secret, on the student's own device only (J5.4)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ntuh_onboard.common import authenticator
from ntuh_onboard.common.vault import Kept
from ntuh_onboard.plain.person import Ask, Question
from ntuh_onboard.plain.talk import CONFIRMED, folded

if TYPE_CHECKING:
    from ntuh_onboard.common.secret import Secret
    from ntuh_onboard.plain.front import Front
    from ntuh_onboard.plain.talk import Talk


async def make_code(front: Front) -> None:
    """Tell the code of now, from the secret of the keyring, or from one that is typed and kept if that is wished."""
    talk = front.talk
    secret = await asyncio.to_thread(talk.scene.vault.recall, Kept.AUTHENTICATOR)
    secret = secret or await _typed(talk, front.step.id)
    if secret is not None:
        talk.tell("plain.own_code", code=authenticator.code(secret, talk.scene.clock.now()).reveal())


async def _typed(talk: Talk, step: str) -> Secret | None:
    text = await talk.ask(
        lambda: Question(talk.say("plain.own_secret"), Ask.SECRET, step),
        lambda: [talk.say("ui.secret_title"), talk.say("ui.secret_text")],
    )
    if not text.strip():
        return None
    try:
        secret = authenticator.read_secret(text)
    except authenticator.SecretUnusable as unusable:
        talk.tell(f"ui.secret_{type(unusable).__name__}")
        return None
    kept = await talk.ask(lambda: Question(talk.say("plain.keep_secret"), Ask.WAY, step, values=("keep",)))
    if folded(kept) == CONFIRMED and not await asyncio.to_thread(talk.scene.vault.remember, Kept.AUTHENTICATOR, secret):
        talk.tell("ui.secret_not_kept")
    return secret
