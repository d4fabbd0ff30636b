// [data-tick-all] holds a box that ticks every [data-tick] of the page, or none. Hidden where there is no JavaScript.
for (const label of document.querySelectorAll("[data-tick-all]")) {
  label.hidden = false;
  const all = label.querySelector("input");
  const boxes = [...document.querySelectorAll("[data-tick]")];
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-tick]")) return;
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  });
}
