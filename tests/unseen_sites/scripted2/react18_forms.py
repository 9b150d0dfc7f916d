"""Four React 18 programs written with createElement: controlled boxes, cookies, urlencoded posts, JSON answers."""

from __future__ import annotations

import json
import re
import secrets
import time
from pathlib import Path

from truth import Request, Response, Site, picture

VENDOR = Path(__file__).resolve().parent.parent / "vendor"
LIBS = {"react.production.min.js": "text/javascript", "react-dom.production.min.js": "text/javascript", "sweetalert2.all.min.js": "text/javascript", "bootstrap.min.css": "text/css"}

INDEX = """<!doctype html><html lang="zh-TW"><head><meta charset="utf-8"/><title>%s</title><link rel="icon" href="data:,"/>
<link href="/lib/bootstrap.min.css" rel="stylesheet"/><style>body{background:%s}.req:after{content:" *";color:#d33}.en{display:block;font-size:.72em;color:#888}.trap{position:absolute;left:-9999px;top:0;height:0;width:0;opacity:0}.cap{height:38px;cursor:pointer;border:1px solid #ccc}</style></head>
<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>
<script src="/lib/react.production.min.js"></script><script src="/lib/react-dom.production.min.js"></script><script src="/lib/sweetalert2.all.min.js"></script>
<script>%s</script></body></html>"""

KIT = r"""
'use strict';
const h=React.createElement,{useState,useEffect,useRef,useCallback,Fragment}=React;
let csrf='';
async function api(url,data){
  const opt={credentials:'same-origin',headers:{'X-Requested-With':'fetch'}};
  if(data){opt.method='POST';opt.body=new URLSearchParams(data);if(csrf)opt.headers['X-CSRF-TOKEN']=csrf}
  const res=await fetch(url,opt);let j;try{j=await res.json()}catch(_){j={rc:'9999',rm:'系統發生錯誤，請洽資訊室'}}
  if(j.csrf)csrf=j.csrf;return j}
function useForm(init){const [v,set]=useState(init);const on=k=>e=>{const x=e.target.type==='checkbox'?e.target.checked:e.target.value;set(o=>({...o,[k]:x}))};return [v,on,set]}
let n=0;function useUid(){const r=useRef(null);if(r.current===null)r.current=':r'+(n++).toString(32)+':';return r.current}
function Row({label,en,req,note,children}){return h('div',{className:'row mb-3'},h('div',{className:'col-4 text-end col-form-label'+(req?' req':'')},label,en&&h('span',{className:'en'},en)),h('div',{className:'col-8'},children,note&&h('div',{className:'form-text'},note)))}
function Alert({text,ok}){return text?h('div',{className:'alert py-2 alert-'+(ok?'success':'danger'),role:'alert'},text):null}
function usePath(){const [p,set]=useState(location.pathname);useEffect(()=>{const f=()=>set(location.pathname);addEventListener('popstate',f);return()=>removeEventListener('popstate',f)},[]);
  const nav=useCallback(x=>{history.pushState(null,'',x);set(x)},[]);return [p,nav]}
"""

PORTAL = KIT + r"""
function Login({done}){
  const [v,on,set]=useForm({hosp:'',uid:'',pin:'',vcode:''});const [err,setErr]=useState('');const [busy,setBusy]=useState(false);const [tick,setTick]=useState(()=>Date.now());const a=useUid(),b=useUid(),c=useUid();
  const ready=v.hosp&&v.uid.length>=4&&v.pin&&v.vcode.length===6;
  async function send(){if(!ready||busy)return;setBusy(true);setErr('');
    const j=await api('/svc/signon',{hosp:v.hosp,uid:v.uid,pin:v.pin,vcode:v.vcode,vkey:tick,mode:'P'});setBusy(false);
    if(j.rc==='0000')done(j);else{setErr(j.rm);set(o=>({...o,pin:'',vcode:''}));setTick(Date.now())}}
  const key=e=>{if(e.key==='Enter')send()};
  return h('div',{className:'container',style:{maxWidth:560,paddingTop:40}},h('div',{className:'card shadow'},h('div',{className:'card-header bg-success text-white'},h('h5',null,'醫療資訊系統'),h('small',null,'National Taiwan University Hospital')),
   h('div',{className:'card-body'},h(Alert,{text:err}),
    h('div',{className:'trap','aria-hidden':true},h('input',{type:'text',name:'username',tabIndex:-1,autoComplete:'username'}),h('input',{type:'password',name:'password',tabIndex:-1})),
    h('div',{className:'form-floating mb-3'},h('select',{className:'form-select',id:a+'h',value:v.hosp,onChange:on('hosp')},h('option',{value:''},'-- 請選擇 --'),[['T0','總院區'],['T2','北護分院'],['T3','金山分院'],['Y0','雲林分院']].map(o=>h('option',{key:o[0],value:o[0]},o[1]))),h('label',{htmlFor:a+'h'},'院區 Campus')),
    h('div',{className:'form-floating mb-3'},h('input',{className:'form-control',id:a,value:v.uid,onChange:on('uid'),placeholder:'ID',maxLength:10,autoComplete:'off'}),h('label',{htmlFor:a},'帳號 ID')),
    h('div',{className:'form-floating mb-3'},h('input',{type:'password',className:'form-control',id:b,value:v.pin,onChange:on('pin'),placeholder:'PW',onKeyDown:key}),h('label',{htmlFor:b},'密碼 Password')),
    h('div',{className:'d-flex gap-2 mb-3'},h('div',{className:'form-floating flex-fill'},h('input',{className:'form-control',id:c,value:v.vcode,onChange:e=>{const x=e.target.value.toUpperCase();set(o=>({...o,vcode:x}))},placeholder:'code',maxLength:6,onKeyDown:key,autoComplete:'off'}),h('label',{htmlFor:c},'驗證碼 (不用區分大小寫)')),
      h('img',{className:'cap mt-2',alt:'',src:'/svc/vcode.png?k='+tick,onClick:()=>setTick(Date.now())})),
    h('button',{type:'button',className:'btn btn-success w-100',disabled:!ready||busy,onClick:send},busy?'驗證中...':'進入系統 Sign in')))) }
const GROUPS=[['數位學習',['新進人員課程','必修課程查詢']],['資訊安全',['資安宣導']],['個人管理',['更改密碼','個人簽章提醒設定','薪資所得免稅額申報表','員工待遇福利查詢','查詢員工連絡資料','維護個人連絡資料','個人就醫紀錄查詢','行動憑證申請']]];
function Menu({who,links,out}){const [open,setOpen]=useState('');const [kw,setKw]=useState('');
  return h(Fragment,null,h('nav',{className:'navbar bg-success px-3'},h('span',{className:'navbar-brand text-white'},'PORTAL'),h('span',{className:'text-white'},who,' 您好!'),h('input',{className:'form-control form-control-sm w-auto',placeholder:'請輸入病歷號',value:kw,onChange:e=>setKw(e.target.value)}),h('button',{type:'button',className:'btn btn-outline-light btn-sm',onClick:out},'登出系統')),
   h('div',{className:'container mt-3'},h('div',{className:'row'},h('div',{className:'col-4'},h('div',{className:'accordion'},GROUPS.map(g=>h('div',{className:'accordion-item',key:g[0]},h('h2',{className:'accordion-header'},h('button',{type:'button',className:'accordion-button py-2'+(open===g[0]?'':' collapsed'),'aria-expanded':open===g[0],onClick:()=>setOpen(open===g[0]?'':g[0])},g[0])),
     open===g[0]&&h('div',{className:'list-group list-group-flush'},g[1].map(x=>h('a',{key:x,href:links[x]||'#',className:'list-group-item list-group-item-action',onClick:e=>{if(!links[x]){e.preventDefault();Swal.fire('權限不足','您沒有使用「'+x+'」的權限','info')}}},x))))))),
    h('div',{className:'col-8'},h('div',{className:'card'},h('div',{className:'card-header'},'全院公告 ',h('span',{className:'badge bg-danger'},2)),h('ul',{className:'list-group list-group-flush'},h('li',{className:'list-group-item'},'2019/10/21　請全院同仁填報「薪資所得免稅額申報表」'),h('li',{className:'list-group-item'},'2018/12/13　總院Portal資訊系統登入首頁改版')))))))}
function App(){const [s,setS]=useState(null);const load=useCallback(async()=>setS(await api('/svc/session')),[]);useEffect(()=>{load()},[load]);
  async function out(){const r=await Swal.fire({title:'確定要登出系統嗎？',icon:'question',showCancelButton:true,confirmButtonText:'是',cancelButtonText:'否'});if(!r.isConfirmed)return;await api('/svc/signoff',{why:'user'});csrf='';setS({rc:'0401'});history.replaceState(null,'','/')}
  if(!s)return h('div',{className:'text-center p-5'},h('div',{className:'spinner-border'}),' 載入中');
  return s.rc==='0000'?h(Menu,{who:s.who,links:s.links,out}):h(Login,{done:async()=>{await load();history.replaceState(null,'','/menu')}})}
ReactDOM.createRoot(document.getElementById('root')).render(h(App));
"""

INNER = KIT + r"""
const SES=new URLSearchParams(location.search).get('SESSION')||'';
const url=x=>x+'?SESSION='+SES;
function Pwd(){const [v,on,set]=useForm({p0:'',p1:'',p2:''});const [m,setM]=useState(null);
  const rules=[['密碼長度不可少於8個字元',v.p1.length>=8],['密碼內容需包含英文及數字',/[A-Za-z]/.test(v.p1)&&/[0-9]/.test(v.p1)]];
  async function save(){if(v.p1!==v.p2){setM({t:'新密碼與確認密碼不相符'});return}const j=await api(url('/pm/svc/pwd'),{curr:v.p0,next:v.p1,next2:v.p2,_t:csrf});setM({t:j.rm,ok:j.rc==='0000'});set({p0:'',p1:'',p2:''})}
  const box=k=>h('input',{type:'password',className:'form-control',value:v[k],onChange:on(k),autoComplete:'new-password'});
  return h('div',{className:'card-body'},h('h4',null,'更改密碼'),h(Alert,{text:m&&m.t,ok:m&&m.ok}),!(m&&m.ok)&&h(Fragment,null,h(Row,{label:'請輸入舊密碼：'},box('p0')),h(Row,{label:'請輸入新密碼：'},box('p1')),h(Row,{label:'請再輸入新密碼：'},box('p2')),h(Row,{label:'密碼設定條件：'},rules.map(r=>h('div',{key:r[0],className:r[1]?'text-success':'text-muted'},r[1]?'☑ ':'☐ ',r[0]))),
   h(Row,{label:''},h('button',{type:'button',className:'btn btn-primary',onClick:save,disabled:!(v.p0&&rules[0][1]&&rules[1][1]&&v.p2)},'變更密碼'))))}
const F=[['last_en','英文姓','ex:Chen(陳)'],['first_en','英文首名','ex: Yi-Fen(怡芬)　(說明)'],['mid_en','英文中名','ex:Mary 為英文別名，如無，可不填'],['ext','辦公室電話','ex:61234或23123456'],['tel_h','住宅電話','ex:0223123456'],['gsm','行動電話','ex:0952000000 (如離職或更換門號，請記得調整此欄位)']];
function Contact({s}){const [v,on,set]=useForm(s.contact);const [ok,setOk]=useState('');const dirty=F.some(f=>v[f[0]]!==s.contact[f[0]]);
  async function save(){setOk('');if(!/^09[0-9]{8}$/.test(v.gsm)){Swal.fire('資料檢核','行動電話須為09開頭之10碼數字','warning');return}
    const r=await Swal.fire({title:'確認異動？',text:'行動電話：'+v.gsm,icon:'question',showCancelButton:true,confirmButtonText:'確認',cancelButtonText:'再看看'});if(!r.isConfirmed)return;
    const d={};F.forEach(f=>d[f[0]]=v[f[0]]);const j=await api(url('/pm/svc/contact'),{...d,_t:csrf});if(j.rc==='0000'){set(j.contact);setOk(j.rm)}else Swal.fire('異動失敗',j.rm,'error')}
  return h('div',{className:'card-body'},h('h4',null,'台大醫院---維護個人連絡資料'),h('button',{type:'button',className:'btn btn-warning mb-3',onClick:save},'異動儲存'),h(Alert,{text:ok,ok:true}),
   h('table',{className:'table table-sm align-middle'},h('tbody',null,h('tr',null,h('th',null,'員工編號：'),h('td',null,s.uid),h('th',null,'姓名：'),h('td',null,s.who)),F.map(f=>h('tr',{key:f[0]},h('th',null,f[1],'：'),h('td',{colSpan:3},h('input',{className:'form-control form-control-sm d-inline-block',style:{width:220},value:v[f[0]],onChange:on(f[0]),maxLength:f[0]==='gsm'?10:40}),h('small',{className:'text-muted ms-2'},f[2])))))))}
function App(){const [s,setS]=useState(null);useEffect(()=>{api(url('/pm/svc/init')).then(setS)},[]);if(!s)return h('p',null,'Loading…');if(s.rc!=='0000')return h('div',{className:'alert alert-danger m-5'},s.rm);
  return h('div',{className:'container',style:{maxWidth:820}},h('nav',{className:'py-2 d-flex'},h('span',{className:'breadcrumb-item active'},'個人管理'),h('a',{href:s.back,className:'ms-auto'},'« 回功能選單')),h('div',{className:'card'},location.pathname==='/pm/password'?h(Pwd):h(Contact,{s})))}
ReactDOM.createRoot(document.getElementById('root')).render(h(App));
"""

ACCOUNT = KIT + r"""
function Front({nav}){const [ok,setOk]=useState(false);const id=useUid();const item=(t,p,d,c)=>h('div',{className:'card mb-2'},h('div',{className:'card-body d-flex align-items-center'},h('button',{type:'button',className:'btn '+c,disabled:!ok,onClick:()=>nav(p)},t),h('small',{className:'ms-3 text-muted'},d)));
  return h('div',null,h('p',null,'說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼'),h('h5',null,'《規範》'),h('div',{className:'border p-3 mb-2 bg-white'},h('p',null,'網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用'),h('ul',null,h('li',null,'請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。'),h('li',null,'請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。'))),
   h('div',{className:'form-check mb-3'},h('input',{className:'form-check-input',type:'checkbox',id,checked:ok,onChange:e=>setOk(e.target.checked)}),h('label',{className:'form-check-label',htmlFor:id},'我已詳閱並同意上述規範')),
   h('h5',null,'《常見問題與服務》'),h('p',null,h('b',null,'忘記密碼 '),'請以下方按鈕(重置雲端服務密碼)取得簡訊後進行密碼設定。'),
   item('啟用網路帳號及首次雲端帳號密碼設定','/activate','啟用本院微軟相關服務，如：Office365, Outlook...','btn-primary'),item('重置雲端服務密碼','/reset','重設非Portal帳號的密碼：Email, 無線網路, KM, TMS','btn-secondary'),item('總院廠商VPN展延申請','/vpn','總院廠商VPN到期，重新啟用申請。','btn-secondary'))}
function Proof({title,fn,passed}){const [v,on]=useForm({emp:'',gsm:'',otp:''});const [panel,setPanel]=useState(false);const [m,setM]=useState(null);const [pe,setPe]=useState('');const [wait,setWait]=useState(false);const a=useUid(),b=useUid(),c=useUid();
  function ask(){if(!/^\d{6}$/.test(v.emp)){setM({t:'網路帳號 / 主職員工編號應為6位數字'});return}setM(null);setPe('');setPanel(true)}
  async function send(){setWait(true);const j=await api('/svc/sms',{emp:v.emp,gsm:v.gsm,fn});setWait(false);if(j.rc!=='0000'){setPe(j.rm);return}setPanel(false);Swal.fire({icon:'success',title:'動態碼簡訊發送成功',text:j.rm,confirmButtonText:'確定'})}
  async function next(){const j=await api('/svc/proof',{emp:v.emp,otp:v.otp,fn});if(j.rc==='0000')passed(j);else setM({t:j.rm})}
  return h('div',{className:'card'},h('div',{className:'card-body'},h('h4',null,title),h('div',{className:'alert alert-warning small'},'注意事項：',h('ol',{className:'mb-0'},h('li',null,'電子郵件別名第一次設定之後則不能修改，請慎重選擇。'),h('li',null,'按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。'),h('li',null,'如未申請MOTP服務請洽資訊服務台辦理(261120)。'))),h(Alert,{text:m&&m.t}),
   h(Row,{label:h('label',{htmlFor:a},'網路帳號 / 主職員工編號'),en:'Account / Employee No.',req:true},h('div',{className:'input-group'},h('input',{id:a,className:'form-control',value:v.emp,onChange:on('emp'),maxLength:6,inputMode:'numeric'}),h('button',{type:'button',className:'btn btn-outline-primary',onClick:ask},'發送簡訊動態碼'))),
   panel&&h('div',{className:'border border-primary rounded p-3 mb-3'},h('label',{htmlFor:b,className:'form-label'},'請輸入帳號登記的手機門號(10碼)'),h('input',{id:b,className:'form-control mb-2',value:v.gsm,onChange:on('gsm'),maxLength:10,inputMode:'tel'}),h(Alert,{text:pe}),h('button',{type:'button',className:'btn btn-primary btn-sm me-2',disabled:v.gsm.length!==10||wait,onClick:send},'確定發送'),h('button',{type:'button',className:'btn btn-light btn-sm',onClick:()=>setPanel(false)},'取消')),
   h(Row,{label:h('label',{htmlFor:c},'簡訊(或MOTP)動態碼'),en:'One-time code',req:true},h('input',{id:c,className:'form-control',value:v.otp,onChange:on('otp'),maxLength:8,autoComplete:'one-time-code'})),
   h(Row,{label:''},h('button',{type:'button',className:'btn btn-success',disabled:!v.emp||!v.otp,onClick:next},'下一步'))))}
function Pair({v,on}){const c=k=>h('input',{type:'password',className:'form-control',value:v[k],onChange:on(k),autoComplete:'new-password'});return h(Fragment,null,h(Row,{label:'雲端服務密碼',en:'Cloud password',note:'8個字元以上，需包含英文及數字'},c('c1')),h(Row,{label:'確認雲端服務密碼',en:'Confirm'},c('c2')))}
function Setup({s,leave}){const [v,on]=useForm({nick:'',c1:'',c2:''});const [m,setM]=useState(null);const [chk,setChk]=useState('');const t=(a,b)=>h(Row,{label:a},h('div',{className:'form-control-plaintext'},b));
  async function blur(){if(!v.nick)return setChk('');const j=await api('/svc/alias?'+new URLSearchParams({nick:v.nick}));setChk(j.rm)}
  async function go(){const j=await api('/svc/enable',{...v,ticket:s.ticket});setM({t:j.rm,ok:j.rc==='0000'})}
  if(m&&m.ok)return h('div',{className:'card'},h('div',{className:'card-body'},h(Alert,{text:m.t,ok:true}),h('button',{type:'button',className:'btn btn-secondary',onClick:leave},'結束並離開')));
  return h('div',{className:'card'},h('div',{className:'card-body'},h('h4',null,'設定密碼與郵件別名'),h(Alert,{text:m&&m.t}),t('網路帳號 / 主職員工編號',s.emp),t('帳號姓名',s.who),t('主職單位',s.unit),t('有效期限',s.until),
   s.nick?h(Fragment,null,h('div',{className:'alert alert-info'},'您的雲端服務帳號已於先前開通：',h('b',null,s.nick+'@ntuh.gov.tw'),'。別名設定後不能修改。'),h('button',{type:'button',className:'btn btn-secondary',onClick:leave},'結束並離開')):
   h(Fragment,null,h(Row,{label:'雲端服務帳號 (電子郵件名稱)',req:true,note:chk||'名稱長度限64字元內'},h('div',{className:'input-group'},h('input',{className:'form-control',value:v.nick,onChange:on('nick'),onBlur:blur,maxLength:64}),h('span',{className:'input-group-text'},'@ntuh.gov.tw'))),h(Pair,{v,on}),
   h(Row,{label:'',note:'服務於設定完成隔日生效'},h('button',{type:'button',className:'btn btn-outline-secondary me-2',onClick:leave},'取消啟用'),h('button',{type:'button',className:'btn btn-primary',onClick:go},'啟用雲端服務')))))}
function Reset({s,leave}){const [v,on]=useForm({c1:'',c2:''});const [m,setM]=useState(null);async function go(){const j=await api('/svc/renew',{...v,ticket:s.ticket});setM({t:j.rm,ok:j.rc==='0000'})}
  return h('div',{className:'card'},h('div',{className:'card-body'},h('h4',null,'重置雲端服務密碼'),h(Alert,{text:m&&m.t,ok:m&&m.ok}),!(m&&m.ok)&&h(Fragment,null,h(Pair,{v,on}),h('button',{type:'button',className:'btn btn-primary me-2',onClick:go},'確認重置')),h('button',{type:'button',className:'btn btn-secondary',onClick:leave},'結束並離開')))}
function App(){const [p,nav]=usePath();const [s,setS]=useState(null);async function leave(){await api('/svc/leave',{bye:'1'});setS(null);csrf='';nav('/')}
  let body;if(p==='/activate'||p==='/reset'){const r=p==='/reset';body=s&&s.fn===p?(r?h(Reset,{s,leave}):h(Setup,{s,leave})):h(Proof,{key:p,title:r?'重置雲端服務密碼':'啟用網路帳號及首次雲端帳號密碼設定',fn:r?'R':'A',passed:j=>setS({...j,fn:p})})}
  else if(p==='/vpn')body=h('p',null,'非受理期間');else body=h(Front,{nav});
  return h('div',{className:'container',style:{maxWidth:820}},h('nav',{className:'navbar'},h('a',{className:'navbar-brand',href:'/',onClick:e=>{e.preventDefault();nav('/')}},'網路帳號服務 Account Service')),body)}
ReactDOM.createRoot(document.getElementById('root')).render(h(App));
"""

MAIL = KIT + r"""
function App(){const [box,setBox]=useState(undefined);const [v,on,set]=useForm({acct:'',passwd:'',chk:'',keep:false});const [err,setErr]=useState('');const [k,setK]=useState(()=>Date.now());const a=useUid(),b=useUid(),c=useUid(),d=useUid();
  const load=async()=>{const j=await api('/svc/box');setBox(j.rc==='0000'?j:null)};useEffect(()=>{load()},[]);
  async function login(e){if(e)e.preventDefault();const j=await api('/svc/login',{...v,keep:v.keep?'Y':'N',k});if(j.rc==='0000'){setErr('');set({acct:'',passwd:'',chk:'',keep:false});load()}else{setErr(j.rm);set(o=>({...o,chk:''}));setK(Date.now())}}
  async function out(){await api('/svc/logout',{x:'1'});setK(Date.now());setBox(null)}
  if(box===undefined)return null;
  if(box)return h('div',{className:'container'},h('nav',{className:'navbar'},h('b',null,'✉ Webmail'),h('span',null,box.me),h('a',{href:'#',onClick:e=>{e.preventDefault();out()}},'登出')),h('h5',null,'收件匣 Inbox'),h('table',{className:'table table-hover'},h('tbody',null,box.list.map((m,i)=>h('tr',{key:i},h('td',null,m[0]),h('td',null,m[1]))))));
  return h('form',{className:'card mx-auto mt-5',style:{maxWidth:520},onSubmit:login,noValidate:true},h('div',{className:'card-body'},h(Alert,{text:err}),h(Row,{label:h('label',{htmlFor:a},'帳號:')},h('input',{id:a,className:'form-control',value:v.acct,onChange:on('acct')})),h(Row,{label:h('label',{htmlFor:b},'密碼:')},h('input',{id:b,type:'password',className:'form-control',value:v.passwd,onChange:on('passwd')})),
   h(Row,{label:h('label',{htmlFor:c},'驗證碼(小寫字母或數字):')},h('div',{className:'d-flex'},h('input',{id:c,className:'form-control',value:v.chk,onChange:on('chk'),autoComplete:'off'}),h('img',{className:'cap',src:'/svc/chk.jpg?k='+k,alt:'看不清楚?點圖更換',onClick:()=>setK(Date.now())}))),
   h(Row,{label:''},h('input',{type:'checkbox',id:d,checked:v.keep,onChange:on('keep')}),h('label',{htmlFor:d},' 記住登入資訊 (公用電腦請勿勾選)')),h(Row,{label:''},h('button',{type:'submit',className:'btn btn-primary'},'Log in 登入'))),
   h('div',{className:'card-footer small'},h('b',null,'公佈欄'),h('p',null,'體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。'),'※如無法登入，請先至下方網址變更密碼：https://help.ntuh.gov.tw/'))}
ReactDOM.createRoot(document.getElementById('root')).render(h(App));
"""

COLUMNS = (("last_en", "english_surname"), ("first_en", "english_given"), ("mid_en", "english_middle"), ("ext", "office_phone"), ("tel_h", "home_phone"), ("gsm", "mobile_phone"))


class TheSite(Site):
    title = "react18_forms"

    def __init__(self) -> None:
        super().__init__()
        self.picture_key = ""
        self.csrf: dict[str, str] = {}
        self.sms: tuple[str, float, str] | None = None
        self.purpose: dict[str, str] = {}

    @staticmethod
    def reply(rc: str, rm: str = "", cookie: str = "", **rest: object) -> Response:
        heads = [("Cache-Control", "no-store")] + ([("Set-Cookie", cookie)] if cookie else [])
        return Response(json.dumps({"rc": rc, "rm": rm, **rest}, ensure_ascii=False), kind="application/json; charset=utf-8", headers=heads)

    @staticmethod
    def lib(r: Request) -> Response | None:
        name = r.path.removeprefix("/lib/")
        if r.path.startswith("/lib/") and name in LIBS:
            return Response((VENDOR / name).read_bytes(), kind=LIBS[name] + "; charset=utf-8")
        return None

    def spend(self, key: str, text: str) -> bool:
        right = bool(self.truth.captcha) and key == self.picture_key and text.lower() == self.truth.captcha.lower()
        self.truth.captcha, self.picture_key = "", ""
        return right

    def weak(self, word: str) -> bool:
        return len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search(r"\d", word)

    def portal(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, hosp="campus", uid="employee_id", pin="portal_password", vcode="captcha")
        found = self.lib(r)
        if found:
            return found
        sid = r.cookies.get("PSID", "")
        live = f"portal:{sid}" in t.sessions
        if r.path == "/svc/vcode.png":
            self.picture_key = r.get("k")
            return Response(picture(t.new_captcha(), "PNG"), kind="image/png", headers=[("Cache-Control", "no-store")])
        if r.path == "/svc/session":
            if not live:
                return self.reply("0401", "尚未登入")
            base = self.urls["inner"]
            return self.reply("0000", who=t.person.name, csrf=self.csrf[sid], links={"更改密碼": f"{base}/pm/password?SESSION={sid}", "維護個人連絡資料": f"{base}/pm/contact?SESSION={sid}"})
        if r.path == "/svc/signon" and r.method == "POST":
            if not self.spend(r.get("vkey"), r.get("vcode")):
                t.counts["sign_in_refused"] += 1
                return self.reply("1003", "您輸入的圖形碼有誤，請重新輸入。")
            if r.get("hosp") != "T0" or r.get("uid") != t.person.employee_id or r.get("pin") != t.portal_password or r.get("mode") != "P":
                t.counts["sign_in_refused"] += 1
                return self.reply("1001", "登入資料不正確，請檢查員工編號與密碼。")
            sid = secrets.token_hex(16).upper()
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            self.csrf[sid] = secrets.token_hex(12)
            return self.reply("0000", cookie=f"PSID={sid}; Path=/; HttpOnly; SameSite=Lax")
        if r.path == "/svc/signoff" and r.method == "POST":
            if not live or r.headers.get("X-CSRF-TOKEN") != self.csrf[sid]:
                return self.reply("0403", "要求無效")
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return self.reply("0000", cookie="PSID=; Path=/; Max-Age=0")
        if r.path in ("/", "/menu"):
            return Response(INDEX % ("NTUH PORTAL", "#eef4ee", PORTAL))
        return Response("404", 404)

    def inner(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, curr="old_password", next="new_password", next2="new_password_again", gsm="mobile_phone")
        found = self.lib(r)
        if found:
            return found
        if r.path in ("/pm/password", "/pm/contact"):
            return Response(INDEX % ("個人管理", "#fafafa", INNER))
        sid = r.query.get("SESSION", "")
        if not sid or f"portal:{sid}" not in t.sessions:
            return self.reply("0401", "連線已中斷，請回 PORTAL 重新登入。")
        contact = {k: t.saved_contact.get(v, getattr(t.person, v)) for k, v in COLUMNS}
        key = "in" + sid
        if r.path == "/pm/svc/init":
            self.csrf[key] = secrets.token_hex(12)
            return self.reply("0000", csrf=self.csrf[key], who=t.person.name, uid=t.person.employee_id, contact=contact, back=self.urls["portal"] + "/menu")
        if r.method != "POST":
            return Response("404", 404)
        good = bool(self.csrf.get(key)) and r.get("_t") == self.csrf[key]
        self.csrf[key] = fresh = secrets.token_hex(12)
        if r.path == "/pm/svc/pwd":
            new = r.get("next")
            if good and r.get("curr") == t.portal_password and not self.weak(new) and new == r.get("next2") and new != t.portal_password:
                t.portal_password = new
                t.counts["password_changed"] += 1
                return self.reply("0000", "您的PORTAL密碼已經修改成功。", csrf=fresh)
            t.counts["password_refused"] += 1
            why = "頁面已過期，請再試一次" if not good else "原密碼不符，未變更" if r.get("curr") != t.portal_password else "新密碼不合規定或與舊密碼相同，未變更"
            return self.reply("2001", why, csrf=fresh)
        if r.path == "/pm/svc/contact":
            if not good or not all(r.has(k) for k, _ in COLUMNS):
                return self.reply("2009", "頁面已過期，請再試一次", csrf=fresh)
            if not re.fullmatch(r"09\d{8}", r.get("gsm")):
                return self.reply("2002", "行動電話不符格式", csrf=fresh)
            t.saved_contact = {v: r.get(k) for k, v in COLUMNS}
            t.counts["contact_saved"] += 1
            return self.reply("0000", "您的連絡資料已儲存。", csrf=fresh, contact={k: r.get(k) for k, _ in COLUMNS})
        return Response("404", 404)

    def account(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST" or r.path == "/svc/alias":
            self.takes(r, emp="employee_id", gsm="registered_phone", otp="code", nick="alias", c1="cloud_password", c2="cloud_password_again")
        found = self.lib(r)
        if found:
            return found
        if r.path in ("/", "/activate", "/reset", "/vpn"):
            return Response(INDEX % ("網路帳號服務", "#f3f3fb", ACCOUNT))
        if r.path == "/svc/sms" and r.method == "POST":
            if r.get("emp") != t.person.employee_id or r.get("gsm") != (t.saved_contact.get("mobile_phone") or t.person.mobile_phone):
                return self.reply("3001", "門號與本院登記資料不一致，無法發送。")
            self.sms = (t.new_message(), time.time(), r.get("fn"))
            return self.reply("0000", "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」")
        if r.path == "/svc/proof" and r.method == "POST":
            bad = ""
            if not self.sms or self.sms[2] != r.get("fn"):
                bad = "尚未發送簡訊動態碼，或動態碼已使用過。"
            elif time.time() - self.sms[1] > 120:
                bad = "動態碼已逾2分鐘，請重新發送。"
            elif r.get("emp") != t.person.employee_id or r.get("otp").strip() != self.sms[0]:
                bad = "動態碼錯誤。"
            if bad:
                t.counts["code_refused"] += 1
                return self.reply("3002", bad)
            self.sms = None
            sid = secrets.token_hex(16)
            t.sessions.add("account:" + sid)
            t.counts["code_accepted"] += 1
            self.purpose[sid] = r.get("fn")
            self.csrf[sid] = secrets.token_hex(10)
            p = t.person
            return self.reply("0000", cookie=f"HSID={sid}; Path=/; HttpOnly", csrf=self.csrf[sid], ticket=self.csrf[sid][::-1], emp=p.employee_id, who=p.name, unit=p.unit, until=p.valid_until, nick=t.alias)
        sid = r.cookies.get("HSID", "")
        if f"account:{sid}" not in t.sessions:
            return self.reply("0401", "驗證逾時，請重新取得動態碼。")
        name = r.get("nick").strip()
        poor = "" if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name) else "名稱只能使用英文、數字、點、底線與減號。"
        if name.lower() == "taken.name":
            poor = "這個名稱已被其他同仁使用。"
        if r.path == "/svc/alias":
            return self.reply("3005" if poor else "0000", poor or "此名稱可以使用")
        if r.method != "POST" or r.headers.get("X-CSRF-TOKEN") != self.csrf[sid]:
            return self.reply("0403", "要求無效，請重新操作。")
        if r.path == "/svc/leave":
            t.sessions.discard("account:" + sid)
            t.counts["sign_out_account"] += 1
            return self.reply("0000", cookie="HSID=; Path=/; Max-Age=0")
        one = r.get("c1")
        word = "兩次密碼輸入不一致。" if one != r.get("c2") else "雲端服務密碼強度不足(8個字元以上，含英文及數字)。" if self.weak(one) else "不可與Portal密碼設定相同。" if one == t.portal_password else ""
        if r.get("ticket") != self.csrf[sid][::-1]:
            word = "要求無效，請重新操作。"
        if r.path == "/svc/enable" and self.purpose[sid] == "A":
            bad = "已啟用過，不得再次設定。" if t.alias else poor or word
            if bad:
                return self.reply("3006", bad)
            t.alias, t.cloud_password = name, one
            t.counts["activated"] += 1
            return self.reply("0000", f"恭喜您完成開通！信箱 {name}@ntuh.gov.tw 將於明日生效。")
        if r.path == "/svc/renew" and self.purpose[sid] == "R":
            if word or not t.alias:
                return self.reply("3007", word or "您尚未啟用網路帳號，請先啟用。")
            t.cloud_password = one
            return self.reply("0000", "新密碼已生效。")
        return Response("404", 404)

    def mail(self, r: Request) -> Response:
        t = self.truth
        if r.method == "POST":
            self.takes(r, acct="mail_account", passwd="mail_password", chk="captcha")
        found = self.lib(r)
        if found:
            return found
        if r.path == "/":
            return Response(INDEX % ("Webmail", "#f7f3ea", MAIL))
        if r.path == "/svc/chk.jpg":
            self.picture_key = r.get("k")
            return Response(picture(t.new_captcha("abcdefhkmnprstuvwxyz2345678", 4), "JPEG"), kind="image/jpeg", headers=[("Cache-Control", "no-store")])
        sid = r.cookies.get("MSID", "")
        if r.path == "/svc/login" and r.method == "POST":
            if not self.spend(r.get("k"), r.get("chk")):
                return self.reply("4001", "驗證碼輸入錯誤，請重新輸入")
            if not t.alias or r.get("acct").lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("passwd") != t.cloud_password:
                return self.reply("4002", "帳號或密碼不正確")
            sid = secrets.token_hex(16)
            t.sessions.add("mail:" + sid)
            t.counts["mail_sign_in"] += 1
            return self.reply("0000", cookie=f"MSID={sid}; Path=/; HttpOnly")
        if f"mail:{sid}" not in t.sessions:
            return self.reply("0401", "請先登入")
        if r.path == "/svc/box":
            return self.reply("0000", me=t.alias + "@ntuh.gov.tw", list=[["資訊室", "歡迎使用本院電子郵件"], ["人事室", "報到通知"]])
        if r.path == "/svc/logout" and r.method == "POST":
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            return self.reply("0000", cookie="MSID=; Path=/; Max-Age=0")
        return Response("404", 404)
