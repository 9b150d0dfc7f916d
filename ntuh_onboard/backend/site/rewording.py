"""One page whose every control has another name and other words, as after a change that nobody announced (J0.7).

A person finds the way by what the new words mean; a program that knows neither the guide's words nor words that pages
of this kind generally use must not, but for boxes that are known by what they are: three password boxes in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from ntuh_onboard.backend.site.parts import Button, Facts, Field, Form, Link, Page, Panel, Part, Row

NEW: Mapping[str, str] = {
    "院區": "服務單位",
    "帳號": "登錄代碼",
    "密碼": "通關字串",
    "驗證碼": "圖中字樣",
    "登入": "進入系統",
    "請輸入舊密碼": "目前使用中",
    "請輸入新密碼": "自訂通關字串",
    "請再輸入新密碼": "重複一次",
    "密碼強度檢核": "安全程度",
    "更改密碼": "確認變更",
    "回功能選單": "返回",
    "登出系統": "離開",
    "異動儲存": "更新資料",
    "員工編號": "人員代碼",
    "姓名": "人員",
    "英文姓": "護照姓氏",
    "英文首名": "護照名字",
    "英文中名": "別名",
    "辦公室電話": "公務分機",
    "住宅電話": "家用電話",
    "行動電話": "隨身電話",
    "網路帳號 / 主職員工編號": "人員代碼",
    "發送簡訊動態碼": "寄出一次性數字",
    "簡訊(或MOTP)動態碼": "一次性數字",
    "下一步": "送出",
    "請輸入帳號登記的手機門號(10碼)": "隨身電話",
    "確定發送": "寄出",
    "取消": "放棄",
    "帳號姓名": "人員",
    "主職單位": "單位",
    "有效期限": "使用至",
    "雲端服務帳號 (電子郵件名稱)": "自選名稱",
    "啟用雲端服務": "開始使用",
    "取消啟用": "暫不使用",
}
"""The guide's words -> what a person would take for the same."""

Worded = TypeVar("Worded", bound="Field | Button | Link | Panel")


def reworded(page: Page) -> Page:
    """Replace each word by that of `NEW`; KeyError if a control of the page's form has a word that is not there."""
    if page.form is None:
        return page
    form = Form(page.form.action, tuple(_part(each) for each in page.form.parts), page.form.webforms)
    return replace(page, title=NEW.get(page.title, page.title), form=form)


def _part(part: Part) -> Part:
    match part:
        case Field() | Button() | Panel():
            return _other(part)
        case Row(items=items):
            return replace(part, items=tuple(_other(each) for each in items))
        case Facts(pairs=pairs):
            return Facts(tuple((_word(label), value) for label, value in pairs))
        case _:
            return part


def _other(part: Worded) -> Worded:
    return replace(part, label=_word(part.label)) if part.label else part


def _word(label: str) -> str:
    bare = label.removesuffix("：")
    return NEW[bare] + label[len(bare) :]
