"""What a step and a field are; the tables made of them are in `steps`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from ntuh_onboard.backend.protocol import Purpose
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.journey.step_acts import Act, Typed


class Kind(StrEnum):
    """How a field is typed and what becomes of it."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105  # the name of a kind, no secret
    CAPTCHA = "captcha"
    CHOICE = "choice"
    CONFIRM = "confirm"


class Need(StrEnum):
    """What a step must have before it can be walked."""

    NOTHING = "nothing"
    PORTAL_SESSION = "portal_session"
    PROOF = "proof"


class Look(Enum):
    """How a step is drawn; `screens.steps.view_registry` has the view of each."""

    PLAIN = auto()
    """Its fields, one under the other."""
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
    """What the student is busy with at a step, when no key comes for a while."""

    TYPING = "typing"
    READING = "reading"
    """A text is read, or a picture made out."""
    WAITING = "waiting"
    """A message is waited for."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The line of the summary that says that a step is done.

    Done by hand it is the sentence `<says>_by_hand`, or `<says>_seen` where the hospital shows it; both tell the day.

    says: key of the sentence.
    values: what is put in, made of what the submit gave; None where that does not tell, and nothing is said.
    """

    says: str
    values: Callable[[object], Mapping[str, object] | None] = lambda value: {}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked.

    id: unique over all steps, so that an error that names a field names its step too.
    word: key of the hospital's own word for it in the profile's `[words]`; empty where the field is ours.
    rules: ids of `rules.RULES`, in the order in which they are told. fold: id of a fold in `rules.FOLDS`.
    prefill: id of another field whose answer it starts with, or `<step>.<attribute>` of what that step has loaded.
    falls_back: a secret field that may stay empty and then takes the secret typed there.
    repeats: the field that it must equal. options: the values of a choice (their labels: `choice.<id>.<value>`).
    loaded: the options come from the step's load. optional: may stay empty.
    only_if: the condition under which it is asked (see `Journey.holds`).
    practised: what is typed here in practice, as in an answers file; what repeats another field has that one's.
    kept: whether what was typed is kept when the step is left: all but secrets and picture codes.
    shown: a secret that may be seen while it is typed, such as a code that dies in two minutes.
    """

    id: str
    kind: Kind = Kind.TEXT
    word: str = ""
    rules: tuple[str, ...] = ()
    fold: str = "trim"
    prefill: str = ""
    falls_back: str = ""
    repeats: str = ""
    options: tuple[str, ...] = ()
    loaded: bool = False
    optional: bool = False
    only_if: str = ""
    shown: bool = False
    practised: str = ""
    kept: bool = field(init=False)

    def __post_init__(self) -> None:
        """Secrets and picture codes are not kept."""
        object.__setattr__(self, "kept", self.kind not in {Kind.SECRET, Kind.CAPTCHA})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a journey.

    rail: which mark of the step rail it belongs to. word: the hospital's own name for it in `[words]`.
    load: read when the step is reached. picture: loads a picture code beside it. side: further acts by id.
    submit: the one act that sends something; None for a step that is only read or answered here.
    needs: what must be had; gives: what is had afterwards. sealed: never sent again once done.
    read_back: the first of the `READ_BACKS` if the submit's answer is lost.
    skips: choice value -> steps left out of the journey from here on.
    guard: gives the error that stops the step before anything is sent, or None.
    submit_if: the condition under which the submit is sent at all (see `Journey.holds`).
    restart: where to begin again when what this step gives is lost.
    proves: the steps that need not be asked for, as what was said at this one shows.
    forgets: the secrets that are forgotten when the step is over, by field id.
    portal: the field in which the portal password of now is typed; its mark is kept, so that others can be compared.
    remembers: the field whose answer is kept on the student's own device when the step is done.
    look: how it is drawn. busy: what the student does here without typing. desk: the right door of the help desk.
    cloud: whether the password that is asked for here is the cloud password.
    purpose: what the account site is opened for from this step on.
    seen: reads, at no cost, whether the hospital shows that the step was done in the browser; gives a `Found`.
    reached: its line in the summary. handed: in practice, the sentence on what the invented person types here.
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
        """The field with this id; KeyError where the step has none."""
        for each in self.fields:
            if each.id == key:
                return each
        raise KeyError(key)
