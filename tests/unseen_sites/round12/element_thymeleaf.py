"""An Element-UI-looking site that Thymeleaf renders: a contractor's Spring Boot, admin template copied from a well-known scaffold.

The developer: a junior of a contractor in Neihu. Names are camelCase (userName, passWord, verifyCode, uuid) as in the scaffold that
he copied; he saved the DOM of a Vue prototype as templates, so all is el-…; he forgot the search box in the side bar, and to remove
comments in simplified characters.
"""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

FIELDS = {"enSurname": "english_surname", "enFirstName": "english_given", "enMiddleName": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "mobile": "mobile_phone"}
ICON = {"success": "el-icon-success", "error": "el-icon-error", "warning": "el-icon-warning"}


def item(label: str, name: str, value: str = "", kind: str = "text", hint: str = "", extra: str = "", icon: str = "", need: bool = True) -> str:
    mark = " is-required" if need else ""
    prefix = f'<span class="el-input__prefix"><i class="el-input__icon {icon}"></i></span>' if icon else ""
    return f"""<div class="el-form-item{mark}"><label for="{name}" class="el-form-item__label" style="width: 180px;">{label}</label>
<div class="el-form-item__content" style="margin-left: 180px;"><div class="el-input{' el-input--prefix' if icon else ''}"><input type="{kind}" autocomplete="off" name="{name}" value="{escape(value)}" class="el-input__inner" {extra}>{prefix}</div>
{f'<div class="el-form-item__tip">{hint}</div>' if hint else ''}<div class="el-form-item__error" style="display: none;">請輸入此欄位</div></div></div>"""


def button(text: str, attributes: str = 'type="submit"', style: str = "primary", icon: str = "") -> str:
    return f'<button {attributes} class="el-button el-button--{style} el-button--medium">{f"<i class={chr(34)}{icon}{chr(34)}></i>" if icon else ""}<span>{text}</span></button>'


def dialog(ident: str, title: str, body: str, footer: str, shown: bool = False) -> str:
    return f"""<div id="{ident}" class="el-dialog__wrapper" style="z-index: 2003;{'' if shown else ' display: none;'}"><div role="dialog" aria-modal="true" aria-label="{title}" class="el-dialog" style="margin-top: 15vh; width: 420px;">
<div class="el-dialog__header"><span class="el-dialog__title">{title}</span><button type="button" aria-label="Close" class="el-dialog__headerbtn" onclick="hideDlg('{ident}')"><i class="el-dialog__close el-icon el-icon-close"></i></button></div>
<div class="el-dialog__body">{body}</div><div class="el-dialog__footer"><span class="dialog-footer">{footer}</span></div></div></div>"""


class TheSite(Site):
    title = "Element UI look rendered on the server, by a contractor"

    def __init__(self) -> None:
        super().__init__()
        self.seats: dict[str, dict[str, str]] = {}
        self.pictures: dict[str, str] = {}
        self.newest = ""
        self.otp, self.otp_at = "", 0.0

    # every host has its own session cookie; a seat holds csrf, flash and what else is known
    def seat(self, request: Request, cookie: str) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
        ident = request.cookies.get(cookie, "")
        if ident in self.seats:
            return ident, self.seats[ident], []
        ident = secrets.token_hex(16).upper()
        self.seats[ident] = {"csrf": f"{secrets.token_hex(4)}-{secrets.token_hex(2)}-{secrets.token_hex(6)}", "host": request.host}
        return ident, self.seats[ident], [("Set-Cookie", f"{cookie}={ident}; Path=/; HttpOnly; SameSite=Lax")]

    def page(self, seat: dict[str, str], title: str, body: str, headers: list[tuple[str, str]] | None = None) -> Response:
        kind, _, said = seat.pop("flash", "").partition("|")
        message = f'<div role="alert" class="el-message el-message--{kind}" style="top: 20px; z-index: 2010;"><i class="el-message__icon {ICON.get(kind, "")}"></i><p class="el-message__content">{said}</p></div>' if said else ""
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><link rel="stylesheet" href="/static/element-ui/index.css">
<script>function showDlg(i){{document.getElementById(i).style.display='';}}function hideDlg(i){{document.getElementById(i).style.display='none';}}</script></head>
<body class="el-body"><!-- 公共头部 --><div id="app">{body}</div>{message}</body></html>""", headers=headers or [])

    def forbidden(self, request: Request, seat: dict[str, str]) -> Response | None:
        if request.get("_csrf") == seat["csrf"]:
            return None
        return Response("<html><body><h1>Whitelabel Error Page</h1><div>There was an unexpected error (type=Forbidden, status=403).</div></body></html>", 403)

    def captcha_image(self, request: Request, letters: str, length: int) -> Response:
        uuid = request.query.get("uuid", "")
        if uuid not in self.pictures:
            return Response("", 404)
        self.newest = uuid
        return Response(picture(self.truth.new_captcha(letters, length), "PNG", (130, 40)), kind="image/png", headers=[("Cache-Control", "no-store")])

    def captcha_right(self, request: Request, typed: str, owner: str) -> bool:
        uuid, text, self.truth.captcha = request.get("uuid"), self.truth.captcha, ""
        return self.pictures.pop(uuid, "") == owner and self.newest == uuid and bool(text) and typed.strip().lower() == text.lower()

    def portal(self, request: Request) -> Response:
        ident, seat, fresh = self.seat(request, "JSESSIONID")
        path = request.path
        if path == "/":
            return redirect("/login", *fresh)
        if path == "/captchaImage":
            return self.captcha_image(request, "123456789BDFHJLNPRTVXZ", 6)
        if path == "/login" and request.method == "GET":
            uuid = secrets.token_hex(16)
            self.pictures[uuid] = ident
            radios = "".join(
                f'<label class="el-radio{" is-checked" if code == "T0" else ""}" role="radio"><span class="el-radio__input"><span class="el-radio__inner"></span><input type="radio" name="hospitalCode" value="{code}" class="el-radio__original"{" checked" if code == "T0" else ""}></span><span class="el-radio__label">{text}</span></label>'
                for code, text in (("T0", "總院區"), ("T3", "金山分院"), ("T4", "新竹分院"))
            )
            return self.page(seat, "醫療資訊系統", f"""<div class="login-container"><h3 class="title">醫療資訊系統<small>National Taiwan University Hospital</small></h3>
<form class="el-form login-form" action="/login" method="post"><input type="hidden" name="_csrf" value="{seat['csrf']}"><input type="hidden" name="uuid" value="{uuid}"><input type="hidden" name="loginType" value="password">
<div class="el-form-item"><label class="el-form-item__label" style="width: 180px;">院區</label><div class="el-form-item__content"><div role="radiogroup" class="el-radio-group">{radios}</div></div></div>
{item("帳號", "userName", icon="el-icon-user", extra='placeholder="6 位數員工編號" maxlength="6"')}
{item("密碼", "passWord", kind="password", icon="el-icon-lock", extra='placeholder="預設為身分證號"')}
{item("驗證碼", "verifyCode", icon="el-icon-key", hint="不用區分大小寫", extra='maxlength="6"')}<div class="login-code"><a href="/login" title="點擊更換"><img src="/captchaImage?uuid={uuid}" class="login-code-img" alt="驗證碼"></a></div>
<label class="el-checkbox"><span class="el-checkbox__input"><input type="checkbox" name="rememberMe" value="true" class="el-checkbox__original"></span><span class="el-checkbox__label">記住我的帳號</span></label>
{button("登 錄")}</form><div class="el-login-footer">Copyright © 2021 資訊室　維護廠商：宏捷資訊</div></div>""", fresh)
        if path == "/login":
            self.takes(request, hospitalCode="campus", userName="employee_id", passWord="portal_password", verifyCode="captcha")
            if no := self.forbidden(request, seat):
                return no
            if not self.captcha_right(request, request.get("verifyCode"), ident):
                seat["flash"] = "error|驗證碼已失效或輸入錯誤"
            elif request.get("hospitalCode") != "T0" or request.get("userName").strip() != self.truth.person.employee_id or request.get("passWord") != self.truth.portal_password:
                seat["flash"] = "error|用戶不存在/密碼錯誤"
            else:
                ident = secrets.token_hex(16).upper()  # a new session after the sign-in, as Spring does
                self.seats[ident] = {"csrf": secrets.token_hex(10), "host": "portal", "user": "1", "news": "1"}
                self.truth.sessions.add("portal:" + ident)
                self.truth.counts["sign_in"] += 1
                return redirect("/index", ("Set-Cookie", f"JSESSIONID={ident}; Path=/; HttpOnly"))
            self.truth.counts["sign_in_refused"] += 1
            return redirect("/login?error", *fresh)
        if not seat.get("user"):
            return redirect("/login", *fresh)
        if path == "/index":
            shown = bool(seat.pop("news", ""))
            news = dialog("noticeDialog", "系統公告", "<p>1. 請勿將密碼告知他人。</p><p>2. 實習學生請先變更預設密碼。</p>", button("知道了", 'type="button" onclick="hideDlg(\'noticeDialog\')"'), shown)
            leave = f'<form action="/logout" method="post"><input type="hidden" name="_csrf" value="{seat["csrf"]}">' + dialog("logoutDialog", "提示", "<p>確定退出系統嗎？</p>", button("取 消", 'type="button" onclick="hideDlg(\'logoutDialog\')"', "default") + button("確定登出")) + "</form>"
            menu = "".join(
                f'<li role="menuitem" class="el-menu-item" style="padding-left: 40px;"><a href="{to}"><i class="el-icon-{icon}"></i><span>{text}</span></a></li>'
                for text, to, icon in (("更改密碼", "/forward/resetPwd", "lock"), ("個人簽章提醒設定", "/developing", "bell"), ("查詢員工連絡資料", "/developing", "search"), ("維護個人連絡資料", "/forward/contact", "phone"), ("行動憑證申請", "/developing", "mobile"))
            )
            return self.page(seat, "首頁", f"""<section class="el-container"><header class="el-header"><span>{self.truth.person.name} 您好!</span><form action="/index" method="get" class="top-search"><input class="el-input__inner" name="keyword" placeholder="搜尋功能"></form><a href="javascript:;" onclick="showDlg('logoutDialog')" class="el-link"><i class="el-icon-switch-button"></i>登出系統</a></header>
<aside class="el-aside"><ul role="menubar" class="el-menu"><li class="el-submenu"><div class="el-submenu__title"><i class="el-icon-s-custom"></i><span>行政系統</span></div></li><li class="el-submenu is-opened"><div class="el-submenu__title"><i class="el-icon-user"></i><span>個人管理</span></div><ul role="menu" class="el-menu el-menu--inline">{menu}</ul></li></ul></aside>
<main class="el-main"><div class="el-card"><div class="el-card__header">待辦事項</div><div class="el-card__body">總院差勤待簽 0 未核准 0 被駁回 0</div></div></main></section>{news}{leave}""")
        if path == "/logout" and request.method == "POST":
            self.takes(request)
            if no := self.forbidden(request, seat):
                return no
            self.truth.sessions.discard("portal:" + ident)
            self.seats.pop(ident)
            for other in [k for k, v in self.seats.items() if v.get("of") == ident]:
                self.seats.pop(other)
            self.truth.counts["sign_out_portal"] += 1
            return redirect("/login?logout", ("Set-Cookie", "JSESSIONID=; Path=/; Max-Age=0"))
        if path in ("/forward/resetPwd", "/forward/contact"):
            seat["ticket"] = "ST-" + secrets.token_hex(8)
            return redirect(f"{self.urls['inner']}/cas/validate?ticket={seat['ticket']}&service={path.rpartition('/')[2]}")
        if path == "/developing":
            return self.page(seat, "開發中", '<div class="el-empty"><p>功能開發中，敬請期待</p><a href="/index" class="el-link">返回</a></div>')
        return Response("<h1>Whitelabel Error Page</h1>status=404", 404)

    def inner(self, request: Request) -> Response:
        if request.path == "/cas/validate":
            ticket = request.query.get("ticket", "")
            owner = next((k for k, v in self.seats.items() if ticket and v.get("ticket") == ticket), "")
            if not owner:
                return redirect(self.urls["portal"] + "/login")
            self.seats[owner].pop("ticket")
            ident = secrets.token_hex(16).upper()
            self.seats[ident] = {"csrf": secrets.token_hex(10), "host": "inner", "of": owner}
            to = {"resetPwd": "/system/user/profile/resetPwd", "contact": "/system/user/profile/contact"}[request.query.get("service", "contact")]
            return redirect(to, ("Set-Cookie", f"EIP_SID={ident}; Path=/"))
        ident, seat, _ = self.seat(request, "EIP_SID")
        if seat.get("host") != "inner" or seat.get("of") not in self.seats:
            return redirect(self.urls["portal"] + "/login")
        crumb = f'<div class="el-breadcrumb"><span class="el-breadcrumb__item"><a href="{self.urls["portal"]}/index">回功能選單</a><i class="el-breadcrumb__separator el-icon-arrow-right"></i></span><span class="el-breadcrumb__item">個人管理</span></div>'
        token = f'<input type="hidden" name="_csrf" value="{seat["csrf"]}">'
        if request.path == "/system/user/profile/resetPwd":
            if request.method == "POST":
                self.takes(request, oldPassword="old_password", newPassword="new_password", confirmPassword="new_password_again")
                if no := self.forbidden(request, seat):
                    return no
                old, new, again = request.get("oldPassword"), request.get("newPassword"), request.get("confirmPassword")
                said = ("修改密碼失敗，舊密碼錯誤" if old != self.truth.portal_password else "新密碼不能與舊密碼相同" if new == old
                        else "密碼長度不足 8 碼或未同時包含英文及數字" if not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,}", new) else "兩次輸入的密碼不一致" if new != again else "")
                if said:
                    self.truth.counts["password_refused"] += 1
                else:
                    self.truth.portal_password = new
                    self.truth.counts["password_changed"] += 1
                seat["flash"] = "error|" + said if said else "success|修改成功"
                return redirect("/system/user/profile/resetPwd")
            return self.page(seat, "更改密碼", f"""{crumb}<div class="el-card"><div class="el-card__header"><span>更改密碼</span></div><div class="el-card__body">
<form class="el-form" action="/system/user/profile/resetPwd" method="post">{token}{item("請輸入舊密碼：", "oldPassword", kind="password")}{item("請輸入新密碼：", "newPassword", kind="password", hint="1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字")}{item("請再輸入新密碼：", "confirmPassword", kind="password")}
<div class="el-progress"><span>密碼強度檢核：</span></div>{button("保 存", icon="el-icon-check")}{button("重 置", 'type="reset"', "default")}</form></div></div>""")
        if request.path == "/system/user/profile/contact":
            now = {name: self.truth.saved_contact.get(mean, getattr(self.truth.person, mean)) for name, mean in FIELDS.items()}
            if request.method == "POST":
                self.takes(request, mobile="mobile_phone")
                if no := self.forbidden(request, seat):
                    return no
                if request.get("version") != str(self.truth.counts["contact_saved"]) or not all(request.has(n) for n in FIELDS):
                    seat["flash"] = "error|資料版本已變更，請重新整理後再試"
                elif not re.fullmatch(r"09\d{8}", request.get("mobile").strip()) or not request.get("enSurname").strip():
                    seat["flash"] = "error|手機號碼格式有誤或必填欄位未填"
                else:
                    self.truth.saved_contact = {mean: request.get(name).strip() for name, mean in FIELDS.items()}
                    self.truth.counts["contact_saved"] += 1
                    seat["flash"] = "success|操作成功，已更新您的連絡資料"
                return redirect("/system/user/profile/contact")
            one = self.truth.person
            return self.page(seat, "維護個人連絡資料", f"""{crumb}<div class="el-card"><div class="el-card__header"><span>台大醫院---維護個人連絡資料</span></div><div class="el-card__body">
<form class="el-form el-form--label-right" action="/system/user/profile/contact" method="post">{token}<input type="hidden" name="version" value="{self.truth.counts['contact_saved']}">
<div class="el-row">{item("員工編號：", "userNo", one.employee_id, extra='disabled="disabled"', need=False)}{item("姓名：", "nickName", one.name, extra='disabled="disabled"', need=False)}</div>
{item("英文姓：", "enSurname", now["enSurname"], hint="ex:Chen(陳)")}{item("英文首名：", "enFirstName", now["enFirstName"], hint="ex: Yi-Fen(怡芬) (說明)")}{item("英文中名：", "enMiddleName", now["enMiddleName"], hint="ex:Mary 為英文別名，如無，可不填", need=False)}
{item("辦公室電話：", "officeTel", now["officeTel"], hint="ex:61234或23123456", need=False)}{item("住宅電話：", "homeTel", now["homeTel"], hint="ex:0223123456", need=False)}{item("行動電話：", "mobile", now["mobile"], kind="tel", hint="ex:0952000000 (如離職或更換門號，請記得調整此欄位)", extra='maxlength="10"')}
{button("異動儲存", icon="el-icon-document-checked")}</form></div></div>""")
        return Response("<h1>Whitelabel Error Page</h1>status=404", 404)

    def account(self, request: Request) -> Response:
        ident, seat, fresh = self.seat(request, "HELPSESSION")
        path, token = request.path, f'<input type="hidden" name="_csrf" value="{seat["csrf"]}">'
        if request.method == "POST":
            self.takes(request, agree="consent", account="employee_id", phone="registered_phone", otpCode="code", mailAlias="alias", cloudPwd="cloud_password", cloudPwdConfirm="cloud_password_again")
            if no := self.forbidden(request, seat):
                return no
        if path == "/":
            return self.page(seat, "網路帳號服務", f"""<form class="el-form" action="/service/enter" method="post">{token}<div class="el-collapse"><div class="el-collapse-item is-active"><div class="el-collapse-item__header">《規範》</div><div class="el-collapse-item__content">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</div></div>
<div class="el-collapse-item"><div class="el-collapse-item__header">《常見問題與服務》</div><div class="el-collapse-item__content"><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請您親自以下方按鈕取得簡訊後進行密碼設定。</p></div></div></div>
<label class="el-checkbox"><span class="el-checkbox__input"><input type="checkbox" name="agree" value="Y" class="el-checkbox__original" onclick="var b=document.querySelectorAll('.svc');for(var i=0;i&lt;b.length;i++)b[i].disabled=!this.checked;"></span><span class="el-checkbox__label">我已詳閱上述規範並同意遵守</span></label>
<div class="el-card"><button type="submit" name="service" value="activate" class="el-button el-button--primary svc" disabled="disabled"><i class="el-icon-s-promotion"></i><span>啟用網路帳號及首次雲端帳號密碼設定</span></button><p>啟用本院微軟相關服務，如：Office365, Outlook...</p></div>
<div class="el-card"><button type="submit" name="service" value="reset" class="el-button el-button--warning svc" disabled="disabled"><i class="el-icon-refresh"></i><span>重置雲端服務密碼</span></button><p>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</p></div><div class="el-card"><a class="el-link" href="/vendor">總院廠商VPN展延申請</a></div></form>""", fresh)
        if path == "/service/enter" and request.method == "POST":
            if request.get("agree") != "Y" or request.get("service") not in ("activate", "reset"):
                seat["flash"] = "warning|請先勾選同意規範"
                return redirect("/")
            seat.pop("proved", "")
            seat["service"] = request.get("service")
            return redirect("/verify")
        if "service" not in seat:
            return redirect("/", *fresh)
        name = "啟用網路帳號及首次雲端帳號密碼設定" if seat["service"] == "activate" else "重置雲端服務密碼"
        if path == "/verify" and request.method == "POST":
            seat["account"] = request.get("account").strip()
            mine = seat["account"] == self.truth.person.employee_id
            if request.get("op") == "send":
                if mine and request.get("phone").strip() == self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                    self.otp, self.otp_at = self.truth.new_message(), time.time()
                    seat["sent"] = "1"
                else:
                    seat["flash"] = "error|帳號或手機門號與登記資料不符"
            elif request.get("op") == "next":
                good = mine and bool(self.otp) and request.get("otpCode").strip() == self.otp
                if good and time.time() - self.otp_at <= 120:
                    self.otp, seat["proved"] = "", secrets.token_hex(8)
                    self.truth.sessions.add("account:" + seat["proved"])
                    self.truth.counts["code_accepted"] += 1
                    return redirect("/cloud/" + seat["service"])
                self.truth.counts["code_refused"] += 1
                seat["flash"] = "error|動態碼已過期，請重新發送" if good else "error|動態碼有誤，請確認後重新輸入"
            return redirect("/verify")
        if path == "/verify":
            sent = dialog("sentDialog", "動態碼簡訊發送成功", "<p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p>", button("確定", 'type="button" onclick="hideDlg(\'sentDialog\')"'), True) if seat.pop("sent", "") else ""
            ask = dialog("smsDialog", "身分確認", item("請輸入帳號登記的手機門號(10碼)", "phone", extra='maxlength="10"', kind="tel"), button("取消", 'type="button" onclick="hideDlg(\'smsDialog\')"', "default") + button("確定發送", 'type="submit" name="op" value="send"'))
            return self.page(seat, name, f"""<div class="el-alert el-alert--info"><b>注意事項</b><p>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</p><p>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</p><p>請輸入帳號與簡訊動態碼後按「下一步」。</p></div><h3>{name}</h3>
<form class="el-form" action="/verify" method="post">{token}{item("網路帳號 / 主職員工編號", "account", seat.get("account", ""), extra='maxlength="6"')}{button("發送簡訊動態碼", 'type="button" onclick="showDlg(' + "'smsDialog'" + ')"', "success", "el-icon-message")}
{item("簡訊(或MOTP)動態碼", "otpCode", extra='maxlength="6"', need=False)}{button("下一步", 'type="submit" name="op" value="next"')}{ask}</form>{sent}""")
        if "account:" + seat.get("proved", "") not in self.truth.sessions:
            return redirect("/verify")
        if path == "/quit":
            self.truth.sessions.discard("account:" + seat.pop("proved"))
            self.truth.counts["sign_out_account"] += 1
            return redirect("/")
        quit_link = '<a href="/quit" class="el-link el-link--default"><i class="el-icon-switch-button"></i>結束並離開</a>'
        secret = request.get("cloudPwd")
        weak = "密碼須為 8 碼以上英數混合" if not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,}", secret) else "兩次輸入的密碼不一致" if secret != request.get("cloudPwdConfirm") else ""
        if path == "/cloud/activate" and seat["service"] == "activate":
            if request.method == "POST":
                if request.get("action") == "cancel":
                    return redirect("/quit")
                alias = request.get("mailAlias").strip().lower()
                said = ("此帳號已開通，不能再次申請" if self.truth.alias else "電子郵件名稱只能使用英文、數字、點、底線與減號" if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", alias)
                        else "電子郵件名稱已存在" if alias == "taken.name" else weak)
                if said:
                    seat["flash"] = "error|" + said
                    return redirect("/cloud/activate")
                self.truth.alias, self.truth.cloud_password = alias, secret
                self.truth.counts["activated"] += 1
                return self.page(seat, "結果", f'<div class="el-result"><div class="el-result__icon"><i class="el-icon-success"></i></div><div class="el-result__title"><p>開通成功</p></div><div class="el-result__subtitle"><p>{alias}@ntuh.gov.tw 將於次日可用</p></div><div class="el-result__extra">{quit_link}</div></div>')
            one = self.truth.person
            facts = "".join(f'<tr class="el-descriptions-row"><th class="el-descriptions-item__label">{a}</th><td class="el-descriptions-item__content">{b}</td></tr>' for a, b in (("網路帳號 / 主職員工編號", one.employee_id), ("帳號姓名", one.name), ("主職單位", one.unit), ("有效期限", one.valid_until)))
            if self.truth.alias:
                return self.page(seat, "設定密碼與郵件別名", f'<h3>設定密碼與郵件別名</h3><table class="el-descriptions__table">{facts}</table><div class="el-alert el-alert--success">雲端服務帳號開通狀態：<span class="el-tag el-tag--success">已開通</span> {self.truth.alias}@ntuh.gov.tw</div>{quit_link}')
            return self.page(seat, "設定密碼與郵件別名", f"""<h3>設定密碼與郵件別名</h3><table class="el-descriptions__table">{facts}</table><form class="el-form" action="/cloud/activate" method="post">{token}
{item("雲端服務帳號 (電子郵件名稱)", "mailAlias", hint="@ntuh.gov.tw 名稱長度限64字元內", extra='maxlength="64"')}{item("雲端服務密碼", "cloudPwd", kind="password")}{item("確認雲端服務密碼", "cloudPwdConfirm", kind="password")}
{button("取消啟用", 'type="submit" name="action" value="cancel"', "default")}{button("啟用雲端服務", 'type="submit" name="action" value="activate"')}<span>服務於設定完成隔日生效</span></form>{quit_link}""")
        if path == "/cloud/reset" and seat["service"] == "reset":
            if request.method == "POST":
                said = weak if self.truth.alias else "尚未開通雲端服務帳號"
                if not said:
                    self.truth.cloud_password = secret
                seat["flash"] = "error|" + said if said else "success|雲端服務密碼重置成功"
                return redirect("/cloud/reset")
            return self.page(seat, name, f'<h3>{name}</h3><form class="el-form" action="/cloud/reset" method="post">{token}{item("新的雲端服務密碼", "cloudPwd", kind="password")}{item("確認雲端服務密碼", "cloudPwdConfirm", kind="password")}{button("確認重置")}</form>{quit_link}')
        return Response("<h1>Whitelabel Error Page</h1>status=404", 404)

    def mail(self, request: Request) -> Response:
        ident, seat, fresh = self.seat(request, "roundcube_sessid")
        task = request.query.get("_task", "login")
        if request.path == "/captcha":
            return self.captcha_image(request, "abcdefghijkmnpqrstuvwxyz23456789", 5)
        if request.method == "POST":
            self.takes(request, _user="mail_account", _pass="mail_password", _captcha="captcha")
            if request.get("_token") != seat["csrf"]:
                seat["flash"] = "warning|您的連線階段無效或已過期。"
            elif not self.captcha_right(request, request.get("_captcha"), ident):
                seat["flash"] = "warning|驗證碼不正確。"
            elif not self.truth.alias or request.get("_user").strip().lower().removesuffix("@ntuh.gov.tw") != self.truth.alias or request.get("_pass") != self.truth.cloud_password:
                seat["flash"] = "warning|登入失敗。"
            else:
                seat["mail"] = "1"
                self.truth.sessions.add("mail:" + ident)
                self.truth.counts["mail_sign_in"] += 1
                return redirect("/?_task=mail")
            return redirect("/?_task=login", *fresh)
        if seat.get("mail"):
            if task == "logout" and request.query.get("_token") == seat["csrf"]:
                self.seats.pop(ident)
                self.truth.sessions.discard("mail:" + ident)
                self.truth.counts["sign_out_mail"] += 1
                return redirect("/?_task=login")
            return self.page(seat, "收件匣", f'<div id="header">{self.truth.alias}@ntuh.gov.tw <a class="button-logout" href="/?_task=logout&amp;_token={seat["csrf"]}">登出</a></div><h2>收件匣</h2><table id="messagelist"><tr><td>系統管理員</td><td>歡迎</td></tr></table>')
        uuid = secrets.token_hex(16)
        self.pictures[uuid] = ident
        return self.page(seat, "Webmail", f"""<form name="login-form" method="post" action="/?_task=login"><input type="hidden" name="_token" value="{seat['csrf']}"><input type="hidden" name="_task" value="login"><input type="hidden" name="_timezone" value="_default_"><input type="hidden" name="uuid" value="{uuid}">
<p><label for="rcmloginuser">帳號:</label><input name="_user" id="rcmloginuser" type="text" required></p><p><label for="rcmloginpwd">密碼:</label><input name="_pass" id="rcmloginpwd" type="password" required></p><p><label for="rcmcap">驗證碼(小寫字母或數字):</label><input name="_captcha" id="rcmcap" type="text"><img src="/captcha?uuid={uuid}" alt=""></p>
<p><input type="checkbox" name="_remember" id="rcmrem" value="1"><label for="rcmrem">記住登入資訊 (公用電腦請勿勾選)</label></p><p><button type="submit" id="rcmloginsubmit" class="button mainaction submit">登入</button></p></form><h4>公佈欄</h4><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>""", fresh)
