"""One page for each host, a wizard in plain fetch; every answer takes its time, with spinners and toasts."""

from __future__ import annotations

import base64
import json
import random
import re
import secrets
import time
from pathlib import Path
from typing import Any

from truth import Request, Response, Site, picture

VENDOR = Path(__file__).resolve().parent.parent / "vendor"

PAGE = """<!DOCTYPE html>
<html lang="zh-TW">
<head>
<meta charset="UTF-8"><title>@TITLE@</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/asset/toastr.min.css">
<style>
body{margin:0;background:#e8eef0;font:15px/1.55 'Microsoft JhengHei',sans-serif;color:#2b3a42}
#top{background:#12766b;color:#fff;padding:10px 20px;display:flex;align-items:center;gap:20px}#top button{margin-left:auto}
main{width:820px;margin:18px auto;background:#fff;border-radius:4px;padding:20px 28px;min-height:320px}
section.step{display:none;opacity:0;transition:opacity .3s}section.step.on{display:block}section.step.seen{opacity:1}
.line{margin:10px 0;display:flex;align-items:center}.line>b{width:220px;font-weight:normal;text-align:right;padding-right:14px}.line input[type=text],.line input[type=password],.line select{padding:6px;border:1px solid #9ab;width:230px;font-size:15px}.line small{color:#789;margin-left:8px}
button{font-size:15px;padding:7px 16px;border:1px solid #12766b;background:#fff;color:#12766b;border-radius:3px;cursor:pointer}button.go{background:#12766b;color:#fff}button:disabled{opacity:.5;cursor:wait}
#mask{position:fixed;inset:0;background:#fffb;z-index:900;display:none;align-items:center;justify-content:center;flex-direction:column}#mask.on{display:flex}.ring{width:46px;height:46px;border:5px solid #cdd;border-top-color:#12766b;border-radius:50%;animation:r 1s linear infinite}@keyframes r{to{transform:rotate(360deg)}}
.sheet{display:none;position:fixed;inset:0;background:#0007;z-index:500}.sheet.on{display:block}.sheet>div{background:#fff;width:430px;margin:150px auto;padding:20px 24px;border-radius:4px}.sheet input{padding:6px;width:230px}
ol.bar{display:flex;list-style:none;padding:0;margin:0 0 18px}ol.bar li{flex:1;text-align:center;border-bottom:4px solid #cdd;padding:4px;color:#89a}ol.bar li.now{border-color:#12766b;color:#12766b;font-weight:bold}
.tiles{display:grid;grid-template-columns:repeat(3,1fr);gap:10px}.tiles div[role=button]{border:1px solid #bcc;padding:12px;text-align:center;cursor:pointer}.tiles div[role=button]:hover{background:#eef7f5}.fine{background:#e3f4ea;padding:10px}.dim{color:#789;font-size:13px}
</style>
</head>
<body>
@BODY@
<div id="mask"><div class="ring"></div><p>資料處理中，請稍候…</p></div>
<script src="/asset/jquery.min.js"></script><script src="/asset/toastr.min.js"></script>
<script>
toastr.options={positionClass:'toast-top-center',timeOut:7000,closeButton:true,preventDuplicates:false};
const $i=id=>document.getElementById(id);let ticket='',pending=0;
function wait(d){pending+=d;$i('mask').classList.toggle('on',pending>0)}
async function ask(op,args,quiet){if(!quiet)wait(1);let j;try{const r=await fetch('/rpc/'+op,{method:'POST',headers:{'Content-Type':'application/json;charset=UTF-8'},body:JSON.stringify(Object.assign({ticket:ticket},EXTRA,args||{}))});j=await r.json()}catch(x){j={status:'FAIL',note:'連線失敗，請檢查網路'}}
 if(!quiet)wait(-1);if(j.ticket)ticket=j.ticket;if(j.status!=='OK'&&j.note)toastr.error(j.note);return j}
function show(id){document.querySelectorAll('section.step').forEach(s=>s.classList.remove('on','seen'));const s=$i(id);s.classList.add('on');setTimeout(()=>s.classList.add('seen'),30);const n=s.dataset.n;document.querySelectorAll('ol.bar li').forEach(l=>l.classList.toggle('now',l.dataset.n===n));window.scrollTo(0,0)}
function sheet(id,on){$i(id).classList.toggle('on',on)}
function on(id,f){$i(id).addEventListener('click',f)}
let picid='';async function pic(){const im=$i('pic');im.style.visibility='hidden';$i('picwait').hidden=false;const j=await ask('picture',{},true);picid=j.picid;im.src=j.src;im.style.visibility='visible';$i('picwait').hidden=true}
function enter(box,btn){$i(box).addEventListener('keydown',e=>{if(e.key==='Enter'){e.preventDefault();$i(btn).click()}})}
@SCRIPT@
</script>
</body>
</html>"""

PORTAL_BODY = """<div id="top"><strong>醫療資訊系統 PORTAL</strong><span id="hello"></span><button type="button" id="bye" hidden>登出</button></div>
<main>
<section class="step" id="s-boot"><p>系統載入中…</p></section>
<section class="step" id="s-in"><h2>登入</h2>
<div class="line"><b>院區</b><select name="zone" id="zone"><option value="T0">總院區</option><option value="T2">北護分院</option><option value="T4">新竹臺大分院</option><option value="Y0">雲林分院</option></select></div>
<div class="line"><b>帳號</b><input type="text" name="staff_no" id="staff_no" maxlength="6" autocomplete="off"></div>
<div class="line"><b>密碼</b><input type="password" name="staff_pw" id="staff_pw"></div>
<div class="line"><b>驗證碼</b><input type="text" name="answer" id="answer" maxlength="6" autocomplete="off"><small>(不用區分大小寫)</small></div>
<div class="line"><b></b><span id="picwait">圖片產生中…</span><img id="pic" alt="" style="visibility:hidden"><small><a href="javascript:void(0)" onclick="pic()">更換圖片</a></small></div>
<div class="line"><b></b><button type="button" class="go" id="login">登入 Login</button></div><p class="dim">如無法登入，請撥資訊室分機261120。</p></section>
<section class="step" id="s-news"><h3>全院公告 2</h3><ul><li>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</li><li>2018/12/13 總院Portal資訊系統登入首頁改版</li></ul><button type="button" class="go" id="news-ok">繼續</button></section>
<section class="step" id="s-menu"><p>總院差勤待簽 0 未核准 0 被駁回 0</p><h3>功能選單</h3><p><button type="button" data-g="g1">數位學習</button> <button type="button" data-g="g2">行政系統</button> <button type="button" data-g="g3">個人管理</button></p>
<div class="tiles" id="g1" hidden><div role="button" data-x="">課程查詢</div></div><div class="tiles" id="g2" hidden><div role="button" data-x="">公文系統</div></div>
<div class="tiles" id="g3" hidden><div role="button" tabindex="0" data-x="password">🔑<br>更改密碼</div><div role="button" tabindex="0" data-x="">個人簽章提醒設定</div><div role="button" tabindex="0" data-x="">員工待遇福利查詢</div><div role="button" tabindex="0" data-x="">查詢員工連絡資料</div><div role="button" tabindex="0" data-x="contact">☎<br>維護個人連絡資料</div><div role="button" tabindex="0" data-x="">個人就醫紀錄查詢</div></div></section>
</main>"""

PORTAL_JS = """const EXTRA={};
function inside(j){$i('hello').textContent=j.name+' 您好!';$i('bye').hidden=false}
async function boot(){show('s-boot');const j=await ask('hello');if(j.signed){inside(j);show('s-menu')}else{show('s-in');pic()}}
on('login',async()=>{const a=$i('staff_no').value.trim(),b=$i('staff_pw').value,c=$i('answer').value.trim();if(!a||!b||!c){toastr.warning('帳號、密碼、驗證碼都要填寫');return}
 $i('login').disabled=true;const j=await ask('login',{zone:$i('zone').value,staff_no:a,staff_pw:b,answer:c,picid});$i('login').disabled=false;$i('answer').value='';$i('staff_pw').value='';
 if(j.status==='OK'){toastr.success('登入成功');inside(j);show('s-news')}else pic()});
enter('answer','login');on('news-ok',()=>show('s-menu'));
document.querySelectorAll('[data-g]').forEach(b=>b.addEventListener('click',()=>['g1','g2','g3'].forEach(g=>$i(g).hidden=g!==b.dataset.g)));
document.querySelectorAll('[data-x]').forEach(b=>{const f=async()=>{if(!b.dataset.x){toastr.info('您無此功能權限');return}const j=await ask('enter',{target:b.dataset.x});if(j.status==='OK')location.href=j.url};b.addEventListener('click',f);b.addEventListener('keydown',e=>{if(e.key==='Enter')f()})});
on('bye',async()=>{const j=await ask('logout');if(j.status==='OK'){$i('hello').textContent='';$i('bye').hidden=true;toastr.success('您已離開系統');show('s-in');pic()}});
boot();"""

INNER_BODY = """<div id="top"><strong>個人管理</strong><button type="button" id="back">回功能選單</button></div>
<main>
<section class="step" id="s-lost"><p>連線資訊不存在或已逾時，請回PORTAL重新登入。</p></section>
<section class="step" id="s-password"><h3>更改密碼</h3><div id="pw-form">
<div class="line"><b>請輸入舊密碼：</b><input type="password" name="k0" id="k0"></div><div class="line"><b>請輸入新密碼：</b><input type="password" name="k1" id="k1"></div><div class="line"><b>請再輸入新密碼：</b><input type="password" name="k2" id="k2"></div><div class="line"><b>密碼強度檢核：</b><meter id="mt" min="0" max="3" value="0"></meter></div>
<p class="dim">密碼設定條件：1.密碼長度不可少於8個字元　2.密碼內容需包含英文及數字</p><div class="line"><b></b><button type="button" class="go" id="pw-save">送出變更</button></div></div><p class="fine" id="pw-done" hidden></p></section>
<section class="step" id="s-contact"><h3>台大醫院---維護個人連絡資料</h3><p><button type="button" class="go" id="c-save" disabled>異動儲存</button> <span id="c-note"></span></p>
<div class="line"><b>員工編號：</b><span id="c-id">…</span></div><div class="line"><b>姓名：</b><span id="c-name">…</span></div>
<div class="line"><b>英文姓：</b><input type="text" name="e1" disabled><small>ex:Chen(陳)</small></div><div class="line"><b>英文首名：</b><input type="text" name="e2" disabled><small>ex: Yi-Fen(怡芬) (說明)</small></div><div class="line"><b>英文中名：</b><input type="text" name="e3" disabled><small>ex:Mary 為英文別名，如無，可不填</small></div>
<div class="line"><b>辦公室電話：</b><input type="text" name="t1" disabled><small>ex:61234或23123456</small></div><div class="line"><b>住宅電話：</b><input type="text" name="t2" disabled><small>ex:0223123456</small></div><div class="line"><b>行動電話：</b><input type="text" name="t3" maxlength="10" disabled><small>ex:0952000000 (如離職或更換門號，請記得調整此欄位)</small></div></section>
</main>"""

INNER_JS = """const EXTRA={SESSION:new URLSearchParams(location.search).get('SESSION')||''};const page=location.pathname.slice(1);let home='';
const boxes=()=>[...document.querySelectorAll('#s-contact input')];
function put(j){$i('c-id').textContent=j.staff_no;$i('c-name').textContent=j.name;boxes().forEach(b=>{b.value=j.values[b.name];b.disabled=false});$i('c-save').disabled=false}
on('back',()=>{if(home)location.href=home});
$i('k1').addEventListener('input',()=>{const v=$i('k1').value;$i('mt').value=(v.length>=8)+/[a-z]/i.test(v)+/[0-9]/.test(v)});
on('pw-save',async()=>{if(!$i('k0').value||!$i('k1').value){toastr.warning('請輸入密碼');return}if($i('k1').value!==$i('k2').value){toastr.warning('新密碼兩次輸入不同');return}
 const j=await ask('password',{k0:$i('k0').value,k1:$i('k1').value,k2:$i('k2').value});['k0','k1','k2'].forEach(k=>$i(k).value='');if(j.status==='OK'){toastr.success(j.note);$i('pw-form').hidden=true;$i('pw-done').hidden=false;$i('pw-done').textContent=j.note}});
on('c-save',async()=>{const d={};boxes().forEach(b=>d[b.name]=b.value);$i('c-note').textContent='';const j=await ask('contact',d);if(j.status==='OK'){put(j);toastr.success(j.note);$i('c-note').textContent='✔ '+j.note}});
(async()=>{show('s-'+(page==='contact'?'contact':'password'));const j=await ask('open');if(j.status!=='OK'){show('s-lost');return}home=j.home;put(j)})();"""

ACCOUNT_BODY = """<div id="top"><strong>網路帳號自助服務</strong><button type="button" id="quit" hidden>結束離開</button></div>
<main><ol class="bar"><li data-n="1">1 閱讀規範</li><li data-n="2">2 身分驗證</li><li data-n="3">3 設定</li><li data-n="4">4 完成</li></ol>
<section class="step" id="w1" data-n="1"><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><ul><li>使用本帳號發信、登入VPN、登入無線網路服務等，依本院資安規定進行系統記錄，請勿借用或盜用。</li><li>請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同，以確保個人資料安全。</li></ul><h3>《常見問題與服務》</h3><details><summary>密碼修改後多久可以生效</summary>即時生效。</details><details><summary>忘記密碼</summary>請親自以下方按鈕取得簡訊後進行密碼設定。</details>
<p><button type="button" class="go" data-go="new">啟用網路帳號及首次雲端帳號密碼設定</button><br><span class="dim">啟用本院微軟相關服務，如：Office365, Outlook...</span></p><p><button type="button" class="go" data-go="again">重置雲端服務密碼</button><br><span class="dim">重設非Portal帳號的密碼：Email, 無線網路, KM, TMS...</span></p><p><button type="button" onclick="toastr.info('目前未受理')">總院廠商VPN展延申請</button></p></section>
<section class="step" id="w2" data-n="2"><h3 id="w2-title"></h3><ul class="dim"><li>電子郵件別名第一次設定之後則不能修改，請慎重選擇。</li><li>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。</li><li>請輸入帳號與簡訊動態碼後按「下一步」。</li></ul>
<div class="line"><b>網路帳號 / 主職員工編號</b><input type="text" name="net_id" id="net_id" maxlength="6"> <button type="button" id="sms">發送簡訊動態碼</button></div><div class="line"><b>簡訊(或MOTP)動態碼</b><input type="text" name="otp" id="otp" maxlength="8" autocomplete="off"></div><div class="line"><b></b><button type="button" id="prev">上一步</button>　<button type="button" class="go" id="next">下一步</button></div></section>
<section class="step" id="w3" data-n="3"><h3>設定密碼與郵件別名</h3><div class="line"><b>網路帳號 / 主職員工編號</b><span id="f-id"></span></div><div class="line"><b>帳號姓名</b><span id="f-name"></span></div><div class="line"><b>主職單位</b><span id="f-unit"></span></div><div class="line"><b>有效期限</b><span id="f-until"></span></div>
<div id="w3-new"><div class="line"><b>雲端服務帳號 (電子郵件名稱)</b><input type="text" name="box_name" id="box_name" maxlength="64" autocomplete="off"><small>@ntuh.gov.tw 名稱長度限64字元內</small></div><div class="line"><b>雲端服務密碼</b><input type="password" name="cp1" id="cp1" autocomplete="new-password"><small>8碼以上，含英文及數字</small></div><div class="line"><b>再輸入一次雲端服務密碼</b><input type="password" name="cp2" id="cp2" autocomplete="new-password"></div><p class="dim">服務於設定完成隔日生效</p><div class="line"><b></b><button type="button" id="no-thanks">取消啟用</button>　<button type="button" class="go" id="enable">啟用雲端服務</button></div></div>
<div id="w3-old" class="fine" hidden></div></section>
<section class="step" id="w3r" data-n="3"><h3>重置雲端服務密碼</h3><div class="line"><b>新雲端服務密碼</b><input type="password" name="rp1" id="rp1"><small>8碼以上，含英文及數字</small></div><div class="line"><b>再輸入一次</b><input type="password" name="rp2" id="rp2"></div><div class="line"><b></b><button type="button" class="go" id="renew">確認重設</button></div></section>
<section class="step" id="w4" data-n="4"><h3>🎉 作業完成</h3><p class="fine" id="w4-note"></p></section>
</main>
<div class="sheet" id="sh-tel"><div role="dialog"><p>請輸入帳號登記的手機門號(10碼)</p><p><input type="text" name="tel" id="tel" maxlength="10" inputmode="tel"></p><button type="button" class="go" id="tel-ok">確定發送</button> <button type="button" id="tel-no">取消</button></div></div>
<div class="sheet" id="sh-sent"><div role="dialog"><h4>動態碼簡訊發送成功</h4><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><button type="button" class="go" id="sent-ok">確定</button></div></div>
<div class="sheet" id="sh-sure"><div role="dialog"><p>電子郵件別名設定後不能修改，您要使用 <b id="sure-name"></b> 嗎？</p><button type="button" id="sure-no">返回修改</button> <button type="button" class="go" id="sure-yes">是，確認啟用</button></div></div>"""

ACCOUNT_JS = """const EXTRA={};let goal='';
function begin(){goal='';ticket='';$i('quit').hidden=true;document.querySelectorAll('main input').forEach(x=>x.value='');$i('w3-new').hidden=false;$i('w3-old').hidden=true;show('w1')}
document.querySelectorAll('[data-go]').forEach(b=>b.addEventListener('click',async()=>{const j=await ask('begin',{goal:b.dataset.go});if(j.status!=='OK')return;goal=b.dataset.go;$i('w2-title').textContent=b.textContent;show('w2')}));
on('prev',begin);
on('sms',()=>{if(!/^[0-9]{6}$/.test($i('net_id').value.trim())){toastr.warning('請先輸入6位數字的員工編號');return}$i('tel').value='';sheet('sh-tel',true);$i('tel').focus()});
on('tel-no',()=>sheet('sh-tel',false));enter('tel','tel-ok');enter('otp','next');
on('tel-ok',async()=>{const j=await ask('sms',{net_id:$i('net_id').value.trim(),tel:$i('tel').value.trim()});if(j.status==='OK'){sheet('sh-tel',false);sheet('sh-sent',true)}});
on('sent-ok',()=>{sheet('sh-sent',false);$i('otp').focus()});
on('next',async()=>{if(!$i('otp').value.trim()){toastr.warning('請輸入簡訊動態碼');return}const j=await ask('verify',{net_id:$i('net_id').value.trim(),otp:$i('otp').value.trim()});$i('otp').value='';if(j.status!=='OK')return;$i('quit').hidden=false;toastr.success('身分驗證通過');
 if(goal==='again'){show('w3r');return}$i('f-id').textContent=j.staff_no;$i('f-name').textContent=j.name;$i('f-unit').textContent=j.unit;$i('f-until').textContent=j.until;if(j.box){$i('w3-new').hidden=true;$i('w3-old').hidden=false;$i('w3-old').textContent='雲端服務先前已設定完成，電子郵件名稱：'+j.box+'@ntuh.gov.tw'}show('w3')});
on('enable',()=>{if(!$i('box_name').value.trim()||!$i('cp1').value){toastr.warning('請填寫電子郵件名稱與雲端服務密碼');return}if($i('cp1').value!==$i('cp2').value){toastr.warning('兩次雲端服務密碼不同');return}$i('sure-name').textContent=$i('box_name').value.trim()+'@ntuh.gov.tw';sheet('sh-sure',true)});
on('sure-no',()=>sheet('sh-sure',false));
on('sure-yes',async()=>{sheet('sh-sure',false);const j=await ask('enable',{box_name:$i('box_name').value.trim(),cp1:$i('cp1').value,cp2:$i('cp2').value});if(j.status==='OK'){$i('w4-note').textContent=j.note;show('w4')}});
on('renew',async()=>{const j=await ask('renew',{rp1:$i('rp1').value,rp2:$i('rp2').value});if(j.status==='OK'){$i('w4-note').textContent=j.note;show('w4')}});
async function quit(){const j=await ask('quit');if(j.status==='OK')toastr.info('您已離開帳號服務');begin()}on('quit',quit);on('no-thanks',quit);
begin();"""

MAIL_BODY = """<div id="top"><strong>電子信箱</strong><span id="who"></span><button type="button" id="bye" hidden>登出信箱</button></div><main>
<section class="step" id="s-in"><div class="line"><b>帳號:</b><input type="text" name="box" id="box"></div><div class="line"><b>密碼:</b><input type="password" name="boxpw" id="boxpw"></div><div class="line"><b>驗證碼(小寫字母或數字):</b><input type="text" name="letters" id="letters" autocomplete="off"></div><div class="line"><b></b><span id="picwait">圖片產生中…</span><img id="pic" alt="" style="visibility:hidden" onclick="pic()"></div><div class="line"><b></b><label><input type="checkbox" name="keep" id="keep"> 記住登入資訊 (公用電腦請勿勾選)</label></div><div class="line"><b></b><button type="button" class="go" id="login">登入</button></div><h4>公佈欄</h4><p class="dim">體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。<br>※如無法登入，請先至下方網址變更密碼，謝謝：https://help.ntuh.gov.tw/</p></section>
<section class="step" id="s-box"><h3>收件匣</h3><ul id="list"></ul></section></main>"""

MAIL_JS = """const EXTRA={};
function open_(j){$i('who').textContent=j.who;$i('bye').hidden=false;$i('list').innerHTML='';j.list.forEach(t=>{const l=document.createElement('li');l.textContent=t;$i('list').append(l)});show('s-box')}
on('login',async()=>{const j=await ask('login',{box:$i('box').value.trim(),boxpw:$i('boxpw').value,letters:$i('letters').value.trim(),keep:$i('keep').checked,picid});$i('letters').value='';if(j.status==='OK'){$i('boxpw').value='';open_(j)}else pic()});enter('letters','login');
on('bye',async()=>{await ask('logout');$i('who').textContent='';$i('bye').hidden=true;show('s-in');pic();toastr.info('已登出信箱')});
(async()=>{const j=await ask('hello');if(j.signed)open_(j);else{show('s-in');pic()}})();"""

CELLS = {"e1": "english_surname", "e2": "english_given", "e3": "english_middle", "t1": "office_phone", "t2": "home_phone", "t3": "mobile_phone"}
ASSETS = {"toastr.min.css": "text/css", "toastr.min.js": "text/javascript", "jquery.min.js": "text/javascript"}


class TheSite(Site):
    title = "one_page_wizard_slow"

    def __init__(self) -> None:
        super().__init__()
        self.picid = ""
        self.tickets: dict[str, str] = {}  # ticket -> who it was handed to
        self.wizards: dict[str, dict[str, Any]] = {}

    def slow(self) -> None:
        self.lock.release()
        try:
            time.sleep(random.uniform(1.5, 3.0))
        finally:
            self.lock.acquire()

    def json(self, cookie: str = "", owner: str = "", **data: Any) -> Response:
        if owner:
            data["ticket"] = secrets.token_hex(10)
            self.tickets[data["ticket"]] = owner
        return Response(json.dumps(data, ensure_ascii=False), kind="application/json; charset=utf-8", headers=[("Cache-Control", "no-store")] + ([("Set-Cookie", cookie)] if cookie else []))

    def fail(self, note: str, owner: str = "") -> Response:
        return self.json(owner=owner, status="FAIL", note=note)

    def page_or_asset(self, r: Request, title: str, body: str, script: str) -> Response:
        name = r.path.removeprefix("/asset/")
        if r.path.startswith("/asset/") and name in ASSETS:
            return Response((VENDOR / name).read_bytes(), kind=ASSETS[name] + "; charset=utf-8")
        if r.method != "GET" or "." in r.path:
            return Response("404", 404)
        return Response(PAGE.replace("@BODY@", body).replace("@TITLE@", title).replace("@SCRIPT@", script))

    def rpc(self, r: Request, **meanings: str) -> str:
        """The operation, after its fields were noted and its time has passed."""
        if not r.path.startswith("/rpc/") or r.method != "POST":
            return ""
        r.form = [(k, str(v)) for k, v in json.loads(r.body).items()]
        self.takes(r, **meanings)
        self.slow()
        return r.path[5:]

    def spent(self, r: Request, owner: str) -> bool:
        return self.tickets.pop(r.get("ticket"), None) == owner

    def draw(self, *how: Any) -> Response:
        self.picid = secrets.token_hex(6)
        data = base64.b64encode(picture(self.truth.new_captcha(*how), "PNG")).decode()
        return self.json(status="OK", picid=self.picid, src="data:image/png;base64," + data)

    def matches(self, r: Request, name: str) -> bool:
        text, key = self.truth.captcha, self.picid
        self.truth.captcha = self.picid = ""
        return bool(text and key) and r.get("picid") == key and r.get(name).lower() == text.lower()

    @staticmethod
    def strong(word: str) -> bool:
        return len(word) >= 8 and any(c.isascii() and c.isalpha() for c in word) and any(c.isdigit() for c in word)

    def portal(self, r: Request) -> Response:
        t = self.truth
        op = self.rpc(r, zone="campus", staff_no="employee_id", staff_pw="portal_password", answer="captcha")
        if not op:
            return self.page_or_asset(r, "PORTAL", PORTAL_BODY, PORTAL_JS)
        sid = r.cookies.get("pt", "")
        signed = f"portal:{sid}" in t.sessions
        if op == "picture":
            return self.draw()
        if op == "hello":
            return self.json(owner=sid if signed else "", status="OK", signed=signed, name=t.person.name if signed else "")
        if op == "login":
            note = ""
            if not self.matches(r, "answer"):
                note = "驗證碼輸入有誤，請看新的圖片"
            elif r.get("zone") != "T0" or r.get("staff_no") != t.person.employee_id or r.get("staff_pw") != t.portal_password:
                note = "查無此員工或密碼不對，請重新輸入"
            if note:
                t.counts["sign_in_refused"] += 1
                return self.fail(note)
            sid = secrets.token_hex(16)
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return self.json(f"pt={sid}; Path=/; HttpOnly", sid, status="OK", name=t.person.name)
        if not signed or not self.spent(r, sid):
            return self.fail("連線已逾時，請重新整理網頁", sid if signed else "")
        if op == "enter" and r.get("target") in ("password", "contact"):
            return self.json(owner=sid, status="OK", url=f"{self.urls['inner']}/{r.get('target')}?SESSION={sid}")
        if op == "logout":
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return self.json("pt=; Path=/; Max-Age=0", status="OK")
        return self.fail("沒有這項功能", sid)

    def inner(self, r: Request) -> Response:
        t = self.truth
        op = self.rpc(r, k0="old_password", k1="new_password", k2="new_password_again", t3="mobile_phone")
        if not op:
            return self.page_or_asset(r, "個人管理", INNER_BODY, INNER_JS)
        sid = r.get("SESSION")
        if f"portal:{sid}" not in t.sessions:
            return self.fail("連線已逾時")
        owner = "in" + sid
        facts: dict[str, Any] = {"staff_no": t.person.employee_id, "name": t.person.name, "home": self.urls["portal"] + "/"}
        if op == "open":
            return self.json(owner=owner, status="OK", values={k: t.saved_contact.get(v, getattr(t.person, v)) for k, v in CELLS.items()}, **facts)
        fresh = self.spent(r, owner)
        if op == "password":
            new = r.get("k1")
            note = ""
            if not fresh:
                note = "畫面已失效，請再送出一次"
            elif r.get("k0") != t.portal_password:
                note = "舊密碼輸入不對"
            elif not self.strong(new):
                note = "新密碼不合設定條件"
            elif new != r.get("k2") or new == t.portal_password:
                note = "新密碼兩次不同，或與舊密碼相同"
            if note:
                t.counts["password_refused"] += 1
                return self.fail(note, owner)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.json(owner=owner, status="OK", note="密碼變更成功，下次登入請用新密碼")
        if op == "contact":
            if not fresh or not all(r.has(k) for k in CELLS):
                return self.fail("畫面已失效，請再送出一次", owner)
            if not re.fullmatch(r"09\d{8}", r.get("t3")):
                return self.fail("行動電話應為09開頭的10碼數字", owner)
            t.saved_contact = {v: r.get(k) for k, v in CELLS.items()}
            t.counts["contact_saved"] += 1
            return self.json(owner=owner, status="OK", note="資料異動已存檔", values={k: r.get(k) for k in CELLS}, **facts)
        return self.fail("沒有這項功能", owner)

    def account(self, r: Request) -> Response:
        t, p = self.truth, self.truth.person
        op = self.rpc(r, net_id="employee_id", tel="registered_phone", otp="code", box_name="alias", cp1="cloud_password", cp2="cloud_password_again", rp1="cloud_password", rp2="cloud_password_again")
        if not op:
            return self.page_or_asset(r, "網路帳號自助服務", ACCOUNT_BODY, ACCOUNT_JS)
        if op == "begin":
            wid = secrets.token_hex(12)
            self.wizards[wid] = {"goal": r.get("goal"), "step": 2, "code": "", "at": 0.0, "sid": ""}
            return self.json(f"wiz={wid}; Path=/; HttpOnly", wid, status="OK")
        wid = r.cookies.get("wiz", "")
        w = self.wizards.get(wid)
        if not w or not self.spent(r, wid):
            return self.fail("作業已逾時，請由第一步重新開始", wid if w else "")
        if op == "sms" and w["step"] == 2:
            if r.get("net_id") != p.employee_id or r.get("tel") != (t.saved_contact.get("mobile_phone") or p.mobile_phone):
                return self.fail("帳號或手機門號與登記的不符，未發送", wid)
            w["code"], w["at"], w["id"] = t.new_message(), time.time(), r.get("net_id")
            return self.json(owner=wid, status="OK")
        if op == "verify" and w["step"] == 2:
            note = ""
            if not w["code"]:
                note = "還沒有發送簡訊動態碼"
            elif time.time() - w["at"] > 120:
                note = "動態碼逾期，請重新發送"
            elif r.get("otp") != w["code"] or r.get("net_id") != w["id"]:
                note = "動態碼不對，請再確認"
            if note:
                t.counts["code_refused"] += 1
                return self.fail(note, wid)
            w.update(code="", step=3, sid=secrets.token_hex(16))
            t.sessions.add("account:" + w["sid"])
            t.counts["code_accepted"] += 1
            return self.json(owner=wid, status="OK", staff_no=p.employee_id, name=p.name, unit=p.unit, until=p.valid_until, box=t.alias)
        if f"account:{w['sid']}" not in t.sessions:
            return self.fail("請先完成身分驗證", wid)
        if op == "quit":
            t.sessions.discard("account:" + w["sid"])
            t.counts["sign_out_account"] += 1
            del self.wizards[wid]
            return self.json("wiz=; Path=/; Max-Age=0", status="OK")
        word, again = (r.get("cp1"), r.get("cp2")) if op == "enable" else (r.get("rp1"), r.get("rp2"))
        note = ""
        if word != again:
            note = "兩次雲端服務密碼不同"
        elif not self.strong(word):
            note = "雲端服務密碼需8碼以上並含英文及數字"
        elif word == t.portal_password:
            note = "雲端服務密碼不可與Portal密碼相同"
        if op == "enable" and w["goal"] == "new" and w["step"] == 3:
            name = r.get("box_name")
            if t.alias:
                note = "雲端服務已設定過，不能再設定"
            elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", name):
                note = "電子郵件名稱不合規定，請用英文、數字、. _ -"
            elif name.lower() == "taken.name":
                note = "電子郵件名稱已經有人用了"
            if note:
                return self.fail(note, wid)
            t.alias, t.cloud_password, w["step"] = name, word, 4
            t.counts["activated"] += 1
            return self.json(owner=wid, status="OK", note=f"已為您建立 {name}@ntuh.gov.tw，隔日即可使用。")
        if op == "renew" and w["goal"] == "again" and w["step"] == 3:
            note = note or ("" if t.alias else "您還沒有啟用網路帳號")
            if note:
                return self.fail(note, wid)
            t.cloud_password, w["step"] = word, 4
            return self.json(owner=wid, status="OK", note="雲端服務密碼已重新設定。")
        return self.fail("步驟不正確，請由第一步重新開始", wid)

    def mail(self, r: Request) -> Response:
        t = self.truth
        op = self.rpc(r, box="mail_account", boxpw="mail_password", letters="captcha")
        if not op:
            return self.page_or_asset(r, "電子信箱", MAIL_BODY, MAIL_JS)
        sid = r.cookies.get("ml", "")
        signed = f"mail:{sid}" in t.sessions
        inbox = {"who": t.alias + "@ntuh.gov.tw", "list": ["資訊室：歡迎使用本院信箱", "教學部：實習注意事項"]}
        if op == "picture":
            return self.draw("abcdefghkmnpqrstuvwxyz23456789", 5)
        if op == "hello":
            return self.json(owner=sid, status="OK", signed=True, **inbox) if signed else self.json(status="OK", signed=False)
        if op == "login":
            if not self.matches(r, "letters"):
                return self.fail("驗證碼不對")
            if not t.alias or r.get("box").lower().removesuffix("@ntuh.gov.tw") != t.alias.lower() or r.get("boxpw") != t.cloud_password:
                return self.fail("帳號或密碼不對")
            sid = secrets.token_hex(16)
            t.sessions.add("mail:" + sid)
            t.counts["mail_sign_in"] += 1
            return self.json(f"ml={sid}; Path=/; HttpOnly", sid, status="OK", **inbox)
        if op == "logout" and signed and self.spent(r, sid):
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            return self.json("ml=; Path=/; Max-Age=0", status="OK")
        return self.fail("連線已逾時，請重新整理網頁")
