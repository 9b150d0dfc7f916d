"""The table of what buttons do, with labels and where each act is allowed; `frame.act_handlers` does them.

A button's id is its act's name, a hyphen, and its place: `submit-contact`. Scenario files use the names of acts.
"""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from typing import Self


class Where(Enum):
    """Where an act is allowed; elsewhere it is neither offered nor done (`Scene.allows`)."""

    EVERYWHERE = auto()
    NOT_AT_KIOSK = auto()
    """It writes a file, or leads from the real hospital to practice (K-03, S-07)."""
    PRACTICE = auto()
    TRAINABLE = auto()
    """In practice, if the trainer's panel may be opened."""
    TRAINED = auto()
    """There too, but not before a trainer has opened it: no student does so by a slip."""
    OWN_DEVICE = auto()
    CLASS = auto()
    """At a seat of a class."""


class ButtonAct(StrEnum):
    """What a button, key or card asks for.

    Attributes:
        label: the key of the sentence on its button; empty if the step words it itself.
        where: where it is allowed.
        changes: the setting that it changes, which the machine's policy may lock; empty for most.

    """

    label: str
    where: Where
    changes: str

    def __new__(cls, name: str, label: str = "", where: Where = Where.EVERYWHERE, changes: str = "") -> Self:
        """Make a member whose value is `name`."""
        act = str.__new__(cls, name)
        act._value_, act.label, act.where, act.changes = name, label, where, changes
        return act

    # About the current step.
    SUBMIT = "submit"
    BACK = "back", "ui.back"
    AGAIN = "again", "ui.act_again"
    RELOAD = "reload", "ui.act_reload"
    AGREE = "agree", "ui.act_agree"
    PICTURE = "picture", "ui.act_picture"
    RESEND = "resend", "ui.act_resend"
    TO_CODE = "tocode", "ui.act_to_code"
    TO_CONTACT = "tocontact", "ui.act_tocontact"
    GO_TO = "goto", "ui.act_goto"
    WAS_RESET = "wasreset", "ui.act_wasreset"
    BY_HAND = "byhand", "ui.act_by_hand"
    DID = "did", "ui.act_by_hand"
    SAVE_PICTURE = "savepicture", "ui.act_save_picture", Where.NOT_AT_KIOSK
    # For one view only: `StepView.own_act`.
    ZOOM = "zoom", "ui.act_zoom"
    BLACK_WHITE = "blackwhite", "ui.act_black_white"
    RETYPE = "retype", "ui.act_retype"
    KEEP_NUMBER = "keepnumber", "ui.act_keep_number"
    OWN_CODE = "owncode", "ui.act_own_code", Where.OWN_DEVICE
    TAKE_ALONG = "takealong", "ui.act_take_along", Where.NOT_AT_KIOSK
    # Another journey.
    RESET = "reset", "ui.act_reset", Where.EVERYWHERE, "journey"
    ONBOARD = "onboard", "ui.act_onboard", Where.EVERYWHERE, "journey"
    CONTACT_DETAILS = "contactdetails", "ui.act_contact_details", Where.EVERYWHERE, "journey"
    # Cards, and the answers on them.
    MENU = "menu", "ui.menu"
    HELP = "help", "ui.act_help"
    DESK = "desk", "ui.act_desk"
    BROWSER = "browser", "ui.act_browser"
    QUESTIONS = "questions", "ui.act_questions"
    NOTICES = "notices", "ui.act_notices"
    SUMMARY = "summary", "ui.act_summary"
    PHONE = "phone", "ui.phone", Where.PRACTICE
    HAND = "hand", "ui.act_hand", Where.CLASS
    SAVE_SUMMARY = "savesummary", "ui.act_save_summary", Where.NOT_AT_KIOSK
    DELETE_SUMMARY = "deletesummary", "ui.act_delete_summary", Where.NOT_AT_KIOSK
    CLOSE = "close", "ui.close"
    STAY = "stay", "ui.act_stay"
    EXTEND = "extend", "kiosk.closing_extend"
    # The application.
    LANGUAGE = "language", "ui.act_language", Where.EVERYWHERE, "language"
    THEME = "theme", "ui.act_theme", Where.EVERYWHERE, "theme"
    COVER = "cover", "ui.cover"
    TRAINER = "trainer", "ui.act_trainer", Where.TRAINABLE
    PANEL = "panel", "ui.act_trainer", Where.TRAINED
    PRACTISE = "practise", "ui.act_practise", Where.NOT_AT_KIOSK
    LEAVE = "leave", "ui.act_leave"
    LEAVE_NOW = "leavenow", "ui.act_leave"
    FORGET = "forget", "kiosk.forget_yes"
    QUIT = "quit"
