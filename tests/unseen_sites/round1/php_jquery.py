"""PHP by one developer of the information office: jQuery, inline scripts, div rows, names in pinyin."""

from __future__ import annotations

import html
import json
import re
import secrets
import sys
import time
from pathlib import Path


from tests.unseen_sites.truth import Request, Response, Site, picture, redirect  # noqa: E402

JQUERY = r"""/* jquery-lite, only what we need (zhang 2015) */
(function(w){function Q(a){this.a=a;}
Q.prototype={each:function(f){for(var i=0;i<this.a.length;i++)f.call(this.a[i],i);return this;},
text:function(s){if(s===undefined)return this.a[0]?this.a[0].textContent:'';return this.each(function(){this.textContent=s;});},
html:function(s){if(s===undefined)return this.a[0]?this.a[0].innerHTML:'';return this.each(function(){this.innerHTML=s;});},
val:function(s){if(s===undefined)return this.a[0]?this.a[0].value:'';return this.each(function(){this.value=s;});},
show:function(){return this.each(function(){this.style.display='block';});},hide:function(){return this.each(function(){this.style.display='none';});},
attr:function(k,v){return this.each(function(){this.setAttribute(k,v);});},css:function(k,v){return this.each(function(){this.style[k]=v;});},
focus:function(){if(this.a[0])this.a[0].focus();return this;},submit:function(){if(this.a[0])this.a[0].submit();return this;},
click:function(f){return this.each(function(){this.addEventListener('click',f);});}};
w.$=w.jQuery=function(s){if(typeof s=='function'){document.addEventListener('DOMContentLoaded',s);return;}
return new Q(typeof s=='string'?document.querySelectorAll(s):[s]);};})(window);
"""
CSS = """body{font-family:"微軟正黑體",Arial;font-size:14px;margin:0;background:#eef}#wai{width:860px;margin:0 auto;background:#fff;padding:10px}
.hang{clear:both;padding:4px;min-height:26px}.zuo{float:left;width:230px;text-align:right;padding-right:6px}.you{float:left}#xinxi{color:red;font-weight:bold;min-height:20px}
.anniu{width:200px;margin:3px}#tanchuang{display:none;border:3px double #66c;padding:10px;background:#ffe;clear:both}.banben{color:#999;clear:both}"""
YUANQU = {"1": "總院區", "2": "北護分院", "3": "金山分院", "4": "新竹分院", "6": "雲林分院"}


def h(s: str) -> str:
    return html.escape(s, quote=True)


class TheSite(Site):
    title = "php_jquery"

    def __init__(self) -> None:
        super().__init__()
        self.huihua: dict[str, dict] = {}
        self.tupian: dict[str, str] = {}
        self.menhu: dict[str, dict] = {}

    # ---- session_start(), header.php, footer.php
    def kaishi(self, rq: Request) -> tuple[str, dict, list[tuple[str, str]]]:
        name = {"portal": "PORTALSESSID", "inner": "PHPSESSID", "account": "ZHSESSID", "mail": "MAILSESSID"}[rq.host]
        sid = rq.cookies.get(name, "")
        if sid in self.huihua:
            return sid, self.huihua[sid], []
        sid = secrets.token_hex(13)
        self.huihua[sid] = {"tk": {}}
        return sid, self.huihua[sid], [("Set-Cookie", f"{name}={sid}; path=/")]

    def tk(self, s: dict, form: str) -> str:
        s["tk"][form] = secrets.token_hex(16)
        return f"<input type='hidden' name='tk' value='{s['tk'][form]}'>"

    def tk_ok(self, s: dict, form: str, rq: Request) -> bool:
        want = s["tk"].pop(form, None)
        return bool(want) and rq.get("tk") == want

    def ye(self, title: str, body: str, xinxi: str = "", as_html: bool = False, script: str = "", search: bool = False, cookies: list[tuple[str, str]] | None = None) -> Response:
        """header + body + footer; $xinxi is shown by jQuery after load"""
        call = f"$(function(){{ $('#xinxi').{'html' if as_html else 'text'}({json.dumps(xinxi, ensure_ascii=False)}); }});" if xinxi else ""
        sousuo = """<form id='f_sousuo' action='sousuo.php' method='get'><input type='text' name='guanjianzi' size='12' placeholder='站內搜尋'><input type='submit' value='搜尋'></form>""" if search else ""
        return Response(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title>
<style>{CSS}</style><script src="js/jquery.min.js"></script>
<script>
{script}
{call}
</script></head><body><div id="wai"><div id="biaotou"><b>{title}</b>{sousuo}</div>
<div id="xinxi"></div>
{body}
<div class="banben">資訊室 張 製作 &nbsp; 分機261120 &nbsp; v3.2.1</div></div></body></html>""", headers=cookies or [])

    def tiao(self, url: str, said: str = "", cookies: list[tuple[str, str]] | None = None) -> Response:
        """echo "<script>…"; exit; """
        alert = f"alert({json.dumps(said, ensure_ascii=False)});" if said else ""
        return Response(f"<meta charset='utf-8'><script>{alert}location.href='{url}';</script>", headers=cookies or [])

    def hang(self, zuo: str, you: str) -> str:
        return f"<div class='hang'><div class='zuo'>{zuo}</div><div class='you'>{you}</div></div>\n"

    def jingtai(self, rq: Request) -> Response | None:
        if rq.path.endswith("/js/jquery.min.js"):
            return Response(JQUERY, kind="application/javascript; charset=utf-8")
        if rq.path == "/sousuo.php":
            self.takes(rq)
            return self.ye("站內搜尋", "<div class='hang'>查無資料</div><a href='/'>回首頁</a>")
        if rq.path == "/favicon.ico":
            return Response("", 404)
        return None

    def yzm(self, rq: Request) -> Response:
        if rq.host == "mail":
            text = self.truth.new_captcha("abcdefghjkmnpqrstuvwxyz23456789", 4)
        else:
            text = self.truth.new_captcha()
        self.tupian[rq.host] = text
        return Response(picture(text, "JPEG" if rq.host == "mail" else "GIF"), kind="image/jpeg" if rq.host == "mail" else "image/gif", headers=[("Pragma", "no-cache")])

    def yzm_ok(self, host: str, said: str) -> bool:
        text = self.tupian.pop(host, None)
        return bool(text) and text == self.truth.captcha and said.strip().upper() == text.upper()

    # ---- portal
    def portal(self, rq: Request) -> Response:
        if (fixed := self.jingtai(rq)) is not None:
            return fixed
        sid, s, cookies = self.kaishi(rq)
        if rq.path == "/":
            return redirect("/index.php", *cookies)
        if rq.path == "/yzm.php":
            return self.yzm(rq)
        if rq.path == "/index.php":
            return self.denglu_ye(s, "", cookies)
        if rq.path == "/denglu.php":
            return self.denglu(rq, sid, s, cookies)
        number = rq.get("SESSION")
        if number not in self.menhu or self.menhu[number]["sid"] != sid:
            return self.tiao("index.php", "尚未登入或閒置過久，請重新登入", cookies)
        if rq.path == "/gonggao.php":
            return self.ye("最新公告", f"""<div class='hang'>一、請同仁勿將密碼告知他人。</div><div class='hang'>二、9/1 起停用舊版差勤系統。</div>
<div class='hang'><input type='button' value='我知道了，進入系統' onclick="location.href='caidan.php?SESSION={number}'"></div>""")
        if rq.path == "/tuichu.php":
            del self.menhu[number]
            self.truth.sessions.discard(f"portal:{number}")
            self.truth.counts["sign_out_portal"] += 1
            return self.tiao("index.php", "您已登出")
        if rq.path == "/caidan.php":
            inner = self.urls["inner"]
            items = [("個人簽章提醒設定", "weikai.php"), ("更改密碼", f"{inner}/geren/gaimima.php"), ("員工待遇福利查詢", "weikai.php"), ("查詢員工連絡資料", "weikai.php"),
                     ("維護個人連絡資料", f"{inner}/geren/lianluo.php"), ("個人就醫紀錄查詢", "weikai.php"), ("行動憑證申請", "weikai.php")]
            buttons = "".join(f"""<input type="button" class="anniu" value="{n}" onclick="window.location.href='{u}?SESSION={number}'">\n""" for n, u in items)
            return self.ye("PORTAL 功能選單", f"""<div class='hang'>{self.truth.person.name} 您好! 總院差勤待簽 0 未核准 0 <a href='tuichu.php?SESSION={number}'>【登出】</a></div>
<div class='hang'>醫療系統 | 醫療支援 | 其他資源 | 數位學習 | 資訊安全 | 行政系統 | <b>個人管理</b></div><div id='gerenguanli'>{buttons}</div>""", search=True)
        return self.ye("訊息", f"<div class='hang'>此功能尚未開放</div><a href='caidan.php?SESSION={number}'>回功能選單</a>")

    def denglu_ye(self, s: dict, xinxi: str, cookies: list[tuple[str, str]], zhanghao: str = "") -> Response:
        options = "".join(f"<option value='{k}'>{v}</option>" for k, v in YUANQU.items())
        rows = (
            self.hang("院區", f"<select name='yuanqu' id='yuanqu'>{options}</select>")
            + self.hang("帳號", f"<input type='text' name='zhanghao' id='zhanghao' maxlength='10' value='{h(zhanghao)}'>")
            + self.hang("密碼", "<input type='password' name='mima' id='mima'> <span id='daxie' style='visibility:hidden'>大寫鎖定已開啟</span>")
            + self.hang("驗證碼", f"<input type='text' name='yzm' id='yzm' size='8' autocomplete='off'> <img id='yzmtu' src='yzm.php?r={secrets.randbelow(99999)}' align='absmiddle'> <a href='javascript:huan()'>換一張</a> (不用區分大小寫)")
        )
        return self.ye("醫療資訊系統 PORTAL", f"""<form id='f1' name='f1' method='post' action='denglu.php' onsubmit='return jiancha()'>{self.tk(s, "denglu")}
<input type='password' name='mima_jia' style='display:none' tabindex='-1'>{rows}
<div class='hang'><div class='zuo'>&nbsp;</div><div class='you'><input type='submit' name='dl' value='登 入'> <input type='reset' value='清除'></div></div></form>
<div class='hang'><a href='{self.urls["account"]}/index.php'>網路帳號服務</a></div>""", xinxi, script="""function huan(){ $('#yzmtu').attr('src','yzm.php?r='+Math.random()); }
function jiancha(){
  if($('#zhanghao').val()==''){ $('#xinxi').text('請輸入帳號'); return false; }
  if($('#mima').val()==''){ $('#xinxi').text('請輸入密碼'); return false; }
  if($('#yzm').val()==''){ $('#xinxi').text('請輸入驗證碼'); return false; }
  return true;
}""", search=True, cookies=cookies)

    def denglu(self, rq: Request, sid: str, s: dict, cookies: list[tuple[str, str]]) -> Response:
        self.takes(rq, yuanqu="campus", zhanghao="employee_id", mima="portal_password", yzm="captcha")
        who = rq.get("zhanghao").strip()
        picture_right = self.yzm_ok("portal", rq.get("yzm"))
        if not self.tk_ok(s, "denglu", rq):
            return self.tiao("index.php", "頁面已過期，請重新操作", cookies)
        if not picture_right:
            said = "驗證碼錯誤，請依新圖重新輸入"
        elif rq.get("yuanqu") not in YUANQU:
            said = "院區有誤"
        elif who != self.truth.person.employee_id or rq.get("mima") != self.truth.portal_password:
            said = "帳號或密碼錯誤，登入失敗"
        else:
            number = secrets.token_hex(16)
            self.menhu[number] = {"sid": sid, "tk": {}}
            self.truth.sessions.add(f"portal:{number}")
            self.truth.counts["sign_in"] += 1
            return self.tiao(f"gonggao.php?SESSION={number}", cookies=cookies)
        self.truth.counts["sign_in_refused"] += 1
        return self.denglu_ye(s, said, cookies, who)

    # ---- inner
    def inner(self, rq: Request) -> Response:
        if (fixed := self.jingtai(rq)) is not None:
            return fixed
        number = rq.get("SESSION")
        if number not in self.menhu:
            if rq.method == "POST":
                self.takes(rq)
            return self.tiao(f"{self.urls['portal']}/index.php", "連線逾時，請重新登入")
        s = self.menhu[number]
        foot = f"<div class='hang'><a href='{self.urls['portal']}/caidan.php?SESSION={number}'>回功能選單</a> &nbsp; <a href='{self.urls['portal']}/tuichu.php?SESSION={number}'>登出系統</a></div>"
        if rq.path == "/geren/gaimima.php":
            return self.gaimima(rq, s, number, foot)
        if rq.path == "/geren/lianluo.php":
            return self.lianluo(rq, s, number, foot)
        return Response("Not Found", 404)

    def gaimima(self, rq: Request, s: dict, number: str, foot: str) -> Response:
        said, as_html = "", False
        if rq.method == "POST":
            self.takes(rq, jiu_mima="old_password", xin_mima="new_password", xin_mima2="new_password_again")
            old, new, again = rq.get("jiu_mima"), rq.get("xin_mima"), rq.get("xin_mima2")
            if not self.tk_ok(s, "gai", rq):
                said = "請勿重複送出，請重新輸入"
            elif old != self.truth.portal_password:
                said = "舊密碼不正確"
            elif len(new) < 8:
                said = "新密碼不可少於8個字元"
            elif not (re.search("[A-Za-z]", new) and re.search(r"\d", new)):
                said = "新密碼需包含英文及數字"
            elif new != again:
                said = "兩次新密碼不同"
            elif new == old:
                said = "新密碼不可和舊密碼一樣"
            else:
                self.truth.portal_password = new
                self.truth.counts["password_changed"] += 1
                said, as_html = "密碼變更完成！<br>下次登入請使用新密碼", True
            if not as_html:
                self.truth.counts["password_refused"] += 1
        rows = self.hang("請輸入舊密碼：", "<input type='password' name='jiu_mima' id='jiu_mima'>") + self.hang("請輸入新密碼：", "<input type='password' name='xin_mima' id='xin_mima' onkeyup='qiangdu()'>")
        rows += self.hang("請再輸入新密碼：", "<input type='password' name='xin_mima2' id='xin_mima2'>") + self.hang("密碼強度檢核：", "<span id='qd'></span>")
        return self.ye("更改密碼", f"""<form id='f2' method='post' action='gaimima.php?SESSION={number}'>{self.tk(s, "gai")}{rows}
<div class='hang'>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</div>
<div class='hang'><div class='zuo'>&nbsp;</div><div class='you'><input type='button' id='queding' value='確定更改' onclick='tijiao()'></div></div></form>{foot}""", said, as_html, """function qiangdu(){ $('#qd').text($('#xin_mima').val().length>=8?'強':'弱'); }
function tijiao(){
  if($('#jiu_mima').val()==''){ $('#xinxi').text('舊密碼未輸入'); return; }
  if($('#xin_mima').val()!=$('#xin_mima2').val()){ $('#xinxi').text('兩次新密碼不同'); return; }
  $('#f2').submit();
}""")

    def lianluo(self, rq: Request, s: dict, number: str, foot: str) -> Response:
        p, saved, said, as_html = self.truth.person, self.truth.saved_contact, "", False
        names = {"yw_xing": "english_surname", "yw_ming": "english_given", "yw_zhongming": "english_middle", "bangongshi": "office_phone", "zhuzhai": "home_phone", "shouji": "mobile_phone"}
        if rq.method == "POST":
            self.takes(rq, shouji="mobile_phone")
            if not self.tk_ok(s, "ll", rq) or any(not rq.has(n) for n in names):
                said = "資料不完整，請重新操作"
            elif not re.fullmatch(r"09\d{8}", rq.get("shouji").strip()):
                said = "行動電話格式錯誤(應為09開頭10碼數字)，未儲存"
            else:
                saved = self.truth.saved_contact = {k: rq.get(n).strip() for n, k in names.items()}
                self.truth.counts["contact_saved"] += 1
                said, as_html = "<font color='green'>資料已存檔</font>", True
        v = {n: h(saved.get(k, getattr(p, k))) for n, k in names.items()}
        box = {n: f"<input type='text' name='{n}' id='{n}' value='{v[n]}'>" for n in names}
        return self.ye("台大醫院---維護個人連絡資料", f"""<form id='f_ll' method='post' action='lianluo.php?SESSION={number}'>{self.tk(s, "ll")}
<div class='hang'><button type='submit' name='cun' value='1'>異動儲存</button></div>
{self.hang("員工編號：", f"<input type='text' value='{p.employee_id}' readonly> 姓名：<input type='text' value='{p.name}' readonly>")}
{self.hang("英文姓：", box["yw_xing"] + " ex:Chen(陳)")}{self.hang("英文首名：", box["yw_ming"] + " ex: Yi-Fen(怡芬) (說明)")}{self.hang("英文中名：", box["yw_zhongming"] + " ex:Mary 為英文別名，如無，可不填")}
{self.hang("辦公室電話：", box["bangongshi"] + " ex:61234或23123456 &nbsp; 住宅電話：" + box["zhuzhai"] + " ex:0223123456")}
{self.hang("行動電話：", box["shouji"] + " ex:0952000000 (如離職或更換門號，請記得調整此欄位)")}
</form>{foot}""", said, as_html)

    # ---- account
    def account(self, rq: Request) -> Response:
        if (fixed := self.jingtai(rq)) is not None:
            return fixed
        sid, s, cookies = self.kaishi(rq)
        if rq.path == "/":
            return redirect("/index.php", *cookies)
        if rq.path == "/index.php":
            return self.ye("網路帳號服務", """<div class='hang'><b>《規範》</b><br>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</div>
<div class='hang'>．使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄。<br>．請勿冒用院內同仁申請網路帳號。<br>．請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</div>
<div class='hang'><b>《常見問題與服務》</b><br>密碼修改後多久可以生效：即時生效。<br>忘記密碼：請親自以下方按鈕取得簡訊後進行密碼設定。</div>
<div class='hang'><input type='button' value='啟用網路帳號及首次雲端帳號密碼設定' onclick="location.href='renzheng.php?lx=qiyong'"><br>啟用本院微軟相關服務，如：Office365, Outlook...</div>
<div class='hang'><input type='button' value='重置雲端服務密碼' onclick="location.href='renzheng.php?lx=chongzhi'"><br>重設非Portal帳號的密碼：Email, 無線網路...</div>
<div class='hang'><input type='button' value='總院廠商VPN展延申請' onclick="alert('請洽資訊室')"></div>""", cookies=cookies)
        if rq.path == "/renzheng.php":
            return self.renzheng(rq, sid, s, cookies)
        if rq.path == "/likai.php":
            if s.pop("guo", None):
                self.truth.sessions.discard(f"account:{sid}")
                self.truth.counts["sign_out_account"] += 1
            return self.tiao("index.php", cookies=cookies)
        if rq.path in ("/shezhi.php", "/chongzhi.php"):
            if rq.method == "POST":
                self.takes(rq, bieming="alias", yunmima="cloud_password", yunmima2="cloud_password_again")
            if s.get("guo") != {"/shezhi.php": "qiyong", "/chongzhi.php": "chongzhi"}[rq.path]:
                return self.tiao("index.php", "請先完成身分驗證", cookies)
            return self.shezhi(rq, s) if rq.path == "/shezhi.php" else self.chongzhi(rq, s)
        return Response("Not Found", 404)

    def renzheng(self, rq: Request, sid: str, s: dict, cookies: list[tuple[str, str]]) -> Response:
        lx, said, who = rq.query.get("lx", ""), "", ""
        lx = lx if lx in ("qiyong", "chongzhi") else "qiyong"
        if rq.method == "POST":
            self.takes(rq, zhanghao="employee_id", shouji="registered_phone", dongtaima="code")
            who = rq.get("zhanghao").strip()
            known = who == self.truth.person.employee_id
            if not self.tk_ok(s, "rz", rq):
                said = "頁面已過期，請重新操作"
            elif not known:
                said = "查無此員工編號"
            elif rq.has("fasong"):
                if rq.get("shouji").strip() != self.truth.saved_contact.get("mobile_phone", self.truth.person.mobile_phone):
                    said = "手機門號與登記資料不符，未發送簡訊"
                else:
                    s["ma"] = (self.truth.new_message(), time.time(), lx)
                    said = "動態碼簡訊發送成功！請將簡訊動態碼輸入後，按「下一步」"
            elif rq.has("xiayibu"):
                code, at, kind = s.get("ma", ("", 0.0, ""))
                if code and kind == lx and time.time() - at <= 120 and rq.get("dongtaima").strip() == code:
                    del s["ma"]
                    s["guo"] = lx
                    self.truth.sessions.add(f"account:{sid}")
                    self.truth.counts["code_accepted"] += 1
                    return self.tiao("shezhi.php" if lx == "qiyong" else "chongzhi.php")
                self.truth.counts["code_refused"] += 1
                said = "動態碼已超過2分鐘，請重新發送" if code and time.time() - at > 120 else "動態碼不正確"
        biaoti = "啟用網路帳號及首次雲端帳號密碼設定" if lx == "qiyong" else "重置雲端服務密碼"
        return self.ye(biaoti, f"""<div class='hang'>注意事項<br>．按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<br>．請輸入帳號與簡訊動態碼後按「下一步」。</div>
<form id='f3' method='post' action='renzheng.php?lx={lx}'>{self.tk(s, "rz")}
{self.hang("網路帳號 / 主職員工編號", f"<input type='text' name='zhanghao' id='zhanghao' maxlength='6' value='{h(who)}'> <input type='button' value='發送簡訊動態碼' onclick='dakai()'>")}
{self.hang("簡訊(或MOTP)動態碼", "<input type='text' name='dongtaima' id='dongtaima' maxlength='6' autocomplete='off'>")}
{self.hang("&nbsp;", "<input type='submit' name='xiayibu' value='下一步'>")}
<div id='tanchuang'>請輸入帳號登記的手機門號(10碼)<br><input type='text' name='shouji' id='shouji' maxlength='10'><br>
<input type='submit' name='fasong' value='確定發送'> <input type='button' value='取消' onclick="$('#tanchuang').hide()"></div></form>
<div class='hang'><a href='index.php'>回首頁</a></div>""", said, script="""function dakai(){
  if($('#zhanghao').val().length!=6){ $('#xinxi').text('員工編號為6位數數字'); return; }
  $('#xinxi').text(''); $('#tanchuang').show(); $('#shouji').focus();
}""", cookies=cookies)

    def shezhi(self, rq: Request, s: dict) -> Response:
        p, said = self.truth.person, ""
        facts = self.hang("網路帳號 / 主職員工編號", p.employee_id) + self.hang("帳號姓名", p.name) + self.hang("主職單位", p.unit) + self.hang("有效期限", p.valid_until)
        out = "<div class='hang'><a href='likai.php'>離開</a></div>"
        name, new = rq.get("bieming").strip(), rq.get("yunmima")
        if rq.method == "POST":
            if not self.tk_ok(s, "sz", rq):
                said = "頁面已過期，請重新操作"
            elif rq.has("quxiao"):
                return self.tiao("likai.php")
            elif self.truth.alias:
                said = "您已啟用過，電子郵件名稱不能再改"
            elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name):
                said = "電子郵件名稱只能使用英文、數字、點、減號、底線"
            elif name.lower() == "taken.name":
                said = "此名稱已被他人使用，請換一個"
            elif new != rq.get("yunmima2"):
                said = "兩次密碼輸入不同"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                said = "密碼至少8碼，需含英文及數字"
            else:
                self.truth.alias, self.truth.cloud_password = name, new
                self.truth.counts["activated"] += 1
                return self.ye("設定密碼與郵件別名", f"{facts}{self.hang('電子郵件', h(name) + '@ntuh.gov.tw')}{out}", "雲端服務啟用完成<br>明日起可使用電子信箱", True)
        if self.truth.alias:
            return self.ye("設定密碼與郵件別名", f"{facts}{self.hang('雲端服務帳號 (電子郵件名稱)', h(self.truth.alias) + '@ntuh.gov.tw')}{out}", said or "您的雲端服務已經啟用，不需重複申請")
        return self.ye("設定密碼與郵件別名", f"""<form id='f4' method='post' action='shezhi.php'>{self.tk(s, "sz")}{facts}
{self.hang("雲端服務帳號 (電子郵件名稱)", f"<input type='text' name='bieming' id='bieming' maxlength='64' value='{h(name)}'> @ntuh.gov.tw 名稱長度限64字元內")}
{self.hang("請設定雲端密碼", "<input type='password' name='yunmima'>")}{self.hang("再輸入一次", "<input type='password' name='yunmima2'>")}
{self.hang("&nbsp;", "<input type='submit' name='quxiao' value='取消啟用'> <input type='submit' name='qiyong' value='啟用雲端服務'>")}
</form><div class='hang'>服務於設定完成隔日生效</div>{out}""", said)

    def chongzhi(self, rq: Request, s: dict) -> Response:
        said, new = "", rq.get("yunmima")
        if rq.method == "POST":
            if not self.tk_ok(s, "cz", rq):
                said = "頁面已過期，請重新操作"
            elif not self.truth.alias:
                said = "您尚未啟用雲端服務，請先啟用網路帳號"
            elif len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search(r"\d", new):
                said = "密碼至少8碼，需含英文及數字"
            else:
                self.truth.cloud_password = new
                said = "雲端密碼重設好了"
        return self.ye("重置雲端服務密碼", f"""<form id='f5' method='post' action='chongzhi.php'>{self.tk(s, "cz")}{self.hang("請輸入新的雲端密碼", "<input type='password' name='yunmima'>")}
{self.hang("&nbsp;", "<input type='submit' name='cz' value='確定重置'>")}</form><div class='hang'><a href='likai.php'>離開</a></div>""", said)

    # ---- mail
    def mail(self, rq: Request) -> Response:
        if (fixed := self.jingtai(rq)) is not None:
            return fixed
        sid, s, cookies = self.kaishi(rq)
        if rq.path == "/":
            return redirect("/index.php", *cookies)
        if rq.path == "/yzm.php":
            return self.yzm(rq)
        if rq.path == "/index.php":
            said = ""
            if rq.method == "POST":
                self.takes(rq, yonghu="mail_account", mima="mail_password", yzm="captcha")
                right = self.yzm_ok("mail", rq.get("yzm"))
                who = rq.get("yonghu").strip().lower().removesuffix("@ntuh.gov.tw")
                if not self.tk_ok(s, "mail", rq):
                    said = "頁面已過期，請重新操作"
                elif not right:
                    said = "驗證碼不對"
                elif not self.truth.alias or who != self.truth.alias.lower() or rq.get("mima") != self.truth.cloud_password:
                    said = "帳號或密碼不對，無法登入信箱"
                else:
                    s["in"] = True
                    self.truth.sessions.add(f"mail:{sid}")
                    self.truth.counts["mail_sign_in"] += 1
                    return self.tiao("xinxiang.php")
            return self.ye("電子信箱", f"""<form id='fm' method='post' action='index.php'>{self.tk(s, "mail")}
{self.hang("帳號:", "<input type='text' name='yonghu'>")}{self.hang("密碼:", "<input type='password' name='mima'>")}
{self.hang("驗證碼(小寫字母或數字):", f"<input type='text' name='yzm' size='6' maxlength='4'> <img src='yzm.php?r={secrets.randbelow(99999)}'>")}
{self.hang("&nbsp;", "<input type='checkbox' name='jizhu' value='1' id='jizhu'><label for='jizhu'>記住登入資訊 (公用電腦請勿勾選)</label>")}
{self.hang("&nbsp;", "<input type='submit' value='登入信箱'>")}</form><div class='hang'>公佈欄<br>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</div>""", said, cookies=cookies)
        if not s.get("in"):
            return self.tiao("index.php", "請先登入", cookies)
        if rq.path == "/likai.php":
            del s["in"]
            self.truth.sessions.discard(f"mail:{sid}")
            self.truth.counts["sign_out_mail"] += 1
            return self.tiao("index.php", "已登出信箱")
        return self.ye("收件匣", f"""<div class='hang'>{h(self.truth.alias)}@ntuh.gov.tw <a href='likai.php'>登出</a></div>
<div class='hang'><b>收件匣(1)</b></div><div class='hang'><div class='zuo'>資訊室</div><div class='you'>歡迎使用電子信箱</div></div>""", search=True)
