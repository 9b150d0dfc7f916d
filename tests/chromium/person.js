// What a person sees and can point at, told from what is drawn and not from how the page is written.
(() => {
  const plain = text => text.normalize("NFKC").replace(/\s+/g, " ").trim().replace(/\s*[:*]+$/, "").trim();
  const bare = text => plain(text).replace(/\s*\([^()]*\)$/, "");
  const same = (text, words) => plain(text) === plain(words) || bare(text) === plain(words);
  const documents = () => {
    const found = [];
    const add = (shown, x, y) => {
      found.push({document: shown.document, x, y});
      for (const each of shown.document.querySelectorAll("frame, iframe")) {
        const box = each.getBoundingClientRect();
        if (each.contentDocument) add(each.contentWindow, x + box.left, y + box.top);
      }
    };
    add(window, 0, 0);
    return found;
  };
  const drawn = element => {
    const box = element.getClientRects()[0];
    return box && box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === "visible" ? box : null;
  };
  const texts = function* (page) {
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const range = page.createRange();
      range.selectNodeContents(walker.currentNode);
      const box = [...range.getClientRects()].find(each => each.width > 0);
      if (box) yield {text: walker.currentNode.data, box};
    }
  };
  const far = (words, box) => {
    const shared = Math.min(words.bottom, box.bottom) - Math.max(words.top, box.top);
    if (shared > 0.4 * Math.min(words.height, box.height) && box.left >= words.left) return Math.max(0, box.left - words.right);
    return box.top >= words.bottom - 4 && Math.abs(box.left - words.left) < 60 ? 2000 + box.top - words.bottom : Infinity;
  };
  const point = (place, element) => {
    if (place.document.readyState !== "complete") throw new Error("it may move yet");
    element.scrollIntoView({block: "center"});
    const box = drawn(element), x = box.left + box.width / 2, y = box.top + box.height / 2;
    const there = place.document.elementFromPoint(x, y);
    if (!there || !(there === element || element.contains(there))) throw new Error("something lies above it");
    return {x: place.x + x, y: place.y + y};
  };
  const one = (words, found) => {
    if (found.length !== 1) throw new Error(`${found.length} of ${words}`);
    return point(...found[0]);
  };
  window.person = {
    sees: words => documents().some(each => each.document.body && each.document.body.innerText.includes(words)),
    pictures: () => documents().every(({document}) =>
      document.readyState === "complete" && [...document.images].every(each => each.complete && each.naturalWidth > 0)),
    box: words => one(words, documents().flatMap(place => {
      const boxes = [...place.document.querySelectorAll("input, textarea")].filter(each =>
        drawn(each) && !/^(hidden|submit|image|button|reset|radio|checkbox)$/.test(each.type));
      const hinted = boxes.filter(each => same(each.placeholder, words));
      if (hinted.length || !place.document.body) return hinted.map(each => [place, each]);
      return [...texts(place.document)].filter(each => same(each.text, words)).flatMap(({box}) => {
        const near = boxes.map(each => [far(box, drawn(each)), each]).filter(each => each[0] < Infinity);
        return near.sort((a, b) => a[0] - b[0]).slice(0, 1).map(each => [place, each[1]]);
      });
    })),
    button: words => one(words, documents().flatMap(place =>
      [...place.document.querySelectorAll("a[href], button, input[type=submit], input[type=image]")]
        .filter(each => drawn(each) && same(each.textContent || each.alt || each.value, words))
        .map(each => [place, each]))),
  };
  return true;
})()
