// Around textual-serve's script, which is loaded after this one: focus, sizes, keys of a phone, and the end.
"use strict";
(() => {
  // A computer on show opens no other page: not for an address in the terminal, nor for a link that a wizard sent.
  window.open = () => null;
  window.confirm = () => false;

  const COLUMNS = 80, LARGEST = 16, SMALLEST = 8;
  const ASKED_EVERY = 2000, UNANSWERED_MOST = 3;
  const Plain = window.WebSocket;
  let why = "full";  // why there is no wizard (any more): the name of what is then said
  let terminal = null;  // xterm.js's, as far as it could be caught
  const typing = () => document.querySelector(".xterm-helper-textarea");

  window.WebSocket = class extends Plain {
    // Questions are counted, not seconds: while the timers of a hidden tab sleep nothing is asked, and nothing missed.
    unanswered = 0;
    silent = false;

    constructor(...given) {
      super(...given);
      this.addEventListener("open", () => {
        why = "ended";
        typing()?.focus();
        this.asking = setInterval(() => this.ask(), ASKED_EVERY);
      });
      this.addEventListener("message", said => this.heard(said));
      this.addEventListener("close", event => {
        clearInterval(this.asking);
        if (why === "ended" && (this.silent || !event.wasClean)) why = "lost";
        over();
      });
      document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(true); });
    }

    // Before the line stands and after it has ended, textual-serve's script would throw on every key. What is typed
    // while nothing arrives is dropped: it would all come at once later, on whatever screen is then there.
    send(said) {
      if (this.readyState === Plain.OPEN && !(this.silent && said.startsWith('["stdin"'))) super.send(said);
    }

    // anew: what was not answered before is not counted; a line that was silent is so until something arrives.
    ask(anew = false) {
      if (anew) this.unanswered = 0;
      if (this.unanswered >= UNANSWERED_MOST) this.show(true);
      this.unanswered += 1;
      this.send(JSON.stringify(["ping", String(Date.now())]));
    }

    heard(said) {
      this.unanswered = 0;
      this.show(false);
      if (typeof said.data !== "string") return;
      const [kind, text] = JSON.parse(said.data);
      if (kind === "pong") said.stopImmediatePropagation();  // textual-serve's script would log each
      if (kind === "fault") document.getElementById("fault").textContent = text;
      if (kind === "over") why = text;
    }

    show(silent) {
      if (this.silent === silent) return;
      this.silent = silent;
      document.getElementById("silent").hidden = !silent;
    }
  };

  const over = () => {
    document.getElementById("terminal").remove();  // what one student saw is not left for the next
    document.getElementById("silent").hidden = true;
    document.getElementById("keys").hidden = true;
    document.querySelector(`[data-why="${why}"]`).hidden = false;
    document.getElementById("ended").hidden = false;
    document.getElementById("again").focus();
    if (why === "lost" && home()) again();
  };

  // In a class a new wizard is opened through the class's own pages: this server may be another one by then.
  const home = () => document.getElementById("again").dataset.home;

  // Asked first, since a page that is left for a server that does not answer is gone. Any answer is one.
  const again = async () => {
    document.getElementById("again").disabled = true;
    document.getElementById("waiting").hidden = !home();
    while (!await fetch("/", {cache: "no-store"}).then(() => true, () => false)) {
      document.getElementById("waiting").hidden = false;
      await new Promise(then => setTimeout(then, ASKED_EVERY));
    }
    window.location.replace(home() || "/");
  };

  const press = button => {
    const {key, code, shift} = button.dataset;
    const event = new KeyboardEvent("keydown", {key, keyCode: Number(code), shiftKey: shift === "1", bubbles: true});
    typing()?.dispatchEvent(event);
  };

  // 80 columns on a phone too, as far as they can be read. The page's width, which a phone's keyboard does not change.
  const width = () => document.documentElement.clientWidth;
  const letters = () => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = "100px 'Roboto Mono', monospace";
    const fitting = Math.floor(width() / COLUMNS / pen.measureText("0").width * 200) / 2;
    return Math.min(LARGEST, Math.max(SMALLEST, fitting));
  };

  // textual-serve's script keeps its terminal to itself, as `terminal` of an object: the first one that gets such a
  // part, while the page's load is told, is it. Where it is not, letters stay as large as they were at the beginning.
  const catchTerminal = () => {
    const set = function (made) {
      delete Object.prototype.terminal;
      this.terminal = made;
      if (made?.options?.fontSize) terminal = made;
    };
    Object.defineProperty(Object.prototype, "terminal", {set, configurable: true});
    setTimeout(() => delete Object.prototype.terminal);
  };

  // Fonts are there by now, and the terminal is not yet.
  window.addEventListener("load", () => {
    let before = width();
    document.getElementById("terminal").dataset.fontSize = letters();
    catchTerminal();
    // Told before textual-serve's script is, which then counts columns and rows anew.
    window.addEventListener("resize", () => {
      if (terminal && width() !== before) terminal.options.fontSize = letters();
      before = width();
    });
  });

  document.addEventListener("DOMContentLoaded", () => {
    const keys = document.getElementById("keys");
    keys.hidden = !window.matchMedia("(pointer: coarse)").matches;
    // A press must not take the focus, or the phone's keyboard would close.
    keys.addEventListener("pointerdown", event => event.preventDefault());
    keys.addEventListener("click", event => { if (event.target.dataset.key) press(event.target); });
    document.getElementById("again").addEventListener("click", again);
    // A click beside the terminal must not leave the keys without an ear.
    document.addEventListener("click", event => { if (!keys.contains(event.target)) typing()?.focus(); });
  });
})();
