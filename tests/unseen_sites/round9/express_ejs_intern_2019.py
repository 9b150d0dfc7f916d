"""Node, Express 4 and EJS with Bootstrap 4, put together by a summer intern in 2019."""

from __future__ import annotations

import re
import secrets
import sys
import time
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

SWAL = """// TODO: 換成正式的 sweetalert (院內連不到 CDN QQ)
function swal(t, m, k) { window.alert(t + '\\n' + (m || '')); }
function refreshCaptcha() { document.getElementById('captchaImg').src = '/captcha.png?' + Date.now(); }
"""


class Session(dict):
    """One req.session."""


class TheSite(Site):
    title = "express_ejs_intern_2019"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict[str, Session]] = {"portal": {}, "inner": {}, "account": {}, "mail": {}}
        self.cookie_of = {"portal": "connect.sid", "inner": "hr.sid", "account": "acct.sid", "mail": "mail.sid"}
        self.live: set[str] = set()

    # middleware
    def serve(self, req: Request, routes: dict) -> Response:
        if req.path.startswith("/public/"):
            return Response(SWAL if req.path.endswith("app.js") else "body{background:#eef2f5}.hint{color:#888;font-size:12px}", kind="application/javascript" if req.path.endswith(".js") else "text/css")
        name = self.cookie_of[req.host]
        sid = req.cookies.get(name, "")
        store = self.store[req.host]
        fresh = sid not in store
        if fresh:
            sid = "s%3A" + secrets.token_urlsafe(18)
            store[sid] = Session(csrf=secrets.token_urlsafe(12))
        sess = store[sid]
        method = req.query.get("_method", req.method) if req.method == "POST" else "GET"
        handler = routes.get((method, req.path.rstrip("/") or "/"))
        if req.path == "/captcha.png":
            letters, n = ("abcdefghjkmnpqrstuvwxyz23456789", 4) if req.host == "mail" else ("123456789BDFHJLNPRTVXZ", 6)
            sess["captcha"] = self.truth.new_captcha(letters, n)
            answer = Response(picture(sess["captcha"], "PNG", (130, 40)), kind="image/png")
        elif handler is None:
            answer = Response(f"<!DOCTYPE html>\n<html><body><pre>Cannot {req.method} {escape(req.path)}</pre></body></html>", 404)
        else:
            answer = handler(req, sess)
        if fresh:
            answer.headers.append(("Set-Cookie", f"{name}={sid}; Path=/; HttpOnly"))
        answer.headers.append(("X-Powered-By", "Express"))
        return answer

    def bad_csrf(self, req: Request, sess: Session) -> Response | None:
        if req.get("_csrf") == sess["csrf"]:
            return None
        return Response("<h1>invalid csrf token</h1><h2>403</h2><pre>ForbiddenError: invalid csrf token</pre>", 403)

    def captcha_ok(self, req: Request, sess: Session) -> bool:
        wanted = sess.pop("captcha", "")
        good = bool(wanted) and wanted == self.truth.captcha
        self.truth.captcha = ""
        said = req.get("captcha").strip()
        return good and (said == wanted if req.host == "mail" else said.upper() == wanted)

    def render(self, sess: Session, title: str, body: str, nav: str = "") -> Response:
        ok, err, pop = sess.pop("ok", ""), sess.pop("err", ""), sess.pop("swal", "")
        flash = ""
        if err:
            flash += f'<div class="alert alert-danger alert-dismissible fade show" role="alert">⚠️ {err}<button type="button" class="close" data-dismiss="alert" aria-label="Close"><span aria-hidden="true">&times;</span></button></div>'
        if ok:
            flash += f'<div class="alert alert-success" role="alert">✅ {ok}</div>'
        script = f"<script>\n  swal('{pop[0]}', '{pop[1]}', 'success');\n</script>" if pop else ""
        return Response(f"""<!doctype html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no"><title>{title}</title><!-- <link rel="stylesheet" href="https://stackpath.bootstrapcdn.com/bootstrap/4.3.1/css/bootstrap.min.css"> --><link rel="stylesheet" href="/public/css/bootstrap.min.css"><script src="/public/js/app.js"></script></head><body><nav class="navbar navbar-expand-lg navbar-dark bg-info"><a class="navbar-brand" href="/">🏥 NTUH</a>{nav}</nav><main class="container mt-4">
{flash}
{body}
</main><footer class="text-center hint mt-5">Made with ❤️ by 資訊室 2019 暑期實習生</footer>
{script}
</body></html>""")

    @staticmethod
    def strong(p: str) -> bool:
        return len(p) >= 8 and bool(re.search("[a-zA-Z]", p)) and bool(re.search(r"\d", p))

    # =============================== portal
    def portal(self, request: Request) -> Response:
        return self.serve(request, {
            ("GET", "/"): self.dashboard, ("GET", "/login"): self.login, ("POST", "/login"): self.do_login, ("GET", "/logout"): self.logout,
            ("GET", "/me/password"): self.password, ("POST", "/me/password"): self.do_password, ("GET", "/go/contact"): self.go_contact,
        })

    def login(self, req: Request, sess: Session) -> Response:
        areas = [("T0", "總院區"), ("T2", "北護"), ("T3", "金山"), ("T4", "新竹"), ("Y0", "雲林")]
        radios = "\n".join(f'      <div class="custom-control custom-radio custom-control-inline"><input type="radio" id="area{i}" name="area" value="{v}" class="custom-control-input"{" checked" if i == 0 else ""}>'
                           f'<label class="custom-control-label" for="area{i}">{t}</label></div>' for i, (v, t) in enumerate(areas))
        return self.render(sess, "登入 | PORTAL", f"""
<div class="row justify-content-center"><div class="col-md-6"><div class="card shadow-sm"><div class="card-body"><h4 class="card-title">登入本院PORTAL系統 <small class="text-muted">Sign in</small></h4><form method="POST" action="/login"><input type="hidden" name="_csrf" value="{sess["csrf"]}"><div class="form-group"><span>院區</span><br>
{radios}</div><div class="form-group"><label for="account">帳號</label><input type="text" class="form-control" id="account" name="account" placeholder="員工編號 6 碼" required value="{escape(sess.pop("typed", ""))}"></div>
    <div class="form-group"><label for="password">密碼</label><input type="password" class="form-control" id="password" name="password" placeholder="Password" required></div><div class="form-group"><label for="captcha">驗證碼 (不用區分大小寫)</label><div class="input-group"><input type="text" class="form-control" id="captcha" name="captcha" autocomplete="off" required>
      <div class="input-group-append"><img id="captchaImg" src="/captcha.png" alt="captcha" onclick="refreshCaptcha()" title="點我換一張"></div></div></div><button type="submit" class="btn btn-info btn-block">Login 登入 🚀</button></form></div></div></div></div>""")

    def do_login(self, req: Request, sess: Session) -> Response:
        self.takes(req, area="campus", account="employee_id", password="portal_password", captcha="captcha")
        bad = self.bad_csrf(req, sess)
        if bad:
            return bad
        t = self.truth
        sess["typed"] = req.get("account")
        if not self.captcha_ok(req, sess):
            sess["err"] = "圖片文字打錯囉，再試一次！"
        elif req.get("area") != "T0" or req.get("account") != t.person.employee_id or req.get("password") != t.portal_password:
            sess["err"] = "查無此使用者或密碼有誤"
        else:
            uid = secrets.token_hex(16)
            self.live.add(uid)
            t.sessions.add(f"portal:{uid}")
            t.counts["sign_in"] += 1
            sess["user"] = uid
            sess["ok"] = f"{t.person.name} 您好！歡迎回來"
            return redirect("/")
        t.counts["sign_in_refused"] += 1
        return redirect("/login")

    def need(self, sess: Session) -> Response | None:
        if sess.get("user") in self.live:
            return None
        return redirect("/login")

    def nav(self) -> str:
        return ('<ul class="navbar-nav mr-auto"><li class="nav-item active"><a class="nav-link" href="/">首頁</a></li></ul>'
                f'<span class="navbar-text mr-3">您好! {self.truth.person.name}</span><a class="btn btn-outline-light btn-sm" href="/logout">🚪 登出</a>')

    def dashboard(self, req: Request, sess: Session) -> Response:
        out = self.need(sess)
        if out:
            return out
        cards = [("🔑", "更改密碼", "/me/password", "修改登入 PORTAL 的密碼"), ("📇", "維護個人連絡資料", "/go/contact", "電話、英文姓名"), ("🖋️", "個人簽章提醒設定", "#", "coming soon"),
                 ("🏥", "個人就醫紀錄查詢", "#", "coming soon"), ("📱", "行動憑證申請", "#", "coming soon")]
        body = "".join(f"""
  <div class="col-md-4 mb-3"><div class="card h-100"><div class="card-body"><h5 class="card-title">{i}</h5><p class="card-text hint">{d}</p><a href="{u}" class="stretched-link">{n}</a></div></div></div>""" for i, n, u, d in cards)
        return self.render(sess, "PORTAL", f'<h3>個人管理</h3><div class="row">{body}\n</div>\n<h5>📢 全院公告</h5><ul class="list-group"><li class="list-group-item">2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</li></ul>', self.nav())

    def logout(self, req: Request, sess: Session) -> Response:
        uid = sess.pop("user", "")
        if uid in self.live:
            self.live.discard(uid)
            self.truth.sessions.discard(f"portal:{uid}")
            self.truth.counts["sign_out_portal"] += 1
        sess["ok"] = "已登出，掰掰 👋"
        return redirect("/login")

    def password(self, req: Request, sess: Session) -> Response:
        out = self.need(sess)
        if out:
            return out
        return self.render(sess, "更改密碼", f"""
<h3>🔑 更改密碼</h3><form method="post" action="/me/password" class="card card-body"><input type="hidden" name="_csrf" value="{sess["csrf"]}"><!-- 騙瀏覽器不要自動填密碼 --><input type="text" name="fakeuser" style="display:none"><input type="password" name="fakepass" style="display:none">
  <div class="form-group row"><label class="col-sm-3 col-form-label">請輸入舊密碼：</label><div class="col-sm-6"><input type="password" name="oldPwd" class="form-control" required></div></div>
  <div class="form-group row"><label class="col-sm-3 col-form-label">請輸入新密碼：</label><div class="col-sm-6"><input type="password" name="newPwd" class="form-control" minlength="8" required></div></div>
  <div class="form-group row"><label class="col-sm-3 col-form-label">請再輸入新密碼：</label><div class="col-sm-6"><input type="password" name="newPwd2" class="form-control" minlength="8" required></div></div><div class="hint">密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</div><div><button class="btn btn-primary">更新密碼</button> <a href="/" class="btn btn-link">回功能選單</a></div></form>""", self.nav())

    def do_password(self, req: Request, sess: Session) -> Response:
        self.takes(req, oldPwd="old_password", newPwd="new_password", newPwd2="new_password_again")
        out = self.need(sess) or self.bad_csrf(req, sess)
        if out:
            return out
        t, new = self.truth, req.get("newPwd")
        if req.get("oldPwd") != t.portal_password:
            sess["err"] = "舊密碼輸入錯誤"
        elif not self.strong(new):
            sess["err"] = "新密碼太弱了（至少 8 碼，要有英文和數字）"
        elif new != req.get("newPwd2"):
            sess["err"] = "兩次新密碼不一樣"
        else:
            t.portal_password = new
            t.counts["password_changed"] += 1
            sess["swal"] = ("修改成功", "密碼已更新 🎉 下次請用新密碼登入")
            return redirect("/")
        t.counts["password_refused"] += 1
        return redirect("/me/password")

    def go_contact(self, req: Request, sess: Session) -> Response:
        return self.need(sess) or redirect(f"{self.urls['inner']}/sso?SESSION={sess['user']}")

    # =============================== inner
    def inner(self, request: Request) -> Response:
        return self.serve(request, {("GET", "/sso"): self.sso, ("GET", "/contact"): self.contact, ("PUT", "/contact"): self.put_contact})

    FIELDS = (("english_surname", "enLast", "英文姓", "ex:Chen(陳)"), ("english_given", "enFirst", "英文首名", "ex: Yi-Fen(怡芬)"), ("english_middle", "enMiddle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
              ("office_phone", "telOffice", "辦公室電話", "ex:61234或23123456"), ("home_phone", "telHome", "住宅電話", "ex:0223123456"),
              ("mobile_phone", "mobile", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)"))

    def sso(self, req: Request, sess: Session) -> Response:
        if req.query.get("SESSION") not in self.live:
            return Response("<h3>401 Unauthorized 請重新登入 PORTAL</h3>", 401)
        sess["user"] = req.query["SESSION"]
        return redirect("/contact")

    def contact(self, req: Request, sess: Session) -> Response:
        if sess.get("user") not in self.live:
            return redirect(self.urls["portal"] + "/login")
        p = self.truth.person
        cells = ""
        for key, name, label, hint in self.FIELDS:
            value = sess.get("draft", {}).get(name, self.truth.saved_contact.get(key, getattr(p, key)))
            cells += f"""
    <div class="form-group col-md-6"><label for="{name}">{label}</label><input type="text" class="form-control" id="{name}" name="{name}" value="{escape(value)}"><small class="form-text hint">{hint}</small></div>"""
        sess.pop("draft", None)
        return self.render(sess, "維護個人連絡資料", f"""
<h3>台大醫院---維護個人連絡資料</h3><form method="POST" action="/contact?_method=PUT"><input type="hidden" name="_csrf" value="{sess["csrf"]}"><div class="form-row"><div class="form-group col-md-6"><label>員工編號</label><input type="text" class="form-control-plaintext" readonly value="{p.employee_id}"></div>
    <div class="form-group col-md-6"><label>姓名</label><input type="text" class="form-control-plaintext" readonly value="{p.name}"></div>{cells}
  </div><button type="submit" class="btn btn-success">💾 異動儲存</button></form>""", f'<a class="btn btn-outline-light btn-sm" href="{self.urls["portal"]}/">回功能選單</a>')

    def put_contact(self, req: Request, sess: Session) -> Response:
        self.takes(req, mobile="mobile_phone")
        if sess.get("user") not in self.live:
            return redirect(self.urls["portal"] + "/login")
        bad = self.bad_csrf(req, sess)
        if bad:
            return bad
        sess["draft"] = {n: req.get(n).strip() for _, n, _, _ in self.FIELDS}
        if not all(req.has(n) for _, n, _, _ in self.FIELDS):
            return Response("<pre>TypeError: Cannot read property 'trim' of undefined</pre>", 500)
        if not re.fullmatch(r"09\d{8}", req.get("mobile").strip()):
            sess["err"] = "手機號碼怪怪的，請輸入 09 開頭的 10 位數字"
        elif not req.get("enLast").strip() or not req.get("enFirst").strip() or max(map(len, sess["draft"].values())) > 40:
            sess["err"] = "英文姓名必填，且每欄最多 40 字"
        else:
            self.truth.saved_contact.update({k: sess["draft"][n] for k, n, _, _ in self.FIELDS})
            self.truth.counts["contact_saved"] += 1
            sess.pop("draft")
            sess["ok"] = "已儲存您的連絡資料！"
        return redirect("/contact")

    # =============================== account
    def account(self, request: Request) -> Response:
        routes = {("GET", "/"): self.rules, ("GET", "/bye"): self.bye, ("GET", "/setup"): self.setup, ("POST", "/setup"): self.do_setup, ("GET", "/done"): self.done,
                  ("GET", "/newpwd"): self.newpwd, ("POST", "/newpwd"): self.do_newpwd}
        for kind in ("activate", "reset"):
            routes |= {("GET", f"/{kind}"): self.otp, ("POST", f"/{kind}"): self.do_otp, ("GET", f"/{kind}/phone"): self.phone, ("POST", f"/{kind}/phone"): self.do_phone}
        return self.serve(request, routes)

    def rules(self, req: Request, sess: Session) -> Response:
        return self.render(sess, "帳號服務", """
<p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><div class="card mb-3"><div class="card-header">📜《規範》</div><div class="card-body">網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用
<ul><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></div></div><div class="card mb-3"><div class="card-header">❓《常見問題與服務》</div><div class="card-body"><b>忘記密碼</b><br>請以下方按鈕取得簡訊後進行密碼設定。</div></div><form action="/activate" method="GET" class="mb-2"><div class="form-check"><input class="form-check-input" type="checkbox" name="agree" value="1" id="agree" required><label class="form-check-label" for="agree">我已詳閱並同意以上規範</label></div>
  <button class="btn btn-primary" type="submit">啟用網路帳號及首次雲端帳號密碼設定</button> <span class="hint">啟用本院微軟相關服務，如：Office365, Outlook...</span></form><p><a class="btn btn-secondary" href="/reset">重置雲端服務密碼</a> <span class="hint">從未使用請先【啟用網路帳號】</span></p><p><button class="btn btn-light" disabled>總院廠商VPN展延申請</button></p>""")

    def otp(self, req: Request, sess: Session) -> Response:
        kind = req.path.strip("/")
        if kind == "activate" and not sess.get("agreed"):
            self.takes(req, agree="consent")
            if req.query.get("agree") != "1":
                sess["err"] = "請先勾選同意規範"
                return redirect("/")
            sess["agreed"] = True
        if sess.get("kind") != kind:
            sess.update(kind=kind, code="", emp="")
        name = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "activate" else "重置雲端服務密碼"
        return self.render(sess, name, f"""
<h3>{name}</h3><div class="alert alert-warning"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div><form method="POST" action="/{kind}" autocomplete="off"><input type="hidden" name="_csrf" value="{sess["csrf"]}"><div class="form-group"><label for="empNo">網路帳號 / 主職員工編號</label><div class="input-group"><input type="text" class="form-control" id="empNo" name="empNo" value="{escape(sess.get("emp", ""))}">
    <div class="input-group-append"><button class="btn btn-warning" type="submit" name="btn" value="sms">📨 發送簡訊動態碼</button></div></div></div>
  <div class="form-group"><label for="otp">簡訊(或MOTP)動態碼</label><input type="text" class="form-control" id="otp" name="otp" inputmode="numeric"></div><button class="btn btn-primary" type="submit" name="btn" value="next">下一步 ➡️</button></form>""")

    def do_otp(self, req: Request, sess: Session) -> Response:
        self.takes(req, empNo="employee_id", otp="code")
        bad = self.bad_csrf(req, sess)
        if bad:
            return bad
        kind, t = req.path.strip("/"), self.truth
        if sess.get("kind") != kind:
            return redirect("/")
        if req.get("btn") == "sms":
            sess["emp"] = req.get("empNo").strip()
            if not re.fullmatch(r"\d{6}", sess["emp"]):
                sess["err"] = "請輸入 6 位數員工編號"
                return redirect(f"/{kind}")
            return redirect(f"/{kind}/phone")
        if req.get("btn") != "next":
            return redirect(f"/{kind}")
        if not sess.get("code"):
            sess["err"] = "還沒有發送簡訊喔"
        elif time.time() - sess["at"] > 120:
            sess["err"] = "動態碼超過 2 分鐘，失效了，請重新發送"
        elif req.get("empNo").strip() != sess["emp"] or req.get("otp").strip() != sess["code"]:
            sess["err"] = "動態碼不對，請再看一次簡訊"
        else:
            uid = secrets.token_hex(8)
            t.sessions.discard(f"account:{sess.get('uid', '')}")
            sess.update(code="", proved=kind, uid=uid, fresh=False)
            t.sessions.add(f"account:{uid}")
            t.counts["code_accepted"] += 1
            return redirect("/setup" if kind == "activate" else "/newpwd")
        t.counts["code_refused"] += 1
        return redirect(f"/{kind}")

    def phone(self, req: Request, sess: Session) -> Response:
        kind = req.path.strip("/").split("/")[0]
        if sess.get("kind") != kind or not sess.get("emp"):
            return redirect(f"/{kind}")
        return self.render(sess, "發送簡訊", f"""
<div class="modal-dialog"><div class="modal-content"><form method="POST" action="/{kind}/phone"><input type="hidden" name="_csrf" value="{sess["csrf"]}"><div class="modal-header"><h5>發送簡訊動態碼（{escape(sess["emp"])}）</h5></div>
  <div class="modal-body"><label for="phone">請輸入帳號登記的手機門號(10碼)</label><input type="tel" maxlength="10" pattern="[0-9]{{10}}" class="form-control" id="phone" name="phone" placeholder="09xxxxxxxx" required></div>
  <div class="modal-footer"><button class="btn btn-primary" type="submit">確定發送</button><a class="btn btn-secondary" href="/{kind}">取消</a></div></form></div></div>""")

    def do_phone(self, req: Request, sess: Session) -> Response:
        self.takes(req, phone="registered_phone")
        bad = self.bad_csrf(req, sess)
        if bad:
            return bad
        kind, t = req.path.strip("/").split("/")[0], self.truth
        if sess.get("kind") != kind or not sess.get("emp"):
            return redirect(f"/{kind}")
        if sess["emp"] != t.person.employee_id or req.get("phone") != (t.saved_contact.get("mobile_phone") or t.person.mobile_phone):
            sess["err"] = "手機號碼跟登記的不一樣，沒有寄出簡訊"
            return redirect(f"/{kind}/phone")
        sess.update(code=t.new_message(), at=time.time())
        sess["swal"] = ("動態碼簡訊發送成功", "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        return redirect(f"/{kind}")

    def lacks(self, sess: Session, kind: str) -> Response | None:
        return None if sess.get("proved") == kind else redirect("/")

    def setup(self, req: Request, sess: Session) -> Response:
        out = self.lacks(sess, "activate")
        if out:
            return out
        t, p = self.truth, self.truth.person
        if t.alias:
            return self.render(sess, "設定", f'<div class="jumbotron"><h4>👌 這個帳號已經開通過囉</h4><p>信箱：{escape(t.alias)}@ntuh.gov.tw</p><a href="/bye" class="btn btn-primary">結束離開</a></div>')
        return self.render(sess, "設定密碼與郵件別名", f"""
<h3>設定密碼與郵件別名</h3><p class="hint">雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。</p><form method="POST" action="/setup" autocomplete="off"><input type="hidden" name="_csrf" value="{sess["csrf"]}">
  <table class="table table-sm"><tbody><tr><th scope="row">網路帳號 / 主職員工編號</th><td>{p.employee_id}</td></tr><tr><th>帳號姓名</th><td>{p.name}</td></tr><tr><th>主職單位</th><td>{p.unit}</td></tr><tr><th>有效期限</th><td>{p.valid_until}</td></tr></tbody></table>
  <div class="form-group"><label for="mailAlias">雲端服務帳號 (電子郵件名稱)</label><div class="input-group"><input type="text" class="form-control" id="mailAlias" name="mailAlias" maxlength="64" required><div class="input-group-append"><span class="input-group-text">@ntuh.gov.tw</span></div></div><small class="hint">名稱長度限64字元內</small></div>
  <div class="form-group"><label for="pwd1">雲端密碼</label><input type="password" class="form-control" id="pwd1" name="pwd1" placeholder="至少 8 碼，英文+數字" required></div>
  <div class="form-group"><label for="pwd2">再打一次雲端密碼</label><input type="password" class="form-control" id="pwd2" name="pwd2" required></div><a class="btn btn-outline-danger" href="/bye">取消啟用</a> <button class="btn btn-success" type="submit">☁️ 啟用雲端服務</button></form>""")

    def do_setup(self, req: Request, sess: Session) -> Response:
        self.takes(req, mailAlias="alias", pwd1="cloud_password", pwd2="cloud_password_again")
        out = self.lacks(sess, "activate") or self.bad_csrf(req, sess)
        if out:
            return out
        t, alias, pwd = self.truth, req.get("mailAlias").strip(), req.get("pwd1")
        if t.alias:
            sess["err"] = "不能重複啟用"
        elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}[A-Za-z0-9]", alias):
            sess["err"] = "信箱名稱只能用英文、數字、點、底線、減號（3～64 字）"
        elif alias.lower() == "taken.name":
            sess["err"] = "這個信箱名稱被別人用走了，換一個吧"
        elif not self.strong(pwd):
            sess["err"] = "密碼太弱了（至少 8 碼，要有英文和數字）"
        elif pwd != req.get("pwd2"):
            sess["err"] = "兩次密碼不一樣"
        else:
            t.alias, t.cloud_password = alias, pwd
            t.counts["activated"] += 1
            sess["fresh"] = True
            return redirect("/done")
        return redirect("/setup")

    def done(self, req: Request, sess: Session) -> Response:
        if not sess.get("fresh"):
            return redirect("/")
        return self.render(sess, "完成", f'<div class="jumbotron"><h1>🎊 開通成功！</h1><p>您的新信箱是 <code>{escape(self.truth.alias)}@ntuh.gov.tw</code>，明天就能用囉。</p><a href="/bye" class="btn btn-primary">結束離開</a></div>')

    def newpwd(self, req: Request, sess: Session) -> Response:
        out = self.lacks(sess, "reset")
        if out:
            return out
        if not self.truth.alias:
            return self.render(sess, "重置", '<p>您還沒啟用雲端服務，請先啟用。</p><a href="/bye">結束離開</a>')
        return self.render(sess, "重置雲端服務密碼", f"""<h3>重置雲端服務密碼</h3><form method="POST" action="/newpwd"><input type="hidden" name="_csrf" value="{sess["csrf"]}">
  <input type="password" class="form-control mb-2" name="pwd1" placeholder="新的雲端密碼" required><input type="password" class="form-control mb-2" name="pwd2" placeholder="再打一次新的雲端密碼" required><button class="btn btn-success">確定修改</button> <a href="/bye">結束離開</a></form>""")

    def do_newpwd(self, req: Request, sess: Session) -> Response:
        self.takes(req, pwd1="cloud_password", pwd2="cloud_password_again")
        out = self.lacks(sess, "reset") or self.bad_csrf(req, sess)
        if out:
            return out
        if not self.truth.alias or not self.strong(req.get("pwd1")) or req.get("pwd1") != req.get("pwd2"):
            sess["err"] = "密碼太弱或兩次不一樣"
        else:
            self.truth.cloud_password = req.get("pwd1")
            self.truth.counts["cloud_password_reset"] += 1
            sess["ok"] = "雲端密碼改好了！馬上生效"
        return redirect("/newpwd")

    def bye(self, req: Request, sess: Session) -> Response:
        uid = sess.pop("uid", "")
        if uid:
            self.truth.sessions.discard(f"account:{uid}")
            self.truth.counts["sign_out_account"] += 1
        for k in ("proved", "emp", "code", "kind", "fresh", "agreed"):
            sess.pop(k, None)
        return redirect("/")

    # =============================== mail
    def mail(self, request: Request) -> Response:
        return self.serve(request, {("GET", "/"): self.inbox, ("GET", "/login"): self.mail_login, ("POST", "/login"): self.mail_in, ("POST", "/logout"): self.mail_out})

    def mail_login(self, req: Request, sess: Session) -> Response:
        return self.render(sess, "Webmail", f"""
<div class="row"><div class="col-md-5"><form method="POST" action="/login" class="card card-body"><input type="hidden" name="_csrf" value="{sess["csrf"]}">
  <div class="input-group mb-2"><div class="input-group-prepend"><span class="input-group-text">👤 帳號:</span></div><input name="user" type="text" class="form-control" placeholder="請輸入信箱名稱" required></div>
  <div class="input-group mb-2"><div class="input-group-prepend"><span class="input-group-text">🔒 密碼:</span></div><input name="pass" type="password" class="form-control" required></div>
  <div class="input-group mb-2"><div class="input-group-prepend"><span class="input-group-text">驗證碼(小寫字母或數字):</span></div><input name="captcha" type="text" class="form-control" maxlength="4" required autocomplete="off"><img id="captchaImg" src="/captcha.png" onclick="refreshCaptcha()" alt="captcha"></div>
  <div class="form-check mb-2"><input type="checkbox" class="form-check-input" id="remember" name="remember" value="1"><label for="remember">記住登入資訊 (公用電腦請勿勾選)</label></div><button class="btn btn-info">登入信箱</button></form></div><div class="col-md-7"><h5>📌 公佈欄</h5><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p><p>※如無法登入，請先至<a href="{self.urls["account"]}/">這裡</a>變更密碼，謝謝</p></div></div>""")

    def mail_in(self, req: Request, sess: Session) -> Response:
        self.takes(req, user="mail_account", captcha="captcha", **{"pass": "mail_password"})
        bad = self.bad_csrf(req, sess)
        if bad:
            return bad
        t = self.truth
        if not self.captcha_ok(req, sess):
            sess["err"] = "驗證碼錯了"
        elif not t.alias or req.get("user").strip().lower() not in (t.alias.lower(), t.alias.lower() + "@ntuh.gov.tw") or req.get("pass") != t.cloud_password:
            sess["err"] = "信箱名稱或密碼錯了"
        else:
            sess["mail"] = secrets.token_hex(8)
            t.sessions.add(f"mail:{sess['mail']}")
            t.counts["mail_sign_in"] += 1
            return redirect("/")
        return redirect("/login")

    def inbox(self, req: Request, sess: Session) -> Response:
        if not sess.get("mail"):
            return redirect("/login")
        return self.render(sess, "收件匣", '<h3>📥 收件匣</h3><input type="search" class="form-control" placeholder="搜尋信件"><ul class="list-group"><li class="list-group-item">資訊室：Welcome!</li></ul>',
                           f'<form method="POST" action="/logout"><input type="hidden" name="_csrf" value="{sess["csrf"]}"><button class="btn btn-sm btn-outline-light">登出</button></form>')

    def mail_out(self, req: Request, sess: Session) -> Response:
        self.takes(req)
        bad = self.bad_csrf(req, sess)
        if bad:
            return bad
        if sess.get("mail"):
            self.truth.sessions.discard(f"mail:{sess.pop('mail')}")
            self.truth.counts["sign_out_mail"] += 1
        return redirect("/login")
