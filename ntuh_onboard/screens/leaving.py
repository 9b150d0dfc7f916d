"""Leaving the hospital's sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend


def sign_out(backend: Backend) -> bool:
    """Leave both sites; True only where both confirmed it (J7.3)."""
    portal = backend.portal.sign_out()
    return backend.account.sign_out() and portal
