// « @ » complète les noms des membres du projet dans un commentaire : flèches, Entrée ou Tab, Échap.
const BEGUN = /(?:^|[\s(«"'’])@([^@\n]{0,40})$/;
const plain = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();

const namesFor = (field) =>
  [...(field.form?.querySelectorAll("[data-mention-names] option") || [])].map((one) => ({
    name: one.value,
    title: one.getAttribute("label") || "",
  }));

const begun = (field) => {
  if (field.selectionStart !== field.selectionEnd) return null;
  const found = BEGUN.exec(field.value.slice(0, field.selectionStart));
  return found ? found[1] : null;
};

const matching = (names, typed) => {
  const wanted = plain(typed);
  const fits = (text) => plain(text).startsWith(wanted) || plain(text).includes(` ${wanted}`);
  return names.filter(({ name, title }) => name && (fits(name) || (title && fits(title)))).slice(0, 8);
};

let open = null; // { field, list, status, found, at }
let count = 0;

const close = () => {
  if (!open) return;
  open.field.removeAttribute("aria-activedescendant");
  open.field.removeAttribute("aria-controls");
  open.list.remove();
  open.status.textContent = "";
  open = null;
};

const point = (at) => {
  open.at = (at + open.found.length) % open.found.length;
  [...open.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === open.at)));
  const current = open.list.children[open.at];
  current.scrollIntoView({ block: "nearest" });
  open.field.setAttribute("aria-activedescendant", current.id);
};

const choose = (at) => {
  const { field, found } = open;
  const end = field.selectionStart;
  const start = end - begun(field).length;
  field.setRangeText(`${found[at].name} `, start, end, "end");
  close();
  field.focus();
};

const optionFor = ({ name, title }, index) => {
  const option = Object.assign(document.createElement("li"), { id: `mention-${count}-${index}` });
  option.setAttribute("role", "option");
  option.append(name);
  if (title) option.append(" ", Object.assign(document.createElement("span"), { className: "muted", textContent: title }));
  option.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose(index);
  });
  return option;
};

const statusFor = (box) => {
  const found = box.querySelector(":scope > [role=status]");
  if (found) return found;
  const made = Object.assign(document.createElement("span"), { className: "visually-hidden" });
  made.setAttribute("role", "status");
  box.append(made);
  return made;
};

const suggest = (field) => {
  const typed = begun(field);
  const found = typed === null ? [] : matching(namesFor(field), typed);
  close();
  if (!found.length) return;
  count += 1;
  const box = field.parentElement;
  box.classList.add("mention-box");
  const list = Object.assign(document.createElement("ul"), { className: "mention-list", id: `mention-list-${count}` });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Membres du projet");
  list.append(...found.map(optionFor));
  box.append(list);
  field.setAttribute("aria-controls", list.id);
  open = { field, list, status: statusFor(box), found, at: 0 };
  point(0);
  open.status.textContent = `${found.length} nom${found.length > 1 ? "s" : ""} : flèches pour choisir, Entrée pour citer.`;
};

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-mentions]")) suggest(event.target);
});
document.addEventListener("keydown", (event) => {
  if (!open || event.target !== open.field) return;
  const moves = {
    ArrowDown: () => point(open.at + 1),
    ArrowUp: () => point(open.at - 1),
    Enter: () => choose(open.at),
    Tab: () => choose(open.at),
    Escape: close,
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  moves[event.key]();
});
document.addEventListener("focusout", (event) => {
  if (open && event.target === open.field) close();
});
