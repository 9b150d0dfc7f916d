"""One-page applications in plain JavaScript with Bootstrap 5: history.pushState, a stepper, modals and toasts, JSON from the server."""

from __future__ import annotations

import json
import re
import sys
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture  # noqa: E402

CORE = r"""'use strict';
const $=s=>document.querySelector(s),root=$('#root'),routes={};let state={};
const esc=s=>String(s??'').replace(/[&<>"]/g,c=>({'&':'&amp;','<':'&lt;','>':'&gt;','"':'&quot;'}[c]));
async function rpc(name,data={}){document.body.classList.add('busy');try{const r=await fetch('/rpc/'+name,{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify({...data,_v:window.VER,...(window.SES?{SESSION:window.SES}:{})})});return await r.json()}catch(e){return{code:'NET',message:'連線失敗，請稍後再試'}}finally{document.body.classList.remove('busy')}}
function nav(path,replace){history[replace?'replaceState':'pushState']({},'',path);draw()}
async function draw(){const k=location.pathname;root.innerHTML='<div class="text-center p-5"><div class="spinner-border text-primary"></div></div>';await (routes[k]||routes['*'])()}
window.addEventListener('popstate',draw);
document.addEventListener('click',e=>{const a=e.target.closest('[data-nav]');if(a){e.preventDefault();nav(a.dataset.nav)}});
function alertBox(text,kind='danger'){const o=$('#alert');if(o)o.innerHTML=text?`<div class="alert alert-${kind} py-2" role="alert">${esc(text)}</div>`:''}
function toast(text){const d=document.createElement('div');d.className='toast align-items-center text-bg-success border-0';d.setAttribute('role','status');d.innerHTML=`<div class="d-flex"><div class="toast-body">${esc(text)}</div><button type="button" class="btn-close btn-close-white me-2 m-auto" data-bs-dismiss="toast" aria-label="Close"></button></div>`;$('#toasts').append(d);new bootstrap.Toast(d,{delay:8000}).show()}
function modal(title,body,foot){const d=document.createElement('div');d.className='modal';d.tabIndex=-1;d.innerHTML=`<div class="modal-dialog modal-dialog-centered"><div class="modal-content"><div class="modal-header"><h5 class="modal-title">${title}</h5></div><div class="modal-body">${body}</div><div class="modal-footer">${foot}</div></div></div>`;document.body.append(d);
 const m=new bootstrap.Modal(d,{backdrop:'static'});d.addEventListener('hidden.bs.modal',()=>d.remove());m.show();return{el:d,close:()=>new Promise(ok=>{d.addEventListener('hidden.bs.modal',ok,{once:true});m.hide()})}}
const field=(id,label,attrs='',after='',help='')=>`<div class="row mb-3"><label class="col-sm-4 col-form-label text-sm-end" for="${id}">${label}</label><div class="col-sm-8"><div class="input-group"><input class="form-control" id="${id}" ${attrs}>${after}</div>${help?`<div class="form-text">${help}</div>`:''}</div></div>`;
const card=(title,body)=>`<div class="card shadow-sm mx-auto" style="max-width:820px"><div class="card-header fw-bold">${title}</div><div class="card-body">${body}<div id="alert" class="mt-3"></div></div></div>`;
const steps=(n,names)=>`<ol class="d-flex list-unstyled justify-content-between mb-4">${names.map((t,i)=>`<li class="${i<n?'text-success':i===n?'text-primary fw-bold':'text-muted'}" ${i===n?'aria-current="step"':''}><span class="badge rounded-pill ${i<n?'text-bg-success':i===n?'text-bg-primary':'text-bg-secondary'}">${i<n?'✓':i+1}</span> ${t}</li>`).join('<li class="flex-fill border-top mx-3 mt-2"></li>')}</ol>`;
const val=id=>$('#'+id).value;
window.addEventListener('DOMContentLoaded',draw);
"""

PORTAL = r"""
let capId='';async function cap(){const d=await rpc('captcha');capId=d.id;$('#capImg').src=d.src;$('#inCap').value=''}
routes['*']=async()=>{const d=await rpc('whoami');nav(d.code==='OK'?'/home':'/signin',true)};
routes['/signin']=async()=>{root.innerHTML=card('<i>🏥</i> 醫療資訊系統登入',`<form id="f" novalidate><div class="row mb-3"><label class="col-sm-4 col-form-label text-sm-end" for="inSite">院區</label><div class="col-sm-8"><select class="form-select" id="inSite"><option value="MAIN">總院區</option><option value="JS">金山分院</option><option value="YL">雲林分院</option></select></div></div>
${field('inUser','帳號','maxlength="6" inputmode="numeric"')}${field('inPass','密碼','type="password"','<button type="button" class="btn btn-outline-secondary" id="eye" aria-label="顯示密碼">👁</button>')}${field('inCap','驗證碼','maxlength="6" autocomplete="off"','<span class="input-group-text p-0"><img id="capImg" alt="驗證圖"></span><button type="button" class="btn btn-outline-secondary" id="reCap" aria-label="更換圖片">🔄</button>','不用區分大小寫')}
<div class="text-center"><button type="submit" class="btn btn-primary px-5" id="go">登入系統</button></div></form>`);await cap();$('#reCap').onclick=cap;$('#eye').onclick=()=>{const p=$('#inPass');p.type=p.type==='password'?'text':'password'};
$('#f').onsubmit=async e=>{e.preventDefault();alertBox('');const d=await rpc('signin',{site:val('inSite'),user:val('inUser'),pass:val('inPass'),captcha:val('inCap'),captcha_id:capId});if(d.code==='OK'){nav('/news')}else{alertBox(d.message);$('#inPass').value='';cap()}}};
routes['/news']=async()=>{root.innerHTML=card('系統公告','<p>請同仁配合資安政策，定期更換密碼。</p><div class="text-end"><button type="button" class="btn btn-primary" data-nav="/home">已閱讀，繼續</button></div>')};
routes['/home']=async()=>{const d=await rpc('whoami');if(d.code!=='OK'){nav('/signin',true);return}const no=t=>`<li><button type="button" class="dropdown-item" data-no>${t}</button></li>`;
root.innerHTML=`<nav class="navbar navbar-expand bg-body-tertiary rounded mb-3 px-3"><ul class="navbar-nav me-auto"><li class="nav-item"><a class="nav-link disabled">醫療系統</a></li><li class="nav-item"><a class="nav-link disabled">數位學習</a></li><li class="nav-item"><a class="nav-link disabled">行政系統</a></li>
<li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" role="button" data-bs-toggle="dropdown">個人管理</a><ul class="dropdown-menu"><li><a class="dropdown-item" href="${d.inner}/password?SESSION=${d.session}">更改密碼</a></li>${no('個人簽章提醒設定')}${no('薪資所得免稅額申報表')}${no('查詢員工連絡資料')}<li><a class="dropdown-item" href="${d.inner}/contact?SESSION=${d.session}">維護個人連絡資料</a></li>${no('行動憑證申請')}</ul></li></ul>
<span class="me-3">${esc(d.name)} 您好!</span><button type="button" class="btn btn-outline-danger btn-sm" id="out">登出系統</button></nav>${card('全院公告 2','<p>總院差勤待簽 0 未核准 0 被駁回 0</p>')}`;
document.querySelectorAll('[data-no]').forEach(b=>b.onclick=()=>alertBox('此功能暫不開放','warning'));$('#out').onclick=async()=>{await rpc('signout');nav('/bye')}};
routes['/bye']=async()=>{root.innerHTML=card('登出','<p>您已成功登出。</p><button type="button" class="btn btn-primary" data-nav="/signin">重新登入</button>')};
"""

INNER = r"""
window.SES=new URLSearchParams(location.search).get('SESSION')||'';
const foot=()=>`<hr><a href="${window.HOME}/home">回功能選單</a>　<a href="#" id="out">登出系統</a>`;
const wire=()=>{$('#out').onclick=async e=>{e.preventDefault();await rpc('signout');location.href=window.HOME+'/bye'}};
routes['*']=async()=>{root.innerHTML=card('提示','請由功能選單進入。'+foot());wire()};
routes['/password']=async()=>{let k=(await rpc('ticket',{for:'password'})).ticket;if(!k){root.innerHTML=card('提示','登入逾時。'+foot());return}
root.innerHTML=card('更改密碼',`${field('o','請輸入舊密碼：','type="password"')}${field('n','請輸入新密碼：','type="password"')}${field('a','請再輸入新密碼：','type="password"')}<div class="row mb-2"><div class="col-sm-4 text-sm-end">密碼強度檢核：</div><div class="col-sm-8"><div class="progress"><div class="progress-bar" id="bar" style="width:0"></div></div></div></div>
<p class="small">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p><button type="button" class="btn btn-primary" id="ok">確認修改</button>${foot()}`);wire();$('#n').oninput=()=>{$('#bar').style.width=Math.min(100,val('n').length*10)+'%'};
$('#ok').onclick=async()=>{const d=await rpc('password',{old_pw:val('o'),new_pw:val('n'),new_pw2:val('a'),ticket:k});if(d.code==='OK'){root.innerHTML=card('修改結果',`<div class="alert alert-success">${esc(d.message)}</div>${foot()}`);wire()}else{if(d.ticket)k=d.ticket;alertBox(d.message)}}};
routes['/contact']=async()=>{const d=await rpc('contact.get');if(d.code!=='OK'){root.innerHTML=card('提示','登入逾時。'+foot());return}let k=d.ticket;const c=d.contact,v=x=>`value="${esc(c[x])}"`;
root.innerHTML=card('台大醫院---維護個人連絡資料',`<button type="button" class="btn btn-success mb-3" id="save">💾 異動儲存</button><p>員工編號：${d.id}　姓名：${d.name}</p>${field('c_sur','英文姓：',v('sur'),'','ex:Chen(陳)')}${field('c_giv','英文首名：',v('giv'),'','ex: Yi-Fen(怡芬)')}${field('c_mid','英文中名：',v('mid'),'','ex:Mary 為英文別名，如無，可不填')}${field('c_off','辦公室電話：',v('off'),'','ex:61234或23123456')}${field('c_hom','住宅電話：',v('hom'),'','ex:0223123456')}${field('c_mob','行動電話：',v('mob')+' maxlength="10"','','ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}${foot()}`);wire();
$('#save').onclick=async()=>{const b={ticket:k};['sur','giv','mid','off','hom','mob'].forEach(x=>b[x]=val('c_'+x));const a=await rpc('contact.put',b);if(a.ticket)k=a.ticket;if(a.code==='OK'){for(const x in a.contact)$('#c_'+x).value=a.contact[x];toast(a.message);alertBox(a.message,'success')}else alertBox(a.message)}};
"""

HELP = r"""
const NAMES=['身分驗證','設定資料','完成'];let kind='first';const title=()=>kind==='first'?'啟用網路帳號及首次雲端帳號密碼設定':'重置雲端服務密碼';
routes['*']=async()=>{root.innerHTML=card('網路帳號服務',`<h5>《規範》</h5><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
<h5>《常見問題與服務》</h5><div class="accordion mb-3" id="qa"><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" type="button" data-bs-toggle="collapse" data-bs-target="#q1">密碼修改後多久可以生效</button></h2><div id="q1" class="accordion-collapse collapse"><div class="accordion-body">即時生效。</div></div></div><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" type="button" data-bs-toggle="collapse" data-bs-target="#q2">忘記密碼</button></h2><div id="q2" class="accordion-collapse collapse"><div class="accordion-body">請以下方按鈕取得簡訊後進行密碼設定。</div></div></div></div>
<div class="list-group"><button type="button" class="list-group-item list-group-item-action" data-kind="first"><b>啟用網路帳號及首次雲端帳號密碼設定</b><br><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></button><button type="button" class="list-group-item list-group-item-action" data-kind="again"><b>重置雲端服務密碼</b><br><small>重設非Portal帳號的密碼</small></button></div>`);
document.querySelectorAll('[data-kind]').forEach(b=>b.onclick=async()=>{kind=b.dataset.kind;const d=await rpc('flow.start',{kind});state={flow:d.flow};nav('/verify')})};
routes['/verify']=async()=>{if(!state.flow){nav('/',true);return}root.innerHTML=card(title(),steps(0,NAMES)+`<ul class="small text-muted"><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>${field('acc','網路帳號 / 主職員工編號','maxlength="6"','<button type="button" class="btn btn-outline-primary" id="sms">發送簡訊動態碼</button>')}${field('otp','簡訊(或MOTP)動態碼','maxlength="6" autocomplete="one-time-code"')}<div class="d-flex justify-content-between"><button type="button" class="btn btn-link" data-nav="/">上一步</button><button type="button" class="btn btn-primary" id="next">下一步</button></div>`);
$('#sms').onclick=()=>{alertBox('');if(!/^\d{6}$/.test(val('acc'))){alertBox('請先輸入6位數帳號');return}const m=modal('手機門號確認','<label class="form-label" for="mob">請輸入帳號登記的手機門號(10碼)</label><input class="form-control" id="mob" maxlength="10" inputmode="numeric"><div class="text-danger mt-2" id="mobErr"></div>','<button type="button" class="btn btn-secondary" id="mCancel">取消</button><button type="button" class="btn btn-primary" id="mSend">確定發送</button>');
 $('#mCancel').onclick=m.close;$('#mSend').onclick=async()=>{const d=await rpc('flow.sms',{flow:state.flow,account:val('acc'),mobile:val('mob')});if(d.code!=='OK'){$('#mobErr').textContent=d.message;return}await m.close();const s=modal('動態碼簡訊發送成功','成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」','<button type="button" class="btn btn-primary" id="sOk">確定</button>');s.el.querySelector('#sOk').onclick=s.close}};
$('#next').onclick=async()=>{const d=await rpc('flow.verify',{flow:state.flow,account:val('acc'),otp:val('otp')});if(d.code==='OK'){state.info=d;nav('/setup')}else alertBox(d.message)}};
const exit=()=>'<button type="button" class="btn btn-link" id="exit">登出</button>';const bindExit=()=>{$('#exit').onclick=leave};async function leave(){await rpc('flow.leave',{flow:state.flow});state={};nav('/bye')}
routes['/setup']=async()=>{const d=state.info;if(!d){nav('/',true);return}const facts=[['網路帳號 / 主職員工編號',d.id],['帳號姓名',d.name],['主職單位',d.unit],['有效期限',d.until]].map(x=>`<dt class="col-sm-4 text-sm-end">${x[0]}</dt><dd class="col-sm-8">${esc(x[1])}</dd>`).join('');
if(kind==='first'&&d.mailbox){root.innerHTML=card('設定密碼與郵件別名',`<dl class="row">${facts}<dt class="col-sm-4 text-sm-end">雲端服務帳號 (電子郵件名稱)</dt><dd class="col-sm-8">${esc(d.mailbox)}</dd></dl><div class="alert alert-info">您已完成啟用程序，無須再次啟用。</div>${exit()}`);bindExit();return}
root.innerHTML=card(kind==='first'?'設定密碼與郵件別名':'重置雲端服務密碼',steps(1,NAMES)+`<dl class="row">${facts}</dl>${kind==='first'?field('box','雲端服務帳號 (電子郵件名稱)','maxlength="64"','<span class="input-group-text">@ntuh.gov.tw</span>','名稱長度限64字元內'):''}${field('pw1','雲端服務密碼','type="password" autocomplete="new-password"','','至少8個字元，包含英文及數字')}${field('pw2','再輸入一次密碼','type="password" autocomplete="new-password"')}<div class="d-flex justify-content-end gap-2">${kind==='first'?'<button type="button" class="btn btn-outline-secondary" id="cancel">取消啟用</button><button type="button" class="btn btn-primary" id="act">啟用雲端服務</button>':'<button type="button" class="btn btn-primary" id="act">確定重置</button>'}</div><p class="small text-muted">服務於設定完成隔日生效</p>${exit()}`);bindExit();if($('#cancel'))$('#cancel').onclick=leave;
$('#act').onclick=async()=>{const b={flow:state.flow,ticket:d.ticket,pw1:val('pw1'),pw2:val('pw2')};if(kind==='first')b.box=val('box');const a=await rpc(kind==='first'?'flow.activate':'flow.reset',b);if(a.ticket)d.ticket=a.ticket;if(a.code==='OK'){state.done=a.message;state.info=null;history.replaceState({},'','/done');draw()}else alertBox(a.message)}};
routes['/done']=async()=>{if(!state.done){nav('/',true);return}root.innerHTML=card('作業結果',steps(3,NAMES)+`<div class="alert alert-success">${esc(state.done)}</div>${exit()}`);bindExit()};
routes['/bye']=async()=>{root.innerHTML=card('登出','<p>您已離開網路帳號服務。</p><button type="button" class="btn btn-primary" data-nav="/">回首頁</button>')};
"""

MAIL = r"""
let cid='';async function cap(){const d=await rpc('captcha');cid=d.id;$('#mc').src=d.src;$('#code').value=''}
routes['*']=async()=>{const d=await rpc('inbox');nav(d.code==='OK'?'/inbox':'/login',true)};
routes['/login']=async()=>{root.innerHTML=card('電子信箱',`${field('usr','帳號:')}${field('pwd','密碼:','type="password"')}${field('code','驗證碼(小寫字母或數字):','maxlength="5" autocomplete="off"','<img id="mc" alt="">')}<div class="form-check mb-3"><input class="form-check-input" type="checkbox" id="keep"><label class="form-check-label" for="keep">記住登入資訊 (公用電腦請勿勾選)</label></div><button type="button" class="btn btn-primary" id="in">登入信箱</button><hr><b>公佈欄</b><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p>`);await cap();
$('#in').onclick=async()=>{const d=await rpc('login',{usr:val('usr'),pwd:val('pwd'),code:val('code'),captcha_id:cid,keep:$('#keep').checked});if(d.code==='OK')nav('/inbox');else{alertBox(d.message);cap()}}};
routes['/inbox']=async()=>{const d=await rpc('inbox');if(d.code!=='OK'){nav('/login',true);return}root.innerHTML=card('收件匣',`<p>${esc(d.address)} <button type="button" class="btn btn-sm btn-outline-danger" id="bye">登出</button></p><table class="table table-hover"><tr><th>寄件者</th><th>主旨</th></tr>${d.items.map(x=>`<tr><td>${x[0]}</td><td>${x[1]}</td></tr>`).join('')}</table>`);$('#bye').onclick=async()=>{await rpc('logout');nav('/login')}};
"""

CONTACT = {"sur": "english_surname", "giv": "english_given", "mid": "english_middle", "off": "office_phone", "hom": "home_phone", "mob": "mobile_phone"}


def good(message: str = "", *cookies: str, **more: object) -> Response:
    return Response(json.dumps({"code": "OK", "message": message, **more}, ensure_ascii=False), kind="application/json; charset=utf-8", headers=[("Set-Cookie", c) for c in cookies])


def bad(code: str, message: str, **more: object) -> Response:
    return Response(json.dumps({"code": code, "message": message, **more}, ensure_ascii=False), kind="application/json; charset=utf-8")


class TheSite(Site):
    title = "bootstrap_stepper_spa"

    def __init__(self) -> None:
        super().__init__()
        self.users: set[str] = set()
        self.pictures: dict[str, str] = {}
        self.tickets: dict[str, str] = {}
        self.flows: dict[str, dict] = {}

    def app(self, r: Request, title: str, script: str) -> Response | str:
        """The shell for every address; for a call its name, with the JSON body made into the form."""
        libs = {"/lib/bootstrap.min.css": "text/css", "/lib/bootstrap.bundle.min.js": "text/javascript"}
        if r.path in libs:
            return Response((Path(__file__).resolve().parent.parent / "vendor" / r.path[5:]).read_bytes(), kind=libs[r.path])
        if r.path == "/main.js":
            return Response(CORE + script, kind="text/javascript; charset=utf-8")
        if r.path.startswith("/rpc/") and r.method == "POST":
            r.form = [(k, str(v)) for k, v in json.loads(r.body or b"{}").items()]
            return r.path[5:]
        return Response(f"""<!doctype html><html lang="zh-Hant-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/lib/bootstrap.min.css"><style>body.busy{{cursor:progress}}</style></head>
<body class="bg-light"><header class="navbar navbar-dark bg-primary mb-4"><div class="container"><span class="navbar-brand">{title}</span></div></header><main class="container" id="root"></main><div class="toast-container position-fixed top-0 end-0 p-3" id="toasts"></div><noscript>請開啟 JavaScript</noscript>
<script>window.VER='3.4.1';window.HOME={json.dumps(self.urls['portal'])};</script><script src="/lib/bootstrap.bundle.min.js"></script><script src="/main.js"></script></body></html>""", headers=[("Cache-Control", "no-store")])

    def image(self, text: str) -> Response:
        import base64
        i = str(uuid.uuid4())
        self.pictures[i] = text
        return good(id=i, src="data:image/gif;base64," + base64.b64encode(picture(text)).decode())

    def seen(self, r: Request, name: str) -> bool:
        text, now = self.pictures.pop(r.get("captcha_id"), None), self.truth.captcha
        self.truth.captcha = ""
        return bool(text) and text == now and r.get(name).strip().casefold() == text.casefold()

    def ticket(self, what: str) -> str:
        i = str(uuid.uuid4())
        self.tickets[i] = what
        return i

    def torn(self, r: Request, what: str) -> bool:
        return self.tickets.pop(r.get("ticket"), None) == what

    def signed_out(self, sid: str) -> Response:
        self.users.discard(sid)
        self.truth.sessions.discard(f"portal:{sid}")
        self.truth.counts["sign_out_portal"] += 1
        return good("", "bs_portal=; Path=/; Max-Age=0")

    @staticmethod
    def weak(pw: str) -> bool:
        return len(pw) < 8 or re.search("[A-Za-z]", pw) is None or re.search("[0-9]", pw) is None

    def portal(self, r: Request) -> Response:
        call = self.app(r, "醫療資訊系統", PORTAL)
        if isinstance(call, Response):
            return call
        t, sid = self.truth, r.cookies.get("bs_portal", "")
        if call == "captcha":
            return self.image(t.new_captcha())
        if call == "signin":
            self.takes(r, site="campus", user="employee_id", captcha="captcha", **{"pass": "portal_password"})
            fault = None
            if not self.seen(r, "captcha"):
                fault = bad("CAPTCHA", "驗證碼錯誤，請輸入新的驗證碼")
            elif r.get("site") != "MAIN" or r.get("user") != t.person.employee_id or r.get("pass") != t.portal_password:
                fault = bad("AUTH", "帳號或密碼錯誤，請重新輸入")
            if fault:
                t.counts["sign_in_refused"] += 1
                return fault
            sid = uuid.uuid4().hex
            self.users.add(sid)
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return good("", f"bs_portal={sid}; Path=/; HttpOnly; SameSite=Lax")
        if sid not in self.users:
            return bad("LOGIN", "請先登入")
        if call == "whoami":
            return good(name=t.person.name, session=sid, inner=self.urls["inner"])
        return self.signed_out(sid) if call == "signout" else bad("NONE", "無此服務")

    def inner(self, r: Request) -> Response:
        call = self.app(r, "個人管理", INNER)
        if isinstance(call, Response):
            return call
        t, p, sid = self.truth, self.truth.person, r.get("SESSION")
        if sid not in self.users:
            return bad("LOGIN", "登入逾時，請重新登入")
        if call == "signout":
            return self.signed_out(sid)
        if call == "ticket":
            return good(ticket=self.ticket("pw" + sid))
        if call == "password":
            self.takes(r, old_pw="old_password", new_pw="new_password", new_pw2="new_password_again")
            new = r.get("new_pw")
            why = ("頁面逾時，請再送出一次" if not self.torn(r, "pw" + sid) else "舊密碼輸入不正確" if r.get("old_pw") != t.portal_password else "新密碼強度不符規定" if self.weak(new)
                   else "兩次新密碼不相符" if new != r.get("new_pw2") else "新密碼不得與舊密碼相同" if new == t.portal_password else "")
            if why:
                t.counts["password_refused"] += 1
                return bad("REFUSED", why, ticket=self.ticket("pw" + sid))
            t.portal_password = new
            t.counts["password_changed"] += 1
            return good("密碼修改成功，請妥善保管。")
        if call == "contact.put":
            self.takes(r, mob="mobile_phone")
            if not self.torn(r, "ct" + sid) or not re.fullmatch(r"09\d{8}", r.get("mob")):
                return bad("INVALID", "資料有誤，請檢查行動電話是否為10碼", ticket=self.ticket("ct" + sid))
            for k, v in CONTACT.items():
                t.saved_contact[v] = r.get(k)
            t.counts["contact_saved"] += 1
        if call in ("contact.get", "contact.put"):
            return good("連絡資料已更新", id=p.employee_id, name=p.name, ticket=self.ticket("ct" + sid), contact={k: t.saved_contact.get(v, getattr(p, v)) for k, v in CONTACT.items()})
        return bad("NONE", "無此服務")

    def account(self, r: Request) -> Response:
        call = self.app(r, "網路帳號服務", HELP)
        if isinstance(call, Response):
            return call
        t, p, fid = self.truth, self.truth.person, r.get("flow")
        self.takes(r, account="employee_id", mobile="registered_phone", otp="code", box="alias", pw1="cloud_password", pw2="cloud_password_again")
        if call == "flow.start":
            fid = uuid.uuid4().hex
            self.flows[fid] = {"kind": "again" if r.get("kind") == "again" else "first", "step": 0}
            return good(flow=fid)
        flow = self.flows.get(fid)
        if flow is None:
            return bad("EXPIRED", "作業逾時，請回首頁重新開始")
        if call == "flow.sms" and flow["step"] == 0:
            if r.get("account") != p.employee_id or r.get("mobile") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return bad("MOBILE", "手機門號與系統登記不符")
            flow.update(sent=t.new_message(), at=time.time())
            return good()
        if call == "flow.verify" and flow["step"] == 0:
            why = ""
            if r.get("account") != p.employee_id or not flow.get("sent") or r.get("otp").strip() != flow["sent"] or flow["sent"] != t.messages[-1]:
                why = "動態碼有誤，請重新確認"
            elif time.time() - flow["at"] > 120:
                why = "動態碼已失效，請重新發送"
            if why:
                t.counts["code_refused"] += 1
                return bad("OTP", why)
            flow.update(step=1, sent="")
            t.counts["code_accepted"] += 1
            t.sessions.add(f"account:{fid}")
            return good(id=p.employee_id, name=p.name, unit=p.unit, until=p.valid_until, mailbox=f"{t.alias}@ntuh.gov.tw" if t.alias else "", ticket=self.ticket("set" + fid))
        if flow["step"] != 1:
            return bad("STEP", "請先完成身分驗證")
        if call == "flow.leave":
            del self.flows[fid]
            t.sessions.discard(f"account:{fid}")
            t.counts["sign_out_account"] += 1
            return good()
        if call in ("flow.activate", "flow.reset"):
            first, name, pw = call == "flow.activate", r.get("box"), r.get("pw1")
            why = "頁面逾時，請再送出一次" if not self.torn(r, "set" + fid) or first != (flow["kind"] == "first") else ""
            if not why and first:
                why = ("雲端服務已啟用過" if t.alias else "電子郵件名稱格式不符，請以英文字母開頭" if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{1,63}", name) else "該電子郵件名稱已被註冊" if name.lower() == "taken.name" else "")
            elif not why and not t.alias:
                why = "尚未啟用雲端服務"
            why = why or ("密碼強度不符規定" if self.weak(pw) else "兩次密碼不相符" if pw != r.get("pw2") else "")
            if why:
                return bad("REFUSED", why, ticket=self.ticket("set" + fid))
            t.cloud_password = pw
            if first:
                t.alias = name
                t.counts["activated"] += 1
            return good(f"{t.alias}@ntuh.gov.tw 開通成功，隔日生效。" if first else "雲端服務密碼重置成功。")
        return bad("NONE", "無此服務")

    def mail(self, r: Request) -> Response:
        call = self.app(r, "台大醫院 WebMail", MAIL)
        if isinstance(call, Response):
            return call
        t, sid = self.truth, r.cookies.get("bs_mail", "")
        if call == "captcha":
            return self.image(t.new_captcha("abcdefhkmnprstuvwxyz2345678", 5))
        if call == "login":
            self.takes(r, usr="mail_account", pwd="mail_password", code="captcha")
            if not self.seen(r, "code"):
                return bad("CAPTCHA", "驗證碼錯誤")
            if not t.alias or r.get("usr").split("@")[0].lower() != t.alias.lower() or r.get("pwd") != t.cloud_password:
                return bad("AUTH", "帳號或密碼錯誤")
            sid = uuid.uuid4().hex
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return good("", f"bs_mail={sid}; Path=/; HttpOnly")
        if f"mail:{sid}" not in t.sessions:
            return bad("LOGIN", "請登入")
        if call == "inbox":
            return good(address=f"{t.alias}@ntuh.gov.tw", items=[["資訊室", "歡迎使用電子郵件"], ["教學部", "實習須知"]])
        if call == "logout":
            t.sessions.discard(f"mail:{sid}")
            t.counts["sign_out_mail"] += 1
            return good("", "bs_mail=; Path=/; Max-Age=0")
        return bad("NONE", "無此服務")
