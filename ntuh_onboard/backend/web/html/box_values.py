"""Turn a box's `value` into what a browser holds after reading it (HTML standard, "value sanitization algorithm").

An invalid date makes an empty box in a browser, whatever the page wrote, and the empty value is what is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import ROUND_FLOOR, Decimal, InvalidOperation

_NUMBER = re.compile(r"-?(\d+|\d*\.\d+)([eE][-+]?\d+)?", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,3})?)?", re.ASCII)
_COLOR = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_BLANKS = " \t\f"
Attributes = Mapping[str, str]


def held(type_: str, value: str, attrs: Attributes) -> str:
    """Return the value that a browser holds in a box of this type with these attributes."""
    known = _BY_TYPE.get(type_)
    return value if known is None else known(value, attrs)


def _line(value: str, attrs: Attributes) -> str:
    return value.replace("\r", "").replace("\n", "")


def _address(value: str, attrs: Attributes) -> str:
    return _line(value, attrs).strip(_BLANKS)


def _addresses(value: str, attrs: Attributes) -> str:
    line = _address(value, attrs)
    return ",".join(each.strip(_BLANKS) for each in line.split(",")) if "multiple" in attrs else line


def _number(value: str, attrs: Attributes) -> str:
    return value if _NUMBER.fullmatch(value) else ""


def _only_if(fits: Callable[[str], bool]) -> Callable[[str, Attributes], str]:
    return lambda value, attrs: value if fits(value) else ""


def _is_date(value: str) -> bool:
    return _reads(r"\d{4}-\d\d-\d\d", value) and _exists(lambda: date.fromisoformat(value))


def _is_month(value: str) -> bool:
    return _is_date(f"{value}-01")


def _is_week(value: str) -> bool:
    return _reads(r"\d{4}-W\d\d", value) and _exists(lambda: date.fromisocalendar(int(value[:4]), int(value[6:]), 1))


def _is_time(value: str) -> bool:
    found = _TIME.fullmatch(value)
    return found is not None and _exists(lambda: time(int(found[1]), int(found[2]), int(found[3] or 0)))


def _is_moment(value: str) -> bool:
    return value[10:11] in {"T", " "} and _is_date(value[:10]) and _is_time(value[11:])


def _reads(shape: str, value: str) -> bool:
    return re.fullmatch(shape, value, re.ASCII) is not None


def _exists(made: Callable[[], object]) -> bool:
    try:
        made()
    except ValueError:
        return False
    return True


def _moment(value: str, attrs: Attributes) -> str:
    return value.replace(" ", "T") if _is_moment(value) else ""


def _color(value: str, attrs: Attributes) -> str:
    found = _COLOR.fullmatch(value.strip())
    if found is None:
        return "#000000"
    figures = found[1].lower()
    return "#" + (figures if len(figures) == 6 else "".join(each * 2 for each in figures))


def _range(value: str, attrs: Attributes) -> str:
    """Return the number within its bounds, on one of its steps; in the middle if the page says none."""
    least, most = _figure(attrs.get("min", ""), Decimal(0)), _figure(attrs.get("max", ""), Decimal(100))
    most = max(most, least)
    found = min(max(_figure(value, (least + most) / 2), least), most)
    step = _figure(attrs.get("step", ""), Decimal(1))
    if attrs.get("step", "").strip().casefold() != "any" and step > 0:
        begin = _figure(attrs.get("min", ""), _figure(value, Decimal(0)))
        whole = ((found - begin) / step + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
        found = begin + step * (whole if begin + step * whole <= most else whole - 1)
    text = f"{found:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _figure(text: str, otherwise: Decimal) -> Decimal:
    try:
        return Decimal(text) if _NUMBER.fullmatch(text) else otherwise
    except InvalidOperation:
        return otherwise


_BY_TYPE: Mapping[str, Callable[[str, Attributes], str]] = {
    "text": _line,
    "search": _line,
    "tel": _line,
    "password": _line,
    "url": _address,
    "email": _addresses,
    "number": _number,
    "date": _only_if(_is_date),
    "month": _only_if(_is_month),
    "week": _only_if(_is_week),
    "time": _only_if(_is_time),
    "datetime-local": _moment,
    "color": _color,
    "range": _range,
}
