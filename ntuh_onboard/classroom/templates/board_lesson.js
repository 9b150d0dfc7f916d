// The lesson as a whole: start, pause, messages, raised hands.
const LESSON = {{ say("class.lesson")|tojson }}, LOBBY = {{ say("class.sum_lobby")|tojson }};
const HANDS = {{ say("class.hands")|tojson }}, LOWER = {{ say("class.hand_lower")|tojson }};
const WRITTEN = {{ say("class.message_read")|tojson }};
function lesson(told) {
  put(at("lesson"), told.lesson == null ? "" : LESSON.replace("#", time(told.lesson)));
  at("start").hidden = told.lesson != null;
  at("pause").hidden = told.lesson == null || told.paused;
  at("go-on").hidden = !told.paused;
  at("held").hidden = !told.paused;
  at("mistakes").hidden = !told.mistakes;
  put(at("written"), told.message.text ? WRITTEN.replace("#read", told.message.read).replace("#seats", told.message.seats)
    .replace("#text", () => told.message.text) : "");
}
async function press(address, body) {
  try { await answer(address, {method: "POST", body}); } catch (gone) { lost(true, gone); return; }
  await look();
}
for (const each of ["start", "pause", "go-on"]) at(each).onclick = () => press("/lesson/" + each);
at("write").onsubmit = async event => {
  event.preventDefault();
  const seats = whom(event.target), text = at("text").value.trim();
  if (!seats.length) { put(at("written"), NOBODY); return; }
  if (!text) return;
  at("text").value = "";
  await press("/messages", JSON.stringify({seats, text}));
};
// The hand is a button: pressed, it is lowered.
function hand(cell, each) {
  const key = each.label + (each.hand ? " up" : "");
  if (cell.dataset.told == key) return;
  cell.dataset.told = key;
  const button = document.createElement("button");
  button.textContent = "✋";
  button.title = LOWER;
  button.setAttribute("aria-label", LOWER + " " + each.label);
  button.onclick = () => press("/hands/" + each.number + "/down");
  cell.replaceChildren(...(each.hand ? [button, " "] : []), each.label);
}
