// Un passage du texte se commente : on le sélectionne, un bouton (ou Ctrl+Alt+M) le cite dans le volet. Les passages déjà
// commentés sont surlignés, sans toucher au texte.
const LONGEST = 1000;
const BEFORE = 60;
const squash = (text) => text.replace(/\s+/g, "");
const fold = (text) => text.replace(/[ \t\r\n]+/g, " ").trim();
const say = (level, text) => document.dispatchEvent(new CustomEvent("toast", { detail: { level, text } }));

const box = document.querySelector("[data-passages]");
const model = document.getElementById("row-comment");
const root = () => box?.querySelector(".ProseMirror[contenteditable=true]") || (box?.matches("form") ? null : box);

// Le texte sans espaces, avec la place de chacun de ses caractères.
const letters = (element) => {
  const places = [];
  let text = "";
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data } = walker.currentNode;
    for (let offset = 0; offset < data.length; offset += 1) {
      if (/\s/.test(data[offset])) continue;
      text += data[offset];
      places.push([walker.currentNode, offset]);
    }
  }
  return { text, places };
};

// Où se trouve le passage ; de plusieurs, celui que les mêmes mots précèdent.
const find = ({ text, places }, quote, before) => {
  const wanted = squash(quote);
  if (!wanted) return null;
  const ahead = squash(before || "");
  let at = -1;
  for (let next = text.indexOf(wanted); next >= 0; next = text.indexOf(wanted, next + 1)) {
    if (at < 0) at = next;
    if (ahead && text.slice(0, next).endsWith(ahead)) {
      at = next;
      break;
    }
  }
  if (at < 0) return null;
  const range = document.createRange();
  range.setStart(...places[at]);
  const [node, offset] = places[at + wanted.length - 1];
  range.setEnd(node, offset + 1);
  return range;
};

const mark = () => {
  if (!window.CSS?.highlights || !root()) return;
  const quotes = document.querySelectorAll("[data-passage]");
  const read = quotes.length ? letters(root()) : null;
  const ranges = [...quotes].map((one) => find(read, one.dataset.passage, one.dataset.before)).filter(Boolean);
  CSS.highlights.set("passages", new Highlight(...ranges));
};

const goTo = (quote) => {
  const range = root() && find(letters(root()), quote.dataset.passage, quote.dataset.before);
  if (!range) return false;
  root().focus({ preventScroll: true });
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  return true;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-go-to-passage]");
  const quote = link?.closest("figure")?.querySelector("[data-passage]");
  if (quote && goTo(quote)) event.preventDefault();
});

let later = 0;
const markSoon = () => {
  clearTimeout(later);
  later = setTimeout(mark, 300);
};
if (box) {
  document.addEventListener("htmx:load", markSoon);
  document.addEventListener("prose-editor:ready", markSoon);
  new MutationObserver(markSoon).observe(box, { childList: true, subtree: true, characterData: true });
  mark();
}

// Citer : la sélection reste en mémoire pendant qu’on va au bouton.
let chosen = null;

const fill = () => {
  const form = document.getElementById("commenter");
  if (!form || !chosen) return;
  form.querySelector("[data-quote]").value = chosen.quote;
  form.querySelector("[data-quote-before]").value = chosen.before;
  form.querySelector(".comment-more").open = true;
  form.scrollIntoView({ block: "nearest" });
  form.querySelector("textarea").focus();
};

const cite = async () => {
  if (!chosen) return;
  if (chosen.quote.length > LONGEST) {
    say("warning", "Ce passage est trop long pour être cité : sélectionnez 1 000 caractères au plus.");
    return;
  }
  document.getElementById("volet").open = true;
  if (!document.getElementById("commenter")) {
    await window.htmx.ajax("GET", `${model.dataset.pane}?volet=commentaires`, {
      target: "#volet-corps",
      swap: "outerHTML",
    });
  }
  fill();
  button.hidden = true;
};

const button = Object.assign(document.createElement("button"), {
  type: "button",
  className: "btn btn-primary btn-sm passage-button no-print",
  textContent: "Commenter ce passage",
  title: "Ctrl+Alt+M",
  hidden: true,
});

const show = (range) => {
  button.hidden = false;
  const origin = (button.offsetParent || document.body).getBoundingClientRect();
  const bounds = range.getBoundingClientRect();
  const left = Math.min(bounds.left - origin.left, origin.width - button.offsetWidth - 8);
  button.style.left = `${Math.max(0, left)}px`;
  button.style.top = `${bounds.bottom - origin.top + 6}px`;
};

const notice = () => {
  const selection = document.getSelection();
  const text = root();
  if (!text || !selection.rangeCount || selection.isCollapsed || !text.contains(selection.getRangeAt(0).commonAncestorContainer)) {
    if (document.activeElement !== button) {
      button.hidden = true;
      chosen = null;
    }
    return;
  }
  const range = selection.getRangeAt(0);
  const ahead = document.createRange();
  ahead.setStart(text, 0);
  ahead.setEnd(range.startContainer, range.startOffset);
  const quote = fold(selection.toString());
  if (!quote) return;
  chosen = { quote, before: fold(ahead.toString()).slice(-BEFORE) };
  show(range);
};

if (box && model) {
  box.after(button);
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", cite);
  document.addEventListener("selectionchange", notice);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.altKey && event.key.toLowerCase() === "m") {
      event.preventDefault();
      cite();
    }
  });
}
