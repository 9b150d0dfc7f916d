"""A hospital whose web team moved every message into SweetAlert2 boxes and every act into $.ajax."""

from __future__ import annotations

import html
import re
import secrets
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture, redirect  # noqa: E402
import json

LIB = {"jq.js": ("jquery.min.js", "application/javascript"), "swal.js": ("sweetalert2.all.min.js", "application/javascript")}

CSS = """
*{box-sizing:border-box}body{margin:0;font:16px/1.6 "Microsoft JhengHei","Noto Sans TC",sans-serif;background:#eef3f6;color:#233}
.topbar{background:#0b5e7c;color:#fff;padding:10px 24px;display:flex;justify-content:space-between;align-items:center}
.topbar a{color:#cfeaf5;text-decoration:none;margin-left:16px;cursor:pointer}
.panel{background:#fff;margin:24px auto;padding:24px 32px;max-width:820px;border-radius:6px;box-shadow:0 1px 5px #0003}
.fg{margin:10px 0;display:flex;align-items:center}.fg>label{width:260px;flex:none}.fg>input,.fg>select{padding:6px 8px;border:1px solid #9bb;border-radius:4px;min-width:200px}
.btn{background:#0b7da5;border:0;color:#fff;padding:8px 20px;border-radius:4px;cursor:pointer;font-size:16px}.btn.gray{background:#889}
.menu{list-style:none;display:flex;gap:6px;background:#d9e8ee;margin:0;padding:0 20px}.menu>li{position:relative;padding:10px 14px;cursor:pointer}
.menu ul{display:none;position:absolute;top:44px;left:0;background:#fff;list-style:none;padding:6px 0;margin:0;width:260px;box-shadow:0 3px 8px #0004;z-index:9}
.menu li.open ul{display:block}.menu ul a{display:block;padding:5px 16px;color:#146;text-decoration:none}
small{color:#788}em.req{color:#c00;font-style:normal}table.fact td{padding:6px 14px;border-bottom:1px solid #dde}
"""

COMMON_JS = """
$.ajaxSetup({cache:false,dataType:'json',headers:{'X-XSRF':$('meta[name=xsrf]').attr('content')}});
$(document).ajaxError(function(e,x){Swal.fire({icon:'error',title:'連線異常',text:'系統忙碌中，請重新整理頁面後再試 ('+x.status+')',confirmButtonText:'關閉'});});
function oops(t,after){return Swal.fire({icon:'error',title:'發生問題',text:t,confirmButtonText:'知道了',didClose:after});}
function fine(t,b){return Swal.fire({icon:'success',title:t,text:b||'',confirmButtonText:'確定',allowOutsideClick:false});}
"""


class TheSite(Site):
    title = "sweetalert2_jquery_ajax"

    def __init__(self) -> None:
        super().__init__()
        self.xsrf: set[str] = set()
        self.flows: dict[str, dict] = {}

    # ------------------------------------------------------------------ plumbing
    def _page(self, caption: str, inside: str, script: str, bar: str = "") -> Response:
        mark = secrets.token_hex(12)
        self.xsrf.add(mark)
        return Response(
            f'<!DOCTYPE html><html lang="zh-Hant"><head><meta charset="utf-8"><meta name="xsrf" content="{mark}"><title>{caption}</title>'
            f'<style>{CSS}</style><script src="/assets/jq.js"></script><script src="/assets/swal.js"></script></head><body>'
            f'<div class="topbar"><b>{caption}</b><span>{bar}</span></div>{inside}'
            f"<script>{COMMON_JS}\n$(function(){{{script}}});</script></body></html>"
        )

    @staticmethod
    def _say(done: bool, text: str = "", **more: object) -> Response:
        return Response(json.dumps({"done": done, "text": text, **more}, ensure_ascii=False), kind="application/json; charset=utf-8", headers=[("Cache-Control", "no-store")])

    def _asset(self, request: Request) -> Response | None:
        if request.path.startswith("/assets/"):
            entry = LIB.get(request.path.rsplit("/", 1)[1])
            if entry:
                return Response((Path(__file__).resolve().parent.parent / "vendor" / entry[0]).read_bytes(), kind=entry[1])
        return None

    def _forged(self, request: Request) -> bool:
        return request.headers.get("X-XSRF", "") not in self.xsrf or request.headers.get("X-Requested-With") != "XMLHttpRequest"

    def _used_up(self, answer: str, fold: bool) -> bool:
        wanted, self.truth.captcha = self.truth.captcha, ""
        return bool(wanted) and (answer.upper() == wanted.upper() if fold else answer == wanted)

    def _phone(self) -> str:
        return self.truth.saved_contact.get("mobile_phone") or self.truth.person.mobile_phone

    def _signed(self, request: Request) -> str:
        sid = request.query.get("SESSION", "")
        return sid if sid and "portal:" + sid in self.truth.sessions else ""

    # ------------------------------------------------------------------ PORTAL
    def portal(self, request: Request) -> Response:
        t = self.truth
        if asset := self._asset(request):
            return asset
        where = request.path
        if where == "/":
            return redirect("/Portal/SignIn")
        if where == "/Portal/SignIn":
            return self._page("醫療資訊系統 PORTAL", """
<div class="panel" style="max-width:560px"><h2 style="margin-top:0">台大 健康守護，醫界典範</h2>
<div class="fg"><label for="hosp" style="width:110px">院區</label><select id="hosp"><option value="T0">總院區</option><option value="T4">新竹分院</option><option value="Y0">雲林分院</option></select></div>
<div class="fg"><label for="emp" style="width:110px">帳號</label><input id="emp" maxlength="10" autocomplete="off"></div>
<div class="fg"><label for="pw" style="width:110px">密碼</label><input id="pw" type="password" autocomplete="off"></div>
<div class="fg"><label for="vc" style="width:110px">驗證碼</label><input id="vc" maxlength="6" style="min-width:110px;width:110px" autocomplete="off">&nbsp;<img id="vcimg" alt="驗證碼圖片" style="cursor:pointer" title="點圖更換"></div>
<small>(不用區分大小寫)</small>
<p><button type="button" class="btn" id="go">登入系統 Sign in</button></p><small>無法登入請撥資訊室分機 261120</small></div>""", """
function pic(){$('#vcimg').attr('src','/Portal/Pic?'+Date.now());$('#vc').val('');}
pic();$('#vcimg').click(pic);
function go(){
 if(!$('#emp').val()||!$('#pw').val())return oops('帳號與密碼皆須填寫');
 if(!$('#vc').val())return oops('請輸入圖片中的文字');
 $('#go').prop('disabled',true);
 $.ajax({url:'/Portal/Ajax/SignIn',type:'POST',data:{hosp:$('#hosp').val(),emp:$('#emp').val(),pw:$('#pw').val(),vc:$('#vc').val()}})
 .done(function(r){ if(r.done){Swal.fire({icon:'success',title:r.text,timer:900,showConfirmButton:false}).then(function(){location.href=r.to;});}
   else{oops(r.text);pic();} }).always(function(){$('#go').prop('disabled',false);});
}
$('#go').click(go);$('#vc,#pw').keydown(function(e){if(e.key==='Enter'){e.preventDefault();go();}});""")
        if where == "/Portal/Pic":
            return Response(picture(t.new_captcha()), kind="image/gif", headers=[("Cache-Control", "no-store")])
        if where == "/Portal/Ajax/SignIn" and request.method == "POST":
            self.takes(request, hosp="campus", emp="employee_id", pw="portal_password", vc="captcha")
            if self._forged(request):
                return self._say(False, "頁面逾時，請重新整理")
            if not self._used_up(request.get("vc"), True):
                t.counts["sign_in_refused"] += 1
                return self._say(False, "圖形驗證文字不符，請依新圖片再輸入一次")
            if request.get("hosp") != "T0" or request.get("emp") != t.person.employee_id or request.get("pw") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self._say(False, "查無此使用者，或是輸入的資料有誤")
            sid = secrets.token_hex(16).upper()
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return self._say(True, "歡迎登入", to="/Portal/Desk?SESSION=" + sid)
        if where == "/Portal/Ajax/Bye" and request.method == "POST":
            self.takes(request)
            sid = request.get("SESSION")
            if self._forged(request) or "portal:" + sid not in t.sessions:
                return self._say(False, "您並未登入")
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return self._say(True, "您已安全離開系統")
        if where == "/Portal/Desk":
            sid = self._signed(request)
            if not sid:
                return redirect("/Portal/SignIn")
            inner = self.urls["inner"]
            groups = "".join(f"<li>{g}</li>" for g in ("醫療系統", "醫療支援", "其他資源", "數位學習", "資訊安全", "行政系統"))
            own = "".join(
                f'<li><a href="{u}">{n}</a></li>' for n, u in (
                    ("更改密碼", f"{inner}/Self/Password?SESSION={sid}"), ("個人簽章提醒設定", "#"), ("薪資所得免稅額申報表", "#"), ("查詢員工連絡資料", "#"),
                    ("維護個人連絡資料", f"{inner}/Self/Contact?SESSION={sid}"), ("個人就醫紀錄查詢", "#"), ("行動憑證申請", "#")))
            first = "1" if request.query.get("n") != "0" else "0"
            return self._page("醫療資訊系統 PORTAL", f"""<ul class="menu">{groups}<li id="mine">個人管理 ▾<ul>{own}</ul></li></ul>
<div class="panel"><p>{html.escape(t.person.name)} 您好!</p><p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p>
<h3>全院公告</h3><table class="fact"><tr><td>2018/12/13<td>總院Portal資訊系統登入首頁改版</table>
<div class="fg"><input placeholder="搜尋公告" id="q"><button type="button" class="btn gray" id="qb">查詢</button></div></div>""", """
$('#mine').click(function(){$(this).toggleClass('open');});
$('.menu a[href="#"]').click(function(e){e.preventDefault();Swal.fire({icon:'info',text:'此功能目前不開放實習學生使用',confirmButtonText:'關閉'});});
$('#qb').click(function(){Swal.fire({icon:'info',text:'查無符合的公告',confirmButtonText:'關閉'});});
if('FIRST'==='1')Swal.fire({title:'資訊室提醒',html:'請勿將個人帳號借予他人使用。<br>本週六凌晨進行例行保養。',icon:'info',confirmButtonText:'我已閱讀'});
$('#bye').click(function(){Swal.fire({icon:'question',title:'要離開系統嗎？',showCancelButton:true,confirmButtonText:'是，登出',cancelButtonText:'再待一下'}).then(function(c){
 if(!c.isConfirmed)return;
 $.ajax({url:'/Portal/Ajax/Bye',type:'POST',data:{SESSION:'SIDSID'}}).done(function(r){(r.done?fine(r.text):oops(r.text)).then(function(){location.href='/Portal/SignIn';});});});});
""".replace("FIRST", first).replace("SIDSID", sid), '<a id="bye" role="button" tabindex="0">登出系統</a>')
        return Response("not found", 404)

    # ------------------------------------------------------------------ inner
    def inner(self, request: Request) -> Response:
        t = self.truth
        if asset := self._asset(request):
            return asset
        sid = self._signed(request)
        home = f"{self.urls['portal']}/Portal/Desk?SESSION={sid}&n=0"
        bar = f'<a href="{home}">回功能選單</a>'
        if not sid:
            if request.method == "POST":
                self.takes(request)
                return self._say(False, "登入已失效，請回PORTAL重新登入")
            return redirect(self.urls["portal"] + "/Portal/SignIn")
        if request.path == "/Self/Password":
            return self._page("更改密碼", """<div class="panel"><h2>更改密碼</h2>
<div class="fg"><label for="p0">請輸入舊密碼：</label><input type="password" id="p0" name="p0"></div>
<div class="fg"><label for="p1">請輸入新密碼：</label><input type="password" id="p1" name="p1"></div>
<div class="fg"><label for="p2">請再輸入新密碼：</label><input type="password" id="p2" name="p2"></div>
<div class="fg"><label>密碼強度檢核：</label><meter id="m" max="4" value="0"></meter></div>
<p>密碼設定條件：<ol><li>密碼長度不可少於8個字元<li>密碼內容需包含英文及數字</ol></p>
<button type="button" class="btn" id="chg">確認變更</button> <button type="button" class="btn gray" id="clr">清除</button></div>""", """
$('#p1').on('input',function(){var v=this.value,s=0;if(v.length>7)s++;if(/[a-z]/.test(v))s++;if(/[A-Z]/.test(v))s++;if(/[0-9]/.test(v))s++;$('#m').val(s);});
$('#clr').click(function(){$('input').val('');});
$('#chg').click(function(){Swal.fire({icon:'warning',title:'確定要變更嗎？',text:'變更後請以新的登入',showCancelButton:true,confirmButtonText:'確定變更',cancelButtonText:'不要'}).then(function(c){
 if(!c.isConfirmed)return;
 $.ajax({url:'/Self/Ajax/Password?SESSION=SIDSID',type:'POST',data:{p0:$('#p0').val(),p1:$('#p1').val(),p2:$('#p2').val()}})
 .done(function(r){if(r.done){fine(r.text,'下次登入即適用').then(function(){location.href=r.to;});}else oops(r.text);});});});
""".replace("SIDSID", sid), bar)
        if request.path == "/Self/Ajax/Password" and request.method == "POST":
            self.takes(request, p0="old_password", p1="new_password", p2="new_password_again")
            old, new, again = request.get("p0"), request.get("p1"), request.get("p2")
            wrong = ""
            if self._forged(request):
                wrong = "頁面逾時，請重新整理"
            elif old != t.portal_password:
                wrong = "舊的一組輸入錯誤"
            elif new != again:
                wrong = "兩次輸入的內容不一致"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new) or new == old:
                wrong = "不符合設定條件，請換一組"
            if wrong:
                t.counts["password_refused"] += 1
                return self._say(False, wrong)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self._say(True, "變更完成", to=home)
        if request.path == "/Self/Contact":
            p, s = t.person, t.saved_contact
            rows = "".join(
                f'<div class="fg"><label for="{i}">{n}：{"<em class=req>*</em>" if i == "cell" else ""}</label><input id="{i}" name="{i}" value="{html.escape(s.get(k, getattr(p, k)))}">&nbsp;<small>{x}</small></div>'
                for i, n, k, x in (("esur", "英文姓", "english_surname", "ex:Chen(陳)"), ("egiv", "英文首名", "english_given", "ex: Yi-Fen(怡芬) (說明)"), ("emid", "英文中名", "english_middle", "ex:Mary 為英文別名，如無，可不填"),
                                   ("ext", "辦公室電話", "office_phone", "ex:61234或23123456"), ("tel", "住宅電話", "home_phone", "ex:0223123456"), ("cell", "行動電話", "mobile_phone", "ex:0952000000")))
            return self._page("台大醫院---維護個人連絡資料", f"""<div class="panel"><button type="button" class="btn" id="sv">💾 異動儲存</button>
<p>員工編號：{p.employee_id}　姓名：{html.escape(p.name)}</p><form id="f" onsubmit="return false">{rows}</form><small>如離職或更換門號，請記得調整行動電話</small></div>""", """
$('#sv').click(function(){ $.ajax({url:'/Self/Ajax/Contact?SESSION=SIDSID',type:'POST',data:$('#f').serialize(),
 beforeSend:function(){Swal.fire({title:'處理中',allowOutsideClick:false,didOpen:function(){Swal.showLoading();}});}})
 .done(function(r){if(r.done){$.each(r.now,function(k,v){$('#'+k).val(v);});fine(r.text);}else oops(r.text);});});
""".replace("SIDSID", sid), bar)
        if request.path == "/Self/Ajax/Contact" and request.method == "POST":
            self.takes(request, cell="mobile_phone")
            names = {"esur": "english_surname", "egiv": "english_given", "emid": "english_middle", "ext": "office_phone", "tel": "home_phone", "cell": "mobile_phone"}
            if self._forged(request) or not all(request.has(n) for n in names):
                return self._say(False, "資料不完整，請重新整理頁面")
            if not re.fullmatch(r"09\d{8}", request.get("cell")):
                return self._say(False, "手機格式應為09開頭共10碼數字")
            if not re.fullmatch(r"\d{5,8}|", request.get("ext")) or not re.fullmatch(r"\d{8,10}|", request.get("tel")):
                return self._say(False, "電話只能是數字")
            if not re.fullmatch(r"[A-Za-z' -]{1,40}", request.get("esur")) or not re.fullmatch(r"[A-Za-z' -]{1,40}", request.get("egiv")):
                return self._say(False, "英文姓名只能是英文字母")
            now = {n: request.get(n) for n in names}
            t.saved_contact = {names[n]: v for n, v in now.items()}
            t.counts["contact_saved"] += 1
            return self._say(True, "連絡資料已更新", now=now)
        return Response("not found", 404)

    # ------------------------------------------------------------------ account
    def account(self, request: Request) -> Response:
        t, p = self.truth, self.truth.person
        if asset := self._asset(request):
            return asset
        where = request.path
        flow = self.flows.get(request.get("flow"))
        if where == "/":
            return self._page("網路帳號服務", """<div class="panel"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p>
<h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄，請勿借用或盜用。<li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</ul>
<h3>《常見問題與服務》</h3><p><b>密碼修改後多久可以生效</b>：即時生效。</p><p><b>忘記密碼</b>：請親自以下方按鈕取得簡訊後進行密碼設定。</p>
<p><button type="button" class="btn ent" data-k="open">啟用網路帳號及首次雲端帳號密碼設定</button><br><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></p>
<p><button type="button" class="btn ent" data-k="again">重置雲端服務密碼</button><br><small>重設非Portal帳號的密碼</small></p>
<p><button type="button" class="btn ent gray" data-k="vpn">總院廠商VPN展延申請</button></p></div>""", """
$('.ent').click(function(){var k=$(this).data('k');if(k==='vpn')return Swal.fire({icon:'info',text:'限廠商使用',confirmButtonText:'關閉'});
Swal.fire({icon:'warning',title:'請確認',text:'是否已詳閱規範並同意遵守？',showCancelButton:true,confirmButtonText:'同意',cancelButtonText:'不同意'}).then(function(c){if(c.isConfirmed)location.href='/Prove?k='+k;});});""")
        if where == "/Prove":
            key = secrets.token_hex(8)
            kind = "again" if request.query.get("k") == "again" else "open"
            self.flows[key] = {"kind": kind, "code": "", "at": 0.0, "id": "", "sid": ""}
            title = "重置雲端服務密碼" if kind == "again" else "啟用網路帳號及首次雲端帳號密碼設定"
            return self._page(title, f"""<div class="panel"><h3>注意事項</h3><ul><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。<li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<li>請輸入帳號與簡訊動態碼後按「下一步」。</ul>
<h2>{title}</h2><div class="fg"><label for="nid">網路帳號 / 主職員工編號</label><input id="nid" maxlength="20">&nbsp;<button type="button" class="btn" id="sms">發送簡訊動態碼</button></div>
<div class="fg"><label for="otp">簡訊(或MOTP)動態碼</label><input id="otp" maxlength="8" autocomplete="one-time-code"></div>
<p><button type="button" class="btn" id="nx">下一步</button></p></div>""", """
var flow='FLOW';
$('#sms').click(function(){
 if(!$('#nid').val())return oops('請先填寫帳號');
 Swal.fire({title:'身分確認',input:'tel',inputLabel:'請輸入帳號登記的手機門號(10碼)',inputAttributes:{maxlength:10,autocomplete:'off'},showCancelButton:true,confirmButtonText:'確定發送',cancelButtonText:'取消',
  showLoaderOnConfirm:true,allowOutsideClick:false,
  preConfirm:function(v){ if(!/^[0-9]{10}$/.test(v)){Swal.showValidationMessage('門號應為10碼數字');return false;}
   return $.ajax({url:'/Ajax/Sms',type:'POST',data:{flow:flow,nid:$('#nid').val(),cell:v}}).then(function(r){if(!r.done){Swal.showValidationMessage(r.text);return false;}return r;}); }
 }).then(function(c){if(c.isConfirmed)Swal.fire({icon:'success',title:'動態碼簡訊發送成功',text:c.value.text,confirmButtonText:'確定'}).then(function(){$('#otp').focus();});});});
$('#nx').click(function(){ if(!$('#otp').val())return oops('請填寫收到的數字');
 $.ajax({url:'/Ajax/Check',type:'POST',data:{flow:flow,nid:$('#nid').val(),otp:$('#otp').val()}}).done(function(r){if(r.done)location.href=r.to;else oops(r.text);});});
""".replace("FLOW", key), '<a href="/">回首頁</a>')
        if where == "/Ajax/Sms" and request.method == "POST":
            self.takes(request, nid="employee_id", cell="registered_phone")
            if self._forged(request) or flow is None:
                return self._say(False, "頁面逾時，請重新整理")
            if request.get("nid") != p.employee_id or request.get("cell") != self._phone():
                return self._say(False, "與登記的資料不符，未發送")
            flow.update(code=t.new_message(), at=time.time(), id=p.employee_id)
            return self._say(True, "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        if where == "/Ajax/Check" and request.method == "POST":
            self.takes(request, nid="employee_id", otp="code")
            if self._forged(request) or flow is None:
                return self._say(False, "頁面逾時，請重新整理")
            if not flow["code"] or request.get("nid") != flow["id"] or request.get("otp") != flow["code"]:
                t.counts["code_refused"] += 1
                return self._say(False, "輸入的數字不正確")
            if time.time() - flow["at"] > 120:
                t.counts["code_refused"] += 1
                return self._say(False, "已超過2分鐘，請重新取得")
            flow["code"], flow["sid"] = "", secrets.token_hex(8)
            t.sessions.add("account:" + flow["sid"])
            t.counts["code_accepted"] += 1
            return self._say(True, to=("/Renew" if flow["kind"] == "again" else "/Setup") + "?flow=" + request.get("flow"))
        proved = flow is not None and flow["sid"] and "account:" + flow["sid"] in t.sessions
        if request.method == "POST" and where in ("/Ajax/Open", "/Ajax/Renew", "/Ajax/Leave"):
            self.takes(request, al="alias", c1="cloud_password", c2="cloud_password_again")
            if self._forged(request) or not proved:
                return self._say(False, "身分驗證已失效，請重新取得簡訊")
            if where == "/Ajax/Leave":
                t.sessions.discard("account:" + flow["sid"])
                t.counts["sign_out_account"] += 1
                return self._say(True, "/")
            pw = request.get("c1")
            if where == "/Ajax/Open":
                alias = request.get("al")
                if t.alias:
                    return self._say(False, "您的帳號先前已設定完畢，不可重複")
                if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", alias):
                    return self._say(False, "名稱不合規則：請用英文字母開頭，可含數字與 . _ -")
                if alias.lower() in ("taken.name", "admin"):
                    return self._say(False, "這個名稱已有人使用")
            elif not t.alias:
                return self._say(False, "您尚未啟用，無法重設")
            if pw != request.get("c2"):
                return self._say(False, "兩次輸入的密碼不一致")
            if len(pw) < 8 or not re.search("[A-Za-z]", pw) or not re.search("[0-9]", pw) or pw == t.portal_password:
                return self._say(False, "密碼至少8碼，需含英文及數字，且不可與Portal相同")
            t.cloud_password = pw
            if where == "/Ajax/Open":
                t.alias = request.get("al")
                t.counts["activated"] += 1
            return self._say(True, "設定成功")
        if where in ("/Setup", "/Renew"):
            if not proved:
                return redirect("/")
            boxes = """<div class="fg"><label for="c1">雲端服務密碼</label><input type="password" id="c1" autocomplete="new-password"></div><div class="fg"><label for="c2">再次輸入雲端服務密碼</label><input type="password" id="c2" autocomplete="new-password"></div>"""
            if where == "/Renew":
                inside = f'<h2>重置雲端服務密碼</h2><p>{p.employee_id} {html.escape(p.name)}</p>{boxes}<button type="button" class="btn" id="ok">確認重置</button>'
            elif t.alias:
                inside = f'<h2>設定密碼與郵件別名</h2><div class="fg"><label>網路帳號 / 主職員工編號</label>{p.employee_id}</div><p>此帳號已於先前開通，郵件信箱為 <b>{t.alias}@ntuh.gov.tw</b>，不須再設定。</p>'
            else:
                inside = f"""<h2>設定密碼與郵件別名</h2><p>雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</p>
<table class="fact"><tr><td>網路帳號 / 主職員工編號<td>{p.employee_id}<tr><td>帳號姓名<td>{html.escape(p.name)}<tr><td>主職單位<td>{p.unit}<tr><td>有效期限<td>{p.valid_until}</table>
<div class="fg"><label for="al">雲端服務帳號 (電子郵件名稱)</label><input id="al" maxlength="64"> @ntuh.gov.tw</div><small>名稱長度限64字元內</small>{boxes}
<button type="button" class="btn gray" id="no">取消啟用</button> <button type="button" class="btn" id="ok">啟用雲端服務</button> <small>服務於設定完成隔日生效</small>"""
            return self._page("網路帳號服務", f'<div class="panel" id="box">{inside}</div>', """
var flow='FLOW',act='ACT';
$('#ok').click(function(){Swal.fire({icon:'question',title:act==='Open'?'名稱設定後不能修改':'確定重新設定？',text:act==='Open'?$('#al').val()+'@ntuh.gov.tw':'',showCancelButton:true,confirmButtonText:'確定送出',cancelButtonText:'返回修改'}).then(function(c){
 if(!c.isConfirmed)return;
 $.ajax({url:'/Ajax/'+act,type:'POST',data:{flow:flow,al:$('#al').val()||'',c1:$('#c1').val(),c2:$('#c2').val()}}).done(function(r){
  if(!r.done)return oops(r.text);
  var al=$('#al').val();fine(r.text,act==='Open'?'您的信箱 '+al+'@ntuh.gov.tw 將於明日生效':'請使用新的密碼').then(function(){
   $('#box').empty().append($('<h2>').text(r.text)).append($('<p>').text(act==='Open'?'雲端服務帳號 '+al+'@ntuh.gov.tw 已建立。':'雲端服務的密碼已換新。'));});});});});
$('#no,#lv').click(function(){$.ajax({url:'/Ajax/Leave',type:'POST',data:{flow:flow}}).always(function(){location.href='/';});});
""".replace("FLOW", request.get("flow")).replace("ACT", "Renew" if where == "/Renew" else "Open"), '<a id="lv" role="button" tabindex="0">登出</a>')
        return Response("not found", 404)

    # ------------------------------------------------------------------ mail
    def mail(self, request: Request) -> Response:
        t = self.truth
        if asset := self._asset(request):
            return asset
        sid = request.cookies.get("swmail", "")
        signed = sid and "mail:" + sid in t.sessions
        if request.path == "/":
            if signed:
                return redirect("/Inbox")
            return self._page("電子郵件系統 Webmail", """<div class="panel" style="max-width:620px">
<div class="fg"><label for="mu">帳號:</label><input id="mu"></div><div class="fg"><label for="mp">密碼:</label><input id="mp" type="password"></div>
<div class="fg"><label for="mc">驗證碼(小寫字母或數字):</label><input id="mc" maxlength="5">&nbsp;<img id="mi" alt=""></div>
<p><input type="checkbox" id="rm"><label for="rm">記住登入資訊 (公用電腦請勿勾選)</label></p><button type="button" class="btn" id="mg">登入</button>
<h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></div>""", """
function pic(){$('#mi').attr('src','/pic?'+Date.now());$('#mc').val('');}pic();$('#mi').click(pic);
$('#mg').click(function(){$.ajax({url:'/ajax/in',type:'POST',data:{mu:$('#mu').val(),mp:$('#mp').val(),mc:$('#mc').val(),rm:$('#rm').prop('checked')?1:0}}).done(function(r){if(r.done)location.href='/Inbox';else{oops(r.text);pic();}});});""")
        if request.path == "/pic":
            return Response(picture(t.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 5), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if request.path == "/ajax/in" and request.method == "POST":
            self.takes(request, mu="mail_account", mp="mail_password", mc="captcha")
            if self._forged(request) or not self._used_up(request.get("mc"), False):
                return self._say(False, "圖片文字輸入不正確")
            if not t.alias or request.get("mu").removesuffix("@ntuh.gov.tw") != t.alias or request.get("mp") != t.cloud_password:
                return self._say(False, "登入失敗，請檢查輸入內容")
            sid = secrets.token_hex(10)
            t.sessions.add("mail:" + sid)
            t.counts["mail_sign_in"] += 1
            answer = self._say(True)
            answer.headers.append(("Set-Cookie", f"swmail={sid}; Path=/; HttpOnly"))
            return answer
        if request.path == "/ajax/out" and request.method == "POST":
            self.takes(request)
            if self._forged(request) or not signed:
                return self._say(False, "尚未登入")
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            return self._say(True)
        if request.path == "/Inbox":
            if not signed:
                return redirect("/")
            return self._page("收件匣", f'<div class="panel"><h2>收件匣 (1)</h2><p>{t.alias}@ntuh.gov.tw</p><table class="fact"><tr><td>資訊室<td>歡迎使用電子郵件<td>今天</table></div>',
                              "$('#lo').click(function(){$.ajax({url:'/ajax/out',type:'POST',data:{x:1}}).always(function(){location.href='/';});});", '<a id="lo" role="button" tabindex="0">登出信箱</a>')
        return Response("not found", 404)
