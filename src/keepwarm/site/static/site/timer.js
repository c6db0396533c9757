// The call timer: counts from a moment that the server gave, so that a reloaded page goes on counting.
const ticking = new Map();

function words(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function tick() {
  for (const [el, start] of ticking) {
    if (!el.isConnected) ticking.delete(el);
    else el.textContent = words(Math.max(0, Math.round((Date.now() - start) / 1000)));
  }
}

export function startTimers(part) {
  for (const el of part.querySelectorAll?.("[data-timer-start]") ?? []) {
    const start = Date.parse(el.dataset.timerStart);
    if (!Number.isNaN(start)) ticking.set(el, start);
  }
  tick();
}

setInterval(tick, 1000);
