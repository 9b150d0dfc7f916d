from __future__ import annotations

import hashlib
import re
import secrets
import time
from html import escape as esc_html
from urllib.parse import quote

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

UM_CONTACT = {
    "last_name_en": ("english_surname", "英文姓", "ex:Chen(陳)"), "first_name_en": ("english_given", "英文首名", "ex: Yi-Fen(怡芬) (說明)"),
    "middle_name_en": ("english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"), "phone_number": ("office_phone", "辦公室電話", "ex:61234或23123456"),
    "home_number": ("home_phone", "住宅電話", "ex:0223123456"), "mobile_number": ("mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"),
}
BRANCHES = {"main": "總院區", "beihu": "北護分院", "jinshan": "金山分院", "hsinchu": "新竹分院", "yunlin": "雲林分院"}


class TheSite(Site):
    title = "wordpress_ultimate_member_2018"

    def __init__(self) -> None:
        super().__init__()
        self.salt = secrets.token_hex(16)
        self.logins: dict[str, str] = {}
        self.sso: dict[str, str] = {}
        self.captchas: dict[str, str] = {}
        self.transients: dict[str, dict] = {}
        self.hash = {h: hashlib.md5((h + self.salt).encode()).hexdigest() for h in ("portal", "inner", "account", "mail")}

    # ------------------------------------------------ functions.php
    def nonce(self, action: str, who: str = "") -> str:
        return hashlib.md5(f"{self.salt}{action}|{who}".encode()).hexdigest()[8:18]

    def nonce_field(self, action: str, who: str, page: str, name: str = "_wpnonce") -> str:
        return f'<input type="hidden" id="{name}" name="{name}" value="{self.nonce(action, who)}" /><input type="hidden" name="_wp_http_referer" value="{page}" />'

    def expired(self) -> Response:
        return Response("<!DOCTYPE html><html><head><title>WordPress 錯誤</title></head><body id='error-page'><p>您所使用的連結已過期。</p><p><a href='javascript:history.back()'>請再試一次。</a></p></body></html>", 403)

    def theme(self, site: str, title: str, content: str, nav: str = "", body_class: str = "page") -> Response:
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW" class="no-js no-svg">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} &#8211; {site}</title>
<link rel='dns-prefetch' href='//s.w.org' />
<link rel='stylesheet' id='um_styles-css' href='/wp-content/plugins/ultimate-member/assets/css/um-styles.css?ver=2.0.21' type='text/css' media='all' />
<style>.request_name{{display:none!important}} .um-field-label{{font-weight:600}} .um-notice.err{{background:#C74A4A;color:#fff}} .um-notice.success{{background:#4aa54a;color:#fff}} .screen-reader-text{{position:absolute;clip:rect(1px,1px,1px,1px)}}</style>
<meta name="generator" content="WordPress 4.9.8" />
</head>
<body class="page-template-default {body_class} wp-custom-logo has-header-image">
<div id="page" class="site"><a class="skip-link screen-reader-text" href="#content">跳至主要內容</a>
<header id="masthead" class="site-header" role="banner"><p class="site-title"><a href="/" rel="home">{site}</a></p>
<nav id="site-navigation" class="main-navigation" role="navigation" aria-label="頂端選單">{nav}</nav></header>
<div class="site-content-contain"><div id="content" class="site-content"><main id="main" class="site-main" role="main">
<article class="type-page status-publish hentry"><header class="entry-header"><h1 class="entry-title">{title}</h1></header>
<div class="entry-content">
{content}
</div></article></main>
<aside id="secondary" class="widget-area"><section id="search-2" class="widget widget_search">
<form role="search" method="get" class="search-form" action="/"><label for="search-form-5b"><span class="screen-reader-text">搜尋關鍵字:</span></label><input type="search" id="search-form-5b" class="search-field" placeholder="搜尋 &hellip;" value="" name="s" /><button type="submit" class="search-submit"><span class="screen-reader-text">搜尋</span></button></form></section></aside>
</div></div>
<footer id="colophon" class="site-footer"><a href="https://tw.wordpress.org/" class="imprint">本網站採用 WordPress 建置</a></footer></div>
<div id="cookie-notice" role="banner" class="cn-bottom"><span id="cn-notice-text">本網站使用 cookie 以提供您最佳的使用體驗。</span><a href="#" id="cn-accept-cookie" class="cn-button" onclick="document.getElementById('cookie-notice').style.display='none';return false">我知道了</a></div>
</body></html>""")

    def field(self, key: str, form: str, label: str, kind: str = "text", value: str = "", error: str = "", tip: str = "", extra: str = "") -> str:
        name = f"{key}-{form}" if form else key
        err = f'<div class="um-field-error"><span class="um-field-arrow"><i class="um-faicon-caret-up"></i></span>{error}</div>' if error else ""
        hint = f' <span class="um-tip um-tip-w" title="{esc_html(tip)}"><i class="um-icon-help-circled"></i></span><small>{esc_html(tip)}</small>' if tip else ""
        return f"""<div class="um-field um-field-{key} um-field-{kind}" data-key="{key}"><div class="um-field-label"><label for="{name}">{label}</label>{hint}<div class="um-clear"></div></div>
<div class="um-field-area"><input autocomplete="off" class="um-form-field valid" type="{kind}" name="{name}" id="{name}" value="{esc_html(value)}" placeholder="" data-validate="" data-key="{key}"{extra} /></div>{err}</div>
"""

    def notice(self, text: str, kind: str = "err") -> str:
        if not text:
            return ""
        return f'<p class="um-notice {kind}"><i class="um-icon-ios-close-empty" onclick="jQuery(this).parent().fadeOut();"></i>{text}</p>'

    def rsc(self, letters: str | None = None, size: int = 6) -> str:
        prefix = str(secrets.randbelow(2**31))
        self.captchas[prefix] = self.truth.new_captcha(letters, size) if letters else self.truth.new_captcha()
        return prefix

    def rsc_check(self, prefix: str, answer: str, any_case: bool) -> bool:
        text = self.captchas.pop(prefix, "")
        newest, self.truth.captcha = self.truth.captcha, ""
        answer = answer.strip().upper() if any_case else answer.strip()
        return bool(text) and text == newest and answer == text

    def rsc_image(self, rq: Request) -> Response:
        text = self.captchas.get(rq.path.rsplit("/", 1)[1].removesuffix(".png"))
        return Response(picture(text, "PNG"), kind="image/png") if text else Response("", 404)

    def who(self, rq: Request) -> str:
        value = rq.cookies.get(f"wordpress_logged_in_{self.hash[rq.host]}", "")
        return value if self.logins.get(value) == rq.host else ""

    def login_cookie(self, host: str, name: str) -> tuple[str, tuple[str, str]]:
        value = f"{name}%7C{int(time.time()) + 172800}%7C{secrets.token_hex(12)}"
        self.logins[value] = host
        return value, ("Set-Cookie", f"wordpress_logged_in_{self.hash[host]}={value}; path=/; HttpOnly")

    # ------------------------------------------------ portal
    PORTAL = "醫療資訊系統 Portal"

    def portal(self, rq: Request) -> Response:
        who = self.who(rq)
        if rq.path.startswith("/wp-content/uploads/wpcf7_captcha/"):
            return self.rsc_image(rq)
        if rq.path == "/":
            return redirect("/portal-home/" if who else "/login/")
        if rq.path == "/login/":
            return self.um_login(rq) if rq.method == "POST" else self.login_page()
        if rq.path == "/password-reset/":
            return self.theme(self.PORTAL, "忘記密碼", "<p>如無法登入，請撥資訊室分機261120，告知『請協助重設PORTAL登入密碼』。</p>")
        if not who:
            return redirect("/login/?redirect_to=" + quote(rq.path, safe=""))
        if rq.path == "/logout/":
            if rq.query.get("_wpnonce") != self.nonce("log-out", who):
                return self.theme(self.PORTAL, "登出", f'<p>您確定要<a href="/logout/?_wpnonce={self.nonce("log-out", who)}">登出</a>嗎？</p>')
            self.truth.sessions.discard("portal:" + who)
            self.truth.counts["sign_out_portal"] += 1
            self.logins.pop(who)
            return redirect("/login/?loggedout=true", ("Set-Cookie", f"wordpress_logged_in_{self.hash['portal']}=+; path=/; Max-Age=0"))
        if rq.path == "/portal-home/":
            return self.theme(self.PORTAL, "員工首頁", f"""<p>{esc_html(self.truth.person.name)} 您好!</p><p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p>
<h2>全院公告</h2><ul class="wp-block-latest-posts"><li><a href="/?p=231">薪資所得免稅額申報表填報通知</a> <time>2018/12/13</time></li></ul>""", self.portal_nav(who), "logged-in")
        if rq.path == "/go/" and rq.query.get("tab") in ("password", "general"):
            ticket = secrets.token_urlsafe(18)
            self.sso[ticket] = who
            return redirect(f"{self.urls['inner']}/?um_sso={ticket}&tab={rq.query['tab']}")
        return Response("", 404) if rq.path.startswith("/wp-") else self.theme(self.PORTAL, "找不到網頁", "<p>這裡沒有內容。</p>", self.portal_nav(who))

    def portal_nav(self, who: str) -> str:
        personal = [("/go/?tab=password", "更改密碼"), ("/page/sign/", "個人簽章提醒設定"), ("/page/tax/", "薪資所得免稅額申報表"), ("/page/query/", "查詢員工連絡資料"), ("/go/?tab=general", "維護個人連絡資料"), ("/page/flu/", "流感同意書列印")]
        items = "".join(f'<li id="menu-item-{60 + i}" class="menu-item menu-item-type-custom menu-item-{60 + i}"><a href="{u}">{t}</a></li>\n' for i, (u, t) in enumerate(personal))
        return f"""<ul id="top-menu" class="menu"><li class="menu-item"><a href="/portal-home/">首頁</a></li><li class="menu-item menu-item-has-children"><a href="#">個人管理<svg class="icon icon-angle-down"></svg></a>
<ul class="sub-menu">{items}</ul></li><li class="menu-item"><a href="/logout/?_wpnonce={self.nonce("log-out", who)}">登出</a></li></ul>"""

    def login_page(self, top: str = "", errors: dict[str, str] = {}, user: str = "") -> Response:
        prefix = self.rsc()
        options = "".join(f'<option value="{k}"{" selected" if k == "main" else ""}>{t}</option>' for k, t in BRANCHES.items())
        code_error = f'<div class="um-field-error"><span class="um-field-arrow"></span>{errors["captcha"]}</div>' if "captcha" in errors else ""
        return self.theme(self.PORTAL, "登入", f"""<div class="um um-login um-12"><div class="um-form">{self.notice(top)}
<form method="post" action="" autocomplete="off"><div class="um-row _um_row_1" style="margin: 0 0 30px 0;"><div class="um-col-1">
<div class="um-field um-field-hospital" data-key="hospital"><div class="um-field-label"><label for="hospital-12">院區</label></div><div class="um-field-area"><select name="hospital-12" id="hospital-12" class="um-form-field um-s1">{options}</select></div></div>
{self.field("username", "12", "帳號", value=user, error=errors.get("username", ""))}
{self.field("user_password", "12", "密碼", "password", error=errors.get("password", ""))}
<div class="um-field" data-key="captcha"><div class="um-field-label"><label for="captcha-12">驗證碼 <small>(不用區分大小寫)</small></label></div>
<div class="um-field-area"><img class="wpcf7-captcha-{prefix}" width="120" height="36" alt="captcha" src="/wp-content/uploads/wpcf7_captcha/{prefix}.png" /><input type="hidden" name="_wpcf7_captcha_challenge" value="{prefix}" /><input type="text" name="captcha-12" id="captcha-12" value="" class="um-form-field" size="6" maxlength="6" autocomplete="off" /></div>{code_error}</div>
</div></div><input type="hidden" name="form_id" id="form_id_12" value="12" /><input type="hidden" name="timestamp" class="um_timestamp" value="{int(time.time())}" />
<p class="request_name"><label for="request_12">Only fill in if you are not human</label><input type="text" name="request" id="request_12" class="input" value="" size="25" autocomplete="off" /></p>
{self.nonce_field("um_login_form", "", "/login/")}
<div class="um-col-alt"><div class="um-field um-field-c"><div class="um-field-area"><label class="um-field-checkbox"><input type="checkbox" name="rememberme" value="1" /><span class="um-field-checkbox-state"></span><span class="um-field-checkbox-option"> 保持登入狀態</span></label></div></div>
<div class="um-center"><input type="submit" value="登入" class="um-button" id="um-submit-btn" /></div></div>
<div class="um-col-alt-b"><a href="/password-reset/" class="um-link-alt">忘記密碼？</a></div></form></div></div>""", body_class="um-page-login")

    def um_login(self, rq: Request) -> Response:
        self.takes(rq, **{"hospital-12": "campus", "username-12": "employee_id", "user_password-12": "portal_password", "captcha-12": "captcha"})
        if rq.get("_wpnonce") != self.nonce("um_login_form") or rq.get("form_id") != "12":
            return self.expired()
        stamp = rq.get("timestamp")
        if not rq.has("request") or rq.get("request") or not stamp.isdigit() or time.time() - int(stamp) > 3600:
            return self.login_page("系統判定為自動程式，請重新登入。")
        errors, top = {}, ""
        if not self.rsc_check(rq.get("_wpcf7_captcha_challenge"), rq.get("captcha-12"), True):
            errors["captcha"] = "驗證碼輸入錯誤。"
        elif rq.get("hospital-12") not in BRANCHES:
            top = "請選擇院區。"
        elif rq.get("username-12").strip() != self.truth.person.employee_id:
            errors["username"] = "抱歉，我們找不到使用該帳號的成員。"
        elif rq.get("user_password-12") != self.truth.portal_password:
            errors["password"] = "密碼不正確，請再試一次。"
        if errors or top:
            self.truth.counts["sign_in_refused"] += 1
            return self.login_page(top, errors, rq.get("username-12"))
        value, cookie = self.login_cookie("portal", self.truth.person.employee_id)
        self.truth.sessions.add("portal:" + value)
        self.truth.counts["sign_in"] += 1
        return redirect("/portal-home/", cookie)

    # ------------------------------------------------ inner
    INNER = "員工專區"

    def inner(self, rq: Request) -> Response:
        if "um_sso" in rq.query:
            owner = self.sso.pop(rq.query["um_sso"], "")
            if "portal:" + owner not in self.truth.sessions:
                return self.theme(self.INNER, "無法登入", "<p>登入憑證已失效，請回入口網重新點選。</p>")
            value, cookie = self.login_cookie("inner", "staff")
            self.transients[value] = {"owner": owner}
            return redirect("/account/" + ("password" if rq.query.get("tab") == "password" else "general") + "/", cookie)
        who = self.who(rq)
        if not who or "portal:" + self.transients[who]["owner"] not in self.truth.sessions:
            return self.theme(self.INNER, "請先登入", f'<p>您必須<a href="{self.urls["portal"]}/login/">登入</a>才能檢視此頁面。</p>')
        if rq.path == "/account/password/":
            return self.account_password(rq, who)
        if rq.path == "/account/general/":
            return self.account_general(rq, who)
        return redirect("/account/general/") if rq.path in ("/", "/account/") else Response("", 404)

    def account_frame(self, tab: str, head: str, form: str, message: str) -> Response:
        tabs = "".join(f'<li><a data-tab="{t}" href="/account/{t}/" class="um-account-link {"current" if t == tab else ""}"><span class="um-account-icon"><i class="{i}"></i></span><span class="um-account-title">{n}</span></a></li>'
                       for t, i, n in (("general", "um-faicon-user", "維護個人連絡資料"), ("password", "um-faicon-asterisk", "更改密碼")))
        home = self.urls["portal"]
        return self.theme(self.INNER, "帳號設定", f"""<div class="um um-account um-7"><div class="um-form"><form method="post" action=""><div class="um-account-side uimob340-hide"><div class="um-account-name">{esc_html(self.truth.person.name)}</div><ul>{tabs}</ul></div>
<div class="um-account-main" data-current_tab="{tab}">{message}<div class="um-account-tab um-account-tab-{tab}" data-tab="{tab}"><div class="um-account-heading uimob340-hide"><i class="um-faicon-cog"></i>{head}</div>
<input type="hidden" name="_um_account" id="_um_account" value="1" /><input type="hidden" name="_um_account_tab" id="_um_account_tab" value="{tab}" />
{form}</div></div></form></div></div>""", f'<ul id="top-menu" class="menu"><li><a href="{home}/portal-home/">回功能選單</a></li><li><a href="{home}/logout/">登出系統</a></li></ul>', "um-page-account")

    def account_password(self, rq: Request, who: str) -> Response:
        bad: dict[str, str] = {}
        if rq.method == "POST":
            self.takes(rq, current_user_password="old_password", user_password="new_password", confirm_user_password="new_password_again")
            if rq.get("um_account_nonce_password") != self.nonce("um_update_account_password", who) or rq.get("_um_account_tab") != "password":
                self.truth.counts["password_refused"] += 1
                return self.expired()
            new = rq.get("user_password")
            if rq.get("current_user_password") != self.truth.portal_password:
                bad["current_user_password"] = "這不是您目前的密碼。"
            if len(new) < 8:
                bad["user_password"] = "您的密碼必須至少包含 8 個字元。"
            elif not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                bad["user_password"] = "您的密碼必須包含英文字母與數字。"
            elif new == self.truth.portal_password:
                bad["user_password"] = "新密碼不能與目前的密碼相同。"
            if new != rq.get("confirm_user_password"):
                bad["confirm_user_password"] = "您的新密碼不一致。"
            if not bad:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                return redirect("/account/password/?updated=password")
            self.truth.counts["password_refused"] += 1
        message = self.notice("您已成功變更密碼。", "success") if rq.query.get("updated") == "password" and rq.method != "POST" else self.notice("請修正下列欄位後再送出。" if bad else "")
        form = "".join(self.field(k, "", t, "password", error=bad.get(k, "")) for k, t in (("current_user_password", "請輸入舊密碼："), ("user_password", "請輸入新密碼："), ("confirm_user_password", "請再輸入新密碼：")))
        form += f"""<p>密碼強度檢核：<span class="um-pass-meter"></span></p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>{self.nonce_field("um_update_account_password", who, "/account/password/", "um_account_nonce_password")}
<div class="um-col-alt um-col-alt-b"><div class="um-left"><input type="submit" name="um_account_submit" id="um_account_submit_password" class="um-button" value="更新密碼" /></div></div>"""
        return self.account_frame("password", "更改密碼", form, message)

    def account_general(self, rq: Request, who: str) -> Response:
        values = {k: self.truth.saved_contact.get(m, getattr(self.truth.person, m)) for k, (m, _, _) in UM_CONTACT.items()}
        bad: dict[str, str] = {}
        if rq.method == "POST":
            self.takes(rq, mobile_number="mobile_phone", user_login="employee_id")
            if rq.get("um_account_nonce_general") != self.nonce("um_update_account_general", who) or rq.get("_um_account_tab") != "general" or any(not rq.has(k) for k in UM_CONTACT):
                return self.expired()
            values = {k: rq.get(k).strip() for k in UM_CONTACT}
            bad = {k: "此欄位不可超過 40 個字元。" for k, v in values.items() if len(v) > 40}
            if not re.fullmatch(r"09\d{8}", values["mobile_number"]):
                bad["mobile_number"] = "請輸入有效的行動電話號碼。"
            if not bad:
                self.truth.saved_contact.update({m: values[k] for k, (m, _, _) in UM_CONTACT.items()})
                self.truth.counts["contact_saved"] += 1
                return redirect("/account/general/?updated=account")
        message = self.notice("您的帳號資料已更新。", "success") if rq.query.get("updated") == "account" and rq.method != "POST" else self.notice("資料未更新，請檢查欄位。" if bad else "")
        person = self.truth.person
        form = self.field("user_login", "", "員工編號", value=person.employee_id, extra=' disabled="disabled"') + f'<p>姓名：{esc_html(person.name)}</p>'
        form += "".join(self.field(k, "", t, "tel" if "phone" in m else "text", values[k], bad.get(k, ""), tip) for k, (m, t, tip) in UM_CONTACT.items())
        form += self.nonce_field("um_update_account_general", who, "/account/general/", "um_account_nonce_general")
        form += '<div class="um-col-alt um-col-alt-b"><div class="um-left"><input type="submit" name="um_account_submit" id="um_account_submit_general" class="um-button" value="異動儲存" /></div></div>'
        return self.account_frame("general", "台大醫院---維護個人連絡資料", form, message)

    # ------------------------------------------------ account
    HELP = "網路帳號服務"

    def account(self, rq: Request) -> Response:
        key = rq.cookies.get("ntuh_visit", "")
        cookie = []
        if key not in self.transients:
            key = secrets.token_hex(10)
            self.transients[key] = {}
            cookie = [("Set-Cookie", f"ntuh_visit={key}; path=/; HttpOnly")]
        answer = self.help_site(rq, key, self.transients[key])
        answer.headers += cookie
        return answer

    def help_site(self, rq: Request, key: str, visit: dict) -> Response:
        if rq.path == "/":
            return self.theme(self.HELP, "網路帳號服務首頁", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h2>《規範》</h2><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，不可借用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<h2>《常見問題與服務》</h2><div class="su-accordion"><div class="su-spoiler su-spoiler-closed"><div class="su-spoiler-title" tabindex="0"><span class="su-spoiler-icon"></span>密碼修改後多久可以生效</div><div class="su-spoiler-content" style="display:none">即時生效。</div></div>
<div class="su-spoiler su-spoiler-closed"><div class="su-spoiler-title" tabindex="0"><span class="su-spoiler-icon"></span>忘記密碼</div><div class="su-spoiler-content" style="display:none">請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</div></div></div>
<div class="elementor-button-wrapper"><a href="/activate/" class="elementor-button-link elementor-button" role="button"><span class="elementor-button-content-wrapper"><span class="elementor-button-icon"><i class="fa fa-cloud"></i></span><span class="elementor-button-text">啟用網路帳號及首次雲端帳號密碼設定</span></span></a></div><p>啟用本院微軟相關服務，如：Office365, Outlook...</p>
<div class="elementor-button-wrapper"><a href="/reset/" class="elementor-button-link elementor-button" role="button"><span class="elementor-button-text">重置雲端服務密碼</span></a></div><p>重設非Portal帳號的密碼：Email, 無線網路, KM, TMS</p>
<div class="elementor-button-wrapper"><a href="/vpn/" class="elementor-button-link elementor-button" role="button"><span class="elementor-button-text">總院廠商VPN展延申請</span></a></div>""")
        if rq.path == "/wp-admin/admin-post.php" and rq.method == "POST":
            return self.admin_post(rq, key, visit)
        purpose = rq.path.split("/")[1]
        if rq.path in ("/activate/", "/reset/"):
            return self.otp_page(purpose, key, visit)
        if rq.path == "/goodbye/":
            return self.theme(self.HELP, "已登出", '<p>您已離開網路帳號服務。<a href="/">回首頁</a></p>')
        if "account:" + visit.get("proof", "") not in self.truth.sessions or visit.get("purpose") != purpose:
            return redirect("/") if purpose in ("activate", "reset", "leave") else Response("", 404)
        if rq.path == "/activate/alias/":
            return self.alias_page(key, visit)
        if rq.path == "/activate/done/" and self.truth.alias:
            return self.theme(self.HELP, "雲端服務已開通", f'{self.notice("恭喜！您的雲端服務帳號已建立。", "success")}<p>電子郵件：<strong>{esc_html(self.truth.alias)}@ntuh.gov.tw</strong>，於隔日生效。</p>{self.leave(key)}')
        if rq.path == "/reset/password/":
            done = visit.pop("done", "")
            if done:
                return self.theme(self.HELP, "重置雲端服務密碼", self.notice(done, "success") + self.leave(key))
            return self.theme(self.HELP, "重置雲端服務密碼", f"""{self.notice(visit.pop("error", ""))}<form method="post" action="/wp-admin/admin-post.php"><input type="hidden" name="action" value="ntuh_reset_password" />{self.nonce_field("ntuh_reset_password", key, "/reset/password/")}
{self.pair()}<button type="submit" class="um-button">確認重置</button></form>{self.leave(key)}""")
        return Response("", 404)

    def leave(self, key: str) -> str:
        return f'<form method="post" action="/wp-admin/admin-post.php" class="logout-form"><input type="hidden" name="action" value="ntuh_leave" />{self.nonce_field("ntuh_leave", key, "/")}<button type="submit" class="um-button um-alt">登出</button></form>'

    def pair(self) -> str:
        return self.field("cloud_pass1", "", "雲端服務密碼", "password", tip="至少 8 個字元，含英文及數字") + self.field("cloud_pass2", "", "確認雲端服務密碼", "password")

    def pair_error(self, rq: Request) -> str:
        new = rq.get("cloud_pass1")
        if len(new) < 8 or len(new) > 64 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            return "雲端服務密碼至少 8 個字元，並包含英文及數字。"
        if new == self.truth.portal_password:
            return "請勿使用與 Portal 相同的密碼。"
        return "" if new == rq.get("cloud_pass2") else "兩次輸入的雲端服務密碼不一致。"

    def otp_page(self, purpose: str, key: str, visit: dict) -> Response:
        title = "重置雲端服務密碼" if purpose == "reset" else "啟用網路帳號及首次雲端帳號密碼設定"
        kind, text = visit.pop("flash", ("err", ""))
        return self.theme(self.HELP, title, f"""<h3>注意事項</h3><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
{self.notice(text, kind)}
<form method="post" action="/wp-admin/admin-post.php" id="ntuh-otp" class="um-form"><input type="hidden" name="action" value="ntuh_otp" /><input type="hidden" name="purpose" value="{purpose}" />{self.nonce_field("ntuh_otp", key, f"/{purpose}/")}
{self.field("network_account", "", "網路帳號 / 主職員工編號", value=visit.get("emp", ""), extra=' maxlength="6"')}
<p><button type="button" class="um-button um-alt popmake-88" onclick="document.getElementById('popmake-88').style.display='block'">發送簡訊動態碼</button></p>
<div id="popmake-88" class="pum pum-overlay popmake-overlay" role="dialog" aria-hidden="true" style="display:none"><div class="pum-container"><div class="pum-title">身分驗證</div><div class="pum-content">
<label for="reg_mobile">請輸入帳號登記的手機門號(10碼)</label><input type="tel" name="reg_mobile" id="reg_mobile" maxlength="10" value="" />
<button type="submit" name="ntuh_do" value="send">確定發送</button> <button type="button" class="pum-close" onclick="document.getElementById('popmake-88').style.display='none'">取消</button></div></div></div>
{self.field("sms_code", "", "簡訊(或MOTP)動態碼", extra=' maxlength="8"')}
<button type="submit" name="ntuh_do" value="next" class="um-button">下一步</button></form>""")

    def alias_page(self, key: str, visit: dict) -> Response:
        person = self.truth.person
        facts = "".join(f"<tr><th>{t}</th><td>{esc_html(v)}</td></tr>" for t, v in (("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)))
        top = self.notice(visit.pop("error", "")) + f"<table>{facts}</table>"
        if self.truth.alias:
            return self.theme(self.HELP, "設定密碼與郵件別名", top + f'<p>雲端服務帳號 (電子郵件名稱)：<strong>{esc_html(self.truth.alias)}@ntuh.gov.tw</strong></p>{self.notice("您的雲端服務先前已經啟用。", "info")}{self.leave(key)}')
        return self.theme(self.HELP, "設定密碼與郵件別名", top + f"""<p>1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p>
<form method="post" action="/wp-admin/admin-post.php"><input type="hidden" name="action" value="ntuh_activate" />{self.nonce_field("ntuh_activate", key, "/activate/alias/")}
{self.pair()}{self.field("mail_alias", "", "雲端服務帳號 (電子郵件名稱)", extra=' maxlength="64"')}<span>@ntuh.gov.tw 名稱長度限64字元內</span>
<p><button type="submit" name="ntuh_do" value="cancel" class="um-button um-alt" formnovalidate>取消啟用</button> <button type="submit" name="ntuh_do" value="activate" class="um-button"><i class="fa fa-check"></i> 啟用雲端服務</button><br />服務於設定完成隔日生效</p></form>""")

    def admin_post(self, rq: Request, key: str, visit: dict) -> Response:
        self.takes(rq, network_account="employee_id", reg_mobile="registered_phone", sms_code="code", mail_alias="alias", cloud_pass1="cloud_password", cloud_pass2="cloud_password_again")
        action = rq.get("action")
        if rq.get("_wpnonce") != self.nonce(action, key):
            return self.expired()
        if action == "ntuh_otp" and rq.get("purpose") in ("activate", "reset"):
            return self.otp(rq, visit)
        if "account:" + visit.get("proof", "") not in self.truth.sessions:
            return redirect("/")
        if action == "ntuh_leave" or action == "ntuh_activate" and rq.get("ntuh_do") == "cancel":
            self.truth.sessions.discard("account:" + visit["proof"])
            self.truth.counts["sign_out_account"] += 1
            visit.clear()
            return redirect("/goodbye/")
        if action == "ntuh_activate" and rq.get("ntuh_do") == "activate" and visit["purpose"] == "activate":
            name = rq.get("mail_alias").strip().lower()
            if self.truth.alias:
                error = "您已啟用過雲端服務，無法再次設定。"
            elif not re.fullmatch(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])", name):
                error = "電子郵件名稱格式錯誤，僅能使用英文、數字、點、底線與連字號。"
            elif name == "taken.name":
                error = "抱歉，該電子郵件名稱已被使用。"
            else:
                error = self.pair_error(rq)
            if error:
                visit["error"] = error
                return redirect("/activate/alias/")
            self.truth.alias, self.truth.cloud_password = name, rq.get("cloud_pass1")
            self.truth.counts["activated"] += 1
            return redirect("/activate/done/")
        if action == "ntuh_reset_password" and visit["purpose"] == "reset":
            error = self.pair_error(rq) if self.truth.alias else "您尚未啟用雲端服務，請先【啟用網路帳號】。"
            if error:
                visit["error"] = error
            else:
                self.truth.cloud_password = rq.get("cloud_pass1")
                visit["done"] = "雲端服務密碼已重置，即時生效。"
            return redirect("/reset/password/")
        return self.expired()

    def otp(self, rq: Request, visit: dict) -> Response:
        purpose, emp = rq.get("purpose"), rq.get("network_account").strip()
        visit["emp"] = emp
        if rq.get("ntuh_do") == "send":
            if emp != self.truth.person.employee_id or rq.get("reg_mobile").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                visit["flash"] = ("err", "無法發送：帳號或手機門號與登記資料不符。")
            else:
                visit["otp"] = {"code": self.truth.new_message(), "at": time.time(), "emp": emp}
                visit["flash"] = ("success", "動態碼簡訊發送成功。成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
            return redirect(f"/{purpose}/")
        sent = visit.get("otp")
        if not sent or sent["emp"] != emp:
            error = "請先發送簡訊動態碼。"
        elif time.time() - sent["at"] > 120:
            error = "動態碼已逾時，請重新發送。"
        elif rq.get("sms_code").strip() != sent["code"]:
            error = "動態碼輸入錯誤，請重新輸入。"
        else:
            visit.pop("otp")
            visit.update(proof=secrets.token_hex(6), purpose=purpose)
            self.truth.sessions.add("account:" + visit["proof"])
            self.truth.counts["code_accepted"] += 1
            return redirect("/reset/password/" if purpose == "reset" else "/activate/alias/")
        self.truth.counts["code_refused"] += 1
        visit["flash"] = ("err", error)
        return redirect(f"/{purpose}/")

    # ------------------------------------------------ mail
    def mail(self, rq: Request) -> Response:
        who = self.who(rq)
        if rq.path.startswith("/wp-content/uploads/wpcf7_captcha/"):
            return self.rsc_image(rq)
        if rq.path == "/":
            return redirect("/inbox/" if who else "/wp-login.php")
        if rq.path == "/wp-login.php":
            if rq.query.get("action") == "logout" and who and rq.query.get("_wpnonce") == self.nonce("mail-out", who):
                self.truth.sessions.discard("mail:" + who)
                self.truth.counts["sign_out_mail"] += 1
                self.logins.pop(who)
                return redirect("/wp-login.php?loggedout=true")
            error = ""
            if rq.method == "POST":
                self.takes(rq, log="mail_account", pwd="mail_password", captcha_code="captcha")
                if rq.get("testcookie") != "1" or rq.cookies.get("wordpress_test_cookie") != "WP+Cookie+check":
                    error = "您的瀏覽器封鎖了 Cookie，或不支援 Cookie。"
                elif not self.rsc_check(rq.get("captcha_prefix"), rq.get("captcha_code"), False):
                    error = "驗證碼不正確。"
                elif not self.truth.alias or rq.get("log").strip().lower().split("@")[0] != self.truth.alias or rq.get("pwd") != self.truth.cloud_password:
                    error = "帳號或密碼不正確。"
                else:
                    value, cookie = self.login_cookie("mail", self.truth.alias)
                    self.truth.sessions.add("mail:" + value)
                    self.truth.counts["mail_sign_in"] += 1
                    return redirect("/inbox/", cookie)
            prefix = self.rsc("abcdefghijkmnpqrstuvwxyz23456789", 4)
            shown = f'<div id="login_error"><strong>錯誤</strong>：{error}<br /></div>' if error else ('<p class="message">您已登出。</p>' if "loggedout" in rq.query else "")
            return Response(f"""<!DOCTYPE html><html lang="zh-TW"><head><meta charset="UTF-8" /><title>登入 &lsaquo; 電子郵件系統 &#8212; WordPress</title></head><body class="login login-action-login wp-core-ui"><div id="login"><h1>電子郵件系統</h1>{shown}
<form name="loginform" id="loginform" action="/wp-login.php" method="post"><p><label for="user_login">帳號:<br /><input type="text" name="log" id="user_login" class="input" value="" size="20" /></label></p>
<p><label for="user_pass">密碼:<br /><input type="password" name="pwd" id="user_pass" class="input" value="" size="20" /></label></p>
<p><label for="captcha_code">驗證碼(小寫字母或數字):<br /><img src="/wp-content/uploads/wpcf7_captcha/{prefix}.png" alt="" /><input type="text" name="captcha_code" id="captcha_code" class="input" value="" size="4" /></label><input type="hidden" name="captcha_prefix" value="{prefix}" /></p>
<p class="forgetmenot"><label for="rememberme"><input name="rememberme" type="checkbox" id="rememberme" value="forever" /> 記住登入資訊 (公用電腦請勿勾選)</label></p>
<p class="submit"><input type="submit" name="wp-submit" id="wp-submit" class="button button-primary button-large" value="登入" /><input type="hidden" name="redirect_to" value="/inbox/" /><input type="hidden" name="testcookie" value="1" /></p></form>
<h2>公佈欄</h2><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至下方網址變更密碼，謝謝：<br /><a href="{self.urls["account"]}/">https://help.ntuh.gov.tw/</a></p></div></body></html>""",
                            headers=[("Set-Cookie", "wordpress_test_cookie=WP+Cookie+check; path=/")])
        if rq.path == "/inbox/" and who:
            out = f"/wp-login.php?action=logout&amp;_wpnonce={self.nonce('mail-out', who)}"
            return self.theme("電子郵件系統", "收件匣", f"<table><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>歡迎使用電子郵件</td></tr></table><p>{esc_html(self.truth.alias)}@ntuh.gov.tw</p>", f'<ul class="menu"><li><a href="{out}">登出</a></li></ul>')
        return redirect("/wp-login.php")
