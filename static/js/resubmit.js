// A box with data-resubmit sends its form as soon as it is ticked or unticked: the page then shows what follows.
document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-resubmit]");
  box?.form?.requestSubmit();
});
