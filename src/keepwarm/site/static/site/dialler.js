// Back from the dialler the ending is asked first. On a phone the page is hidden while the call goes on: wait for its return.
// At a computer the telephone is another program and the page stays: open the ending at once.
const COMPUTER_WAIT_MS = 250; // the tel: link must leave before the page moves on

function askTheEnding() {
  const next = document.querySelector("[data-after-dial]");
  if (!next) return;
  if (next.matches("a, button")) return void next.click();
  if (next.closest("form")?.contains(document.activeElement)) return; // who is quick writes already
  next.scrollIntoView({ block: "start" });
  (next.querySelector("input:not([type=hidden]), textarea, select") ?? next).focus();
}

// The server opened the gate and sent the form: the number that carries data-dial-now is dialled at once, and once only.
function dialNow(part) {
  const link = part.querySelector?.("a[data-dial-now]");
  if (!link) return;
  link.removeAttribute("data-dial-now");
  link.click();
}

export function watchDialler() {
  let dialled = false;
  document.addEventListener("htmx:afterSettle", (event) => dialNow(event.detail.elt));
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.('a[href^="tel:"]')) return;
    dialled = true;
    if (matchMedia("(pointer: coarse)").matches) return;
    setTimeout(() => { if (dialled) { dialled = false; askTheEnding(); } }, COMPUTER_WAIT_MS);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || !dialled) return;
    dialled = false;
    askTheEnding();
  });
}
