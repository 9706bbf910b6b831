"use strict";
// Looks words up on the reader's own machine, in the way of guide/search.py: nothing is sent anywhere.
(function () {
  const SMALL = new Set(GUIDE.small);
  const WORD = /[\p{L}\p{N}_]+/gu;
  const plain = (words) => words.toLowerCase().replaceAll("ß", "ss").replaceAll("’", "'").normalize("NFKD").replace(/\p{M}/gu, "").replace(/'s\b/g, "");
  const wordsOf = (text) => plain(text).match(WORD) || [];
  const form = (word) => {
    if (word.length > 4 && word.endsWith("ies")) { return word.slice(0, -3) + "y"; }
    if (word.length > 4 && /(sses|shes|ches|xes|zes)$/.test(word)) { return word.slice(0, -2); }
    if (word.length > 3 && word.endsWith("s") && !/(ss|us|is)$/.test(word)) { return word.slice(0, -1); }
    return word;
  };
  const terms = (text) => {
    const every = [...new Set(wordsOf(text).map(form))];
    const some = every.filter((word) => !SMALL.has(word));
    return some.length ? some : every;
  };
  const spaced = (text) => wordsOf(text).join(" ");
  const sum = (some) => some.reduce((a, b) => a + b, 0);

  // plain words of danger put what is about it first (guide/danger.py)
  const danger = Object.fromEntries(Object.entries(GUIDE.danger).map(([kind, words]) => [kind, new RegExp(words, "g")]));
  const tells = (kind, said) => said.search(danger[kind]) >= 0;
  const first = (query) => {
    const said = ` ^ ${spaced(query)} $ `.replace(danger.harmless, " , ");
    const safe = tells("hurt", said) || tells("hurting", said), low = tells("dying", said);
    return GUIDE.entries.filter((entry) => (safe && entry.safe) || (low && entry.low));
  };

  const find = (query) => {
    const asked = terms(query), whole = spaced(query);
    const held = GUIDE.entries.map((entry, place) => ({
      entry, place, found: asked.filter((word) => Object.hasOwn(entry.words, word)).map((word) => entry.words[word]),
    }));
    const most = Math.max(0, ...held.map((one) => one.found.length));
    const says = (one) => Number(one.entry.says.some((words) => spaced(words) === whole));
    return held.filter((one) => one.found.length && 2 * one.found.length >= most).sort((a, b) =>
      says(b) - says(a) || b.found.length - a.found.length || sum(b.found) - sum(a.found) || a.place - b.place).map((one) => one.entry);
  };

  const box = document.getElementById("q"), list = document.getElementById("found");
  const count = document.getElementById("count"), nothing = document.getElementById("nothing"), turn = document.getElementById("turn");
  const make = (name, words, kind) => {
    const made = document.createElement(name);
    made.textContent = words;
    if (kind) { made.className = kind; }
    return made;
  };
  const show = (query) => {
    list.replaceChildren();
    count.textContent = "";
    nothing.hidden = turn.hidden = true;
    if (!query.trim()) { return; }
    const before = first(query), found = [...before, ...find(query).filter((entry) => !before.includes(entry))];
    for (const entry of found) {
      const row = make("li", "", "card"), head = make("h2", ""), link = make("a", entry.title);
      link.href = entry.path;
      head.append(link);
      row.append(make("p", entry.kind, "who"), head, make("p", entry.short));
      list.append(row);
    }
    nothing.hidden = found.length > 0;
    turn.hidden = before.length === 0;
    count.textContent = !found.length ? list.dataset.nothing : found.length === 1 ? list.dataset.one : list.dataset.many.replace("0", String(found.length));
  };
  box.value = new URLSearchParams(location.search).get("q") || "";
  show(box.value);
  box.addEventListener("input", () => show(box.value));
  document.getElementById("asks").addEventListener("submit", (event) => {
    event.preventDefault();
    show(box.value);
  });
})();
