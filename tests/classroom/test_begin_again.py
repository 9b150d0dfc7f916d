"""A wizard that is opened again at a seat begins with what the hospital knows of that seat."""

from __future__ import annotations

from pathlib import Path

from ntuh_onboard.classroom.class_server import Class
from tests.classroom.conftest import Browser
from tests.classroom.seated import SeatedStudent
from tests.classroom.test_reset import CHOSEN, changed
from tests.terminal.student import LOOKS, PLACES


def test_the_seat_hands_out_the_password_that_is_in_force(three: Class, browser: Browser) -> None:
    """On its page, in the file of its wizard, and to a wizard that runs; the default one again after a reset."""
    pupil = three.room.pupils[0]
    default = pupil.person.password.reveal()
    assert default in browser.open(f"{three.base}/take/1?sure=1", post=True)[1]
    changed(three, pupil)
    page = browser.open(f"{three.base}/seat")[1]
    assert CHOSEN.reveal() in page
    assert default not in page
    assert three.seat_file(pupil).person.password == CHOSEN
    assert browser.json(f"{three.base}/phone.json")["password"] == CHOSEN.reveal()
    three.room.site.hospital.renew(pupil.person.employee_id)
    three.room.site.stage.desk.register.forget(pupil.person.employee_id)
    assert default in browser.open(f"{three.base}/seat")[1]
    assert three.seat_file(pupil).reached == ()


def test_a_wizard_goes_on_at_the_step_that_was_reached(three: Class, tmp_path: Path) -> None:
    """What was done is not asked again, and wizard, message and phone count the same messages."""
    pupil, desk, look = three.room.pupils[1], three.room.site.stage.desk, LOOKS[1]
    changed(three, pupil)
    desk.register.note(pupil.person.employee_id, "portal.save_contact", desk.hospital.moment())
    proof = desk.proof.regulations()[0]
    desk.proof.send_code(proof, pupil.person.employee_id, pupil.person.phone)
    desk.register.note(pupil.person.employee_id, "account.send_code", desk.hospital.moment())
    file = three.opening(tmp_path, pupil.number)
    with SeatedStudent(tmp_path, pupil.number, file, three.room.site.stage.text_of, look) as student:
        assert "at step 5, Rules" in student.shows(("", "at step 5, Rules"))
        assert pupil.person.password.reveal() not in student.text()
        student.begin()
        student.regulations()
        three.room.site.clock.jump(120)  # the hospital lets nobody send again at once
        student.shows(PLACES["send_code"].title)
        student.ready()
        student.send(f"\r{pupil.person.phone}\r")
        student.at("enter_code")
        student.shows(("", "message 2,"))
        student.shows(("", "Message 2 "))
