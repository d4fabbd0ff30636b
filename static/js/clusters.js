// [data-cluster-board="address"]: cards ([data-answer]) are dragged between lists ([data-cluster]); where a card lands is
// posted at once. The list and the button of each card do the same from the keyboard, without leaving the page.
const board = document.querySelector("[data-cluster-board]");

const count = (list) => {
  const badge = list.closest("section").querySelector("[data-cluster-count]");
  badge.textContent = list.querySelectorAll("[data-answer]").length;
};

const land = (card, from, to) => {
  const select = card.querySelector("select");
  select.value = to.dataset.cluster;
  window.htmx.ajax("POST", board.dataset.clusterBoard, {
    swap: "none",
    values: { answer: card.dataset.answer, cluster: to.dataset.cluster },
  });
  for (const list of [from, to]) if (list.dataset.cluster) count(list);
};

if (board) {
  for (const list of board.querySelectorAll("[data-cluster]")) {
    window.Sortable.create(list, {
      group: "answers",
      animation: 120,
      filter: "select, button, a",
      preventOnFilter: false,
      onAdd: ({ item, from, to }) => land(item, from, to),
    });
  }
  for (const form of board.querySelectorAll(".cluster-move")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const card = form.closest("[data-answer]");
      const from = card.closest("[data-cluster]");
      const select = form.querySelector("select");
      const to = board.querySelector(`[data-cluster="${select.value}"]`);
      if (to === from) return;
      to.append(card);
      land(card, from, to);
      select.focus();
    });
  }
}
