// Around textual-serve's script, which is loaded after this one: focus, sizes, and keys of a phone.
"use strict";
(() => {
  // A computer on show opens no other page: not for an address in the terminal, nor for a link that a wizard sent.
  window.open = () => null;
  window.confirm = () => false;

  // xterm.js draws with the ideographic baseline at a row's lower edge, where fonts with Chinese cut the tails of g and p:
  // here the font's own descent stands there.
  const {fillText} = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...more) {
    if (this.textBaseline !== "ideographic") return fillText.call(this, text, x, y, ...more);
    this.textBaseline = "alphabetic";
    fillText.call(this, text, x, y - Math.ceil(this.measureText("g").fontBoundingBoxDescent), ...more);
    this.textBaseline = "ideographic";
  };

  const COLUMNS = 80, LARGEST = 16, SMALLEST = 8;
  let terminal = null;  // xterm.js's, as far as it could be caught
  const typing = () => document.querySelector(".xterm-helper-textarea");

  // A phone's screen is too small for a terminal: it gets the plain page, unless somebody has asked for this one.
  const small = () => matchMedia("(pointer: coarse) and (max-width: 640px), (forced-colors: active)").matches;
  if (small() && !window.location.search) window.location.replace("/plain");

  window.WebSocket = class extends Line {
    constructor(...given) {
      super(...given);
      this.addEventListener("open", () => {
        typing()?.setAttribute("aria-label", document.getElementById("other").textContent);
        typing()?.focus();
      });
    }
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
    // A click beside the terminal must not leave the keys without an ear.
    document.addEventListener("click", event => { if (!keys.contains(event.target)) typing()?.focus(); });
  });
})();
