// The pages of the layout `scripted`: no form of theirs sends itself. A button asks for a token, sends the form by fetch,
// and is told in JSON where to go or what to show; boxes are drawn over the page; the portal's password is transformed.
(() => {
  const own = () => document.body.dataset;
  const hex = (text) => "hx:" + [...new TextEncoder().encode(text)].map((each) => each.toString(16).padStart(2, "0")).join("");

  const box = (parts) => {
    const over = document.createElement("div"), inner = document.createElement("div");
    over.style.cssText = "position:fixed;inset:0;z-index:900;background:rgba(0,0,0,.5)";
    inner.style.cssText = "position:absolute;left:25%;top:25%;width:50%;padding:1em;background:#fff;color:#000";
    inner.setAttribute("role", "dialog");
    inner.setAttribute("aria-modal", "true");
    inner.append(...parts);
    over.append(inner);
    document.body.append(over);
    return over;
  };
  const tell = (text, then) => {
    const words = document.createElement("p"), close = document.createElement("button");
    words.innerText = text;
    close.type = "button";
    close.textContent = "確定";
    const over = box([words, close]);
    close.addEventListener("click", () => { over.remove(); if (then) then(); });
  };

  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const show = (text) => { document.body.replaceWith(parsed(text).body); begin(); };
  const go = async (url) => {
    if (!/\/(Phone|Sent)$/.test(url)) { location.href = url; return; }
    const page = parsed(await (await fetch(url)).text());
    const form = page.querySelector("form");
    if (form) {
      box([...page.body.querySelectorAll(".message"), form]);
      if (page.body.dataset.said) tell(page.body.dataset.said);
      listen();
    } else {
      tell([...page.querySelectorAll("h2, p:not(:has(a))")].map((each) => each.textContent).join("\n"), () => location.assign(page.querySelector("a").href));
    }
  };
  const send = async (button) => {
    const form = button.closest("form"), body = new URLSearchParams(new FormData(form));
    if (own().page === "login") for (const each of form.querySelectorAll("[type=password]")) body.set(each.name, hex(each.value));
    if (button.dataset.event) {
      body.set("__EVENTTARGET", button.dataset.event);
      body.set("__EVENTARGUMENT", button.dataset.argument);
    } else if (button.dataset.image) {
      body.set(button.dataset.name + ".x", "0");
      body.set(button.dataset.name + ".y", "0");
    } else body.set(button.dataset.name, button.textContent);
    const {token} = await (await fetch("/token")).json();
    const answer = await fetch(form.action, {method: "POST", body, headers: {"X-Requested-With": "fetch", "X-Token": token}});
    // What is no JSON is shown as it came, as a page in front of the site would come.
    const json = answer.headers.get("content-type").startsWith("application/json");
    const {move, html} = json ? await answer.json() : {html: await answer.text()};
    for (const each of document.querySelectorAll("[role=dialog]")) each.parentElement.remove();
    if (move) await go(move); else show(html);
  };

  const listen = () => {
    for (const each of document.querySelectorAll("[data-act]:not([data-heard])")) {
      each.dataset.heard = "1";
      each.addEventListener("click", () => send(each));
    }
    const alias = own().alias && document.getElementsByName(own().alias)[0];
    if (alias && !alias.dataset.heard) {
      alias.dataset.heard = "1";
      alias.addEventListener("blur", async () => {
        const note = document.createElement("small");
        alias.after(note);
        note.textContent = (await (await fetch("/available")).json()).note;
      });
    }
  };
  const agree = () => {
    const tick = document.createElement("input"), label = document.createElement("label");
    tick.type = "checkbox";
    label.append(tick, " 我已閱讀並同意規範");
    const entries = [...document.querySelectorAll("a")].map((link) => {
      const made = document.createElement("button");
      Object.assign(made, {type: "button", disabled: true, textContent: link.textContent});
      made.addEventListener("click", () => { location.href = link.href; });
      link.replaceWith(made);
      return made;
    });
    document.body.append(label);
    tick.addEventListener("change", () => { for (const each of entries) each.disabled = !tick.checked; });
  };
  const begin = () => {
    listen();
    if (own().page === "home") agree();
    if (own().said) tell(own().said);
  };
  begin();
})();
