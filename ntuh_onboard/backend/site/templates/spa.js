// The layout `spa`: one document for every address. Each view is asked for as JSON with a token, drawn, and left by
// history.pushState. What is typed is kept by input events, as frameworks keep it: a box that was set otherwise is empty.
(() => {
  const app = document.getElementById("app");
  const hex = (text) => "hx:" + [...new TextEncoder().encode(text)].map((each) => each.toString(16).padStart(2, "0")).join("");
  const make = (tag, given = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...inside.flat(Infinity).filter((each) => each !== null && each !== ""));
    return made;
  };
  const lines = (text) => text.split("\n").flatMap((each, at) => (at ? [make("br"), each] : [each]));

  // Views that are drawn over the one before: the phone number, and that the message was sent.
  const OVER = new Set(["phone", "reset_phone", "sent"]);
  // The button of a view that is free only after so many milliseconds.
  const WAITS = {settings: ["activate", 800]};

  let token = null;
  const ask = async (url, given = {}) => {
    if (token === null) token = (await (await fetch("/token")).json()).token;
    const headers = {Accept: "application/json", "X-Token": token, ...(given.body ? {"X-Requested-With": "fetch"} : {})};
    const answer = await fetch(url, {...given, headers});
    if (answer.headers.get("content-type").startsWith("application/json")) return answer.json();
    return {html: await answer.text()};
  };
  const met = async ({move, view, html}) => {
    if (move) await go(move);
    else if (view) show(view);
    else { close(); app.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes); }
  };
  const attempt = async (work) => {
    try { await work(); } catch { tell("無法連線到伺服器，請稍後再試"); }
  };
  const go = async (url, kept = false) => {
    const to = new URL(url, location.href);
    if (to.origin !== location.origin) { location.assign(to); return; }
    const found = await ask(to);
    if (!kept && !found.move && !(found.view && OVER.has(found.view.page))) history.pushState({}, "", to);
    await met(found);
  };

  const close = () => { for (const each of document.querySelectorAll("dialog")) each.remove(); };
  const over = (inside) => {
    const box = make("dialog", {}, inside);
    document.body.append(box);
    box.showModal();
    return box;
  };
  const tell = (text, then) => {
    const box = over([make("p", {}, lines(text)), make("button", {type: "button", onclick: () => { box.remove(); if (then) then(); }}, "確定")]);
  };

  const control = (view, part, state) => {
    const own = {name: part.name, id: part.id, autocomplete: "off"};
    const set = (value) => { state[part.name] = value; };
    if (part.kind === "select") {
      set(part.value);
      const options = part.options.map(([value, label]) => make("option", {value, selected: value === part.value}, label));
      return [make("select", {...own, onchange: (event) => set(event.target.value)}, options)];
    }
    if (part.kind === "radio") {
      set(part.value);
      return part.options.map(([value, label]) => make("label", {}, make("input", {type: "radio", name: part.name, value, checked: value === part.value, onchange: () => set(value)}), label));
    }
    if (part.kind === "checkbox") return [make("input", {...own, type: "checkbox", onchange: (event) => { if (event.target.checked) set("on"); else delete state[part.name]; }})];
    set(part.value);
    const box = make("input", {...own, type: part.kind, value: part.value, maxlength: part.limit, placeholder: part.place === "placeholder" ? part.label : null, oninput: (event) => set(event.target.value)});
    const made = [box];
    if (part.key === "alias" && view.page === "settings") {
      const note = make("small", {role: "status"});
      box.addEventListener("blur", async () => { note.textContent = (await (await fetch("/available")).json()).note; });
      made.push(note);
    }
    if (part.key === "portal_new") {
      const meter = make("small", {role: "status"});
      box.addEventListener("input", () => { meter.textContent = box.value.length < 8 ? "弱" : "強"; });
      made.push(meter);
    }
    if (part.picture) made.push(make("img", {src: part.picture, alt: "", width: 200, height: 60}));
    if (part.example) made.push(make("small", {}, part.example));
    if (view.said && view.about === part.key && view.messages === "validator") made.push(make("span", {style: "color:red", role: "alert"}, view.said.replace(/\n/g, "，")));
    return made;
  };
  const field = (view, part, state) => {
    const said = part.label && part.label + (part.hint ? " (" + part.hint + ")" : "");
    const boxes = control(view, part, state), row = (...inside) => make("div", {class: "row"}, inside);
    if (part.kind === "checkbox") return row(make("label", {}, boxes, said));
    if (part.place === "placeholder" && ["text", "password"].includes(part.kind)) return row(boxes);
    if (part.kind === "radio" || !said) return row(said, boxes);
    if (part.place === "wrap") return row(make("label", {}, make("b", {}, said), boxes));
    if (part.place === "for") return row(make("div", {}, make("label", {for: part.id}, said)), make("div", {}, boxes));
    if (part.place === "above") return row(make("div", {}, said), make("div", {}, boxes));
    return row(make("span", {}, said), boxes);
  };

  const link = (part) => [make("a", {href: part.href, onclick: (event) => { event.preventDefault(); attempt(() => go(part.href)); }}, part.label), part.note ? make("small", {}, part.note) : null];
  const drawn = (view, part, state, send) => {
    const inner = (each) => drawn(view, each, state, send);
    switch (part.shape) {
      case "text": return make(part.tag, {}, part.text);
      case "lines": return make("ul", {}, part.lines.map((each) => make("li", {}, lines(each))));
      case "facts": return make("dl", {}, part.pairs.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
      case "table": return make("table", {class: "list"}, make("tr", {}, part.head.map((each) => make("th", {}, each))), part.rows.map((row) => make("tr", {}, row.map((each) => make("td", {}, each)))));
      case "link": return make("p", {}, link(part));
      case "row": return make("div", {class: "row"}, part.items.map(inner));
      case "field": return field(view, part, state);
      case "button": {
        if (part.kind === "event") return make("a", {role: "button", tabindex: 0, style: "cursor:pointer", onclick: () => send(part)}, part.label);
        const made = make("button", {type: "button", id: part.id, onclick: () => send(part)}, part.label);
        const [waits, time] = WAITS[view.page] || [];
        if (waits === part.key) { made.disabled = true; setTimeout(() => { made.disabled = false; }, time); }
        return made;
      }
      case "menu": {
        if (!part.items.length) return make("div", {class: "menu"}, make("b", {}, part.label));
        const list = make("ul", {hidden: true}, part.items.map((each) => make("li", {}, inner(each))));
        return make("div", {class: "menu"}, make("button", {type: "button", "aria-haspopup": "true", onclick: () => { list.hidden = !list.hidden; }}, part.label), list);
      }
      default: return null;
    }
  };
  const agreed = (root) => {
    const entries = [...root.querySelectorAll("a")].map((each) => {
      const made = make("button", {type: "button", disabled: true, onclick: () => each.click()}, each.textContent);
      each.replaceWith(made);
      return made;
    });
    return make("label", {}, make("input", {type: "checkbox", onchange: (event) => { for (const each of entries) each.disabled = !event.target.checked; }}), "我已閱讀並同意規範");
  };

  const show = (view) => {
    const state = {};
    const root = make("section");
    let sent = false;
    const send = (part) => attempt(async () => {
      if (sent) return;
      sent = true;
      const body = new URLSearchParams({...view.hidden, ...state});
      if (view.page === "login") for (const each of view.form) if (each.kind === "password") body.set(each.name, hex(state[each.name]));
      if (part.kind === "event") { body.set("__EVENTTARGET", part.name); body.set("__EVENTARGUMENT", part.argument); }
      else if (part.kind === "image") { body.set(part.name + ".x", "0"); body.set(part.name + ".y", "0"); }
      else body.set(part.name, part.label);
      try { await met(await ask(new URL(view.action, location.href), {method: "POST", body})); } finally { sent = false; }
    });
    const parts = (given) => given.map((each) => drawn(view, each, state, send));
    if (!OVER.has(view.page)) root.append(make("h1", {}, view.title));
    if (view.said && (view.messages === "span" || (view.messages === "validator" && !view.about))) root.append(make("p", {role: "status", style: "color:" + (view.good ? "green" : "red")}, lines(view.said)));
    root.append(...[...parts(view.before), view.form.length ? make("div", {class: "form"}, parts(view.form)) : null, ...parts(view.after)].filter(Boolean));
    if (view.page === "home") root.append(agreed(root));
    close();
    document.title = view.title;
    if (view.page === "sent") {
      const next = view.before.find((each) => each.shape === "link").href;
      tell(view.before.filter((each) => each.shape === "text").map((each) => each.text).join("\n"), () => attempt(() => go(next)));
    } else if (OVER.has(view.page)) over([root]);
    else app.replaceChildren(root);
    if (view.said && view.messages === "alert") tell(view.said);
  };

  window.addEventListener("popstate", () => attempt(() => go(location.href, true)));
  attempt(() => go(location.href, true));
})();
