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
    return [...new Set(wordsOf(text).map(form))].filter((word) => !SMALL.has(word));
  };
  const spaced = (text) => wordsOf(text).join(" ");
  const sum = (some) => some.reduce((a, b) => a + b, 0);

  // plain words of danger put what is about it first (guide/danger.py)
  const expressions = (some) => Object.fromEntries(Object.entries(some).map(([kind, words]) => [kind, new RegExp(words, "gu")]));
  const danger = expressions(GUIDE.danger), apart = expressions(GUIDE.apart);
  const dangers = (query) => {
    const said = ` ^ ${spaced(query)} $ `.replace(danger.harmless, " ,");
    const tells = (kind) => (apart[kind] ? said.replace(apart[kind], " ,") : said).search(danger[kind]) >= 0;
    return { hurt: tells("hurt"), hurting: tells("hurting"), dying: tells("dying") };
  };

  const says = (entry, query) => entry.says.some((words) => spaced(words) === spaced(query));
  const find = (query) => {
    const asked = terms(query);
    const held = GUIDE.entries.map((entry, place) => ({
      entry, place, found: asked.filter((word) => Object.hasOwn(entry.words, word)).map((word) => entry.words[word]),
    }));
    const most = Math.max(0, ...held.map((one) => one.found.length));
    const whole = (one) => Number(says(one.entry, query));
    return held.filter((one) => whole(one) || (one.found.length && 2 * one.found.length >= most)).sort((a, b) =>
      whole(b) - whole(a) || b.found.length - a.found.length || sum(b.found) - sum(a.found) || a.place - b.place).map((one) => one.entry);
  };

  // what is shown (app/finding.py): what is about the danger, programs for those who hurt where they are meant, and what else was found;
  // for everybody else these programs come last, and for whoever is hurt they are left out
  const arrange = (query, heard) => {
    const found = find(query), named = [...` ${spaced(query)} `.matchAll(danger.offers)];
    const looks = named.some((one) => !heard.hurt || one[1]);  // beside being hurt only what is for those who hurt counts
    const meant = (entry) => heard.hurting || looks || says(entry, query);
    const first = GUIDE.entries.filter((entry) => ((heard.hurt || heard.hurting) && entry.safe) || (heard.dying && entry.low));
    if (heard.hurt || heard.hurting || heard.dying) { first.push(...found.filter((entry) => entry.hurts && meant(entry))); }
    if (heard.hurting) { first.push(...GUIDE.entries.filter((entry) => entry.hurts)); }
    const rest = found.filter((entry) => !entry.hurts || meant(entry));
    const last = heard.hurt ? [] : found.filter((entry) => entry.hurts && !meant(entry));
    const before = new Set(first);
    return { first: [...before], rest: [...rest, ...last].filter((entry) => !before.has(entry)) };
  };

  const box = document.getElementById("q"), list = document.getElementById("found");
  const count = document.getElementById("count"), nothing = document.getElementById("nothing"), turn = document.getElementById("turn");
  const perhaps = document.getElementById("perhaps"), more = document.getElementById("more");  // where danger is heard: what else it may have been
  const make = (name, words, kind) => {
    const made = document.createElement(name);
    made.textContent = words;
    if (kind) { made.className = kind; }
    return made;
  };
  const row = (entry) => {
    const made = make("li", "", "card"), head = make("h2", ""), link = make("a", entry.title);
    link.href = entry.path;
    head.append(link);
    made.append(make("p", entry.kind, "who"), head, make("p", entry.short));
    return made;
  };
  const show = (query) => {
    list.replaceChildren();
    more.replaceChildren();
    count.textContent = "";
    nothing.hidden = turn.hidden = perhaps.hidden = true;
    if (!query.trim()) { return; }
    const heard = dangers(query), danger = heard.hurt || heard.hurting || heard.dying, { first, rest } = arrange(query, heard);
    const found = danger ? first : rest;
    list.append(...found.map(row));
    more.append(...(danger ? rest : []).map(row));
    turn.hidden = !danger;  // also where no entry is about it
    perhaps.hidden = !more.children.length;
    perhaps.open = false;
    if (danger) {
      count.textContent = list.dataset.first;
      return;
    }
    nothing.hidden = found.length > 0;
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
