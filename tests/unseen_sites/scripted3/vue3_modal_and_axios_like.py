"""Vue 3 without a build step: components, modal dialogs in a Teleport, one small HTTP wrapper, buttons disabled by computed."""

from __future__ import annotations

import base64
import json
import re
import sys
import time
from pathlib import Path
from secrets import token_hex

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture  # noqa: E402

CSS = """:root{--c:#5b3fa0}body{margin:0;font:16px/1.7 system-ui,"Noto Sans TC",sans-serif;background:#f6f5fa}.bar{background:var(--c);color:#fff;padding:.7rem 2rem;display:flex;justify-content:space-between}
.card{max-width:760px;margin:1.4rem auto;background:#fff;border-radius:14px;box-shadow:0 2px 12px #0001;padding:1.5rem 2.2rem}.fld{margin:.9rem 0}.fld label{display:block;font-weight:600}.fld input,.fld select{width:100%;padding:.5rem;border:1px solid #bbb;border-radius:8px;font:inherit;box-sizing:border-box}
.fld .in{display:flex;gap:.6rem;align-items:center}.req::after{content:" *";color:#c00}.b{background:var(--c);color:#fff;border:0;border-radius:8px;padding:.55rem 1.4rem;font:inherit;cursor:pointer;white-space:nowrap}.b:disabled{background:#bbb;cursor:not-allowed}.b.t{background:none;color:var(--c)}
.shade{position:fixed;inset:0;background:#0008;display:grid;place-items:center}.dlg{background:#fff;border-radius:12px;padding:1.4rem 2rem;min-width:24rem;max-width:36rem}.bad{color:#c0183a}.good{color:#17803d}.grid{display:grid;grid-template-columns:1fr 1fr 1fr;gap:1rem}.tile{border:1px solid #ddd;border-radius:10px;padding:1rem;cursor:pointer;text-align:center;background:#fff;font:inherit}dl{display:grid;grid-template-columns:13rem 1fr}dd{margin:0}"""

KIT = """const {createApp,ref,reactive,computed,onMounted}=Vue;
class Http{constructor(base){this.base=base;this.headers={'Content-Type':'application/json',Accept:'application/json'};}
 async request(method,url,data){const r=await fetch(this.base+url,{method,headers:this.headers,credentials:'same-origin',body:data===undefined?undefined:JSON.stringify(data)});
  let d={};try{d=await r.json()}catch(e){}if(!r.ok){throw{response:{status:r.status,data:d}}}return{data:d,status:r.status}}
 get(u){return this.request('GET',u)} post(u,d){return this.request('POST',u,d||{})}}
const reason=e=>e.response?(e.response.data.detail||'系統發生錯誤 ('+e.response.status+')'):'網路連線異常';
const BaseModal={props:{open:Boolean,title:String},emits:['close'],template:`<teleport to="body"><div v-if="open" class="shade"><div class="dlg" role="dialog" aria-modal="true"><h3>{{title}}</h3><slot></slot><div style="margin-top:1rem;text-align:right"><slot name="foot"><button type="button" class="b" @click="$emit('close')">確定</button></slot></div></div></div></teleport>`};
let seq=0;
const LineInput={props:{modelValue:String,label:String,type:{default:'text'},max:{default:80},hint:String,req:Boolean},emits:['update:modelValue'],setup(){return{id:'fld-'+(++seq)}},
 template:`<div class="fld"><label :for="id" :class="{req}">{{label}}</label><div class="in"><input :id="id" :type="type" :value="modelValue" :maxlength="max" autocomplete="off" @input="$emit('update:modelValue',$event.target.value)"><slot></slot></div><small v-if="hint">{{hint}}</small></div>`};
const boot=(root)=>createApp(root).component('base-modal',BaseModal).component('line-input',LineInput).mount('#app');"""

LOGIN = """const api=new Http('/api/v1');const tiles=['個人簽章提醒設定','薪資所得免稅額申報表','查詢員工連絡資料','個人就醫紀錄查詢','行動憑證申請','流感同意書列印'];
boot({setup(){const view=ref('wait'),me=ref({}),f=reactive({campus:'',account:'',password:'',answer:''}),cap=ref({}),err=ref(''),busy=ref(false),off=ref(false),ask=ref(false);
const ready=computed(()=>f.campus&&/^\\d{6}$/.test(f.account)&&f.password&&f.answer.length>=6&&!busy.value);
const draw=async()=>{cap.value=(await api.get('/captcha')).data;f.answer=''};
const start=async()=>{try{me.value=(await api.get('/me')).data;view.value='home'}catch(e){view.value='login';draw()}};onMounted(start);
const login=async()=>{busy.value=true;err.value='';try{await api.post('/login',{...f,captchaId:cap.value.id});await start()}catch(e){err.value=reason(e);f.password='';await draw()}busy.value=false};
const logout=async()=>{ask.value=false;try{await api.post('/logout')}catch(e){}me.value={};Object.assign(f,{account:'',password:''});view.value='gone'};
return{view,me,f,cap,err,busy,off,ask,ready,draw,login,logout,tiles,start}},
template:`<div class="bar"><b>醫療資訊系統 PORTAL</b><span v-if="view==='home'">{{me.name}} 您好! <button type="button" class="b" @click="ask=true">登出系統</button></span></div>
<form v-if="view==='login'" class="card" @submit.prevent="ready&&login()"><h2>登入</h2><div class="fld"><label for="cmp">院區</label><select id="cmp" v-model="f.campus"><option value="" disabled>--請選擇--</option><option value="TPE">總院區</option><option value="BH">北護分院</option><option value="HC">新竹臺大分院</option></select></div>
<line-input label="帳號" v-model="f.account" :max="6" hint="6位數數字" req></line-input><line-input label="密碼" type="password" v-model="f.password" req></line-input>
<line-input label="驗證碼 (不用區分大小寫)" v-model="f.answer" :max="6" req><img v-if="cap.img" :src="cap.img" alt=""><button type="button" class="b t" title="重新產生" @click="draw">↻</button></line-input>
<p class="bad" role="alert" v-if="err">{{err}}</p><button type="submit" class="b" :disabled="!ready">{{busy?'登入中…':'登入'}}</button></form>
<div v-else-if="view==='home'" class="card"><p>總院差勤待簽 0 未核准 0 被駁回 0</p><h3>個人管理</h3><div class="grid"><button type="button" class="tile" @click="go('password')">🔑<br>更改密碼</button><button type="button" class="tile" v-for="x in tiles.slice(0,3)" :key="x" @click="off=true">{{x}}</button>
<button type="button" class="tile" @click="go('contact')">📇<br>維護個人連絡資料</button><button type="button" class="tile" v-for="x in tiles.slice(3)" :key="x" @click="off=true">{{x}}</button></div></div>
<div v-else-if="view==='gone'" class="card"><h2>您已安全登出</h2><button type="button" class="b" @click="start">重新登入</button></div><p v-else class="card">載入中…</p>
<base-modal :open="off" title="訊息" @close="off=false">您沒有使用此功能的權限。</base-modal><base-modal :open="ask" title="登出確認" @close="ask=false">確定要登出嗎？<template #foot><button type="button" class="b t" @click="ask=false">再想想</button><button type="button" class="b" @click="logout">是，登出</button></template></base-modal>`,
methods:{go(p){location.href=this.me.inner+'/'+p+'?SESSION='+this.me.session}}});"""

INNER = """const S=new URLSearchParams(location.search).get('SESSION');const api=new Http('/api/staff');api.headers['X-Session']=S;const page=location.pathname.slice(1);
const PwdPage={setup(){const f=reactive({current:'',next:'',confirm:''}),done=ref(false),err=ref('');const len=computed(()=>f.next.length>=8),mix=computed(()=>/[A-Za-z]/.test(f.next)&&/\\d/.test(f.next)),can=computed(()=>f.current&&f.next&&f.confirm);
const save=async()=>{err.value='';try{await api.post('/password',{...f,stamp:BOOT.stamp});done.value=true}catch(e){err.value=reason(e);if(e.response&&e.response.data.stamp)BOOT.stamp=e.response.data.stamp}};return{f,done,err,len,mix,can,save}},
template:`<div v-if="!done"><h2>更改密碼</h2><line-input label="請輸入舊密碼：" type="password" v-model="f.current"></line-input><line-input label="請輸入新密碼：" type="password" v-model="f.next"></line-input><line-input label="請再輸入新密碼：" type="password" v-model="f.confirm"></line-input>
<p>密碼設定條件：</p><ul><li :class="len?'good':''">1.密碼長度不可少於8個字元</li><li :class="mix?'good':''">2.密碼內容需包含英文及數字</li></ul><p class="bad" v-if="err">{{err}}</p><button type="button" class="b" :disabled="!can" @click="save">變更</button></div><div v-else><h2 class="good">✔ 密碼更新成功</h2><p>請牢記您的新密碼。</p></div>`};
const ContactPage={setup(){const f=reactive({}),was=ref(''),ok=ref(false),err=ref(''),info=ref({});const load=d=>{Object.assign(f,d.contact);info.value=d;was.value=JSON.stringify(f)};onMounted(async()=>load((await api.get('/contact')).data));const touched=computed(()=>/^09\\d{8}$/.test(f.mobile||''));
const save=async()=>{err.value='';try{load((await api.post('/contact',{...f,stamp:info.value.stamp})).data);ok.value=true}catch(e){err.value=reason(e);if(e.response&&e.response.data.stamp)info.value.stamp=e.response.data.stamp}};return{f,ok,err,info,touched,save}},
template:`<h2>台大醫院---維護個人連絡資料</h2><button type="button" class="b" :disabled="!touched" @click="save">異動儲存</button><p class="bad" v-if="err">{{err}}</p><p>員工編號：{{info.id}}　姓名：{{info.name}}</p><line-input label="英文姓：" v-model="f.surname" hint="ex:Chen(陳)"></line-input><line-input label="英文首名：" v-model="f.given" hint="ex: Yi-Fen(怡芬)"></line-input>
<line-input label="英文中名：" v-model="f.middle" hint="ex:Mary 為英文別名，如無，可不填"></line-input><line-input label="辦公室電話：" v-model="f.office" hint="ex:61234或23123456"></line-input><line-input label="住宅電話：" v-model="f.home" hint="ex:0223123456"></line-input><line-input label="行動電話：" v-model="f.mobile" :max="10" hint="ex:0952000000 (如離職或更換門號，請記得調整此欄位)"></line-input>
<base-modal :open="ok" title="異動結果" @close="ok=false"><p>✔ 您的連絡資料已完成更新。</p></base-modal>`};
boot({components:{PwdPage,ContactPage},setup(){const out=async()=>{try{await api.post('/logout')}catch(e){}location.href=BOOT.portal+'/'};return{out,portal:BOOT.portal,page}},template:`<div class="bar"><b>個人管理</b><span><a style="color:#fff" :href="portal+'/'">回功能選單</a>　<a style="color:#fff" href="#" @click.prevent="out">登出系統</a></span></div><div class="card"><pwd-page v-if="page==='password'"></pwd-page><contact-page v-else></contact-page></div>`});"""

HELP = """const api=new Http('/api/idm');boot({setup(){const view=ref('home'),agree=ref(false),purpose=ref(''),f=reactive({account:'',code:''}),tel=ref(''),modal=ref(''),err=ref(''),telErr=ref(''),d=ref({}),g=reactive({alias:'',secret:'',again:''}),msg=ref('');
const canSend=computed(()=>/^\\d{6}$/.test(f.account)),canNext=computed(()=>canSend.value&&f.code.trim().length>0),canTel=computed(()=>/^\\d{10}$/.test(tel.value)),canOpen=computed(()=>g.alias&&g.secret&&g.again),canReset=computed(()=>g.secret&&g.again);
const enter=async p=>{err.value='';Object.assign(f,{account:'',code:''});tel.value='';Object.assign(g,{alias:'',secret:'',again:''});purpose.value=p;api.headers['X-Transaction']=(await api.post('/begin',{purpose:p,agree:agree.value})).data.transaction;view.value='proof'};
const send=async()=>{telErr.value='';try{await api.post('/otp',{account:f.account,phone:tel.value});modal.value='sent'}catch(e){telErr.value=reason(e)}};
const next=async()=>{err.value='';try{await api.post('/verify',{account:f.account,code:f.code});d.value=(await api.get('/profile')).data;view.value=purpose.value==='activate'?'setup':'reset'}catch(e){err.value=reason(e)}};
const open=async()=>{err.value='';try{msg.value=(await api.post('/activate',{...g,stamp:d.value.stamp})).data.message;view.value='done'}catch(e){err.value=reason(e);if(e.response&&e.response.data.stamp)d.value.stamp=e.response.data.stamp}};
const reset=async()=>{err.value='';try{msg.value=(await api.post('/reset',{secret:g.secret,again:g.again,stamp:d.value.stamp})).data.message;view.value='done'}catch(e){err.value=reason(e);if(e.response&&e.response.data.stamp)d.value.stamp=e.response.data.stamp}};
const leave=async()=>{try{await api.post('/leave')}catch(e){}agree.value=false;view.value='bye'};
return{view,agree,purpose,f,tel,modal,err,telErr,d,g,msg,canSend,canNext,canTel,canOpen,canReset,enter,send,next,open,reset,leave}},
template:`<div class="bar"><b>網路帳號自助服務</b><span v-if="['setup','reset','done'].includes(view)"><button type="button" class="b" @click="leave">登出</button></span></div>
<div class="card" v-if="view==='home'"><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul>
<details><summary>《常見問題與服務》</summary><p>密碼修改後多久可以生效？即時生效。</p><p>忘記密碼？請取得簡訊後進行密碼設定。</p></details><p><label><input type="checkbox" v-model="agree"> 我已詳閱並同意遵守上述規範</label></p><p v-if="!agree" class="bad">※ 請先詳閱規範並勾選同意，方可使用下列功能</p>
<p><button type="button" class="b" :disabled="!agree" @click="enter('activate')">啟用網路帳號及首次雲端帳號密碼設定</button><br><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></p><p><button type="button" class="b" :disabled="!agree" @click="enter('reset')">重置雲端服務密碼</button><br><small>重設非Portal帳號的密碼：Email, 無線網路, KM</small></p></div>
<div class="card" v-else-if="view==='proof'"><h2>{{purpose==='activate'?'啟用網路帳號及首次雲端帳號密碼設定':'重置雲端服務密碼'}}</h2><details open><summary>注意事項</summary><ul><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul></details>
<line-input label="網路帳號 / 主職員工編號" v-model="f.account" :max="6"><button type="button" class="b" :disabled="!canSend" @click="modal='tel';telErr=''">發送簡訊動態碼</button></line-input><line-input label="簡訊(或MOTP)動態碼" v-model="f.code" :max="6"></line-input><p class="bad" v-if="err">{{err}}</p><button type="button" class="b t" @click="view='home'">返回</button><button type="button" class="b" :disabled="!canNext" @click="next">下一步</button></div>
<div class="card" v-else-if="view==='setup'||view==='reset'"><h2>{{view==='setup'?'設定密碼與郵件別名':'重置雲端服務密碼'}}</h2><dl><dt>網路帳號 / 主職員工編號</dt><dd>{{d.id}}</dd><dt>帳號姓名</dt><dd>{{d.name}}</dd><dt>主職單位</dt><dd>{{d.unit}}</dd><dt>有效期限</dt><dd>{{d.until}}</dd></dl>
<template v-if="view==='setup'&&d.active"><p class="good">您的雲端服務帳號已啟用：<b>{{d.mail}}</b></p></template><template v-else><line-input v-if="view==='setup'" label="雲端服務帳號 (電子郵件名稱)" v-model="g.alias" :max="64" hint="名稱長度限64字元內，設定之後不能修改">@ntuh.gov.tw</line-input>
<line-input label="請設定雲端服務密碼" type="password" v-model="g.secret" hint="至少8碼，含英文及數字"></line-input><line-input label="請再輸入一次雲端服務密碼" type="password" v-model="g.again"></line-input><p class="bad" v-if="err">{{err}}</p><template v-if="view==='setup'"><button type="button" class="b t" @click="leave">取消啟用</button><button type="button" class="b" :disabled="!canOpen" @click="open">啟用雲端服務</button><p>服務於設定完成隔日生效</p></template><button v-else type="button" class="b" :disabled="!canReset" @click="reset">送出新密碼</button></template></div>
<div class="card" v-else-if="view==='done'"><h2 class="good">✔ 設定已生效</h2><p>{{msg}}</p></div><div class="card" v-else><h2>您已離開帳號服務</h2><button type="button" class="b" @click="view='home'">回首頁</button></div>
<base-modal :open="modal==='tel'" title="身分驗證"><line-input label="請輸入帳號登記的手機門號(10碼)" v-model="tel" :max="10"></line-input><p class="bad" v-if="telErr">{{telErr}}</p><template #foot><button type="button" class="b t" @click="modal=''">取消</button><button type="button" class="b" :disabled="!canTel" @click="send">確定發送</button></template></base-modal>
<base-modal :open="modal==='sent'" title="動態碼簡訊發送成功" @close="modal=''">成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</base-modal>`});"""

MAIL = """const api=new Http('/api/mail');boot({setup(){const f=reactive({user:'',pass:'',captcha:'',remember:false}),cap=ref({}),err=ref(''),box=ref(null),ready=computed(()=>f.user&&f.pass&&f.captcha);const draw=async()=>{cap.value=(await api.get('/captcha')).data;f.captcha=''};const load=async()=>{try{box.value=(await api.get('/inbox')).data}catch(e){box.value=null;draw()}};onMounted(load);
const login=async()=>{err.value='';try{await api.post('/login',{...f,captchaId:cap.value.id});f.pass='';await load()}catch(e){err.value=reason(e);draw()}};const out=async()=>{await api.post('/logout');load()};return{f,cap,err,box,ready,draw,login,out}},
template:`<div class="bar"><b>電子信箱</b><button v-if="box" type="button" class="b" @click="out">登出</button></div><div class="card" v-if="!box"><line-input label="帳號:" v-model="f.user"></line-input><line-input label="密碼:" type="password" v-model="f.pass"></line-input><line-input label="驗證碼(小寫字母或數字):" v-model="f.captcha" :max="5"><img v-if="cap.img" :src="cap.img" alt=""></line-input>
<label><input type="checkbox" v-model="f.remember"> 記住登入資訊 (公用電腦請勿勾選)</label><p class="bad" v-if="err">{{err}}</p><p><button type="button" class="b" :disabled="!ready" @click="login">登入</button></p><h3>公佈欄</h3><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></div><div class="card" v-else><h2>收件匣</h2><p>{{box.address}}</p><ul><li v-for="m in box.items" :key="m">{{m}}</li></ul></div>`});"""

NAMES = {"surname": "english_surname", "given": "english_given", "middle": "english_middle", "office": "office_phone", "home": "home_phone", "mobile": "mobile_phone"}


def js(status: int = 200, *cookies: str, **data: object) -> Response:
    return Response(json.dumps(data, ensure_ascii=False), status, "application/json; charset=utf-8", [("Set-Cookie", c) for c in cookies] + [("Cache-Control", "no-store")])


class TheSite(Site):
    title = "vue3_modal_and_axios_like"

    def __init__(self) -> None:
        super().__init__()
        self.staff: set[str] = set()
        self.drawn: dict[str, str] = {}
        self.stamps: set[str] = set()
        self.deals: dict[str, dict] = {}

    def page(self, r: Request, title: str, code: str, paths: tuple[str, ...] = ("/",), start: dict | None = None) -> Response | None:
        """The page, its scripts, and a JSON body made into a form."""
        if r.path == "/assets/vue.global.prod.js":
            return Response((Path(__file__).resolve().parent.parent / "vendor" / "vue.global.prod.js").read_bytes(), kind="application/javascript")
        if r.path == "/assets/kit.js":
            return Response(KIT, kind="application/javascript; charset=utf-8")
        if r.path == "/assets/app.js":
            return Response(code, kind="application/javascript; charset=utf-8")
        if r.path in paths and r.method == "GET":
            return Response(f"""<!DOCTYPE html><html lang="zh-TW"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>{title}</title><style>{CSS}</style></head><body><div id="app"></div><script>window.BOOT={json.dumps(start or {})}</script>
<script src="/assets/vue.global.prod.js"></script><script src="/assets/kit.js"></script><script src="/assets/app.js"></script></body></html>""", headers=[("Cache-Control", "no-store")])
        if r.method == "POST":
            r.form = [(k, str(v)) for k, v in json.loads(r.body or b"{}").items()]
        return None

    def draw(self, text: str) -> Response:
        cid = token_hex(8)
        self.drawn[cid] = text
        return js(id=cid, img="data:image/png;base64," + base64.b64encode(picture(text, "PNG")).decode())

    def solved(self, r: Request, given: str) -> bool:
        text = self.drawn.pop(r.get("captchaId"), "")
        ok = text != "" and text == self.truth.captcha and text.lower() == given.strip().lower()
        self.truth.captcha = ""
        return ok

    def stamp(self) -> str:
        s = token_hex(10)
        self.stamps.add(s)
        return s

    def stamped(self, r: Request) -> bool:
        ok = r.get("stamp") in self.stamps
        self.stamps.discard(r.get("stamp"))
        return ok

    def leave_portal(self, sid: str) -> Response:
        self.staff.discard(sid)
        self.truth.sessions.discard(f"portal:{sid}")
        self.truth.counts["sign_out_portal"] += 1
        return js(200, "vp_sid=; Path=/; Max-Age=0", ok=True)

    def portal(self, r: Request) -> Response:
        if (p := self.page(r, "台大醫院 PORTAL", LOGIN)) is not None:
            return p
        t, sid = self.truth, r.cookies.get("vp_sid", "")
        if r.path == "/api/v1/captcha":
            return self.draw(t.new_captcha())
        if r.path == "/api/v1/login" and r.method == "POST":
            self.takes(r, campus="campus", account="employee_id", password="portal_password", answer="captcha")
            why = ""
            if not self.solved(r, r.get("answer")):
                why = "驗證碼輸入有誤或已失效"
            elif r.get("campus") != "TPE" or r.get("account") != t.person.employee_id or r.get("password") != t.portal_password:
                why = "帳號或密碼輸入有誤"
            if why:
                t.counts["sign_in_refused"] += 1
                return js(401, detail=why)
            sid = token_hex(16)
            self.staff.add(sid)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return js(200, f"vp_sid={sid}; Path=/; HttpOnly", ok=True)
        if sid not in self.staff:
            return js(403, detail="尚未登入")
        if r.path == "/api/v1/me":
            return js(name=t.person.name, session=sid, inner=self.urls["inner"])
        if r.path == "/api/v1/logout" and r.method == "POST":
            return self.leave_portal(sid)
        return js(404, detail="查無此服務")

    def inner(self, r: Request) -> Response:
        if (p := self.page(r, "個人管理", INNER, ("/password", "/contact"), {"stamp": self.stamp(), "portal": self.urls["portal"]})) is not None:
            return p
        t, p, sid = self.truth, self.truth.person, r.headers.get("X-Session", "")
        if sid not in self.staff:
            return js(403, detail="登入已失效，請回首頁重新登入")
        if r.path == "/api/staff/logout" and r.method == "POST":
            return self.leave_portal(sid)
        if r.path == "/api/staff/password" and r.method == "POST":
            self.takes(r, current="old_password", next="new_password", confirm="new_password_again")
            new, why = r.get("next"), ""
            if not self.stamped(r):
                why = "頁面已失效，請重新整理"
            elif r.get("current") != t.portal_password:
                why = "舊密碼不正確"
            elif len(new) < 8 or not re.search("[a-zA-Z]", new) or not re.search(r"\d", new) or new == t.portal_password:
                why = "新密碼未符合密碼設定條件"
            elif new != r.get("confirm"):
                why = "新密碼與再次輸入的新密碼不同"
            if why:
                t.counts["password_refused"] += 1
                return js(422, detail=why, stamp=self.stamp())
            t.portal_password = new
            t.counts["password_changed"] += 1
            return js(ok=True)
        if r.path == "/api/staff/contact":
            if r.method == "POST":
                self.takes(r, mobile="mobile_phone")
                if not self.stamped(r):
                    return js(422, detail="頁面已失效，請重新整理", stamp=self.stamp())
                if not re.fullmatch(r"09\d{8}", r.get("mobile")):
                    return js(422, detail="行動電話格式不正確", stamp=self.stamp())
                for k, v in NAMES.items():
                    t.saved_contact[v] = r.get(k)
                t.counts["contact_saved"] += 1
            return js(id=p.employee_id, name=p.name, stamp=self.stamp(), contact={k: t.saved_contact.get(v, getattr(p, v)) for k, v in NAMES.items()})
        return js(404, detail="查無此服務")

    def account(self, r: Request) -> Response:
        if (p := self.page(r, "網路帳號自助服務", HELP)) is not None:
            return p
        t, p = self.truth, self.truth.person
        if r.path == "/api/idm/begin" and r.method == "POST":
            self.takes(r, agree="consent")
            if r.get("agree") != "True" or r.get("purpose") not in ("activate", "reset"):
                return js(422, detail="請先同意規範")
            key = token_hex(12)
            self.deals[key] = {"purpose": r.get("purpose"), "passed": False}
            return js(transaction=key)
        key = r.headers.get("X-Transaction", "")
        deal = self.deals.get(key)
        if r.method == "POST":
            self.takes(r, account="employee_id", phone="registered_phone", code="code", alias="alias", secret="cloud_password", again="cloud_password_again")
        if deal is None:
            return js(403, detail="作業已逾時，請回首頁重新開始")
        if r.path == "/api/idm/otp" and not deal["passed"]:
            if r.get("account") != p.employee_id or r.get("phone") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return js(422, detail="手機門號與登記資料不符，請確認")
            deal.update(code=t.new_message(), sent=time.time())
            return js(ok=True)
        if r.path == "/api/idm/verify" and not deal["passed"]:
            if r.get("account") != p.employee_id or not deal.get("code") or r.get("code").strip() != deal["code"] or deal["code"] != t.messages[-1]:
                t.counts["code_refused"] += 1
                return js(422, detail="動態碼輸入錯誤，請重新輸入")
            if time.time() - deal["sent"] > 120:
                t.counts["code_refused"] += 1
                return js(422, detail="動態碼已逾2分鐘，請重新發送")
            deal.update(passed=True, code="")
            t.counts["code_accepted"] += 1
            t.sessions.add(f"account:{key}")
            return js(ok=True)
        if not deal["passed"]:
            return js(403, detail="請先通過動態碼驗證")
        if r.path == "/api/idm/profile":
            return js(id=p.employee_id, name=p.name, unit=p.unit, until=p.valid_until, active=bool(t.alias), mail=f"{t.alias}@ntuh.gov.tw" if t.alias else "", stamp=self.stamp())
        if r.path == "/api/idm/leave" and r.method == "POST":
            del self.deals[key]
            t.sessions.discard(f"account:{key}")
            t.counts["sign_out_account"] += 1
            return js(ok=True)
        first = r.path == "/api/idm/activate"
        if r.method == "POST" and (first or r.path == "/api/idm/reset"):
            name, pw, why = r.get("alias"), r.get("secret"), ""
            if not self.stamped(r) or deal["purpose"] != ("activate" if first else "reset"):
                why = "頁面已失效，請重新操作"
            elif first and t.alias:
                why = "雲端服務帳號已啟用，不可重複啟用"
            elif not first and not t.alias:
                why = "尚未啟用雲端服務帳號"
            elif first and not re.fullmatch(r"[a-z][a-z0-9._-]{1,63}", name, re.I):
                why = "電子郵件名稱只能使用英文字母開頭之英數字與 . _ -"
            elif first and name.lower() == "taken.name":
                why = "這個電子郵件名稱已被使用"
            elif len(pw) < 8 or not re.search("[a-zA-Z]", pw) or not re.search(r"\d", pw):
                why = "密碼至少8碼，且需含英文及數字"
            elif pw != r.get("again"):
                why = "兩次輸入的密碼不相同"
            if why:
                return js(422, detail=why, stamp=self.stamp())
            t.cloud_password = pw
            if first:
                t.alias = name
                t.counts["activated"] += 1
            return js(message=f"您的雲端服務帳號 {t.alias}@ntuh.gov.tw 已建立，隔日起可使用。" if first else "新的雲端服務密碼已可使用。")
        return js(404, detail="查無此服務")

    def mail(self, r: Request) -> Response:
        if (p := self.page(r, "電子信箱", MAIL)) is not None:
            return p
        t, sid = self.truth, r.cookies.get("vm_sid", "")
        if r.path == "/api/mail/captcha":
            return self.draw(t.new_captcha("abcdefghjkmnprstuvwxy345678", 5))
        if r.path == "/api/mail/login" and r.method == "POST":
            self.takes(r, user="mail_account", **{"pass": "mail_password"}, captcha="captcha")
            if not self.solved(r, r.get("captcha")):
                return js(401, detail="驗證碼不正確")
            if not t.alias or r.get("user").split("@")[0].lower() != t.alias.lower() or r.get("pass") != t.cloud_password:
                return js(401, detail="帳號或密碼不正確")
            sid = token_hex(14)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return js(200, f"vm_sid={sid}; Path=/; HttpOnly", ok=True)
        if f"mail:{sid}" not in t.sessions:
            return js(403, detail="請登入")
        if r.path == "/api/mail/inbox":
            return js(address=f"{t.alias}@ntuh.gov.tw", items=["資訊室：雲端服務啟用通知", "總務室：停車公告"])
        if r.path == "/api/mail/logout" and r.method == "POST":
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return js(200, "vm_sid=; Path=/; Max-Age=0", ok=True)
        return js(404, detail="查無此服務")
