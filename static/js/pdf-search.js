// Searching in the PDF: how many, which one, the next, all of them marked; accents and capitals make no difference
// unless one asks. Ctrl+F inside the reader comes here, a second time goes to the browser’s own.
const root = document.querySelector("[data-pdf]");
const pane = root?.querySelector("[data-pdf-search]");
const field = pane?.querySelector("input[type=search]");
const count = pane?.querySelector("[data-pdf-found]");
const STATES = { FOUND: 0, NOT_FOUND: 1, WRAPPED: 2, PENDING: 3 };
let bus = null;
let asked = "";
let later = 0;

const choice = (name) => pane.querySelector(`[name=${name}]`).checked;

const look = (type = "", back = false) => {
  if (!bus) return;
  asked = field.value.trim();
  if (!asked) {
    bus.dispatch("findbarclose", { source: pane });
    count.textContent = "";
    return;
  }
  bus.dispatch("find", {
    source: pane,
    type,
    query: asked,
    caseSensitive: choice("casse"),
    entireWord: choice("mots"),
    highlightAll: choice("tout"),
    findPrevious: back,
    matchDiacritics: false,
  });
};

const say = ({ current = 0, total = 0 } = {}, state = STATES.FOUND) => {
  if (!asked) return;
  if (!total) {
    count.textContent = state === STATES.PENDING ? "Recherche en cours…" : "Aucune occurrence.";
  } else {
    const where = current ? `${current} sur ${total}` : String(total);
    count.textContent = `${where} occurrence${total > 1 ? "s" : ""}${state === STATES.WRAPPED ? " – la recherche a repris de l’autre bout" : ""}`;
  }
};

root?.addEventListener("pdf:ready", ({ detail }) => {
  if (bus === null) {
    ({ bus } = detail);
    let state = STATES.FOUND;
    bus.on("updatefindmatchescount", ({ matchesCount }) => say(matchesCount, state));
    bus.on("updatefindcontrolstate", (event) => {
      ({ state } = event);
      say(event.matchesCount, state);
    });
  }
  // The file was opened anew: what was looked for still is.
  if (field.value.trim()) look();
});

const nextOrFirst = (back) => (field.value.trim() === asked ? look("again", back) : look("", back));

if (pane) {
  field.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(look, 250);
  });
  pane.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(later);
    nextOrFirst(false);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      nextOrFirst(true);
    }
  });
  pane.querySelector("[data-pdf-found-previous]").addEventListener("click", () => nextOrFirst(true));
  pane.querySelector("[data-pdf-found-next]").addEventListener("click", () => nextOrFirst(false));
  pane.addEventListener("change", ({ target }) => target.type === "checkbox" && look(target.name === "tout" ? "highlightallchange" : ""));
  root.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f" && event.target !== field) {
      event.preventDefault();
      root.dispatchEvent(new CustomEvent("pdf:pane", { detail: "search" }));
    }
  });
  root.addEventListener("pdf:closed", ({ detail }) => {
    if (detail === "search") bus?.dispatch("findbarclose", { source: pane });
  });
}
