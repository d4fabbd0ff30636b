// <details> panes that suit the width of the page and remember what was chosen, and the tab strip of a phone.
const read = (key) => {
  try {
    return localStorage.getItem(`pane:${key}`);
  } catch {
    return null;
  }
};
const write = (key, open) => {
  try {
    localStorage.setItem(`pane:${key}`, open ? "open" : "closed");
  } catch {
    // Nothing remembered: the pane opens as the page says.
  }
};

for (const pane of document.querySelectorAll("details[data-close-below], details[data-remember]")) {
  const { closeBelow, remember } = pane.dataset;
  const narrow = window.matchMedia(`(max-width: ${Number(closeBelow || 0) - 0.02}px)`);
  const settle = () => {
    const kept = remember && !narrow.matches ? read(remember) : null;
    pane.open = kept ? kept === "open" : !narrow.matches;
  };
  settle();
  narrow.addEventListener("change", settle);
  pane.querySelector(":scope > summary")?.addEventListener("click", () => {
    if (remember && !narrow.matches) write(remember, !pane.open);
  });
}

for (const strip of document.querySelectorAll("[data-scroll-tabs]")) {
  const current = strip.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
}
