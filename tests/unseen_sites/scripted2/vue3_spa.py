"""A hospital whose four sites are Vue 3 single pages with hash routes and a JSON interface."""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from pathlib import Path
from typing import Any

from truth import Request, Response, Site, picture

VENDOR = Path(__file__).resolve().parent.parent / "vendor"

SHELL = """<!DOCTYPE html>
<html lang="zh-Hant"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>@TITLE@</title><link rel="icon" href="data:,">
<style>
*{box-sizing:border-box} body{margin:0;font:15px/1.6 "Noto Sans TC","Microsoft JhengHei",sans-serif;background:#f0f2f5;color:#303133}
.el-header{background:#1f5f8b;color:#fff;padding:10px 24px;display:flex;align-items:center;gap:24px}.el-header a,.el-header .lk{color:#fff;cursor:pointer;text-decoration:none}
.el-card{background:#fff;border-radius:6px;box-shadow:0 2px 12px rgba(0,0,0,.1);padding:22px 30px;max-width:760px;margin:26px auto}
.el-form-item{display:flex;margin-bottom:16px;position:relative}.el-form-item__label{width:230px;text-align:right;padding:5px 12px 0 0;color:#606266}
.el-form-item.is-required>.el-form-item__label:before{content:"*";color:#f56c6c;margin-right:4px}
.el-input__inner{height:34px;width:240px;border:1px solid #dcdfe6;border-radius:4px;padding:0 10px;font-size:14px}.el-form-item__error{color:#f56c6c;font-size:12px}
.el-button{border:1px solid #dcdfe6;background:#fff;border-radius:4px;padding:7px 18px;cursor:pointer;font-size:14px;margin-right:8px}.el-button--primary{background:#409eff;border-color:#409eff;color:#fff}.el-button[disabled]{opacity:.5}
.el-message{position:fixed;top:18px;left:50%;transform:translateX(-50%);padding:10px 22px;border-radius:4px;background:#fef0f0;color:#c45656;border:1px solid #fde2e2;z-index:90}.el-message--success{background:#f0f9eb;color:#529b2e;border-color:#e1f3d8}
.el-overlay{position:fixed;inset:0;background:rgba(0,0,0,.5);z-index:50}.el-dialog{background:#fff;width:480px;margin:14vh auto;border-radius:6px;padding:20px 26px}
.el-select{position:relative;width:240px}.el-select-dropdown{position:absolute;z-index:9;top:36px;left:0;right:0;background:#fff;border:1px solid #e4e7ed;margin:0;padding:4px 0;list-style:none;box-shadow:0 2px 8px #0003}.el-select-dropdown li{padding:4px 12px;cursor:pointer}.el-select-dropdown li:hover{background:#f5f7fa}
.sub{position:relative;display:inline-block}.sub ul{position:absolute;left:0;top:26px;margin:0;padding:6px 0;background:#fff;list-style:none;width:220px;box-shadow:0 2px 8px #0004;z-index:20}.sub li{padding:4px 16px;color:#303133;cursor:pointer}.sub li:hover{background:#ecf5ff}
.tip{color:#909399;font-size:12px;padding:6px 0 0 8px}.fade-enter-active,.fade-leave-active{transition:opacity .25s}.fade-enter-from,.fade-leave-to{opacity:0}
</style></head><body><div id="app"></div><noscript>請啟用 JavaScript</noscript>
<script src="/static/js/vue.global.prod.js"></script><script src="/static/js/@APP@.js"></script></body></html>"""

COMMON = r"""
const {createApp,reactive,ref,computed,onMounted,watch,nextTick}=Vue;
const hash=ref(location.hash.slice(1)||'/');window.addEventListener('hashchange',()=>hash.value=location.hash.slice(1)||'/');
const go=p=>{location.hash='#'+p};
const msg=reactive({text:'',type:''});let mt;function toast(t,ok){msg.text=t;msg.type=ok?'success':'error';clearTimeout(mt);mt=setTimeout(()=>msg.text='',6000)}
let seq=1024;const uid=()=>'el-id-'+Math.floor(Math.random()*9000+1000)+'-'+(seq++);
async function call(path,data){const h={'Accept':'application/json'};const k=sessionStorage.getItem(TK);if(k)h['Authorization']='Bearer '+k;
 let o={headers:h};if(data!==undefined){h['Content-Type']='application/json';o.method='POST';o.body=JSON.stringify(data)}
 const r=await fetch('/api/'+path,o);let j={};try{j=await r.json()}catch(e){j={success:false,message:'伺服器忙線中，請稍後再試'}}
 if(r.status===401){sessionStorage.removeItem(TK);go('/login')} return j}
const FItem={props:['label','modelValue','type','required','error','max','hint','ro','ph','ac'],emits:['update:modelValue','enter'],setup(){return{id:uid()}},
 template:`<div class="el-form-item" :class="{'is-required':required}"><label class="el-form-item__label" :for="id">{{label}}</label><div class="el-form-item__content">
 <div class="el-input"><div class="el-input__wrapper"><input :id="id" class="el-input__inner" :type="type||'text'" :value="modelValue" :maxlength="max" :readonly="ro" :placeholder="ph" :autocomplete="ac||'off'" @input="$emit('update:modelValue',$event.target.value)" @keyup.enter="$emit('enter')"><slot></slot></div></div>
 <transition name="fade"><div v-if="error" class="el-form-item__error">{{error}}</div></transition></div><span v-if="hint" class="tip">{{hint}}</span></div>`};
const Msg={setup(){return{msg}},template:`<transition name="fade"><div v-if="msg.text" class="el-message" :class="'el-message--'+msg.type" role="alert">{{msg.text}}</div></transition>`};
const Cap={emits:['id'],setup(p,{emit,expose}){const img=ref('');async function load(){const j=await call('captcha');img.value=j.image;emit('id',j.id)}onMounted(load);expose({load});return{img,load}},
 template:`<img :src="img" v-if="img" alt="captcha" title="點擊更換圖片" style="vertical-align:middle;margin-left:8px;cursor:pointer" @click="load">`};
function start(root){const a=createApp(root);a.component('f-item',FItem);a.component('el-msg',Msg);a.component('cap',Cap);a.mount('#app')}
"""

PORTAL_JS = "const TK='ntuh-portal-token';" + COMMON + r"""
const Login={setup(){const f=reactive({campusCode:'T0',empNo:'',secret:'',captchaText:'',captchaId:''});const er=reactive({});const open=ref(false),busy=ref(false),cap=ref(null);
 const opts=[['T0','總院區'],['T2','北護分院'],['T3','金山分院'],['T4','新竹臺大分院'],['Y0','雲林分院']];const name=computed(()=>opts.find(o=>o[0]===f.campusCode)[1]);
 async function submit(){er.a=f.empNo.trim()?'':'請填寫帳號';er.p=f.secret?'':'請填寫密碼';er.c=f.captchaText?'':'請填寫驗證碼';if(er.a||er.p||er.c)return;busy.value=true;
  const j=await call('auth/login',{...f,client:'web',ts:Date.now()});busy.value=false;
  if(j.success){sessionStorage.setItem(TK,j.token);go('/notice')}else{toast(j.message);f.captchaText='';cap.value.load()}}
 return{f,er,open,opts,name,busy,submit,cap}},
 template:`<div class="el-card" style="max-width:640px"><h2>醫療資訊系統 <small>PORTAL</small></h2><p style="color:#909399">台大 健康守護, 醫界典範　National Taiwan University Hospital</p>
 <div class="el-form"><div class="el-form-item"><label class="el-form-item__label">院區</label><div class="el-select" @click="open=!open"><input class="el-input__inner" readonly :value="name" role="combobox" :aria-expanded="open"><ul class="el-select-dropdown" v-show="open"><li v-for="o in opts" role="option" @click.stop="f.campusCode=o[0];open=false">{{o[1]}}</li></ul></div></div>
 <f-item label="帳號" v-model="f.empNo" required :error="er.a" max="20" ph="員工編號 Employee No." @enter="submit"></f-item>
 <f-item label="密碼" v-model="f.secret" type="password" required :error="er.p" @enter="submit" ac="current-password"></f-item>
 <f-item label="驗證碼" v-model="f.captchaText" required :error="er.c" max="6" ph="不用區分大小寫" @enter="submit"><cap ref="cap" @id="f.captchaId=$event"></cap></f-item>
 <div class="el-form-item"><span class="el-form-item__label"></span><button type="button" class="el-button el-button--primary" :disabled="busy" @click="submit"><span>{{busy?'處理中…':'登 入'}}</span></button></div></div>
 <p class="tip">如無法登入，請撥資訊室分機261120</p></div>`};
const Notice={setup(){return{next:()=>go('/home')}},template:`<div class="el-card"><h3>資訊安全宣導</h3><ol><li>請勿開啟來路不明之電子郵件。</li><li>離開座位請登出系統。</li></ol><button type="button" class="el-button el-button--primary" @click="next">我知道了，進入系統</button></div>`};
const Bar={setup(){const o=ref('');const kw=ref('');const t=n=>o.value=o.value===n?'':n;async function out(){await call('auth/logout',{});sessionStorage.removeItem(TK);go('/login');toast('您已安全登出',true)}
 async function contact(){const j=await call('sso/ticket',{app:'hr'});if(j.success)location.href=j.url}
 function pick(x){o.value='';if(x==='更改密碼')go('/passwd');else if(x==='維護個人連絡資料')contact();else toast('您沒有「'+x+'」的使用權限')}
 const me=['更改密碼','個人簽章提醒設定','薪資所得免稅額申報表','員工待遇福利查詢','查詢員工連絡資料','維護個人連絡資料','個人就醫紀錄查詢','個人追蹤名單'];
 return{o,t,out,pick,me,kw,toast}},
 template:`<div class="el-header"><b>醫療資訊系統</b><div class="sub" v-for="m in ['醫療系統','醫療支援','數位學習','行政系統']"><span class="lk" @click="toast('此選單目前沒有可使用的項目')">{{m}} ▾</span></div>
 <div class="sub"><span class="lk" role="button" tabindex="0" @click="t('me')" @keyup.enter="t('me')">個人管理 ▾</span><ul v-if="o==='me'" role="menu"><li v-for="x in me" role="menuitem" @click="pick(x)">{{x}}</li></ul></div>
 <input class="el-input__inner" style="width:150px;margin-left:auto" v-model="kw" placeholder="搜尋功能"><span class="lk" role="button" @click="out">⏻ 登出</span></div>`};
const Home={components:{bar:Bar},setup(){const who=ref('');onMounted(async()=>{const j=await call('me');who.value=j.name||''});return{who}},
 template:`<bar></bar><div class="el-card"><p>{{who}} 您好!</p><p>總院差勤待簽 0 未核准 0 被駁回 0 / 總院Workflow待簽 0</p><h4>全院公告 2</h4><ul><li>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</li><li>2018/12/13 總院Portal資訊系統登入首頁預定改成新的版本</li></ul></div>`};
const Passwd={components:{bar:Bar},setup(){const f=reactive({oldPwd:'',newPwd:'',confirmPwd:'',formToken:''});const er=reactive({});const done=ref('');onMounted(async()=>{f.formToken=(await call('password/form')).formToken});
 const power=computed(()=>!f.newPwd?'':f.newPwd.length<8?'弱':/[a-z]/i.test(f.newPwd)&&/\d/.test(f.newPwd)?'強':'中');
 async function save(){er.o=f.oldPwd?'':'必填';er.n=f.newPwd.length>=8&&/[a-z]/i.test(f.newPwd)&&/\d/.test(f.newPwd)?'':'不符合密碼設定條件';er.c=f.newPwd===f.confirmPwd?'':'兩次輸入的新密碼不一致';if(er.o||er.n||er.c)return;
  const j=await call('password/change',{...f});if(j.formToken)f.formToken=j.formToken;if(j.success)done.value=j.message;else toast(j.message)}
 return{f,er,done,power,save,go}},
 template:`<bar></bar><div class="el-card"><h3>更改密碼</h3><div v-if="done"><p style="color:#529b2e">✔ {{done}}</p><button type="button" class="el-button" @click="go('/home')">回功能選單</button></div><div v-else class="el-form">
 <f-item label="請輸入舊密碼：" v-model="f.oldPwd" type="password" :error="er.o"></f-item><f-item label="請輸入新密碼：" v-model="f.newPwd" type="password" :error="er.n"></f-item><f-item label="請再輸入新密碼：" v-model="f.confirmPwd" type="password" :error="er.c"></f-item>
 <div class="el-form-item"><span class="el-form-item__label">密碼強度檢核：</span><b>{{power}}</b></div><p class="tip">密碼設定條件：1.密碼長度不可少於8個字元 2.密碼內容需包含英文及數字</p>
 <div class="el-form-item"><span class="el-form-item__label"></span><button type="button" class="el-button el-button--primary" @click="save">確認變更</button><button type="button" class="el-button" @click="go('/home')">回功能選單</button></div></div></div>`};
const R={'/login':Login,'/notice':Notice,'/home':Home,'/passwd':Passwd};
start({setup(){const view=computed(()=>{const p=hash.value.split('?')[0];if(!sessionStorage.getItem(TK))return Login;return R[p]||Home});return{view}},template:`<el-msg></el-msg><component :is="view"></component>`});
"""

INNER_JS = "const TK='ntuh-hr-token';" + COMMON + r"""
const q=new URLSearchParams((location.hash.split('?')[1])||'');if(q.get('SESSION'))sessionStorage.setItem(TK,q.get('SESSION'));
start({setup(){const f=reactive({enSurname:'',enFirst:'',enMiddle:'',officeTel:'',homeTel:'',cell:'',rev:''}),b=reactive({empNo:'',name:'',back:''}),ok=ref(''),bad=ref('');
 function put(j){Object.assign(f,j.data);Object.assign(b,j.base)} onMounted(async()=>{const j=await call('contact');if(j.success)put(j);else bad.value=j.message||'連線逾時，請重新登入'});
 async function save(){ok.value='';if(!/^09\d{8}$/.test(f.cell)){toast('行動電話格式錯誤，請輸入10碼數字');return}const j=await call('contact/save',{...f});if(j.success){put(j);ok.value=j.message;toast(j.message,true)}else toast(j.message)}
 return{f,b,ok,bad,save}},
 template:`<el-msg></el-msg><div class="el-header"><b>人事資訊</b><span>首頁 / 個人管理 / 維護個人連絡資料</span><a :href="b.back" style="margin-left:auto">回功能選單</a></div><div class="el-card"><h3>台大醫院---維護個人連絡資料</h3><p v-if="bad">{{bad}}</p><div v-if="b.empNo">
 <button type="button" class="el-button el-button--primary" @click="save">💾 異動儲存</button> <b style="color:#529b2e">{{ok}}</b><br><br>
 <f-item label="員工編號：" :model-value="b.empNo" ro="1"></f-item><f-item label="姓名：" :model-value="b.name" ro="1"></f-item>
 <f-item label="英文姓：" v-model="f.enSurname" hint="ex:Chen(陳)"></f-item><f-item label="英文首名：" v-model="f.enFirst" hint="ex: Yi-Fen(怡芬) (說明)"></f-item><f-item label="英文中名：" v-model="f.enMiddle" hint="ex:Mary 為英文別名，如無，可不填"></f-item>
 <f-item label="辦公室電話：" v-model="f.officeTel" hint="ex:61234或23123456"></f-item><f-item label="住宅電話：" v-model="f.homeTel" hint="ex:0223123456"></f-item><f-item label="行動電話：" v-model="f.cell" max="10" required hint="ex:0952000000 (如離職或更換門號，請記得調整此欄位)"></f-item></div></div>`});
"""

ACCOUNT_JS = "const TK='ntuh-help-token';" + COMMON + r"""
const Home={setup(){return{go}},template:`<div class="el-card" style="max-width:900px"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。</li></ul>
 <h3>《常見問題與服務》</h3><details><summary>密碼修改後多久可以生效</summary><p>即時生效。</p></details><details><summary>忘記密碼</summary><p>請以下方按鈕取得簡訊後進行密碼設定。</p></details><hr>
 <p><a href="#/verify/activate" class="el-button el-button--primary">啟用網路帳號及首次雲端帳號密碼設定</a><br><span class="tip">啟用本院微軟相關服務，如：Office365, Outlook...</span></p><p><a href="#/verify/reset" class="el-button">重置雲端服務密碼</a><br><span class="tip">重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...</span></p><p><a class="el-button" href="#/vpn">總院廠商VPN展延申請</a></p></div>`};
const Verify={setup(){const f=reactive({account:'',otp:''}),d=reactive({open:false,cellphone:'',err:''}),er=reactive({}),sent=ref(false),challenge=ref(''),left=ref(0);let t;const kind=computed(()=>hash.value.endsWith('reset')?'reset':'activate');
 function ask(){er.a=/^\d{6}$/.test(f.account)?'':'請輸入6位數字員工編號';if(er.a)return;d.cellphone='';d.err='';d.open=true}
 async function send(){const j=await call('otp/send',{account:f.account,cellphone:d.cellphone,purpose:kind.value});if(!j.success){d.err=j.message;return}challenge.value=j.challenge;d.open=false;sent.value=true;left.value=120;clearInterval(t);t=setInterval(()=>{if(left.value>0)left.value--},1000)}
 async function next(){er.a=f.account?'':'請輸入帳號';er.o=f.otp?'':'請輸入動態碼';if(er.a||er.o)return;const j=await call('otp/verify',{...f,challenge:challenge.value,purpose:kind.value});if(!j.success){er.o=j.message;return}sessionStorage.setItem(TK,j.token);clearInterval(t);go(kind.value==='reset'?'/reset':'/setup')}
 return{f,d,er,sent,left,kind,ask,send,next,go}},
 template:`<div class="el-card"><h3>{{kind==='reset'?'重置雲端服務密碼':'啟用網路帳號及首次雲端帳號密碼設定'}}</h3><ul class="tip"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
 <f-item label="網路帳號 / 主職員工編號" v-model="f.account" max="6" :error="er.a"><button type="button" class="el-button" style="margin-left:8px" :disabled="left>90" @click="ask">發送簡訊動態碼<span v-if="left>90"> ({{left-90}})</span></button></f-item>
 <f-item label="簡訊(或MOTP)動態碼" v-model="f.otp" max="8" :error="er.o" :hint="left?'剩餘 '+left+' 秒':''"></f-item><div class="el-form-item"><span class="el-form-item__label"></span><button type="button" class="el-button el-button--primary" @click="next">下一步</button><a href="#/" class="el-button">返回</a></div>
 <div v-if="d.open" class="el-overlay"><div class="el-dialog" role="dialog" aria-modal="true"><p>請輸入帳號登記的手機門號(10碼)</p><input class="el-input__inner" type="tel" maxlength="10" v-model="d.cellphone" @keyup.enter="send"><div class="el-form-item__error">{{d.err}}</div><br><button type="button" class="el-button el-button--primary" @click="send">確定發送</button><button type="button" class="el-button" @click="d.open=false">取消</button></div></div>
 <div v-if="sent" class="el-overlay"><div class="el-dialog" role="alertdialog" aria-modal="true"><h4>動態碼簡訊發送成功</h4><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><button type="button" class="el-button el-button--primary" @click="sent=false">確定</button></div></div></div>`};
const out=async()=>{await call('leave',{});sessionStorage.removeItem(TK);go('/')};
const Setup={setup(){const i=ref(null),f=reactive({mailName:'',cloudPwd:'',cloudPwd2:'',rev:''}),done=ref(''),bad=ref('');onMounted(async()=>{const j=await call('account/info');if(j.success){i.value=j.data;f.rev=j.data.rev}else bad.value=j.message});
 async function act(){const j=await call('account/activate',{...f});if(j.rev)f.rev=j.rev;if(j.success)done.value=j.message;else toast(j.message)} return{i,f,done,bad,act,out}},
 template:`<div class="el-card"><h3>設定密碼與郵件別名</h3><p v-if="bad">{{bad}} <a href="#/">回首頁</a></p><div v-if="done"><h2>✔</h2><p>{{done}}</p><button type="button" class="el-button" @click="out">離開</button></div><div v-else-if="i">
 <div class="el-form-item"><span class="el-form-item__label">網路帳號 / 主職員工編號</span><b>{{i.empNo}}</b></div><div class="el-form-item"><span class="el-form-item__label">帳號姓名</span><b>{{i.name}}</b></div><div class="el-form-item"><span class="el-form-item__label">主職單位</span><b>{{i.unit}}</b></div><div class="el-form-item"><span class="el-form-item__label">有效期限</span><b>{{i.until}}</b></div>
 <div v-if="i.alias"><p>此帳號先前已完成雲端服務啟用，無須重複設定。</p><p>雲端服務帳號 (電子郵件名稱)：<b>{{i.alias}}@ntuh.gov.tw</b></p><button type="button" class="el-button" @click="out">離開</button></div>
 <div v-else><f-item label="雲端服務帳號 (電子郵件名稱)" v-model="f.mailName" max="64" hint="@ntuh.gov.tw 名稱長度限64字元內"></f-item><f-item label="設定雲端服務密碼" type="password" v-model="f.cloudPwd" ac="new-password"></f-item><f-item label="再次輸入雲端服務密碼" type="password" v-model="f.cloudPwd2" ac="new-password"></f-item>
 <p class="tip">密碼至少8個字元，需包含英文及數字。服務於設定完成隔日生效</p><button type="button" class="el-button" @click="out">取消啟用</button><button type="button" class="el-button el-button--primary" @click="act">啟用雲端服務</button></div></div></div>`};
const Reset={setup(){const f=reactive({cloudPwd:'',cloudPwd2:''}),done=ref('');async function save(){const j=await call('account/reset',{...f});if(j.success)done.value=j.message;else toast(j.message)}return{f,done,save,out}},
 template:`<div class="el-card"><h3>重置雲端服務密碼</h3><div v-if="done"><p>{{done}}</p></div><div v-else><f-item label="新的雲端服務密碼" type="password" v-model="f.cloudPwd"></f-item><f-item label="再次輸入雲端服務密碼" type="password" v-model="f.cloudPwd2"></f-item><button type="button" class="el-button el-button--primary" @click="save">確定重置</button></div><button type="button" class="el-button" @click="out">離開</button></div>`};
const Vpn={template:`<div class="el-card"><h3>總院廠商VPN展延申請</h3><p>目前非受理期間。</p><a href="#/">返回</a></div>`};
start({setup(){const view=computed(()=>{const p=hash.value;if(p.startsWith('/verify/'))return Verify;if(p==='/setup'||p==='/reset')return sessionStorage.getItem(TK)?(p==='/setup'?Setup:Reset):Home;return p==='/vpn'?Vpn:Home});return{view,hash}},template:`<el-msg></el-msg><div class="el-header"><b>帳號服務網</b><a href="#/">首頁</a></div><component :is="view" :key="hash"></component>`});
"""

MAIL_JS = "const TK='ntuh-mail-token';" + COMMON + r"""
start({setup(){const on=ref(!!sessionStorage.getItem(TK)),f=reactive({user:localStorage.getItem('mu')||'',pw:'',code:'',captchaId:'',remember:false}),box=ref(null),cap=ref(null),who=ref('');
 async function open(){const j=await call('inbox');if(j.success){box.value=j.items;who.value=j.who;on.value=true}else on.value=false} onMounted(()=>{if(on.value)open()});
 async function login(){if(!f.user||!f.pw||!f.code){toast('帳號、密碼、驗證碼皆為必填');return}const j=await call('login',{...f});if(j.success){sessionStorage.setItem(TK,j.token);if(f.remember)localStorage.setItem('mu',f.user);f.pw=f.code='';open()}else{toast(j.message);f.code='';cap.value.load()}}
 async function out(){await call('logout',{});sessionStorage.removeItem(TK);on.value=false;box.value=null}
 return{on,f,box,cap,who,login,out}},
 template:`<el-msg></el-msg><div v-if="on"><div class="el-header"><b>電子郵件</b><span>{{who}}</span><span class="lk" role="button" @click="out" style="margin-left:auto">登出</span></div><div class="el-card"><h3>收件匣</h3><p v-for="m in box">✉ {{m}}</p></div></div>
 <div v-else class="el-card"><h2>台大醫院電子信箱</h2><f-item label="帳號:" v-model="f.user"><span class="tip">@ntuh.gov.tw</span></f-item><f-item label="密碼:" type="password" v-model="f.pw"></f-item><f-item label="驗證碼(小寫字母或數字):" v-model="f.code"><cap ref="cap" @id="f.captchaId=$event"></cap></f-item>
 <div class="el-form-item"><span class="el-form-item__label"></span><label><input type="checkbox" v-model="f.remember"> 記住登入資訊 (公用電腦請勿勾選)</label></div><div class="el-form-item"><span class="el-form-item__label"></span><button type="button" class="el-button el-button--primary" @click="login">進入信箱</button></div>
 <h4>公佈欄</h4><p class="tip">體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：https://help.ntuh.gov.tw/</p></div>`});
"""

CONTACT = {"enSurname": "english_surname", "enFirst": "english_given", "enMiddle": "english_middle", "officeTel": "office_phone", "homeTel": "home_phone", "cell": "mobile_phone"}


def good(password: str) -> bool:
    return len(password) >= 8 and bool(re.search("[A-Za-z]", password)) and bool(re.search("[0-9]", password))


class TheSite(Site):
    title = "vue3_spa"

    def __init__(self) -> None:
        super().__init__()
        self.captcha_id = ""
        self.form_tokens: dict[str, str] = {}
        self.challenge: dict[str, Any] = {}

    # -- plumbing
    def out(self, **data: Any) -> Response:
        return Response(json.dumps(data, ensure_ascii=False), kind="application/json; charset=utf-8", headers=[("Cache-Control", "no-store")])

    def no(self, message: str, **more: Any) -> Response:
        return self.out(success=False, message=message, **more)

    def denied(self) -> Response:
        return Response('{"success":false,"message":"登入逾時，請重新登入"}', 401, "application/json; charset=utf-8")

    def body(self, r: Request) -> None:
        if r.method == "POST":
            r.form = [(k, str(v)) for k, v in json.loads(r.body or b"{}").items()]

    def token(self, r: Request, kind: str) -> str:
        sid = (r.headers.get("Authorization") or "")[7:]
        return sid if sid and f"{kind}:{sid}" in self.truth.sessions else ""

    def static(self, r: Request, app: str, title: str, script: str) -> Response | None:
        if r.path == "/static/js/vue.global.prod.js":
            return Response((VENDOR / "vue.global.prod.js").read_bytes(), kind="text/javascript; charset=utf-8")
        if r.path == f"/static/js/{app}.js":
            return Response(script, kind="text/javascript; charset=utf-8")
        if r.path in ("/", "/index.html", f"/{app}/"):
            return Response(SHELL.replace("@TITLE@", title).replace("@APP@", app))
        return None

    def draw(self, letters: str = "123456789BDFHJLNPRTVXZ", length: int = 6) -> Response:
        self.captcha_id = secrets.token_urlsafe(9)
        image = base64.b64encode(picture(self.truth.new_captcha(letters, length), "PNG")).decode()
        return self.out(id=self.captcha_id, image="data:image/png;base64," + image)

    def picture_ok(self, r: Request, name: str) -> bool:
        want, key = self.truth.captcha, self.captcha_id
        self.truth.captcha = self.captcha_id = ""
        return bool(want) and r.get("captchaId") == key and r.get(name).upper() == want.upper()

    # -- hosts
    def portal(self, r: Request) -> Response:
        t = self.truth
        page = self.static(r, "portal", "臺大醫院 PORTAL", PORTAL_JS)
        if page:
            return page
        self.body(r)
        if r.path == "/api/captcha":
            return self.draw()
        if r.path == "/api/auth/login" and r.method == "POST":
            self.takes(r, campusCode="campus", empNo="employee_id", secret="portal_password", captchaText="captcha")
            if not self.picture_ok(r, "captchaText"):
                t.counts["sign_in_refused"] += 1
                return self.no("圖形驗證碼不正確，請依新圖片重新輸入")
            if r.get("campusCode") != "T0" or r.get("empNo").strip() != t.person.employee_id or r.get("secret") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.no("帳號或密碼有誤，登入失敗")
            sid = secrets.token_hex(16)
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return self.out(success=True, token=sid)
        if r.path.startswith("/api/"):
            if r.method == "POST":
                self.takes(r, oldPwd="old_password", newPwd="new_password", confirmPwd="new_password_again")
            sid = self.token(r, "portal")
            if not sid:
                return self.denied()
            if r.path == "/api/me":
                return self.out(success=True, name=t.person.name)
            if r.path == "/api/auth/logout" and r.method == "POST":
                t.sessions.discard("portal:" + sid)
                t.counts["sign_out_portal"] += 1
                return self.out(success=True)
            if r.path == "/api/sso/ticket" and r.method == "POST":
                return self.out(success=True, url=f"{self.urls['inner']}/hr/#/contact?SESSION={sid}")
            if r.path == "/api/password/form":
                self.form_tokens[sid] = secrets.token_hex(8)
                return self.out(success=True, formToken=self.form_tokens[sid])
            if r.path == "/api/password/change" and r.method == "POST":
                want = self.form_tokens.get(sid)
                self.form_tokens[sid] = fresh = secrets.token_hex(8)
                new = r.get("newPwd")
                why = ""
                if not want or r.get("formToken") != want:
                    why = "畫面已逾時，請重新整理"
                elif r.get("oldPwd") != t.portal_password:
                    why = "舊密碼輸入錯誤"
                elif not good(new) or new != r.get("confirmPwd"):
                    why = "新密碼不符合設定條件"
                elif new == t.portal_password:
                    why = "新密碼不可與舊密碼相同"
                if why:
                    t.counts["password_refused"] += 1
                    return self.no(why, formToken=fresh)
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.out(success=True, message="密碼已更新完成，下次登入請使用新密碼。")
        return Response("Not Found", 404)

    def inner(self, r: Request) -> Response:
        t = self.truth
        page = self.static(r, "hr", "維護個人連絡資料", INNER_JS)
        if page:
            return page
        self.body(r)
        sid = self.token(r, "portal")
        if r.path == "/api/contact/save" and r.method == "POST":
            self.takes(r, cell="mobile_phone")
        if r.path.startswith("/api/contact") and not sid:
            return self.denied()
        message = ""
        if r.path == "/api/contact/save" and r.method == "POST":
            if r.get("rev") != self.form_tokens.get("hr" + sid) or not all(r.has(k) for k in CONTACT):
                return self.no("資料已被更新，請重新開啟本頁")
            if not re.fullmatch(r"09\d{8}", r.get("cell")):
                return self.no("行動電話格式錯誤")
            t.saved_contact = {v: r.get(k) for k, v in CONTACT.items()}
            t.counts["contact_saved"] += 1
            message = "連絡資料異動完成"
        elif r.path != "/api/contact":
            return Response("Not Found", 404)
        self.form_tokens["hr" + sid] = rev = secrets.token_hex(6)
        data = {k: t.saved_contact.get(v, getattr(t.person, v)) for k, v in CONTACT.items()}
        return self.out(success=True, message=message, data={**data, "rev": rev}, base={"empNo": t.person.employee_id, "name": t.person.name, "back": self.urls["portal"] + "/#/home"})

    def account(self, r: Request) -> Response:
        t = self.truth
        page = self.static(r, "help", "臺大醫院帳號服務", ACCOUNT_JS)
        if page:
            return page
        self.body(r)
        if r.path == "/api/otp/send" and r.method == "POST":
            self.takes(r, account="employee_id", cellphone="registered_phone")
            phone = t.saved_contact.get("mobile_phone") or t.person.mobile_phone
            if r.get("account") != t.person.employee_id or r.get("cellphone") != phone:
                return self.no("查無此帳號或手機門號與登記資料不符")
            self.challenge = {"id": secrets.token_hex(8), "code": t.new_message(), "at": time.time(), "tries": 0}
            return self.out(success=True, challenge=self.challenge["id"])
        if r.path == "/api/otp/verify" and r.method == "POST":
            self.takes(r, account="employee_id", otp="code")
            c = self.challenge
            if not c or r.get("challenge") != c["id"]:
                t.counts["code_refused"] += 1
                return self.no("請先按「發送簡訊動態碼」")
            if time.time() - c["at"] > 120:
                t.counts["code_refused"] += 1
                return self.no("動態碼已超過有效時間，請重新發送")
            if r.get("otp").strip() != c["code"] or r.get("account") != t.person.employee_id:
                t.counts["code_refused"] += 1
                return self.no("動態碼驗證失敗，請確認後再輸入")
            self.challenge = {}
            sid = secrets.token_hex(16)
            t.sessions.add("account:" + sid)
            t.counts["code_accepted"] += 1
            return self.out(success=True, token=sid)
        if not r.path.startswith("/api/"):
            return Response("Not Found", 404)
        if r.method == "POST":
            self.takes(r, mailName="alias", cloudPwd="cloud_password", cloudPwd2="cloud_password_again")
        sid = self.token(r, "account")
        if not sid:
            return self.denied()
        if r.path == "/api/leave":
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            return self.out(success=True)
        if r.path == "/api/account/info":
            self.form_tokens["a" + sid] = rev = secrets.token_hex(6)
            p = t.person
            return self.out(success=True, data={"empNo": p.employee_id, "name": p.name, "unit": p.unit, "until": p.valid_until, "alias": t.alias, "rev": rev})
        one, two = r.get("cloudPwd"), r.get("cloudPwd2")
        why = ""
        if r.path in ("/api/account/activate", "/api/account/reset") and r.method == "POST":
            if one != two:
                why = "兩次輸入的密碼不同"
            elif not good(one):
                why = "密碼需8個字元以上並包含英文及數字"
            elif one == t.portal_password:
                why = "雲端服務密碼不可與Portal密碼相同"
        if r.path == "/api/account/activate" and r.method == "POST":
            want = self.form_tokens.get("a" + sid)
            self.form_tokens["a" + sid] = rev = secrets.token_hex(6)
            name = r.get("mailName").strip()
            if not want or r.get("rev") != want:
                why = "畫面逾時，請再按一次"
            elif t.alias:
                why = "此帳號已啟用，不可重複設定"
            elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{2,63}", name):
                why = "電子郵件名稱格式不符(英文開頭，英數字及 . _ -)"
            elif name.lower() == "taken.name":
                why = "此電子郵件名稱已有人使用，請更換"
            if why:
                return self.no(why, rev=rev)
            t.alias, t.cloud_password = name, one
            t.counts["activated"] += 1
            return self.out(success=True, message=f"雲端服務設定成功！您的電子郵件為 {name}@ntuh.gov.tw，隔日起可使用。")
        if r.path == "/api/account/reset" and r.method == "POST":
            if why or not t.alias:
                return self.no(why or "此帳號尚未啟用，請先執行啟用網路帳號")
            t.cloud_password = one
            return self.out(success=True, message="雲端服務密碼已重置，即時生效。")
        return Response("Not Found", 404)

    def mail(self, r: Request) -> Response:
        t = self.truth
        page = self.static(r, "mail", "Webmail", MAIL_JS)
        if page:
            return page
        self.body(r)
        if r.path == "/api/captcha":
            return self.draw("abcdefghjkmnpqrstuvwxyz23456789", 5)
        if r.path == "/api/login" and r.method == "POST":
            self.takes(r, user="mail_account", pw="mail_password", code="captcha")
            if not self.picture_ok(r, "code"):
                return self.no("驗證碼錯誤")
            if not t.alias or r.get("user").split("@")[0].lower() != t.alias.lower() or r.get("pw") != t.cloud_password:
                return self.no("登入失敗：帳號或密碼錯誤")
            sid = secrets.token_hex(16)
            t.sessions.add("mail:" + sid)
            t.counts["mail_sign_in"] += 1
            return self.out(success=True, token=sid)
        sid = self.token(r, "mail")
        if r.method == "POST":
            self.takes(r)
        if not sid:
            return self.denied()
        if r.path == "/api/inbox":
            return self.out(success=True, who=t.alias + "@ntuh.gov.tw", items=["資訊室　歡迎使用電子郵件服務", "教學部　實習學生報到須知"])
        if r.path == "/api/logout":
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            return self.out(success=True)
        return Response("Not Found", 404)
