"""Sessions of the three sites, and the picture code that belongs to a session.

A session's key is unguessable (N-02), ends after a while of silence and after an hour at the latest (N-05), and is
replaced when its owner has proved something (N-01). Who holds it is written here and nowhere else (O-08).
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
    """One visit to a site. owner: who is signed in, or has proved to be that person; empty for nobody yet."""

    key: str
    site: str
    opened: float
    touched: float
    owner: str = ""


def begin(unit: Unit, site: str, now: float, owner: str = "") -> Session:
    """A session that nobody has had before."""
    session = Session(secrets.token_urlsafe(32), site, now, now, owner)
    unit.put(SESSIONS, session.key, asdict(session))
    return session


def live(unit: Unit, key: str, site: str, now: float, figures: Figures) -> Session | None:
    """The session of this key at this site, touched now; None, and gone, where it is over."""
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
    """Who holds this session; empty for nobody, or where there is no such session. It is not prolonged."""
    row = unit.get(SESSIONS, key)
    return "" if row is None else str(row["owner"])


def end(unit: Unit, key: str) -> bool:
    """The session is over; False where it was already."""
    was_open = unit.get(SESSIONS, key) is not None
    unit.remove(SESSIONS, key)
    unit.remove(PICTURES, key)
    return was_open


def renew(unit: Unit, old: str, site: str, now: float, owner: str) -> Session:
    """The owner has proved something: a new key, and the old one is dead (N-01)."""
    end(unit, old)
    return begin(unit, site, now, owner)


def end_others(unit: Unit, session: Session) -> None:
    """Every other session of this owner at this site is over (N-07)."""
    for key, row in unit.rows(SESSIONS):
        if row["owner"] == session.owner and row["site"] == session.site and key != session.key:
            end(unit, key)


def end_all(unit: Unit, site: str, owner: str) -> None:
    """Every session of this owner at this site is over (N-07)."""
    for key, row in unit.rows(SESSIONS):
        if row["owner"] == owner and row["site"] == site:
            end(unit, key)


def hang_picture(unit: Unit, session: Session, text: str, now: float) -> None:
    """A new picture for this session; the one before is dead."""
    unit.put(PICTURES, session.key, {"text": text, "at": now})


def take_picture(unit: Unit, session: Session, now: float, figures: Figures) -> str:
    """The text of the session's picture, once: it is used up whatever was typed (C-01). Empty where there is none."""
    row = unit.get(PICTURES, session.key)
    unit.remove(PICTURES, session.key)
    if row is None or now - row["at"] > figures.picture_life:
        return ""
    text: str = row["text"]
    return text
