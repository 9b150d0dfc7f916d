"""Custom elements, shadow roots and templates; every act is a JSON call."""

from __future__ import annotations

import json
import re
import secrets
import time
from typing import Any

from truth import Request, Response, Site, picture

KIT = r"""
const tpl = h => { const t = document.createElement('template'); t.innerHTML = h; return t; };
const api = async (url, data) => {
  const r = await fetch(url, {method: 'POST', credentials: 'same-origin', headers: {'Content-Type': 'application/json', 'X-Portal-Client': 'wc-2'}, body: JSON.stringify(data || {})});
  if (!r.ok && r.status !== 422) throw new Error('HTTP ' + r.status);
  return r.json();
};
const FIELD = tpl(`<style>:host{display:block;margin:14px 0}label{display:block;font-weight:600;color:#2a4b45;margin-bottom:4px}
input{font:inherit;width:100%;max-width:340px;padding:7px 9px;border:1px solid #8aa;border-radius:6px}.hint{color:#777;font-size:13px;margin-left:8px}
.err{color:#c02626;font-size:14px;min-height:0}</style><label for="c"></label><input id="c"><span class="hint"><slot name="hint"></slot></span><div class="err" part="error" role="alert"></div>`);
class HsField extends HTMLElement {
  constructor() { super(); this.attachShadow({mode: 'open'}).append(FIELD.content.cloneNode(true)); this.box = this.shadowRoot.getElementById('c'); }
  connectedCallback() {
    this.shadowRoot.querySelector('label').textContent = this.getAttribute('label');
    for (const a of ['type', 'maxlength', 'autocomplete', 'inputmode', 'placeholder']) if (this.hasAttribute(a)) this.box.setAttribute(a, this.getAttribute(a));
    if (this.hasAttribute('value')) this.box.value = this.getAttribute('value');
    this.box.readOnly = this.hasAttribute('readonly');
    this.box.addEventListener('input', () => { this.error = ''; });
    this.box.addEventListener('keydown', e => { if (e.key === 'Enter') this.dispatchEvent(new CustomEvent('hs-enter', {bubbles: true, composed: true})); });
  }
  get value() { return this.box.value; } set value(v) { this.box.value = v; }
  set error(m) { this.shadowRoot.querySelector('.err').textContent = m; }
}
customElements.define('hs-field', HsField);
const BUTTON = tpl(`<style>:host{display:inline-block;margin:4px 6px 4px 0}button{font:inherit;padding:8px 20px;border:1px solid #13695a;border-radius:18px;background:#13695a;color:#fff;cursor:pointer}
:host([plain]) button{background:#fff;color:#13695a}button:disabled{opacity:.45;cursor:wait}</style><button type="button" part="button"><slot></slot></button>`);
class HsButton extends HTMLElement {
  constructor() { super(); this.attachShadow({mode: 'open'}).append(BUTTON.content.cloneNode(true)); }
  set busy(b) { this.shadowRoot.querySelector('button').disabled = b; }
}
customElements.define('hs-button', HsButton);
const DIALOG = tpl(`<style>.veil{position:fixed;inset:0;background:#0007;display:flex;align-items:center;justify-content:center;z-index:9}.card{background:#fff;min-width:380px;max-width:520px;border-radius:12px;padding:20px 26px;box-shadow:0 8px 30px #0005}
h3{margin:0 0 10px;color:#13695a}:host(:not([open])){display:none}</style><div class="veil"><div class="card" role="dialog" aria-modal="true"><h3></h3><slot></slot><div class="foot"><slot name="actions"></slot></div></div></div>`);
class HsDialog extends HTMLElement {
  constructor() { super(); this.attachShadow({mode: 'open'}).append(DIALOG.content.cloneNode(true)); }
  connectedCallback() { this.shadowRoot.querySelector('h3').textContent = this.getAttribute('heading') || ''; }
}
customElements.define('hs-dialog', HsDialog);
const tell = (heading, text) => new Promise(done => {
  const d = document.createElement('hs-dialog'); d.setAttribute('heading', heading); d.setAttribute('open', '');
  const p = document.createElement('p'); p.textContent = text; const b = document.createElement('hs-button'); b.slot = 'actions'; b.textContent = '確定';
  b.addEventListener('click', () => { d.remove(); done(); }); d.append(p, b); document.body.append(d);
});
class HsView extends HTMLElement {
  constructor() { super(); this.attachShadow({mode: 'open'}); }
  show(html) {
    this.shadowRoot.replaceChildren(tpl(`<style>:host{display:block}h2{color:#13695a;border-bottom:2px solid #cfe5df;padding-bottom:6px}.note{background:#f1f8f5;border-radius:8px;padding:8px 16px;margin:10px 0}
.ok{background:#e3f6e4;border:1px solid #74b878;border-radius:8px;padding:10px 16px;margin:10px 0}.bad{color:#c02626}dl{display:grid;grid-template-columns:220px 1fr;gap:6px}dt{font-weight:600}dd{margin:0}select{font:inherit;padding:6px}img{border:1px solid #bbb;vertical-align:middle}
a{color:#13695a}li{margin:6px 0}</style>` + html).content.cloneNode(true));
  }
  $(s) { return this.shadowRoot.querySelector(s); }
  on(s, f) { const b = this.$(s); b.addEventListener('click', async ev => { ev.preventDefault(); if (b.wait) return; b.wait = true; if ('busy' in HsButton.prototype && b.localName === 'hs-button') b.busy = true; try { await f(b); } catch (x) { await tell('連線異常', '請重新整理頁面後再試'); } b.wait = false; if (b.localName === 'hs-button') b.busy = false; }); }
  values() { const o = {}; this.shadowRoot.querySelectorAll('hs-field[name]').forEach(f => { o[f.getAttribute('name')] = f.value; }); return o; }
  errors(e) { for (const k in e || {}) { const f = this.$(`hs-field[name="${k}"]`); if (f) f.error = e[k]; } }
  go(tag, data) { const n = document.createElement(tag); n.data = data; this.replaceWith(n); }
}
const esc = s => String(s).replace(/[&<>"]/g, c => '&#' + c.charCodeAt(0) + ';');
"""

PORTAL = r"""
class PtLogin extends HsView {
  connectedCallback() {
    this.show(`<h2>登入本院 PORTAL 系統</h2><p><label>院區 <select id="zone"><option value="T0">總院區</option><option value="T2">北護分院</option><option value="T3">金山分院</option><option value="Y0">雲林分院</option></select></label></p>
<hs-field label="帳號" name="uid" maxlength="8" inputmode="numeric" autocomplete="username"></hs-field><hs-field label="密碼" name="upw" type="password" autocomplete="current-password"></hs-field>
<p><img id="pic" alt="圖形驗證碼"> <a href="#" id="again">更換圖片</a></p><hs-field label="驗證碼 (不用區分大小寫)" name="pin" maxlength="6" autocomplete="off"></hs-field><p class="bad" id="why" role="status"></p><hs-button id="enter">進入系統</hs-button>`);
    this.on('#again', () => this.draw()); this.on('#enter', () => this.enter());
    this.shadowRoot.addEventListener('hs-enter', () => this.$('#enter').click()); this.draw();
  }
  async draw() { const j = await api('/api/picture'); this.ticket = j.ticket; this.$('#pic').src = j.src; }
  async enter() {
    const v = this.values(); this.$('#why').textContent = '';
    if (!v.uid || !v.upw || !v.pin) { this.$('#why').textContent = '帳號、密碼與驗證碼皆須填寫'; return; }
    const j = await api('/api/session', {...v, zone: this.$('#zone').value, ticket: this.ticket});
    if (j.ok) { sessionStorage.sid = j.sid; this.go('pt-home', j); return; }
    this.$('#why').textContent = j.message; this.$('hs-field[name=pin]').value = ''; await this.draw();
  }
}
class PtHome extends HsView {
  connectedCallback() {
    const d = this.data;
    this.show(`<p>${esc(d.name)} 您好! <hs-button plain id="out">登出系統</hs-button></p><p class="note">總院差勤待簽 0 未核准 0 被駁回 0</p><h2>個人管理</h2><ul>
<li><a href="${d.inner}/change-secret?SESSION=${d.sid}">更改密碼</a></li><li><a href="#">薪資所得免稅額申報表</a></li><li><a href="#">查詢員工連絡資料</a></li><li><a href="${d.inner}/my-contact?SESSION=${d.sid}">維護個人連絡資料</a></li><li><a href="#">個人就醫紀錄查詢</a></li></ul>`);
    this.on('#out', async () => { await api('/api/session/end', {sid: d.sid}); delete sessionStorage.sid; this.go('pt-bye'); });
  }
}
class PtBye extends HsView { connectedCallback() { this.show('<h2>已安全登出</h2><p>感謝使用，<a href="/">重新登入</a></p>'); } }
customElements.define('pt-login', PtLogin); customElements.define('pt-home', PtHome); customElements.define('pt-bye', PtBye);
(async () => {
  let tag = 'pt-login', data; const sid = new URLSearchParams(location.search).get('SESSION') || sessionStorage.sid;
  if (sid) { const j = await api('/api/session/look', {sid}); if (j.ok) { tag = 'pt-home'; data = j; } }
  const n = document.createElement(tag); n.data = data; document.querySelector('main').replaceChildren(n);
})();
"""

INNER = r"""
class InSecret extends HsView {
  connectedCallback() {
    this.show(`<h2>更改密碼</h2><hs-field label="請輸入舊密碼：" name="p0" type="password"></hs-field><hs-field label="請輸入新密碼：" name="p1" type="password"></hs-field><hs-field label="請再輸入新密碼：" name="p2" type="password"></hs-field>
<div class="note">密碼設定條件：<br>1.密碼長度不可少於8個字元<br>2.密碼內容需包含英文及數字</div><hs-button id="do">送出變更</hs-button><p><a href="${BOOT.menu}">回功能選單</a></p>`);
    this.on('#do', async () => {
      const j = await api('/api/secret', {...this.values(), sid: BOOT.sid, nonce: BOOT.nonce});
      if (j.ok) { this.show(`<div class="ok">PORTAL 密碼更新完畢，請牢記新密碼。</div><p><a href="${BOOT.menu}">回功能選單</a></p>`); return; }
      BOOT.nonce = j.nonce; this.errors(j.errors);
    });
  }
}
class InContact extends HsView {
  connectedCallback() { this.draw(''); }
  draw(top) {
    const c = BOOT.card, f = (l, n, h) => `<hs-field label="${l}" name="${n}" value="${esc(c[n])}" maxlength="24"><span slot="hint">${h}</span></hs-field>`;
    this.show(`${top}<h2>台大醫院---維護個人連絡資料</h2><hs-button id="save">異動儲存</hs-button><dl><dt>員工編號：</dt><dd>${esc(BOOT.emp)}</dd><dt>姓名：</dt><dd>${esc(BOOT.name)}</dd></dl>
${f('英文姓：', 'enLast', 'ex:Chen(陳)')}${f('英文首名：', 'enFirst', 'ex: Yi-Fen(怡芬)')}${f('英文中名：', 'enMid', 'ex:Mary 如無，可不填')}${f('辦公室電話：', 'telO', 'ex:61234或23123456')}${f('住宅電話：', 'telH', 'ex:0223123456')}${f('行動電話：', 'telM', 'ex:0952000000 (如離職或更換門號，請記得調整此欄位)')}<p><a href="${BOOT.menu}">回功能選單</a></p>`);
    this.on('#save', async () => {
      const j = await api('/api/contact', {...this.values(), sid: BOOT.sid, nonce: BOOT.nonce}); BOOT.nonce = j.nonce;
      if (!j.ok) { this.errors(j.errors); return; }
      BOOT.card = j.card; this.draw('<div class="ok" role="status">連絡資料已更新</div>'); scrollTo(0, 0);
    });
  }
}
customElements.define('in-secret', InSecret); customElements.define('in-contact', InContact);
document.querySelector('main').replaceChildren(document.createElement(BOOT.tag));
"""

ACCOUNT = r"""
class AcFront extends HsView {
  connectedCallback() {
    this.show(`<p class="note">說明：以下所稱網路帳號均包含雲端服務帳號，網路帳號密碼同雲端服務帳號密碼</p><h2>《規範》</h2><ul><li>網路帳號為院內眾多服務之通用帳號與密碼，依據院方資訊安全規定，不可借用</li><li>請勿冒用院內同仁申請網路帳號，經查證屬實將呈報個資小組調查議處。</li></ul><h2>《常見問題與服務》</h2><details><summary>密碼修改後多久可以生效</summary>即時生效。</details>
<p><hs-button id="e1">啟用網路帳號及首次雲端帳號密碼設定</hs-button><br><small>啟用本院微軟相關服務，如：Office365, Outlook...</small></p><p><hs-button id="e2">重置雲端服務密碼</hs-button><br><small>重設非Portal帳號的密碼：Email, 無線網路…</small></p><p><hs-button plain>總院廠商VPN展延申請</hs-button></p>`);
    this.on('#e1', () => this.go('ac-proof', {purpose: 'first', title: '啟用網路帳號及首次雲端帳號密碼設定'})); this.on('#e2', () => this.go('ac-proof', {purpose: 'again', title: '重置雲端服務密碼'}));
  }
}
class AcProof extends HsView {
  async connectedCallback() {
    this.show(`<h2>${this.data.title}</h2><div class="note">注意事項<br>按「發送簡訊動態碼」取得簡訊動態碼(2分鐘內有效)。<br>請輸入帳號與簡訊動態碼後按「下一步」。</div><hs-field label="網路帳號 / 主職員工編號" name="acct" maxlength="6" inputmode="numeric"></hs-field><hs-button plain id="sms">發送簡訊動態碼</hs-button>
<hs-field label="簡訊(或MOTP)動態碼" name="otp" maxlength="6" autocomplete="one-time-code"></hs-field><hs-button id="next">下一步</hs-button> <hs-button plain id="home">回首頁</hs-button>
<hs-dialog id="ask" heading="簡訊發送"><hs-field label="請輸入帳號登記的手機門號(10碼)" name="cell" maxlength="10" inputmode="tel"></hs-field><hs-button slot="actions" id="send">確定發送</hs-button><hs-button slot="actions" plain id="no">取消</hs-button></hs-dialog>`);
    this.on('#home', () => this.go('ac-front'));
    this.on('#sms', () => { if (!/^\d{6}$/.test(this.values().acct)) { this.errors({acct: '請輸入6位數字'}); return; } this.$('#ask').setAttribute('open', ''); });
    this.on('#no', () => this.$('#ask').removeAttribute('open'));
    this.on('#send', async () => {
      const v = this.values(), j = await api('/api/sms', {acct: v.acct, cell: v.cell, flow: this.flow});
      if (!j.ok) { this.errors({cell: j.message}); return; }
      this.$('#ask').removeAttribute('open'); await tell('動態碼簡訊發送成功', '成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」');
    });
    this.on('#next', async () => {
      const v = this.values(), j = await api('/api/proof', {acct: v.acct, otp: v.otp, flow: this.flow});
      if (!j.ok) { this.errors({otp: j.message}); return; }
      this.go(this.data.purpose === 'first' ? 'ac-set' : 'ac-reset', j);
    });
    this.flow = (await api('/api/flow', {purpose: this.data.purpose})).flow;
  }
}
const facts = d => `<dl><dt>網路帳號 / 主職員工編號</dt><dd>${esc(d.emp)}</dd><dt>帳號姓名</dt><dd>${esc(d.name)}</dd><dt>主職單位</dt><dd>${esc(d.unit)}</dd><dt>有效期限</dt><dd>${esc(d.until)}</dd></dl>`;
const PAIR = `<hs-field label="設定雲端服務密碼" name="k1" type="password" autocomplete="new-password"><span slot="hint">8碼以上，含英文及數字，勿與Portal密碼相同</span></hs-field><hs-field label="再次輸入雲端服務密碼" name="k2" type="password" autocomplete="new-password"></hs-field>`;
class AcSet extends HsView {
  connectedCallback() {
    const d = this.data, bye = async () => { await api('/api/leave', {key: d.key}); this.go('ac-front'); };
    if (d.alias) { this.show(`<h2>設定密碼與郵件別名</h2>${facts(d)}<div class="note">此帳號已完成啟用手續，毋須再辦理。<br>電子郵件名稱：<b>${esc(d.alias)}</b>@ntuh.gov.tw</div><hs-button id="bye">登出</hs-button>`); this.on('#bye', bye); return; }
    this.show(`<h2>設定密碼與郵件別名</h2><div class="note">雲端服務帳號說明：<br>1. 雲端服務帳號為跨體系使用。<br>2. 服務於設定完成隔日生效。</div>${facts(d)}<hs-field label="雲端服務帳號 (電子郵件名稱)" name="nick" maxlength="64"><span slot="hint">@ntuh.gov.tw 名稱長度限64字元內</span></hs-field>${PAIR}<hs-button plain id="bye">取消啟用</hs-button><hs-button id="act">啟用雲端服務</hs-button>`);
    this.on('#bye', bye);
    this.on('#act', async () => {
      const j = await api('/api/activate', {...this.values(), key: d.key});
      if (!j.ok) { this.errors(j.errors); if (j.message) await tell('無法啟用', j.message); return; }
      this.show(`<div class="ok">恭喜，您的雲端服務設定成功！</div><p>電子郵件：${esc(j.alias)}@ntuh.gov.tw（隔日生效）</p><hs-button id="bye">登出</hs-button>`); this.on('#bye', bye);
    });
  }
}
class AcReset extends HsView {
  connectedCallback() {
    const d = this.data; this.show(`<h2>重置雲端服務密碼</h2>${facts(d)}${PAIR}<hs-button id="act">儲存新密碼</hs-button><hs-button plain id="bye">登出</hs-button>`);
    const bye = async () => { await api('/api/leave', {key: d.key}); this.go('ac-front'); }; this.on('#bye', bye);
    this.on('#act', async () => { const j = await api('/api/renew', {...this.values(), key: d.key}); if (!j.ok) { this.errors(j.errors); if (j.message) await tell('無法重置', j.message); return; }
      this.show('<div class="ok">雲端服務密碼已重置，即時生效。</div><hs-button id="bye">登出</hs-button>'); this.on('#bye', bye); });
  }
}
customElements.define('ac-front', AcFront); customElements.define('ac-proof', AcProof); customElements.define('ac-set', AcSet); customElements.define('ac-reset', AcReset);
document.querySelector('main').replaceChildren(document.createElement('ac-front'));
"""

MAIL = r"""
class MaGate extends HsView {
  connectedCallback() {
    this.show(`<h2>電子郵件系統</h2><hs-field label="帳號:" name="who"></hs-field><hs-field label="密碼:" name="key" type="password"></hs-field><p><img id="pic" alt=""></p><hs-field label="驗證碼(小寫字母或數字):" name="pic" maxlength="6"></hs-field><p><label><input type="checkbox" id="keep"> 記住登入資訊 (公用電腦請勿勾選)</label></p><p class="bad" id="why"></p><hs-button id="in">登入</hs-button><h3>公佈欄</h3><p>※如無法登入，請先變更密碼，謝謝</p>`);
    this.on('#in', async () => { const j = await api('/api/in', {...this.values(), keep: this.$('#keep').checked, ticket: this.ticket}); if (j.ok) { this.go('ma-box', j); return; } this.$('#why').textContent = j.message; this.$('hs-field[name=pic]').value = ''; await this.draw(); });
    this.draw();
  }
  async draw() { const j = await api('/api/picture'); this.ticket = j.ticket; this.$('img').src = j.src; }
}
class MaBox extends HsView {
  connectedCallback() { this.show(`<p>${esc(this.data.alias)}@ntuh.gov.tw <hs-button plain id="out">登出信箱</hs-button></p><h2>收件匣 (1)</h2><ul><li>資訊室 — 歡迎使用</li></ul>`); this.on('#out', async () => { await api('/api/out', {sid: this.data.sid}); this.go('ma-gate'); }); }
}
customElements.define('ma-gate', MaGate); customElements.define('ma-box', MaBox);
document.querySelector('main').replaceChildren(document.createElement('ma-gate'));
"""


class TheSite(Site):
    title = "web_components_shadow"

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[str, str] = {}
        self.ticket = ""
        self.flows: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, str] = {}
        self.boxes: set[str] = set()

    def _shell(self, name: str, script: str, heading: str, boot: dict[str, Any] | None = None) -> Response:
        data = f"<script>const BOOT={json.dumps(boot, ensure_ascii=False).replace('<', chr(92) + 'u003c')};</script>" if boot else ""
        return Response(f"""<!doctype html><html lang="zh-TW"><head><meta charset="utf-8"><title>{heading}</title><link rel="icon" href="data:,"><style>body{{margin:0;font:16px/1.6 "Noto Sans TC",sans-serif;background:#eef3f1}}header{{background:#13695a;color:#fff;padding:12px 30px;font-size:20px}}main{{max-width:860px;margin:20px auto;background:#fff;border-radius:12px;padding:20px 34px}}</style></head>
<body><header>{heading}</header><main><noscript>請開啟 JavaScript</noscript></main>{data}<script src="/kit.js"></script><script src="/{name}.js"></script></body></html>""", headers=[("Cache-Control", "no-store")])

    @staticmethod
    def _say(status: int = 200, cookie: str = "", **what: Any) -> Response:
        return Response(json.dumps(what, ensure_ascii=False), status, "application/json; charset=utf-8", [("Set-Cookie", cookie)] if cookie else [])

    @staticmethod
    def _read(request: Request) -> bool:
        """Unpack the JSON body; only the site's own script speaks like that."""
        if request.method != "POST" or not request.headers.get("Content-Type", "").startswith("application/json"):
            return False
        if request.headers.get("X-Portal-Client") != "wc-2":
            return False
        request.form = [(k, str(v)) for k, v in json.loads(request.body or b"{}").items()]
        return True

    def _script(self, request: Request, name: str, script: str) -> Response | None:
        if request.path == "/kit.js":
            return Response(KIT, kind="text/javascript; charset=utf-8")
        if request.path == f"/{name}.js":
            return Response(script, kind="text/javascript; charset=utf-8")
        return None

    def _draw(self, letters: str, length: int) -> Response:
        import base64

        text = self.truth.new_captcha(letters, length)
        self.ticket = secrets.token_hex(8)
        return self._say(ticket=self.ticket, src="data:image/png;base64," + base64.b64encode(picture(text, "PNG")).decode())

    def _seen(self, given: str, ticket: str) -> bool:
        right = bool(self.truth.captcha) and bool(ticket) and ticket == self.ticket and given == self.truth.captcha
        self.truth.captcha, self.ticket = "", ""
        return right

    @staticmethod
    def _poor(word: str) -> bool:
        return len(word) < 8 or not re.search("[A-Za-z]", word) or not re.search("[0-9]", word)

    def portal(self, request: Request) -> Response:
        t, path = self.truth, request.path
        script = self._script(request, "portal", PORTAL)
        if script:
            return script
        if path == "/":
            return self._shell("portal", PORTAL, "醫療資訊系統 National Taiwan University Hospital")
        if not self._read(request):
            return Response("Not Found", 404)
        if path == "/api/picture":
            return self._draw("123456789BDFHJLNPRTVXZ", 6)
        if path == "/api/session":
            self.takes(request, uid="employee_id", upw="portal_password", pin="captcha", zone="campus")
            if not self._seen(request.get("pin").strip().upper(), request.get("ticket")):
                t.counts["sign_in_refused"] += 1
                return self._say(422, ok=False, message="驗證碼輸入有誤，已更換圖片，請重新輸入")
            if request.get("zone") != "T0" or request.get("uid").strip() != t.person.employee_id or request.get("upw") != t.portal_password:
                t.counts["sign_in_refused"] += 1
                return self._say(422, ok=False, message="帳號或密碼不正確，登入未成功")
            sid = secrets.token_hex(16)
            self.live[sid] = ""
            t.sessions.add(f"portal:{sid}")
            t.counts["sign_in"] += 1
            return self._say(cookie=f"PTL={sid}; path=/; HttpOnly", ok=True, sid=sid, name=t.person.name, inner=self.urls["inner"])
        sid = request.get("sid")
        if path == "/api/session/look":
            good = sid in self.live and request.cookies.get("PTL") == sid
            return self._say(ok=good, **({"sid": sid, "name": t.person.name, "inner": self.urls["inner"]} if good else {}))
        if path == "/api/session/end":
            self.takes(request)
            if sid not in self.live or request.cookies.get("PTL") != sid:
                return self._say(403, ok=False)
            del self.live[sid]
            t.sessions.discard(f"portal:{sid}")
            t.counts["sign_out_portal"] += 1
            return self._say(cookie="PTL=; path=/; Max-Age=0", ok=True)
        return Response("Not Found", 404)

    FIELDS = {"enLast": "english_surname", "enFirst": "english_given", "enMid": "english_middle", "telO": "office_phone", "telH": "home_phone", "telM": "mobile_phone"}

    def _card(self) -> dict[str, str]:
        return {k: self.truth.saved_contact.get(v, getattr(self.truth.person, v)) for k, v in self.FIELDS.items()}

    def inner(self, request: Request) -> Response:
        t, path = self.truth, request.path
        script = self._script(request, "inner", INNER)
        if script:
            return script
        if request.method == "GET" and path in ("/change-secret", "/my-contact"):
            sid = request.query.get("SESSION", "")
            if sid not in self.live:
                return Response('<meta charset="utf-8"><p>工作階段已失效，請重新登入</p>', 403)
            self.live[sid] = secrets.token_hex(9)
            tag, heading = ("in-secret", "更改密碼") if path == "/change-secret" else ("in-contact", "維護個人連絡資料")
            return self._shell("inner", INNER, heading, {"tag": tag, "sid": sid, "nonce": self.live[sid], "menu": f"{self.urls['portal']}/?SESSION={sid}", "emp": t.person.employee_id, "name": t.person.name, "card": self._card()})
        if not self._read(request):
            return Response("Not Found", 404)
        sid = request.get("sid")
        if path == "/api/secret":
            self.takes(request, p0="old_password", p1="new_password", p2="new_password_again")
        elif path == "/api/contact":
            self.takes(request, telM="mobile_phone")
        else:
            return Response("Not Found", 404)
        if not self.live.get(sid) or self.live[sid] != request.get("nonce"):
            return self._say(403, ok=False)
        nonce = self.live[sid] = secrets.token_hex(9)
        errors: dict[str, str] = {}
        if path == "/api/secret":
            new = request.get("p1")
            if request.get("p0") != t.portal_password:
                errors["p0"] = "舊密碼比對不符"
            if self._poor(new) or new == t.portal_password:
                errors["p1"] = "新密碼未達設定條件"
            if new != request.get("p2"):
                errors["p2"] = "與新密碼不同，請重新輸入"
            if errors:
                t.counts["password_refused"] += 1
                return self._say(422, ok=False, errors=errors, nonce=nonce)
            t.portal_password = new
            t.counts["password_changed"] += 1
            return self._say(ok=True, nonce=nonce)
        if not all(request.has(k) for k in self.FIELDS):
            return self._say(400, ok=False)
        if not re.fullmatch(r"09\d{8}", request.get("telM")):
            return self._say(422, ok=False, errors={"telM": "手機號碼須為09開頭10碼"}, nonce=nonce)
        t.saved_contact = {v: request.get(k) for k, v in self.FIELDS.items()}
        t.counts["contact_saved"] += 1
        return self._say(ok=True, card=self._card(), nonce=nonce)

    def account(self, request: Request) -> Response:
        t, path, p = self.truth, request.path, self.truth.person
        script = self._script(request, "account", ACCOUNT)
        if script:
            return script
        if path == "/":
            return self._shell("account", ACCOUNT, "網路帳號服務 Account Service")
        if not self._read(request):
            return Response("Not Found", 404)
        if path == "/api/flow":
            flow = secrets.token_hex(10)
            self.flows[flow] = {"purpose": request.get("purpose"), "code": "", "at": 0.0}
            return self._say(flow=flow)
        flow = self.flows.get(request.get("flow"))
        if path == "/api/sms":
            self.takes(request, acct="employee_id", cell="registered_phone")
            if flow is None:
                return self._say(403, ok=False)
            if request.get("acct") != p.employee_id or request.get("cell") != t.saved_contact.get("mobile_phone", p.mobile_phone):
                return self._say(422, ok=False, message="此門號非帳號登記之門號")
            for other in self.flows.values():
                other["code"] = ""
            flow["code"], flow["at"] = t.new_message(), time.time()
            return self._say(ok=True)
        if path == "/api/proof":
            self.takes(request, acct="employee_id", otp="code")
            if flow is None:
                return self._say(403, ok=False)
            if request.get("acct") != p.employee_id or not flow["code"] or request.get("otp").strip() != flow["code"]:
                t.counts["code_refused"] += 1
                return self._say(422, ok=False, message="動態碼不正確")
            if time.time() - flow["at"] > 120:
                t.counts["code_refused"] += 1
                return self._say(422, ok=False, message="動態碼已失效，請重新發送簡訊")
            key = secrets.token_hex(12)
            self.keys[key] = flow["purpose"]
            del self.flows[request.get("flow")]
            t.sessions.add(f"account:{key}")
            t.counts["code_accepted"] += 1
            return self._say(ok=True, key=key, emp=p.employee_id, name=p.name, unit=p.unit, until=p.valid_until, alias=t.alias)
        key = request.get("key")
        if path == "/api/leave":
            self.takes(request)
            if self.keys.pop(key, None):
                t.sessions.discard(f"account:{key}")
                t.counts["sign_out_account"] += 1
            return self._say(ok=True)
        if path in ("/api/activate", "/api/renew"):
            self.takes(request, nick="alias", k1="cloud_password", k2="cloud_password_again")
            if self.keys.get(key) != ("first" if path == "/api/activate" else "again"):
                return self._say(403, ok=False)
            errors: dict[str, str] = {}
            nick, word = request.get("nick").strip(), request.get("k1")
            if path == "/api/activate" and t.alias:
                return self._say(422, ok=False, errors={}, message="您的帳號已完成啟用手續，不得重複辦理")
            if path == "/api/renew" and not t.alias:
                return self._say(422, ok=False, errors={}, message="您的雲端服務帳號尚未啟用")
            if path == "/api/activate":
                if not re.fullmatch(r"[A-Za-z][\w.-]{2,63}", nick, re.A):
                    errors["nick"] = "名稱格式不合（英文字母開頭，限英數與 . _ -）"
                elif nick.lower() == "taken.name":
                    errors["nick"] = "這個名稱已被他人使用"
            if self._poor(word) or word == t.portal_password:
                errors["k1"] = "密碼不符合規則"
            if word != request.get("k2"):
                errors["k2"] = "兩次密碼不同"
            if errors:
                return self._say(422, ok=False, errors=errors)
            t.cloud_password = word
            if path == "/api/activate":
                t.alias = nick
                t.counts["activated"] += 1
            return self._say(ok=True, alias=t.alias)
        return Response("Not Found", 404)

    def mail(self, request: Request) -> Response:
        t, path = self.truth, request.path
        script = self._script(request, "mail", MAIL)
        if script:
            return script
        if path == "/":
            return self._shell("mail", MAIL, "電子信箱")
        if not self._read(request):
            return Response("Not Found", 404)
        if path == "/api/picture":
            return self._draw("abcdefghijkmnpqrstuvwxyz23456789", 4)
        if path == "/api/in":
            self.takes(request, who="mail_account", key="mail_password", pic="captcha")
            if not self._seen(request.get("pic").strip(), request.get("ticket")):
                return self._say(422, ok=False, message="驗證碼不符")
            if not t.alias or request.get("who").strip().removesuffix("@ntuh.gov.tw") != t.alias or request.get("key") != t.cloud_password:
                return self._say(422, ok=False, message="帳號或密碼有誤")
            sid = secrets.token_hex(12)
            self.boxes.add(sid)
            t.sessions.add(f"mail:{sid}")
            t.counts["mail_sign_in"] += 1
            return self._say(cookie=f"MBOX={sid}; path=/; HttpOnly", ok=True, sid=sid, alias=t.alias)
        if path == "/api/out":
            sid = request.get("sid")
            if sid in self.boxes and request.cookies.get("MBOX") == sid:
                self.boxes.discard(sid)
                t.sessions.discard(f"mail:{sid}")
                t.counts["sign_out_mail"] += 1
            return self._say(ok=True)
        return Response("Not Found", 404)
