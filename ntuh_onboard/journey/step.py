"""The types that a table of steps is made of; the tables are joined in `steps`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from ntuh_onboard.backend.protocol import Purpose
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.journey.step_acts import Act, Typed


class Kind(StrEnum):
    """How a field is typed, and how what was typed is treated."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105  # the name of a kind, not a secret
    CAPTCHA = "captcha"
    CHOICE = "choice"
    CONFIRM = "confirm"


class Need(StrEnum):
    """What must be obtained before a step can be walked."""

    NOTHING = "nothing"
    PORTAL_SESSION = "portal_session"
    PROOF = "proof"


class Look(Enum):
    """How a step is drawn; `screens.steps.view_registry` has the view of each."""

    PLAIN = auto()
    """Its fields, one below the other."""
    PREFLIGHT = auto()
    MAIL_READY = auto()
    SIGN_IN = auto()
    PORTAL_PASSWORD = auto()
    CONTACT = auto()
    REGULATIONS = auto()
    SEND_CODE = auto()
    ENTER_CODE = auto()
    ACCOUNT = auto()
    ALIAS = auto()
    ALIAS_AGAIN = auto()
    CLOUD_PASSWORD = auto()
    PICTURE = auto()
    READ_BACK = auto()
    READ_BACK_PICTURE = auto()
    STUCK = auto()
    DONE = auto()


class Busy(StrEnum):
    """What the student is doing at a step while no key is pressed."""

    TYPING = "typing"
    READING = "reading"
    """Reading a text, or deciphering a picture."""
    WAITING = "waiting"
    """Waiting for a message."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The line of the summary that says that a step is done.

    If it was done by hand, the sentence is `<says>_by_hand`, or `<says>_seen` if the hospital shows it; both tell the
    day.

    Attributes:
        says: the key of the sentence.
        news: the key of the sentence with which it is told at once, with the same values; empty if what the step has
            returned is told in another way.
        values: returns the values to put in; None if there is no such line.

    """

    says: str
    news: str = ""
    values: Callable[[object], Mapping[str, object] | None] = lambda value: {}


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a step asks for.

    Attributes:
        id: unique over all steps, so that an error that names a field names its step too.
        kind: how it is typed.
        word: the key of the hospital's own word for it in the profile's `[words]`; empty if the field is ours.
        rules: ids of `rules.RULES`, in the order in which they are reported.
        fold: the id of a fold in `rules.FOLDS`.
        prefill: the id of a field whose answer it starts with, or `<step>.<attribute>` of what that step has loaded.
        falls_back: a secret field whose secret it takes if it is left empty; itself keeps what was typed before.
        repeats: the field that it must equal.
        confirms: the field whose text a tick is about; when that changes, the tick is taken back.
        options: the values of a choice (with the labels `choice.<id>.<value>`).
        loaded: whether the options come from the step's load.
        optional: whether it may stay empty.
        only_if: the condition under which it is asked (see `Journey.holds`).
        shown: whether a secret may be visible while it is typed, such as a code that expires in two minutes.
        kept: whether what was typed is kept when the step is left: not if it is a secret or a picture code, or repeats
            another field.
        practised: what is typed here in practice, as in an answers file; a field that repeats another has its answer.

    """

    id: str
    kind: Kind = Kind.TEXT
    word: str = ""
    rules: tuple[str, ...] = ()
    fold: str = "trim"
    prefill: str = ""
    falls_back: str = ""
    repeats: str = ""
    confirms: str = ""
    options: tuple[str, ...] = ()
    loaded: bool = False
    optional: bool = False
    only_if: str = ""
    shown: bool = False
    practised: str = ""
    kept: bool = field(init=False)

    def __post_init__(self) -> None:
        """Do not keep secrets and picture codes, nor what is retyped to be safe: it is typed each time."""
        object.__setattr__(self, "kept", self.kind not in {Kind.SECRET, Kind.CAPTCHA} and not self.repeats)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a journey.

    Attributes:
        id: unique over all journeys.
        rail: the mark of the step rail that it belongs to.
        word: the key of the hospital's own name for it in the profile's `[words]`.
        fields: what it asks for.
        load: reads what the step shows, when it is reached.
        picture: loads the picture code beside it.
        submit: the one act that sends something; None for a step that is only read or answered here.
        needs: what must have been obtained before.
        gives: what is obtained by it.
        sealed: whether it is never sent again once it is done.
        read_back: the first of the `READ_BACKS` if the submit's answer is lost.
        skips: the steps left out of the journey from here on, by the value of a choice.
        guard: returns the error that stops the step before anything is sent, or None.
        submit_if: the condition under which the submit is sent at all (see `Journey.holds`).
        restart: where to begin again if what this step gives is lost.
        proves: returns the steps that need not be asked for, as what was said at this one shows.
        locates_if: the condition under which it is told where the journey goes on after this step, and why.
        forgets: the ids of the fields whose secrets are forgotten when the step is over.
        portal: the field in which the present portal password is typed; its mark is kept, to compare others with.
        remembers: the field whose answer is kept on the student's own device when the step is done.
        look: how it is drawn.
        busy: what the student does here while no key is pressed.
        desk: the right help desk for it.
        cloud: whether the password that is asked for here is the cloud password.
        purpose: what the account site is opened for from this step on.
        seen: reads, at no cost, whether the hospital shows that the step was done in the browser; returns a `Found`.
        reached: its line in the summary.
        handed: the key of the sentence that says, in practice, what the invented person types here.

    """

    id: str
    rail: str
    word: str = ""
    fields: tuple[Field, ...] = ()
    load: Act | None = None
    picture: Act | None = None
    submit: Act | None = None
    needs: Need = Need.NOTHING
    gives: Need = Need.NOTHING
    sealed: bool = False
    read_back: str = ""
    skips: Mapping[str, tuple[str, ...]] | None = None
    guard: Callable[[Typed], BackendError | None] | None = None
    submit_if: str = ""
    restart: str = ""
    proves: Callable[[Typed], tuple[str, ...]] = lambda typed: ()
    locates_if: str = ""
    forgets: tuple[str, ...] = ()
    portal: str = ""
    remembers: str = ""
    look: Look = Look.PLAIN
    busy: Busy = Busy.TYPING
    desk: str = "other"
    cloud: bool = False
    purpose: Purpose = Purpose.ACTIVATE
    seen: Act | None = None
    reached: Reached | None = None
    handed: str = ""

    def field(self, key: str) -> Field:
        """Return the field with this id; raises KeyError."""
        for each in self.fields:
            if each.id == key:
                return each
        raise KeyError(key)
