"""A form being filled in: what a person may do to it, and the submission that a browser would make of it."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import Control, Kind, pairs
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.http import charset as charsets
from ntuh_onboard.backend.web.http import unread_bytes
from ntuh_onboard.backend.web.http.redirects import absolute
from ntuh_onboard.backend.web.http.submission import MULTIPART, URLENCODED, Pairs, Submission
from ntuh_onboard.backend.web.script.page_functions import FormSubmit
from ntuh_onboard.backend.web.script.postback import ARGUMENT, TARGET, PostBack, of_script

_ENCTYPES = {"": URLENCODED, URLENCODED: URLENCODED, MULTIPART: MULTIPART}


class Draft:
    """One form of one page. Whatever is not touched goes back as the page gave it (J3.3), or nothing is sent at all.

    Hidden, disabled and read-only controls, and controls of another form, are refused: a person could not fill them in.
    """

    def __init__(self, form: Element, controls: tuple[Control, ...], url: str, base: str, charset: str) -> None:
        self.form = form
        self._controls = controls
        self._url = url
        self._base = base
        self._charset = charset
        self._filled: dict[Control, str | bool] = {}

    def __repr__(self) -> str:
        return f"<Draft of {len(self._filled)} changes>"

    @property
    def filled(self) -> frozenset[Control]:
        """The controls that were filled in, chosen or ticked so far."""
        return frozenset(self._filled)

    @property
    def changes(self) -> Mapping[Control, str | bool]:
        """What was typed, chosen or ticked so far, in that order."""
        return dict(self._filled)

    def put(self, control: Control, text: str, *, typed: str | None = None) -> None:
        """Type into a box; refused if the text is longer than the box takes: a browser would cut a password silently.

        Args:
            control: the box.
            text: what is sent.
            typed: what a person types, if the page's own script sends another text in its place. A box's limit applies
                to what is typed, not to what a script writes.

        """
        self._check(control, Kind.TEXT)
        if control.most is not None and len(text if typed is None else typed) > control.most:
            raise UnexpectedPage(Why.TOO_LONG, control.name)
        if unread_bytes.REPLACEMENT in text:  # the site would keep it in place of its own character (H-09)
            raise UnexpectedPage(Why.FORM, control.name)
        self._filled[control] = text

    def choose(self, control: Control, value: str) -> None:
        """Choose an option by the value that it sends."""
        self._check(control, Kind.CHOICE)
        found = [each for each in control.options if each.value == value and not each.disabled]
        if not found:
            raise UnexpectedPage(Why.NOT_FOUND, value)
        self._filled[control] = value

    def tick(self, control: Control, ticked: bool = True) -> None:  # noqa: FBT001, FBT002  # what a tick box holds
        """Tick or untick a box, or choose a radio button, which deselects the others of its group."""
        self._check(control, Kind.TICK if control.kind is Kind.TICK else Kind.RADIO)
        if control.kind is Kind.RADIO:
            for each in self._controls:
                if each.kind is Kind.RADIO and each.form is self.form and each.name == control.name:
                    self._filled[each] = False
        self._filled[control] = ticked

    def press(self, act: Act) -> Submission:
        """Return what is sent when this is pressed with the form filled in so far."""
        if act.url:
            return Submission("get", act.url, (), link=True)
        if act.postback is not None:
            return self._posted_back(act.postback)
        if act.submit is not None:
            return self._sent_by(act.submit)
        return self._submitted(act.control)

    def by_itself(self) -> Submission:
        """Return what is sent when a script of the page sends the form, without any button."""
        charset = charsets.sent_in(self.form.get("accept-charset"), self._charset)
        return self._made(pairs(self._controls, self.form, charset, None, self._filled), charset)

    def _check(self, control: Control, kind: Kind) -> None:
        usable = control.seen and not control.disabled and not control.read_only and control.form is self.form
        if control.kind is not kind or not usable:
            raise UnexpectedPage(Why.FORM, control.name)

    def _submitted(self, submitter: Control | None) -> Submission:
        if submitter is None or submitter.form is not self.form or submitter.disabled:
            raise UnexpectedPage(Why.FORM)
        charset = charsets.sent_in(self.form.get("accept-charset"), self._charset)
        sent = pairs(self._controls, self.form, charset, submitter, self._filled)
        script = of_script(submitter.element.get("onclick"))
        own = submitter.element
        return self._made(
            sent,
            charset,
            action=(script.url if script is not None else "") or own.get("formaction"),
            method=own.get("formmethod"),
            enctype=own.get("formenctype"),
        )

    def _posted_back(self, sent: PostBack) -> Submission:
        charset = charsets.sent_in(self.form.get("accept-charset"), self._charset)
        given = {TARGET: sent.target, ARGUMENT: sent.argument}
        found = pairs(self._controls, self.form, charset, None, self._filled)
        if not given.keys() <= {name for name, _ in found}:
            raise UnexpectedPage(Why.FORM, TARGET)
        return self._made(tuple((name, given.get(name, value)) for name, value in found), charset, action=sent.url)

    def _sent_by(self, submit: FormSubmit) -> Submission:
        """Return what a script sends that fills in boxes and submits the form; never a box that a person fills in."""
        mine = [each for each in self._controls if each.form is self.form]
        known = {name: each for each in mine for name in (each.id, each.name) if name}
        boxes = {known[name].name: text for name, text in submit.sets if name in known and not known[name].seen}
        if len(boxes) != len(dict(submit.sets)):
            raise UnexpectedPage(Why.FORM, submit.form)
        charset = charsets.sent_in(self.form.get("accept-charset"), self._charset)
        found = pairs(self._controls, self.form, charset, None, self._filled)
        kept = (each for each in found if each[0] not in dict(submit.adds))
        sent = (*((name, boxes.get(name, value)) for name, value in kept), *submit.adds)
        return self._made(sent, charset, action=submit.action)

    def _made(self, sent: Pairs, charset: str, *, action: str = "", method: str = "", enctype: str = "") -> Submission:
        method = (method or self.form.get("method")).strip().casefold() or "get"
        method = method if method in {"get", "post", "dialog"} else "get"
        kind = (enctype or self.form.get("enctype")).strip().casefold()
        action = (action or self.form.get("action")).strip()
        if method == "dialog" or (method == "post" and kind == "text/plain"):
            raise UnexpectedPage(Why.FORM)
        self._refuse_unread(action, sent, charset)
        url = absolute(self._base, action, charset) if action else self._url
        return Submission(method, url, sent, charset, _ENCTYPES.get(kind, URLENCODED))

    def _refuse_unread(self, action: str, sent: Pairs, charset: str) -> None:
        """Refuse an address that was not read whole, and bytes that would be sent in another charset than their own."""
        if unread_bytes.found_in(action) or unread_bytes.REPLACEMENT in action:
            raise UnexpectedPage(Why.FORM)
        for name, value in sent if charset != self._charset else ():
            if unread_bytes.found_in(name + value):
                raise UnexpectedPage(Why.FORM, name)
