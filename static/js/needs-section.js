// In a section, the links that edit its requirements ([data-need-link="COM-012"], listed below them) also stand on each
// requirement: a card is edited where it is read.
const prepare = () => {
  for (const list of document.querySelectorAll("[data-need-links]")) {
    for (const link of list.querySelectorAll("[data-need-link]")) {
      const card = document.getElementById(link.dataset.needLink);
      if (!card || card.querySelector(".requirement-actions, form")) continue;
      const actions = Object.assign(document.createElement("div"), { className: "requirement-actions" });
      const copy = link.cloneNode(true);
      copy.querySelector("span").className = "visually-hidden";
      actions.append(copy);
      card.append(actions);
      window.htmx.process(actions);
    }
    list.hidden = true;
  }
};

document.addEventListener("htmx:load", prepare);
prepare();
