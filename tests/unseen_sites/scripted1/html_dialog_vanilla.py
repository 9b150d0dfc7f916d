"""No framework on principle: ES modules, the <dialog> element, views built by hand, and buttons that wake when the boxes are filled."""

from __future__ import annotations

import base64
import json
import re
import sys
import time
from pathlib import Path
from secrets import token_hex, token_urlsafe

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from truth import Request, Response, Site, picture  # noqa: E402

SHELL = """<!doctype html>
<html lang="zh-Hant-TW">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="stylesheet" href="/m/site.css">
<header><strong>{title}</strong> <span lang="en">{english}</span><nav id="top"></nav></header>
<main id="view" aria-live="polite">載入中…</main>
<output id="flash" role="status" hidden></output>
<script type="module" src="/m/{module}.mjs"></script>
<noscript>本系統需要 JavaScript</noscript>
</html>"""

STYLE = """
:root{--c:#00695c}*{box-sizing:border-box}body{margin:0;font:16px/1.65 system-ui,"Noto Sans TC",sans-serif;background:#fafafa;color:#222}
header{background:var(--c);color:#fff;padding:.7rem 1.5rem;display:flex;gap:1rem;align-items:baseline}header nav{margin-left:auto;display:flex;gap:.5rem}
main{max-width:860px;margin:1.5rem auto;padding:1.5rem 2rem;background:#fff;border:1px solid #e0e0e0;border-radius:10px}
.f{display:grid;grid-template-columns:16rem 1fr;gap:.2rem 1rem;margin:.7rem 0;align-items:center}.f input,.f select{font:inherit;padding:.4rem .6rem;border:1px solid #90a4ae;border-radius:6px;width:16rem}
.f small{grid-column:2;color:#666}.f .err{grid-column:2;color:#b71c1c}.f.bad input{border-color:#b71c1c}
button{font:inherit;padding:.45rem 1.2rem;border:0;border-radius:6px;background:var(--c);color:#fff;cursor:pointer}button:disabled{background:#b0bec5;cursor:not-allowed}button.soft{background:#eceff1;color:#263238}
dialog{border:0;border-radius:12px;padding:1.5rem;width:26rem;box-shadow:0 8px 40px #0006}dialog::backdrop{background:#0007}dialog menu{display:flex;gap:.6rem;justify-content:flex-end;padding:0;margin:1rem 0 0}
#flash{position:fixed;bottom:1.2rem;left:50%;transform:translateX(-50%);background:#263238;color:#fff;padding:.6rem 1.4rem;border-radius:8px}
.row{display:flex;gap:.6rem;align-items:center}ul.tiles{list-style:none;padding:0;display:grid;grid-template-columns:repeat(3,1fr);gap:.6rem}ul.tiles button{width:100%;background:#e0f2f1;color:#004d40;text-align:left}
"""

KIT = r"""
let nonce = '';
export const q = s => document.querySelector(s);
export const view = q('#view');
export function el(tag, props = {}, ...kids) {
  const n = document.createElement(tag);
  for (const [k, v] of Object.entries(props)) k.startsWith('on') ? n.addEventListener(k.slice(2), v) : k in n && k !== 'list' ? n[k] = v : n.setAttribute(k, v);
  n.append(...kids.flat().filter(x => x != null)); return n;
}
export async function api(path, data, headers = {}) {
  try {
    const r = await fetch('/api/' + path, data ? {method: 'POST', headers: {'content-type': 'application/json', 'x-nonce': nonce, ...headers}, body: JSON.stringify(data)} : {headers, cache: 'no-store'});
    const j = await r.json(); if (j.nonce) nonce = j.nonce; return {...j, ok: r.ok};
  } catch { return {ok: false, text: '連線不穩，請再試一次'}; }
}
export function box(title, body, actions) {
  return new Promise(done => {
    const d = el('dialog', {}, el('h3', {textContent: title, style: 'margin-top:0'}), body, el('menu', {}, actions.map(([name, value, soft, hook]) => {
      const b = el('button', {type: 'button', className: soft ? 'soft' : '', textContent: name, onclick: async () => { if (hook) { b.disabled = true; const go = await hook(b); b.disabled = false; if (!go) return; } d.close(value); }}); if (hook?.init) hook.init(b); return b; })));
    d.addEventListener('close', () => { d.remove(); done(d.returnValue); });
    document.body.append(d); d.showModal();
  });
}
export const tell = (title, text) => box(title, el('p', {textContent: text}), [['好，知道了', 'ok']]);
export const sure = (title, text, yes) => box(title, el('p', {textContent: text}), [['再想想', '', true], [yes, 'yes']]).then(v => v === 'yes');
let clock;
export function flash(text) { const f = q('#flash'); f.textContent = text; f.hidden = false; clearTimeout(clock); clock = setTimeout(() => { f.hidden = true; }, 7000); }
export function field({id, label, type = 'text', rule = () => true, wrong = '', hint = '', value = '', max = 100, after}) {
  const input = el('input', {id, type, value, maxLength: max, autocomplete: 'off', spellcheck: false});
  const err = el('span', {className: 'err', textContent: wrong, hidden: true});
  const node = el('div', {className: 'f'}, el('label', {htmlFor: id, textContent: label}), after ? el('div', {className: 'row'}, input, after) : input, hint ? el('small', {textContent: hint}) : null, err);
  const good = () => rule(input.value);
  const show = () => { const bad = !!input.value && !good(); err.hidden = !bad || !wrong; node.classList.toggle('bad', bad); };
  input.addEventListener('blur', show); input.addEventListener('input', () => { if (!err.hidden) show(); });
  return {node, input, good, get value() { return input.value; }};
}
export function wake(button, fields, extra = () => true) { const f = () => { button.disabled = !(fields.every(x => x.good()) && extra()); }; fields.forEach(x => x.input.addEventListener('input', f)); f(); return f; }
export function shot(label, id, max) {
  const img = el('img', {alt: '圖片', title: '點一下換圖', style: 'cursor:pointer', onclick: () => s.renew()});
  const s = field({id, label, max, rule: v => v.length === max, after: img}); s.key = '';
  s.renew = async () => { const j = await api('captcha'); s.key = j.id; img.src = j.image; s.input.value = ''; s.input.dispatchEvent(new Event('input')); };
  s.renew(); return s;
}
"""

PORTAL = r"""
import {q, el, api, view, tell, sure, field, wake, shot, flash} from './kit.mjs';
const full = v => v.length > 0, to = h => { if (location.hash === h) route(); else location.hash = h; };
function signin() {
  q('#top').replaceChildren();
  const site = el('select', {id: 'branch'}, ['總院區', '北護分院', '新竹分院', '雲林分院'].map((n, i) => el('option', {value: 'H' + i, textContent: n})));
  const who = field({id: 'who', label: '帳號', max: 6, rule: v => /^\d{6}$/.test(v), wrong: '應為6位數數字'}), pass = field({id: 'pass', label: '密碼', type: 'password', rule: full}), code = shot('驗證碼 (不用區分大小寫)', 'code', 6);
  const go = el('button', {type: 'button', textContent: '進入系統', disabled: true, onclick: async () => {
    go.disabled = true;
    const j = await api('enter', {branch: site.value, who: who.value, pass: pass.value, code: code.value, shot: code.key});
    if (j.ok) { to('#/news'); return; }
    await tell('無法進入', j.text); await code.renew(); code.input.focus();
  }});
  wake(go, [who, pass, code]);
  view.replaceChildren(el('h2', {textContent: '醫療資訊系統'}), el('div', {className: 'f'}, el('label', {htmlFor: 'branch', textContent: '院區'}), site), who.node, pass.node, code.node, go, el('p', {}, el('small', {textContent: '無法登入請撥 261120'})));
}
async function menu(me) {
  q('#top').replaceChildren(el('button', {type: 'button', className: 'soft', textContent: '登出系統', onclick: async () => { if (await sure('離開', '要結束這次的使用嗎？', '登出')) { const j = await api('exit', {}); to('#/'); flash(j.text); } }}));
  const go = path => () => location.assign(`${me.hub}/#/${path}?SESSION=${me.session}`), no = () => tell('未開放', '實習學生無此功能權限。');
  const list = el('ul', {className: 'tiles', hidden: true}, [['更改密碼', go('password')], ['個人簽章提醒設定', no], ['薪資所得免稅額申報表', no], ['查詢員工連絡資料', no], ['維護個人連絡資料', go('contact')], ['個人就醫紀錄查詢', no], ['個人追蹤名單', no], ['行動憑證申請', no], ['流感同意書列印', no]].map(([n, f]) => el('li', {}, el('button', {type: 'button', textContent: n, onclick: f}))));
  view.replaceChildren(el('p', {textContent: me.name + ' 您好!'}), el('div', {className: 'row'}, ['醫療系統', '醫療支援', '其他資源', '數位學習', '資訊安全', '行政系統'].map(n => el('span', {textContent: n})), el('button', {type: 'button', textContent: '個人管理 ▾', onclick: () => { list.hidden = !list.hidden; }})), list,
    el('p', {textContent: '總院差勤待簽 0 未核准 0 被駁回 0'}), el('h3', {textContent: '全院公告'}), el('p', {textContent: '2018/12/13 總院Portal資訊系統登入首頁改版'}), el('input', {type: 'search', placeholder: '找公告', 'aria-label': '找公告'}));
}
async function route() {
  const me = await api('me');
  if (!me.name) return signin();
  if (location.hash === '#/news') return view.replaceChildren(el('h2', {textContent: '今日公告'}), el('p', {textContent: '資安宣導：密碼請勿與他人共用。'}), el('button', {type: 'button', textContent: '看過了，往下', onclick: () => { location.hash = '#/menu'; }}));
  return menu(me);
}
addEventListener('hashchange', route); route();
"""

INNER = r"""
import {q, el, api, view, tell, box, field, wake, flash} from './kit.mjs';
async function start() {
  const [path, query] = location.hash.slice(2).split('?'), session = new URLSearchParams(query).get('SESSION') || '', auth = {authorization: 'Bearer ' + session};
  const me = await api('me', null, auth);
  if (!me.ok) { view.replaceChildren(el('p', {textContent: '請由 PORTAL 登入後再進入。'})); return; }
  q('#top').replaceChildren(el('a', {href: me.portal + '/#/menu', textContent: '回功能選單', style: 'color:#fff'}));
  if (path === 'password') {
    const fit = v => v.length >= 8 && /[a-z]/i.test(v) && /\d/.test(v);
    const a = field({id: 'was', label: '請輸入舊密碼：', type: 'password', rule: v => v.length > 0}), b = field({id: 'will', label: '請輸入新密碼：', type: 'password', rule: fit, wrong: '不符合下列設定條件'}), c = field({id: 'will2', label: '請再輸入新密碼：', type: 'password', rule: v => v === b.value, wrong: '與上面輸入的不同'});
    const meter = el('meter', {max: 12, value: 0}); b.input.addEventListener('input', () => { meter.value = b.value.length; });
    const go = el('button', {type: 'button', textContent: '送出變更', onclick: async () => {
      const j = await api('password', {was: a.value, will: b.value, will2: c.value}, auth);
      if (!j.ok) return tell('沒有變更', j.text);
      view.replaceChildren(el('h2', {textContent: '✓ 已經換好了'}), el('p', {textContent: j.text}), el('a', {href: me.portal + '/#/menu', textContent: '回功能選單'}));
    }});
    wake(go, [a, b, c]);
    view.replaceChildren(el('h2', {textContent: '更改密碼'}), a.node, b.node, c.node, el('div', {className: 'f'}, el('span', {textContent: '密碼強度檢核：'}), meter), el('p', {textContent: '密碼設定條件：'}), el('ul', {}, el('li', {textContent: '1.密碼長度不可少於8個字元'}), el('li', {textContent: '2.密碼內容需包含英文及數字'})), go);
  } else {
    const latin = v => /^[A-Za-z .'-]*$/.test(v), num = v => /^\d{0,10}$/.test(v);
    const fs = [['surname', '英文姓', 'ex:Chen(陳)', v => v && latin(v)], ['given', '英文首名', 'ex: Yi-Fen(怡芬)', v => v && latin(v)], ['middle', '英文中名', 'ex:Mary 為英文別名，如無，可不填', latin], ['office', '辦公室電話', 'ex:61234或23123456', num], ['house', '住宅電話', 'ex:0223123456', num], ['cellular', '行動電話', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)', v => /^09\d{8}$/.test(v)]]
      .map(([id, label, hint, rule]) => field({id, label: label + '：', hint, rule, wrong: '格式不對', value: me.contact[id]}));
    const stamp = el('p', {hidden: true, style: 'color:#00695c;font-weight:bold'}); let touched = false;
    const go = el('button', {type: 'button', textContent: '異動儲存', onclick: async () => {
      go.disabled = true; const j = await api('contact', Object.fromEntries(fs.map(f => [f.input.id, f.value])), auth);
      if (!j.ok) { await tell('尚未儲存', j.text); go.disabled = false; return; }
      fs.forEach(f => { f.input.value = j.contact[f.input.id]; }); touched = false; stamp.textContent = j.text; stamp.hidden = false; flash(j.text);
    }});
    fs.forEach(f => f.input.addEventListener('input', () => { touched = true; stamp.hidden = true; })); wake(go, fs, () => touched);
    view.replaceChildren(el('h2', {textContent: '台大醫院---維護個人連絡資料'}), go, stamp, el('p', {textContent: `員工編號：${me.id}　姓名：${me.name}`}), ...fs.map(f => f.node));
  }
}
addEventListener('hashchange', start); start();
"""

ACCOUNT = r"""
import {q, el, api, view, tell, sure, box, field, wake, flash} from './kit.mjs';
const NAMES = {open: '啟用網路帳號及首次雲端帳號密碼設定', reset: '重置雲端服務密碼'};
const notes = ['電子郵件別名第一次設定之後則不能修改，請慎重選擇。', '按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。', '請輸入帳號與簡訊動態碼後按「下一步」。'];
let flow = '';
const leave = async () => { await api('leave', {flow}); q('#top').replaceChildren(); front(); };
function front() {
  const entry = kind => el('p', {}, el('button', {type: 'button', textContent: NAMES[kind], onclick: async () => {
    const tick = el('input', {type: 'checkbox', id: 'tick'}), hook = async () => tick.checked; hook.init = b => { b.disabled = true; tick.addEventListener('change', () => { b.disabled = !tick.checked; }); };
    if (await box('使用同意', el('p', {}, tick, el('label', {htmlFor: 'tick', textContent: ' 我已閱讀規範並願意遵守'})), [['不同意', '', true], ['繼續', 'go', false, hook]]) !== 'go') return;
    const j = await api('begin', {kind, agreed: true}); if (!j.ok) return tell('錯誤', j.text); flow = j.flow; prove(kind);
  }}), el('br'), el('small', {textContent: kind === 'open' ? '啟用本院微軟相關服務，如：Office365, Outlook...' : '重設非Portal帳號的密碼：Email, 無線網路, KM…'}));
  view.replaceChildren(el('p', {textContent: '說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼'}), el('h3', {textContent: '《規範》'}), el('p', {textContent: '網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用'}), el('ul', {}, ['使用本帳號發信、登入VPN等，依本院資安規定進行系統記錄。', '請注意此帳號密碼與醫療行政系統(Portal)不同，請勿將此兩密碼設定相同。'].map(x => el('li', {textContent: x}))),
    el('h3', {textContent: '《常見問題與服務》'}), el('details', {}, el('summary', {textContent: '密碼修改後多久可以生效'}), '即時生效。'), el('details', {}, el('summary', {textContent: '忘記密碼'}), '請親自取得簡訊後進行密碼設定。'), entry('open'), entry('reset'));
}
function prove(kind) {
  const id = field({id: 'staff', label: '網路帳號 / 主職員工編號', max: 6, rule: v => /^\d{6}$/.test(v), wrong: '請輸入6位數字'}), pin = field({id: 'pin', label: '簡訊(或MOTP)動態碼', max: 6, rule: v => /^\d{6}$/.test(v), wrong: '請輸入6位數字'});
  const sms = el('button', {type: 'button', textContent: '發送簡訊動態碼', onclick: async () => {
    const tel = field({id: 'tel', label: '請輸入帳號登記的手機門號(10碼)', type: 'tel', max: 10, rule: v => /^09\d{8}$/.test(v), wrong: '門號格式不對'}), say = el('p', {className: 'err', style: 'color:#b71c1c'});
    tel.node.style.gridTemplateColumns = '1fr';
    const hook = async () => { const j = await api('sms', {flow, staff: id.value, tel: tel.value}); say.textContent = j.ok ? '' : j.text; return j.ok; }; hook.init = b => wake(b, [tel]);
    if (await box('取得動態碼', el('div', {}, tel.node, say), [['確定發送', 'sent', false, hook], ['取消', '', true]]) === 'sent') { await box('動態碼簡訊發送成功', el('p', {textContent: '成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」'}), [['確定', '']]); pin.input.focus(); }
  }}), next = el('button', {type: 'button', textContent: '下一步', onclick: async () => { const j = await api('prove', {flow, staff: id.value, pin: pin.value}); if (!j.ok) { await tell('未通過', j.text); return; } settings(kind, j); }});
  id.node.append(el('span'), sms); wake(sms, [id]); wake(next, [id, pin]);
  view.replaceChildren(el('h3', {textContent: '注意事項'}), el('ul', {}, notes.map(x => el('li', {textContent: x}))), el('h2', {textContent: NAMES[kind]}), id.node, pin.node, el('div', {style: 'text-align:right'}, next));
}
function settings(kind, j) {
  q('#top').replaceChildren(el('button', {type: 'button', className: 'soft', textContent: '離開', onclick: leave}));
  const facts = el('dl', {}, j.facts.map(([a, b]) => el('div', {className: 'f'}, el('dt', {textContent: a}), el('dd', {textContent: b, style: 'margin:0'}))));
  const title = el('h2', {textContent: kind === 'open' ? '設定密碼與郵件別名' : NAMES.reset});
  if (j.state) return view.replaceChildren(title, facts, el('p', {textContent: j.state}));
  const mail = field({id: 'local', label: '雲端服務帳號 (電子郵件名稱)', max: 64, hint: '名稱長度限64字元內', after: '@ntuh.gov.tw', rule: v => kind === 'reset' || /^[a-z0-9][a-z0-9._-]*$/i.test(v), wrong: '只能用英文、數字與 . _ -'});
  const a = field({id: 'key1', label: '雲端服務密碼', type: 'password', rule: v => v.length >= 8 && /[a-z]/i.test(v) && /\d/.test(v), wrong: '至少8個字元，含英文及數字'}), b = field({id: 'key2', label: '雲端服務密碼確認', type: 'password', rule: v => v === a.value, wrong: '兩格不同'});
  const go = el('button', {type: 'button', textContent: kind === 'open' ? '啟用雲端服務' : '重設', onclick: async () => {
    if (kind === 'open' && !await sure('最後確認', `您選的名稱是 ${mail.value}，之後不能再改。`, '就用這個')) return;
    const r = await api('finish', {flow, local: kind === 'open' ? mail.value : '', key1: a.value, key2: b.value});
    if (!r.ok) return tell('沒有完成', r.text);
    view.replaceChildren(el('h2', {textContent: '🎉 ' + r.title}), el('p', {textContent: r.text}));
  }});
  wake(go, kind === 'open' ? [mail, a, b] : [a, b]);
  view.replaceChildren(title, kind === 'open' ? el('p', {innerHTML: '雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。'}) : '', facts, kind === 'open' ? mail.node : '', a.node, b.node, el('div', {className: 'row'}, kind === 'open' ? el('button', {type: 'button', className: 'soft', textContent: '取消啟用', onclick: leave}) : '', go, el('small', {textContent: '服務於設定完成隔日生效'})));
}
api('hello').then(front);
"""

MAIL = r"""
import {q, el, api, view, tell, field, wake, shot} from './kit.mjs';
async function show() {
  const me = await api('me'); q('#top').replaceChildren();
  if (me.box) { q('#top').replaceChildren(el('button', {type: 'button', className: 'soft', textContent: '登出信箱', onclick: async () => { await api('exit', {}); show(); }})); view.replaceChildren(el('h2', {textContent: '收件匣'}), el('p', {textContent: me.box}), el('ul', {}, el('li', {textContent: '資訊室－歡迎使用'}))); return; }
  const user = field({id: 'user', label: '帳號:', rule: v => v.length > 1}), word = field({id: 'word', label: '密碼:', type: 'password', rule: v => v.length > 0}), code = shot('驗證碼(小寫字母或數字):', 'code', 5), keep = el('input', {type: 'checkbox', id: 'keep'});
  const go = el('button', {type: 'button', textContent: '登入', onclick: async () => { go.disabled = true; const j = await api('enter', {user: user.value, word: word.value, code: code.value, shot: code.key, keep: keep.checked}); if (j.ok) return show(); await tell('登入未成功', j.text); code.renew(); }});
  wake(go, [user, word, code]);
  view.replaceChildren(user.node, word.node, code.node, el('p', {}, keep, el('label', {htmlFor: 'keep', textContent: ' 記住登入資訊 (公用電腦請勿勾選)'})), go, el('h3', {textContent: '公佈欄'}), el('p', {textContent: '體系帳號整併中，有多個院區帳號者，請用主要任職院區帳號登入。'}));
}
show();
"""
MODULES = {"kit": KIT, "portal": PORTAL, "inner": INNER, "account": ACCOUNT, "mail": MAIL}


class TheSite(Site):
    title = "html_dialog_vanilla"

    def __init__(self) -> None:
        super().__init__()
        self.nonces: set[str] = set()
        self.shot = ""
        self.flows: dict[str, dict[str, object]] = {}

    def out(self, status: int = 200, cookie: str = "", **data: object) -> Response:
        data["nonce"] = token_urlsafe(16)
        self.nonces.add(str(data["nonce"]))
        return Response(json.dumps(data, ensure_ascii=False), status, "application/json", [("Cache-Control", "no-store")] + ([("Set-Cookie", cookie + "; Path=/; HttpOnly; SameSite=Lax")] if cookie else []))

    def common(self, request: Request, module: str, title: str, english: str) -> Response | None:
        """The shell, the modules and the style sheet; for a POST: the body read and the nonce spent (False nonce is answered)."""
        if request.method == "GET":
            if request.path == "/":
                return Response(SHELL.format(title=title, english=english, module=module))
            if request.path == "/m/site.css":
                return Response(STYLE, kind="text/css; charset=utf-8")
            if request.path in ("/m/kit.mjs", f"/m/{module}.mjs"):
                return Response(MODULES[request.path[3:-4]], kind="text/javascript; charset=utf-8")
            return None if request.path.startswith("/api/") else Response("404", 404)
        try:
            request.form = [(k, str(v)) for k, v in json.loads(request.body).items()]
        except (ValueError, AttributeError):
            request.form = []
        return None

    def used(self, request: Request) -> bool:
        nonce = request.headers.get("x-nonce", "")
        if nonce in self.nonces:
            self.nonces.remove(nonce)
            return False
        return True

    def draw(self, letters: str, length: int) -> Response:
        self.shot = token_hex(6)
        image = base64.b64encode(picture(self.truth.new_captcha(letters, length), "PNG")).decode()
        return self.out(id=self.shot, image="data:image/png;base64," + image)

    def read_right(self, request: Request, fold: bool) -> bool:
        text, key = self.truth.captcha, self.shot
        self.truth.captcha, self.shot = "", ""
        said = request.get("code")
        return bool(text and key) and request.get("shot") == key and (said.upper() == text.upper() if fold else said == text)

    def portal(self, request: Request) -> Response:
        t = self.truth
        if (ready := self.common(request, "portal", "PORTAL", "National Taiwan University Hospital")) is not None:
            return ready
        sid = request.cookies.get("__portal", "")
        known = "portal:" + sid in t.sessions
        if request.path == "/api/me":
            return self.out(name=t.person.name, session=sid, hub=self.urls["inner"]) if known else self.out()
        if request.path == "/api/captcha":
            return self.draw("123456789BDFHJLNPRTVXZ", 6)
        if request.method != "POST":
            return self.out(404)
        self.takes(request, branch="campus", who="employee_id", **{"pass": "portal_password"}, code="captcha")
        if self.used(request):
            return self.out(409, text="畫面已過時，請重新整理")
        if request.path == "/api/enter":
            if not self.read_right(request, True):
                t.counts["sign_in_refused"] += 1
                return self.out(400, text="圖片上的字輸入錯了，請看新圖再輸入。")
            if request.get("branch") != "H0" or request.get("who") != t.person.employee_id or request.get("pass") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self.out(401, text="您輸入的資料對不起來，請檢查後再試。")
            sid = token_hex(16)
            t.sessions.add("portal:" + sid)
            t.counts["sign_in"] += 1
            return self.out(cookie=f"__portal={sid}")
        if request.path == "/api/exit" and known:
            t.sessions.discard("portal:" + sid)
            t.counts["sign_out_portal"] += 1
            return self.out(text="您已離開系統")
        return self.out(404, text="不存在")

    def inner(self, request: Request) -> Response:
        t = self.truth
        if (ready := self.common(request, "inner", "個人管理", "Staff Self-Service")) is not None:
            return ready
        sid = request.headers.get("authorization", "").removeprefix("Bearer ")
        keys = {"surname": "english_surname", "given": "english_given", "middle": "english_middle", "office": "office_phone", "house": "home_phone", "cellular": "mobile_phone"}
        if request.method == "POST":
            self.takes(request, was="old_password", will="new_password", will2="new_password_again", cellular="mobile_phone")
        if "portal:" + sid not in t.sessions:
            return self.out(401, text="登入已失效")
        if request.path == "/api/me":
            return self.out(id=t.person.employee_id, name=t.person.name, portal=self.urls["portal"], contact={i: t.saved_contact.get(k, getattr(t.person, k)) for i, k in keys.items()})
        if request.method != "POST" or self.used(request):
            return self.out(409, text="畫面已過時，請重新整理")
        if request.path == "/api/password":
            new = request.get("will")
            text = ""
            if request.get("was") != t.portal_password:
                text = "第一格與系統內的不符。"
            elif new != request.get("will2") or len(new) < 8 or not re.search("[A-Za-z]", new) or not re.search("[0-9]", new):
                text = "新的不符合條件。"
            elif new == t.portal_password:
                text = "新的不能跟舊的一樣。"
            if text:
                t.counts["password_refused"] += 1
                return self.out(400, text=text)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self.out(text="從下一次登入起請用新的密碼。")
        if request.path == "/api/contact":
            now = {i: request.get(i) for i in keys}
            if not all(request.has(i) for i in keys) or not re.fullmatch(r"09\d{8}", now["cellular"]) or not re.fullmatch(r"\d{0,10}", now["office"]) or not re.fullmatch(r"\d{0,10}", now["house"]):
                return self.out(400, text="電話格式有誤")
            if not re.fullmatch(r"[A-Za-z .'-]+", now["surname"]) or not re.fullmatch(r"[A-Za-z .'-]+", now["given"]) or not re.fullmatch(r"[A-Za-z .'-]*", now["middle"]):
                return self.out(400, text="英文名字格式有誤")
            t.saved_contact = {keys[i]: v for i, v in now.items()}
            t.counts["contact_saved"] += 1
            return self.out(contact=now, text=f"已於 {time.strftime('%H:%M')} 存好您的資料")
        return self.out(404, text="不存在")

    def account(self, request: Request) -> Response:
        t, p = self.truth, self.truth.person
        if (ready := self.common(request, "account", "網路帳號", "Network & Cloud Account")) is not None:
            return ready
        if request.method != "POST":
            return self.out()
        self.takes(request, agreed="consent", staff="employee_id", tel="registered_phone", pin="code", local="alias", key1="cloud_password", key2="cloud_password_again")
        if self.used(request):
            return self.out(409, text="畫面已過時，請重新整理")
        if request.path == "/api/begin":
            if request.get("kind") not in ("open", "reset") or request.get("agreed") != "True":
                return self.out(400, text="請先同意規範")
            made = token_hex(10)
            self.flows[made] = {"kind": request.get("kind"), "pin": "", "since": 0.0, "sid": ""}
            return self.out(flow=made)
        flow = self.flows.get(request.get("flow"))
        if flow is None:
            return self.out(400, text="請從首頁開始")
        if request.path == "/api/sms":
            if request.get("staff") != p.employee_id or request.get("tel") != (t.saved_contact.get("mobile_phone") or p.mobile_phone):
                return self.out(400, text="帳號與門號對不上，請查明後再試。")
            flow["pin"], flow["since"] = t.new_message(), time.monotonic()
            return self.out()
        if request.path == "/api/prove":
            old = time.monotonic() - float(str(flow["since"])) > 120
            if not flow["pin"] or request.get("staff") != p.employee_id or request.get("pin") != flow["pin"] or old:
                t.counts["code_refused"] += 1
                return self.out(400, text="這組數字已超過2分鐘，請再取得一次。" if flow["pin"] and old else "這組數字不對，請再看一次簡訊。")
            flow["pin"], flow["sid"] = "", token_hex(8)
            t.sessions.add(f"account:{flow['sid']}")
            t.counts["code_accepted"] += 1
            facts = [["網路帳號 / 主職員工編號", p.employee_id], ["帳號姓名", p.name], ["主職單位", p.unit], ["有效期限", p.valid_until]]
            state = ""
            if flow["kind"] == "open" and t.alias:
                state = f"您的雲端服務先前就開好了，信箱是 {t.alias}@ntuh.gov.tw，這裡不必再做什麼。"
            elif flow["kind"] == "reset" and not t.alias:
                state = "您還沒有雲端服務，請先啟用。"
            return self.out(facts=facts, state=state)
        if f"account:{flow['sid']}" not in t.sessions:
            return self.out(403, text="請先完成身分驗證")
        if request.path == "/api/leave":
            t.sessions.discard(f"account:{flow['sid']}")
            t.counts["sign_out_account"] += 1
            return self.out()
        if request.path == "/api/finish":
            local, key = request.get("local"), request.get("key1")
            if flow["kind"] == "open":
                if t.alias:
                    return self.out(409, text="早就啟用過了，一個人只能啟用一次。")
                if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", local):
                    return self.out(400, text="這個名稱的寫法不能用。")
                if local.lower() == "taken.name":
                    return self.out(409, text="這個名稱被別人先用了，請換一個。")
            elif not t.alias:
                return self.out(400, text="還沒有雲端服務")
            if key != request.get("key2") or len(key) < 8 or not re.search("[A-Za-z]", key) or not re.search("[0-9]", key):
                return self.out(400, text="雲端服務密碼不符合條件。")
            if key == t.portal_password:
                return self.out(400, text="不能跟 Portal 用一樣的密碼。")
            t.cloud_password = key
            if flow["kind"] == "reset":
                return self.out(title="重設好了", text="請改用新的雲端服務密碼。")
            t.alias = local
            t.counts["activated"] += 1
            return self.out(title="都辦好了", text=f"{local}@ntuh.gov.tw 是您的信箱，明天起可以收發。")
        return self.out(404, text="不存在")

    def mail(self, request: Request) -> Response:
        t = self.truth
        if (ready := self.common(request, "mail", "電子郵件", "Webmail")) is not None:
            return ready
        sid = request.cookies.get("__wm", "")
        known = "mail:" + sid in t.sessions
        if request.path == "/api/me":
            return self.out(box=f"{t.alias}@ntuh.gov.tw" if known else "")
        if request.path == "/api/captcha":
            return self.draw("abcdefghkmnpqrstuvwxyz23456789", 5)
        if request.method != "POST":
            return self.out(404)
        self.takes(request, user="mail_account", word="mail_password", code="captcha")
        if self.used(request):
            return self.out(409, text="畫面已過時，請重新整理")
        if request.path == "/api/enter":
            if not self.read_right(request, False):
                return self.out(400, text="圖片上的字不對。")
            if not t.alias or request.get("user").removesuffix("@ntuh.gov.tw") != t.alias or request.get("word") != t.cloud_password:
                return self.out(401, text="信箱名稱或是密碼不對。")
            sid = token_hex(12)
            t.sessions.add("mail:" + sid)
            t.counts["mail_sign_in"] += 1
            return self.out(cookie=f"__wm={sid}")
        if request.path == "/api/exit" and known:
            t.sessions.discard("mail:" + sid)
            t.counts["sign_out_mail"] += 1
            return self.out()
        return self.out(404, text="不存在")
