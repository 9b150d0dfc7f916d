"""THE table: each of the 12 requests meets each of the 12 faults (security.md B1, B3), and what must come of it.

Codes are those of B2; what stands behind `>` is what the read-back of B4 then finds.

  same       as without the fault: no word about it
  RT         「沒有送出任何資料」: nothing left this machine
  AG         「讀取失敗」, after two quiet tries more
  FM WH CP   another page, another host, a network's own sign-in page
  TL CK      the site could not prove itself; CK: the certificate's dates hint at this computer's clock
  SE NC AP   the session is over; the picture is used up; another picture is offered
  UK>done    unknown, and the hospital says that it was done        WH>…, CP>… the same after such an answer
  UK>open    unknown, and the hospital says that it was not done: the step is open again
  UK>lost    unknown, and the page behind does not open, which proves nothing: no claim, a new picture or a new code
  UK>new     RB-4: the new password signs in                        UK>old: only the old one does
  UK>yes     UK-7: the student's phone has the message              UK>no: it has none
  ??         asked after a lost commit, and no answer to that either: 「還查不到」, asked again; WH?? CP?? TL?? say why
  ??SE       the same, and the session is over: nothing more can be found out from here
  OVER       the code's time is over: the countdown says so         LATE: the hospital says so
  OUT        signed out                                             wipe: wiped, and the sign-out not confirmed
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FAULTS: Mapping[str, str] = {
    "F1": "refused before it is sent",
    "F2": "timeout, the hospital has it",
    "F3": "HTTP 500, the hospital has it",
    "F4": "reset mid-answer, the hospital has it",
    "F5": "slow drip, the hospital has it",
    "F6": "malformed page, the hospital has it",
    "F7": "wrong charset",
    "F8": "session expired",
    "F9": "redirect to a wrong host, the hospital has it",
    "F10": "a captive portal's page, the hospital never hears of it",
    "F11": "TLS failure at the handshake: another authority's certificate, or one of the past",
    "F12": "clock skew and sleep; at Q1, Q2, Q6 a certificate of the future",
}

MATRIX = """
      F1   F2      F3      F4      F5      F6      F7    F8     F9      F10     F11   F12
Q1    RT   AG      same    AG      AG      FM      same  same   WH      CP      TL    CK
Q2    RT   AG      AG      AG      AG      AP      same  SE     WH      CP      CK    CK
Q3    RT   UK>lost UK>lost UK>lost UK>lost same    same  NC     WH>lost CP      TL    same
Q4    RT   UK>new  UK>new  UK>new  UK>new  UK>new  same  UK>old WH>new  CP>old  CK    same
Q5    RT   UK>done same    UK>done UK>done same    same  SE     WH>done CP>open TL    same
Q6    RT   AG      AG      AG      AG      FM      same  SE     WH      CP      CK    CK
Q7    RT   UK>yes  UK>yes  UK>yes  UK>yes  UK>yes  same  SE     WH>yes  CP>no   TL    OVER
Q8    RT   UK>lost UK>lost UK>lost UK>lost UK>done same  SE     WH>lost CP>lost CK    LATE
Q9    RT   AG      AG      AG      AG      FM      same  SE     WH      CP      TL    same
Q10   RT   UK>done UK>done UK>done UK>done UK>done same  SE     WH>done CP>open CK    same
Q11   ??   ??      ??      ??      ??      ??      same  ??SE   WH??    CP??    TL??  same
Q12   wipe wipe    OUT     wipe    wipe    OUT     OUT   OUT    wipe    wipe    wipe  OUT
"""

REASONS: Mapping[str, str] = {
    "Q1 F3": "after two quiet tries more the site's first address is asked, and leads to the sign-in page",
    "Q5 F3 F6 F7x": "the details are read anew at once, and are what was to be saved: the hospital's own word",
    "Q1 F8": "the sign-in page opens a new session by itself; nobody was signed in who could be told",
    "Q3 F2 F3 F4 F5 F9": (
        "B3 asks for the home page with the cookie. Over HTTP the new session's cookies and SESSION come with the "
        "answer itself: where that is lost nothing can be asked, and the student signs in anew. Where the answer "
        "arrived and only the page behind its move is spoilt (F6), the home page is read and tells"
    ),
    "Q3 F6 F7x": "the site is asked once more by its first address, which shows the menu: that costs no try",
    "Q3 F8": "nobody was signed in yet: what has ended with the page's session is its picture",
    "Q4 F8": "the page says that the session is over, in its own words; which password it is now, RB-4 finds out",
    "Q5 F8": "after the new sign-in the contact page is read and shown: that is the comparison",
    "Q7 F2 F3 F4 F5 F6 F9": (
        "B3 opens the code box at once; here the student first says what the phone shows, since no answer told how "
        "long the code is good. The time of sending is that of the press"
    ),
    "Q8 F2 F3 F4 F5 F9": (
        "RB-8 reads the page behind the code; the session that has the proof is known only by the cookie of the lost "
        "answer, and the old one is over: nobody can tell, the same code is never sent again, a new one is asked for"
    ),
    "Q8 F10 F2x": (
        "RB-8 takes the code's form for a proof that it was not taken; a form that is still there is none: a new code"
    ),
    "Q8 F8": "the session with which the code was asked for is over: a new code",
    "Q10 F8": (
        "RB-10 needs a session: the new proof gives one, and the page behind it says whether the account is active "
        "before anything can be sent"
    ),
    "Q11 F1 F2 F3 F4 F5 F6": "after a lost commit 「讀取失敗」 alone would hide that it is still unknown",
    "Q11 F8": (
        "a new session would open the step again, and it could be sent twice (R-01): it stays unknown here, and is "
        "looked up in the browser or at the desk"
    ),
    "Q12 F3 F6": (
        "the page behind the way out is an error or spoilt; the menu's address then shows the sign-in page: it was left"
    ),
    "Q12 F8": "the site shows its sign-in page where one was signed in: nobody is any more",
    "Q12": (
        "the words are those of J7.3: what was signed out, else 「未確認登出」, and that nothing is kept; how long a "
        "session lives is known of no real site, so no minutes are named"
    ),
    "Q1 F7x": "the words are not to be read, but the names of the portal's controls are known too: the second clue",
    "F12": "by how much the clock is wrong is not said: where the handshake fails no answer has told the date",
}
"""Why a cell is not what B3 says to the letter."""


@dataclass(frozen=True)
class Cell:
    """One request, one fault, and the code of what must come of it."""

    request: str
    fault: str
    code: str

    def __str__(self) -> str:
        return f"{self.request}-{self.fault}"

    @property
    def base(self) -> str:
        """What is met: UK, WH, CP … without what is found out afterwards."""
        return self.code.partition(">")[0]

    @property
    def found(self) -> str:
        """What the read-back finds; empty where nothing is asked after."""
        return self.code.partition(">")[2]

    @property
    def reached(self) -> bool:
        """Whether the hospital hears of the request."""
        return self.fault in {"F2", "F3", "F4", "F5", "F6", "F7", "F7x", "F9", "F12"}


BESIDE = """
      Q1   Q3      Q4     Q5      Q6  Q7     Q8      Q9  Q10     Q11
F2x   AG   UK>lost UK>old UK>open AG  UK>no  UK>lost AG  UK>open ??
F7x   same same    UK>new same    FM  UK>yes UK>done FM  UK>done ??
"""
"""F2x: a timeout, and the hospital never hears of it. F7x: no charset fits the bytes (B3: 「chain, else …」)."""


def cells() -> Iterator[Cell]:
    """All of them, row by row."""
    head, *rows = [line.split() for line in MATRIX.strip().splitlines()]
    for request, *codes in rows:
        yield from (Cell(request, fault, code) for fault, code in zip(head, codes, strict=True))


def beside() -> Iterator[Cell]:
    """What B3 tells within a cell, as cells of their own."""
    head, *rows = [line.split() for line in BESIDE.strip().splitlines()]
    for fault, *codes in rows:
        yield from (Cell(request, fault, code) for request, code in zip(head, codes, strict=True))


CELLS = tuple(cells())
MORE = tuple(beside())
EVERY_DAY = tuple(
    each for at, each in enumerate(CELLS) if (at % 12 + at // 12) % 6 == 0 or (each.fault == "F2" and each.base == "UK")
)
"""A part with every row and every column in it, and each commit's lost answer: for every run of the checks."""
