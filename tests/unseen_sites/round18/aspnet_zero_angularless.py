"""An ASP.NET boilerplate/Zero look: MPA with Razor, sidebar, breadcrumb, cards, toastr, anti-forgery."""

from __future__ import annotations

import hashlib
import html
import re
import secrets
import time

from truth import Request, Response, Site, picture, redirect

MD5_JS = """function hex_md5(t){var k=[],i=0;for(;i<64;)k[i]=0|(Math.abs(Math.sin(++i))*4294967296);
var b,c,d,j,x=[],s=unescape(encodeURI(t)),a=s.length,h=[b=1732584193,c=-271733879,~b,~c];
for(i=0;i<=a;)x[i>>2]|=(s.charCodeAt(i)||128)<<8*(i++%4);x[t=(a+8>>6)*16+14]=a*8;
for(i=0;i<t;i+=16){a=h;for(j=0;j<64;)a=[d=a[3],((b=a[1]|0)+((d=((a[0]+[b&(c=a[2])|~b&d,d&b|~d&c,b^c^d,c^(b|~d)][a=j>>4])+(k[j]+(x[[j,5*j+1,3*j+5,7*j][a]%16+i]|0))))<<(a=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21][4*a+j++%4])|d>>>32-a)),b,c];for(j=4;j;)h[--j]=h[j]+a[j];}
t='';for(;j<32;)t+=((h[j>>3]>>((1^j++&7)*4))&15).toString(16);return t;}
/* 密碼以 MD5 (UTF-8, 小寫 hex) 送出 */
function CheckAndSetPassTextBox(id){var e=document.getElementById(id);if(e.value!=''){e.removeAttribute('maxlength');e.value=hex_md5(e.value);}return true;}
"""

CSS = """body{font-family:Poppins,'Microsoft JhengHei',sans-serif;background:#f2f3f8;margin:0}.card{background:#fff;border-radius:4px;box-shadow:0 0 13px rgba(82,63,105,.05);margin:18px auto;max-width:860px;padding:20px}
.breadcrumb{list-style:none;display:flex;padding:8px 20px}.breadcrumb li+li:before{content:'›';margin:0 8px}.aside{float:left;width:220px;background:#1e1e2d;min-height:560px}.aside a{color:#a2a3b7;display:block;padding:8px 20px;text-decoration:none}
.field-validation-valid{display:none}.text-danger{color:#fd397a}.modal{display:none}.modal.show{display:block;position:fixed;top:80px;left:30%;background:#fff;padding:24px;border:1px solid #ccc}
#toast-container{position:fixed;top:12px;right:12px}.toast-success{background:#1dc9b7;color:#fff;padding:14px 24px}"""

COMMON_JS = """var toastr={success:function(m,t){var d=document.getElementById('toast-container');d.innerHTML='<div class="toast-success">'+(t?'<b>'+t+'</b><br>':'')+m+'</div>';}};
function openModal(id){document.getElementById(id).className='modal show';}
function closeModal(id){document.getElementById(id).className='modal';}"""

CONTACT = [("Surname", "english_surname", "英文姓", "ex:Chen(陳)"), ("GivenName", "english_given", "英文首名", "ex: Yi-Fen(怡芬)"), ("MiddleName", "english_middle", "英文中名", "ex:Mary 為英文別名，如無，可不填"),
           ("OfficePhone", "office_phone", "辦公室電話", "ex:61234或23123456"), ("HomePhone", "home_phone", "住宅電話", "ex:0223123456"), ("PhoneNumber", "mobile_phone", "行動電話", "ex:0952000000 (如離職或更換門號，請記得調整此欄位)")]


class TheSite(Site):
    title = "aspnet_zero_angularless"

    def __init__(self) -> None:
        super().__init__()
        self.logins: dict[str, str] = {}
        self.tickets: dict[str, str] = {}
        self.staff: dict[str, str] = {}
        self.visits: dict[str, dict] = {}
        self.boxes: set[str] = set()
        self.forgery: dict[str, str] = {}

    # -- _Layout.cshtml
    def layout(self, title: str, crumbs: list[str], body: str, aside: str = "", user: str = "", toast: tuple[str, str] | None = None) -> Response:
        trail = "".join(f'<li class="breadcrumb-item{" active" if c == crumbs[-1] else ""}">{c}</li>' for c in crumbs)
        pop = f"<script>toastr.success('{toast[0]}', '{toast[1]}');</script>" if toast else ""
        side = f'<div class="aside" id="kt_aside"><ul class="kt-menu__nav" style="list-style:none;padding:0">{aside}</ul></div>' if aside else ""
        return Response(f"""<!DOCTYPE html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} | NTUH Zero</title>
<link rel="stylesheet" href="/view-resources/site.css"><script src="/view-resources/common.js"></script></head>
<body class="kt-page--loading-enabled"><div id="toast-container"></div>
<div class="kt-header" style="background:#fff;padding:12px 20px"><span class="logo">台大醫院 <small>National Taiwan University Hospital</small></span> <span style="float:right">{user}</span></div>
{side}<div class="kt-content"><div class="kt-subheader"><h3 style="margin:12px 20px 0">{title}</h3><ol class="breadcrumb">{trail}</ol></div>
{body}</div><div class="kt-footer" style="clear:both;text-align:center;color:#999">2026 © NTUH 資訊室 [v8.1.0]</div>{pop}</body></html>""")

    def token(self, who: str) -> str:
        self.forgery[who] = "CfDJ8" + secrets.token_urlsafe(40)
        return f'<input name="__RequestVerificationToken" type="hidden" value="{self.forgery[who]}" />'

    def genuine(self, request: Request, who: str) -> bool:
        given = request.get("__RequestVerificationToken")
        return bool(given) and self.forgery.pop(who, "") == given

    def static(self, path: str) -> Response | None:
        if path == "/view-resources/site.css":
            return Response(CSS, kind="text/css")
        if path == "/view-resources/common.js":
            return Response(COMMON_JS, kind="application/javascript")
        if path == "/view-resources/Account/Login.js":
            return Response(MD5_JS, kind="application/javascript")
        return None

    def portal(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if (found := self.static(path)) is not None:
            return found
        cookie = request.cookies.get("Abp.AuthToken", "")
        if path == "/Captcha/Image":
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if path == "/Account/Login":
            if request.method == "GET":
                return self.sign_in_page("", "")
            self.takes(request, TenancyName="campus", UsernameOrEmailAddress="employee_id", Password="portal_password", CaptchaResponse="captcha")
            shown, t.captcha = t.captcha, ""
            if not self.genuine(request, "login"):
                return self.sign_in_page("表單已逾時，請重新輸入。", "")
            if request.get("TenancyName") not in ("T0", "T2", "T3", "T4", "T5", "Y0"):
                return self.sign_in_page("院區不存在或尚未開放。", "")
            name = request.get("UsernameOrEmailAddress").strip()
            if not shown or request.get("CaptchaResponse").strip().lower() != shown.lower():
                t.counts["sign_in_refused"] += 1
                return self.sign_in_page("圖形驗證未通過，請依新的圖片輸入。", name)
            if name != t.person.employee_id or request.get("Password").lower() != hashlib.md5(t.portal_password.encode()).hexdigest():
                t.counts["sign_in_refused"] += 1
                return self.sign_in_page("登入失敗！使用者名稱或密碼無效。", name)
            cookie = secrets.token_hex(16)
            self.logins[cookie] = name
            t.sessions.add("portal:" + cookie)
            t.counts["sign_in"] += 1
            return redirect("/App", ("Set-Cookie", f"Abp.AuthToken={cookie}; path=/; httponly"))
        if cookie not in self.logins:
            return redirect("/Account/Login?ReturnUrl=%2FApp")
        if path == "/Account/Logout":
            del self.logins[cookie]
            self.staff = {k: v for k, v in self.staff.items() if v != cookie}
            t.sessions.discard("portal:" + cookie)
            t.counts["sign_out_portal"] += 1
            return redirect("/Account/Login", ("Set-Cookie", "Abp.AuthToken=; path=/; Max-Age=0"))
        if path == "/App":
            return redirect("/App/Welcome")
        if path == "/App/Go":
            ticket = secrets.token_hex(12)
            self.tickets[ticket] = cookie
            return redirect(f'{self.urls["inner"]}/Sso/Enter?SESSION={ticket}&to={"Contact" if request.get("id") == "206" else "Password"}')
        if path in ("/App/Welcome", "/App/Denied"):
            entry = "".join(f'<li><a class="kt-menu__link" href="{to}"><i class="flaticon-more"></i><span class="kt-menu__link-text">{name}</span></a></li>' for name, to in
                            [("首頁 Dashboard", "/App/Welcome"), ("個人管理", "#sub"), ("更改密碼", "/App/Go?id=201"), ("個人簽章提醒設定", "/App/Denied"), ("查詢員工連絡資料", "/App/Denied"),
                             ("維護個人連絡資料", "/App/Go?id=206"), ("個人追蹤名單", "/App/Denied"), ("權限更改申請(總院)", "/App/Denied")])
            text = "目前的使用者沒有執行此動作的權限。" if path == "/App/Denied" else "您好! 總院差勤待簽 0 未核准 0 被駁回 0"
            return self.layout("儀表板", ["首頁", "儀表板"], f'<div class="card" style="margin-left:260px"><h5>全院公告 <span class="badge">2</span></h5><p>{text}</p><table class="table"><tr><th>日期</th><th>標題</th></tr><tr><td>2019/10/21</td><td>請全院同仁填報「薪資所得免稅額申報表」</td></tr></table></div>',
                               entry, f'Hi, {t.person.name} <a class="btn btn-label-brand btn-sm" href="/Account/Logout"><i class="la la-sign-out"></i> 登出</a>')
        return redirect("/App") if path == "/" else Response("404 Not Found", 404)

    def sign_in_page(self, error: str, name: str) -> Response:
        options = "".join(f'<option value="{v}">{n}</option>' for v, n in (("T0", "總院區"), ("T2", "北護分院"), ("T3", "金山分院"), ("T4", "新竹分院"), ("T5", "竹東分院"), ("Y0", "雲林分院")))
        told = f'<div class="alert alert-danger" role="alert"><i class="la la-warning"></i> {error}</div>' if error else ""
        return self.layout("登入", ["PORTAL", "登入"], f"""<script src="/view-resources/Account/Login.js"></script>
<div class="card" style="max-width:420px">{told}<form class="login-form" action="/Account/Login" method="post">{self.token("login")}
<input type="hidden" name="returnUrl" value="/App" /><input type="hidden" name="ss" value="" />
<div class="form-group"><label for="TenancyName">院區</label><select class="form-control" id="TenancyName" name="TenancyName">{options}</select></div>
<div class="form-group"><label for="UsernameOrEmailAddress">帳號 <span class="text-danger">*</span></label><input class="form-control" type="text" id="UsernameOrEmailAddress" name="UsernameOrEmailAddress" value="{html.escape(name)}" maxlength="6" autocomplete="off" required>
<span class="field-validation-valid text-danger">帳號為必填</span></div>
<div class="form-group"><label for="Password">密碼 <span class="text-danger">*</span></label><input class="form-control" type="password" id="Password" name="Password" maxlength="20" autocomplete="off" required></div>
<div class="form-group"><img src="/Captcha/Image" alt="captcha" id="CaptchaImage" onclick="this.src='/Captcha/Image?'+Math.random()"><br><label for="CaptchaResponse">驗證碼 <small>(不用區分大小寫)</small></label><input class="form-control" type="text" id="CaptchaResponse" name="CaptchaResponse" maxlength="6" required></div>
<label class="kt-checkbox"><input type="checkbox" name="RememberMe" value="true"> 記住我<span></span></label><input type="hidden" name="RememberMe" value="false">
<button type="submit" class="btn btn-primary btn-elevate" onclick="return CheckAndSetPassTextBox('Password')"><i class="la la-key"></i> 登入 Log in</button></form></div>""")

    def inner(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if (found := self.static(path)) is not None:
            return found
        if request.method == "POST":
            self.takes(request, CurrentPassword="old_password", NewPassword="new_password", NewPasswordRepeat="new_password_again", PhoneNumber="mobile_phone")
        if path == "/Sso/Enter":
            owner = self.tickets.pop(request.get("SESSION"), "")
            if owner not in self.logins:
                return redirect(self.urls["portal"] + "/App")
            key = secrets.token_hex(16)
            self.staff[key] = owner
            return redirect("/Mpa/Profile/" + ("Contact" if request.get("to") == "Contact" else "ChangePassword"), ("Set-Cookie", f"Zero.Staff={key}; path=/; httponly"))
        key = request.cookies.get("Zero.Staff", "")
        if self.staff.get(key) not in self.logins:
            return redirect(self.urls["portal"] + "/Account/Login")
        home = f'{self.urls["portal"]}/App/Welcome'
        user = f'{t.person.name} <a href="{home}">回功能選單</a> | <a href="{self.urls["portal"]}/Account/Logout">登出系統</a>'
        if path == "/Mpa/Profile/ChangePassword":
            told = ""
            if request.method == "POST":
                old, new = request.get("CurrentPassword"), request.get("NewPassword")
                if not self.genuine(request, key):
                    told = "表單已失效，請重新輸入。"
                elif old != t.portal_password:
                    told = "目前的密碼不正確，未做任何變更。"
                elif new != request.get("NewPasswordRepeat"):
                    told = "新密碼與確認密碼不相符。"
                elif len(new) < 8 or len(new) > 24 or not re.search(r"[A-Za-z]", new) or not re.search(r"\d", new) or new == old:
                    told = "新密碼未達密碼複雜度要求。"
                if not told:
                    t.portal_password = new
                    t.counts["password_changed"] += 1
                    return redirect("/Mpa/Profile/Done")
                t.counts["password_refused"] += 1
            return self.layout("更改密碼", ["首頁", "個人管理", "更改密碼"], f"""<div class="card"><div class="card-header">更改密碼 Change Password</div><div class="card-body">{f'<div class="alert alert-warning">{told}</div>' if told else ''}
<form action="/Mpa/Profile/ChangePassword" method="post" name="ChangePasswordForm">{self.token(key)}
<div class="form-group row"><label class="col-form-label" for="CurrentPassword">請輸入舊密碼：</label><input id="CurrentPassword" name="CurrentPassword" type="password" class="form-control" autocomplete="off"></div>
<div class="form-group row"><label class="col-form-label" for="NewPassword">請輸入新密碼：</label><input id="NewPassword" name="NewPassword" type="password" class="form-control" maxlength="24" autocomplete="new-password"></div>
<div class="form-group row"><label class="col-form-label" for="NewPasswordRepeat">請再輸入新密碼：</label><input id="NewPasswordRepeat" name="NewPasswordRepeat" type="password" class="form-control" maxlength="24" autocomplete="new-password"></div>
<p>密碼強度檢核：<progress max="4" value="0"></progress></p><p>密碼設定條件：</p><ol><li>密碼長度不可少於8個字元</li><li>密碼內容需包含英文及數字</li></ol>
<button type="submit" class="btn btn-primary"><i class="fa fa-save"></i> <span>儲存</span></button> <a class="btn btn-secondary" href="{home}">取消</a></form></div></div>""", user=user)
        if path == "/Mpa/Profile/Done":
            return self.layout("更改密碼", ["首頁", "個人管理", "更改密碼"], f'<div class="card"><i class="flaticon2-check-mark"></i> 新密碼已生效。<br><a class="btn btn-brand" href="{home}">回功能選單</a></div>', user=user, toast=("您的密碼已成功變更", "成功"))
        if path == "/Mpa/Profile/Contact":
            told, toast = "", None
            if request.method == "POST":
                if not self.genuine(request, key):
                    told = "表單已失效，資料未儲存。"
                elif not re.fullmatch(r"09\d{8}", request.get("PhoneNumber").strip()):
                    told = "行動電話須為 09 開頭之 10 碼數字，資料未儲存。"
                else:
                    for name, field, _, _ in CONTACT:
                        t.saved_contact[field] = request.get(name).strip()
                    t.counts["contact_saved"] += 1
                    toast = ("儲存成功", "維護個人連絡資料")
            boxes = "".join(f'<div class="form-group"><label for="{name}">{label}：</label><input class="form-control" type="text" id="{name}" name="{name}" value="{html.escape(t.saved_contact.get(field, getattr(t.person, field)))}" maxlength="40"><span class="form-text text-muted">{hint}</span></div>' for name, field, label, hint in CONTACT)
            return self.layout("維護個人連絡資料", ["首頁", "個人管理", "維護個人連絡資料"], f"""<div class="card"><form role="search" action="/Mpa/Profile/Contact" method="get"><input type="text" name="filter" placeholder="搜尋..."><button type="submit" class="btn btn-icon"><i class="la la-search"></i></button></form></div>
<div class="card"><div class="card-header">台大醫院---維護個人連絡資料</div>{f'<div class="alert alert-danger">{told}</div>' if told else ''}{f'<div class="alert alert-success">連絡資料已更新（{time.strftime("%H:%M")}）</div>' if toast else ''}<form action="/Mpa/Profile/Contact" method="post">{self.token(key)}
<div style="text-align:right"><button type="submit" class="btn btn-success"><i class="la la-save"></i> 異動儲存</button></div>
<div class="form-group"><label>員工編號：</label><input class="form-control" value="{t.person.employee_id}" disabled> <label>姓名：</label><input class="form-control" value="{t.person.name}" readonly></div>{boxes}</form></div>""", user=user, toast=toast)
        return Response("404 Not Found", 404)

    def account(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if (found := self.static(path)) is not None:
            return found
        if request.method == "POST":
            self.takes(request, EmployeeNo="employee_id", RegisteredPhone="registered_phone", VerificationCode="code", MailAlias="alias", CloudPassword="cloud_password", CloudPasswordConfirm="cloud_password_again")
        if path == "/":
            return redirect("/Help")
        if path == "/Help":
            return self.layout("網路帳號服務", ["Help", "首頁"], """<div class="card"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h4>《規範》</h4><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p>
<ul><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></div>
<div class="card"><h4>《常見問題與服務》</h4><details><summary>密碼修改後多久可以生效</summary>即時生效。</details><details><summary>忘記密碼</summary>請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。</details></div>
<div class="card"><a class="btn btn-primary btn-block" href="/Activate/Identity"><i class="la la-cloud"></i> 啟用網路帳號及首次雲端帳號密碼設定</a><p class="text-muted">啟用本院微軟相關服務，如：Office365, Outlook...</p>
<a class="btn btn-warning btn-block" href="/Reset/Identity"><i class="la la-refresh"></i> 重置雲端服務密碼</a><p class="text-muted">重設非Portal帳號的密碼：Email, 無線網路, KM, TMS, VPN密碼</p><a class="btn btn-light" href="/Help">總院廠商VPN展延申請</a></div>""")
        area = path.split("/")[1]
        if area not in ("Activate", "Reset"):
            return Response("404 Not Found", 404)
        vid = request.cookies.get("Zero.Identity", "")
        visit = self.visits.get(vid)
        if path.endswith("/Identity"):
            if request.method == "GET" or visit is None or not self.genuine(request, vid):
                vid = secrets.token_hex(14)
                self.visits[vid] = {"area": area, "code": "", "at": 0.0, "ok": False}
                told = "" if request.method == "GET" else "頁面已逾時，請重新操作。"
                page = self.identity(vid, area, "", told)
                page.headers.append(("Set-Cookie", f"Zero.Identity={vid}; path=/; httponly"))
                return page
            emp = request.get("EmployeeNo").strip()
            if request.get("Command") == "SendCode":
                if emp != t.person.employee_id:
                    return self.identity(vid, area, emp, "找不到此員工編號的帳號。")
                if request.get("RegisteredPhone").strip() != t.saved_contact.get("mobile_phone", t.person.mobile_phone):
                    return self.identity(vid, area, emp, "手機門號與帳號登記的不一致，簡訊未發送。")
                visit["code"], visit["at"] = t.new_message(), time.time()
                return self.identity(vid, area, emp, "", True)
            if not visit["code"]:
                return self.identity(vid, area, emp, "請先取得簡訊動態碼。")
            if emp != t.person.employee_id or request.get("VerificationCode").strip() != visit["code"] or time.time() - visit["at"] > 120:
                t.counts["code_refused"] += 1
                return self.identity(vid, area, emp, "動態碼錯誤或已超過有效時間。")
            visit["ok"], visit["code"] = True, ""
            t.sessions.add("account:" + vid)
            t.counts["code_accepted"] += 1
            return redirect(f'/{visit["area"]}/Setup')
        if visit is None or not visit["ok"] or visit["area"] != area:
            return redirect("/Help")
        if path.endswith("/Leave"):
            t.sessions.discard("account:" + vid)
            t.counts["sign_out_account"] += 1
            del self.visits[vid]
            return redirect("/Help")
        if path.endswith("/Setup"):
            return self.setup(request, vid, area)
        return Response("404 Not Found", 404)

    def identity(self, vid: str, area: str, emp: str, told: str, sent: bool = False) -> Response:
        name = "啟用網路帳號及首次雲端帳號密碼設定" if area == "Activate" else "重置雲端服務密碼"
        note = '<div class="alert alert-success"><b>動態碼簡訊發送成功</b><br>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</div>' if sent else f'<div class="alert alert-danger">{told}</div>' if told else ""
        return self.layout(name, ["Help", "進行身分驗證"], f"""<div class="card"><b>注意事項</b><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></div>
<div class="card">{note}<form method="post" action="/{area}/Identity" id="IdentityForm">{self.token(vid)}
<div class="form-group"><label for="EmployeeNo">網路帳號 / 主職員工編號</label><div class="input-group"><input class="form-control" id="EmployeeNo" name="EmployeeNo" value="{html.escape(emp)}" maxlength="6"> <button type="button" class="btn btn-info" data-toggle="modal" data-target="#PhoneModal" onclick="openModal('PhoneModal')"><i class="la la-mobile"></i> 發送簡訊動態碼</button></div></div>
<div class="form-group"><label for="VerificationCode">簡訊(或MOTP)動態碼</label><input class="form-control" id="VerificationCode" name="VerificationCode" maxlength="6" autocomplete="one-time-code"></div>
<button type="submit" class="btn btn-primary" name="Command" value="Next">下一步 <i class="la la-arrow-right"></i></button>
<div class="modal" id="PhoneModal" tabindex="-1" role="dialog"><div class="modal-dialog"><div class="modal-body"><label for="RegisteredPhone">請輸入帳號登記的手機門號(10碼)</label><input class="form-control" id="RegisteredPhone" name="RegisteredPhone" maxlength="10"></div>
<div class="modal-footer"><button type="submit" class="btn btn-primary" name="Command" value="SendCode">確定發送</button> <button type="button" class="btn btn-secondary" data-dismiss="modal" onclick="closeModal('PhoneModal')">取消</button></div></div></div></form></div>""")

    def setup(self, request: Request, vid: str, area: str) -> Response:
        t, told = self.truth, ""
        leave = f'<a class="btn btn-secondary" href="/{area}/Leave">結束並離開</a>'
        new = request.get("CloudPassword")
        if request.method == "POST":
            alias = request.get("MailAlias").strip().lower()
            if not self.genuine(request, vid):
                told = "表單已失效，請重新送出。"
            elif area == "Activate" and t.alias:
                told = "此帳號已經開通，不能再次開通。"
            elif area == "Activate" and not re.fullmatch(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*", alias) or len(alias) > 64:
                told = "郵件名稱只可使用英文字母、數字、點與底線，且以字母開頭。"
            elif area == "Activate" and alias in ("taken.name", "admin", "postmaster"):
                told = "這個郵件名稱已經被註冊。"
            elif new != request.get("CloudPasswordConfirm"):
                told = "雲端密碼兩次輸入不相同。"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == t.portal_password:
                told = "雲端密碼至少8碼，須含英文與數字，並與Portal密碼不同。"
            elif area == "Activate":
                t.alias, t.cloud_password = alias, new
                t.counts["activated"] += 1
                return self.layout("設定完成", ["Help", "設定完成"], f'<div class="card"><h4>開通成功</h4><p>{html.escape(alias)}@ntuh.gov.tw 已建立，服務將於隔日生效。</p>{leave}</div>', toast=("開通成功", ""))
            elif t.alias:
                t.cloud_password = new
                return self.layout("設定完成", ["Help", "設定完成"], f'<div class="card"><h4>新的雲端服務密碼已生效</h4>{leave}</div>')
        if area == "Activate" and t.alias and not told:
            return self.layout("帳號現況", ["Help", "帳號現況"], f'<div class="card"><p>這個帳號先前已開通雲端服務。</p><dl><dt>電子郵件名稱</dt><dd>{html.escape(t.alias)}@ntuh.gov.tw</dd></dl>{leave}</div>')
        if area == "Reset" and not t.alias:
            return self.layout("帳號現況", ["Help", "帳號現況"], f'<div class="card">尚未啟用網路帳號，無法重置。 {leave}</div>')
        facts = "".join(f'<div class="form-group"><label>{k}</label><input class="form-control" value="{v}" readonly></div>' for k, v in (("網路帳號 / 主職員工編號", t.person.employee_id), ("帳號姓名", t.person.name), ("主職單位", t.person.unit), ("有效期限", t.person.valid_until)))
        alias_box = f'{facts}<div class="form-group"><label for="MailAlias">雲端服務帳號 (電子郵件名稱)</label><div class="input-group"><input class="form-control" id="MailAlias" name="MailAlias" maxlength="64" value="{html.escape(request.get("MailAlias"))}"><span class="input-group-text">@ntuh.gov.tw</span></div><small>名稱長度限64字元內</small></div>' if area == "Activate" else ""
        press = '<a class="btn btn-secondary" href="/Activate/Leave">取消啟用</a> <button type="submit" class="btn btn-primary">啟用雲端服務</button>' if alias_box else '<button type="submit" class="btn btn-primary">重置雲端服務密碼</button>'
        return self.layout("設定密碼與郵件別名" if alias_box else "重置雲端服務密碼", ["Help", "進行身分驗證", "設定"], f"""<div class="card">{f'<div class="alert alert-danger">{told}</div>' if told else ''}<p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。2. 服務於設定完成隔日生效。</p><form method="post" action="/{area}/Setup">{self.token(vid)}{alias_box}
<div class="form-group"><label for="CloudPassword">雲端服務密碼</label><input type="password" class="form-control" id="CloudPassword" name="CloudPassword" autocomplete="new-password"></div>
<div class="form-group"><label for="CloudPasswordConfirm">確認雲端服務密碼</label><input type="password" class="form-control" id="CloudPasswordConfirm" name="CloudPasswordConfirm" autocomplete="new-password"></div>{press}</form></div>""")

    def mail(self, request: Request) -> Response:
        t, path = self.truth, request.path
        if (found := self.static(path)) is not None:
            return found
        if path == "/Captcha":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png")
        box = request.cookies.get("Zero.Mail", "")
        if path == "/Inbox" and box in self.boxes:
            return self.layout("收件匣", ["Mail", "收件匣"], '<div class="card"><table><tr><th>寄件者</th><th>主旨</th></tr><tr><td>資訊室</td><td>雲端服務使用說明</td></tr></table></div>', user=f'{html.escape(t.alias)} <form method="post" action="/SignOut" style="display:inline"><button type="submit">登出信箱</button></form>')
        if path == "/SignOut" and request.method == "POST":
            self.takes(request)
            if box in self.boxes:
                self.boxes.discard(box)
                t.sessions.discard("mail:" + box)
                t.counts["sign_out_mail"] += 1
            return redirect("/")
        told = ""
        if path == "/SignIn" and request.method == "POST":
            self.takes(request, MailAccount="mail_account", MailPassword="mail_password", MailCaptcha="captcha")
            shown, t.captcha = t.captcha, ""
            if not self.genuine(request, "mail"):
                told = "頁面逾時，請再試一次。"
            elif not shown or request.get("MailCaptcha").strip() != shown:
                told = "驗證碼輸入錯誤。"
            elif not t.alias or request.get("MailAccount").strip().lower() not in (t.alias, t.alias + "@ntuh.gov.tw") or request.get("MailPassword") != t.cloud_password:
                told = "帳號或密碼錯誤，無法登入信箱。"
            else:
                box = secrets.token_hex(12)
                self.boxes.add(box)
                t.sessions.add("mail:" + box)
                t.counts["mail_sign_in"] += 1
                return redirect("/Inbox", ("Set-Cookie", f"Zero.Mail={box}; path=/; httponly"))
        return self.layout("電子郵件", ["Mail", "登入"], f"""<div class="card" style="max-width:420px">{f'<div class="alert alert-danger">{told}</div>' if told else ''}<form method="post" action="/SignIn">{self.token("mail")}
<label for="MailAccount">帳號:</label><input class="form-control" id="MailAccount" name="MailAccount"><br><label for="MailPassword">密碼:</label><input class="form-control" type="password" id="MailPassword" name="MailPassword"><br>
<label for="MailCaptcha">驗證碼(小寫字母或數字):</label><input class="form-control" id="MailCaptcha" name="MailCaptcha" maxlength="5"><img src="/Captcha" alt=""><br>
<label><input type="checkbox" name="Keep" value="true"> 記住登入資訊 (公用電腦請勿勾選)</label><br><button class="btn btn-primary" type="submit">登入</button></form></div><div class="card"><b>公佈欄</b><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></div>""")
