// [data-progress-words]: what a composition says of itself. It changes every second: it is read aloud now and then only.
const EVERY = 10000;
let region = null;
let last = 0;
let said = "";

const say = (text) => {
  if (!region) {
    region = document.createElement("p");
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    document.querySelector("main")?.append(region);
  }
  region.textContent = text;
};

const look = () => {
  const text = document.querySelector("[data-progress-words]")?.textContent.trim().replace(/\s+/g, " ") ?? "";
  const now = Date.now();
  if (!text || text === said || now - last < EVERY) return;
  [said, last] = [text, now];
  say(text);
};

document.addEventListener("htmx:afterSettle", look);
