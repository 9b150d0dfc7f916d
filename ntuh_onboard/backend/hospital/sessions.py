"""Sessions at the three sites, and the picture code that belongs to a session.

A session's key is unguessable (N-02), ends after some silence and after an hour at the latest (N-05), and is replaced
when its owner has proved something (N-01). Who owns a session is recorded here and nowhere else (O-08).
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.store import Unit

SESSIONS = "sessions"
PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Session:
    """One visit to a site.

    Attributes:
        key: what the client presents.
        site: `portal`, `account` or `mail`.
        opened: when it began.
        touched: when it was last used.
        owner: who is signed in, or has proved to be that person; empty for nobody yet.

    """

    key: str
    site: str
    opened: float
    touched: float
    owner: str = ""


def begin(unit: Unit, site: str, now: float, owner: str = "") -> Session:
    """Begin a new session."""
    session = Session(secrets.token_urlsafe(32), site, now, now, owner)
    unit.put(SESSIONS, session.key, asdict(session))
    return session


def live(unit: Unit, key: str, site: str, now: float, figures: Figures) -> Session | None:
    """Return the session with this key at this site and note its use; None if it is over, and then remove it."""
    row = unit.get(SESSIONS, key)
    session = None if row is None else Session(**row)
    if session is None or session.site != site:
        return None
    if now - session.touched > figures.session_idle or now - session.opened > figures.session_absolute:
        end(unit, key)
        return None
    session = replace(session, touched=now)
    unit.put(SESSIONS, key, asdict(session))
    return session


def owner_of(unit: Unit, key: str) -> str:
    """Return the owner of a session, or an empty text; this does not prolong the session."""
    row = unit.get(SESSIONS, key)
    return "" if row is None else str(row["owner"])


def end(unit: Unit, key: str) -> bool:
    """End a session; returns False if there was none."""
    was_open = unit.get(SESSIONS, key) is not None
    unit.remove(SESSIONS, key)
    unit.remove(PICTURES, key)
    return was_open


def renew(unit: Unit, old: str, site: str, now: float, owner: str) -> Session:
    """Replace a session by one with a new key, since its owner has proved something (N-01)."""
    end(unit, old)
    return begin(unit, site, now, owner)


def end_others(unit: Unit, session: Session) -> None:
    """End every other session of this owner at this site (N-07)."""
    for key, row in unit.rows(SESSIONS):
        if row["owner"] == session.owner and row["site"] == session.site and key != session.key:
            end(unit, key)


def end_all(unit: Unit, site: str, owner: str) -> None:
    """End every session of this owner at this site (N-07)."""
    for key, row in unit.rows(SESSIONS):
        if row["owner"] == owner and row["site"] == site:
            end(unit, key)


def hang_picture(unit: Unit, session: Session, text: str, now: float) -> None:
    """Give this session a new picture; the one before becomes void."""
    unit.put(PICTURES, session.key, {"text": text, "at": now})


def take_picture(unit: Unit, session: Session, now: float, figures: Figures) -> str:
    """Return the text of the session's picture and use it up, whatever was typed (C-01); empty if there is none."""
    row = unit.get(PICTURES, session.key)
    unit.remove(PICTURES, session.key)
    if row is None or now - row["at"] > figures.picture_life:
        return ""
    text: str = row["text"]
    return text
