// The plain page: shows what a wizard tells and asks as headings, paragraphs, fields and buttons.
"use strict";
(() => {
  const HERE_EVERY = 10000;  // milliseconds; often enough for limits of a minute
  const at = id => document.getElementById(id);
  const SLIP = 600;  // milliseconds within which a second press of the same button is none
  let line = null, words = {}, asked = null, entered = false, typed = "", beforeAside = null, pressed = {label: "", at: 0};

  const made = (kind, properties = {}, ...children) => {
    const one = Object.assign(document.createElement(kind), properties);
    one.append(...children);
    return one;
  };
  // In an English page a Chinese word is marked as one, or a screen reader says its signs by English rules.
  const CHINESE = /((?:\p{Script=Han}|[\u3000-\u303f\uff00-\uffef])+)/u;
  const worded = text => document.documentElement.lang.startsWith("zh") ? [text] : text.split(CHINESE)
    .map((part, at) => at % 2 ? made("span", {lang: "zh-TW", textContent: part}) : part).filter(part => part !== "");
  const said = text => line.send(JSON.stringify(["stdin", JSON.stringify(text)]));
  const add = (text, kind) => at("told").append(made("p", {className: kind}, ...worded(text)));

  // What is sent twice counts once: the question is gone as soon as it was answered.
  const answer = (text, shown = "") => {
    if (!asked) return;
    said({number: asked.number, text});
    for (const each of document.querySelectorAll("#told .new")) each.classList.remove("new", "wrong");
    if (shown) add(shown, "answered");
    asked = null;
    at("question").ariaBusy = "true";
  };

  const press = (label, text) => {
    const slipped = pressed.label === label && performance.now() - pressed.at < SLIP;
    pressed = {label, at: performance.now()};
    if (!slipped) answer(text, label);
  };

  const button = (label, text, properties = {}) =>
    made("button", {type: "button", onclick: () => press(label, text), ...properties}, ...worded(label));

  const field = () => {
    const secret = asked.kind === "secret";
    const input = made("input", {
      id: "answer", name: asked.field, type: secret ? "password" : "text", autocapitalize: "none", spellcheck: false, enterKeyHint: "next",
    });
    input.autocomplete = secret ? "new-password" : "off";  // "off" alone lets a browser offer to keep a password
    const described = ["hint"];
    if (asked.again) {
      input.setAttribute("aria-invalid", "true");
      document.querySelectorAll("#told .new").forEach((each, place) => {
        each.classList.add("wrong");
        each.id = `wrong${place}`;
        described.unshift(each.id);
      });
      if (!secret) input.value = typed;
    }
    const parts = [made("label", {htmlFor: "answer"}, ...worded(asked.label || asked.prompt))];
    parts.push(made("p", {id: "hint"}, ...worded(asked.label ? asked.prompt : "")));
    if (asked.picture) {
      parts.push(made("img", {src: `data:image/png;base64,${asked.picture}`, alt: asked.pictured}));
    } else if (asked.pictured) {
      parts.push(made("p", {}, ...worded(asked.pictured)));
    }
    if (asked.picture) {
      parts.push(made("p", {id: "pictured"}, ...worded(words.picture)));
      described.push("pictured");
    }
    input.setAttribute("aria-describedby", described.join(" "));
    const buttons = asked.offered
      ? [button(words.upper, "", {className: "main"}), button(words.as_typed, "N")]
      : [];
    buttons.push(made("button", {type: "submit", className: asked.offered ? "" : "main", textContent: words.next}));
    if (secret) {
      const show = made("button", {type: "button", textContent: words.show});
      show.ariaPressed = "false";
      show.onclick = () => {
        const shown = input.type === "password";
        input.type = shown ? "text" : "password";
        show.ariaPressed = String(shown);
      };
      buttons.push(show);
    }
    for (const each of asked.options) {
      const fill = () => { input.value = each; input.focus(); };
      buttons.push(made("button", {type: "button", textContent: each, onclick: fill}));
    }
    return [...parts, input, made("div", {className: "buttons"}, ...buttons)];
  };

  const choice = () => {
    const options = asked.options.map((label, place) =>
      button(label, String(place + 1), {className: place === asked.chosen ? "main" : ""}));
    const on = {way: "", confirm: "1", uncover: ""}[asked.kind];
    if (on !== undefined) options.unshift(button(asked.prompt, on, {className: "main"}));
    if (on !== undefined) return [made("div", {className: "buttons"}, ...options)];
    const legend = made("legend", {}, ...worded(asked.label || asked.prompt));
    return [made("fieldset", {}, legend, made("div", {className: "buttons"}, ...options))];
  };

  const besides = () => {
    const buttons = asked.beside.map(([sign, label]) => button(label, sign));
    return buttons.length ? [made("div", {className: "buttons beside"}, ...buttons)] : [];
  };

  const ask = question => {
    asked = question;
    const typing = question.kind === "text" || question.kind === "secret";
    const form = at("question");
    form.replaceChildren(...(typing ? field() : choice()), ...besides());
    form.ariaBusy = "false";
    at("signs").hidden = question.covered;
    // A new heading is read first, and what is below it at the reader's own pace; another question is gone to at once.
    (entered ? at("heading") : form.querySelector("input, button"))?.focus();
    if (entered) window.scrollTo(0, 0);
    entered = false;
  };

  const shows = {
    words: given => {
      words = given;
      document.documentElement.lang = words.lang;
      at("product").textContent = words.title;
      for (const each of document.querySelectorAll("[data-word]")) each.replaceChildren(...worded(words[each.dataset.word]));
    },
    clear: () => {
      at("told").replaceChildren();
      beforeAside = null;
      at("heading").textContent = "";
      at("question").replaceChildren();
    },
    head: text => {
      at("heading").replaceChildren(...worded(text));
      document.title = text === words.title ? text : `${text} · ${words.title}`;
      entered = true;
    },
    tell: text => {
      add(text, entered || at("heading").textContent === "" ? "" : "new");
    },
    // A menu's lines go with it; what was told before, and stays, is not read again.
    aside: begins => {
      const told = at("told");
      if (begins) beforeAside = told.children.length;
      else while (beforeAside !== null && told.children.length > beforeAside) told.lastChild.remove();
    },
    last: text => { at("fault").replaceChildren(...worded(text)); },
    ask,
  };

  const heard = event => {
    if (typeof event.data === "string") return;
    const message = JSON.parse(new TextDecoder().decode(event.data));
    at("opening").hidden = true;
    at("step").hidden = document.querySelector("header").hidden = false;
    for (const [kind, content] of Object.entries(message)) shows[kind](content);
  };

  document.addEventListener("DOMContentLoaded", () => {
    line = new Line(`${at("step").dataset.websocket}?front=plain&width=80&height=24`);
    line.binaryType = "arraybuffer";
    line.addEventListener("message", heard);
    at("question").addEventListener("submit", event => {
      event.preventDefault();
      typed = at("answer").value;
      const shown = !asked || asked.kind === "secret" ? words.hidden : typed;
      if (asked) answer(typed, `${asked.label || asked.prompt}: ${shown}`);
    });
    at("signs").addEventListener("click", event => {
      if (event.target.dataset.sign) answer(event.target.dataset.sign);
    });
    let here = 0;
    const present = () => {
      if (Date.now() - here < HERE_EVERY) return;
      here = Date.now();
      said({here: true});
    };
    for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, present);
  });
})();
