// Back from the dialler the ending is asked first. On a phone the page is hidden while the call goes on: wait for its return.
// At a computer the telephone is another program and the page stays: open the ending at once.
const COMPUTER_WAIT_MS = 250; // the tel: link must leave before the page moves on

function askTheEnding() {
  const next = document.querySelector("[data-after-dial]");
  if (!next) return;
  if (next.matches("a, button")) return void next.click();
  next.scrollIntoView({ block: "start" });
  (next.querySelector("input:not([type=hidden]), textarea, select") ?? next).focus();
}

export function watchDialler() {
  let dialled = false;
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
