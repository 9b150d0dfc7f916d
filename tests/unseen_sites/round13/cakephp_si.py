"""CakePHP 1.3 by a small SI company that first sold it to schools; the mail is SquirrelMail behind their logo."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

BRANCHES = {"100": "總院區", "101": "兒童醫院", "200": "北護分院", "300": "新竹分院", "400": "雲林分院"}
MENU = [(3, "更改密碼"), (4, "個人簽章提醒設定"), (5, "員工待遇福利查詢"), (7, "查詢員工連絡資料"), (8, "維護個人連絡資料"), (11, "個人追蹤名單"),
        (12, "權限更改申請(總院)"), (13, "使用網路之設備登錄系統"), (15, "流感同意書列印")]


def layout(title: str, content: str, flash: str = "", head: str = "", cookies: list[tuple[str, str]] | None = None) -> Response:
    message = f'<div id="flashMessage" class="message">{flash}</div>' if flash else ""
    return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
	<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />	<title>{title}</title>
	<link rel="stylesheet" type="text/css" href="/css/cake.generic.css" />
	<!-- campus_v2 (c) 2011 xx資訊 -->
</head>
<body>
	<div id="container">
		<div id="header">{head}</div>
		<div id="content">
			{message}
			{content}
		</div>
		<div id="footer">系統維護：xx資訊有限公司 02-xxxx-xxxx</div>
	</div>
</body>
</html>""", headers=cookies or [])


def field(name: str, label: str, kind: str = "text", value: str = "", error: str = "", extra: str = "", after: str = "") -> str:
    model, col = name.split(".")
    ident = model + "".join(w.capitalize() for w in col.split("_"))
    cls = f"input {kind} required" + (" error" if error else "")
    return (f'<div class="{cls}"><label for="{ident}">{label}</label><input name="data[{model}][{col}]" type="{kind}" value="{escape(value)}" id="{ident}" {extra}/>{after}'
            + (f'<div class="error-message">{error}</div>' if error else "") + "</div>\n")


class TheSite(Site):
    title = "CakePHP of a small SI company"

    def __init__(self) -> None:
        super().__init__()
        self.cake: dict[str, dict] = {}
        self.keys: dict[str, str] = {}
        self.sq: dict[str, dict] = {}

    # -------------------------------------------------------------- Components
    def session(self, r: Request, cookie: str) -> tuple[dict, list[tuple[str, str]]]:
        sid = r.cookies.get(cookie, "")
        if sid in self.cake:
            return self.cake[sid], []
        sid = secrets.token_hex(13)
        self.cake[sid] = {"id": sid, "flash": ""}
        return self.cake[sid], [("Set-Cookie", f"{cookie}={sid}; path=/")]

    @staticmethod
    def flash(s: dict) -> str:
        text, s["flash"] = s["flash"], ""
        return text

    @staticmethod
    def create(s: dict, ident: str, action: str, multiple: bool = False) -> str:
        if not multiple:
            s["token"] = secrets.token_hex(20)
        return (f'<form id="{ident}" method="post" action="{action}" accept-charset="utf-8"><div style="display:none;"><input type="hidden" name="_method" value="POST" />'
                f'<input type="hidden" name="data[_Token][key]" value="{s["token"]}" id="Token{secrets.randbelow(10**9)}" /></div>')

    @staticmethod
    def blackhole(r: Request, s: dict) -> Response | None:
        token = s.pop("token", None)
        if token and r.get("data[_Token][key]") == token and r.get("_method") == "POST":
            return None
        return layout("Errors", '<h2>The request has been black-holed</h2><p class="error"><strong>錯誤: </strong>表單已失效，請<a href="/">重新進入</a>。</p>')

    def off(self, s: dict) -> None:
        if s.pop("user", None):
            self.truth.sessions.discard("portal:" + s["id"])
            self.truth.counts["sign_out_portal"] += 1
            self.keys = {k: v for k, v in self.keys.items() if v != s["id"]}
            self.cake.pop(s["id"], None)

    # -------------------------------------------------------------- users_controller.php
    def portal(self, r: Request) -> Response:
        t, p, path = self.truth, self.truth.person, r.path.rstrip("/")
        s, ck = self.session(r, "CAKEPHP")
        if path.startswith("/users/captcha"):
            return Response(picture(s.get("cap") or "X", "JPEG", (100, 34)), kind="image/jpeg")
        if path in ("", "/users", "/users/login"):
            if path != "/users/login":
                return redirect("/users/login", *ck)
            if s.get("user"):
                return redirect("/menus")
            emp = ""
            if r.method == "POST":
                self.takes(r, **{"data[User][branch_id]": "campus", "data[User][emp_no]": "employee_id", "data[User][passwd]": "portal_password", "data[User][ver_code]": "captcha"})
                emp, cap = r.get("data[User][emp_no]").strip(), s.pop("cap", "")
                if bad := self.blackhole(r, s):
                    return bad
                if not cap or cap != t.captcha or r.get("data[User][ver_code]").strip().upper() != cap:
                    s["flash"] = "驗證碼有誤，請重新填寫。"
                elif r.get("data[User][branch_id]") != "100" or emp != p.employee_id or r.get("data[User][passwd]") != t.portal_password:
                    s["flash"] = "登入失敗，無效的帳號或密碼。"
                else:
                    s["user"] = emp
                    t.sessions.add("portal:" + s["id"])
                    t.counts["sign_in"] += 1
                    return redirect("/notices")
                t.counts["sign_in_refused"] += 1
            s["cap"] = t.new_captcha()
            opts = "".join(f'<option value="{k}">{v}</option>' for k, v in BRANCHES.items())
            return layout("Portal :: Users", f"""<div class="users form">
{self.create(s, 'UserLoginForm', '/users/login')}<fieldset><legend>登入</legend>
<div class="input select"><label for="UserBranchId">院區</label><select name="data[User][branch_id]" id="UserBranchId">
<option value="">-- 請選擇 --</option>{opts}</select></div>
{field('User.emp_no', '帳號', value=emp, extra='maxlength="6" ')}{field('User.passwd', '密碼', 'password')}
{field('User.ver_code', '驗證碼', extra='maxlength="6" autocomplete="off" ', after=f'<img src="/users/captcha/{secrets.randbelow(10**6)}" alt="" /> (不用區分大小寫)')}
</fieldset><div class="submit"><input type="submit" value="送出" /></div></form></div>""", self.flash(s), '<h1>台大 健康守護, 醫界典範</h1>', ck)
        if not s.get("user"):
            s["flash"] = "請先登入。"
            return redirect("/users/login", *ck)
        head = (f'<h1><a href="/menus">醫療資訊系統</a></h1><span class="who">{escape(p.name)} 您好!</span>'
                '<form action="/users/logout" method="post" class="logout"><input type="hidden" name="_method" value="POST" /><input type="image" src="/img/btn_logout.gif" alt="登出" /></form>')
        if path == "/users/logout":
            if r.method == "POST":
                self.takes(r)
            self.off(s)
            return redirect("/users/login")
        if path == "/notices":
            return layout("公告", """<div class="notices index"><h2>最新公告</h2><table cellpadding="0" cellspacing="0"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請填報「薪資所得免稅額申報表」</td></tr>
<tr class="altrow"><td>2018/12/13</td><td>Portal首頁改版</td></tr></table><p><a href="/menus/index/read:1">知道了，進入功能選單</a></p></div>""", "", head)
        if path.startswith("/menus/view/"):
            page = {"3": "passwords/edit", "8": "contacts/edit"}.get(path.rsplit("/", 1)[1])
            if not page:
                s["flash"] = "您沒有權限執行此功能。"
                return redirect("/menus")
            key = secrets.token_hex(10)
            self.keys[key] = s["id"]
            return redirect(f"{self.urls['inner']}/{page}/k:{key}")
        if path.startswith("/menus"):
            lis = "".join(f'<li><a href="/menus/view/{n}">{name}</a></li>\n' for n, name in MENU)
            return layout("功能選單", f"""<div class="menus index"><h2>功能選單</h2><p>總院差勤待簽 0 未核准 0 被駁回 0</p></div><div class="actions"><h3>個人管理</h3><ul>{lis}</ul></div>
<form id="MenuSearchForm" method="get" action="/menus"><div class="input text"><label>查詢功能</label><input type="text" name="kw" /></div><div class="submit"><input type="submit" value="查詢" /></div></form>""", self.flash(s), head)
        return layout("Errors", '<h2>Missing Controller</h2><p class="error">找不到網頁</p>')

    # -------------------------------------------------------------- passwords_controller.php, contacts_controller.php
    def inner(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        hit = re.fullmatch(r"/(passwords|contacts|out)(?:/(\w+))?/k:(\w+)", r.path)
        if r.method == "POST":
            self.takes(r, **{"data[Password][old_pass]": "old_password", "data[Password][new_pass]": "new_password", "data[Password][confirm_pass]": "new_password_again", "data[Contact][mobile]": "mobile_phone"})
        s = self.cake.get(self.keys.get(hit[3], ""), {}) if hit else {}
        if not s.get("user"):
            return layout("Error", f'<h2>作業階段已結束</h2><p><a href="{self.urls["portal"]}/users/login">回登入頁</a></p>')
        what, k = hit[1], hit[3]
        if what == "out":
            self.off(s)
            return redirect(self.urls["portal"] + "/users/login")
        head = (f'<a href="{self.urls["portal"]}/menus">回功能選單</a> <a href="/out/k:{k}"><img src="/img/btn_exit.gif" alt="登出系統" border="0" /></a>')
        err: dict[str, str] = {}
        flash = ""
        if what == "passwords":
            if r.method == "POST":
                if bad := self.blackhole(r, s):
                    return bad
                new = r.get("data[Password][new_pass]")
                if r.get("data[Password][old_pass]") != t.portal_password:
                    err["old"] = "與目前密碼不符"
                if len(new) < 8 or len(new) > 16 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                    err["new"] = "長度8-16個字元且需包含英文及數字"
                if new != r.get("data[Password][confirm_pass]"):
                    err["again"] = "與新密碼不一致"
                if err:
                    t.counts["password_refused"] += 1
                    flash = "密碼未變更，請修正下列欄位。"
                else:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    flash = "新密碼已儲存。"
            return layout("更改密碼", f"""<div class="passwords form">{self.create(s, 'PasswordEditForm', f'/passwords/edit/k:{k}')}<fieldset><legend>更改密碼</legend>
{field('Password.old_pass', '請輸入舊密碼', 'password', error=err.get('old', ''))}{field('Password.new_pass', '請輸入新密碼', 'password', error=err.get('new', ''), extra='maxlength="16" ')}
{field('Password.confirm_pass', '請再輸入新密碼', 'password', error=err.get('again', ''), extra='maxlength="16" ')}
<p>密碼設定條件：<br />1.密碼長度不可少於8個字元(最多16)<br />2.密碼內容需包含英文及數字</p></fieldset><div class="submit"><input type="image" src="/img/btn_modify.gif" alt="更改密碼" /></div></form></div>""", flash, head)
        cols = {"last_name": "english_surname", "first_name": "english_given", "mid_name": "english_middle", "tel_office": "office_phone", "tel_home": "home_phone", "mobile": "mobile_phone"}
        vals = {c: t.saved_contact.get(m, getattr(p, m)) for c, m in cols.items()}
        if r.method == "POST":
            if bad := self.blackhole(r, s):
                return bad
            vals = {c: r.get(f"data[Contact][{c}]").strip() for c in cols}
            if r.get("data[Contact][id]") != "88213" or any(not r.has(f"data[Contact][{c}]") for c in cols):
                return layout("Error", "<h2>Invalid Contact.</h2>", "資料不完整", head)
            if not re.fullmatch(r"09\d{8}", vals["mobile"]):
                err["mobile"], flash = "行動電話格式錯誤", "資料無法儲存，請再試一次。"
            else:
                t.saved_contact = {m: vals[c] for c, m in cols.items()}
                t.counts["contact_saved"] += 1
                flash = "個人連絡資料已修改。"
        labels = [("last_name", "英文姓", "ex:Chen(陳)"), ("first_name", "英文首名", "ex: Yi-Fen(怡芬) (說明)"), ("mid_name", "英文中名", "ex:Mary 為英文別名，如無，可不填"), ("tel_office", "辦公室電話", "ex:61234或23123456"),
                  ("tel_home", "住宅電話", "ex:0223123456"), ("mobile", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]
        rows = "".join(field("Contact." + c, n, value=vals[c], error=err.get(c, ""), after=f" <em>{x}</em>") for c, n, x in labels)
        return layout("維護個人連絡資料", f"""<div class="contacts form"><h2>台大醫院---維護個人連絡資料</h2>{self.create(s, 'ContactEditForm', f'/contacts/edit/k:{k}')}
<input type="hidden" name="data[Contact][id]" value="88213" id="ContactId" /><div class="submit"><input type="submit" value="異動儲存" /></div>
<div class="input text"><label>員工編號</label><input type="text" disabled="disabled" value="{p.employee_id}" /></div><div class="input text"><label>姓名</label><input type="text" disabled="disabled" value="{escape(p.name)}" /></div>
{rows}</form></div>""", flash, head)

    # -------------------------------------------------------------- applies_controller.php
    def account(self, r: Request) -> Response:
        t, p, path = self.truth, self.truth.person, r.path.rstrip("/")
        s, ck = self.session(r, "NETACC")
        if r.method == "POST":
            self.takes(r, **{"data[Apply][emp_no]": "employee_id", "data[Apply][dyn_code]": "code", "data[Sms][cell]": "registered_phone", "data[Sms][emp_no]": "employee_id", "data[Cloud][alias]": "alias",
                             "data[Cloud][pass1]": "cloud_password", "data[Cloud][pass2]": "cloud_password_again"})
        head = '<h1><a href="/">網路帳號申請系統</a></h1>'
        if path in ("", "/applies", "/pages/home"):
            return layout("網路帳號", """<div class="pages view"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<h3>《常見問題與服務》</h3><dl><dt>密碼修改後多久可以生效</dt><dd>即時生效。</dd><dt class="altrow">忘記密碼</dt><dd class="altrow">請您親自以下方按鈕取得簡訊後進行密碼設定。</dd></dl></div>
<div class="actions"><ul><li><a href="/applies/verify/first">啟用網路帳號及首次雲端帳號密碼設定</a></li><li><a href="/applies/verify/forget">重置雲端服務密碼</a></li><li><a href="/pages/vpn">總院廠商VPN展延申請</a></li></ul></div>""", self.flash(s), head, ck)
        hit = re.fullmatch(r"/applies/verify/(first|forget)", path)
        if hit:
            kind = hit[1]
            title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "first" else "重置雲端服務密碼"
            flash, panel, err, emp = self.flash(s), False, {}, r.get("data[Apply][emp_no]", r.get("data[Sms][emp_no]")).strip()
            if r.method == "POST":
                if bad := self.blackhole(r, s):
                    return bad
                if r.has("data[Sms][cell]"):
                    if emp != p.employee_id or s.get("asked") != emp:
                        flash = "員工編號不存在。"
                    elif r.get("data[Sms][cell]").strip() not in (p.mobile_phone, t.saved_contact.get("mobile_phone")):
                        flash, panel, err["cell"] = "簡訊發送失敗。", True, "手機門號與帳號登記資料不符"
                    else:
                        s["code"] = (t.new_message(), time.time())
                        flash = "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」"
                elif r.has("btn_send"):
                    panel = emp == p.employee_id
                    s["asked"] = emp if panel else ""
                    err = {} if panel else {"emp": "員工編號不存在"}
                else:
                    code = s.get("code")
                    if not code or emp != p.employee_id or r.get("data[Apply][dyn_code]").strip() != code[0]:
                        err["code"] = "動態碼錯誤"
                    elif time.time() - code[1] > 120:
                        err["code"] = "動態碼已失效(超過2分鐘)，請重新取得"
                    if err:
                        t.counts["code_refused"] += 1
                        flash = "驗證未通過。"
                    else:
                        s.pop("code")
                        s["proved"] = kind
                        t.counts["code_accepted"] += 1
                        t.sessions.add("account:" + s["id"])
                        return redirect("/clouds/add" if kind == "first" else "/clouds/reset")
            form = self.create(s, "ApplyVerifyForm", path)
            box = ""
            if panel:
                box = (f"""<div id="smsPanel" class="panel" style="background:#ffc;">{self.create(s, 'SmsForm', path, True)}<input type="hidden" name="data[Sms][emp_no]" value="{escape(emp)}" id="SmsEmpNo" />
{field('Sms.cell', '請輸入帳號登記的手機門號(10碼)', error=err.get('cell', ''), extra='maxlength="10" ')}<div class="submit"><input type="submit" value="確定發送" /> <a href="{path}">取消</a></div></form></div>""")
            return layout(title, f"""<div class="applies form"><h2>{title}</h2><h3>注意事項</h3><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li>
<li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>{form}{field('Apply.emp_no', '網路帳號 / 主職員工編號', value=emp, error=err.get('emp', ''), extra='maxlength="6" ', after=' <input type="submit" name="btn_send" value="發送簡訊動態碼" />')}
{field('Apply.dyn_code', '簡訊(或MOTP)動態碼', error=err.get('code', ''), extra='autocomplete="off" ')}<div class="submit"><input type="submit" name="btn_next" value="下一步" /></div></form>{box}</div>""", flash, head, ck)
        if path == "/pages/vpn":
            return layout("VPN", "<p>請洽資訊室。</p>", "", head)
        if not s.get("proved"):
            s["flash"] = "請先完成身分驗證。"
            return redirect("/", *ck)
        if path == "/clouds/quit":
            return self.part(s)
        head += '<a href="/clouds/quit"><img src="/img/btn_quit.gif" alt="離開" border="0" /></a>'
        if path == "/clouds/add" and s["proved"] == "first":
            flash, err, alias = self.flash(s), {}, r.get("data[Cloud][alias]").strip()
            if r.method == "POST":
                if bad := self.blackhole(r, s):
                    return bad
                if r.has("btn_cancel"):
                    return self.part(s)
                if t.alias:
                    flash = "本帳號已辦理過啟用，無法再次啟用。"
                else:
                    if not re.fullmatch(r"[A-Za-z0-9_.-]{2,64}", alias):
                        err["alias"] = "只能使用英文、數字及 . _ - 符號"
                    elif alias.lower() == "taken.name":
                        err["alias"] = "該名稱已被使用"
                    err |= self.pair(r)
                    if err:
                        flash = "資料無法儲存，請修正下列欄位。"
                    else:
                        t.alias, t.cloud_password = alias, r.get("data[Cloud][pass1]")
                        t.counts["activated"] += 1
                        s["flash"] = "設定已儲存，雲端服務開通申請完畢。"
                        return redirect("/clouds/add")
            facts = (f'<dl><dt>網路帳號 / 主職員工編號</dt><dd>{p.employee_id}</dd><dt>帳號姓名</dt><dd>{escape(p.name)}</dd><dt>主職單位</dt><dd>{p.unit}</dd><dt>有效期限</dt><dd>{p.valid_until}</dd>')
            if t.alias:
                return layout("設定密碼與郵件別名", f"""<div class="clouds view"><h2>設定密碼與郵件別名</h2>{facts}<dt>雲端服務帳號 (電子郵件名稱)</dt><dd>{escape(t.alias)}@ntuh.gov.tw</dd><dt>開通狀態</dt><dd>已開通</dd></dl></div>""", flash, head)
            return layout("設定密碼與郵件別名", f"""<div class="clouds form"><h2>設定密碼與郵件別名</h2><p>雲端服務帳號說明：<br />1. 雲端服務帳號為跨體系使用。<br />2. 服務於設定完成隔日生效。</p>{facts}</dl>
{self.create(s, 'CloudAddForm', '/clouds/add')}{field('Cloud.alias', '雲端服務帳號 (電子郵件名稱)', value=alias, error=err.get('alias', ''), extra='maxlength="64" ', after='@ntuh.gov.tw 名稱長度限64字元內')}
{field('Cloud.pass1', '設定密碼', 'password', error=err.get('pass1', ''), after=' 8碼以上英數混合')}{field('Cloud.pass2', '確認密碼', 'password', error=err.get('pass2', ''))}
<div class="submit"><input type="submit" name="btn_cancel" value="取消啟用" /> <input type="submit" name="btn_ok" value="啟用雲端服務" /> 服務於設定完成隔日生效</div></form></div>""", flash, head)
        if path == "/clouds/reset" and s["proved"] == "forget":
            flash, err = "", {}
            if r.method == "POST":
                if bad := self.blackhole(r, s):
                    return bad
                err = self.pair(r)
                if not t.alias:
                    flash = "本帳號尚未開通。"
                elif not err:
                    t.cloud_password, flash = r.get("data[Cloud][pass1]"), "新的雲端密碼已儲存，立即生效。"
            return layout("重置雲端服務密碼", f"""<div class="clouds form"><h2>重置雲端服務密碼</h2>{self.create(s, 'CloudResetForm', '/clouds/reset')}{field('Cloud.pass1', '新密碼', 'password', error=err.get('pass1', ''), after=' 8碼以上英數混合')}
{field('Cloud.pass2', '確認新密碼', 'password', error=err.get('pass2', ''))}<div class="submit"><input type="submit" value="儲存" /></div></form></div>""", flash, head)
        return redirect("/")

    @staticmethod
    def pair(r: Request) -> dict[str, str]:
        one, err = r.get("data[Cloud][pass1]"), {}
        if len(one) < 8 or not re.search("[A-Za-z]", one) or not re.search("[0-9]", one):
            err["pass1"] = "密碼需8碼以上英數混合"
        if one != r.get("data[Cloud][pass2]"):
            err["pass2"] = "兩次密碼不同"
        return err

    def part(self, s: dict) -> Response:
        self.cake.pop(s["id"], None)
        self.truth.sessions.discard("account:" + s["id"])
        self.truth.counts["sign_out_account"] += 1
        return redirect("/")

    # -------------------------------------------------------------- SquirrelMail
    def mail(self, r: Request) -> Response:
        t, path = self.truth, r.path
        key = r.cookies.get("SQMSESSID", "")
        box = self.sq.get(key)
        if path in ("", "/", "/src/login.php"):
            if path != "/src/login.php":
                return redirect("/src/login.php")
            key = secrets.token_hex(13)
            self.sq[key] = {"word": t.new_captcha("abcdefghijkmnpqrstuvwxyz0123456789", 4), "in": False}
            return Response(f"""<html><head><title>電子郵件 - 登入</title><script type="text/javascript">function squirrelmail_loginpage_onload(){{document.forms[0].js_autodetect_results.value='1';}}</script></head>
<body bgcolor="#ffffff" onload="squirrelmail_loginpage_onload();"><form action="redirect.php" method="post" name="login_form"><table align="center" width="350" cellpadding="2"><tr><td colspan="2" bgcolor="#dcdcdc"><b>進入本院電子信開通系統</b></td></tr>
<tr><td align="right">帳號:</td><td><input type="text" name="login_username" value="" /></td></tr><tr><td align="right">密碼:</td><td><input type="password" name="secretkey" />
<input type="hidden" name="js_autodetect_results" value="0" /><input type="hidden" name="just_logged_in" value="1" /></td></tr>
<tr><td align="right">驗證碼<br />(小寫字母或數字):</td><td><input type="text" name="captcha_code" size="6" /><img src="captcha.php?sid={key}" alt="" /></td></tr>
<tr><td></td><td><input type="checkbox" name="remember_me" value="1" />記住登入資訊 (公用電腦請勿勾選)</td></tr><tr><td colspan="2" align="center"><input type="submit" value="登入" /></td></tr></table></form>
<center><h4>公佈欄</h4>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br />※如無法登入，請先至下方網址變更密碼，謝謝：<a href="https://help.ntuh.gov.tw/">https://help.ntuh.gov.tw/</a></center></body></html>""",
                            headers=[("Set-Cookie", f"SQMSESSID={key}; path=/")])
        if path == "/src/captcha.php":
            return Response(picture((box or {}).get("word") or "-", "PNG", (80, 32)), kind="image/png")
        if path == "/src/redirect.php" and r.method == "POST":
            self.takes(r, login_username="mail_account", secretkey="mail_password", captcha_code="captcha")
            word = (box or {}).get("word", "")
            if box:
                box["word"] = ""
            why = ""
            if not word or word != t.captcha or r.get("captcha_code").strip() != word:
                why = "驗證碼輸入不正確。"
            elif not t.alias or r.get("login_username").strip().lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("secretkey") != t.cloud_password:
                why = "不明的使用者或密碼錯誤。"
            if why:
                return Response(f'<html><body><table width="50%" align="center"><tr><td bgcolor="#dcdcdc"><b>錯誤</b></td></tr><tr><td align="center">{why}</td></tr><tr><td><a href="login.php" target="_top">回登入頁</a></td></tr></table></body></html>')
            box["in"] = True
            t.sessions.add("mail:" + key)
            t.counts["mail_sign_in"] += 1
            return redirect("webmail.php")
        if not box or not box["in"]:
            return redirect("/src/login.php")
        if path == "/src/webmail.php":
            return Response('<html><head><title>電子郵件</title></head><frameset cols="150, *"><frame src="left_main.php" name="left" /><frame src="right_main.php" name="right" /></frameset></html>')
        if path == "/src/left_main.php":
            return Response('<html><body><b>信件匣</b><br /><a href="right_main.php" target="right">收件匣</a> (1)<br />寄件備份<br />垃圾桶</body></html>')
        if path == "/src/right_main.php":
            return Response(f"""<html><body><table width="100%"><tr><td>目前信件匣: <b>收件匣</b> ({escape(t.alias)})</td><td align="right"><b><a href="signout.php" target="_top">登出</a></b></td></tr></table>
<a href="compose.php">撰寫新信</a> <table><tr><td>資訊室</td><td>歡迎使用</td></tr></table></body></html>""")
        if path == "/src/signout.php":
            del self.sq[key]
            t.sessions.discard("mail:" + key)
            t.counts["sign_out_mail"] += 1
            return Response('<html><body><center><h3>登出</h3>您已成功登出。<br /><a href="login.php" target="_top">按此重新登入</a></center></body></html>')
        return Response("Not Found", 404)
