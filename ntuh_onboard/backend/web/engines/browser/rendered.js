// Runs in every document before its own scripts. It notes what a picture of the page alone does not tell (listeners,
// short timers, the last change), and hands the page over as a person sees it now: `snapshot()`.
(() => {
  const KEY = Symbol.for("ntuh-onboard");
  if (window[KEY]) return;
  const listening = new WeakSet(), timers = new Map(), numbers = new WeakMap(), elements = new Map();
  const sources = new WeakMap();
  const token = Math.random().toString(36).slice(2);
  const SHORT = 3000, RELAYS = 3, MOST = 60000;
  let next = 1, changed = performance.now(), depth = 0, room = 0, asked = 0;

  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if ((type === "click" || type === "mousedown" || type === "pointerdown") && this instanceof Element) listening.add(this);
    return add.call(this, type, ...rest);
  };
  const later = window.setTimeout, never = window.clearTimeout;
  window.setTimeout = function (act, wait, ...rest) {
    const level = depth + 1;
    if (typeof act !== "function" || !(wait <= SHORT) || level > RELAYS) return later.call(window, act, wait, ...rest);
    const id = later.call(window, function (...given) {
      timers.delete(id);
      const before = depth;
      depth = level;
      try { return act.apply(this, given); } finally { depth = before; }
    }, wait, ...rest);
    timers.set(id, 1);
    return id;
  };
  window.clearTimeout = function (id) { timers.delete(id); return never.call(window, id); };
  // What a script has asked for is known here at once, and by the driver only later.
  const ended = () => { asked -= 1; changed = performance.now(); };
  const bring = window.fetch, give = XMLHttpRequest.prototype.send;
  window.fetch = function (...given) {
    asked += 1;
    const answer = bring.apply(this === undefined ? window : this, given);
    answer.then(ended, ended);
    return answer;
  };
  XMLHttpRequest.prototype.send = function (...given) {
    asked += 1;
    this.addEventListener("loadend", ended, {once: true});
    try { return give.apply(this, given); } catch (failed) { ended(); throw failed; }
  };
  new MutationObserver(() => { changed = performance.now(); })
    .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});

  const number = (el) => {
    if (!numbers.has(el)) { numbers.set(el, next); elements.set(next, el); next += 1; }
    return numbers.get(el);
  };
  const find = (id) => {
    const el = elements.get(id);
    if (!el || el.isConnected) return el || null;
    const same = (other) => other && other.tagName === el.tagName && other.type === el.type ? other : null;
    const other = same(el.id && document.getElementById(el.id)) || same(el.name && document.getElementsByName(el.name)[0]);
    if (other) { elements.set(id, other); numbers.set(other, id); }
    return other || null;
  };
  const box = (el) => el.getBoundingClientRect();
  const drawn = (el) => {
    if (!el.isConnected) return false;
    const rect = box(el), style = getComputedStyle(el);
    return rect.width > 0 && rect.height > 0 && style.visibility === "visible" && style.display !== "none";
  };
  const hit = (x, y) => {
    let found = document.elementFromPoint(x, y);
    while (found && found.shadowRoot) {
      const inner = found.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  };
  const above = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  const within = (el, root) => { for (; el; el = above(el)) if (el === root) return true; return false; };
  const lifted = (el) => {
    const style = getComputedStyle(el);
    return style.position === "fixed" || (style.position === "absolute" && parseInt(style.zIndex, 10) > 0);
  };

  // The topmost dialog that keeps a person from everything else; null if there is none.
  const dialog = () => {
    if (!document.body) return null;
    const wide = document.documentElement.clientWidth, high = document.documentElement.clientHeight;
    const floating = (el) => { for (let at = el; at && at !== document.body; at = above(at)) if (lifted(at) || at.matches("dialog")) return at; return null; };
    const edges = [[3, 3], [wide - 3, 3], [3, high - 3], [wide - 3, high - 3], [wide / 2, 3], [3, high / 2]];
    if (!edges.every(([x, y]) => { const el = hit(x, y); return el && (floating(el) || el.matches("dialog")); }) &&
        !document.querySelector("dialog:modal")) return null;
    const named = "dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]";
    const found = [...document.querySelectorAll(named)].filter(drawn).reverse().find((el) => {
      const rect = box(el), top = hit(rect.left + rect.width / 2, rect.top + rect.height / 2);
      return top && within(top, el);
    });
    if (found) return found;
    const press = "button, input, a, select, textarea, [role=button], [onclick]";
    const pressed = [...document.querySelectorAll(press)].filter(drawn).reverse().find((el) => {
      const rect = box(el), top = hit(rect.left + rect.width / 2, rect.top + rect.height / 2);
      return top && within(top, el) && floating(el);
    });
    let root = pressed ? floating(pressed) : null;
    for (let at = root && above(root); at && at !== document.body; at = above(at)) if (lifted(at)) root = at;
    return root;
  };

  const ROLES = new Set(["button", "link", "menuitem", "tab", "menuitemradio", "option"]);
  const OWN = new Set(["value", "checked", "selected", "disabled", "readonly", "style", "srcdoc", "src", "form", "hidden", "open"]);
  const SKIPPED = new Set(["script", "style", "link", "meta", "noscript", "template", "object", "embed"]);
  const INPUTS = new Set(["submit", "image", "button", "reset"]);
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  const pressable = (el, tag, style, around) => {
    if (tag === "button" || tag === "summary") return true;
    if (tag === "input") return INPUTS.has(el.type);
    if (["select", "textarea", "label", "option", "body", "html", "form"].includes(tag)) return false;
    if (tag === "a" || tag === "area") return el.hasAttribute("href") || el.hasAttribute("onclick") || listening.has(el) || style.cursor === "pointer";
    if (ROLES.has(el.getAttribute("role")) || el.hasAttribute("onclick")) return true;
    const text = clean(el.textContent || "");
    if (!text.length || text.length >= 60 || !(listening.has(el) || (style.cursor === "pointer" && around.cursor !== "pointer"))) return false;
    return ![...el.querySelectorAll("button, a[href], input, select, textarea, [role=button]")].some(drawn);
  };
  const holdsSame = (el) => {
    const mine = clean(el.textContent || "");
    return [...el.querySelectorAll("button, a, [role=button], [role=menuitem], [onclick]")].some((each) => drawn(each) && clean(each.textContent || "") === mine);
  };

  const attributes = (el, tag) => {
    const found = {};
    for (const {name, value} of el.attributes) {
      if (!OWN.has(name) && !name.startsWith("on") && value.length < 2000) found[name] = value;
    }
    if (tag === "img") found.src = sources.get(el) || el.currentSrc || el.src || "";
    if (tag === "iframe" || tag === "frame") found.src = /^https?:/.test(el.src || "") ? el.src : location.href + "#inside";
    if (tag === "input" || tag === "textarea" || tag === "select" || tag === "button") {
      if (el.matches(":disabled") || el.getAttribute("aria-disabled") === "true") found.disabled = "";
      if (el.readOnly && !writable(el)) found.readonly = "";
    }
    if (tag === "input") {
      if (el.type === "checkbox" || el.type === "radio") {
        if (el.checked) found.checked = "";
        if (el.hasAttribute("value")) found.value = el.value;
      } else if (el.type !== "password" && el.type !== "file" && el.type !== "image") found.value = el.value;
    }
    if (tag === "button" && el.hasAttribute("value")) found.value = el.value;
    if (tag === "option") {
      found.value = el.value;
      if (el.selected) found.selected = "";
      if (el.disabled) found.disabled = "";
    }
    return found;
  };
  // A box that is read-only until somebody uses it.
  const writable = (el) => {
    if (el.disabled || !drawn(el)) return false;
    const before = document.activeElement;
    el.focus({preventScroll: true});
    const free = !el.readOnly;
    el.blur();
    if (before instanceof HTMLElement && before !== document.body) before.focus({preventScroll: true});
    return free;
  };

  const BITS = {displayed: 1, unveiled: 2, lettered: 4, onPage: 8, indented: 16, whole: 32, pressable: 64};
  const labelled = (el) => (el.labels && [...el.labels].some(drawn)) || [...(el.parentElement || el).children].some((each) => each !== el && drawn(each));
  const look = (el, tag, style, around) => {
    const tick = tag === "input" && (el.type === "checkbox" || el.type === "radio");
    const flags = {...around, pressable: false};
    flags.displayed = around.displayed && style.display !== "none" && !(tag === "input" && el.type === "hidden");
    flags.unveiled = style.visibility === "visible";
    flags.lettered = parseFloat(style.fontSize) > 0 || ["input", "button", "select", "textarea", "img"].includes(tag);
    flags.indented = parseFloat(style.textIndent) < -100 && !["input", "button"].includes(tag);
    if (!flags.displayed || style.display === "contents") return flags;
    const rect = box(el);
    const clipped = style.overflow !== "visible" && (rect.width <= 1 || rect.height <= 1);
    const faint = parseFloat(style.opacity) === 0;
    const control = ["input", "button", "select", "textarea", "img"].includes(tag);
    flags.whole = around.whole && ((tick && labelled(el)) || !(faint || clipped || (control && (rect.width <= 1 || rect.height <= 1))));
    const left = rect.right + window.scrollX, top = rect.bottom + window.scrollY;
    flags.onPage = (rect.width === 0 && rect.height === 0) ? around.onPage : (tick && labelled(el)) || (left > 0 && top > 0);
    return flags;
  };

  const walk = (node, around, colour, pointer) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE) return null;
    const tag = node.localName;
    if (SKIPPED.has(tag) || --room < 0) return null;
    const style = getComputedStyle(node), flags = look(node, tag, style, around);
    if (!flags.displayed && ["select", "textarea", "button", "img", "iframe"].includes(tag)) return null;
    if (!flags.displayed && tag === "input" && node.type !== "hidden") return null;
    if (tag === "canvas") {
      try { return ["img", {src: node.toDataURL("image/png"), id: node.id}, bits(flags), number(node), 0, []]; } catch { return null; }
    }
    flags.pressable = flags.displayed && pressable(node, tag, style, pointer) && !(node.children.length && !["button", "a"].includes(tag) && holdsSame(node));
    const attrs = attributes(node, tag);
    if (style.color !== colour) attrs.style = "color:" + style.color;
    const form = node.form instanceof HTMLFormElement ? number(node.form) : flags.pressable && node.closest("form") ? number(node.closest("form")) : 0;
    const below = tag === "slot" ? node.assignedNodes({flatten: true}) : tag === "textarea" ? [] : (node.shadowRoot || node).childNodes;
    const children = tag === "textarea" ? [node.value] : [];
    for (const each of below.length || tag !== "slot" ? below : node.childNodes) {
      const made = walk(each, flags, style.color, style);
      if (made !== null) children.push(made);
    }
    return [tag, attrs, bits(flags), number(node), form, children];
  };
  const bits = (flags) => Object.entries(BITS).reduce((sum, [name, bit]) => sum + (flags[name] ? bit : 0), 0);

  window[KEY] = {
    token, find, drawn,
    state: () => ({ready: document.readyState === "complete", quiet: performance.now() - changed, timers: timers.size, asked}),
    snapshot: () => {
      room = MOST;
      const top = dialog(), root = top || document.body;
      const start = {displayed: true, unveiled: true, lettered: true, onPage: true, indented: false, whole: true};
      const tree = root ? walk(root, start, getComputedStyle(document.documentElement).color, {}) : null;
      return {token, tree, url: location.href, title: document.title, dialog: top !== null, room};
    },
    // What opens the closed list that this element is in, by a press: it names the list, or stands just before it, and
    // neither leads elsewhere nor sends a form. null if there is none.
    opener: (id) => {
      let list = find(id);
      if (!list) return null;
      while (above(list) && !drawn(above(list))) list = above(list);
      const names = list.id ? `[aria-controls="${CSS.escape(list.id)}"], [data-bs-target="#${CSS.escape(list.id)}"], [data-target="#${CSS.escape(list.id)}"], ` : "";
      const opens = 'summary, button[type=button], button[aria-haspopup], button[aria-expanded], [role=button], [role=menuitem], a:not([href]), a[href^="#"], a[href^="javascript:void"]';
      const around = above(list) || document.body;
      const before = (el) => !within(el, list) && drawn(el) && (el.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING);
      const named = names ? [...document.querySelectorAll(names.slice(0, -2))].find(drawn) : null;
      const found = named || [...around.querySelectorAll(opens)].filter(before).pop();
      return found ? number(found) : null;
    },
    // Click a tick box, or its label where something drawn stands in its place.
    tick: (el) => (el.checkVisibility({checkOpacity: true}) || !el.labels[0] ? el : el.labels[0]).click(),
    // Scroll every box that can be scrolled to its end: some buttons wait for it.
    scrolled: () => {
      for (const el of [document.scrollingElement, ...document.querySelectorAll("div, section, article, textarea, main, ul")]) {
        if (el && el.scrollHeight > el.clientHeight + 4) { el.scrollTop = el.scrollHeight; el.dispatchEvent(new Event("scroll", {bubbles: true})); }
      }
    },
    // Tell the boxes around a button that somebody has been there: some buttons wait for a key, though nothing changes.
    touched: (id) => {
      const el = find(id), root = el && (el.form || el.closest("dialog, [role=dialog]") || document.body);
      for (const each of root ? root.querySelectorAll("input, select, textarea") : []) {
        for (const kind of drawn(each) ? ["input", "change"] : []) each.dispatchEvent(new Event(kind, {bubbles: true}));
      }
    },
    // Draw another picture in place of this one, and show it; returns its bytes in base64, or what came instead.
    redrawn: async (id) => {
      const el = find(id), url = sources.get(el) || el.src;
      const answer = await fetch(url, {cache: "no-store", credentials: "include"});
      const blob = await answer.blob();
      sources.set(el, url);
      el.src = URL.createObjectURL(blob);
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = "";
      for (const each of bytes) text += String.fromCharCode(each);
      return {status: answer.status, kind: blob.type, url: answer.url, body: btoa(text)};
    },
  };
})();
