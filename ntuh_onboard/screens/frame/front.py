"""Walk through the views: decides what is shown after each act."""

from __future__ import annotations

from collections.abc import Callable

from ntuh_onboard.common.errors import BackendError, NotSent
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Busy
from ntuh_onboard.journey.steps import step_of_field
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.leaving import signed_out
from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.frame.flash import flash
from ntuh_onboard.screens.frame.frame import Frame
from ntuh_onboard.screens.frame.view_cache import Shelf
from ntuh_onboard.screens.steps.done_view import DoneView
from ntuh_onboard.screens.steps.own_device_parts import remember_id
from ntuh_onboard.screens.steps.sign_in_view import PictureView
from ntuh_onboard.screens.steps.step_view import StepView

SEEN_AFTER = 1.5
"""Seconds that the last page stands before it takes a key: a second Enter of the activation would close it unread."""


class Front:
    """The wizard's screens over one `Walk`.

    Every act runs while the busy lock is held: no key reaches a field, and no second act begins (see `SafeApp.work`).

    Attributes:
        error: what was refused last, for the help-desk card.

    """

    def __init__(self, app: SafeApp, scene: Scene, frame: Frame) -> None:
        self.app = app
        self.scene = scene
        self.frame = frame
        self.error: BackendError | None = None
        self._shelf = Shelf(scene, frame)

    @property
    def over(self) -> bool:
        """Whether the journey has reached its end."""
        journey = self.scene.walk.journey
        return journey.at == journey.order[-1]

    @property
    def phone_beside(self) -> bool:
        """Whether the phone has room beside the step: in a drawer while waiting for a message, or on a roomy screen."""
        view = self.frame.view
        return view is None or view.step.busy is Busy.WAITING or self.frame.has_class("-roomy", "-vast")

    async def show(self, error: BackendError | None = None) -> None:
        """Show where the journey is now, with `error` if given; first load, and read back, what the step needs."""
        walk = self.scene.walk
        if not self._shelf.shows(walk.journey):
            self.frame.close_drawer()
        view = await self._shelf.turn(walk.journey)
        self.frame.across.show(walk.journey)
        self.frame.upright.show(walk.journey)
        met = await walk.load()
        if not self._shelf.shows(walk.journey):  # the session had ended
            await self.show(met)
            return
        view.enter()
        self.error = met or error
        if self.error is not None:
            view.refuse(self.error, reload=not walk.loaded)
        if met is None and not walk.journey.sealed:
            await self.new_picture()
        if walk.journey.reading and not view.step.fields and error is None:
            lost = walk.journey.lost
            await self._settle(await walk.read_back(Entry()), lost)
        if isinstance(view, DoneView) and view.signed_out is None:
            walk.held.forget()
            view.signed_out = await signed_out(self.app.lane)
            view.reword()
            self.app.lock.drop_for(SEEN_AFTER)
        if walk.journey.browser_only or walk.journey.begun_by_hand:
            self.app.call_later(self.app.do, ButtonAct.BROWSER)
        self.app.call_later(self._shelf.build_ahead, walk.journey)

    async def submit(self, *, checked: bool = True) -> None:
        """Handle the main button: check the rules, then do the step's act.

        With `checked` false the answers were taken before, and a picture code may be used up by now.
        """
        view, walk = self.frame.view, self.scene.walk
        if view is None or self.over:
            return
        if walk.journey.lost and not walk.journey.reading:
            await self.moved(moves.read_again)
            return
        if not walk.loaded:  # never agree to a page that was not seen, or send it back empty (J3.3)
            await self.show()
            return
        if view.has_class("-told"):
            view.fields.accept_keys_meant()
        objection = "" if walk.journey.sealed else view.before_submit()
        entry = view.fields.entry()
        complaints = () if walk.journey.sealed or not checked else walk.check(entry, view.fields.passed)
        if strangers := view.fields.strangers():
            view.object_to(strangers)
        elif complaints:
            view.complain(complaints)
        elif objection:
            view.say_nothing()
            view.notice.say(objection)
        else:
            view.say_nothing()
            lost, sent = walk.journey.lost, "" if walk.journey.sealed else walk.journey.at
            await self._settle(await walk.submit(entry), lost, sent)
            return
        self.app.lock.drop_burst()

    def enter(self) -> None:
        """Handle Enter: go to the next field, or, after the last one, send the step."""
        view = self.frame.view
        if view is not None and not self._held(view) and not view.take_enter(self.app.focused):
            self.app.work(self.submit)

    def next_field(self) -> None:
        """Handle Tab."""
        view = self.frame.view
        if view is None or not self._held(view):
            self.frame.focus_next()

    def _held(self, view: StepView) -> bool:
        """Return whether the view keeps the student at this field; then what was typed ahead is dropped.

        Keys of a burst may not have reached the field yet, and clicks bypass this; the view is asked again when its
        step is sent (`submit`).
        """
        held = not view.may_leave(self.app.focused)
        if held:
            self.app.lock.drop_burst()
        return held

    async def back(self) -> None:
        """Go to the step before, except from the end; half-typed answers are kept, and nothing is checked."""
        if self.over and self.frame.view is not None:
            self.frame.view.focus_first()  # what stands there is the only copy: it ends by its button alone
        elif self.scene.walk.journey.before is None:
            self.app.call_later(self.app.do, ButtonAct.LEAVE)
        else:
            await self.moved(moves.back)

    async def moved(self, move: Callable[[Journey], Journey]) -> None:
        """Make a move and show where it leads; an impossible one changes nothing."""
        kept = self.frame.view.leave() if self.frame.view is not None else {}
        if self.scene.walk.move(lambda journey: move(moves.keep(journey, kept))):
            self.frame.rest(self.scene.walk.journey.asked)  # what was told before is no news here
            await self.show()

    async def to(self, step: str) -> None:
        """Go to an earlier step, even if a choice had left it out."""
        await self.moved(lambda journey: moves.bring_back(journey, step))

    async def new_picture(self) -> None:
        """Show another picture code, if the step has one; all other fields stay as they are."""
        view = self.frame.view
        if not isinstance(view, PictureView):
            return
        try:
            picture = await self.scene.walk.picture()
        except BackendError as error:
            self.error = error
            view.refuse(error)
        else:
            view.show_picture(picture.data)

    async def resend(self) -> None:
        """Request another message to the same number, unless the site would refuse it now."""
        if self.scene.walk.cooling:
            return
        await self._settle(await self.scene.walk.send_again())

    async def to_code(self) -> None:
        """Go on with the message that was sent before."""
        await self.moved(lambda journey: moves.resume(journey, journey.restarts_at))

    async def was_reset(self) -> None:
        """Count tries afresh, since the help desk has reset the portal password (P-08)."""
        for each in self.scene.walk.tries.values():
            each.forget()
        await self.show()

    async def _settle(self, error: BackendError | None, lost: str = "", sent: str = "") -> None:
        """Show the result of an act: an error, or None. lost, sent: the step that it has read back, or sent."""
        walk, before = self.scene.walk, self.frame.view
        self.frame.rest(walk.journey.asked)
        if error is None:
            asking = bool(walk.journey.lost)
            await self.show()
            if before is not None and before.step.remembers and before.step.id in walk.journey.done:
                self.app.run_worker(remember_id(self.scene, walk.journey.texts[before.step.remembers]))
            if not asking:  # otherwise the result of the read-back has been shown by now
                flash(self.frame, walk.journey, lost, sent)
            return
        step = step_of_field(error.field) if error.field else None
        if step is not None and step.id != walk.journey.asked.id:
            walk.move(lambda journey: moves.go_to(journey, step.id))
        self.app.lock.drop_burst()
        if before is None or not self._shelf.shows(walk.journey):
            await self.show(error)
            return
        self.error = error
        before.refuse(error)
        if walk.journey.scripted_here:
            self.app.call_later(self.app.do, ButtonAct.BROWSER)
        # What was refused is typed anew, all else stays: a wrong picture code keeps the password (J1.3).
        before.fields.clear(error.field or "")
        if not isinstance(error, NotSent):
            await self.new_picture()  # the old one is used up whatever the answer was
