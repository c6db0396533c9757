// Keys, and a few small kindnesses. Everything here only presses what the page already offers: without it the page works by hand.
//   data-key="c"         this key presses (or, for a field, focuses) the element; digits sit on the chips' labels
//   data-enter-saves     on a form: Enter outside any field sends it
//   data-timer-start     an ISO moment: the element shows the time since then
//   data-after-dial      what to open once a tel: link was followed: a link or button is pressed, anything else gets the focus
//   data-focus           after a swap, the focus goes here
import { startTimers } from "./timer.js";
import { watchDialler } from "./dialler.js";

const root = document.documentElement;
const keysWork = root.dataset.keys !== "off";
if (keysWork) root.dataset.keys = "on";

const isTyping = (el) =>
  el.closest?.("textarea, select, [contenteditable='true']") !== null ||
  (el.matches?.("input") && !["radio", "checkbox", "button", "submit", "file"].includes(el.type));

const isShown = (el) => el.checkVisibility?.() ?? el.offsetParent !== null;

function holder(key) {
  const scope = document.querySelector("dialog:modal") ?? document;
  const found = scope.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return [...found].find((el) => isShown(el) && !el.closest("[aria-disabled='true'], :disabled, [inert]"));
}

function press(el) {
  if (el.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return void (el.focus(), el.select?.());
  el.click();
  const inside = el.matches("label") ? el.control : null;
  inside?.focus();
}

function moveInQueue(step) {
  const links = [...document.querySelectorAll(".queue li a, [data-row-link]")].filter(isShown);
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const here = at >= 0 ? at : links.findIndex((a) => a.getAttribute("aria-current"));
  links[Math.min(links.length - 1, Math.max(0, here + step))].focus();
}

function saveByEnter(event) {
  const on = event.target;
  const plain = on === document.body || on.matches("main, h1, .notice") || on.matches("input[type=radio], input[type=checkbox]");
  const wanted = on.closest?.("textarea") ? event.ctrlKey || event.metaKey : plain;
  const form = on.closest?.("form") ?? [...document.querySelectorAll("form[data-enter-saves]")].find(isShown);
  if (!wanted || !form?.matches("[data-enter-saves]")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-save]") ?? undefined);
}

function arrowInResults(event) {
  const box = event.target.closest?.(".find");
  if (!box || !["ArrowDown", "ArrowUp"].includes(event.key)) return false;
  const stops = [box.querySelector("input[type=search]"), ...box.querySelectorAll(".results a")];
  const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  stops[Math.min(stops.length - 1, Math.max(0, next))]?.focus();
  event.preventDefault();
  return true;
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || arrowInResults(event)) return;
  if (event.key === "Escape") return void (isTyping(event.target) && event.target.blur());
  if (event.key === "Enter") return saveByEnter(event);
  if (!keysWork || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  const el = event.shiftKey && (key === "j" || key === "k") ? null : holder(key);
  if (!el && (key === "j" || key === "k")) {              // on the desk K is Keep warm: there Shift+K moves up
    event.preventDefault();
    moveInQueue(key === "j" ? 1 : -1);
  }
  if (el) {
    event.preventDefault();
    press(el);
  }
}
document.addEventListener("keydown", onKey);

// What was refused is where one goes on: the sentence that refuses, or the first field that is wrong, has the focus.
const firstWrong = (part) => [...(part.querySelectorAll?.(".notice.error[tabindex], [aria-invalid='true']") ?? [])].find(isShown);

// After a swap: the focus must never be lost on a piece of the page that is gone.
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  startTimers(part);
  const wanted = firstWrong(part) ?? (part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus], [autofocus]"));
  if (wanted) wanted.focus();
  else if (document.activeElement === document.body && part.closest?.("main")) document.getElementById("main")?.focus({ preventScroll: true });
});

// A request that did not arrive is said, with the words that the page carries in its own language.
for (const [name, id] of [["htmx:sendError", "say-offline"], ["htmx:timeout", "say-offline"], ["htmx:responseError", "say-failed"]]) {
  document.addEventListener(name, () => {
    const words = document.getElementById(id);
    if (words) document.getElementById("messages")?.replaceChildren(words.content.cloneNode(true));
  });
}

// What went well is said and goes; what went wrong stays until it is closed. Nothing goes while one points at it or is in it.
const GOES_AFTER_MS = 10_000;
function letGo(notice) {
  setTimeout(() => (notice.matches(":hover, :focus-within") ? letGo(notice) : notice.remove()), GOES_AFTER_MS);
}
const letAllGo = () => document.querySelectorAll(".messages > .success, .messages > .info").forEach((notice) => {
  if (!notice.dataset.going) letGo(notice);
  notice.dataset.going = "1";
});
document.addEventListener("click", (event) => event.target.closest?.(".notice > .close")?.parentElement.remove());
document.addEventListener("htmx:oobAfterSwap", letAllGo);

// A row of doors or tabs that is wider than the screen shows the one that is open.
for (const row of document.querySelectorAll("nav.beside, nav.tabs")) {
  const here = row.querySelector("[aria-current]")?.getBoundingClientRect();
  if (here && row.scrollWidth > row.clientWidth) row.scrollLeft += here.left + here.width / 2 - row.getBoundingClientRect().left - row.clientWidth / 2;
}

root.dataset.js = "1";
firstWrong(document)?.focus();
letAllGo();
startTimers(document);
watchDialler();
