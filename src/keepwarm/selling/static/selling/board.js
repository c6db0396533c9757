/* Dragging on the board presses the same form as its buttons do; without this file the buttons are all there is. */
(() => {
  let held = null;
  const cardOf = (event) => event.target.closest?.("li[draggable]");
  const laneOf = (event) => event.target.closest?.(".lane[data-stage]");
  const send = (card, stage) => {
    const form = card.querySelector("form");
    if (!form || stage === card.closest(".lane").dataset.stage) return;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "stage", value: stage });
    form.append(field);
    form.submit();
  };
  // Whoever moved one by keys goes on from there.
  const goOn = () => document.getElementById(location.hash.slice(1))?.querySelector("a")?.focus();
  if (location.hash.startsWith("#card-")) addEventListener("load", () => setTimeout(goOn)); // the browser's own jump takes the focus away
  document.addEventListener("dragstart", (event) => {
    held = cardOf(event);
    if (!held) return;
    held.classList.add("held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.id);
  });
  document.addEventListener("dragover", (event) => {
    const lane = laneOf(event);
    document.querySelectorAll(".lane.over").forEach((one) => one !== lane && one.classList.remove("over"));
    if (!held || !lane) return;
    event.preventDefault();
    lane.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const lane = laneOf(event);
    if (!held || !lane) return;
    event.preventDefault();
    send(held, lane.dataset.stage);
  });
  document.addEventListener("dragend", () => {
    held?.classList.remove("held");
    held = null;
    document.querySelectorAll(".lane.over").forEach((one) => one.classList.remove("over"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const card = cardOf(event);
    const button = card?.querySelector(event.key === "ArrowLeft" ? "[data-back]" : "[data-on]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
