"""The stage over HTTP: `POST /stage/<verb>` with JSON, for whoever holds the trainer's token."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from ntuh_onboard.backend.site.requests_in import body_of
from ntuh_onboard.backend.site.spoil import Reply
from ntuh_onboard.backend.site.stage_board import SiteStage
from ntuh_onboard.backend.stage import Carrier, Condition, Fault
from ntuh_onboard.common.secret import Secret

HEADER = "x-trainer-token"
PREFIX = "/stage/"


class StageDoor:
    """Answers requests to the stage."""

    def __init__(self, stage: SiteStage, token: Secret) -> None:
        self._token = token
        port = stage.port
        self._verbs: Mapping[str, Callable[..., Any]] = {
            "people": lambda: [each.row() for each in port.people()],
            "messages": lambda phone: [asdict(each) for each in port.messages(phone)],
            "authenticator_code": lambda employee_id: _shown(port.authenticator_code(employee_id)),
            "picture_text": lambda picture="": stage.text_of(picture) if picture else port.picture_text(),
            "inject": lambda verb, fault, times=1: port.inject(verb, Fault(fault), times),
            "carrier": lambda behaviour, times=None: port.carrier(Carrier(behaviour), times),
            "befall": lambda employee_id, condition: port.befall(employee_id, Condition(condition)),
            "waiting": lambda: [asdict(each) for each in port.waiting()],
            "disarm": port.disarm,
            "switch": port.switch,
            "commits": lambda: dict(port.commits()),
            "rate": port.rate,
            "jump": port.jump,
            "reset": port.reset,
            "arm": stage.arm,
            "layout": stage.layout,
            "shut": stage.shut,
            "open": stage.open,
            "judged": lambda: [asdict(each) for each in stage.judged()],
        }

    async def answer(self, request: Request) -> Reply:
        """Answer one request."""
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self._token.reveal().encode()):
            return _json(403, {"error": "the trainer's token is needed"})
        verb = self._verbs.get(request.scope["path"].removeprefix(PREFIX))
        if request.method != "POST" or verb is None:
            return _json(404, {"error": "no such verb"})
        body = await body_of(request)
        return await run_in_threadpool(_done, verb, body)


def _done(verb: Callable[..., Any], body: bytes) -> Reply:
    try:
        arguments = json.loads(body or b"{}")
        if not isinstance(arguments, dict):
            return _json(400, {"error": "an object is needed"})
        return _json(200, {"value": verb(**arguments)})
    except (ValueError, TypeError) as error:
        return _json(400, {"error": str(error)})


def _json(status: int, value: object) -> Reply:
    return Reply(status, "application/json", json.dumps(value, ensure_ascii=False).encode())


def _shown(code: Secret | None) -> str | None:
    return None if code is None else code.reveal()
