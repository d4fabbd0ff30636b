// data-reorder="form-id" on a list: its rows can be dragged by [data-reorder-handle]; the form, whose `ids` fields live
// in the rows, is then sent in the new order. Buttons « Monter » and « Descendre » do the same from the keyboard.
const prepare = (root) => {
  const lists = root.matches?.("[data-reorder]") ? [root] : root.querySelectorAll?.("[data-reorder]") || [];
  for (const list of lists) {
    if (list.dataset.reorderReady) continue;
    list.dataset.reorderReady = "yes";
    window.Sortable.create(list, {
      handle: "[data-reorder-handle]",
      animation: 120,
      onEnd: ({ oldIndex, newIndex }) => {
        if (oldIndex !== newIndex) document.getElementById(list.dataset.reorder).requestSubmit();
      },
    });
  }
};

document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
prepare(document);
