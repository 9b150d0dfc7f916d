// What the trainer says to this seat, also where no wizard is open.
let confirmed = 0;
function news(told) {
  const note = document.getElementById("note"), unread = told.number > confirmed;
  document.getElementById("paused").hidden = !told.paused;
  note.hidden = !unread;
  put(note.querySelector("p"), unread ? told.note : "");
  note.querySelector("button").onclick = async () => {
    confirmed = told.number;
    note.hidden = true;
    try { await answer("/read/" + told.number, {method: "POST"}); } catch (gone) { lost(true, gone); }
  };
}
