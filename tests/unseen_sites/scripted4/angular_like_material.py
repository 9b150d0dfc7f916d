"""A small component framework with templates, hash routes and Material-looking pages; REST with a bearer token."""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from typing import Any

from truth import Request, Response, Site, picture

STYLE = """*{box-sizing:border-box}body{margin:0;font:15px Roboto,"Noto Sans TC",sans-serif;background:#fafafa;color:#212121}
mat-toolbar{display:flex;align-items:center;gap:12px;background:#3f51b5;color:#fff;height:60px;padding:0 20px;font-size:19px}.spacer{flex:1}mat-card{display:block;background:#fff;box-shadow:0 2px 6px #0003;border-radius:4px;padding:20px 28px;max-width:780px;margin:22px auto}
mat-form-field{display:block;position:relative;margin:20px 0 4px;max-width:440px}mat-form-field .lbl{position:absolute;left:2px;top:16px;color:#757575;pointer-events:none;transition:all .15s;transform-origin:0 0}mat-form-field.float .lbl{top:-4px;font-size:12px;color:#3f51b5}
mat-form-field input{width:100%;border:0;border-bottom:1px solid #9e9e9e;background:transparent;padding:16px 2px 6px;font:inherit;outline:0}mat-form-field input:focus{border-bottom:2px solid #3f51b5}mat-hint{font-size:12px;color:#757575;display:block}mat-error{display:block;font-size:12px;color:#f44336}
.mat-button{border:0;background:transparent;color:#3f51b5;font:inherit;padding:9px 16px;border-radius:4px;cursor:pointer}.mat-raised{background:#3f51b5;color:#fff;box-shadow:0 2px 4px #0004}mat-toolbar .mat-button{color:#fff}.mat-button:disabled{opacity:.4}
.cdk-overlay-container{position:fixed;inset:0;z-index:50;pointer-events:none}.cdk-backdrop{position:fixed;inset:0;pointer-events:auto}.cdk-backdrop.dark{background:#0006}.mat-menu-panel{position:absolute;background:#fff;box-shadow:0 4px 10px #0005;border-radius:4px;min-width:200px;padding:8px 0;pointer-events:auto;max-height:420px;overflow:auto}
.mat-menu-item,.mat-option{display:block;width:100%;text-align:left;border:0;background:none;font:inherit;padding:10px 18px;cursor:pointer}.mat-menu-item:hover,.mat-option:hover{background:#eee}.mat-dialog{position:fixed;left:50%;top:32%;transform:translate(-50%,-30%);width:440px;background:#fff;border-radius:4px;padding:24px;box-shadow:0 8px 24px #0006;pointer-events:auto}
.mat-snack{position:fixed;left:50%;bottom:24px;transform:translateX(-50%);background:#323232;color:#fff;padding:14px 24px;border-radius:4px;display:flex;gap:24px;pointer-events:auto;min-width:320px}.mat-snack button{color:#ff4081;background:none;border:0;font:inherit;cursor:pointer}
mat-select{display:inline-block;border-bottom:1px solid #9e9e9e;padding:6px 26px 6px 2px;min-width:180px;cursor:pointer;position:relative}mat-select:after{content:"▾";position:absolute;right:6px}.row{display:flex;padding:6px 0}.row b{width:220px}mat-checkbox{cursor:pointer;user-select:none}mat-checkbox .sq{display:inline-block;width:18px;height:18px;border:2px solid #777;margin-right:8px;vertical-align:middle;text-align:center;line-height:14px}"""

CORE = r"""
/* ngx-lite core */
var Ng = (function () {
  var comps = {}, routes = [], token = null, overlay;
  function ev(expr, ctx, $event) { return new Function('c', '$event', 'with(c){return (' + expr + ')}')(ctx, $event); }
  function compile(node, ctx, watch) {
    if (node.nodeType === 3) {
      var src = node.nodeValue; if (src.indexOf('{{') < 0) return;
      watch.push(function () { var s = src.replace(/\{\{(.+?)\}\}/g, function (_, x) { var v = ev(x, ctx); return v == null ? '' : v; }); if (node.nodeValue !== s) node.nodeValue = s; }); return;
    }
    if (node.nodeType !== 1) return;
    var cond = node.getAttribute('*ngIf');
    if (cond) {
      node.removeAttribute('*ngIf'); var mark = document.createComment('ngIf'), proto = node, live = null, inner = [];
      node.parentNode.replaceChild(mark, node);
      watch.push(function () {
        if (ev(cond, ctx)) { if (!live) { live = proto.cloneNode(true); inner = []; mark.parentNode.insertBefore(live, mark.nextSibling); compile(live, ctx, inner); } inner.forEach(function (w) { w(); }); }
        else if (live) { live.remove(); live = null; inner = []; }
      }); return;
    }
    if (node.localName === 'mat-form-field') field(node);
    Array.from(node.attributes).forEach(function (a) {
      var n = a.name, x = a.value;
      if (n === '(click)') node.addEventListener('click', function (e) { e.preventDefault(); ev(x, ctx, e); digest(); });
      else if (n === '(enter)') node.addEventListener('keydown', function (e) { if (e.key === 'Enter') { ev(x, ctx, e); digest(); } });
      else if (n === '[model]') {
        node.addEventListener('input', function () { ctx[x] = node.value; digest(); });
        watch.push(function () { if (node.value !== String(ctx[x] == null ? '' : ctx[x])) node.value = ctx[x] == null ? '' : ctx[x]; var f = node.closest('mat-form-field'); if (f) f.classList.toggle('float', !!node.value || document.activeElement === node); });
      } else if (n === '[src]') watch.push(function () { var v = ev(x, ctx); if (v && node.getAttribute('src') !== v) node.setAttribute('src', v); });
      else if (n === '[disabled]') watch.push(function () { node.disabled = !!ev(x, ctx); });
      else return;
      node.setAttribute('_ngcontent-' + n.replace(/\W/g, ''), '');
    });
    Array.from(node.childNodes).forEach(function (k) { compile(k, ctx, watch); });
  }
  var serial = 0;
  function field(f) {
    var id = 'mat-input-' + serial++, input = f.querySelector('input'); input.id = id; input.className = 'mat-input-element';
    var l = document.createElement('label'); l.className = 'lbl'; l.htmlFor = id; l.textContent = f.getAttribute('label'); f.insertBefore(l, f.firstChild);
    input.addEventListener('focus', function () { f.classList.add('float'); }); input.addEventListener('blur', function () { if (!input.value) f.classList.remove('float'); });
  }
  var views = [];
  function digest() { views.forEach(function (v) { v.forEach(function (w) { w(); }); }); }
  function mount(host, html, ctx) { var t = document.createElement('div'); t.innerHTML = html; var watch = []; Array.from(t.childNodes).forEach(function (k) { compile(k, ctx, watch); }); host.replaceChildren.apply(host, Array.from(t.childNodes)); views.push(watch); digest(); return function () { views = views.filter(function (v) { return v !== watch; }); }; }
  var drop = null;
  function route() {
    var name = location.hash.replace(/^#\//, '').split('?')[0] || routes[0], c = comps[name] || comps[routes[0]];
    if (drop) drop(); overlay.replaceChildren();
    var ctx = c.make(); drop = mount(document.querySelector('router-outlet'), c.html, ctx); if (ctx.onInit) ctx.onInit();
  }
  function layer(html, dark, ctx) {
    var back = document.createElement('div'), pane = document.createElement('div'); back.className = 'cdk-backdrop' + (dark ? ' dark' : ''); overlay.append(back, pane);
    var un = mount(pane, html, ctx); function close() { un(); back.remove(); pane.remove(); } if (!dark) back.addEventListener('click', close); return {close: close, pane: pane};
  }
  return {
    component: function (name, html, make) { comps[name] = {html: html, make: make}; routes.push(name); },
    digest: digest, go: function (n) { if (location.hash === '#/' + n) route(); else location.hash = '#/' + n; },
    start: function () { overlay = document.createElement('div'); overlay.className = 'cdk-overlay-container'; document.body.append(overlay); addEventListener('hashchange', route); route(); },
    http: function (verb, data) {
      return fetch('rest/' + verb, {method: 'POST', headers: Object.assign({'Content-Type': 'application/json', 'Accept': 'application/json'}, token ? {Authorization: 'Bearer ' + token} : {}), body: JSON.stringify(data || {})})
        .then(function (r) { return r.json().then(function (j) { if (j.token) token = j.token; if (!r.ok) throw j; return j; }); });
    },
    token: function (t) { if (t !== undefined) token = t; return token; },
    snack: function (text) { var old = overlay.querySelector('.mat-snack'); if (old) old.remove(); var s = document.createElement('div'); s.className = 'mat-snack'; s.setAttribute('role', 'status'); var a = document.createElement('span'); a.textContent = text; var b = document.createElement('button'); b.type = 'button'; b.textContent = '關閉'; b.onclick = function () { s.remove(); }; s.append(a, b); overlay.append(s); setTimeout(function () { s.remove(); }, 5000); },
    menu: function (at, items) { var ctx = {pick: function (i) { l.close(); items[i][1](); }}; var l = layer('<div class="mat-menu-panel" role="menu">' + items.map(function (p, i) { return '<button type="button" class="mat-menu-item" role="menuitem" (click)="pick(' + i + ')">' + p[0] + '</button>'; }).join('') + '</div>', false, ctx); var r = at.getBoundingClientRect(), p = l.pane.firstChild; p.style.left = Math.min(r.left, innerWidth - 260) + 'px'; p.style.top = r.bottom + 4 + 'px'; },
    dialog: function (html, ctx) { var l = layer('<div class="mat-dialog" role="dialog">' + html + '</div>', true, ctx); ctx.close = l.close; return l; }
  };
})();
function nope() { Ng.snack('此功能未開放'); }
"""

PORTAL = r"""
Ng.component('login', `<mat-card><h2>登入本院PORTAL系統</h2><div>院區&emsp;<mat-select role="combobox" tabindex="0" (click)="zones($event)">{{zoneName}}</mat-select></div>
<mat-form-field label="帳號"><input type="text" maxlength="8" [model]="account"><mat-hint>6位數數字</mat-hint></mat-form-field><mat-form-field label="密碼"><input type="password" [model]="password"></mat-form-field>
<img alt="captcha" width="120" height="36" [src]="img"><button type="button" class="mat-button" (click)="fresh()">換一組</button><mat-form-field label="驗證碼 (不用區分大小寫)"><input type="text" maxlength="6" autocomplete="off" [model]="word" (enter)="submit()"></mat-form-field>
<mat-error *ngIf="error" role="alert">{{error}}</mat-error><p><button type="button" class="mat-button mat-raised" [disabled]="!account || !password || !word || busy" (click)="submit()">登入</button></p></mat-card>`, function () {
  var c = {zone: 'T0', zoneName: '總院區', account: '', password: '', word: '', img: '', id: '', error: '', busy: false,
    onInit: function () { var s = new URLSearchParams(location.search).get('SESSION') || ''; if (s && Ng.token() === null) { Ng.token(s); } if (Ng.token()) { Ng.http('whoami').then(function () { Ng.go('home'); }, function () { Ng.token(''); c.fresh(); }); } else c.fresh(); },
    fresh: function () { Ng.http('captcha').then(function (j) { c.img = j.png; c.id = j.id; Ng.digest(); }); },
    zones: function (e) { Ng.menu(e.target, [['T0', '總院區'], ['T2', '北護分院'], ['T3', '金山分院'], ['Y0', '雲林分院']].map(function (z) { return [z[1], function () { c.zone = z[0]; c.zoneName = z[1]; Ng.digest(); }]; })); },
    submit: function () { if (c.busy) return; c.busy = true; c.error = ''; Ng.http('login', {hospital: c.zone, account: c.account, password: c.password, captchaWord: c.word, captchaId: c.id}).then(function () { Ng.go('home'); }, function (j) { c.busy = false; c.word = ''; c.error = j.error || '系統忙碌中'; c.fresh(); Ng.digest(); }); }};
  return c;
});
Ng.component('home', `<mat-toolbar><span>醫療資訊系統</span><button type="button" class="mat-button" (click)="m1($event)">醫療系統 ▾</button><button type="button" class="mat-button" (click)="m2($event)">行政系統 ▾</button><button type="button" class="mat-button" (click)="m3($event)">個人管理 ▾</button><span class="spacer"></span><button type="button" class="mat-button" aria-label="使用者選單" (click)="m4($event)">{{name}} ▾</button></mat-toolbar>
<mat-card><p>{{name}} 您好!</p><p>總院差勤待簽 0 未核准 0 被駁回 0</p><h3>全院公告 2</h3><p>2019/10/21 請全院同仁填報「薪資所得免稅額申報表」</p><p><button type="button" class="mat-button" (click)="bye()">登出系統</button></p></mat-card>`, function () {
  var c = {name: '', inner: '', onInit: function () { Ng.http('whoami').then(function (j) { c.name = j.name; c.inner = j.inner; Ng.digest(); }, function () { Ng.token(''); Ng.go('login'); }); },
    m1: function (e) { Ng.menu(e.target, [['門診', nope], ['住院', nope]]); }, m2: function (e) { Ng.menu(e.target, [['公文系統', nope]]); },
    to: function (p) { return function () { location.href = c.inner + '/?SESSION=' + Ng.token() + '#/' + p; }; },
    m3: function (e) { Ng.menu(e.target, [['更改密碼', c.to('password')], ['個人簽章提醒設定', nope], ['員工待遇福利查詢', nope], ['查詢員工連絡資料', nope], ['維護個人連絡資料', c.to('contact')], ['使用網路之設備登錄系統', nope]]); },
    m4: function (e) { Ng.menu(e.target, [['使用說明', nope], ['登出系統', c.bye]]); },
    bye: function () { Ng.http('logout').then(function () { Ng.token(''); Ng.go('login'); setTimeout(function () { Ng.snack('您已登出系統'); }, 300); }, nope); }};
  return c;
});
Ng.start();
"""

INNER = r"""
Ng.token(new URLSearchParams(location.search).get('SESSION'));
var BACK = function () { location.href = PORTAL + '/?SESSION=' + new URLSearchParams(location.search).get('SESSION') + '#/login'; };
Ng.component('password', `<mat-toolbar><button type="button" class="mat-button" (click)="back()">← 回功能選單</button><span>更改密碼</span></mat-toolbar><mat-card><div *ngIf="!done"><mat-form-field label="請輸入舊密碼："><input type="password" [model]="a"></mat-form-field><mat-form-field label="請輸入新密碼："><input type="password" [model]="b"></mat-form-field><mat-form-field label="請再輸入新密碼："><input type="password" [model]="d"><mat-error *ngIf="d && b != d">兩次輸入不相同</mat-error></mat-form-field>
<p>密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</p><mat-error *ngIf="error" role="alert">{{error}}</mat-error><button type="button" class="mat-button mat-raised" [disabled]="!a || !b || !d" (click)="save()">儲存</button></div><div *ngIf="done"><h3>密碼已更新</h3><p>您的PORTAL密碼已經更新，下次登入請使用新密碼。</p></div></mat-card>`, function () {
  var c = {a: '', b: '', d: '', error: '', done: false, form: '', back: BACK, onInit: function () { Ng.http('open', {page: 'password'}).then(function (j) { c.form = j.form; }, function (j) { Ng.snack(j.error); }); },
    save: function () { c.error = ''; Ng.http('password', {current: c.a, next: c.b, nextAgain: c.d, form: c.form}).then(function () { c.done = true; Ng.digest(); Ng.snack('密碼已更新'); }, function (j) { c.error = j.error; c.form = j.form || c.form; Ng.digest(); }); }};
  return c;
});
Ng.component('contact', `<mat-toolbar><button type="button" class="mat-button" (click)="back()">← 回功能選單</button><span>維護個人連絡資料</span></mat-toolbar><mat-card><h3>台大醫院---維護個人連絡資料</h3><button type="button" class="mat-button mat-raised" [disabled]="!form" (click)="save()">異動儲存</button><p *ngIf="note" role="status">{{note}}</p><div class="row"><b>員工編號：</b>{{emp}}</div><div class="row"><b>姓名：</b>{{name}}</div>
<mat-form-field label="英文姓："><input [model]="lastName"><mat-hint>ex:Chen(陳)</mat-hint></mat-form-field><mat-form-field label="英文首名："><input [model]="firstName"><mat-hint>ex: Yi-Fen(怡芬)</mat-hint></mat-form-field><mat-form-field label="英文中名："><input [model]="midName"><mat-hint>ex:Mary 為英文別名，如無，可不填</mat-hint></mat-form-field>
<mat-form-field label="辦公室電話："><input [model]="ext"><mat-hint>ex:61234或23123456</mat-hint></mat-form-field><mat-form-field label="住宅電話："><input [model]="home"><mat-hint>ex:0223123456</mat-hint></mat-form-field><mat-form-field label="行動電話："><input type="tel" maxlength="10" [model]="mobile"><mat-hint>ex:0952000000 (如離職或更換門號，請記得調整此欄位)</mat-hint><mat-error *ngIf="bad">{{bad}}</mat-error></mat-form-field></mat-card>`, function () {
  var K = ['lastName', 'firstName', 'midName', 'ext', 'home', 'mobile'];
  var c = {lastName: '', firstName: '', midName: '', ext: '', home: '', mobile: '', emp: '', name: '', bad: '', note: '', form: '', back: BACK,
    fill: function (j) { Object.assign(c, j.card); c.form = j.form; Ng.digest(); },
    onInit: function () { Ng.http('open', {page: 'contact'}).then(c.fill, function (j) { Ng.snack(j.error); }); },
    save: function () { c.bad = ''; c.note = ''; var d = {form: c.form}; K.forEach(function (k) { d[k] = c[k]; }); Ng.http('contact', d).then(function (j) { c.note = '您的連絡資料已儲存'; c.fill(j); Ng.snack('您的連絡資料已儲存'); }, function (j) { c.bad = j.error; c.form = j.form || c.form; Ng.digest(); }); }};
  return c;
});
Ng.start();
"""

ACCOUNT = r"""
var FLOW = {}, FACTS = `<div class="row"><b>網路帳號 / 主職員工編號</b>{{f.emp}}</div><div class="row"><b>帳號姓名</b>{{f.name}}</div><div class="row"><b>主職單位</b>{{f.unit}}</div><div class="row"><b>有效期限</b>{{f.until}}</div>`,
 PAIR = `<mat-form-field label="雲端服務密碼 *"><input type="password" autocomplete="new-password" [model]="p1"><mat-hint>至少8碼，含英文及數字，請勿與Portal密碼相同</mat-hint></mat-form-field><mat-form-field label="確認雲端服務密碼 *"><input type="password" autocomplete="new-password" [model]="p2"><mat-error *ngIf="p2 && p1 != p2">密碼不一致</mat-error></mat-form-field>`;
function leave() { Ng.http('leave').then(function () { Ng.token(''); FLOW = {}; Ng.go('front'); }, function () { Ng.go('front'); }); }
Ng.component('front', `<mat-toolbar>網路帳號服務</mat-toolbar><mat-card><p>說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h3>《規範》</h3><p>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</p><p>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</p><h3>《常見問題與服務》</h3><p>密碼修改後多久可以生效：即時生效。</p></mat-card>
<mat-card><p><button type="button" class="mat-button mat-raised" (click)="go('first')">啟用網路帳號及首次雲端帳號密碼設定</button></p><p><button type="button" class="mat-button mat-raised" (click)="go('renew')">重置雲端服務密碼</button></p><p><button type="button" class="mat-button" (click)="nope()">總院廠商VPN展延申請</button></p></mat-card>`, function () { return {nope: nope, go: function (w) { Ng.go(w); }}; });
function proof(way, title) {
  Ng.component(way, `<mat-toolbar><button type="button" class="mat-button" (click)="home()">← 首頁</button>網路帳號服務</mat-toolbar><mat-card><h3>${title}</h3><p>注意事項：按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)；請輸入帳號與簡訊動態碼後按「下一步」。</p><mat-form-field label="網路帳號 / 主職員工編號"><input maxlength="6" [model]="account"></mat-form-field><button type="button" class="mat-button" [disabled]="account.length != 6" (click)="ask()">發送簡訊動態碼</button>
<mat-form-field label="簡訊(或MOTP)動態碼"><input maxlength="6" autocomplete="off" [model]="otp" (enter)="next()"></mat-form-field><mat-error *ngIf="error" role="alert">{{error}}</mat-error><p><button type="button" class="mat-button mat-raised" [disabled]="!account || !otp" (click)="next()">下一步</button></p></mat-card>`, function () {
    var c = {account: '', otp: '', error: '', flow: '', home: function () { Ng.go('front'); }, onInit: function () { Ng.http('begin', {way: way}).then(function (j) { c.flow = j.flow; }); },
      ask: function () {
        c.error = ''; var d = {phone: '', bad: '', send: function () { Ng.http('send', {account: c.account, phone: d.phone, flow: c.flow}).then(function () { d.close(); var m = {ok: function () { m.close(); }}; Ng.dialog('<h3>動態碼簡訊發送成功</h3><p>成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」</p><button type="button" class="mat-button" (click)="ok()">確定</button>', m); }, function (j) { d.bad = j.error; Ng.digest(); }); }, no: function () { d.close(); }};
        Ng.dialog('<mat-form-field label="請輸入帳號登記的手機門號(10碼)"><input type="tel" maxlength="10" [model]="phone" (enter)="send()"><mat-error *ngIf="bad">{{bad}}</mat-error></mat-form-field><p><button type="button" class="mat-button mat-raised" [disabled]="phone.length != 10" (click)="send()">確定發送</button><button type="button" class="mat-button" (click)="no()">取消</button></p>', d);
      },
      next: function () { c.error = ''; Ng.http('verify', {account: c.account, otp: c.otp, flow: c.flow}).then(function (j) { FLOW = j; Ng.go(way === 'first' ? 'setup' : 'newpass'); }, function (j) { c.error = j.error; Ng.digest(); }); }};
    return c;
  });
}
proof('first', '啟用網路帳號及首次雲端帳號密碼設定'); proof('renew', '重置雲端服務密碼');
Ng.component('setup', `<mat-toolbar>網路帳號服務</mat-toolbar><mat-card><h3>設定密碼與郵件別名</h3><p>雲端服務帳號說明：1. 雲端服務帳號為跨體系使用。 2. 服務於設定完成隔日生效。</p>${FACTS}<div *ngIf="state == 'new'"><mat-form-field label="雲端服務帳號 (電子郵件名稱)"><input maxlength="64" autocomplete="off" [model]="alias"><mat-hint>@ntuh.gov.tw 名稱長度限64字元內</mat-hint></mat-form-field>${PAIR}<mat-error *ngIf="error" role="alert">{{error}}</mat-error><p><button type="button" class="mat-button" (click)="leave()">取消啟用</button><button type="button" class="mat-button mat-raised" [disabled]="!alias || !p1 || p1 != p2" (click)="act()">啟用雲端服務</button></p></div>
<div *ngIf="state == 'done'"><h3>啟用作業已完成</h3><p>您的電子郵件為 {{alias}}@ntuh.gov.tw，服務於設定完成隔日生效。</p></div><div *ngIf="state == 'old'"><p>您的網路帳號狀態：已啟用（{{f.alias}}@ntuh.gov.tw），無需重新設定。</p></div><p *ngIf="state != 'new'"><button type="button" class="mat-button" (click)="leave()">登出</button></p></mat-card>`, function () {
  var c = {f: FLOW, alias: '', p1: '', p2: '', error: '', state: FLOW.alias ? 'old' : 'new', leave: leave, onInit: function () { if (!FLOW.emp) Ng.go('front'); },
    act: function () { c.error = ''; Ng.http('activate', {mailName: c.alias, secret: c.p1, secretAgain: c.p2}).then(function (j) { c.alias = j.alias; c.state = 'done'; Ng.digest(); Ng.snack('啟用作業已完成'); }, function (j) { c.error = j.error; Ng.digest(); }); }};
  return c;
});
Ng.component('newpass', `<mat-toolbar>網路帳號服務</mat-toolbar><mat-card><h3>重置雲端服務密碼</h3>${FACTS}<div *ngIf="!done">${PAIR}<mat-error *ngIf="error" role="alert">{{error}}</mat-error><button type="button" class="mat-button mat-raised" [disabled]="!p1 || p1 != p2" (click)="save()">重置密碼</button></div><p *ngIf="done">雲端服務密碼重置完成，即時生效。</p><button type="button" class="mat-button" (click)="leave()">登出</button></mat-card>`, function () {
  var c = {f: FLOW, p1: '', p2: '', error: '', done: false, leave: leave, onInit: function () { if (!FLOW.emp) Ng.go('front'); }, save: function () { c.error = ''; Ng.http('reset', {secret: c.p1, secretAgain: c.p2}).then(function () { c.done = true; Ng.digest(); Ng.snack('密碼已重置'); }, function (j) { c.error = j.error; Ng.digest(); }); }};
  return c;
});
Ng.start();
"""

MAIL = r"""
Ng.component('signin', `<mat-card><h2>電子郵件</h2><mat-form-field label="帳號:"><input [model]="user"></mat-form-field><mat-form-field label="密碼:"><input type="password" [model]="pass"></mat-form-field><img alt="" width="120" height="36" [src]="img"><mat-form-field label="驗證碼(小寫字母或數字):"><input maxlength="6" autocomplete="off" [model]="word" (enter)="submit()"></mat-form-field>
<p><mat-checkbox role="checkbox" tabindex="0" (click)="flip()"><span class="sq">{{keep ? '✓' : ''}}</span>記住登入資訊 (公用電腦請勿勾選)</mat-checkbox></p><mat-error *ngIf="error" role="alert">{{error}}</mat-error><button type="button" class="mat-button mat-raised" (click)="submit()">登入</button></mat-card><mat-card><b>公佈欄</b><p>體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。</p></mat-card>`, function () {
  var c = {user: '', pass: '', word: '', img: '', id: '', keep: false, error: '', flip: function () { c.keep = !c.keep; }, onInit: function () { Ng.http('captcha').then(function (j) { c.img = j.png; c.id = j.id; Ng.digest(); }); },
    submit: function () { c.error = ''; Ng.http('login', {user: c.user, pass: c.pass, captchaWord: c.word, captchaId: c.id, keep: c.keep}).then(function () { Ng.go('inbox'); }, function (j) { c.error = j.error; c.word = ''; c.onInit(); Ng.digest(); }); }};
  return c;
});
Ng.component('inbox', `<mat-toolbar>收件匣<span class="spacer"></span><button type="button" class="mat-button" (click)="me($event)">{{who}} ▾</button></mat-toolbar><mat-card><p>資訊室　歡迎使用雲端信箱</p></mat-card>`, function () {
  var c = {who: '', onInit: function () { Ng.http('me').then(function (j) { c.who = j.mail; Ng.digest(); }, function () { Ng.go('signin'); }); }, me: function (e) { Ng.menu(e.target, [['設定', nope], ['登出', function () { Ng.http('logout').then(function () { Ng.token(''); Ng.go('signin'); }); }]]); }};
  return c;
});
Ng.start();
"""


class TheSite(Site):
    title = "angular_like_material"
    CARD = {"lastName": "english_surname", "firstName": "english_given", "midName": "english_middle", "ext": "office_phone", "home": "home_phone", "mobile": "mobile_phone"}

    def __init__(self) -> None:
        super().__init__()
        self.bearers: dict[str, tuple[str, str]] = {}  # token -> (host, what for)
        self.forms: dict[str, str] = {}
        self.flows: dict[str, dict[str, Any]] = {}
        self.shown = ""

    def _serve(self, request: Request, title: str, script: str) -> Response | None:
        """The shell and its scripts; None where it is a call of the REST side."""
        if request.path in ("/", "/index.html"):
            return Response(f"""<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><base href="/"><title>{title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="styles.css"></head><body><app-root><router-outlet></router-outlet></app-root><script>var PORTAL={json.dumps(self.urls['portal'])};</script><script src="core.js"></script><script src="main.js"></script></body></html>""", headers=[("Cache-Control", "no-store")])
        if request.path == "/styles.css":
            return Response(STYLE, kind="text/css; charset=utf-8")
        if request.path in ("/core.js", "/main.js"):
            return Response(CORE if request.path == "/core.js" else script, kind="application/javascript; charset=utf-8")
        if request.method != "POST" or not request.path.startswith("/rest/") or request.headers.get("Content-Type") != "application/json":
            return Response('{"error":"not found"}', 404, "application/json")
        request.form = [(k, str(v)) for k, v in json.loads(request.body or b"{}").items()]
        return None

    @staticmethod
    def _ok(**what: Any) -> Response:
        return Response(json.dumps(what, ensure_ascii=False), kind="application/json; charset=utf-8", headers=[("Cache-Control", "no-store")])

    @staticmethod
    def _no(error: str, status: int = 400, **more: Any) -> Response:
        return Response(json.dumps({"error": error, **more}, ensure_ascii=False), status, "application/json; charset=utf-8")

    def _bearer(self, request: Request, host: str) -> str:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return token if self.bearers.get(token, ("", ""))[0] == host else ""

    def _issue(self, host: str, use: str = "") -> str:
        token = secrets.token_hex(16)
        self.bearers[token] = (host, use)
        self.truth.sessions.add(f"{host}:{token}")
        return token

    def _end(self, token: str, host: str) -> Response:
        if not token:
            return self._no("尚未登入", 401)
        del self.bearers[token]
        self.truth.sessions.discard(f"{host}:{token}")
        self.truth.counts[f"sign_out_{host}"] += 1
        return self._ok()

    def _draw(self, letters: str, length: int) -> Response:
        png = base64.b64encode(picture(self.truth.new_captcha(letters, length), "PNG")).decode()
        self.shown = secrets.token_hex(8)
        return self._ok(id=self.shown, png=f"data:image/png;base64,{png}")

    def _matches(self, request: Request, word: str) -> bool:
        good = bool(self.shown) and request.get("captchaId") == self.shown and bool(word) and word == self.truth.captcha
        self.shown = self.truth.captcha = ""
        return good

    @staticmethod
    def _fit(word: str) -> bool:
        return len(word) >= 8 and any(c.isascii() and c.isalpha() for c in word) and any(c.isdigit() for c in word)

    def portal(self, request: Request) -> Response:
        page = self._serve(request, "PORTAL 醫療資訊系統", PORTAL)
        if page:
            return page
        t, act = self.truth, request.path[6:]
        if act == "captcha":
            return self._draw("123456789BDFHJLNPRTVXZ", 6)
        if act == "login":
            self.takes(request, hospital="campus", account="employee_id", password="portal_password", captchaWord="captcha")
            if not self._matches(request, request.get("captchaWord").strip().upper()):
                t.counts["sign_in_refused"] += 1
                return self._no("驗證碼錯誤，請輸入新的驗證碼", 401)
            if request.get("hospital") != "T0" or request.get("account").strip() != t.person.employee_id or request.get("password") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self._no("帳號或密碼有誤，請再試一次", 401)
            t.counts["sign_in"] += 1
            return self._ok(token=self._issue("portal"))
        token = self._bearer(request, "portal")
        if act == "logout":
            self.takes(request)
            return self._end(token, "portal")
        if act == "whoami" and token:
            return self._ok(name=t.person.name, inner=self.urls["inner"])
        return self._no("登入已逾時", 401)

    def inner(self, request: Request) -> Response:
        page = self._serve(request, "個人管理", INNER)
        if page:
            return page
        t, act, token = self.truth, request.path[6:], self._bearer(request, "portal")
        if act == "password":
            self.takes(request, current="old_password", next="new_password", nextAgain="new_password_again")
        elif act == "contact":
            self.takes(request, mobile="mobile_phone")
        if not token:
            return self._no("登入已逾時，請由PORTAL重新進入", 401)
        key = token + (request.get("page") if act == "open" else act)
        if act == "open" and request.get("page") in ("password", "contact"):
            self.forms[key] = secrets.token_hex(8)
            return self._ok(form=self.forms[key], card=self._card())
        if act not in ("password", "contact") or not self.forms.get(key) or self.forms[key] != request.get("form"):
            return self._no("表單已失效，請重新整理頁面", 409)
        form = self.forms[key] = secrets.token_hex(8)
        if act == "password":
            new = request.get("next")
            error = "舊密碼輸入不正確" if request.get("current") != t.portal_password else "新密碼兩次輸入不相同" if new != request.get("nextAgain") else "新密碼不符合密碼設定條件" if not self._fit(new) or new == t.portal_password else ""
            if error:
                t.counts["password_refused"] += 1
                return self._no(error, form=form)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self._ok(form=form)
        if not all(request.has(k) for k in self.CARD):
            return self._no("資料不完整", form=form)
        if not re.fullmatch(r"09\d{8}", request.get("mobile")):
            return self._no("行動電話必須是10碼手機號碼", form=form)
        t.saved_contact = {v: request.get(k) for k, v in self.CARD.items()}
        t.counts["contact_saved"] += 1
        return self._ok(form=form, card=self._card())

    def _card(self) -> dict[str, str]:
        t = self.truth
        return {"emp": t.person.employee_id, "name": t.person.name, **{k: t.saved_contact.get(v, getattr(t.person, v)) for k, v in self.CARD.items()}}

    def account(self, request: Request) -> Response:
        page = self._serve(request, "網路帳號服務", ACCOUNT)
        if page:
            return page
        t, act, p = self.truth, request.path[6:], self.truth.person
        self.takes(request, account="employee_id", phone="registered_phone", otp="code", mailName="alias", secret="cloud_password", secretAgain="cloud_password_again")
        if act == "begin" and request.get("way") in ("first", "renew"):
            name = secrets.token_hex(8)
            self.flows[name] = {"way": request.get("way"), "code": "", "sent": 0.0}
            return self._ok(flow=name)
        flow = self.flows.get(request.get("flow"), {})
        if act == "send" and flow:
            if request.get("account") != p.employee_id or request.get("phone") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return self._no("門號與登記資料不符")
            flow["code"], flow["sent"] = t.new_message(), time.time()
            return self._ok()
        if act == "verify" and flow:
            late = bool(flow["code"]) and time.time() - flow["sent"] > 120
            if late or not flow["code"] or request.get("otp").strip() != flow["code"] or request.get("account") != p.employee_id:
                t.counts["code_refused"] += 1
                return self._no("動態碼逾時失效，請重新發送" if late else "動態碼驗證失敗，請檢查後重新輸入")
            del self.flows[request.get("flow")]
            t.counts["code_accepted"] += 1
            return self._ok(token=self._issue("account", flow["way"]), emp=p.employee_id, name=p.name, unit=p.unit, until=p.valid_until, alias=t.alias)
        token = self._bearer(request, "account")
        if act == "leave":
            return self._end(token, "account")
        way = self.bearers[token][1] if token else ""
        if (act, way) not in (("activate", "first"), ("reset", "renew")):
            return self._no("請重新進行身分驗證", 401)
        alias, word = request.get("mailName").strip(), request.get("secret")
        if act == "activate" and t.alias:
            return self._no("此網路帳號已啟用，無法再次啟用")
        if act == "reset" and not t.alias:
            return self._no("此網路帳號尚未啟用雲端服務")
        if act == "activate" and not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{1,63}", alias):
            return self._no("電子郵件名稱須以英文字母開頭，僅可含英數字與 . _ -")
        if act == "activate" and alias.lower() == "taken.name":
            return self._no("此電子郵件名稱已經有人使用")
        if word != request.get("secretAgain") or not self._fit(word) or word == t.portal_password:
            return self._no("密碼不一致或不符合規定")
        t.cloud_password = word
        if act == "activate":
            t.alias = alias
            t.counts["activated"] += 1
        return self._ok(alias=t.alias)

    def mail(self, request: Request) -> Response:
        page = self._serve(request, "電子郵件", MAIL)
        if page:
            return page
        t, act = self.truth, request.path[6:]
        if act == "captcha":
            return self._draw("abcdefghjkmnpqrstuvwxyz23456789", 5)
        if act == "login":
            self.takes(request, user="mail_account", **{"pass": "mail_password"}, captchaWord="captcha")
            if not self._matches(request, request.get("captchaWord").strip()):
                return self._no("驗證碼錯誤", 401)
            if not t.alias or request.get("user").strip().removesuffix("@ntuh.gov.tw") != t.alias or request.get("pass") != t.cloud_password:
                return self._no("帳號或密碼錯誤", 401)
            t.counts["mail_sign_in"] += 1
            return self._ok(token=self._issue("mail"))
        token = self._bearer(request, "mail")
        if act == "logout":
            return self._end(token, "mail")
        return self._ok(mail=f"{t.alias}@ntuh.gov.tw") if act == "me" and token else self._no("請登入", 401)
