// Counts the two clocks down, remembers the large type, sends a button once. The page works without it.
"use strict";

const LARGE = "sessions-from-scratch-large";

function showLarge(button, on) {
  document.documentElement.classList.toggle("large", on);
  if (button) button.setAttribute("aria-pressed", String(on));
}

function countDown(timer) {
  const end = performance.now() + Number(timer.dataset.left) * 1000;
  const bar = timer.closest(".clock").querySelector("progress");
  return () => {
    const left = (end - performance.now()) / 1000;
    const text = left > 0 ? `${Math.ceil(left)} seconds left` : `over for ${Math.floor(-left)} seconds`;
    if (timer.textContent !== text) timer.textContent = text;
    bar.value = Math.max(0, left);
  };
}

// A browser may be set to keep nothing: then the type is large for one page only.
function remember(value) {
  try {
    if (value) localStorage.setItem(LARGE, value);
    return localStorage.getItem(LARGE);
  } catch {
    return null;
  }
}

// Before the page is drawn, so that nothing jumps.
showLarge(null, remember() === "on");

addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("large-type");
  if (button) {
    const isLarge = () => document.documentElement.classList.contains("large");
    showLarge(button, isLarge());
    button.hidden = false;
    button.addEventListener("click", () => {
      showLarge(button, !isLarge());
      remember(isLarge() ? "on" : "off");
    });
  }
  // Who cannot see the page hears what a button did.
  const told = document.getElementById("told");
  if (told) told.focus({ preventScroll: true });
  const form = document.querySelector("#inspector form");
  if (form) form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => { if (form) delete form.dataset.sent; });
  const clocks = [...document.querySelectorAll("[data-left]")].map(countDown);
  const tick = () => clocks.forEach((clock) => clock());
  tick();
  setInterval(tick, 250);
});
