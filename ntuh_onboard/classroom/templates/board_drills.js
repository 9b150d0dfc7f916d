// Drills: which seats are ticked, what is ordered, and how each pupil fares.
const DRILLS = { {% for each in states %}{{ each }}: {{ say("class.drill_" ~ each)|tojson }}, {% endfor %} };
const CANCEL = {{ say("class.conduct_cancel")|tojson }}, CANCEL_SURE = {{ say("class.conduct_cancel_sure")|tojson }};
const MINUTE = {{ say("class.conduct_minute")|tojson }}, FOR = {{ say("class.conduct_for")|tojson }};
const PICKED = {{ say("class.picked")|tojson }}, NOBODY = {{ say("class.picked_none")|tojson }};
const ARMED = {{ say("class.conduct_done")|tojson }}, PLANNED = {{ say("class.conduct_planned")|tojson }};
const BAD = {{ say("class.conduct_bad")|tojson }};
const picks = new Map(), at = name => document.getElementById(name);
let lastPick = null;
function time(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
}
// With Shift, all between this one and the one before: a row of seats in two clicks.
function pick(each) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.setAttribute("aria-label", each.label);
  box.onclick = event => {
    const order = [...document.querySelectorAll("#rows td.pick input")];
    if (event.shiftKey && lastPick) {
      const [from, to] = [order.indexOf(lastPick), order.indexOf(box)].sort((one, two) => one - two);
      order.slice(from, to + 1).forEach(other => { other.checked = box.checked; });
    }
    lastPick = box;
    counted();
  };
  picks.set(each.number, box);
  return box;
}
function picked() {
  return [...picks].filter(([, box]) => box.checked).map(([number]) => number);
}
function counted() {
  const count = picked().length;
  for (const each of document.querySelectorAll(".picked")) put(each, PICKED.replace("#", count));
  for (const each of document.querySelectorAll(".whom")) each.value = count ? "picked" : "all";
  at("all").checked = count > 0 && count == picks.size;
}
function whom(form) {
  const chosen = form.querySelector(".whom").value;
  return chosen == "all" ? [...picks.keys()] : chosen == "picked" ? picked() : chosen.split(",").map(Number);
}
at("all").onclick = () => { picks.forEach(box => { box.checked = at("all").checked; }); counted(); };
function lasting() {
  at("lasting").hidden = !at("what").selectedOptions[0].dataset.lasts;
}
at("what").onchange = lasting;
at("minute").onfocus = () => { at("later").checked = true; };
at("order").onsubmit = async event => {
  event.preventDefault();
  const later = at("later").checked, seats = whom(event.target);
  if (!seats.length) { put(at("ordered"), NOBODY); return; }
  const told = {drill: at("what").value, seats, minute: later ? Number(at("minute").value) : null,
    seconds: Number(at("lasts").value)};
  try {
    await answer("/drills", {method: "POST", body: JSON.stringify(told)});
    put(at("ordered"), (later ? PLANNED : ARMED).replace("#", at("what").selectedOptions[0].textContent));
  } catch (gone) {
    if (gone instanceof Refused && gone.status == 400) put(at("ordered"), BAD);
    else lost(true, gone);
  }
  await look();
};
async function cancel(order) {
  if (!confirm(CANCEL_SURE)) return;
  try { await answer("/drills/" + order + "/cancel", {method: "POST"}); } catch (gone) { lost(true, gone); return; }
  await look();
}
// Only what is another, as everywhere on the board.
function chips(cell, drills) {
  const told = drills.slice(-2).map(each => [each.state, each.order + " " + DRILLS[each.state]
    + (each.state == "passed" ? "" : " " + time(each.seconds)), each.name]);
  const key = JSON.stringify(told);
  if (cell.dataset.told == key) return;
  cell.dataset.told = key;
  cell.replaceChildren(...told.map(([state, text, name]) => {
    const chip = document.createElement("span");
    chip.className = "drill " + state;
    chip.textContent = text;
    chip.title = name;
    return chip;
  }));
}
const lines = new Map();
function list(orders) {
  const body = at("orders").tBodies[0];
  at("orders").hidden = !orders.length;
  const known = new Set(orders.map(each => each.order));
  for (const [order, row] of lines) if (!known.has(order)) { row.remove(); lines.delete(order); }
  for (const each of orders) {
    const row = lines.get(each.order) || line(body, each);
    const counts = Object.keys(DRILLS).map(state => each[state] || "·");
    const when = MINUTE.replace("#", each.minute) + (each.seconds ? " · " + FOR.replace("#", each.seconds) : "");
    [each.order, each.name, each.whom, when, ...counts, each.took == null ? "·" : time(each.took)]
      .forEach((text, cell) => put(row.cells[cell], String(text)));
    row.lastElementChild.firstElementChild.hidden = !(each.planned || each.armed);
  }
}
function line(body, each) {
  const row = body.insertRow(0), button = document.createElement("button");
  for (let cell = 0; cell < 5 + Object.keys(DRILLS).length; cell += 1) row.insertCell().className = cell > 3 ? "count" : "";
  button.textContent = CANCEL;
  button.onclick = () => cancel(each.order);
  row.insertCell().append(button);
  lines.set(each.order, row);
  return row;
}
for (const box of document.querySelectorAll("details")) {
  box.open = localStorage.getItem(box.id) == "1";
  box.ontoggle = () => localStorage.setItem(box.id, box.open ? "1" : "0");
}
counted();
lasting();
