"""A WordPress-like intranet: theme, widgets, shortcode pages, form plugins with nonces and honeypots."""
import hashlib
import re
import secrets
import time
from html import escape

from truth import Response, Site, picture, redirect

SALT = secrets.token_hex(8)


def nonce(action, who):
    return hashlib.sha1(f"{action}|{who}|{SALT}".encode()).hexdigest()[:10]


class TheSite(Site):
    title = "php_wordpress_intranet_forms"

    def __init__(self):
        super().__init__()
        self.users = {}    # cookie -> ticket
        self.tickets = {}  # ticket -> {"seq": int}
        self.visits = {}   # account visitor
        self.inboxes = set()
        self.gf_state = {}  # entry token -> form id|who

    def _state(self, key):
        tok = "WyJbXSIs" + secrets.token_hex(10)
        for old in [k for k, v in self.gf_state.items() if v == key]:
            del self.gf_state[old]
        self.gf_state[tok] = key
        return tok

    def _gform(self, n, who, action, inner, button):
        return f"""<div class='gf_browser_unknown gform_wrapper' id='gform_wrapper_{n}'><form method='post' enctype='multipart/form-data' id='gform_{n}' action='{escape(action)}'>
<div class='gform_body'><ul id='gform_fields_{n}' class='gform_fields top_label'>
{inner}
<li class='gfield gform_validation_container' style='position:absolute;left:-9000px'><label for='input_{n}_99'>Email</label><input name='input_99' id='input_{n}_99' type='text' value='' autocomplete='off' tabindex='-1'/><div>This field is for validation purposes and should be left unchanged.</div></li>
</ul></div>
<div class='gform_footer top_label'>{button}
<input type='hidden' class='gform_hidden' name='is_submit_{n}' value='1' /><input type='hidden' class='gform_hidden' name='gform_submit' value='{n}' />
<input type='hidden' name='_wpnonce' value='{nonce(f"gf{n}", who)}' /><input type='hidden' class='gform_hidden' name='state_{n}' value='{self._state(f"{n}|{who}")}' /></div></form></div>"""

    def _gf_ok(self, r, n, who):
        return (r.get("gform_submit") == str(n) and r.get(f"is_submit_{n}") == "1" and r.get("_wpnonce") == nonce(f"gf{n}", who)
                and not r.get("input_99") and self.gf_state.pop(r.get(f"state_{n}"), "") == f"{n}|{who}")

    def _li(self, n, i, label, kind="text", value="", desc="", extra=""):
        return f"""<li id='field_{n}_{i}' class='gfield'><label class='gfield_label' for='input_{n}_{i}'>{label}<span class='gfield_required'>*</span></label><div class='ginput_container'><input name='input_{i}' id='input_{n}_{i}' type='{kind}' value='{escape(value)}' class='medium' {extra}/></div><div class='gfield_description'>{desc}</div></li>"""

    def _theme(self, title, body, menu="", head=(), side=True):
        aside = """<aside id="secondary" class="widget-area"><section class="widget widget_search"><form role="search" method="get" class="search-form" action="/"><label><span class="screen-reader-text">搜尋關鍵字:</span><input type="search" class="search-field" placeholder="搜尋..." value="" name="s" /></label><input type="submit" class="search-submit" value="搜尋" /></form></section>
<section class="widget widget_recent_entries"><h2 class="widget-title">近期文章</h2><ul><li><a href="#">流感疫苗接種公告</a></li><li><a href="#">資訊安全宣導</a></li></ul></section></aside>""" if side else ""
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW">
<head>
<meta charset="UTF-8" />
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} &#8211; 院內資訊網</title>
<meta name="generator" content="WordPress 4.9.8" />
<style>.main-navigation li{{display:inline;margin-right:1em}}.validation_error,.login_error{{color:#790000;border:1px solid}}.gform_confirmation_message{{color:#060}}</style>
</head>
<body class="page-template-default wp-custom-logo">
<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="/" rel="home">院內資訊網</a></p><p class="site-description">醫界典範</p>
<nav class="main-navigation"><ul class="menu nav-menu">{menu}</ul></nav></header>
<div class="site-content"><main id="main"><article class="page type-page hentry"><header class="entry-header"><h1 class="entry-title">{title}</h1></header><div class="entry-content">
{body}
</div></article></main>
{aside}
</div><footer class="site-footer"><div class="site-info">自豪地採用 WordPress | 佈景主題：Intranet-2018</div></footer></div></body></html>""", headers=list(head))

    # ================================================= portal
    def portal(self, r):
        if "s" in r.query:
            self.takes(r)
            return self._theme("找不到符合條件的內容", "<p>抱歉，沒有符合搜尋條件的內容。</p>", '<li><a href="/">首頁</a></li>')
        t, ck = self.truth, r.cookies.get("wordpress_logged_in_a1", "")
        if r.path == "/wp-content/plugins/wp-captcha/image.php":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png")
        if r.path == "/wp-login.php":
            if r.query.get("action") == "logout" and ck in self.users:
                if r.query.get("_wpnonce") != nonce("logout", ck):
                    return self._theme("WordPress 錯誤", "<p>您使用的連結已過期。</p>")
                tk = self.users.pop(ck)
                self.tickets.pop(tk, None)
                t.sessions.discard("portal:" + tk)
                t.counts["sign_out_portal"] += 1
                return redirect("/wp-login.php?loggedout=true", ("Set-Cookie", "wordpress_logged_in_a1=; Path=/; Max-Age=0"))
            return self._wplogin(r)
        if r.path not in ("/", "/index.php"):
            return Response("Not Found", 404)
        if ck not in self.users:
            return redirect("/wp-login.php?redirect_to=%2F")
        tk = self.users[ck]
        pid = r.query.get("page_id", "")
        out = f'<li><a href="/wp-login.php?action=logout&amp;_wpnonce={nonce("logout", ck)}">登出</a></li>'
        inner = self.urls["inner"]
        subs = [("更改密碼", f"{inner}/?page_id=31&amp;SESSION={tk}"), ("個人簽章提醒設定", "/?page_id=99"), ("員工待遇福利查詢", "/?page_id=99"), ("查詢員工連絡資料", "/?page_id=99"),
                ("維護個人連絡資料", f"{inner}/?page_id=36&amp;SESSION={tk}"), ("個人就醫紀錄查詢", "/?page_id=99")]
        menu = "".join(f'<li class="menu-item"><a href="/?page_id=9{i}">{n}</a></li>' for i, n in enumerate(["醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"])) + \
            '<li class="menu-item menu-item-has-children"><a href="/?page_id=7">個人管理</a><ul class="sub-menu">' + "".join(f'<li class="menu-item"><a href="{a}">{n}</a></li>' for n, a in subs) + "</ul></li>" + out
        if pid == "7":
            body = "<p>請選擇功能：</p><ul>" + "".join(f'<li><a href="{a}">{n}</a></li>' for n, a in subs) + "</ul>"
            return self._theme("個人管理", body, menu)
        if pid:
            return self._theme("未開放", "<p>這個頁面尚未對您的角色開放。</p>", menu)
        return self._theme("首頁", f"<p>{t.person.name} 您好!</p><h2>全院公告</h2><table><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table>", menu)

    def _wplogin(self, r):
        t, err, head = self.truth, "", []
        test = r.cookies.get("wordpress_test_cookie", "")
        if r.method == "POST":
            self.takes(r, log="employee_id", pwd="portal_password", captcha_code="captcha", hospital="campus")
            want, t.captcha = t.captcha, ""
            if not test or r.get("testcookie") != "1" or r.get("login_nonce") != nonce("login", test):
                err = "<strong>錯誤</strong>：Cookie 未啟用或頁面已過期，請再試一次。"
            elif not want or r.get("captcha_code").strip().upper() != want:
                err = "<strong>錯誤</strong>：圖片上的文字輸入不對。"
            elif r.get("hospital") != "T0" or r.get("log") != t.person.employee_id or r.get("pwd") != t.portal_password:
                err = "<strong>錯誤</strong>：使用者名稱或密碼無法通過驗證。"
            else:
                ck, tk = secrets.token_hex(12), secrets.token_hex(16)
                self.users[ck] = tk
                self.tickets[tk] = {}
                t.sessions.add("portal:" + tk)
                t.counts["sign_in"] += 1
                return redirect("/", ("Set-Cookie", f"wordpress_logged_in_a1={ck}; Path=/; HttpOnly"))
            t.counts["sign_in_refused"] += 1
        if not test:
            test = secrets.token_hex(6)
            head = [("Set-Cookie", f"wordpress_test_cookie={test}; Path=/")]
        note = '<p class="message">您已經登出。</p>' if r.query.get("loggedout") else ""
        body = f"""{note}{f'<div id="login_error" class="login_error">{err}</div>' if err else ''}
<form name="loginform" id="loginform" action="/wp-login.php" method="post">
<p><label for="hospital">院區</label> <select name="hospital" id="hospital"><option value="T0">總院區</option><option value="T2">北護分院</option><option value="T4">新竹分院</option></select></p>
<p><label for="user_login">帳號<br /><input type="text" name="log" id="user_login" class="input" value="{escape(r.get('log'))}" size="20" /></label></p>
<p><label for="user_pass">密碼<br /><input type="password" name="pwd" id="user_pass" class="input" value="" size="20" /></label></p>
<p><label for="captcha_code">驗證碼 (不用區分大小寫)<br /><img src="/wp-content/plugins/wp-captcha/image.php?id={secrets.token_hex(3)}" alt="captcha" /> <input type="text" name="captcha_code" id="captcha_code" size="8" autocomplete="off" /></label></p>
<p class="submit"><input type="submit" name="wp-submit" id="wp-submit" class="button button-primary" value="登入" />
<input type="hidden" name="redirect_to" value="/" /><input type="hidden" name="testcookie" value="1" /><input type="hidden" name="login_nonce" value="{nonce('login', test)}" /></p></form>
<p id="nav">醫療相關選單 | 行政系統選單 | 門診系統</p>"""
        return self._theme("登入", body, head=head, side=False)

    # ================================================= inner
    def inner(self, r):
        if "s" in r.query:
            self.takes(r)
            return self._theme("找不到符合條件的內容", "<p>抱歉，沒有符合搜尋條件的內容。</p>", '<li><a href="/">首頁</a></li>')
        tk, pid = r.query.get("SESSION", ""), r.query.get("page_id", "")
        if tk not in self.tickets:
            return self._theme("請先登入", f'<p>您的登入階段已結束。<a href="{self.urls["portal"]}/wp-login.php">前往登入</a></p>')
        home = f'<li><a href="{self.urls["portal"]}/?page_id=7">回功能選單</a></li>'
        if pid == "31":
            return self._page31(r, tk, home)
        if pid == "36":
            return self._page36(r, tk, home)
        return Response("Not Found", 404)

    def _page31(self, r, tk, home):
        t, err = self.truth, ""
        if r.method == "POST":
            self.takes(r, input_1="old_password", input_2="new_password", **{"input_2_2": "new_password_again"})
            o, n, a = r.get("input_1"), r.get("input_2"), r.get("input_2_2")
            if not self._gf_ok(r, 31, tk):
                err = "表單已過期，請重新填寫。"
            elif o != t.portal_password:
                err = "您輸入的舊密碼不對。"
            elif n != a:
                err = "您的新密碼前後不相符。"
            elif len(n) < 8 or not re.search("[A-Za-z]", n) or not re.search("[0-9]", n) or n == o:
                err = "新密碼強度不足，請依密碼設定條件重新輸入。"
            else:
                t.portal_password = n
                t.counts["password_changed"] += 1
                return self._theme("更改密碼", "<div id='gform_confirmation_message_31' class='gform_confirmation_message'>謝謝您，新密碼已經生效。</div>", home)
            t.counts["password_refused"] += 1
        fields = self._li(31, 1, "請輸入舊密碼：", "password") + f"""
<li id='field_31_2' class='gfield'><div class='ginput_complex'><span><input type='password' name='input_2' id='input_31_2' value='' /><label for='input_31_2'>請輸入新密碼：</label></span>
<span><input type='password' name='input_2_2' id='input_31_2_2' value='' /><label for='input_31_2_2'>請再輸入新密碼：</label></span></div><div id='input_31_2_strength_indicator'>密碼強度檢核：</div></li>"""
        body = (f"<div class='validation_error'>{err}</div>" if err else "") + "<p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>" + \
            self._gform(31, tk, f"/?page_id=31&SESSION={tk}", fields, "<input type='submit' id='gform_submit_button_31' class='gform_button button' value='送出' />")
        return self._theme("更改密碼", body, home)

    def _page36(self, r, tk, home):
        t, msg = self.truth, ""
        f = {"input_3": "english_surname", "input_4": "english_given", "input_5": "english_middle", "input_6": "office_phone", "input_7": "home_phone", "input_8": "mobile_phone"}
        if r.method == "POST":
            self.takes(r, input_8="mobile_phone")
            if not self._gf_ok(r, 36, tk):
                msg = "<div class='validation_error'>表單已過期，請重新填寫。</div>"
            elif not all(r.has(k) for k in f) or not re.fullmatch(r"09\d{8}", r.get("input_8")):
                msg = "<div class='validation_error'>您的提交有問題：行動電話請輸入10碼數字。</div>"
            else:
                t.saved_contact = {m: r.get(k) for k, m in f.items()}
                t.counts["contact_saved"] += 1
                msg = "<div class='gform_confirmation_message'>您的資料已更新，內容如下。</div>"
        v = {k: t.saved_contact.get(m, getattr(t.person, m)) for k, m in f.items()}
        inner = f"<li class='gfield gfield_html'>員工編號： {t.person.employee_id}　姓名： {t.person.name}</li>" + self._li(36, 3, "英文姓：", value=v["input_3"], desc="ex:Chen(陳)") + \
            self._li(36, 4, "英文首名：", value=v["input_4"], desc="ex: Yi-Fen(怡芬)") + self._li(36, 5, "英文中名：", value=v["input_5"], desc="ex:Mary 為英文別名，如無，可不填") + \
            self._li(36, 6, "辦公室電話：", "tel", v["input_6"], "ex:61234或23123456") + self._li(36, 7, "住宅電話：", "tel", v["input_7"], "ex:0223123456") + \
            self._li(36, 8, "行動電話：", "tel", v["input_8"], "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "maxlength='10'")
        return self._theme("維護個人連絡資料", msg + self._gform(36, tk, f"/?page_id=36&SESSION={tk}", inner, "<button type='submit' id='gform_submit_button_36' class='gform_button button'><span class='dashicons dashicons-yes'></span> 異動儲存</button>"), home)

    # ================================================= account
    def account(self, r):
        if r.path not in ("/", "/index.php"):
            return Response("Not Found", 404)
        vid, head = r.cookies.get("um_visit", ""), []
        if vid not in self.visits:
            vid = secrets.token_hex(10)
            self.visits[vid] = {"code": "", "at": 0, "for": ""}
            head = [("Set-Cookie", f"um_visit={vid}; Path=/; HttpOnly")]
        v, pid = self.visits[vid], r.query.get("page_id", "")
        menu = '<li><a href="/">首頁</a></li>'
        if pid in ("5", "6"):
            return self._proof(r, vid, v, int(pid), menu, head)
        if pid in ("15", "16"):
            if v["for"] != pid:
                return redirect("/", *head)
            menu += f'<li><a href="/?um_action=leave&amp;_wpnonce={nonce("leave", vid)}">登出帳號服務</a></li>'
            return self._alias(r, vid, menu) if pid == "15" else self._reset(r, vid, menu)
        if r.query.get("um_action") == "leave" and r.query.get("_wpnonce") == nonce("leave", vid) and v["for"]:
            return self._leave(vid)
        return self._theme("網路帳號服務", """<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h2>《規範》</h2><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<h2>《常見問題與服務》</h2><h3>密碼修改後多久可以生效</h3><p>即時生效。</p><h3>忘記密碼</h3><p>請親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>
<div class="wp-block-button"><a class="wp-block-button__link" href="/?page_id=5">啟用網路帳號及首次雲端帳號密碼設定</a></div><p>啟用本院微軟相關服務</p>
<div class="wp-block-button"><a class="wp-block-button__link" href="/?page_id=6">重置雲端服務密碼</a></div><p>重設非Portal帳號的密碼</p>""", menu, head, side=False)

    def _leave(self, vid):
        del self.visits[vid]
        self.truth.sessions.discard("account:" + vid)
        self.truth.counts["sign_out_account"] += 1
        return redirect("/", ("Set-Cookie", "um_visit=; Path=/; Max-Age=0"))

    def _proof(self, r, vid, v, n, menu, head):
        t, err, ok = self.truth, "", ""
        emp = r.get("input_1").strip()
        if r.method == "POST":
            self.takes(r, input_1="employee_id", input_2="code", input_3="registered_phone")
            act = r.get("otp_action")
            if not self._gf_ok(r, n, vid):
                err = "表單已過期，請重新填寫。"
            elif emp != t.person.employee_id:
                err = "找不到這個網路帳號。"
                t.counts["code_refused"] += act == "verify"
            elif act == "send":
                if r.get("input_3") != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    err = "您輸入的手機門號不是登記的門號。"
                else:
                    v["code"], v["at"] = t.new_message(), time.time()
                    ok = "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
            elif act == "verify":
                if v["code"] and r.get("input_2").strip() == v["code"] and time.time() - v["at"] <= 120:
                    v["code"], v["for"] = "", str(n + 10)
                    t.sessions.add("account:" + vid)
                    t.counts["code_accepted"] += 1
                    return redirect(f"/?page_id={n + 10}")
                err = "動態碼已過期，請再取得一次。" if v["code"] and time.time() - v["at"] > 120 else "動態碼不對，請重新輸入。"
                t.counts["code_refused"] += 1
        title = "啟用網路帳號及首次雲端帳號密碼設定" if n == 5 else "重置雲端服務密碼"
        fields = f"""<li class='gfield'><label class='gfield_label' for='input_{n}_1'>網路帳號 / 主職員工編號</label><div class='ginput_container'><input name='input_1' id='input_{n}_1' type='text' value='{escape(emp)}' /> <button type='button' class='button' onclick="document.getElementById('popmake-88').style.display='block'">發送簡訊動態碼</button></div>
<div id='popmake-88' class='popmake' style='display:none'><div class='popmake-title'>請輸入帳號登記的手機門號(10碼)</div><input name='input_3' id='input_{n}_3' type='tel' value='' maxlength='10' aria-label='手機門號' />
<button type='submit' name='otp_action' value='send'>確定發送</button> <button type='button' onclick="document.getElementById('popmake-88').style.display='none'">取消</button></div></li>
<li class='gfield'><label class='gfield_label' for='input_{n}_2'>簡訊(或MOTP)動態碼</label><div class='ginput_container'><input name='input_2' id='input_{n}_2' type='text' value='' maxlength='8' autocomplete='off' /></div></li>"""
        body = (f"<div class='validation_error'>{err}</div>" if err else "") + (f"<div class='gform_confirmation_message'><b>動態碼簡訊發送成功</b><br />{ok}</div>" if ok else "") + \
            "<h3>注意事項</h3><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li></ul>" + \
            self._gform(n, vid, f"/?page_id={n}", fields, "<button type='submit' name='otp_action' value='verify' class='gform_button button'>下一步</button>")
        return self._theme(title, body, menu, head, side=False)

    def _facts(self):
        q = self.truth.person
        return f"<table class='wp-block-table'><tbody><tr><td>網路帳號 / 主職員工編號</td><td>{q.employee_id}</td></tr><tr><td>帳號姓名</td><td>{q.name}</td></tr><tr><td>主職單位</td><td>{q.unit}</td></tr><tr><td>有效期限</td><td>{q.valid_until}</td></tr></tbody></table>"

    def _badpw(self, a, b):
        if a != b:
            return "密碼兩欄不相符。"
        if len(a) < 8 or not re.search("[A-Za-z]", a) or not re.search("[0-9]", a):
            return "密碼至少8個字元，並包含英文及數字。"
        return ""

    def _alias(self, r, vid, menu):
        t, err, title = self.truth, "", "設定密碼與郵件別名"
        m = r.get("input_1").strip()
        if r.method == "POST":
            self.takes(r, input_1="alias", input_2="cloud_password", input_2_2="cloud_password_again")
            if not self._gf_ok(r, 15, vid):
                err = "表單已過期，請重新填寫。"
            elif r.get("do") == "cancel":
                return self._leave(vid)
            elif t.alias:
                err = "您已經啟用過了，不能再次啟用。"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", m):
                err = "電子郵件名稱含有不允許的字元。"
            elif m.lower() == "taken.name":
                err = "抱歉，這個電子郵件名稱已被註冊！"
            else:
                err = self._badpw(r.get("input_2"), r.get("input_2_2"))
                if not err and r.get("do") == "enable":
                    t.alias, t.cloud_password = m, r.get("input_2")
                    t.counts["activated"] += 1
                    return self._theme(title, f"<div class='gform_confirmation_message'>恭喜！您的雲端服務開通完成：{escape(m)}@ntuh.gov.tw，請於隔日使用。</div>", menu, side=False)
        e2 = f"<div class='validation_error'>{err}</div>" if err else ""
        if t.alias:
            return self._theme(title, e2 + self._facts() + f"<p>您的雲端服務帳號 (電子郵件名稱)：<strong>{escape(t.alias)}</strong>@ntuh.gov.tw</p><p>此帳號已是開通狀態，無須再設定。</p>", menu, side=False)
        fields = f"<li class='gfield'><label class='gfield_label' for='input_15_1'>雲端服務帳號 (電子郵件名稱)</label><div class='ginput_container'><input name='input_1' id='input_15_1' type='text' value='{escape(m)}' maxlength='64' /><span>@ntuh.gov.tw</span></div><div class='gfield_description'>名稱長度限64字元內</div></li>" + \
            self._li(15, 2, "雲端服務密碼", "password").replace("</li>", "") + "<label for='input_15_2_2'>確認雲端服務密碼</label><input name='input_2_2' id='input_15_2_2' type='password' value='' /></li>"
        return self._theme(title, e2 + "<p>雲端服務帳號說明：服務於設定完成隔日生效。</p>" + self._facts() + self._gform(15, vid, "/?page_id=15", fields,
                           "<button type='submit' name='do' value='enable' class='gform_button button'>啟用雲端服務</button> <button type='submit' name='do' value='cancel' class='button'>取消啟用</button>"), menu, side=False)

    def _reset(self, r, vid, menu):
        t, err = self.truth, ""
        if r.method == "POST":
            self.takes(r, input_1="cloud_password", input_2="cloud_password_again")
            if not self._gf_ok(r, 16, vid):
                err = "表單已過期，請重新填寫。"
            elif not t.alias:
                err = "您尚未啟用雲端服務。"
            else:
                err = self._badpw(r.get("input_1"), r.get("input_2"))
                if not err:
                    t.cloud_password = r.get("input_1")
                    return self._theme("重置雲端服務密碼", "<div class='gform_confirmation_message'>雲端服務密碼重設好了，立即可用。</div>", menu, side=False)
        body = (f"<div class='validation_error'>{err}</div>" if err else "") + self._facts() + self._gform(16, vid, "/?page_id=16", self._li(16, 1, "新雲端服務密碼", "password") + self._li(16, 2, "確認新雲端服務密碼", "password"), "<input type='submit' class='gform_button button' value='送出' />")
        return self._theme("重置雲端服務密碼", body, menu, side=False)

    # ================================================= mail
    def mail(self, r):
        t, ck, err, head = self.truth, r.cookies.get("rc_sessauth", ""), "", []
        if r.path == "/captcha.php":
            return Response(picture(t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        if r.path not in ("/", "/index.php"):
            return Response("Not Found", 404)
        task = r.query.get("_task", "")
        if ck in self.inboxes and task == "logout" and r.query.get("_token") == nonce("out", ck):
            self.inboxes.discard(ck)
            t.sessions.discard("mail:" + ck)
            t.counts["sign_out_mail"] += 1
            return redirect("/", ("Set-Cookie", "rc_sessauth=; Path=/; Max-Age=0"))
        if ck in self.inboxes:
            return self._theme("收件匣", f"<p>{escape(t.alias)}@ntuh.gov.tw</p><table><tr><th>主旨</th><th>寄件者</th></tr><tr><td>Welcome</td><td>postmaster</td></tr></table>", f'<li><a href="/?_task=logout&amp;_token={nonce("out", ck)}">登出</a></li>', side=False)
        pre = r.cookies.get("rc_pre", "")
        if r.method == "POST":
            self.takes(r, _user="mail_account", _pass="mail_password", _captcha="captcha")
            want, t.captcha = t.captcha, ""
            if not pre or r.get("_token") != nonce("pre", pre):
                err = "您的連線逾時，請重新登入"
            elif not want or r.get("_captcha") != want:
                err = "驗證碼輸入有誤"
            elif not t.alias or r.get("_user").split("@")[0] != t.alias or r.get("_pass") != t.cloud_password:
                err = "登入失敗"
            else:
                ck = secrets.token_hex(10)
                self.inboxes.add(ck)
                t.sessions.add("mail:" + ck)
                t.counts["mail_sign_in"] += 1
                return redirect("/?_task=mail", ("Set-Cookie", f"rc_sessauth={ck}; Path=/; HttpOnly"))
        if not pre:
            pre = secrets.token_hex(8)
            head = [("Set-Cookie", f"rc_pre={pre}; Path=/; HttpOnly")]
        return self._theme("電子信箱", f"""<form name="form" method="post" action="/?_task=login"><input type="hidden" name="_token" value="{nonce('pre', pre)}"><input type="hidden" name="_task" value="login">
<table><tbody><tr><td class="title"><label for="rcmloginuser">帳號:</label></td><td><input name="_user" id="rcmloginuser" required type="text" value="{escape(r.get('_user'))}"></td></tr>
<tr><td class="title"><label for="rcmloginpwd">密碼:</label></td><td><input name="_pass" id="rcmloginpwd" required type="password"></td></tr>
<tr><td class="title"><label for="rcmcap">驗證碼(小寫字母或數字):</label></td><td><input name="_captcha" id="rcmcap" type="text" autocomplete="off"><img src="/captcha.php?{secrets.token_hex(3)}" alt=""></td></tr></tbody></table>
<p><label><input type="checkbox" name="_remember" value="1"> 記住登入資訊 (公用電腦請勿勾選)</label></p><p><button type="submit" id="rcmloginsubmit" class="button mainaction">登入</button></p><div id="message">{err}</div></form><p>公佈欄：體系帳號整併中。</p>""", head=head, side=False)
