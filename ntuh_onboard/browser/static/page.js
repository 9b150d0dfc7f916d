// Around textual-serve's script, which is loaded after this one: focus, sizes, keys of a phone, and the end.
"use strict";
(() => {
  // A computer on show opens no other page: not for an address in the terminal, nor for a link that a wizard sent.
  window.open = () => null;
  window.confirm = () => false;

  const COLUMNS = 80, LARGEST = 16, SMALLEST = 8;
  const Plain = window.WebSocket;
  const body = () => document.body;
  let why = "full";  // why there is no wizard (any more): the name of what is then said
  const typing = () => document.querySelector(".xterm-helper-textarea");

  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("open", () => { why = "ended"; typing()?.focus(); });
      this.addEventListener("message", said => {
        if (typeof said.data !== "string") return;
        const [kind, text] = JSON.parse(said.data);
        if (kind === "fault") document.getElementById("fault").textContent = text;
        if (kind === "over") why = text;
      });
      this.addEventListener("close", over);
    }
    // Before the line stands and after it has ended, textual-serve's script would throw on every key.
    send(...given) { if (this.readyState === Plain.OPEN) super.send(...given); }
  };

  const over = () => {
    document.getElementById("terminal").remove();  // what one student saw is not left for the next
    document.getElementById("keys").hidden = true;
    document.querySelector(`[data-why="${why}"]`).hidden = false;
    document.getElementById("ended").hidden = false;
    document.getElementById("again").focus();
  };

  const press = button => {
    const {key, code, shift} = button.dataset;
    const event = new KeyboardEvent("keydown", {key, keyCode: Number(code), shiftKey: shift === "1", bubbles: true});
    typing()?.dispatchEvent(event);
  };

  // 80 columns on a phone too, as far as they can be read. Fonts are there by now, and the terminal is not yet.
  window.addEventListener("load", () => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = "100px 'Roboto Mono', monospace";
    const fitting = Math.floor(window.innerWidth / COLUMNS / pen.measureText("0").width * 200) / 2;
    document.getElementById("terminal").dataset.fontSize = Math.min(LARGEST, Math.max(SMALLEST, fitting));
  });

  document.addEventListener("DOMContentLoaded", () => {
    const keys = document.getElementById("keys");
    keys.hidden = !window.matchMedia("(pointer: coarse)").matches;
    // A press must not take the focus, or the phone's keyboard would close.
    keys.addEventListener("pointerdown", event => event.preventDefault());
    keys.addEventListener("click", event => { if (event.target.dataset.key) press(event.target); });
    document.getElementById("again").addEventListener("click", () => window.location.replace("/"));
    // A click beside the terminal must not leave the keys without an ear.
    document.addEventListener("click", event => { if (!keys.contains(event.target)) typing()?.focus(); });
  });
})();
