"""Alpine.js pages made of widgets; the account steps live in an iframe of the account host."""

from __future__ import annotations

import html
import json
import re
import secrets
import time
from pathlib import Path

from truth import Request, Response, Site, picture, redirect

VENDOR = Path(__file__).resolve().parent.parent / "vendor"

CSS = """[x-cloak]{display:none!important}*{box-sizing:border-box}body{margin:0;font-family:"PingFang TC","Microsoft JhengHei",sans-serif;font-size:15px;color:#223;background:#f4f1ec}
header{background:#5b3a29;color:#fff;padding:12px 22px;display:flex;gap:18px;align-items:center}header a{color:#ffe;text-decoration:none}header .r{margin-left:auto}
.w{background:#fff;border-radius:10px;padding:18px 22px;box-shadow:0 1px 4px #0002;margin-bottom:16px}.grid{display:grid;grid-template-columns:1fr 1fr;gap:16px;padding:20px}.center{max-width:520px;margin:34px auto}
.f{margin:12px 0}.f>label,.f>span.l{display:block;font-weight:600;margin-bottom:4px}.f input[type=text],.f input[type=password],.f input[type=tel]{width:100%;padding:9px;border:1px solid #bbb;border-radius:6px}.bad{border-color:#c00!important}
.b{display:inline-block;border:0;border-radius:6px;padding:9px 18px;background:#ddd;cursor:pointer;font-size:15px;color:#223;text-decoration:none}.p{background:#a0522d;color:#fff}.b:disabled{opacity:.45}.hint{color:#887;font-size:12px}.msg{padding:9px 12px;border-radius:6px;margin:8px 0}.no{background:#fde3e0;color:#a11}.yes{background:#e2f3e1;color:#164}
.pill input{position:absolute;opacity:0}.pill span{display:inline-block;border:1px solid #a0522d;padding:6px 12px;border-radius:20px;margin:2px;cursor:pointer}.pill input:checked+span{background:#a0522d;color:#fff}.shade{position:fixed;inset:0;background:#0008;display:flex;align-items:center;justify-content:center;z-index:40}dialog{border:0;border-radius:10px;padding:22px;width:400px}iframe{border:0;width:100%}.menu li{padding:5px 0;list-style:none}.menu a{color:#5b3a29}"""

JS = """function post(u,d){const f=new FormData();for(const k in d)f.append(k,d[k]);f.append('_token',document.querySelector('meta[name=csrf-token]').content);
return fetch(u,{method:'POST',body:f,credentials:'same-origin'}).then(r=>r.json()).then(j=>{if(j.token)document.querySelector('meta[name=csrf-token]').content=j.token;return j}).catch(()=>({ok:false,text:'網路連線異常'}))}
"""

LOGIN = """<div class="w center" x-data="signin" x-cloak><h2>臺大醫院 PORTAL</h2><div class="msg no" x-show="err" x-text="err" x-transition></div><div class="msg yes" x-show="bye">您已登出系統</div>
<div class="f"><span class="l">院區</span><template x-for="c in campuses" :key="c[0]"><label class="pill"><input type="radio" name="campus" :value="c[0]" x-model="d.campus"><span x-text="c[1]"></span></label></template></div>
<div class="f"><label for="acct-box">帳號</label><input type="text" id="acct-box" x-model.trim="d.acct" :class="tried&&!d.acct&&'bad'" maxlength="6" autocomplete="username" @keydown.enter="go"></div>
<div class="f"><label for="pass-box">密碼</label><input :type="eye?'text':'password'" id="pass-box" x-model="d.pass" :class="tried&&!d.pass&&'bad'" autocomplete="current-password" @keydown.enter="go"><span class="hint" @click="eye=!eye" style="cursor:pointer" x-text="eye?'🙈 隱藏':'👁 顯示'"></span></div>
<div class="f"><label for="cap-box">驗證碼 <small>(不用區分大小寫)</small></label><input type="text" id="cap-box" x-model="d.cap" maxlength="6" style="width:180px" @keydown.enter="go"> <img :src="img" alt="驗證圖" style="vertical-align:middle"> <a href="#" @click.prevent="fresh">重新產生</a></div>
<button type="button" class="b p" @click="go" :disabled="busy"><i>→</i> <span x-text="busy?'請稍候':'登入系統'"></span></button><p class="hint">如無法登入，請撥資訊室分機261120，告知『請協助重設PORTAL登入密碼』。</p></div>
<script>document.addEventListener('alpine:init',()=>Alpine.data('signin',()=>({campuses:[['T0','總院區'],['T2','北護'],['T3','金山'],['T4','新竹'],['Y0','雲林']],d:{campus:'T0',acct:'',pass:'',cap:''},err:'',bye:location.search==='?bye',tried:false,busy:false,eye:false,img:'',key:'',
init(){this.fresh()},fresh(){this.key=Math.random().toString(36).slice(2);this.img='/img/cap-'+this.key+'.bmp'},
async go(){this.tried=true;this.bye=false;if(!this.d.acct||!this.d.pass||!this.d.cap){this.err='請完整輸入帳號、密碼與驗證碼';return}this.busy=true;const j=await post('/do/signin',{...this.d,capkey:this.key});this.busy=false;if(j.ok){location.href=j.to}else{this.err=j.text;this.d.cap='';this.d.pass='';this.fresh()}}})))</script>"""

DASH = """<header x-data="{async out(){const j=await post('/do/signout',{});if(j.ok)location.href='/?bye'}}"><b>PORTAL</b><span>@NAME@ 您好!</span><span class="hint" style="color:#ecd">總院差勤待簽 0 未核准 0 被駁回 0</span><a href="#" class="r" @click.prevent="out" title="Sign out">登出系統 ⎋</a></header>
<div x-data="{seen:sessionStorage.seen==='1'}" x-cloak><div class="shade" x-show="!seen"><div class="w" style="width:460px"><h3>公告</h3><p>提醒同仁：使用公用電腦後請務必登出系統，並勿將密碼告知他人。</p><button type="button" class="b p" @click="seen=true;sessionStorage.seen='1'">已閱讀</button></div></div></div>
<div class="grid"><div><div class="w" x-data="{o:false}"><h3 style="cursor:pointer" @click="o=!o"><span x-text="o?'▼':'▶'">▶</span> 個人管理</h3><ul class="menu" x-show="o" x-cloak>@ITEMS@</ul></div><div class="w" x-data="{o:false}"><h3 @click="o=!o">▶ 數位學習</h3><p x-show="o" x-cloak>無可用項目</p></div><div class="w" x-data="{o:false}"><h3 @click="o=!o">▶ 行政系統</h3><p x-show="o" x-cloak>無可用項目</p></div></div>
<div><div class="w"><iframe src="/widget/news" height="230" title="全院公告"></iframe></div><div class="w"><iframe src="/widget/clock" height="60" title="時鐘"></iframe></div></div></div>"""

NEWS = """<div x-data="{q:'',a:[['2019/10/21','請全院同仁填報「薪資所得免稅額申報表」'],['2018/12/13','總院Portal資訊系統登入首頁改版']]}"><b>全院公告</b> <input type="text" placeholder="關鍵字" x-model="q"><table><template x-for="x in a.filter(i=>i[1].includes(q))" :key="x[0]"><tr><td x-text="x[0]"></td><td x-text="x[1]"></td></tr></template></table></div>"""

PASSWORD = """<header><b>個人管理</b><a href="@BACK@">回功能選單</a></header><div class="w center" x-data="chg" x-cloak><h3>更改密碼</h3><template x-if="done"><div><div class="msg yes" x-text="done"></div><a class="b" href="@BACK@">回功能選單</a></div></template>
<div x-show="!done"><div class="msg no" x-show="err" x-text="err"></div><div class="f"><label>請輸入舊密碼：<input type="password" x-model="d.a"></label></div><div class="f"><label>請輸入新密碼：<input type="password" x-model="d.b"></label><div style="height:6px;background:#eee"><div style="height:6px;background:#4a4" :style="'width:'+score+'%'"></div></div></div><div class="f"><label>請再輸入新密碼：<input type="password" x-model="d.c"></label></div>
<p class="hint">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p><button type="button" class="b p" @click="save">儲存新密碼</button></div></div>
<script>document.addEventListener('alpine:init',()=>Alpine.data('chg',()=>({d:{a:'',b:'',c:''},err:'',done:'',get score(){return Math.min(100,this.d.b.length*8+(/\\d/.test(this.d.b)&&/[a-z]/i.test(this.d.b)?36:0))},
async save(){this.err='';if(this.d.b!==this.d.c){this.err='兩次輸入的新密碼不同';return}const j=await post(location.pathname+location.search,{pw_old:this.d.a,pw_new:this.d.b,pw_rep:this.d.c});if(j.ok)this.done=j.text;else this.err=j.text}})))</script>"""

CONTACT = """<header><b>個人管理</b><a href="@BACK@">回功能選單</a></header><div class="w" style="max-width:760px;margin:24px auto" x-data='contact(@DATA@)' x-cloak><h3>台大醫院---維護個人連絡資料</h3><p>員工編號：<b>@ID@</b>　姓名：<b>@NAME@</b></p><div class="msg" :class="good?'yes':'no'" x-show="text" x-text="text"></div>
<template x-for="r in rows" :key="r[0]"><div class="f" style="display:flex;align-items:center"><label :for="'c_'+r[0]" style="width:130px" x-text="r[1]"></label><input type="text" style="width:230px" :id="'c_'+r[0]" x-model="v[r[0]]" :readonly="!edit"><span class="hint" style="margin-left:8px" x-text="r[2]"></span></div></template>
<button type="button" class="b p" @click="save" :disabled="busy">異動儲存</button></div>
<script>document.addEventListener('alpine:init',()=>Alpine.data('contact',(v)=>({v,edit:true,busy:false,text:'',good:false,rows:[['eng_last','英文姓：','ex:Chen(陳)'],['eng_first','英文首名：','ex: Yi-Fen(怡芬) (說明)'],['eng_mid','英文中名：','ex:Mary 為英文別名，如無，可不填'],['tel_o','辦公室電話：','ex:61234或23123456'],['tel_h','住宅電話：','ex:0223123456'],['tel_m','行動電話：','ex:0952000000 (如離職或更換門號，請記得調整此欄位)']],
async save(){this.busy=true;const j=await post(location.pathname+location.search,this.v);this.busy=false;this.good=j.ok;this.text=j.text;if(j.v)this.v=j.v}})))</script>"""

HELP = """<header x-data><b>雲端與網路帳號服務</b><a href="/">首頁</a><a href="#" class="r" x-show="$store.u.inn" x-cloak @click.prevent="post('/leave',{}).then(()=>location.href='/')">登出</a></header>
<div x-data="{u:'',pick(x){this.u='/frame/proof?for='+x;this.$nextTick(()=>this.$refs.top.scrollIntoView())}}" @message.window="if($event.origin===location.origin&&$event.data==='in')$store.u.inn=true;if($event.data==='close'){u='';$store.u.inn=false}" style="max-width:900px;margin:16px auto"><div x-ref="top"></div>
<template x-if="u"><div class="w"><div style="text-align:right"><a href="#" @click.prevent="u=''">✕ 關閉視窗</a></div><iframe :src="u" height="640" name="steps" title="帳號作業"></iframe></div></template>
<div x-show="!u"><div class="w"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>如有借用帳號行為，致院內重要資料或個人資料外洩時，該網路帳號擁有者需負相關法律之責任。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul></div>
<div class="w" x-data="{o:0}"><h3>《常見問題與服務》</h3><p @click="o=o==1?0:1" style="cursor:pointer">＋ 密碼修改後多久可以生效</p><p x-show="o==1" x-cloak>即時生效。</p><p @click="o=o==2?0:2" style="cursor:pointer">＋ 忘記密碼</p><p x-show="o==2" x-cloak>請親自以下方按鈕取得簡訊後進行密碼設定。</p></div>
<div class="w"><p><button type="button" class="b p" @click="pick('activate')">啟用網路帳號及首次雲端帳號密碼設定</button><br><span class="hint">啟用本院微軟相關服務，如：Office365, Outlook...</span></p><p><button type="button" class="b p" @click="pick('reset')">重置雲端服務密碼</button><br><span class="hint">重設非Portal帳號的密碼：Email, 無線網路, KM...</span></p><p><button type="button" class="b" @click="alert('目前未開放')">總院廠商VPN展延申請</button></p></div></div></div>
<script>document.addEventListener('alpine:init',()=>Alpine.store('u',{inn:false}))</script>"""

PROOF = """<div style="padding:16px" x-data="proof" x-cloak><h3>@TITLE@</h3><ul class="hint"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li><li>如未申請MOTP服務請洽資訊服務台辦理(261120)。</li></ul><div class="msg no" x-show="err" x-text="err"></div>
<div class="f"><label for="n1">網路帳號 / 主職員工編號</label><div style="display:flex;gap:8px"><input type="text" id="n1" x-model.trim="id" maxlength="6" style="width:220px"><button type="button" class="b" @click="ask">發送簡訊動態碼</button></div></div><div class="f"><label for="n2">簡訊(或MOTP)動態碼</label><input type="text" id="n2" x-model.trim="code" maxlength="8" style="width:220px" inputmode="numeric" autocomplete="one-time-code"></div><button type="button" class="b p" @click="next">下一步</button>
<dialog x-ref="dlg"><label for="n3">請輸入帳號登記的手機門號(10碼)</label><div class="f"><input type="tel" id="n3" x-model.trim="tel" maxlength="10"></div><div class="msg no" x-show="derr" x-text="derr"></div><button type="button" class="b p" @click="send" :disabled="busy">確定發送</button> <button type="button" class="b" @click="$refs.dlg.close()">取消</button></dialog>
<dialog x-ref="sent"><h4>動態碼簡訊發送成功</h4><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><button type="button" class="b p" @click="$refs.sent.close()">確定</button></dialog></div>
<script>document.addEventListener('alpine:init',()=>Alpine.data('proof',()=>({id:'',code:'',tel:'',err:'',derr:'',busy:false,slip:'',ask(){this.err='';if(!/^\\d{6}$/.test(this.id)){this.err='員工編號為六位數字';return}this.tel='';this.derr='';this.$refs.dlg.showModal()},
async send(){this.busy=true;const j=await post('/frame/sms',{acc_no:this.id,reg_tel:this.tel});this.busy=false;if(!j.ok){this.derr=j.text;return}this.slip=j.slip;this.$refs.dlg.close();this.$refs.sent.showModal()},
async next(){const j=await post('/frame/check',{acc_no:this.id,sms_code:this.code,slip:this.slip,goal:'@GOAL@'});if(!j.ok){this.err=j.text;this.code='';return}parent.postMessage('in',location.origin);location.replace(j.to)}})))</script>"""

SETUP = """<div style="padding:16px" x-data="setup" x-cloak><h3>設定密碼與郵件別名</h3><template x-if="done"><div class="msg yes"><p x-html="done"></p></div></template><div x-show="!done"><div class="msg no" x-show="err" x-text="err"></div><table cellpadding="6"><tr><th align="left">網路帳號 / 主職員工編號</th><td>@ID@</td></tr><tr><th align="left">帳號姓名</th><td>@NAME@</td></tr><tr><th align="left">主職單位</th><td>@UNIT@</td></tr><tr><th align="left">有效期限</th><td>@UNTIL@</td></tr></table>@FORM@</div></div>
<script>document.addEventListener('alpine:init',()=>Alpine.data('setup',()=>({name:'',err:'',done:'',async on(){this.err='';const j=await post('/frame/setup',{mail_alias:this.name});if(j.ok)this.done=j.text;else this.err=j.text},async off(){await post('/leave',{});parent.postMessage('close',location.origin)}})))</script>"""
FORM = """<div class="f"><label for="al">雲端服務帳號 (電子郵件名稱)</label><input type="text" id="al" x-model.trim="name" maxlength="64" style="width:240px"> @ntuh.gov.tw <span class="hint">名稱長度限64字元內</span></div><p class="hint">服務於設定完成隔日生效；雲端密碼於啟用後另以「重置雲端服務密碼」設定。</p><button type="button" class="b" @click="off">取消啟用</button> <button type="button" class="b p" @click="on">啟用雲端服務</button>"""

RESET = """<div style="padding:16px" x-data="rst" x-cloak><h3>重置雲端服務密碼</h3><div class="msg" :class="ok?'yes':'no'" x-show="text" x-text="text"></div><div x-show="!ok"><div class="f"><label for="w1">新雲端服務密碼 <small>(8字元以上，含英文及數字)</small></label><input type="password" id="w1" x-model="a" autocomplete="new-password"></div><div class="f"><label for="w2">確認新雲端服務密碼</label><input type="password" id="w2" x-model="b" autocomplete="new-password"></div><button type="button" class="b p" @click="go">設定密碼</button></div></div>
<script>document.addEventListener('alpine:init',()=>Alpine.data('rst',()=>({a:'',b:'',ok:false,text:'',async go(){const j=await post('/frame/reset',{cw1:this.a,cw2:this.b});this.ok=j.ok;this.text=j.text}})))</script>"""

MAIL = """<div class="w center" x-data="ml" x-cloak><h2>✉ 電子信</h2><div class="msg no" x-show="err" x-text="err"></div><div class="f"><label for="m1">帳號:</label><input type="text" id="m1" x-model.trim="d.who"></div><div class="f"><label for="m2">密碼:</label><input type="password" id="m2" x-model="d.word" @keydown.enter="go"></div><div class="f"><label for="m3">驗證碼(小寫字母或數字):</label><input type="text" id="m3" x-model.trim="d.seen" style="width:160px" @keydown.enter="go"> <img :src="img" alt="" @click="fresh" style="vertical-align:middle"></div><p><label><input type="checkbox" x-model="d.stay"> 記住登入資訊 (公用電腦請勿勾選)</label></p><button type="button" class="b p" @click="go">登入</button><h4>公佈欄</h4><p class="hint">體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：https://help.ntuh.gov.tw/</p></div>
<script>document.addEventListener('alpine:init',()=>Alpine.data('ml',()=>({d:{who:'',word:'',seen:'',stay:false},err:'',img:'',k:'',init(){this.fresh()},fresh(){this.k=Math.random().toString(36).slice(2);this.img='/img/cap-'+this.k+'.bmp'},async go(){const j=await post('/enter',{...this.d,k:this.k});if(j.ok)location.href='/box';else{this.err=j.text;this.d.seen='';this.fresh()}}})))</script>"""

BOX = """<header x-data><b>收件匣</b><span>@ME@</span><a href="#" class="r" @click.prevent="post('/exit',{}).then(()=>location.href='/')">登出信箱</a></header><div class="w" style="margin:20px"><iframe src="/list" height="300" title="郵件"></iframe></div>"""

ITEMS = ["更改密碼", "個人簽章提醒設定", "薪資所得免稅額申報表", "員工待遇福利查詢", "查詢員工連絡資料", "維護個人連絡資料", "個人就醫紀錄查詢", "行動憑證申請"]
FIELDS = {"eng_last": "english_surname", "eng_first": "english_given", "eng_mid": "english_middle", "tel_o": "office_phone", "tel_h": "home_phone", "tel_m": "mobile_phone"}


class TheSite(Site):
    title = "iframe_widgets_alpine"

    def __init__(self) -> None:
        super().__init__()
        self.tokens: set[str] = set()
        self.capkey = ""
        self.slips: dict[str, tuple[str, float]] = {}
        self.goals: dict[str, str] = {}

    def view(self, title: str, body: str, **fill: str) -> Response:
        token = secrets.token_urlsafe(16)
        self.tokens.add(token)
        for key, value in fill.items():
            body = body.replace(f"@{key}@", value)
        return Response(f'<!doctype html><html lang="zh-Hant-TW"><head><meta charset="utf-8"><meta name="csrf-token" content="{token}"><title>{title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/s/site.css"><script src="/s/site.js"></script><script defer src="/s/alpine.min.js"></script></head><body>{body}</body></html>', headers=[("Cache-Control", "no-store")])

    def say(self, ok: bool, text: str = "", cookie: str = "", **more: object) -> Response:
        token = secrets.token_urlsafe(16)
        self.tokens.add(token)
        return Response(json.dumps({"ok": ok, "text": text, "token": token, **more}, ensure_ascii=False), kind="application/json; charset=utf-8", headers=[("Set-Cookie", cookie)] if cookie else [])

    def genuine(self, r: Request) -> bool:
        token = r.get("_token")
        if token not in self.tokens:
            return False
        self.tokens.discard(token)
        return True

    def common(self, r: Request) -> Response | None:
        if r.path == "/s/site.css":
            return Response(CSS, kind="text/css; charset=utf-8")
        if r.path == "/s/site.js":
            return Response(JS, kind="text/javascript; charset=utf-8")
        if r.path == "/s/alpine.min.js":
            return Response((VENDOR / "alpine.min.js").read_bytes(), kind="text/javascript; charset=utf-8")
        found = re.fullmatch(r"/img/cap-(\w+)\.bmp", r.path)
        if found:
            self.capkey = found[1]
            text = self.truth.new_captcha("abcdefghkmnpqrstuvwxyz23456789", 5) if r.host == "mail" else self.truth.new_captcha()
            return Response(picture(text, "BMP"), kind="image/bmp", headers=[("Cache-Control", "no-store")])
        return None

    def seen_picture(self, key: str, text: str) -> bool:
        was, self.truth.captcha = self.truth.captcha, ""
        same, self.capkey = key == self.capkey and bool(key), ""
        return same and bool(was) and text.strip().lower() == was.lower()

    def portal(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, campus="campus", acct="employee_id", **{"pass": "portal_password"}, cap="captcha")
        found = self.common(r)
        if found:
            return found
        sid = r.cookies.get("portal_session", "")
        live = f"portal:{sid}" in t.sessions
        if r.method == "POST" and not self.genuine(r):
            return self.say(False, "網頁已過期，請重新整理後再試")
        if r.path == "/do/signin" and r.method == "POST":
            if not self.seen_picture(r.get("capkey"), r.get("cap")):
                t.counts["sign_in_refused"] += 1
                return self.say(False, "驗證碼與圖片不一致，請再試一次")
            if r.get("campus") != "T0" or r.get("acct") != t.person.employee_id or r.get("pass") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.say(False, "無此帳號或密碼不正確，請再試一次")
            sid = secrets.token_hex(16)
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return self.say(True, to="/desk", cookie=f"portal_session={sid}; Path=/; HttpOnly")
        if r.path == "/do/signout" and r.method == "POST" and live:
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return self.say(True, cookie="portal_session=; Path=/; Max-Age=0")
        if r.path == "/":
            return self.view("PORTAL", LOGIN)
        if r.path.startswith("/widget/") and live:
            return self.view("widget", NEWS if r.path.endswith("news") else "<span x-data=\"{t:''}\" x-init=\"setInterval(()=>t=new Date().toLocaleTimeString(),1000)\" x-text=\"t\"></span>")
        if r.path == "/desk" and live:
            base = self.urls["inner"]
            where = {"更改密碼": f'href="{base}/personal/password?SESSION={sid}"', "維護個人連絡資料": f'href="{base}/personal/contact?SESSION={sid}" target="_blank"'}
            locked = """href="#" @click.prevent="alert('無權限使用')\""""
            items = "".join(f"<li><a {where.get(x, locked)}>{x}</a></li>" for x in ITEMS)
            return self.view("PORTAL 桌面", DASH, NAME=t.person.name, ITEMS=items)
        return redirect("/")

    def inner(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, pw_old="old_password", pw_new="new_password", pw_rep="new_password_again", tel_m="mobile_phone")
        found = self.common(r)
        if found:
            return found
        if f"portal:{r.query.get('SESSION', '')}" not in t.sessions:
            return self.say(False, "登入已失效") if r.method == "POST" else Response("<meta charset=utf-8><p>登入已失效，請由PORTAL重新進入。")
        back = self.urls["portal"] + "/desk"
        if r.method == "POST" and not self.genuine(r):
            if r.path == "/personal/password":
                t.counts["password_refused"] += 1
            return self.say(False, "網頁已過期，請重新整理後再試")
        if r.path == "/personal/password":
            if r.method != "POST":
                return self.view("更改密碼", PASSWORD, BACK=back)
            new, why = r.get("pw_new"), ""
            if r.get("pw_old") != t.portal_password:
                why = "舊密碼有誤"
            elif not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,}", new) or new != r.get("pw_rep"):
                why = "新密碼未達密碼設定條件"
            elif new == t.portal_password:
                why = "新舊密碼不可相同"
            t.counts["password_refused" if why else "password_changed"] += 1
            if why:
                return self.say(False, why)
            t.portal_password = new
            return self.say(True, "新密碼設定好了，請牢記您的新密碼。")
        if r.path == "/personal/contact":
            if r.method != "POST":
                data = html.escape(json.dumps({k: t.saved_contact.get(v, getattr(t.person, v)) for k, v in FIELDS.items()}, ensure_ascii=False), quote=True)
                return self.view("維護個人連絡資料", CONTACT, DATA=data, ID=t.person.employee_id, NAME=t.person.name, BACK=back)
            if not re.fullmatch(r"09\d{8}", r.get("tel_m")) or not all(r.has(k) for k in FIELDS):
                return self.say(False, "行動電話必須是09開頭的10位數字，資料未儲存")
            t.saved_contact = {v: r.get(k) for k, v in FIELDS.items()}
            t.counts["contact_saved"] += 1
            return self.say(True, "連絡資料已更新", v={k: r.get(k) for k in FIELDS})
        return Response("404", 404)

    def account(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        if r.method == "POST":
            self.takes(r, acc_no="employee_id", reg_tel="registered_phone", sms_code="code", mail_alias="alias", cw1="cloud_password", cw2="cloud_password_again")
        found = self.common(r)
        if found:
            return found
        if r.method == "POST" and not self.genuine(r):
            return self.say(False, "網頁已過期，請重新整理後再試")
        if r.path == "/":
            return self.view("帳號服務", HELP)
        if r.path == "/frame/proof":
            reset = r.get("for") == "reset"
            return self.view("身分驗證", PROOF, TITLE="重置雲端服務密碼" if reset else "啟用網路帳號及首次雲端帳號密碼設定", GOAL="reset" if reset else "activate")
        if r.path == "/frame/sms" and r.method == "POST":
            if r.get("acc_no") != p.employee_id or r.get("reg_tel") != (t.saved_contact.get("mobile_phone") or p.mobile_phone):
                return self.say(False, "輸入的門號不是此帳號登記的門號")
            slip = secrets.token_hex(8)
            self.slips = {slip: (t.new_message(), time.time())}
            return self.say(True, slip=slip)
        if r.path == "/frame/check" and r.method == "POST":
            code, at = self.slips.get(r.get("slip"), ("", 0.0))
            why = "" if code else "請先取得簡訊動態碼"
            if code and time.time() - at > 120:
                why = "動態碼超過兩分鐘，已失效"
            elif code and (r.get("sms_code") != code or r.get("acc_no") != p.employee_id):
                why = "動態碼不符，請重新輸入"
            if why:
                t.counts["code_refused"] += 1
                return self.say(False, why)
            self.slips = {}
            sid = secrets.token_hex(16)
            t.sessions.add("account:" + sid)
            t.counts["code_accepted"] += 1
            self.goals[sid] = "reset" if r.get("goal") == "reset" else "setup"
            return self.say(True, to="/frame/" + self.goals[sid], cookie=f"acc_sid={sid}; Path=/; HttpOnly")
        sid = r.cookies.get("acc_sid", "")
        if f"account:{sid}" not in t.sessions:
            return self.say(False, "身分驗證已失效，請重新操作") if r.method == "POST" else redirect("/frame/proof" if r.path.startswith("/frame/") else "/")
        if r.path == "/leave" and r.method == "POST":
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            return self.say(True, cookie="acc_sid=; Path=/; Max-Age=0")
        if r.path == "/frame/setup" and self.goals[sid] == "setup":
            if r.method != "POST":
                form = f'<div class="msg yes">此帳號已經開通，郵件別名為 <b>{html.escape(t.alias)}@ntuh.gov.tw</b>，不需再次設定。</div>' if t.alias else FORM
                return self.view("設定", SETUP, ID=p.employee_id, NAME=p.name, UNIT=p.unit, UNTIL=p.valid_until, FORM=form)
            name = r.get("mail_alias")
            if t.alias:
                return self.say(False, "此帳號已經開通，不得再次設定")
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name):
                return self.say(False, "名稱只接受英文字母、數字與 . _ -")
            if name.lower() == "taken.name":
                return self.say(False, "此名稱已被申請，請換一個")
            t.alias = name
            t.counts["activated"] += 1
            return self.say(True, f"開通成功！<br>電子郵件：<b>{name}@ntuh.gov.tw</b><br>尚未設定雲端密碼，請登出後由首頁「重置雲端服務密碼」設定。")
        if r.path == "/frame/reset" and self.goals[sid] == "reset":
            if r.method != "POST":
                return self.view("重置", RESET)
            word = r.get("cw1")
            why = ""
            if not t.alias:
                why = "此帳號尚未開通雲端服務"
            elif word != r.get("cw2"):
                why = "兩次密碼不同"
            elif not re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d).{8,}", word):
                why = "密碼須8字元以上並含英文及數字"
            elif word == t.portal_password:
                why = "請勿與Portal密碼相同"
            if not why:
                t.cloud_password = word
            return self.say(not why, why or "雲端服務密碼設定成功，立即生效。")
        return Response("404", 404)

    def mail(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, who="mail_account", word="mail_password", seen="captcha")
        found = self.common(r)
        if found:
            return found
        if r.method == "POST" and not self.genuine(r):
            return self.say(False, "網頁已過期，請重新整理後再試")
        sid = r.cookies.get("mailbox", "")
        live = f"mail:{sid}" in t.sessions
        if r.path == "/enter" and r.method == "POST":
            if not self.seen_picture(r.get("k"), r.get("seen")):
                return self.say(False, "驗證碼有誤")
            if not t.alias or not t.cloud_password or r.get("who").lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("word") != t.cloud_password:
                return self.say(False, "帳號或密碼有誤")
            sid = secrets.token_hex(16)
            t.sessions.add("mail:" + sid)
            t.counts["mail_sign_in"] += 1
            return self.say(True, cookie=f"mailbox={sid}; Path=/; HttpOnly")
        if r.path == "/exit" and r.method == "POST" and live:
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            return self.say(True, cookie="mailbox=; Path=/; Max-Age=0")
        if r.path == "/box" and live:
            return self.view("收件匣", BOX, ME=html.escape(t.alias) + "@ntuh.gov.tw")
        if r.path == "/list" and live:
            return self.view("郵件", "<p>資訊室　歡迎使用雲端信箱</p><p>教學部　實習須知</p>")
        return self.view("Webmail", MAIL) if r.path == "/" else redirect("/")
