// [data-link-rows] the table of the predecessors of a task: [data-link-rows-add] adds an empty row, a copy of the last
// one, up to data-link-rows-most of them. Without JavaScript there are three empty rows beside those that stand.
const renumber = (row, number) =>
  row.querySelectorAll("[aria-label]").forEach((field) => {
    field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, number));
  });

const empty = (row) => {
  row.querySelectorAll("select").forEach((field) => {
    field.selectedIndex = 0;
  });
  row.querySelectorAll("input").forEach((field) => {
    field.value = "0";
  });
  row.querySelectorAll("[id]").forEach((field) => field.removeAttribute("id"));
};

document.querySelectorAll("[data-link-rows]").forEach((table) => {
  const button = table.querySelector("[data-link-rows-add]");
  const rows = () => table.querySelectorAll("[data-link-row]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const last = [...rows()].at(-1);
    const row = last.cloneNode(true);
    empty(row);
    last.after(row);
    renumber(row, rows().length);
    row.querySelector("select").focus();
    button.hidden = rows().length >= Number(table.dataset.linkRowsMost);
  });
});
