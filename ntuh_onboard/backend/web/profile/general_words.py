"""Words of web pages in general, and what a sentence with them says: that something was done, or was refused.

They are in `profiles/general.toml`, apart from what is known of a hospital. A sentence is judged clause by clause, and
says something only if nothing in the clause denies it or makes it conditional: 「更改密碼成功，請重新登入」 says that
it was done, 「密碼未變更成功」 and 「設定完成後隔日生效」 do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ntuh_onboard.common import errors
from ntuh_onboard.profiles.control_words import general_table

MOST_CLAUSE = 100
"""Characters of a clause; a longer one is a paragraph of rules, and says nothing about one act."""
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BLANKS = re.compile(rf"\s+(?=[{_CJK}])|(?<=[{_CJK}])\s+")
_SENTENCE = re.compile(r"[。．;；!！\n\r]|(?<=[?？])|\.(?=\s|$)")
_CLAUSE = re.compile(
    r"[,，、()（）\[\]【】「」『』《》]|[:：](?!\d)|(?<!申)(?=請)|(?=將|並)|\s[-–—]\s|\b(?:and|but)\b|(?=\bplease\b)"
)
_TRANSLATION = re.compile(rf"(?<=[{_CJK}])(?=[a-z][a-z .'-]{{4,}}$)")
_AROUND = " .~*※>＞·•\"'“”…"


def spoken(text: str) -> str:
    """Return a text in the form in which general words are sought: one blank between English words, else none."""
    whole = unicodedata.normalize("NFKC", "".join(each for each in text if unicodedata.category(each) != "Cf"))
    return _BLANKS.sub("", " ".join(whole.split())).casefold()


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, in that form."""
    return tuple(each for one in _SENTENCE.split(spoken(text)) if len(each := one.strip(_AROUND)) > 1)


def clauses(sentence: str) -> tuple[str, ...]:
    """Return the clauses of a sentence in that form; English behind the Chinese is a clause of its own."""
    parted = (part for each in _CLAUSE.split(sentence) for part in _TRANSLATION.split(each))
    found = (each.strip(_AROUND) for each in parted)
    return tuple(each for each in found if 1 < len(each) <= MOST_CLAUSE)


def _clauses_of(texts: Iterable[str]) -> Iterator[str]:
    return (clause for text in texts for sentence in sentences(text) for clause in clauses(sentence))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, the longest first; English ones as whole words."""
    made = sorted((spoken(each) for each in words), key=len, reverse=True)
    return "|".join(
        rf"\b{re.escape(each)}\b" if each.isascii() and each[0].isalpha() else re.escape(each) for each in made
    )


@dataclass(frozen=True, slots=True)
class GeneralWords:
    """The file, with its words made into patterns.

    Attributes:
        press: what a button may be called.
        names: parts of a control's name.
        shown: what a page shows when something is so.
        done: for each act, what says that it was done.
        means: for each act the refusals, with what each is about.
        denied: what denies a clause.
        open: what makes a clause conditional.
        strong: what refuses wherever it is.
        weak: what refuses beside the form that was sent.
        would: what makes a sentence a possibility.
        trouble: what makes a sentence a failure of the site, not a refusal.

    """

    press: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, re.Pattern[str]]
    done: Mapping[str, re.Pattern[str]]
    means: Mapping[str, Sequence[tuple[type[errors.Refused], re.Pattern[str]]]]
    denied: re.Pattern[str]
    open: re.Pattern[str]
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    would: re.Pattern[str]
    trouble: re.Pattern[str]

    def shows(self, mark: str, texts: Iterable[str]) -> bool:
        """Return whether one of these texts says, in general words, what the mark stands for."""
        wanted = self.shown.get(mark)
        if wanted is None:
            return False
        parted = ((each, wanted.search(each)) for each in _clauses_of(texts))
        return any(found and self._states(each[: found.start()] + each[found.end() :]) for each, found in parted)

    def states(self, words: Iterable[str], texts: Sequence[str]) -> str:
        """Return the first of these texts that is these words, or says so in an undenied clause; else empty."""
        for each in words:
            wanted = spoken(each).strip(_AROUND)
            for text in texts:
                if spoken(text).strip(_AROUND + "!") == wanted:
                    return text
                if any(wanted in clause and self._states(clause.replace(wanted, "")) for clause in _clauses_of([text])):
                    return text
        return ""

    def says_done(self, act: str, texts: Iterable[str]) -> str:
        """Return the first of these texts that says this act was done; empty if none does."""
        wanted = self.done.get(act)
        if wanted is None:
            return ""
        stating = (
            text for text in texts if any(wanted.search(each) and self._states(each) for each in _clauses_of([text]))
        )
        return next(stating, "")

    def says_no(self, texts: Iterable[str], *, beside_form: bool) -> str:
        """Return the first of these texts that says no; `beside_form`: beside the form that was sent, or prominent."""
        return next((text for text in texts if any(self._denies(each, beside_form) for each in sentences(text))), "")

    def meaning(self, act: str, text: str) -> type[errors.Refused]:
        """Return the refusal of this act that a text means by its subject; `Refused` if that is none, or several."""
        said = spoken(text)
        found = [kind for kind, about in self.means.get(act, ()) if about.search(said)]
        return found[0] if len(found) == 1 or (found and found[0] in _OUTWEIGH) else errors.Refused

    def _states(self, clause: str) -> bool:
        """Return whether nothing in it denies what it says, or makes that conditional."""
        return not (clause.startswith("請") or self.denied.search(clause) or self.open.search(clause))

    def _denies(self, sentence: str, beside_form: bool) -> bool:  # noqa: FBT001  # handed on
        if self.would.search(sentence) or self.trouble.search(sentence):
            return False
        for clause in clauses(sentence):
            strong = self.strong.search(clause)
            if strong is not None and len(clause) > len(strong[0]):
                return True
            if beside_form and self.weak.search(clause) is not None:
                return True
        return False


_OUTWEIGH = frozenset({errors.AliasTaken, errors.CodeExpired, errors.AccountLocked, errors.OldPasswordWrong})
"""The subjects of these say more than whatever else the sentence names."""


@cache
def general_words() -> GeneralWords:
    """Return the packaged words, made into patterns once."""
    table = general_table()
    verbs, denied, refused = table["done"], table["not_done"], table["refused"]
    acts = {act: (*verbs[act], *verbs["any"]) for act in verbs if act not in {"any", "ended"}}
    return GeneralWords(
        press={key: tuple(words) for key, words in table["press"].items()},
        names={"sign_out": tuple(table["names"]["sign_out"])},
        shown={
            **{key: re.compile(any_of(words)) for key, words in table["shown"].items()},
            **{key: re.compile(f"(?:{any_of(words)})了?$") for key, words in table["stands"].items()},
        },
        done={act: re.compile("|".join(_done(each, verbs["ended"]))) for act, each in acts.items()},
        means={act: tuple(_meanings(kinds)) for act, kinds in table["means"].items()},
        denied=re.compile(any_of(denied["denied"])),
        open=re.compile(any_of(denied["open"])),
        strong=re.compile(any_of(refused["strong"])),
        weak=re.compile(any_of(refused["weak"])),
        would=re.compile(any_of(refused["open"])),
        trouble=re.compile(any_of(refused["trouble"])),
    )


_HOW = r"成功|順利|完成|自動|為您|幫您|透過簡訊|以簡訊|於[\d/:年月日時分秒 -]{1,24}"
"""What may come between 已 and the verb."""


def _done(verbs: Sequence[str], ended: Sequence[str]) -> Iterator[str]:
    """Yield the patterns in which a page says that one of these was done."""
    chinese = any_of(each for each in verbs if not each.isascii())
    english = any_of(each for each in verbs if each.isascii())
    over, fully = (any_of(each for each in ended if each.isascii() is ascii_) for ascii_ in (False, True))
    yield rf"(?:{chinese})[^已]{{0,12}}?已?(?:{over}|ok)了?$"
    yield rf"已經?(?:{_HOW})?(?:{chinese})(?!過|的|之|者|次)"
    yield rf"^[您你]?已?(?:成功|順利)[地的]?[^已]{{0,8}}?(?:{chinese})(?!的|之|者)"
    yield r"^成功$"
    yield rf"(?:{english}).{{0,30}}?(?:{fully})$|(?:{fully}) .{{0,30}}?(?:{english})"
    yield rf"\b(?:has|have) been (?:{english})|\b(?:was|were|is now|are now) (?:{english})"
    past = any_of(each for each in verbs if each.isascii() and each.endswith(("ed", "sent", "done")))
    yield rf"^(?:\w+ ){{0,4}}(?:{past})$|^(?:success|successful|successfully)$"


def _meanings(kinds: Mapping[str, Sequence[str]]) -> Iterator[tuple[type[errors.Refused], re.Pattern[str]]]:
    for name, about in kinds.items():
        kind = getattr(errors, name)
        yield kind, re.compile(any_of(about))
