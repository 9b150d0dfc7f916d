"""A contractor's Bootstrap 5 rebuild: cards, modals, toasts, JSON over fetch, and a CSRF token that turns over with every call."""

from __future__ import annotations

import json
import re
import sys
import time
from html import escape
from pathlib import Path
from secrets import token_urlsafe
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture, redirect  # noqa: E402

VENDOR = Path(__file__).resolve().parent.parent / "vendor"

HEAD = """<!doctype html>
<html lang="zh-TW" data-bs-theme="light"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="csrf-token" content="@CSRF@"><title>@TITLE@</title><link rel="stylesheet" href="/static/bootstrap.min.css"><script src="/static/bootstrap.bundle.min.js"></script>
<style>body{background:#f4f6f9}.brand{background:#20497a}.captcha{height:44px;border:1px solid #ced4da;border-radius:.375rem}</style></head><body>
@BODY@
<div class="modal" id="dlgInfo" tabindex="-1" data-bs-backdrop="static" aria-hidden="true"><div class="modal-dialog modal-dialog-centered"><div class="modal-content">
<div class="modal-header"><h5 class="modal-title"></h5></div><div class="modal-body"></div><div class="modal-footer"><button type="button" class="btn btn-primary" data-bs-dismiss="modal">確定</button></div></div></div></div>
<div class="toast-container position-fixed top-0 end-0 p-3"><div id="note" class="toast text-bg-danger border-0" data-bs-delay="6000"><div class="d-flex"><div class="toast-body"></div><button type="button" class="btn-close btn-close-white me-2 m-auto" data-bs-dismiss="toast" aria-label="Close"></button></div></div></div>
<script>
const $ = s => document.querySelector(s), meta = $('meta[name=csrf-token]');
async function call(url, data, button) {
  const old = button && button.innerHTML;
  if (button) { button.disabled = true; button.innerHTML = '<span class="spinner-border spinner-border-sm"></span> ' + old; }
  try {
    const r = await fetch(url, {method: 'POST', credentials: 'same-origin', headers: {'Content-Type': 'application/json', 'X-CSRF-Token': meta.content}, body: JSON.stringify(data)});
    if (r.headers.get('X-CSRF-Next')) meta.content = r.headers.get('X-CSRF-Next');
    const j = await r.json(); j.status = r.status; j.ok = r.ok; return j;
  } catch (e) { return {ok: false, message: '網路連線失敗，請稍後再試'}; }
  finally { if (button) { button.disabled = false; button.innerHTML = old; } }
}
function toast(text) { $('#note .toast-body').textContent = text; bootstrap.Toast.getOrCreateInstance('#note').show(); }
function info(title, text) { return new Promise(done => { const m = $('#dlgInfo'); m.querySelector('.modal-title').textContent = title; m.querySelector('.modal-body').textContent = text;
  m.addEventListener('hidden.bs.modal', done, {once: true}); bootstrap.Modal.getOrCreateInstance(m).show(); }); }
@SCRIPT@
</script></body></html>"""


class TheSite(Site):
    title = "bootstrap5_modal"

    def __init__(self) -> None:
        super().__init__()
        self.tokens: set[str] = set()
        self.desk: dict[str, str] = {}  # portal cookie -> SESSION
        self.hr: dict[str, str] = {}  # inner cookie -> SESSION
        self.wizards: dict[str, dict[str, object]] = {}

    def fresh(self) -> str:
        token = token_urlsafe(18)
        self.tokens.add(token)
        return token

    def view(self, title: str, body: str, script: str = "", *headers: tuple[str, str]) -> Response:
        text = HEAD.replace("@SCRIPT@", script).replace("@BODY@", body).replace("@TITLE@", title).replace("@CSRF@", self.fresh())
        return Response(text, headers=[("Cache-Control", "no-store"), *headers])

    def reply(self, status: int = 200, **data: object) -> Response:
        return Response(json.dumps(data, ensure_ascii=False), status, "application/json", [("X-CSRF-Next", self.fresh())])

    def opened(self, request: Request) -> bool:
        """Read the JSON body into the form."""
        try:
            request.form = [(k, str(v)) for k, v in json.loads(request.body).items()]
        except (ValueError, AttributeError):
            return False
        return True

    def spent(self, request: Request) -> bool:
        """Whether the token was good; it is good once."""
        token = request.headers.get("X-CSRF-Token", "")
        good = token in self.tokens
        self.tokens.discard(token)
        return good

    @staticmethod
    def static(request: Request) -> Response | None:
        if request.path in ("/static/bootstrap.min.css", "/static/bootstrap.bundle.min.js"):
            name = request.path.split("/")[-1]
            return Response((VENDOR / name).read_bytes(), kind="text/css" if name.endswith("css") else "text/javascript")
        if request.path == "/favicon.ico":
            return Response(b"", 404)
        return None

    def solved(self, said: str) -> bool:
        text = self.truth.captcha
        self.truth.captcha = ""
        return text != "" and said.strip().lower() == text.lower()

    # ---------------------------------------------------------------- portal
    def portal(self, request: Request) -> Response:
        t = self.truth
        if (found := self.static(request)) is not None:
            return found
        session = self.desk.get(request.cookies.get("hp_portal", ""), "")
        inside = session != "" and "portal:" + session in t.sessions
        key = (request.method, request.path)
        if key == ("GET", "/"):
            return redirect("/home" if inside else "/login")
        if key == ("GET", "/login"):
            return self.view("PORTAL 登入", """
<nav class="navbar brand navbar-dark"><div class="container"><span class="navbar-brand">醫療資訊系統 <small class="fs-6">National Taiwan University Hospital</small></span></div></nav>
<div class="container py-5"><div class="row justify-content-center"><div class="col-6"><div class="card shadow-sm"><div class="card-body p-4">
<form id="login" novalidate autocomplete="off">
<div class="mb-3"><label class="form-label" for="site">院區</label><select class="form-select" id="site"><option value="" selected>-- 請選擇 --</option><option value="main">總院區</option><option value="hc">新竹臺大分院</option><option value="yl">雲林分院</option></select></div>
<div class="form-floating mb-3"><input class="form-control" id="account" placeholder="帳號" maxlength="6"><label for="account">帳號 Account</label></div>
<div class="form-floating mb-3"><input type="password" class="form-control" id="secret" placeholder="密碼"><label for="secret">密碼 Password</label></div>
<div class="row g-2 mb-3"><div class="col-7"><div class="form-floating"><input class="form-control" id="answer" placeholder="驗證碼" maxlength="6"><label for="answer">驗證碼 (不用區分大小寫)</label></div></div>
<div class="col-5 d-flex align-items-center gap-2"><img class="captcha" id="shot" alt="captcha"><button type="button" class="btn btn-outline-secondary btn-sm" id="again" title="換一張">↻</button></div></div>
<div class="alert alert-danger d-none" id="why" role="alert"></div>
<button type="button" class="btn btn-primary w-100" id="enter">登 入</button></form></div></div>
<p class="text-muted mt-2">帳號問題請洽資訊室 261120</p></div></div></div>""", """
const draw = () => { $('#shot').src = '/captcha.gif?_=' + Math.random(); $('#answer').value = ''; }; draw(); $('#again').onclick = draw;
async function enter() {
  const why = $('#why'); why.classList.add('d-none');
  const j = await call('/api/login', {site: $('#site').value, account: $('#account').value, secret: $('#secret').value, answer: $('#answer').value}, $('#enter'));
  if (j.ok) location.assign(j.next); else { why.textContent = j.message; why.classList.remove('d-none'); draw(); }
}
$('#enter').onclick = enter; $('#login').onsubmit = e => { e.preventDefault(); };
$('#answer').addEventListener('keyup', e => { if (e.key === 'Enter') enter(); });""")
        if key == ("GET", "/captcha.gif"):
            return Response(picture(t.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if key == ("POST", "/api/login"):
            self.opened(request)
            self.takes(request, site="campus", account="employee_id", secret="portal_password", answer="captcha")
            if not self.spent(request):
                return self.reply(403, message="此頁面停留過久，請重新整理")
            if request.get("site") not in ("main", "hc", "yl"):
                return self.reply(422, message="尚未選擇院區")
            if not self.solved(request.get("answer")):
                t.counts["sign_in_refused"] += 1
                return self.reply(422, message="圖形驗證錯誤，請重新輸入新的圖形文字")
            if (request.get("site"), request.get("account"), request.get("secret")) != ("main", t.person.employee_id, t.portal_password):
                t.counts["sign_in_refused"] += 1
                return self.reply(401, message="登入資料有誤，請確認後再試")
            session, cookie = uuid4().hex, uuid4().hex
            self.desk[cookie] = session
            t.sessions.add("portal:" + session)
            t.counts["sign_in"] += 1
            answer = self.reply(next="/bulletin")
            answer.headers.append(("Set-Cookie", f"hp_portal={cookie}; Path=/; HttpOnly; SameSite=Lax"))
            return answer
        if not inside:
            if request.method == "POST":
                self.opened(request)
                self.takes(request)
                return self.reply(401, message="尚未登入")
            return redirect("/login")
        if key == ("GET", "/bulletin"):
            return self.view("公告", """<div class="container py-5"><div class="card"><div class="card-header">重要公告</div><div class="card-body"><p>社交工程演練期間，請勿點選來路不明之郵件連結。</p><p class="text-muted">資訊室 敬啟</p>
<button type="button" class="btn btn-primary" onclick="location.assign('/home')">繼續前往系統 Continue</button></div></div></div>""")
        if key == ("GET", "/home"):
            hub = self.urls["inner"]
            items = "".join(
                f'<li><a class="dropdown-item" href="{to}">{name}</a></li>' for name, to in (
                    ("更改密碼", f"{hub}/sso?SESSION={session}&to=password"), ("個人簽章提醒設定", "#"), ("薪資所得免稅額申報表", "#"), ("員工待遇福利查詢", "#"), ("查詢員工連絡資料", "#"),
                    ("維護個人連絡資料", f"{hub}/sso?SESSION={session}&to=contact"), ("個人就醫紀錄查詢", "#"), ("行動憑證申請", "#"), ("流感同意書列印", "#")))
            tops = "".join(f'<li class="nav-item"><a class="nav-link" href="#">{n}</a></li>' for n in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))
            return self.view("PORTAL 首頁", f"""
<nav class="navbar navbar-expand brand navbar-dark"><div class="container"><ul class="navbar-nav me-auto">{tops}
<li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" role="button" data-bs-toggle="dropdown" aria-expanded="false">個人管理</a><ul class="dropdown-menu">{items}</ul></li></ul>
<button type="button" class="btn btn-outline-light btn-sm" data-bs-toggle="modal" data-bs-target="#dlgOut">登出系統</button></div></nav>
<div class="container py-4"><h5>{escape(t.person.name)}，您好!</h5><div class="alert alert-secondary">總院差勤待簽 0　未核准 0　被駁回 0 / 總院Workflow待簽 0</div>
<form class="input-group w-50" onsubmit="return false"><input class="form-control" placeholder="搜尋系統功能" name="kw"><button type="button" class="btn btn-outline-secondary" id="find">🔍</button></form></div>
<div class="modal fade" id="dlgOut" tabindex="-1"><div class="modal-dialog"><div class="modal-content"><div class="modal-body">您即將離開，確定嗎？</div><div class="modal-footer">
<button type="button" class="btn btn-secondary" data-bs-dismiss="modal">取消</button><button type="button" class="btn btn-danger" id="leave">確定登出</button></div></div></div></div>""",
                             "$('#find').onclick = () => toast('查無功能'); $('#leave').onclick = async e => { const j = await call('/api/logout', {}, e.target); location.assign(j.ok ? '/login' : '/home'); };")
        if key == ("POST", "/api/logout"):
            self.opened(request)
            self.takes(request)
            if not self.spent(request):
                return self.reply(403, message="逾時")
            t.sessions.discard("portal:" + session)
            t.counts["sign_out_portal"] += 1
            return self.reply()
        return Response("Not Found", 404)

    # ---------------------------------------------------------------- inner
    def inner(self, request: Request) -> Response:
        t, back = self.truth, self.urls["portal"] + "/home"
        if (found := self.static(request)) is not None:
            return found
        if request.path == "/sso":
            session = request.query.get("SESSION", "")
            if "portal:" + session not in t.sessions:
                return redirect(self.urls["portal"] + "/login")
            cookie = uuid4().hex
            self.hr[cookie] = session
            to = "contact" if request.query.get("to") == "contact" else "password"
            return redirect(f"/staff/{to}", ("Set-Cookie", f"hr_sid={cookie}; Path=/; HttpOnly"))
        alive = "portal:" + self.hr.get(request.cookies.get("hr_sid", ""), "?") in t.sessions
        if request.method == "POST":
            self.opened(request)
            self.takes(request, **{"current": "old_password", "fresh": "new_password", "repeat": "new_password_again", "contact.mobile": "mobile_phone"})
            if not alive or not self.spent(request):
                return self.reply(403, message="連線逾時，請回PORTAL重新進入")
            return self.change(request) if request.path == "/api/password" else self.contact(request) if request.path == "/api/contact" else Response("", 404)
        if not alive:
            return redirect(self.urls["portal"] + "/login")
        crumbs = f'<nav class="container pt-3"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="{back}">回功能選單</a></li><li class="breadcrumb-item">個人管理</li><li class="breadcrumb-item active">%s</li></ol></nav>'
        if request.path == "/staff/password":
            fields = "".join(
                f'<div class="row mb-3"><label class="col-4 col-form-label" for="{i}">{n}：</label><div class="col-6"><input type="password" class="form-control" id="{i}" autocomplete="off"><div class="invalid-feedback">{bad}</div></div></div>'
                for i, n, bad in (("current", "請輸入舊密碼", "此欄不可空白"), ("fresh", "請輸入新密碼", "至少8個字元，並含英文及數字"), ("repeat", "請再輸入新密碼", "與上一欄不同")))
            return self.view("更改密碼", crumbs % "更改密碼" + f"""<div class="container"><div class="card"><h5 class="card-header">更改密碼</h5><div class="card-body">{fields}
<div class="row mb-3"><div class="col-4">密碼強度檢核：</div><div class="col-6"><div class="progress"><div class="progress-bar" id="bar"></div></div></div></div>
<p class="small">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p><button type="button" class="btn btn-primary" id="apply">確認修改</button></div></div></div>""", """
const good = v => v.length >= 8 && /[A-Za-z]/.test(v) && /\\d/.test(v);
$('#fresh').oninput = e => { $('#bar').style.width = Math.min(100, e.target.value.length * 9) + '%'; };
$('#apply').onclick = async e => {
  const a = $('#current'), b = $('#fresh'), c = $('#repeat');
  a.classList.toggle('is-invalid', !a.value); b.classList.toggle('is-invalid', !good(b.value)); c.classList.toggle('is-invalid', c.value !== b.value);
  if ($('.is-invalid')) return;
  const j = await call('/api/password', {current: a.value, fresh: b.value, repeat: c.value}, e.target);
  if (!j.ok) return toast(j.message);
  await info('更新完成', '您的登入密碼已換新，請妥善保管。'); [a, b, c].forEach(x => x.value = ''); $('.card-body').innerHTML = '<div class="alert alert-success">✔ 更新完成，請由上方回到選單。</div>';
};""")
        if request.path == "/staff/contact":
            p, saved = t.person, t.saved_contact

            def cell(ident: str, name: str, key: str, hint: str) -> str:
                value = saved.get(key, getattr(p, key))
                return f'<div class="col-6"><label class="form-label" for="c-{ident}">{name}：</label><input class="form-control" id="c-{ident}" data-f="contact.{ident}" data-n="{name}" value="{escape(value)}"><div class="form-text">{hint}</div></div>'

            grid = "".join((cell("last", "英文姓", "english_surname", "ex:Chen(陳)"), cell("first", "英文首名", "english_given", "ex: Yi-Fen(怡芬)"), cell("alias", "英文中名", "english_middle", "ex:Mary 為英文別名，如無，可不填"),
                            cell("office", "辦公室電話", "office_phone", "ex:61234或23123456"), cell("home", "住宅電話", "home_phone", "ex:0223123456"), cell("mobile", "行動電話", "mobile_phone", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")))
            return self.view("維護個人連絡資料", crumbs % "維護個人連絡資料" + f"""<div class="container"><div class="alert alert-success d-none" id="done"></div><div class="card"><h5 class="card-header d-flex justify-content-between">台大醫院---維護個人連絡資料
<button type="button" class="btn btn-success" id="store">異動儲存</button></h5><div class="card-body"><p>員工編號：{p.employee_id}　姓名：{escape(p.name)}</p><div class="row g-3">{grid}</div></div></div></div>
<div class="modal" id="dlgCheck" tabindex="-1" data-bs-backdrop="static"><div class="modal-dialog modal-dialog-scrollable"><div class="modal-content"><div class="modal-header"><h5 class="modal-title">請核對您的資料</h5></div><div class="modal-body"><dl id="sum" class="row mb-0"></dl></div>
<div class="modal-footer"><button type="button" class="btn btn-secondary" data-bs-dismiss="modal">返回修改</button><button type="button" class="btn btn-primary" id="sure">資料正確，送出</button></div></div></div></div>""", """
const boxes = [...document.querySelectorAll('[data-f]')], dlg = new bootstrap.Modal('#dlgCheck');
$('#store').onclick = () => { $('#sum').replaceChildren(...boxes.flatMap(b => { const d = document.createElement('dt'), v = document.createElement('dd'); d.className = 'col-5'; v.className = 'col-7'; d.textContent = b.dataset.n; v.textContent = b.value || '—'; return [d, v]; })); dlg.show(); };
$('#sure').onclick = async e => {
  const j = await call('/api/contact', Object.fromEntries(boxes.map(b => [b.dataset.f, b.value])), e.target); dlg.hide();
  if (!j.ok) return toast(j.message);
  boxes.forEach(b => b.value = j.saved[b.dataset.f]); $('#done').textContent = j.message; $('#done').classList.remove('d-none'); window.scrollTo(0, 0);
};""")
        return Response("Not Found", 404)

    def change(self, request: Request) -> Response:
        t, new = self.truth, request.get("fresh")
        problem = ("舊的密碼不對" if request.get("current") != t.portal_password else "兩次新密碼不同" if new != request.get("repeat")
                   else "新密碼不符規定" if len(new) < 8 or not re.search(r"[A-Za-z]", new) or not re.search(r"\d", new) else "新舊密碼不可相同" if new == t.portal_password else "")
        if problem:
            t.counts["password_refused"] += 1
            return self.reply(422, message=problem)
        t.portal_password = new
        t.counts["password_changed"] += 1
        return self.reply()

    def contact(self, request: Request) -> Response:
        keys = {"contact.last": "english_surname", "contact.first": "english_given", "contact.alias": "english_middle", "contact.office": "office_phone", "contact.home": "home_phone", "contact.mobile": "mobile_phone"}
        if not all(map(request.has, keys)):
            return self.reply(422, message="缺少欄位")
        if not re.fullmatch(r"09[0-9]{8}", request.get("contact.mobile")):
            return self.reply(422, message="手機門號請填09開頭的10碼數字")
        if not all(re.fullmatch(r"[0-9]{0,12}", request.get("contact." + n)) for n in ("office", "home")):
            return self.reply(422, message="電話請只填數字")
        if not all(re.fullmatch(r"[A-Za-z][A-Za-z .'-]*", request.get("contact." + n)) for n in ("last", "first")):
            return self.reply(422, message="英文姓名請填英文")
        self.truth.saved_contact = {keys[n]: request.get(n) for n in keys}
        self.truth.counts["contact_saved"] += 1
        return self.reply(saved={n: request.get(n) for n in keys}, message="您的連絡資料已存入系統。")

    # ---------------------------------------------------------------- account
    def account(self, request: Request) -> Response:
        t, p = self.truth, self.truth.person
        if (found := self.static(request)) is not None:
            return found
        if request.method == "GET" and request.path == "/":
            return self.view("網路帳號管理", """<nav class="navbar brand navbar-dark"><div class="container"><span class="navbar-brand">臺大醫院 網路帳號管理</span></div></nav><div class="container py-4">
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<div class="accordion mb-3"><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button" type="button" data-bs-toggle="collapse" data-bs-target="#rule">《規範》</button></h2><div id="rule" class="accordion-collapse collapse show"><div class="accordion-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用。<br>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置。</div></div></div>
<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" type="button" data-bs-toggle="collapse" data-bs-target="#faq">《常見問題與服務》</button></h2><div id="faq" class="accordion-collapse collapse"><div class="accordion-body">密碼修改後多久可以生效：即時生效。<br>忘記密碼：請親自取得簡訊後進行密碼設定。</div></div></div></div>
<div class="form-check mb-3"><input class="form-check-input" type="checkbox" id="agree"><label class="form-check-label" for="agree">我已詳閱上述規範</label></div>
<div class="row g-3"><div class="col-6"><div class="card h-100"><div class="card-body"><button type="button" class="btn btn-primary go" data-to="/enroll/first" disabled>啟用網路帳號及首次雲端帳號密碼設定</button><p class="small mt-2">啟用本院微軟相關服務，如：Office365, Outlook...</p></div></div></div>
<div class="col-6"><div class="card h-100"><div class="card-body"><button type="button" class="btn btn-outline-primary go" data-to="/enroll/reset" disabled>重置雲端服務密碼</button><p class="small mt-2">重設非Portal帳號的密碼</p></div></div></div></div></div>""",
                             "const go = [...document.querySelectorAll('.go')]; $('#agree').onchange = e => go.forEach(b => b.disabled = !e.target.checked); go.forEach(b => b.onclick = () => location.assign(b.dataset.to)); go.forEach(b => b.disabled = !$('#agree').checked);")
        if request.method == "GET" and request.path in ("/enroll/first", "/enroll/reset"):
            first = request.path.endswith("first")
            wid = token_urlsafe(12)
            self.wizards[wid] = {"first": first, "code": "", "when": 0.0, "sid": ""}
            name = "啟用網路帳號及首次雲端帳號密碼設定" if first else "重置雲端服務密碼"
            pair = """<div class="mb-3"><label class="form-label" for="pa">設定雲端服務密碼</label><input type="password" class="form-control" id="pa"></div><div class="mb-3"><label class="form-label" for="pb">確認雲端服務密碼</label><input type="password" class="form-control" id="pb"></div>"""
            pane = (f"""<h4>設定密碼與郵件別名</h4><p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p><dl class="row" id="facts"></dl><div id="form2"><label class="form-label" for="nick">雲端服務帳號 (電子郵件名稱)</label>
<div class="input-group mb-1"><input class="form-control" id="nick" maxlength="64"><span class="input-group-text">@ntuh.gov.tw</span></div><div class="form-text mb-3">名稱長度限64字元內</div>{pair}
<button type="button" class="btn btn-secondary quit">取消啟用</button> <button type="button" class="btn btn-primary" id="act">啟用雲端服務</button> <small>服務於設定完成隔日生效</small></div>"""
                    if first else f"""<h4>重置雲端服務密碼</h4><dl class="row" id="facts"></dl><div id="form2">{pair}<button type="button" class="btn btn-primary" id="act">確認重置</button></div>""")
            return self.view(name, f"""<nav class="navbar brand navbar-dark"><div class="container"><a class="navbar-brand" href="/">網路帳號管理</a></div></nav><div class="container py-4"><div class="card"><div class="card-body">
<section id="one"><h4>{name}</h4><p>注意事項</p><ul class="small"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<div class="row mb-3"><label class="col-4 col-form-label" for="eid">網路帳號 / 主職員工編號</label><div class="col-4"><input class="form-control" id="eid" maxlength="12"></div><div class="col-4"><button type="button" class="btn btn-outline-primary" id="ask">發送簡訊動態碼</button></div></div>
<div class="row mb-3"><label class="col-4 col-form-label" for="pin">簡訊(或MOTP)動態碼</label><div class="col-4"><input class="form-control" id="pin" maxlength="6" inputmode="numeric"></div></div>
<div class="text-end"><button type="button" class="btn btn-primary" id="next">下一步</button></div></section>
<section id="two" class="d-none">{pane}<hr><button type="button" class="btn btn-link quit">登出</button></section></div></div></div>
<div class="modal" id="dlgPhone" tabindex="-1" data-bs-backdrop="static" aria-labelledby="phoneT"><div class="modal-dialog"><div class="modal-content"><div class="modal-header"><h5 class="modal-title" id="phoneT">簡訊動態碼</h5><button type="button" class="btn-close" data-bs-dismiss="modal" aria-label="Close"></button></div>
<div class="modal-body"><label class="form-label" for="cel">請輸入帳號登記的手機門號(10碼)</label><input class="form-control" id="cel" maxlength="10" inputmode="tel"><div class="invalid-feedback" id="celBad">門號格式錯誤</div></div>
<div class="modal-footer"><button type="button" class="btn btn-primary" id="send">確定發送</button><button type="button" class="btn btn-secondary" data-bs-dismiss="modal">取消</button></div></div></div></div>""", """
const w = '@W@', first = @F@, dlg = new bootstrap.Modal('#dlgPhone'), cel = $('#cel');
$('#ask').onclick = () => { if (!/^[0-9]{6}$/.test($('#eid').value)) return toast('請先輸入6位數的員工編號'); cel.value = ''; cel.classList.remove('is-invalid'); dlg.show(); };
$('#dlgPhone').addEventListener('shown.bs.modal', () => cel.focus());
$('#send').onclick = async e => {
  const bad = x => { $('#celBad').textContent = x; cel.classList.add('is-invalid'); };
  if (!/^09\\d{8}$/.test(cel.value)) return bad('門號格式錯誤');
  const j = await call('/api/sms', {w, eid: $('#eid').value, cel: cel.value}, e.target);
  if (!j.ok) return bad(j.message);
  $('#dlgPhone').addEventListener('hidden.bs.modal', () => info('動態碼簡訊發送成功', '成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」').then(() => $('#pin').focus()), {once: true}); dlg.hide();
};
$('#next').onclick = async e => {
  const j = await call('/api/prove', {w, eid: $('#eid').value, pin: $('#pin').value}, e.target);
  if (!j.ok) return toast(j.message);
  $('#facts').replaceChildren(...j.facts.flatMap(([a, b]) => { const x = document.createElement('dt'), y = document.createElement('dd'); x.className = 'col-4'; y.className = 'col-8'; x.textContent = a; y.textContent = b; return [x, y]; }));
  if (j.closed) $('#form2').innerHTML = '<div class="alert alert-info"></div>', $('#form2 .alert').textContent = j.closed;
  $('#one').classList.add('d-none'); $('#two').classList.remove('d-none');
};
$('#act').onclick = async e => {
  const j = await call(first ? '/api/activate' : '/api/reset', {w, nick: first ? $('#nick').value : '', pa: $('#pa').value, pb: $('#pb').value}, e.target);
  if (!j.ok) return toast(j.message);
  await info('完成', j.message); $('#form2').innerHTML = '<div class="alert alert-success"></div>'; $('#form2 .alert').textContent = j.message;
};
document.querySelectorAll('.quit').forEach(b => b.onclick = async () => { await call('/api/quit', {w}, b); location.assign('/'); });
""".replace("@W@", wid).replace("@F@", "true" if first else "false"))
        if request.method != "POST":
            return Response("Not Found", 404)
        self.opened(request)
        self.takes(request, eid="employee_id", cel="registered_phone", pin="code", nick="alias", pa="cloud_password", pb="cloud_password_again")
        wizard = self.wizards.get(request.get("w"))
        if not self.spent(request) or wizard is None:
            return self.reply(403, message="網頁逾時，請由首頁重新開始")
        if request.path == "/api/sms":
            if request.get("eid") != p.employee_id:
                return self.reply(422, message="查無此帳號")
            if request.get("cel") != (t.saved_contact.get("mobile_phone") or p.mobile_phone):
                return self.reply(422, message="與登記的門號不同")
            wizard["code"], wizard["when"] = t.new_message(), time.monotonic()
            return self.reply()
        if request.path == "/api/prove":
            late = time.monotonic() - float(str(wizard["when"])) > 120
            if not wizard["code"] or request.get("eid") != p.employee_id or request.get("pin") != wizard["code"] or late:
                t.counts["code_refused"] += 1
                return self.reply(422, message="動態碼已過期，請重新發送" if late and wizard["code"] else "動態碼驗證失敗")
            wizard["code"], wizard["sid"] = "", uuid4().hex[:12]
            t.sessions.add(f"account:{wizard['sid']}")
            t.counts["code_accepted"] += 1
            facts = [["網路帳號 / 主職員工編號", p.employee_id], ["帳號姓名", p.name], ["主職單位", p.unit], ["有效期限", p.valid_until]]
            closed = ""
            if wizard["first"] and t.alias:
                closed = f"雲端服務狀態：已開通（{t.alias}@ntuh.gov.tw），如需更換密碼請使用重置功能。"
            if not wizard["first"] and not t.alias:
                closed = "您的雲端服務尚未開通，請先至首頁辦理。"
            return self.reply(facts=facts, closed=closed)
        if f"account:{wizard['sid']}" not in t.sessions:
            return self.reply(403, message="尚未完成身分驗證")
        if request.path == "/api/quit":
            t.sessions.discard(f"account:{wizard['sid']}")
            t.counts["sign_out_account"] += 1
            return self.reply()
        nick, pa = request.get("nick").strip(), request.get("pa")
        if request.path == "/api/activate" and wizard["first"]:
            if t.alias:
                return self.reply(409, message="已經啟用過了，無法再次設定")
            if not re.fullmatch(r"[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,62}[a-zA-Z0-9])", nick):
                return self.reply(422, message="電子郵件名稱只能使用英文、數字、句點、底線、減號")
            if nick.lower() == "taken.name":
                return self.reply(409, message="此名稱已被其他同仁使用，請換一個")
        elif request.path != "/api/reset" or wizard["first"] or not t.alias:
            return self.reply(400, message="無法處理")
        if pa != request.get("pb"):
            return self.reply(422, message="兩次密碼不一樣")
        if len(pa) < 8 or not re.search("[A-Za-z]", pa) or not re.search("[0-9]", pa) or pa == t.portal_password:
            return self.reply(422, message="密碼須8碼以上英數混合，且不得與Portal相同")
        t.cloud_password = pa
        if request.path == "/api/reset":
            return self.reply(message="雲端密碼已重設，立即可用。")
        t.alias = nick
        t.counts["activated"] += 1
        return self.reply(message=f"恭喜！{nick}@ntuh.gov.tw 開通作業完成，明日起可使用。")

    # ---------------------------------------------------------------- mail
    def mail(self, request: Request) -> Response:
        t = self.truth
        if (found := self.static(request)) is not None:
            return found
        cookie = request.cookies.get("bsmail", "")
        inside = "mail:" + cookie in t.sessions
        if request.path == "/captcha.png":
            return Response(picture(t.new_captcha("abcdefghkmnprstwxyz2345678", 4), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if request.method == "POST":
            self.opened(request)
            self.takes(request, user="mail_account", phrase="mail_password", glyphs="captcha")
            if not self.spent(request):
                return self.reply(403, message="網頁逾時")
            if request.path == "/api/in":
                if not self.solved(request.get("glyphs")):
                    return self.reply(422, message="驗證圖片輸入錯誤")
                if not t.alias or request.get("user").lower() not in (t.alias.lower(), t.alias.lower() + "@ntuh.gov.tw") or request.get("phrase") != t.cloud_password:
                    return self.reply(401, message="無法登入，資料錯誤")
                cookie = uuid4().hex
                t.sessions.add("mail:" + cookie)
                t.counts["mail_sign_in"] += 1
                answer = self.reply()
                answer.headers.append(("Set-Cookie", f"bsmail={cookie}; Path=/; HttpOnly"))
                return answer
            if request.path == "/api/out" and inside:
                t.sessions.discard("mail:" + cookie)
                t.counts["sign_out_mail"] += 1
                return self.reply()
            return self.reply(404, message="?")
        if request.path != "/":
            return Response("Not Found", 404)
        if inside:
            return self.view("信箱", f"""<nav class="navbar brand navbar-dark"><div class="container"><span class="navbar-brand">📧 {escape(t.alias)}</span><button type="button" class="btn btn-outline-light btn-sm" id="out">登出</button></div></nav>
<div class="container py-3"><h5>收件匣 <span class="badge text-bg-secondary">1</span></h5><div class="list-group"><a class="list-group-item" href="#">資訊室：帳號啟用通知</a></div></div>""", "$('#out').onclick = async e => { await call('/api/out', {}, e.target); location.reload(); };")
        return self.view("Webmail", """<div class="container py-5"><div class="row justify-content-center"><div class="col-5"><div class="card"><div class="card-body"><h4>電子郵件</h4>
<div class="mb-2"><label class="form-label" for="user">帳號:</label><input class="form-control" id="user"></div><div class="mb-2"><label class="form-label" for="phrase">密碼:</label><input type="password" class="form-control" id="phrase"></div>
<div class="mb-2"><label class="form-label" for="glyphs">驗證碼(小寫字母或數字):</label><div class="input-group"><input class="form-control" id="glyphs" maxlength="4"><img class="captcha" id="shot" alt=""></div></div>
<div class="form-check mb-2"><input type="checkbox" class="form-check-input" id="keep"><label class="form-check-label" for="keep">記住登入資訊 (公用電腦請勿勾選)</label></div><button type="button" class="btn btn-primary" id="in">登入信箱</button></div></div>
<div class="mt-3">公佈欄<br>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至網址變更密碼</div></div></div></div>""", """
const draw = () => { $('#shot').src = '/captcha.png?' + Date.now(); $('#glyphs').value = ''; }; draw(); $('#shot').onclick = draw;
$('#in').onclick = async e => { const j = await call('/api/in', {user: $('#user').value, phrase: $('#phrase').value, glyphs: $('#glyphs').value, keep: $('#keep').checked}, e.target); if (j.ok) location.reload(); else { toast(j.message); draw(); } };""")
