// What both pages share: the line to the wizard, which knows when it is silent, and what is said when it has ended.
"use strict";
const Line = (() => {
  const ASKED_EVERY = 2000, UNANSWERED_MOST = 3;
  const Plain = window.WebSocket;
  const at = id => document.getElementById(id);
  let used = false;  // whether anything was typed that would be lost with the page
  let why = "full";  // why there is no wizard (any more): the name of what is then said

  // In a class a new wizard is opened through the class's own pages: this server may be another one by then.
  const home = () => at("again").dataset.home;

  // Asked first, since a page that is left for a server that does not answer is gone. Any answer is one.
  const again = async () => {
    at("again").disabled = true;
    at("waiting").hidden = !home();
    while (!await fetch("/", {cache: "no-store"}).then(() => true, () => false)) {
      at("waiting").hidden = false;
      await new Promise(then => setTimeout(then, ASKED_EVERY));
    }
    window.location.replace(home() || window.location.pathname);
  };

  const over = () => {
    used = false;
    for (const each of document.querySelectorAll("[data-personal]")) each.remove();  // not left for the next student
    at("silent").hidden = at("opening").hidden = true;
    document.querySelector(`[data-why="${why}"]`).hidden = false;
    at("ended").hidden = false;
    at("again").focus();
    if (why === "lost" && home()) again();
  };

  // In a class the wizard waits for its page to come back; elsewhere it ends with it, which nobody expects of a reload.
  window.addEventListener("beforeunload", event => { if (used && !home()) event.preventDefault(); });
  document.addEventListener("DOMContentLoaded", () => at("again").addEventListener("click", again));

  return class extends Plain {
    // Questions are counted, not seconds: while the timers of a hidden tab sleep nothing is asked, and nothing missed.
    unanswered = 0;
    silent = false;

    constructor(...given) {
      super(...given);
      this.addEventListener("open", () => {
        why = "ended";
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
      const typed = said.startsWith('["stdin"');
      used = used || typed;
      if (this.readyState === Plain.OPEN && !(this.silent && typed)) super.send(said);
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
      if (kind === "fault") at("fault").textContent = text;
      if (kind === "over") why = text;
    }

    show(silent) {
      if (this.silent === silent) return;
      this.silent = silent;
      at("silent").hidden = !silent;
    }
  };
})();
