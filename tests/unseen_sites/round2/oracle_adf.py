"""Oracle ADF Faces over WebLogic: loopback pages, view states, submitForm, popups; an iPlanet messenger beside it."""

from __future__ import annotations

import re
import secrets
import time
from html import escape

from tests.unseen_sites.truth import Request, Response, Site, picture, redirect

APPS = {"portal": "/hrportal/faces", "inner": "/ess/faces", "account": "/idm/faces"}


class TheSite(Site):
    title = "Oracle ADF / WebCenter"

    def __init__(self) -> None:
        super().__init__()
        self.https: dict[str, dict] = {}

    # ------------------------------------------------------------------ the Faces servlet
    def faces(self, request: Request, host: str, home: str) -> Response:
        base, cookie = APPS[host], {"portal": "JSESSIONID", "inner": "JSESSIONID", "account": "IDMSESSIONID"}[host]
        if request.path == "/" or request.path == base + "/":
            return redirect(f"{base}/{home}.jspx")
        if not request.path.startswith(base):
            return Response("<TITLE>404 Not Found</TITLE><H2>Error 404--Not Found</H2>", 404)
        view = request.path[len(base) + 1:].removesuffix(".jspx")
        sid = request.cookies.get(cookie, "").split("!")[0]
        http, headers = self.https.get(sid), []
        if http is None or http["host"] != host:
            if request.method == "POST":
                return Response("<html><head><title>Session Expired</title></head><body><p>由於閒置過久，頁面已失效。(The page has expired)</p><a href='/'>確定</a></body></html>", 200)
            sid = secrets.token_urlsafe(24)
            http = self.https[sid] = {"host": host, "sid": sid, "states": {}, "ctrl": secrets.token_hex(5)}
            headers = [("Set-Cookie", f"{cookie}={sid}!-{secrets.randbelow(10**9)}; path=/; HttpOnly")]
        if request.method == "GET" and "_afrLoop" not in request.query:
            http["args"] = dict(request.query)
            to = f"{base}/{view}.jspx?_afrLoop={secrets.randbelow(10**15)}&_afrWindowMode=0&_adf.ctrl-state={http['ctrl']}_4"
            return Response(f"<html><head><script>\n/* ADF loopback */\nfunction runLoopback() {{ window.location.replace('{to}'); }}\nrunLoopback();\n</script>\n<noscript>您的瀏覽器未啟用 JavaScript</noscript></head><body></body></html>", headers=headers)
        render = getattr(self, f"{host}_{view}", None)
        if render is None:
            return Response("<H2>ADF_FACES-30108: 找不到視圖</H2>", 404)
        said = ""
        if request.method == "POST":
            self.takes(request, **self.meanings(view))
            if http["states"].pop(request.get("javax.faces.ViewState"), "") != view or not request.has("org.apache.myfaces.trinidad.faces.FORM"):
                said = "錯誤: 視圖狀態已過期，請重新輸入。"
            else:
                out = getattr(self, f"do_{view}")(http, request, request.get("source"))
                if isinstance(out, Response):
                    return out
                said = out or ""
        out = render(http, said)
        out.headers += headers
        return out

    @staticmethod
    def meanings(view: str) -> dict[str, str]:
        return {"login": {"pt1:soc1": "campus", "pt1:it1": "employee_id", "pt1:it2": "portal_password", "pt1:it3": "captcha"},
                "chgpwd": {"r1:0:it1": "old_password", "r1:0:it2": "new_password", "r1:0:it3": "new_password_again"},
                "contact": {"r1:0:it6": "mobile_phone"},
                "verify": {"pt1:it1": "employee_id", "pt1:it2": "code", "pt1:p1:it9": "registered_phone"},
                "setup": {"pt1:it4": "alias", "pt1:it5": "cloud_password", "pt1:it6": "cloud_password_again"},
                "reset": {"pt1:it5": "cloud_password", "pt1:it6": "cloud_password_again"}}.get(view, {})

    def frame(self, http: dict, view: str, title: str, body: str, said: str = "", kind: str = "Error") -> Response:
        state = "!" + secrets.token_hex(6)
        http["states"][state] = view
        base = APPS[http["host"]]
        box = f'<div id="d1_msgs" class="x1h8" role="alert"><table summary=""><tr><td><img src="/afr/{kind.lower()}.png" alt="{"錯誤" if kind == "Error" else "確認"}"></td><td class="AF{kind}Text">{said}</td></tr></table></div>' if said else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<html dir="ltr" lang="zh-TW"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>{title}</title>
<meta name="generator" content="Apache MyFaces Trinidad"><link rel="stylesheet" href="/afr/fusion-desktop-zh.css">
<script type="text/javascript">
function submitForm(f, v, p) {{
  var form = document.forms[f];
  for (var k in p) form.elements[k].value = p[k];
  form.submit();
  return false;
}}
</script></head>
<body class="x0"><form id="f1" name="f1" method="POST" action="{base}/{view}.jspx?_adf.ctrl-state={http['ctrl']}_4" onsubmit="return false;"><a name="SkipNav"></a>
{box}{body}
<input type="hidden" name="org.apache.myfaces.trinidad.faces.FORM" value="f1"><input type="hidden" name="_noJavaScript" value="false">
<span id="tr_f1_Postscript"><input type="hidden" name="javax.faces.ViewState" value="{state}"><input type="hidden" name="source" value=""><input type="hidden" name="event" value=""></span>
</form></body></html>""")

    @staticmethod
    def row(name: str, label: str, kind: str = "text", value: str = "", need: bool = True, tail: str = "", more: str = "") -> str:
        star = '<span class="AFRequiredIconStyle" title="必要">*</span>' if need else ""
        shown = f' value="{escape(value, quote=True)}"' if kind == "text" and value else ""
        return (f'<tr id="{name}" class="xu"><td class="af_inputText_label" align="right" nowrap>{star}<label for="{name}::content">{label}</label></td>'
                f'<td valign="top" class="x1u"><input id="{name}::content" name="{name}" class="x25" type="{kind}"{shown} {more}>{tail}</td></tr>\n')

    @staticmethod
    def fact(label: str, value: str) -> str:
        return f'<tr class="xu"><td class="af_panelLabelAndMessage_label" align="right">{label}</td><td class="xv">{value}</td></tr>\n'

    @staticmethod
    def cmd(name: str, text: str, ask: str = "") -> str:
        return f"<button id=\"{name}\" type=\"button\" class=\"AFTextButton\" onclick=\"{ask}return submitForm('f1',1,{{source:'{name}'}});\"><span>{text}</span></button>"

    @staticmethod
    def lnk(name: str, text: str) -> str:
        return f"<a id=\"{name}\" class=\"xfe\" href=\"#\" onclick=\"return submitForm('f1',0,{{source:'{name}'}});\">{text}</a>"

    # ------------------------------------------------------------------ portal
    def portal(self, request: Request) -> Response:
        if request.path == "/hrportal/captchaservlet":
            return Response(picture(self.truth.new_captcha(), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        if request.path == "/hrportal/signout":
            self.sign_out(request.query.get("SESSION", ""))
            return redirect("/hrportal/faces/login.jspx")
        return self.faces(request, "portal", "login")

    def sign_out(self, token: str) -> None:
        if f"portal:{token}" in self.truth.sessions:
            self.truth.sessions.discard(f"portal:{token}")
            self.truth.counts["sign_out_portal"] += 1

    def portal_login(self, http: dict, said: str) -> Response:
        options = "".join(f'<option title="{n}" value="{i}">{n}</option>' for i, n in enumerate(("總院區", "北護分院", "金山分院", "新竹分院", "竹東分院", "雲林分院")))
        return self.frame(http, "login", "登入 - 台大醫院醫療資訊系統", f"""<div class="p_OraHeader"><h1>台大醫院 醫療資訊系統</h1></div>
<table id="pt1:pfl1" cellpadding="0" cellspacing="0" border="0" summary=""><tbody>
<tr class="xu"><td align="right"><label for="pt1:soc1::content">院區</label></td><td><select id="pt1:soc1::content" name="pt1:soc1" class="x2h">{options}</select></td></tr>
{self.row("pt1:it1", "帳號", value=http.get("typed", ""), tail=' <span class="af_hint">6位數數字</span>')}{self.row("pt1:it2", "密碼", "password")}
{self.row("pt1:it3", "驗證碼", more='maxlength="6" autocomplete="off"', tail=f' <img id="pt1:i1" src="/hrportal/captchaservlet?rand={secrets.randbelow(10**6)}" alt=""> <span>(不用區分大小寫)</span>')}
<tr><td></td><td>{self.cmd("pt1:cb1", "登入(<u>L</u>)")} {self.lnk("pt1:cl1", "重新產生驗證碼")}</td></tr></tbody></table>
<p class="OraInlineInfoText">如無法登入，請撥資訊室分機261120</p>""", said)

    def do_login(self, http: dict, request: Request, source: str) -> Response | str:
        t = self.truth
        right, t.captcha = t.captcha, ""
        http["typed"] = request.get("pt1:it1")
        if source != "pt1:cb1":
            return ""
        if not right or request.get("pt1:it3").strip().upper() != right:
            said = "錯誤: 驗證碼與圖形內容不一致。"
        elif http["typed"].strip() != t.person.employee_id or request.get("pt1:it2") != t.portal_password:
            said = "錯誤: 使用者驗證失敗 (OAM-2 Invalid credentials)。"
        elif request.get("pt1:soc1") != "0":
            said = "錯誤: 該院區無此使用者的權限設定。"
        else:
            http["token"] = secrets.token_hex(16)
            t.sessions.add(f"portal:{http['token']}")
            t.counts["sign_in"] += 1
            return redirect(f"/hrportal/faces/home.jspx?SESSION={http['token']}")
        t.counts["sign_in_refused"] += 1
        return said

    MENU = [("cl71", "更改密碼", "chgpwd"), ("cl72", "個人簽章提醒設定", ""), ("cl73", "薪資所得免稅額申報表", ""), ("cl75", "查詢員工連絡資料", ""), ("cl76", "維護個人連絡資料", "contact"), ("cl77", "個人就醫紀錄查詢", ""), ("cl80", "行動憑證申請", "")]

    def portal_home(self, http: dict, said: str) -> Response:
        if f"portal:{http.get('token')}" not in self.truth.sessions:
            return redirect("/hrportal/faces/login.jspx")
        tabs = "".join(f'<td class="x1a8" style="padding:0 8px">{self.lnk(f"pt1:tab{i}", w)}</td>' for i, w in enumerate(("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統")))
        tree = "".join(f'<li class="af_tree_node">{self.lnk("pt1:" + n, w)}</li>' for n, w, _ in self.MENU)
        return self.frame(http, "home", "首頁", f"""<table width="100%"><tr>{tabs}<td class="p_AFSelected"><b>個人管理</b></td><td align="right">{self.truth.person.name} 您好! {self.lnk("pt1:clout", "登出")}</td></tr></table>
<table width="100%"><tr><td valign="top" width="220"><div id="pt1:tree1"><h2>個人管理</h2><ul>{tree}</ul></div></td><td valign="top"><h2>全院公告</h2><table class="af_table" border="1"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table>
<div>查詢 <input name="pt1:qry1" type="text" title="搜尋"> <button type="button" onclick="return submitForm('f1',1,{{source:'pt1:qryb'}});">執行</button></div></td></tr></table>""", said)

    def do_home(self, http: dict, request: Request, source: str) -> Response | str:
        if source == "pt1:clout":
            self.sign_out(http.pop("token", ""))
            return redirect("/hrportal/faces/login.jspx")
        for name, _, view in self.MENU:
            if source == "pt1:" + name and view:
                return redirect(f"{self.urls['inner']}/ess/faces/{view}.jspx?SESSION={http.get('token', '')}")
        return "警告: 您沒有此功能的存取權限。" if source else ""

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        return self.faces(request, "inner", "chgpwd")

    def token(self, http: dict) -> str:
        fresh = http.pop("args", {}).get("SESSION")
        if fresh:
            http["token"] = fresh
        return http.get("token", "") if f"portal:{http.get('token')}" in self.truth.sessions else ""

    def gone(self) -> Response:
        return Response(f'<html><body><h2>Error 401--Unauthorized</h2><p>請自<a href="{self.urls["portal"]}/">入口網站</a>登入。</p></body></html>', 401)

    def bottom(self, token: str) -> str:
        return f'<div class="p_OraFooter"><a href="{self.urls["portal"]}/hrportal/faces/home.jspx?SESSION={token}">回功能選單</a> | <a href="{self.urls["portal"]}/hrportal/signout?SESSION={token}">登出系統</a></div>'

    def inner_chgpwd(self, http: dict, said: str) -> Response:
        token = self.token(http)
        if not token:
            return self.gone()
        if http.pop("changed", False):
            return self.frame(http, "chgpwd", "更改密碼", f"<p>{self.bottom(token)}</p>", "密碼更新作業已成功完成。", "Confirmation")
        return self.frame(http, "chgpwd", "更改密碼", f"""<h2 class="x16">更改密碼</h2><table summary="">{self.row("r1:0:it1", "請輸入舊密碼：", "password")}{self.row("r1:0:it2", "請輸入新密碼：", "password")}{self.row("r1:0:it3", "請再輸入新密碼：", "password")}{self.fact("密碼強度檢核：", "-")}</table>
<p>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p>{self.cmd("r1:0:cb1", "套用(<u>Y</u>)")} {self.cmd("r1:0:cb2", "清除")}{self.bottom(token)}""", said)

    def do_chgpwd(self, http: dict, request: Request, source: str) -> str:
        t, new = self.truth, request.get("r1:0:it2")
        if not self.token(http) or source != "r1:0:cb1":
            return ""
        said = ""
        if request.get("r1:0:it1") != t.portal_password:
            said = "錯誤: 舊密碼無效。"
        elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
            said = "錯誤: 新密碼未達到密碼原則的要求。"
        elif new != request.get("r1:0:it3"):
            said = "錯誤: 新密碼與確認值不相符。"
        elif new == t.portal_password:
            said = "錯誤: 新密碼必須與舊密碼不同。"
        if said:
            t.counts["password_refused"] += 1
            return said
        t.portal_password = new
        t.counts["password_changed"] += 1
        http["changed"] = True
        return ""

    FIELDS = [("r1:0:it1", "english_surname", "英文姓：", "ex:Chen(陳)"), ("r1:0:it2", "english_given", "英文首名：", "ex: Yi-Fen(怡芬)"), ("r1:0:it3", "english_middle", "英文中名：", "ex:Mary 為英文別名，如無，可不填"),
              ("r1:0:it4", "office_phone", "辦公室電話：", "ex:61234或23123456"), ("r1:0:it5", "home_phone", "住宅電話：", "ex:0223123456"), ("r1:0:it6", "mobile_phone", "行動電話：", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]

    def inner_contact(self, http: dict, said: str) -> Response:
        t, token = self.truth, self.token(http)
        if not token:
            return self.gone()
        rows = [self.row(n, label, "text", t.saved_contact.get(key, getattr(t.person, key)), need=key == "mobile_phone", tail=f'<div class="OraTipText">{hint}</div>') for n, key, label, hint in self.FIELDS]
        ok = http.pop("saved", False)
        return self.frame(http, "contact", "維護個人連絡資料", f"""<h2 class="x16">台大醫院---維護個人連絡資料</h2><div class="af_toolbar">{self.cmd("r1:0:ctb1", '<img src="/afr/save.png" alt="">異動儲存')}</div>
<table><tr><td valign="top"><table>{self.fact("員工編號：", t.person.employee_id)}{"".join(rows[:3])}</table></td><td valign="top"><table>{self.fact("姓名：", t.person.name)}{"".join(rows[3:])}</table></td></tr></table>{self.bottom(token)}""",
                          "交易已確認，您的變更已寫入資料庫。" if ok else said, "Confirmation" if ok else "Error")

    def do_contact(self, http: dict, request: Request, source: str) -> str:
        if not self.token(http) or source != "r1:0:ctb1":
            return ""
        if not all(request.has(n) for n, *_ in self.FIELDS) or not re.fullmatch(r"09\d{8}", request.get("r1:0:it6")):
            return "錯誤: 行動電話 - 格式錯誤。請輸入10位數字。"
        self.truth.saved_contact = {key: request.get(n) for n, key, *_ in self.FIELDS}
        self.truth.counts["contact_saved"] += 1
        http["saved"] = True
        return ""

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        return self.faces(request, "account", "index")

    def account_index(self, http: dict, said: str) -> Response:
        return self.frame(http, "index", "網路帳號服務", f"""<p><b>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</b></p>
<div class="af_panelBox"><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>首次使用時，請使用您的員工編號，執行『啟用網路帳號及首次雲端帳號密碼設定』進行帳號設置</li></ul></div>
<div class="af_panelBox"><h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效：即時生效。</p><p>忘記密碼：請您親自以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</p></div>
<table cellspacing="8"><tr><td>{self.cmd("pt1:b1", "啟用網路帳號及首次雲端帳號密碼設定")}</td><td>啟用本院微軟相關服務，如：Office365, Outlook...</td></tr><tr><td>{self.cmd("pt1:b2", "重置雲端服務密碼")}</td><td>重設非Portal帳號的密碼：Email, 無線網路...</td></tr><tr><td>{self.cmd("pt1:b3", "總院廠商VPN展延申請")}</td><td>總院廠商VPN到期，重新啟用申請。</td></tr></table>""", said)

    def do_index(self, http: dict, request: Request, source: str) -> Response | str:
        if source in ("pt1:b1", "pt1:b2"):
            http.update(flow="setup" if source == "pt1:b1" else "reset", popup="", emp="", code="", at=0.0)
            return redirect("/idm/faces/verify.jspx")
        return "錯誤: 非廠商身分不可申請。"

    def account_verify(self, http: dict, said: str) -> Response:
        if "flow" not in http:
            return redirect("/idm/faces/index.jspx")
        popup = ""
        if http["popup"] == "ask":
            popup = f'<div id="pt1:p1" class="af_dialog" style="position:absolute;top:150px;left:200px;border:1px solid"><div class="af_dialog_title">發送簡訊</div><div><label for="pt1:p1:it9::content">請輸入帳號登記的手機門號(10碼)</label><br><input id="pt1:p1:it9::content" name="pt1:p1:it9" type="text" maxlength="10"></div><div>{self.cmd("pt1:p1:ok", "確定發送")} {self.cmd("pt1:p1:no", "取消")}</div></div>'
        elif http["popup"] == "sent":
            popup = f'<div id="pt1:p2" class="af_dialog" style="position:absolute;top:150px;left:200px;border:1px solid"><div class="af_dialog_title">動態碼簡訊發送成功</div><div>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</div><div>{self.cmd("pt1:p2:ok", "確定")}</div></div>'
        return self.frame(http, "verify", "身分驗證", f"""<h2>{"啟用網路帳號及首次雲端帳號密碼設定" if http["flow"] == "setup" else "重置雲端服務密碼"}</h2><table summary="">
{self.row("pt1:it1", "網路帳號 / 主職員工編號", value=http["emp"], more='maxlength="6"', tail=" " + self.cmd("pt1:cb1", "發送簡訊動態碼"))}{self.row("pt1:it2", "簡訊(或MOTP)動態碼", need=False, more='maxlength="10"')}
<tr><td></td><td align="right">{self.cmd("pt1:cb2", "下一步")}</td></tr></table>{popup}
<h3>注意事項</h3><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>""", said)

    def do_verify(self, http: dict, request: Request, source: str) -> Response | str:
        t = self.truth
        if "flow" not in http:
            return redirect("/idm/faces/index.jspx")
        http["emp"] = request.get("pt1:it1").strip()
        known = http["emp"] == t.person.employee_id
        if source == "pt1:cb1":
            http["popup"] = "ask" if known else ""
            return "" if known else "錯誤: 找不到對應的員工編號。"
        if source == "pt1:p1:ok" and http["popup"] == "ask":
            if not known or request.get("pt1:p1:it9").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                return "錯誤: 手機門號驗證不符。"
            http.update(code=t.new_message(), at=time.monotonic(), popup="sent")
            return ""
        if source in ("pt1:p1:no", "pt1:p2:ok"):
            http["popup"] = ""
            return ""
        if source != "pt1:cb2":
            return ""
        http["popup"] = ""
        if not known or not http["code"] or request.get("pt1:it2").strip() != http["code"]:
            t.counts["code_refused"] += 1
            return "錯誤: 一次性動態碼不符。"
        if time.monotonic() - http["at"] > 120:
            t.counts["code_refused"] += 1
            return "錯誤: 一次性動態碼已過有效期間。"
        http.update(code="", proved=http["flow"])
        t.sessions.add(f"account:{http['sid'][:12]}")
        t.counts["code_accepted"] += 1
        return redirect(f"/idm/faces/{http['flow']}.jspx")

    def quit(self, http: dict) -> Response:
        key = f"account:{http['sid'][:12]}"
        if key in self.truth.sessions:
            self.truth.sessions.discard(key)
            self.truth.counts["sign_out_account"] += 1
        http.pop("proved", None)
        return redirect("/idm/faces/index.jspx")

    def account_setup(self, http: dict, said: str) -> Response:
        t, p = self.truth, self.truth.person
        if http.get("proved") != "setup":
            return redirect("/idm/faces/index.jspx")
        facts = self.fact("網路帳號 / 主職員工編號", p.employee_id) + self.fact("帳號姓名", p.name) + self.fact("主職單位", p.unit) + self.fact("有效期限", p.valid_until)
        if http.pop("fresh", False):
            return self.frame(http, "setup", "完成", f"<table>{facts}{self.fact('電子郵件', escape(t.alias) + '@ntuh.gov.tw')}</table>{self.cmd('pt1:cb9', '登出')}", "雲端服務佈建要求已提交並處理完成，服務將於隔日生效。", "Confirmation")
        if t.alias:
            return self.frame(http, "setup", "設定密碼與郵件別名", f"<h2>設定密碼與郵件別名</h2><table>{facts}{self.fact('雲端服務狀態', '已佈建 (Provisioned)')}{self.fact('電子郵件', escape(t.alias) + '@ntuh.gov.tw')}</table><p>雲端服務已啟用，無須再次設定。</p>{self.cmd('pt1:cb9', '登出')}", said)
        return self.frame(http, "setup", "設定密碼與郵件別名", f"""<h2>設定密碼與郵件別名</h2><ol><li>雲端服務帳號為跨體系使用。</li><li>服務於設定完成隔日生效。</li></ol><table>{facts}
{self.row("pt1:it4", "雲端服務帳號 (電子郵件名稱)", value=http.get("mail", ""), more='maxlength="64"', tail="@ntuh.gov.tw 名稱長度限64字元內")}{self.row("pt1:it5", "雲端服務密碼", "password")}{self.row("pt1:it6", "確認雲端服務密碼", "password")}</table>
{self.cmd("pt1:cb7", "取消啟用")} {self.cmd("pt1:cb8", "啟用雲端服務", "if(!confirm('送出後名稱無法修改'))return false;")} <span>服務於設定完成隔日生效</span>""", said)

    @staticmethod
    def weak(request: Request) -> str:
        one = request.get("pt1:it5")
        if not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,128}", one):
            return "錯誤: 雲端服務密碼至少8個字元且須含英文與數字。"
        return "" if one == request.get("pt1:it6") else "錯誤: 雲端服務密碼與確認值不相符。"

    def do_setup(self, http: dict, request: Request, source: str) -> Response | str:
        t, mail = self.truth, request.get("pt1:it4").strip()
        if source in ("pt1:cb7", "pt1:cb9") or http.get("proved") != "setup":
            return self.quit(http)
        if source != "pt1:cb8":
            return ""
        http["mail"] = mail
        if t.alias:
            return "錯誤: 重複的佈建要求。"
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?", mail):
            return "錯誤: 電子郵件名稱含有無效字元。"
        if mail.lower() == "taken.name":
            return "錯誤: 電子郵件名稱必須唯一，此值已存在。"
        if self.weak(request):
            return self.weak(request)
        t.alias, t.cloud_password = mail, request.get("pt1:it5")
        t.counts["activated"] += 1
        http["fresh"] = True
        return ""

    def account_reset(self, http: dict, said: str) -> Response:
        if http.get("proved") != "reset":
            return redirect("/idm/faces/index.jspx")
        if http.pop("fresh", False):
            return self.frame(http, "reset", "完成", self.cmd("pt1:cb9", "登出"), "雲端服務密碼重設完成。", "Confirmation")
        return self.frame(http, "reset", "重置雲端服務密碼", f'<h2>重置雲端服務密碼</h2><table>{self.row("pt1:it5", "新雲端服務密碼", "password")}{self.row("pt1:it6", "確認新雲端服務密碼", "password")}</table>{self.cmd("pt1:cb8", "提交")} {self.cmd("pt1:cb9", "登出")}', said)

    def do_reset(self, http: dict, request: Request, source: str) -> Response | str:
        if source == "pt1:cb9" or http.get("proved") != "reset":
            return self.quit(http)
        said = self.weak(request) if self.truth.alias else "錯誤: 帳號尚未啟用。"
        if source != "pt1:cb8" or said:
            return said
        self.truth.cloud_password, http["fresh"] = request.get("pt1:it5"), True
        return ""

    # ------------------------------------------------------------------ mail (iPlanet Messenger Express)
    def mail(self, request: Request) -> Response:
        t, sid = self.truth, request.query.get("sid", "")
        if request.path == "/captcha.msc":
            return Response(picture(t.new_captcha("abcdefghijkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if request.path == "/login.msc" and request.method == "POST":
            self.takes(request, user="mail_account", password="mail_password", verify="captcha")
            right, t.captcha = t.captcha, ""
            if not right or request.get("verify") != right:
                return self.express("驗證碼錯誤，請重試")
            if not t.alias or not t.cloud_password or request.get("user").split("@")[0] != t.alias or request.get("password") != t.cloud_password:
                return self.express("認證失敗：無效的使用者或密碼")
            sid = secrets.token_urlsafe(8)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return Response(f"<html><head><script>top.location.href='/mail.html?sid={sid}&lang=zh-TW';</script></head><body></body></html>")
        if request.path in ("/mail.html", "/cmd.msc") and f"mail:{sid}" in t.sessions:
            if request.query.get("cmd") == "logout":
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
                return redirect("/")
            return Response(f'<html><body><p>Messenger Express - {escape(t.alias)}</p><h3>收件匣</h3><table><tr><td>Welcome</td></tr></table><a href="/cmd.msc?sid={sid}&amp;cmd=logout">登出</a></body></html>')
        return self.express("")

    def express(self, said: str) -> Response:
        return Response(f"""<html><head><title>電子郵件</title></head><body bgcolor="#ffffff"><font color="#cc0000">{said}</font><form method="post" action="/login.msc" name="myForm"><table border="0">
<tr><td nowrap>帳號:</td><td><input type="text" name="user" size="20" maxlength="128"></td></tr><tr><td nowrap>密碼:</td><td><input type="password" name="password" size="20"></td></tr>
<tr><td nowrap>驗證碼(小寫字母或數字):</td><td><input type="text" name="verify" size="8"><img src="/captcha.msc?{secrets.randbelow(10**6)}"></td></tr>
<tr><td></td><td><input type="checkbox" name="keep" value="1">記住登入資訊 (公用電腦請勿勾選)</td></tr><tr><td></td><td><input type="hidden" name="chkspwd" value="true"><input type="submit" value="登入"></td></tr></table></form><hr>公佈欄<br>※如無法登入，請先至下方網址變更密碼，謝謝</body></html>""")
