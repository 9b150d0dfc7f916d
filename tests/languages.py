"""The two languages that are finished, by name, for tests that mean one of them."""

from __future__ import annotations

from ntuh_onboard.texts.languages import language

ZH_TW, EN = language("zh-TW"), language("en")
