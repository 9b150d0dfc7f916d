"""Walks the views: what is shown after each act, and what each button does. One place decides both."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from ntuh_onboard import moves
from ntuh_onboard.backend.protocol import Backend, Contact, Sent
from ntuh_onboard.errors import BackendError, Next
from ntuh_onboard.journey import Journey
from ntuh_onboard.rules import mask_phone
from ntuh_onboard.screens.done import DoneView
from ntuh_onboard.screens.frame import Frame
from ntuh_onboard.screens.looks import build
from ntuh_onboard.screens.scene import Scene
from ntuh_onboard.screens.sign_in import PictureView
from ntuh_onboard.screens.view import StepView
from ntuh_onboard.screens.widgets.inputs import Tick
from ntuh_onboard.steps import READ_BACKS, step_of_field
from ntuh_onboard.walk import Entry, Turn

if TYPE_CHECKING:
    from ntuh_onboard.app import OnboardApp


class Front:
    """The wizard's screens over one `Walk`.

    Every act runs while the app is busy: no key reaches a field, and no second act begins (see `OnboardApp.work`).
    """

    def __init__(self, app: OnboardApp, scene: Scene, frame: Frame) -> None:
        self.app = app
        self.scene = scene
        self.frame = frame
        self.error: BackendError | None = None
        self.acts: Mapping[str, Callable[[], Awaitable[None]]] = {
            "submit": self.submit,
            "back": self.back,
            "again": self.read_again,
            "reload": self.show,
            "picture": self.new_picture,
            "resend": self.resend,
            "tocontact": partial(self.go_to, "contact"),
            "goto": self.go_to_named,
            "wasreset": self.was_reset,
        }

    @property
    def over(self) -> bool:
        """Whether the journey has reached its end."""
        journey = self.scene.walk.journey
        return journey.at == journey.order[-1]

    def enter(self) -> bool:
        """Enter: the view's own use of it, or the next field; False where the step is to be sent."""
        view = self.frame.view
        if view is None:
            return True
        if view.advised:
            return False
        if view.enter_key():
            return True
        controls, focused = view.controls(), self.app.focused
        if isinstance(focused, Tick) and not focused.value and focused in controls:
            focused.value = True
            return True
        if focused in controls[:-1]:
            # At once: `Widget.focus()` waits in the queue, behind the keys of the same burst.
            self.frame.set_focus(controls[controls.index(focused) + 1])
            return True
        return False

    async def drained(self) -> None:
        """Wait until every field has taken the keys that were typed before this act."""
        for control in self.frame.view.controls() if self.frame.view is not None else ():
            taken = asyncio.get_running_loop().create_future()
            control.call_later(taken.set_result, None)
            await taken

    def busy(self, under_way: bool) -> None:
        """Show or take back the sign that an act is under way."""
        if under_way:
            self.frame.status.say("ui.busy")
        elif self.frame.status.key == "ui.busy":
            self.frame.status.say("")

    def tick(self) -> None:
        """A moment has passed."""
        if self.frame.view is not None:
            self.frame.view.tick()
        if self.frame.phone.tick():
            self.frame.add_class("-phone-open")

    # --- showing --------------------------------------------------------------------------------------------------

    async def show(self, error: BackendError | None = None) -> None:
        """Show where the journey is now; `error` is said in its place. Loads, and reads back, what the step needs."""
        walk = self.scene.walk
        view = await self._switch(self._key(walk.journey))
        self.error = error
        self.frame.across.show(walk.journey)
        self.frame.upright.show(walk.journey)
        turn = await walk.load()
        view.enter()
        if turn.error is not None or error is not None:
            view.refuse(turn.error or error)  # type: ignore[arg-type]  # one of them is an error
        if turn.error is None and isinstance(view, PictureView) and not walk.journey.sealed:
            await self.new_picture()
        if walk.journey.reading and not view.step.fields and error is None:
            await self._settle(await walk.read_back(Entry()))
        if isinstance(view, DoneView) and view.signed_out is None:
            await self._sign_out(view)
        if walk.journey.browser_only:
            self.app.call_later(self.app.action_act, "browser")

    async def _switch(self, key: str) -> StepView:
        before, views = self.frame.view, self.frame.views
        view = await self._built(key)
        if before is not None and before is not view:
            before.leave()
        views.current = view.id
        self.app.call_later(self._build_ahead)
        return view

    async def _built(self, key: str) -> StepView:
        for kept in self.frame.views.children:
            if isinstance(kept, StepView) and kept.step.id == key:
                return kept
        table = {**READ_BACKS, **self.scene.walk.journey.table}
        view = build(self.scene, key, table)
        await self.frame.views.add_content(view)
        return view

    async def _build_ahead(self) -> None:
        """The next step's view, while the student is busy with this one: a kept view turns in a fifth of the time."""
        journey = self.scene.walk.journey
        at = journey.order.index(journey.at)
        if at + 1 < len(journey.order):
            await self._built(journey.order[at + 1])

    @staticmethod
    def _key(journey: Journey) -> str:
        return "unknown" if journey.lost and not journey.reading else journey.asked.id

    # --- acts -----------------------------------------------------------------------------------------------------

    async def submit(self) -> None:
        """The main button: rules first, then the one act of the step."""
        view, walk = self.frame.view, self.scene.walk
        if view is None or walk.journey.at == walk.journey.order[-1]:
            return
        if walk.journey.lost and not walk.journey.reading:
            await self.read_again()
            return
        view.before_submit()
        entry = view.entry()
        complaints = () if walk.journey.sealed else walk.check(entry, view.passed)
        if complaints:
            view.complain(complaints)
            self.app.lock.drop_burst()
            return
        objection = view.objection()
        if objection:
            view.say_nothing()
            view.notice.say(objection)
            self.app.lock.drop_burst()
            return
        view.say_nothing()
        await self._settle(await walk.submit(entry))

    async def back(self) -> None:
        """The step before; what was half typed is kept, and nothing is checked."""
        view, walk = self.frame.view, self.scene.walk
        kept = view.leave() if view is not None else {}
        if walk.move(lambda journey: moves.back(moves.keep(journey, kept))):
            await self.show()
        else:
            self.app.action_act("leave")

    async def read_again(self) -> None:
        """Look once more how a lost commit ended."""
        self.scene.walk.move(moves.read_again)
        await self.show()

    async def new_picture(self) -> None:
        """Another picture code; all other fields stay as they are."""
        view = self.frame.view
        if not isinstance(view, PictureView):
            return
        try:
            picture = await self.scene.walk.picture()
        except BackendError as error:
            view.refuse(error)
        else:
            view.show_picture(picture.data)

    async def resend(self) -> None:
        """Another message to the same number."""
        await self._settle(await self.scene.walk.send_again())

    async def go_to(self, step: str) -> None:
        """An earlier step, to mend what was typed there."""
        view = self.frame.view
        kept = view.leave() if view is not None else {}
        if self.scene.walk.move(lambda journey: moves.go_to(moves.keep(journey, kept), step)):
            await self.show()

    async def go_to_named(self) -> None:
        """The step that the error named."""
        if self.error is not None and self.error.go_to:
            await self.go_to(self.error.go_to)

    async def was_reset(self) -> None:
        """The help desk has reset the portal password."""
        self.scene.walk.password_was_reset()
        await self.show()

    async def did_by_hand(self) -> None:
        """The student has done this step in the browser."""
        if self.scene.walk.move(moves.did_by_hand):
            await self.show()

    # --- inside ---------------------------------------------------------------------------------------------------

    async def _settle(self, turn: Turn) -> None:
        walk, error = self.scene.walk, turn.error
        was_lost = self.frame.view is not None and self.frame.view.step.id in {*READ_BACKS, "unknown"}
        if error is None:
            await self.show()
            self._flash(was_lost)
            return
        step = step_of_field(error.field) if error.field else None
        if step is not None and step.id != walk.journey.asked.id:
            walk.move(lambda journey: moves.go_to(journey, step.id))
        if self.frame.view is not None and self.frame.view.step.id == self._key(walk.journey):
            self.error = error
            self.frame.view.refuse(error)
            if error.next is Next.NEW_PICTURE:
                self.frame.view.leave()
                await self.new_picture()
            self.app.lock.drop_burst()
        else:
            await self.show(error)

    def _flash(self, was_lost: bool) -> None:
        """One line on what has just been done."""
        journey = self.scene.walk.journey
        if journey.lost:
            return
        done = journey.order[journey.order.index(journey.at) - 1] if journey.before else ""
        value = journey.learned.get(done)
        if was_lost:
            self.frame.status.say("ui.read_back_settled")
        elif isinstance(value, Contact):
            loaded = journey.learned.get("load.contact")
            changed = isinstance(loaded, Contact) and loaded.mobile_phone != value.mobile_phone
            key = "ui.contact_changed" if changed else "ui.contact_saved"
            self.frame.status.say(key, phone=mask_phone(value.mobile_phone))
        elif isinstance(value, Sent) and value.said:
            self.frame.status.say("said.verbatim", said=value.said)
        else:
            self.frame.status.say("")

    async def _sign_out(self, view: DoneView) -> None:
        self.scene.walk.forget()
        view.signed_out = await asyncio.wrap_future(self.app.lane.submit(sign_out))
        view.reword()


def sign_out(backend: Backend) -> bool:
    """Leave both sites; True only where both confirmed it (J7.3)."""
    portal = backend.portal.sign_out()
    return backend.account.sign_out() and portal
