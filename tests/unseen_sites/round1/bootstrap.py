"""A hospital whose sites were put on Laravel and Bootstrap 5 by a young team: cards, placeholders, icons and modals."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

APP_JS = """
document.addEventListener('click',function(e){
 var b=e.target.closest('[data-bs-toggle],[data-bs-dismiss]');if(!b)return;
 if(b.dataset.bsToggle==='modal'){document.querySelector(b.dataset.bsTarget).classList.add('show')}
 if(b.dataset.bsToggle==='dropdown'){e.preventDefault();b.nextElementSibling.classList.toggle('show')}
 if(b.dataset.bsToggle==='collapse'){document.querySelector(b.dataset.bsTarget).classList.toggle('show')}
 if(b.dataset.bsDismiss){b.closest('.'+b.dataset.bsDismiss).classList.remove('show')}
 if(b.dataset.bsDismiss==='alert'){b.closest('.alert').remove()}
});
document.addEventListener('click',function(e){var t=e.target.closest('.toggle-eye');if(t){var i=t.parentNode.querySelector('input');i.type=i.type==='password'?'text':'password'}});
"""
APP_CSS = ".modal,.dropdown-menu,.collapse,.toast{display:none}.modal.show,.dropdown-menu.show,.collapse.show,.toast.show{display:block}.visually-hidden{position:absolute;left:-9999px}.invalid-feedback{display:none;color:#dc3545}.is-invalid~.invalid-feedback{display:block}"
CONTACT = {"user[family_name]": "english_surname", "user[given_name]": "english_given", "user[middle_name]": "english_middle",
           "user[office_tel]": "office_phone", "user[home_tel]": "home_phone", "user[mobile]": "mobile_phone"}


def flash_box(kind: str, text: str) -> str:
    icon = {"danger": "exclamation-triangle-fill", "success": "check-circle-fill"}.get(kind, "info-circle")
    return f"""<div class="alert alert-{kind} alert-dismissible fade show d-flex" role="alert"><i class="bi bi-{icon} me-2"></i><div>{escape(text)}</div>
  <button type="button" class="btn-close" data-bs-dismiss="alert" aria-label="Close"></button></div>"""


def modal(name: str, title: str, body: str, foot: str, opened: bool = False) -> str:
    return f"""<div class="modal fade{' show' if opened else ''}" id="{name}" tabindex="-1" aria-labelledby="{name}Label" aria-hidden="{'false' if opened else 'true'}">
  <div class="modal-dialog modal-dialog-centered"><div class="modal-content">
    <div class="modal-header"><h5 class="modal-title" id="{name}Label">{title}</h5><button type="button" class="btn-close" data-bs-dismiss="modal" aria-label="Close"></button></div>
    <div class="modal-body">{body}</div><div class="modal-footer">{foot}</div></div></div></div>"""


def group(icon: str, field: str, after: str = "") -> str:
    return f'<div class="input-group mb-3"><span class="input-group-text"><i class="bi bi-{icon}"></i></span>{field}{after}</div>'


class TheSite(Site):
    title = "Bootstrap 5 cards"

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, dict] = {}  # all sessions of the framework, by cookie
        self.links: dict[str, dict] = {}  # signed addresses to the inner host

    # ------------------------------------------------------------------ the framework
    def session(self, request: Request) -> dict:
        found = self.store.get(request.cookies.get(f"{request.host}_session", ""))
        if not found or found["host"] != request.host:
            key = secrets.token_urlsafe(30)
            found = {"key": key, "host": request.host, "_token": secrets.token_urlsafe(30), "flash": None, "old": {}, "user": ""}
            self.store[key] = found
        return found

    def page(self, session: dict, title: str, body: str, bar: str = "") -> Response:
        flash, session["flash"] = session["flash"], None
        session["old"] = {}
        top = flash_box(*flash) if flash else ""
        return Response(f"""<!doctype html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="csrf-token" content="{session['_token']}"><title>{title}｜臺大醫院</title><link href="/css/app.css" rel="stylesheet"></head>
<body class="bg-light">{bar}<main class="container py-4">{top}
{body}
</main><footer class="text-center text-muted small">© National Taiwan University Hospital</footer><script src="/js/app.js"></script></body></html>""",
                        headers=[("Set-Cookie", f"{session['host']}_session={session['key']}; path=/; httponly; samesite=lax")])

    def back(self, session: dict, to: str, kind: str = "", text: str = "", **old: str) -> Response:
        session["flash"], session["old"] = ((kind, text) if text else None), old
        return redirect(to, ("Set-Cookie", f"{session['host']}_session={session['key']}; path=/; httponly; samesite=lax"))

    @staticmethod
    def asset(request: Request) -> Response | None:
        if request.path == "/js/app.js":
            return Response(APP_JS, kind="text/javascript; charset=utf-8")
        if request.path == "/css/app.css":
            return Response(APP_CSS, kind="text/css")
        return Response("", 404) if request.path == "/favicon.ico" else None

    @staticmethod
    def expired() -> Response:
        return Response('<!DOCTYPE html><html lang="en"><head><title>Page Expired</title></head><body><div class="code">419</div><div class="message">Page Expired</div></body></html>', 419)

    def captcha(self, session: dict, letters: str, length: int) -> Response:
        session["captcha"] = self.truth.new_captcha(letters, length)
        return Response(picture(session["captcha"], "PNG", (140, 40)), kind="image/png", headers=[("Cache-Control", "no-store")])

    def solved(self, session: dict, answer: str) -> bool:
        wanted, latest = session.pop("captcha", ""), self.truth.captcha
        self.truth.captcha = ""
        return bool(wanted) and wanted == latest and answer.strip().lower() == wanted.lower()

    # ------------------------------------------------------------------ PORTAL
    def portal(self, request: Request) -> Response:
        found = self.asset(request)
        if found:
            return found
        session, truth = self.session(request), self.truth
        path, posted = request.path, request.method == "POST"
        if path.startswith("/captcha/"):
            return self.captcha(session, "123456789BDFHJLNPRTVXZ", 6)
        if path == "/forgot" and posted:
            self.takes(request, employee="employee_id")
            return self.back(session, "/login", "info", "請撥資訊室分機261120，告知『請協助重設PORTAL登入密碼』。")
        if path == "/login" and posted:
            self.takes(request, hospital="campus", account="employee_id", password="portal_password", captcha="captcha")
            if request.get("_token") != session["_token"]:
                return self.expired()
            user = request.get("account").strip()
            if not self.solved(session, request.get("captcha")):
                text = "圖形驗證失敗，請再試一次"
            elif user != truth.person.employee_id or request.get("password") != truth.portal_password or request.get("hospital") != "main":
                text = "登入資訊不正確，請檢查您的帳號及密碼"
            else:
                self.store.pop(session["key"], None)  # a new id for a signed-in session
                fresh = self.session(Request("portal", "GET", "/", {}, [], {}, request.headers, b""))
                fresh["user"] = secrets.token_hex(4)
                truth.sessions.add(f"portal:{fresh['user']}")
                truth.counts["sign_in"] += 1
                return self.back(fresh, "/dashboard")
            truth.counts["sign_in_refused"] += 1
            return self.back(session, "/login", "danger", text, account=user)
        if path == "/login":
            return self.login_page(session)
        if not session["user"]:
            return self.back(session, "/login")
        if path == "/logout":
            if posted:
                self.takes(request)
                if request.get("_token") != session["_token"]:
                    return self.expired()
            elif request.query.get("from") != "profile":
                return Response("<h1>405 Method Not Allowed</h1>", 405)
            self.store.pop(session["key"], None)
            truth.sessions.discard(f"portal:{session['user']}")
            session["user"] = ""
            truth.counts["sign_out_portal"] += 1
            return redirect("/login", ("Set-Cookie", "portal_session=; path=/; max-age=0"))
        if path.startswith("/open/"):
            if path[6:] in ("password", "contact"):
                signature = secrets.token_hex(16)
                self.links[signature] = session
                return redirect(f"{self.urls['inner']}/profile/enter?to={path[6:]}&signature={signature}")
            return self.back(session, "/dashboard", "warning", "此功能目前未開放給您的身分使用")
        if path == "/search":
            return self.back(session, "/dashboard", "info", "查無相關功能")
        if path in ("/", "/dashboard"):
            return self.dashboard(session)
        return Response("<h1>404 Not Found</h1>", 404)

    def login_page(self, session: dict) -> Response:
        forgot = modal("forgotModal", "忘記密碼", f'<form id="forgotForm" method="post" action="/forgot"><input type="hidden" name="_token" value="{session["_token"]}"><input class="form-control" name="employee" placeholder="員工代號"></form>',
                       '<button class="btn btn-secondary" type="button" data-bs-dismiss="modal">關閉</button><button class="btn btn-primary" form="forgotForm" type="submit">查詢處理方式</button>')
        return self.page(session, "PORTAL", f"""<div class="row justify-content-center"><div class="col-md-5"><div class="card shadow-sm"><div class="card-header text-center"><i class="bi bi-hospital"></i> 登入本院PORTAL系統<br><small class="text-muted">健康守護, 醫界典範</small></div>
<div class="card-body"><form method="POST" action="/login" novalidate><input type="hidden" name="_token" value="{session['_token']}" autocomplete="off">
{group("building", '<select class="form-select" name="hospital" aria-label="院區"><option disabled>院區</option><option value="main" selected>總院區</option><option value="beihu">北護分院</option><option value="hsinchu">新竹臺大分院</option><option value="yunlin">雲林分院</option></select>')}
{group("person", f'<input type="text" class="form-control" name="account" placeholder="帳號" value="{escape(session["old"].get("account", ""))}" autofocus>')}
{group("lock", '<input type="password" class="form-control" name="password" placeholder="密碼" autocomplete="current-password">', '<button class="btn btn-outline-secondary toggle-eye" type="button" title="顯示"><i class="bi bi-eye"></i></button>')}
{group("shield-check", '<input type="text" class="form-control" name="captcha" placeholder="驗證碼 (不用區分大小寫)" maxlength="6" autocomplete="off">', f'<img src="/captcha/default?{secrets.token_hex(4)}" alt="captcha" height="38"><a class="btn btn-outline-secondary" href="/login" title="換一張"><i class="bi bi-arrow-clockwise"></i></a>')}
<div class="form-check mb-3"><input class="form-check-input" type="checkbox" name="remember" id="remember" value="1"><label class="form-check-label" for="remember">記住我的帳號</label></div>
<div class="d-grid"><button type="submit" class="btn btn-primary"><i class="bi bi-box-arrow-in-right"></i> 進入系統</button></div></form>
<button type="button" class="btn btn-link" data-bs-toggle="modal" data-bs-target="#forgotModal">忘記密碼？</button></div>
<div class="card-footer small"><a href="#">院外網</a> · <a href="#">院內網</a> · <a href="#">數位學習</a> · <a href="#">KM系統</a> · <a href="#">差勤系統</a> · <a href="#">表單下載</a> · <a href="#">網路掛號</a></div></div></div></div>{forgot}""")

    def dashboard(self, session: dict) -> Response:
        entries = {"個人管理": [("key", "更改密碼", "password"), ("pen", "個人簽章提醒設定", "sign"), ("cash", "員工待遇福利查詢", "pay"), ("search", "查詢員工連絡資料", "query"),
                           ("telephone", "維護個人連絡資料", "contact"), ("phone", "行動憑證申請", "cert")], "行政系統": [("calendar", "差勤系統", "leave")], "數位學習": [("book", "數位學習網", "tms")]}
        menus = "".join(f'<li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" data-bs-toggle="dropdown" role="button">{top}</a><ul class="dropdown-menu">'
                        + "".join(f'<li><a class="dropdown-item" href="/open/{to}"><i class="bi bi-{icon}"></i> {text}</a></li>' for icon, text, to in items) + "</ul></li>" for top, items in entries.items())
        bar = f"""<nav class="navbar navbar-expand-lg navbar-dark bg-primary"><div class="container"><a class="navbar-brand" href="/dashboard">醫療資訊系統</a><ul class="navbar-nav me-auto">{menus}</ul>
<form class="d-flex" action="/search" method="get" role="search"><input class="form-control me-2" type="search" name="q" placeholder="搜尋功能" aria-label="Search"><button class="btn btn-outline-light" type="submit"><i class="bi bi-search"></i></button></form>
<span class="navbar-text">{self.truth.person.name} 您好!</span><form action="/logout" method="post"><input type="hidden" name="_token" value="{session['_token']}"><button class="btn btn-danger btn-sm" type="submit" title="登出"><i class="bi bi-power"></i><span class="visually-hidden">登出</span></button></form></div></nav>"""
        notice = modal("newsModal", "系統公告", "本週六 22:00 至 24:00 進行系統維護，期間部分功能暫停服務。", '<button type="button" class="btn btn-primary" data-bs-dismiss="modal">知道了</button>', True)
        return self.page(session, "首頁", f"""<div class="row"><div class="col-4"><div class="card"><div class="card-body"><h5 class="card-title">總院差勤待簽</h5><span class="badge bg-secondary">0</span></div></div></div>
<div class="col-8"><div class="card"><div class="card-header">全院公告 <span class="badge bg-danger">2</span></div><ul class="list-group list-group-flush"><li class="list-group-item">2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</li><li class="list-group-item">2018/12/13 總院Portal資訊系統登入首頁改版</li></ul></div></div></div>{notice}""", bar)

    # ------------------------------------------------------------------ the inner host
    def inner(self, request: Request) -> Response:
        found = self.asset(request)
        if found:
            return found
        session, truth = self.session(request), self.truth
        if request.path == "/profile/enter":
            owner = self.links.pop(request.query.get("signature", ""), None)
            if owner is None or not owner["user"]:
                return Response('<h1>403 Invalid signature.</h1>', 403)
            session["owner"] = owner
            return self.back(session, "/profile/contact" if request.query.get("to") == "contact" else "/profile/password")
        if not session.get("owner", {}).get("user"):
            return redirect(self.urls["portal"] + "/login")
        posted = request.method == "POST"
        token = f'<input type="hidden" name="_token" value="{session["_token"]}">'
        buttons = f'<a class="btn btn-outline-primary" href="{self.urls["portal"]}/dashboard"><i class="bi bi-house"></i> 回功能選單</a> <a class="btn btn-outline-danger" href="{self.urls["portal"]}/logout?from=profile"><i class="bi bi-power"></i> 登出系統</a>'
        if request.path == "/profile/password":
            if posted:
                self.takes(request, current_password="old_password", password="new_password", password_confirmation="new_password_again")
                if request.get("_token") != session["_token"]:
                    return self.expired()
                new = request.get("password")
                problem = ("原密碼驗證不通過" if request.get("current_password") != truth.portal_password else
                           "密碼需至少 8 個字元，並同時含有英文及數字" if len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) else
                           "兩次輸入的新密碼不相同" if new != request.get("password_confirmation") else "")
                if problem:
                    truth.counts["password_refused"] += 1
                    return self.back(session, request.path, "danger", problem)
                truth.portal_password = new
                truth.counts["password_changed"] += 1
                return self.back(session, request.path, "success", "設定成功！新密碼已經生效。")
            boxes = "".join(group("key", f'<input type="password" class="form-control" name="{n}" placeholder="{p}" autocomplete="{a}">') for n, p, a in
                            [("current_password", "請輸入舊密碼", "current-password"), ("password", "請輸入新密碼", "new-password"), ("password_confirmation", "請再輸入新密碼", "new-password")])
            return self.page(session, "更改密碼", f"""<div class="card"><div class="card-header"><i class="bi bi-key"></i> 更改密碼</div><div class="card-body"><form method="post" action="/profile/password">{token}{boxes}
<div class="small">密碼強度檢核：<div class="progress"><div class="progress-bar" style="width:0"></div></div></div><div class="form-text">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</div>
<button class="btn btn-primary mt-3" type="submit"><i class="bi bi-check-lg"></i> 送出</button></form></div><div class="card-footer">{buttons}</div></div>""")
        if request.path == "/profile/contact":
            person = truth.person
            if posted:
                self.takes(request, **{"user[mobile]": "mobile_phone"})
                if request.get("_token") != session["_token"] or request.get("_method") != "PUT":
                    return self.expired()
                if not re.fullmatch(r"09[0-9]{8}", request.get("user[mobile]").strip()):
                    return self.back(session, request.path, "danger", "行動電話必須是 09 開頭的 10 位數字")
                truth.saved_contact.update({key: request.get(name).strip() for name, key in CONTACT.items() if request.has(name)})
                truth.counts["contact_saved"] += 1
                return self.back(session, request.path, "success", "連絡資料已儲存")
            v = {key: escape(truth.saved_contact.get(key, getattr(person, key))) for key in CONTACT.values()}

            def floating(ident: str, name: str, text: str, hint: str, kind: str = "text") -> str:
                return f'<div class="col-md-6"><div class="form-floating"><input type="{kind}" class="form-control" id="{ident}" name="{name}" placeholder=" " value="{v[CONTACT[name]]}"><label for="{ident}">{text}</label></div><div class="form-text">{hint}</div></div>'
            return self.page(session, "維護個人連絡資料", f"""<nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="{self.urls['portal']}/dashboard">首頁</a></li><li class="breadcrumb-item">個人管理</li><li class="breadcrumb-item active">維護個人連絡資料</li></ol></nav>
<div class="card"><div class="card-header d-flex justify-content-between"><span>台大醫院---維護個人連絡資料</span><button type="submit" form="contactForm" class="btn btn-success btn-sm"><i class="bi bi-save"></i>&nbsp;異動儲存</button></div>
<div class="card-body"><form id="contactForm" class="row g-3" method="post" action="/profile/contact">{token}<input type="hidden" name="_method" value="PUT">
<div class="col-md-6">員工編號：<input class="form-control-plaintext" readonly value="{person.employee_id}"></div><div class="col-md-6">姓名：<input class="form-control-plaintext" readonly value="{person.name}"></div>
{floating("fn", "user[family_name]", "英文姓", "ex:Chen(陳)")}{floating("gn", "user[given_name]", "英文首名", "ex: Yi-Fen(怡芬) (說明)")}{floating("mn", "user[middle_name]", "英文中名", "ex:Mary 為英文別名，如無，可不填")}
{floating("ot", "user[office_tel]", "辦公室電話", "ex:61234或23123456", "tel")}{floating("ht", "user[home_tel]", "住宅電話", "ex:0223123456", "tel")}{floating("mb", "user[mobile]", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)", "tel")}</form></div><div class="card-footer">{buttons}</div></div>""")
        return Response("<h1>404 Not Found</h1>", 404)

    # ------------------------------------------------------------------ the account site
    def account(self, request: Request) -> Response:
        found = self.asset(request)
        if found:
            return found
        session, path, posted = self.session(request), request.path, request.method == "POST"
        if path == "/":
            return self.front(session)
        kind = path.strip("/").split("/")[0]
        if kind not in ("activate", "reset"):
            return self.leave(request, session) if path == "/leave" and posted else Response("<h1>404 Not Found</h1>", 404)
        if path == f"/{kind}" and not posted:
            return self.prove(session, kind)
        if path in (f"/{kind}/send", f"/{kind}/verify") and posted:
            self.takes(request, uid="employee_id", mobile="registered_phone", otp="code")
            if request.get("_token") != session["_token"]:
                return self.expired()
            user = request.get("uid").strip()
            if user != self.truth.person.employee_id:
                if path.endswith("verify"):
                    self.truth.counts["code_refused"] += 1
                return self.back(session, f"/{kind}", "danger", "帳號不存在", uid=user)
            if path.endswith("send"):
                if request.get("mobile").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                    return self.back(session, f"/{kind}", "danger", "您輸入的手機門號並非此帳號登記的門號", uid=user)
                session.update(codes=[*session.get("codes", []), (self.truth.new_message(), time.time())], told=True)
                return self.back(session, f"/{kind}", uid=user)
            known = dict(session.get("codes", []))
            sent = known.get(request.get("otp").strip())
            if sent is None or time.time() - sent > 120:
                self.truth.counts["code_refused"] += 1
                return self.back(session, f"/{kind}", "danger", "動態碼已失效，請重新發送" if sent else "動態碼不正確，請確認後重新輸入", uid=user)
            if not session["user"]:
                session["user"] = secrets.token_hex(4)
            session.update(codes=[], scope=kind)
            self.truth.sessions.add(f"account:{session['user']}")
            self.truth.counts["code_accepted"] += 1
            return self.back(session, f"/{kind}/setting")
        if path == f"/{kind}/setting":
            if not session["user"] or session.get("scope") != kind:
                return self.back(session, f"/{kind}", "warning", "請先完成身分驗證")
            return self.setting(request, session) if kind == "activate" else self.new_password(request, session)
        return self.back(session, "/")

    def leave(self, request: Request, session: dict) -> Response:
        self.takes(request)
        if request.get("_token") != session["_token"]:
            return self.expired()
        if session["user"]:
            self.truth.sessions.discard(f"account:{session['user']}")
            self.truth.counts["sign_out_account"] += 1
        self.store.pop(session["key"], None)
        return redirect("/", ("Set-Cookie", "account_session=; path=/; max-age=0"))

    def front(self, session: dict) -> Response:
        def fold(ident: str, title: str, body: str) -> str:
            return f'<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button" type="button" data-bs-toggle="collapse" data-bs-target="#{ident}">{title}</button></h2><div id="{ident}" class="accordion-collapse collapse show"><div class="accordion-body">{body}</div></div></div>'

        def card(icon: str, to: str, title: str, text: str) -> str:
            return f'<div class="col-md-4"><div class="card h-100 text-center"><div class="card-body"><i class="bi bi-{icon} fs-1"></i><h5 class="card-title"><a href="{to}" class="stretched-link">{title}</a></h5><p class="card-text small">{text}</p></div></div></div>'
        return self.page(session, "網路帳號服務", '<div class="alert alert-info">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</div><div class="accordion mb-4">'
                         + fold("rule", "《規範》", "網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用<ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>")
                         + fold("faq", "《常見問題與服務》", "<p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p>") + '</div><div class="row">'
                         + card("person-check", "/activate", "啟用網路帳號及首次雲端帳號密碼設定", "啟用本院微軟相關服務，如：Office365, Outlook...")
                         + card("arrow-repeat", "/reset", "重置雲端服務密碼", "重設非Portal帳號的密碼：Email, 無線網路, KM, TMS…從未使用請先【啟用網路帳號】")
                         + card("router", "#", "總院廠商VPN展延申請", "總院廠商VPN到期，重新啟用申請。") + "</div>")

    def prove(self, session: dict, kind: str) -> Response:
        told, user = session.pop("told", False), escape(session["old"].get("uid", ""))
        title = "啟用網路帳號及首次雲端帳號密碼設定" if kind == "activate" else "重置雲端服務密碼"
        phone = modal("phoneModal", "發送簡訊動態碼", '<div class="input-group"><span class="input-group-text"><i class="bi bi-phone"></i></span><input type="tel" class="form-control" name="mobile" maxlength="10" placeholder="請輸入帳號登記的手機門號(10碼)"></div>',
                      f'<button type="submit" class="btn btn-primary" formaction="/{kind}/send">確定發送</button><button type="button" class="btn btn-secondary" data-bs-dismiss="modal">取消</button>')
        sent = modal("sentModal", "動態碼簡訊發送成功", "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", '<button type="button" class="btn btn-primary" data-bs-dismiss="modal">確定</button>', True) if told else ""
        return self.page(session, "身分驗證", f"""<div class="card"><div class="card-header">{title}</div><div class="card-body"><div class="alert alert-warning"><h6>注意事項</h6><ul class="mb-0"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<form method="post" action="/{kind}/verify"><input type="hidden" name="_token" value="{session['_token']}">
{group("person-badge", f'<input type="text" class="form-control" name="uid" maxlength="6" placeholder="網路帳號 / 主職員工編號" value="{user}">', '<button type="button" class="btn btn-outline-primary" data-bs-toggle="modal" data-bs-target="#phoneModal"><i class="bi bi-chat-dots"></i> 發送簡訊動態碼</button>')}
{group("123", '<input type="text" class="form-control" name="otp" placeholder="簡訊(或MOTP)動態碼" autocomplete="one-time-code" inputmode="numeric">')}
<div class="text-end"><a class="btn btn-light" href="/">回首頁</a> <button type="submit" class="btn btn-primary">下一步 <i class="bi bi-arrow-right"></i></button></div>{phone}</form></div></div>{sent}""")

    def wrong_password(self, request: Request) -> str:
        new = request.get("cloud_pass")
        if not 8 <= len(new) <= 32 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            return "雲端服務密碼長度需為 8～32 字元，且含英文及數字"
        return "" if new == request.get("cloud_pass_confirmation") else "雲端服務密碼兩次輸入不一致"

    def setting(self, request: Request, session: dict) -> Response:
        truth, person = self.truth, self.truth.person
        if request.method == "POST":
            self.takes(request, mail_alias="alias", cloud_pass="cloud_password", cloud_pass_confirmation="cloud_password_again")
            if request.get("_token") != session["_token"]:
                return self.expired()
            alias = request.get("mail_alias").strip().lower()
            problem = ("您已完成啟用，不可重複申請" if truth.alias else "電子郵件名稱含有不允許的字元" if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", alias) else
                       "這個名稱已經被其他同仁使用了" if alias == "taken.name" else self.wrong_password(request))
            if problem:
                return self.back(session, request.path, "danger", problem, alias=alias)
            truth.alias, truth.cloud_password = alias, request.get("cloud_pass")
            truth.counts["activated"] += 1
            return self.back(session, request.path, "success", f"雲端帳號開通完成，您的信箱是 {alias}@ntuh.gov.tw")
        token = f'<input type="hidden" name="_token" value="{session["_token"]}">'
        facts = "".join(f'<li class="list-group-item d-flex justify-content-between"><span class="text-muted">{t}</span><strong>{x}</strong></li>' for t, x in
                        [("網路帳號 / 主職員工編號", person.employee_id), ("帳號姓名", person.name), ("主職單位", person.unit), ("有效期限", person.valid_until)])
        leaving = f'<form method="post" action="/leave" id="leaveForm">{token}</form>'
        if truth.alias:
            rest = f'<div class="card-body"><span class="badge bg-success">帳號啟用中</span> 信箱：{escape(truth.alias)}@ntuh.gov.tw<p class="small text-muted">別名設定後即無法變更。</p></div><div class="card-footer"><button form="leaveForm" class="btn btn-secondary" type="submit">登出</button></div>{leaving}'
        else:
            old = escape(session["old"].get("alias", ""))
            rest = f"""<div class="card-body"><form method="post" action="/activate/setting" autocomplete="off">{token}
{group("envelope", f'<input type="text" class="form-control" name="mail_alias" maxlength="64" placeholder="雲端服務帳號 (電子郵件名稱)" value="{old}">', '<span class="input-group-text">@ntuh.gov.tw</span>')}<div class="form-text">名稱長度限64字元內</div>
{group("lock", '<input type="password" class="form-control" name="cloud_pass" placeholder="請設定雲端服務密碼" autocomplete="new-password">')}{group("lock-fill", '<input type="password" class="form-control" name="cloud_pass_confirmation" placeholder="請再次輸入雲端服務密碼" autocomplete="new-password">')}<div class="form-text">8～32 字元，需含英文及數字</div>
<button type="button" class="btn btn-outline-secondary" data-bs-toggle="modal" data-bs-target="#cancelModal">取消啟用</button> <button type="submit" class="btn btn-primary"><i class="bi bi-cloud-check"></i> 啟用雲端服務</button><div class="small">服務於設定完成隔日生效</div></form></div>
{leaving}{modal("cancelModal", "取消啟用", "確定要離開嗎？已填寫的資料不會保留。", '<button class="btn btn-danger" type="submit" form="leaveForm">確定離開</button><button type="button" class="btn btn-secondary" data-bs-dismiss="modal">返回</button>')}"""
        return self.page(session, "設定密碼與郵件別名", f'<div class="card"><div class="card-header">設定密碼與郵件別名</div><div class="card-body small">雲端服務帳號說明：<ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol></div><ul class="list-group list-group-flush">{facts}</ul>{rest}</div>')

    def new_password(self, request: Request, session: dict) -> Response:
        if request.method == "POST":
            self.takes(request, cloud_pass="cloud_password", cloud_pass_confirmation="cloud_password_again")
            if request.get("_token") != session["_token"]:
                return self.expired()
            problem = "尚未啟用網路帳號" if not self.truth.alias else self.wrong_password(request)
            if problem:
                return self.back(session, request.path, "danger", problem)
            self.truth.cloud_password = request.get("cloud_pass")
            return self.back(session, request.path, "success", "新的雲端服務密碼已設定")
        token = f'<input type="hidden" name="_token" value="{session["_token"]}">'
        return self.page(session, "重置雲端服務密碼", f"""<div class="card"><div class="card-header">重置雲端服務密碼</div><div class="card-body"><form method="post" action="/reset/setting">{token}
{group("lock", '<input type="password" class="form-control" name="cloud_pass" placeholder="新的雲端服務密碼">')}{group("lock-fill", '<input type="password" class="form-control" name="cloud_pass_confirmation" placeholder="再次輸入新的雲端服務密碼">')}<button type="submit" class="btn btn-primary">確認重置</button></form>
<form method="post" action="/leave">{token}<button class="btn btn-link" type="submit">登出</button></form></div></div>""")

    # ------------------------------------------------------------------ the webmail
    def mail(self, request: Request) -> Response:
        found = self.asset(request)
        if found:
            return found
        session, truth, posted = self.session(request), self.truth, request.method == "POST"
        token = f'<input type="hidden" name="_token" value="{session["_token"]}">'
        if request.path.startswith("/captcha/"):
            return self.captcha(session, "abcdefghjkmnpqrtuvwxyz2346789", 5)
        if request.path == "/inbox" and session["user"]:
            return self.page(session, "收件匣", f'<div class="card"><div class="card-header">收件匣 <span class="badge bg-primary">1</span> {escape(truth.alias)}@ntuh.gov.tw</div><div class="list-group"><a class="list-group-item" href="#">資訊室 — 歡迎使用</a></div><form action="/logout" method="post">{token}<button class="btn btn-outline-danger" type="submit"><i class="bi bi-power"></i> 登出</button></form></div>')
        if request.path in ("/login", "/logout") and posted:
            self.takes(request, username="mail_account", passwd="mail_password", verify="captcha")
            if request.get("_token") != session["_token"]:
                return self.expired()
            if request.path == "/logout":
                if session["user"]:
                    truth.sessions.discard(f"mail:{session['user']}")
                    truth.counts["sign_out_mail"] += 1
                self.store.pop(session["key"], None)
                return redirect("/", ("Set-Cookie", "mail_session=; path=/; max-age=0"))
            if not self.solved(session, request.get("verify")):
                return self.back(session, "/", "danger", "驗證碼錯誤")
            if not truth.alias or request.get("username").strip().lower() not in (truth.alias, truth.alias + "@ntuh.gov.tw") or request.get("passwd") != truth.cloud_password:
                return self.back(session, "/", "danger", "帳號或密碼錯誤")
            session["user"] = secrets.token_hex(4)
            truth.sessions.add(f"mail:{session['user']}")
            truth.counts["mail_sign_in"] += 1
            return self.back(session, "/inbox")
        if request.path != "/":
            return self.back(session, "/")
        return self.page(session, "電子郵件", f"""<div class="card mx-auto" style="max-width:28rem"><div class="card-header">電子郵件系統</div><div class="card-body"><form method="post" action="/login">{token}
<label class="form-label" for="u">帳號:</label>{group("person", '<input class="form-control" id="u" name="username">', '<span class="input-group-text">@ntuh.gov.tw</span>')}<label class="form-label" for="p">密碼:</label>{group("lock", '<input class="form-control" id="p" type="password" name="passwd">')}
<label class="form-label" for="v">驗證碼(小寫字母或數字):</label>{group("shield", '<input class="form-control" id="v" name="verify" autocomplete="off">', f'<img src="/captcha/mail?{secrets.token_hex(4)}" alt="">')}
<div class="form-check form-switch"><input class="form-check-input" type="checkbox" id="keep" name="keep" value="1"><label for="keep">記住登入資訊 (公用電腦請勿勾選)</label></div><button class="btn btn-primary w-100" type="submit">登入</button></form></div>
<div class="card-footer small"><strong>公佈欄</strong><br>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：<a href="{self.urls['account']}">https://help.ntuh.gov.tw/</a></div></div>""")
