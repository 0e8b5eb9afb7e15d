// Keys for people who judge hundreds of facts; every key is a button or a link on the page.
"use strict";

const buttons = { a: 'button[value="accept"]', r: 'button[value="reject"]' };
const links = { j: 'a[rel="next"]', k: 'a[rel="prev"]' };
let sent = false;

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

function step(by) {
  const facts = [...document.querySelectorAll(".waiting a.fact")];
  const next = facts.indexOf(document.activeElement) + by;
  facts[Math.max(0, Math.min(next, facts.length - 1))].focus();
}

document.addEventListener("keydown", (event) => {
  // An input method for Vietnamese composes letters out of the very keys we listen for.
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (document.querySelector(".waiting") && event.key in links) {
    step(event.key === "j" ? 1 : -1);
    return;
  }
  document.querySelector(buttons[event.key] ?? links[event.key] ?? "none")?.click();
});

// A second click must not send a second verdict.
document.querySelector("form.decide")?.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});

// Coming back with the browser's own button shows the page as it was left.
window.addEventListener("pageshow", () => { sent = false; });

const source = document.querySelector("article.source");
const quote = source?.querySelector("mark.quote");
if (quote && source.scrollHeight > source.clientHeight) {
  const shift = quote.getBoundingClientRect().top - source.getBoundingClientRect().top;
  source.scrollTop += shift - source.clientHeight / 3;
}
