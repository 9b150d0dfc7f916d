"""A site by the database group in 2015: Application Express 4.2, everything is a page item."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape
from typing import Any
from urllib.parse import quote

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect


class TheSite(Site):
    title = "oracle_apex_2015"

    APP = {"portal": 101, "inner": 205, "account": 300, "mail": 400}
    DAD = {"portal": "/pls/portal/", "inner": "/pls/hr/", "account": "/pls/acct/", "mail": "/pls/mail/"}
    NAMES = {"portal": "PORTAL 入口", "inner": "HR 員工資料", "account": "網路帳號自助服務", "mail": "WebMail"}

    # item, label, kind, what it means, width, help after the box
    ITEMS: dict[tuple[str, str], list[tuple[str, str, str, str, int, str]]] = {
        ("portal", "101"): [("P101_HOSP", "院區", "select", "campus", 1, ""), ("P101_USERNAME", "帳號", "text", "employee_id", 20, ""),
                            ("P101_PASSWORD", "密碼", "password", "portal_password", 20, ""), ("P101_VCODE", "驗證碼", "vcode", "captcha", 8, "(不用區分大小寫)")],
        ("portal", "20"): [("P0_SEARCH", "Search", "search", "", 15, ""), ("P20_EMPNO", "", "hidden", "", 0, ""), ("P20_OLD_PWD", "請輸入舊密碼：", "password", "old_password", 25, ""),
                           ("P20_NEW_PWD", "請輸入新密碼：", "password", "new_password", 25, ""), ("P20_NEW_PWD_2", "請再輸入新密碼：", "password", "new_password_again", 25, "")],
        ("inner", "8"): [("P0_SEARCH", "Search", "search", "", 15, ""), ("P8_EMPNO", "", "hidden", "", 0, ""), ("P8_ENG_SURNAME", "英文姓：", "text", "", 20, "ex:Chen(陳)"), ("P8_ENG_FIRST", "英文首名：", "text", "", 20, "ex: Yi-Fen(怡芬)"),
                         ("P8_ENG_MIDDLE", "英文中名：", "text", "", 20, "ex:Mary 為英文別名，如無，可不填"), ("P8_TEL_O", "辦公室電話：", "text", "", 15, "ex:61234或23123456"),
                         ("P8_TEL_H", "住宅電話：", "text", "", 15, "ex:0223123456"), ("P8_TEL_M", "行動電話：", "text", "mobile_phone", 15, "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")],
        ("account", "10"): [("P10_KIND", "", "hidden", "", 0, ""), ("P10_EMPNO", "網路帳號 / 主職員工編號", "text", "employee_id", 12, ""), ("P10_OTP", "簡訊(或MOTP)動態碼", "text", "code", 12, ""),
                            ("P10_MOBILE", "請輸入帳號登記的手機門號(10碼)", "text", "registered_phone", 12, "")],
        ("account", "12"): [("P12_EMPNO", "", "hidden", "", 0, ""), ("P12_ALIAS", "雲端服務帳號 (電子郵件名稱)", "text", "alias", 30, "@ntuh.gov.tw 名稱長度限64字元內"),
                            ("P12_PWD", "雲端服務密碼", "password", "cloud_password", 25, "8碼以上英數字"), ("P12_PWD_2", "雲端服務密碼確認", "password", "cloud_password_again", 25, "")],
        ("account", "15"): [("P15_EMPNO", "", "hidden", "", 0, ""), ("P15_PWD", "新的雲端服務密碼", "password", "cloud_password", 25, "8碼以上英數字"), ("P15_PWD_2", "新的雲端服務密碼確認", "password", "cloud_password_again", 25, "")],
        ("mail", "101"): [("P101_USERNAME", "帳號:", "text", "mail_account", 25, ""), ("P101_PASSWORD", "密碼:", "password", "mail_password", 25, ""),
                          ("P101_VCODE", "驗證碼(小寫字母或數字):", "vcode", "captcha", 8, ""), ("P101_REMEMBER", "記住登入資訊 (公用電腦請勿勾選)", "check", "", 1, "")],
    }

    def __init__(self) -> None:
        super().__init__()
        self.salt = secrets.token_hex(8)
        self.states: dict[str, dict[str, dict[str, Any]]] = {host: {} for host in self.APP}

    def wire(self, host: str, page: str) -> dict[str, tuple[str, str, str]]:
        """p_t name -> (item, kind, meaning)."""
        return {f"p_{'v' if kind == 'check' else 't'}{n:02d}": (item, kind, meaning) for n, (item, _, kind, meaning, _, _) in enumerate(self.ITEMS.get((host, page), []), 1)}

    def checksum(self, *parts: str) -> str:
        return hashlib.md5("|".join([self.salt, *parts]).encode()).hexdigest().upper()

    def item_id(self, host: str, item: str) -> str:
        return str(8100000000000000 + int(hashlib.md5((host + item).encode()).hexdigest()[:11], 16))

    def link(self, host: str, page: str, inst: str, more: str = "::NO:::") -> str:
        return f"f?p={self.APP[host]}:{page}:{inst}{more}"

    def said(self, host: str, page: str, inst: str, words: str) -> Response:
        """A branch with a success message in its address."""
        return redirect(self.DAD[host] + self.link(host, page, inst, "::NO::") + "&success_msg=" + quote(words, safe="") + "%2F" + self.checksum(words, inst) + "%2F")

    def control(self, host: str, inst: str, name: str, entry: tuple[str, str, str, str, int, str], value: str) -> str:
        item, label, kind, _, width, help_text = entry
        arg = self.item_id(host, item)
        names = f'<input type="hidden" name="p_arg_names" value="{arg}" />'
        if kind == "hidden":
            return f'{names}<input type="hidden" id="{item}" name="{name}" value="{escape(value)}" /><input type="hidden" name="p_arg_checksums" value="{arg}_{self.checksum(inst, item, value)}" />'
        if kind == "select":
            box = f'<select id="{item}" name="{name}" class="selectlist" size="1"><option value="T0" selected="selected">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option><option value="T5">竹東分院</option><option value="Y0">雲林分院</option></select>'
        elif kind == "check":
            return f'<tr><td></td><td><fieldset id="{item}" class="checkbox_group" tabindex="-1">{names}<input type="checkbox" id="{item}_0" name="{name}" value="Y" /><label for="{item}_0">{label}</label></fieldset></td></tr>'
        else:
            shown = "" if kind in ("password", "vcode") else escape(value)
            box = f'<input type="{"password" if kind == "password" else "text"}" id="{item}" name="{name}" class="{"password" if kind == "password" else "text_field"}" value="{shown}" size="{width}" maxlength="100" />'
            if kind == "vcode":
                box += f' <img id="{item}_IMG" src="pkg_vcode.show?p_sid={inst}&amp;p_seq={secrets.randbelow(10**6)}" alt="" height="36" width="120" />'
        helped = f'<label for="{item}" tabindex="999"><a class="optional-w-help" href="javascript:popupFieldHelp(\'{arg}\',\'{inst}\')" tabindex="999" title="Show Help">{label}</a></label>'
        return f'<tr><td nowrap="nowrap" align="right">{helped}</td><td colspan="1" rowspan="1" align="left">{names}{box}{f" <span class=fieldHint>{help_text}</span>" if help_text else ""}</td></tr>'

    def show(self, host: str, inst: str, page: str, title: str, body: str, values: dict[str, str] | None = None, buttons: str = "", words: str = "", error: str = "", dialog: tuple[str, ...] = (), nav: str = "") -> Response:
        state = self.states[host].setdefault(inst, {})
        entries = list(zip(self.wire(host, page), self.ITEMS.get((host, page), [])))
        values = values or {}
        rows = {e[0]: self.control(host, inst, n, e, values.get(e[0], "")) for n, e in entries}
        hidden = "".join(rows[e[0]] for _, e in entries if e[2] == "hidden")
        search = "".join(f'<table class="searchBar"><tr>{rows[e[0]][4:-5]}<td><button type="button" class="button-alt1" onclick="doSubmit(\'GLOBAL_SEARCH\')"><span>Go</span></button></td></tr></table>' for _, e in entries if e[2] == "search")
        table = "".join(rows[e[0]] for _, e in entries if e[2] not in ("hidden", "search") and e[0] not in dialog)
        region = f'<table class="formlayout" id="R{self.item_id(host, page)}" summary="" border="0" cellpadding="2">{table}</table>' if table else ""
        submission = str(secrets.randbelow(10**14))
        state["submission"] = submission
        note = f'<div id="MESSAGE" class="success"><img src="/i/f_spacer.gif" class="remove" alt="" />{escape(words)}</div>' if words else ""
        if error:
            note = f'<div class="t15Notification" id="notification-message"><div class="error">發生 1 個錯誤</div><ul class="htmldbUlErr"><li>{error}</li></ul></div>'
        return Response(f"""<!DOCTYPE html><html lang="zh-tw" xmlns="http://www.w3.org/1999/xhtml" xmlns:htmldb="http://htmldb.oracle.com"><head><title>{title}</title><link rel="stylesheet" href="/i/themes/theme_15/theme_3_1.css" type="text/css" />
<script type="text/javascript"><!--
var apex_img_dir = "/i/", htmldb_Img_Dir = apex_img_dir;
function doSubmit(r){{ document.wwv_flow.p_request.value = r; document.wwv_flow.submit(); }}
function toggleRegion(i,s){{ document.getElementById(i).style.display = s ? 'block' : 'none'; }}
//--></script>
<script src="/i/libraries/apex/minified/desktop_all.min.js?v=4.2.6.00.03" type="text/javascript"></script>
</head><body ><form action="wwv_flow.accept" method="post" name="wwv_flow" id="wwvFlowForm">
<input type="hidden" name="p_flow_id" value="{self.APP[host]}" id="pFlowId" /><input type="hidden" name="p_flow_step_id" value="{page}" id="pFlowStepId" /><input type="hidden" name="p_instance" value="{inst}" id="pInstance" /><input type="hidden" name="p_page_submission_id" value="{submission}" id="pPageSubmissionId" /><input type="hidden" name="p_request" value="" id="pRequest" />
<div id="t15PageHeader"><table border="0" cellpadding="0" cellspacing="0" width="100%" summary=""><tr><td id="t15Logo"><img src="/i/ntuh_logo.png" alt="NTUH" /> {self.NAMES[host]}</td><td align="right">{nav}</td></tr></table>{search}</div>
<div id="t15Messages">{note}</div>
<table summary="" cellpadding="0" width="100%" cellspacing="0" border="0" id="t15PageBody"><tr><td width="100%" valign="top">
<div class="t15Region"><table class="t15RegionHeader" summary=""><tr><td class="t15RegionTitle">{title}</td></tr></table>
{body}{hidden}{region}<div class="rc-buttons">{buttons}</div></div>{self.dialog(rows, dialog)}</td></tr></table><input type="hidden" name="p_md5_checksum" value="" /><input type="hidden" name="p_page_checksum" value="{self.checksum(inst, page)}" /></form><div class="t15customize">release 1.3.2&nbsp;&nbsp;Application {self.APP[host]} Page {page}</div></body></html>""")

    def dialog(self, rows: dict[str, str], names: tuple[str, ...]) -> str:
        if not names:
            return ""
        inside = "".join(rows[name] for name in names)
        return f"""<div class="t15Region modal" id="R_SMS" style="display:none"><table class="formlayout" summary="">{inside}</table>
<button type="button" class="button-gray" onclick="doSubmit('SEND_SMS');" id="B_SEND_SMS"><span>確定發送</span></button>
<button type="button" class="button-gray" onclick="toggleRegion('R_SMS',0);" id="B_SMS_CANCEL"><span>取消</span></button></div>"""

    def button(self, request: str, label: str, hot: bool = False) -> str:
        return f'<button value="{label}" onclick="doSubmit(\'{request}\');" class="button-{"default" if hot else "gray"}" type="button" id="B_{request}"><span>{label}</span></button> '

    def read(self, request: Request) -> tuple[dict[str, str], str]:
        """The items of an accepted page, and what is wrong with its state."""
        host, page, inst = request.host, request.get("p_flow_step_id"), request.get("p_instance")
        wire = self.wire(host, page)
        self.takes(request, **{name: meaning for name, (_, _, meaning) in wire.items()})
        values = {item: request.get(name) for name, (item, _, _) in wire.items()}
        state = self.states[host].get(inst)
        sums = {value for key, value in request.form if key == "p_arg_checksums"}
        if state is None or not wire or request.get("p_flow_id") != str(self.APP[host]):
            return values, "您的階段作業已結束。"
        if request.get("p_page_submission_id") != state.pop("submission", None):
            return values, "此頁面已送出過，不能再次送出 (duplicate page submission)。"
        if request.get("p_page_checksum") != self.checksum(inst, page):
            return values, "頁面保護違規：頁面檢查碼不符。"
        arguments = [value for key, value in request.form if key == "p_arg_names"]
        if arguments != [self.item_id(host, item) for item, *_ in self.ITEMS[host, page]]:
            return values, "ORA-20001: 頁面項目陣列不符。"
        for item, kind, _ in wire.values():
            if kind == "hidden" and f"{self.item_id(host, item)}_{self.checksum(inst, item, values[item])}" not in sums:
                return values, "階段作業狀態保護違規：項目檢查碼不符。"
        return values, ""

    def broken(self, words: str, to: str) -> Response:
        return Response(f'<html><head><title>Error</title></head><body><div class="t15Error"><table summary=""><tr><td><b>錯誤</b></td></tr><tr><td>{words}</td></tr></table><a href="{to}">確定</a></div></body></html>')

    def enter(self, request: Request) -> tuple[str, str, str]:
        """Page, instance and success message of an address f?p=app:page:instance:…"""
        parts = request.query.get("p", "").split(":") + ["", "", ""]
        text, inst = request.query.get("success_msg", ""), parts[2]
        words, _, digest = text.rstrip("/").rpartition("/")
        return parts[1], inst, words if words and digest == self.checksum(words, inst) else ""

    def fresh(self, host: str) -> tuple[str, tuple[str, str]]:
        inst = str(secrets.randbelow(9 * 10**13) + 10**13)
        ticket = "ORA_WWV-" + secrets.token_urlsafe(18)
        self.states[host][inst] = {"cookie": ticket}
        return inst, ("Set-Cookie", f"ORA_WWV_APP_{self.APP[host]}={ticket}; path=/; HttpOnly")

    def owned(self, request: Request, inst: str) -> dict[str, Any] | None:
        state = self.states[request.host].get(inst)
        if state is None or request.cookies.get(f"ORA_WWV_APP_{self.APP[request.host]}") != state.get("cookie"):
            return None
        return state

    def vcode(self, request: Request, letters: str = "") -> Response | None:
        if request.path != self.DAD[request.host] + "pkg_vcode.show":
            return None
        text = self.truth.new_captcha(letters, 5) if letters else self.truth.new_captcha()
        state = self.states[request.host].get(request.query.get("p_sid", ""))
        if state is None:
            return Response("", 404)
        state["vcode"] = text
        return Response(picture(text, "PNG"), kind="image/png")

    def seen(self, state: dict[str, Any], given: str) -> bool:
        text, newest = state.pop("vcode", ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(text) and text == newest and given.strip() == text

    def portal(self, request: Request) -> Response:
        dad, path = self.DAD["portal"], request.path
        if shown := self.vcode(request):
            return shown
        if path == dad + "wwv_flow_custom_auth_std.logout":
            for inst in [i for i in self.states["portal"] if (self.owned(request, i) or {}).get("user")]:
                del self.states["portal"][inst]
                self.truth.sessions.discard("portal:" + inst)
                self.truth.counts["sign_out_portal"] += 1
            return redirect(dad + "f?p=101:101")
        if path == dad + "wwv_flow.accept" and request.method == "POST":
            values, wrong = self.read(request)
            inst, page = request.get("p_instance"), request.get("p_flow_step_id")
            state = self.owned(request, inst)
            if page == "101" and state is not None:
                return self.login(values, wrong, inst, state)
            if state is None or not state.get("user"):
                return redirect(dad + "f?p=101:101")
            if request.get("p_request") == "GLOBAL_SEARCH":
                return self.said("portal", "1", inst, "查無符合資料")
            return self.change(values, wrong, inst)
        if path != dad + "f":
            return redirect(dad + "f?p=101:101") if path == "/" else Response("<h1>Not Found</h1>The requested URL was not found on this server.", 404)
        page, inst, words = self.enter(request)
        state = self.owned(request, inst)
        if state is None or page in ("", "101", "LOGIN") or not state.get("user"):
            if state is None or state.get("user"):
                inst, cookie = self.fresh("portal")
                answer = redirect(dad + self.link("portal", "101", inst))
                answer.headers.append(cookie)
                return answer
            return redirect(dad + self.link("portal", "101", inst)) if page != "101" else self.login_page(inst, "", "")
        nav = f'<span class="user">{self.truth.person.name} 您好!</span> <a href="wwv_flow_custom_auth_std.logout?p_this_flow=101&amp;p_next_flow_page_sess=101:101" class="t15NavigationBar">登出</a>'
        tabs = "".join(f'<td class="t15{"On" if page == no else "Off"}"><a href="{self.link("portal", no, inst)}">{label}</a></td>' for no, label in (("1", "首頁"), ("2", "醫療系統"), ("3", "行政系統"), ("4", "數位學習"), ("5", "個人管理")))
        nav += f'<table summary="" class="t15Tabs"><tr>{tabs}</tr></table>'
        if page == "20":
            return self.change_page(inst, words=words)
        if page == "5":
            contact = f"{self.urls['inner']}{self.DAD['inner']}f?p=205:8:{inst}::NO:8:P8_EMPNO:{self.truth.person.employee_id}&amp;cs=3{self.checksum(inst, 'P8_EMPNO')}"
            entries = [(self.link("portal", "20", inst, "::NO:20::"), "更改密碼"), (self.link("portal", "6", inst), "個人簽章提醒設定"), (self.link("portal", "6", inst), "查詢員工連絡資料"), (contact, "維護個人連絡資料"), (self.link("portal", "6", inst), "行動憑證申請")]
            return self.show("portal", inst, page, "個人管理", '<ul class="uVerticalList">' + "".join(f'<li><a href="{to}"><img src="/i/menu/dot_16.gif" alt="" /> {label}</a></li>' for to, label in entries) + "</ul>", words=words, nav=nav)
        if page == "1":
            return self.show("portal", inst, page, "全院公告", '<table class="report-standard" summary="全院公告"><tr><th id="PUBDATE">日期</th><th id="SUBJECT">標題</th></tr><tr><td headers="PUBDATE">2015/09/01</td><td headers="SUBJECT">新進同仁請至「個人管理」確認連絡資料</td></tr></table>', words=words, nav=nav)
        return self.show("portal", inst, page, "功能選單", "<span class='nodatafound'>no data found</span>", nav=nav)

    def login_page(self, inst: str, user: str, error: str) -> Response:
        return self.show("portal", inst, "101", "登入本院PORTAL系統", "", {"P101_USERNAME": user}, self.button("LOGIN", "登入", True), error=error, nav='<a href="http://www.ntuh.gov.tw/">院外網</a>')

    def login(self, values: dict[str, str], wrong: str, inst: str, state: dict[str, Any]) -> Response:
        seen = self.seen(state, values["P101_VCODE"].upper())
        error = wrong
        error = error or ("圖形驗證碼輸入不符。" if not seen else "")
        error = error or ("該院區查無此員工。" if values["P101_HOSP"] != "T0" else "")
        error = error or ("無效的登入證明資料 (Invalid Login Credentials)" if (values["P101_USERNAME"].strip() != self.truth.person.employee_id or values["P101_PASSWORD"] != self.truth.portal_password) else "")
        if error:
            self.truth.counts["sign_in_refused"] += 1
            return self.login_page(inst, values["P101_USERNAME"], error)
        del self.states["portal"][inst]
        inst, cookie = self.fresh("portal")
        self.states["portal"][inst]["user"] = self.truth.person.employee_id
        self.truth.sessions.add("portal:" + inst)
        self.truth.counts["sign_in"] += 1
        answer = redirect(self.DAD["portal"] + self.link("portal", "1", inst))
        answer.headers.append(cookie)
        return answer

    def change_page(self, inst: str, words: str = "", error: str = "") -> Response:
        menu = f'<a href="{self.link("portal", "5", inst)}" class="uButton"><span>回功能選單</span></a> <a href="wwv_flow_custom_auth_std.logout?p_this_flow=101&amp;p_next_flow_page_sess=101:101" class="uButton"><span>登出系統</span></a>'
        rules = "<p>密碼設定條件：<br />1.密碼長度不可少於8個字元<br />2.密碼內容需包含英文及數字</p>"
        return self.show("portal", inst, "20", "更改密碼", rules, {"P20_EMPNO": self.truth.person.employee_id}, self.button("APPLY_CHANGES", "套用變更", True) + menu, words, error)

    def change(self, values: dict[str, str], wrong: str, inst: str) -> Response:
        new, error = values.get("P20_NEW_PWD", ""), wrong
        error = error or ("舊密碼錯誤。" if values["P20_OLD_PWD"] != self.truth.portal_password else "")
        error = error or ("新密碼長度或內容不符規定。" if (len(new) < 8 or not re.search("[a-zA-Z]", new) or not re.search("[0-9]", new)) else "")
        error = error or ("新密碼與再次輸入之密碼不同。" if new != values["P20_NEW_PWD_2"] else "")
        error = error or ("新舊密碼不可相同。" if new == self.truth.portal_password else "")
        if error:
            self.truth.counts["password_refused"] += 1
            return self.change_page(inst, error=error)
        self.truth.portal_password = new
        self.truth.counts["password_changed"] += 1
        return self.said("portal", "20", inst, "已處理動作。密碼變更完成。")

    COLUMNS = {"P8_ENG_SURNAME": "english_surname", "P8_ENG_FIRST": "english_given", "P8_ENG_MIDDLE": "english_middle", "P8_TEL_O": "office_phone", "P8_TEL_H": "home_phone", "P8_TEL_M": "mobile_phone"}

    def inner(self, request: Request) -> Response:
        dad, person, error = self.DAD["inner"], self.truth.person, ""
        posted = request.path == dad + "wwv_flow.accept" and request.method == "POST"
        values: dict[str, str] = {}
        if posted:
            values, error = self.read(request)
            inst, words = request.get("p_instance"), ""
        else:
            if request.path != dad + "f":
                return Response("<h1>Not Found</h1>", 404)
            page, inst, words = self.enter(request)
        if not self.states["portal"].get(inst, {}).get("user"):
            return self.broken("您的階段作業已結束，請由PORTAL重新登入。", self.urls["portal"] + "/")
        if not posted and not words and request.query.get("cs") != "3" + self.checksum(inst, "P8_EMPNO"):
            return self.broken("階段作業狀態保護違規：這可能是手動變更含有總和檢查的 URL 所造成。", self.urls["portal"] + "/")
        if posted and not error:
            given = {column: values[item].strip() for item, column in self.COLUMNS.items()}
            if request.get("p_request") == "GLOBAL_SEARCH":
                error = "查無符合資料。"
            elif not re.fullmatch(r"09[0-9]{8}", given["mobile_phone"]):
                error = "行動電話 須為 09 開頭之 10 位數字。"
            elif not given["english_surname"] or not given["english_given"]:
                error = "英文姓名必須有值。"
            else:
                self.truth.saved_contact.update(given)
                self.truth.counts["contact_saved"] += 1
                return self.said("inner", "8", inst, "已更新 1 個資料列。")
        if not values:
            values = {item: self.truth.saved_contact.get(column, getattr(person, column)) for item, column in self.COLUMNS.items()}
        values["P8_EMPNO"] = person.employee_id
        top = self.button("SAVE", "異動儲存", True)
        facts = f'<div class="rc-buttons-top">{top}</div><table summary=""><tr><td align="right">員工編號：</td><td><span class="display_only">{person.employee_id}</span></td><td align="right">姓名：</td><td><span class="display_only">{person.name}</span></td></tr></table>'
        back = f'<a href="{self.urls["portal"]}{self.DAD["portal"]}{self.link("portal", "5", inst)}" class="uButton"><span>回功能選單</span></a>'
        return self.show("inner", inst, "8", "台大醫院---維護個人連絡資料", facts, values, back, words, error)

    KINDS = {"A": "啟用網路帳號及首次雲端帳號密碼設定", "R": "重置雲端服務密碼"}

    def account(self, request: Request) -> Response:
        dad = self.DAD["account"]
        if request.path == "/":
            return redirect(dad + "f?p=300:1")
        posted = request.path == dad + "wwv_flow.accept" and request.method == "POST"
        if posted:
            values, wrong = self.read(request)
            inst, page = request.get("p_instance"), request.get("p_flow_step_id")
        elif request.path == dad + "f":
            page, inst, words = self.enter(request)
        else:
            return Response("<h1>Not Found</h1>", 404)
        state = self.owned(request, inst)
        if state is None:
            inst, cookie = self.fresh("account")
            answer = redirect(dad + self.link("account", "1", inst))
            answer.headers.append(cookie)
            return answer
        if posted:
            return self.accept(request, values, wrong, inst, page, state)
        if page == "99":
            if "account:" + inst in self.truth.sessions:
                self.truth.sessions.discard("account:" + inst)
                self.truth.counts["sign_out_account"] += 1
            del self.states["account"][inst]
            return redirect(dad + "f?p=300:1")
        if page == "10":
            kind = request.query.get("p", "").split(":")[-1]
            if kind in self.KINDS:
                state.update(kind=kind, emp="", otp="", proved=False)
                self.truth.sessions.discard("account:" + inst)
            if state.get("kind"):
                return self.verify_page(inst, state, words)
        if page in ("12", "15") and state.get("proved") == page:
            return self.setting_page(inst, page, {}, words)
        if page == "13" and state.get("proved"):
            return self.show("account", inst, page, "作業結果", "<p>請妥善保管您的密碼。</p>", words=words or "作業完成", nav=self.away(inst))
        return self.show("account", inst, "1", "網路帳號服務", f"""<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3>
<p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<h3>《常見問題與服務》</h3><p><b>密碼修改後多久可以生效</b><br />即時生效。</p><p><b>忘記密碼</b><br />請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<table summary="" class="t15Buttons"><tr><td><a href="{self.link('account', '10', inst, '::NO:10:P10_KIND:A')}" class="uButton"><span>啟用網路帳號及首次雲端帳號密碼設定</span></a></td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr>
<tr><td><a href="{self.link('account', '10', inst, '::NO:10:P10_KIND:R')}" class="uButton"><span>重置雲端服務密碼</span></a></td><td>重設非Portal帳號的密碼</td></tr>
<tr><td><a href="{self.link('account', '1', inst)}" class="uButton"><span>總院廠商VPN展延申請</span></a></td><td>&nbsp;</td></tr></table>""")

    def away(self, inst: str) -> str:
        return f'<a href="{self.link("account", "99", inst)}" class="t15NavigationBar">登出</a>'

    def verify_page(self, inst: str, state: dict[str, Any], words: str = "", error: str = "") -> Response:
        body = "<p>注意事項</p><ol><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ol>"
        buttons = '<button type="button" class="button-gray" id="B_OPEN_SMS" onclick="toggleRegion(\'R_SMS\',1);"><span>發送簡訊動態碼</span></button> ' + self.button("NEXT", "下一步", True)
        return self.show("account", inst, "10", self.KINDS[state["kind"]], body, {"P10_KIND": state["kind"], "P10_EMPNO": state.get("emp", "")}, buttons, words, error, ("P10_MOBILE",))

    def setting_page(self, inst: str, page: str, values: dict[str, str], words: str = "", error: str = "") -> Response:
        person, truth = self.truth.person, self.truth
        facts = "".join(f'<tr><td align="right">{label}</td><td><span class="display_only">{value}</span></td></tr>' for label, value in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        body = f'<p>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p><table summary="" class="formlayout">{facts}'
        if page == "12" and truth.alias:
            return self.show("account", inst, "14", "設定密碼與郵件別名", body + f'<tr><td align="right">雲端服務帳號 (電子郵件名稱)</td><td><span class="display_only">{escape(truth.alias)}@ntuh.gov.tw</span></td></tr><tr><td align="right">狀態</td><td><span class="display_only">已開通，不可再次設定</span></td></tr></table>', nav=self.away(inst), error=error)
        values = {**values, f"P{page}_EMPNO": person.employee_id}
        buttons = self.button("CANCEL", "取消啟用") + self.button("ENABLE", "啟用雲端服務", True) if page == "12" else self.button("CANCEL", "取消") + self.button("RESET", "重置密碼", True)
        return self.show("account", inst, page, "設定密碼與郵件別名" if page == "12" else "重置雲端服務密碼", body + "</table>", values, buttons, words, error, nav=self.away(inst))

    def accept(self, request: Request, values: dict[str, str], wrong: str, inst: str, page: str, state: dict[str, Any]) -> Response:
        truth, pressed = self.truth, request.get("p_request")
        if page == "10" and state.get("kind"):
            state["emp"] = values["P10_EMPNO"].strip()
            if wrong or state["emp"] != truth.person.employee_id:
                return self.verify_page(inst, state, error=wrong or "查無此員工編號。")
            if pressed == "SEND_SMS":
                if values["P10_MOBILE"].strip() != (truth.saved_contact.get("mobile_phone") or truth.person.mobile_phone):
                    return self.verify_page(inst, state, error="手機門號與登記門號不符，簡訊未送出。")
                state["otp"], state["at"] = truth.new_message(), time.time()
                return self.said("account", "10", inst, "動態碼簡訊發送成功。請將簡訊動態碼輸入後，按「下一步」")
            if pressed != "NEXT":
                return self.verify_page(inst, state, error="未指定動作。")
            error = ""
            if not state.get("otp"):
                error = "請先取得動態碼。"
            elif time.time() - state["at"] > 120:
                error = "動態碼逾時，請重新取得。"
            elif values["P10_OTP"].strip() != state["otp"]:
                error = "動態碼不正確，請重新輸入。"
            if error:
                truth.counts["code_refused"] += 1
                return self.verify_page(inst, state, error=error)
            state["otp"], state["proved"] = "", {"A": "12", "R": "15"}[state["kind"]]
            truth.sessions.add("account:" + inst)
            truth.counts["code_accepted"] += 1
            return redirect(self.DAD["account"] + self.link("account", state["proved"], inst))
        if page not in ("12", "15") or state.get("proved") != page:
            return redirect(self.DAD["account"] + self.link("account", "1", inst))
        if pressed == "CANCEL":
            return redirect(self.DAD["account"] + self.link("account", "99", inst))
        alias, word, error = values.get("P12_ALIAS", "").strip(), values[f"P{page}_PWD"], wrong
        error = error or ("雲端服務先前已啟用，無法重複啟用。" if page == "12" and truth.alias else "")
        error = error or ("尚未啟用雲端服務。" if page == "15" and not truth.alias else "")
        error = error or ("未指定動作。" if pressed != {"12": "ENABLE", "15": "RESET"}[page] else "")
        error = error or ("電子郵件名稱不合規則 (限英文字母開頭之英數字、點、底線、減號)。" if page == "12" and not re.fullmatch(r"[A-Za-z][\w.-]{1,62}[A-Za-z0-9]", alias, re.A) else "")
        error = error or ("電子郵件名稱重複，請另選名稱。" if page == "12" and alias.lower() == "taken.name" else "")
        error = error or ("雲端服務密碼須8碼以上，且含英文與數字。" if (len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search("[0-9]", word)) else "")
        error = error or ("雲端服務密碼兩次輸入不同。" if word != values[f"P{page}_PWD_2"] else "")
        if error:
            return self.setting_page(inst, page, values, error=error)
        truth.cloud_password = word
        if page == "12":
            truth.alias = alias
            truth.counts["activated"] += 1
        return self.said("account", "13", inst, f"雲端服務建立完成：{alias}@ntuh.gov.tw，隔日生效。" if page == "12" else "雲端服務密碼更新完成。")

    def mail(self, request: Request) -> Response:
        dad, truth = self.DAD["mail"], self.truth
        if shown := self.vcode(request, "23456789abcdefghjkmnpqrstuvwxyz"):
            return shown
        if request.path == dad + "wwv_flow.accept" and request.method == "POST":
            values, error = self.read(request)
            inst = request.get("p_instance")
            state = self.owned(request, inst)
            if state is None or request.get("p_flow_step_id") != "101":
                return redirect(dad + "f?p=400:101")
            if not self.seen(state, values["P101_VCODE"]) and not error:
                error = "驗證碼不符。"
            if not error and (not truth.alias or values["P101_USERNAME"].strip().lower() != truth.alias.lower() or values["P101_PASSWORD"] != truth.cloud_password):
                error = "帳號或密碼無效。"
            if error:
                return self.mail_page(inst, values["P101_USERNAME"], error)
            state["user"] = truth.alias
            truth.sessions.add("mail:" + inst)
            truth.counts["mail_sign_in"] += 1
            return redirect(dad + self.link("mail", "1", inst))
        page, inst, _ = self.enter(request)
        state = self.owned(request, inst)
        if request.path != dad + "f" or state is None:
            inst, cookie = self.fresh("mail")
            answer = redirect(dad + self.link("mail", "101", inst))
            answer.headers.append(cookie)
            return answer
        if not state.get("user"):
            return self.mail_page(inst, "", "")
        if page == "LOGOUT":
            del self.states["mail"][inst]
            truth.sessions.discard("mail:" + inst)
            truth.counts["sign_out_mail"] += 1
            return redirect(dad + "f?p=400:101")
        return self.show("mail", inst, "1", "收件匣", '<table class="report-standard" summary=""><tr><th>寄件人</th><th>主旨</th><th>日期</th></tr><tr><td>postmaster</td><td>Welcome</td><td>2015/09/01</td></tr></table>', nav=f'<a href="{self.link("mail", "LOGOUT", inst)}">登出</a>')

    def mail_page(self, inst: str, user: str, error: str) -> Response:
        return self.show("mail", inst, "101", "電子郵件登入", "<p>公佈欄：體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>", {"P101_USERNAME": user}, self.button("LOGIN", "登入", True), error=error)
