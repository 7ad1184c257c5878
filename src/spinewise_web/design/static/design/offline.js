// No loss without a connection: nothing is sent, the form says so, and what was typed stays. The log has its own way.
document.addEventListener("submit", (event) => {
  const says = event.target.querySelector("[data-offline]");
  if (!says || navigator.onLine) return;
  event.preventDefault();
  says.hidden = false;
  says.scrollIntoView({ block: "center" });
});

window.addEventListener("online", () => document.querySelectorAll("[data-offline]").forEach((one) => { one.hidden = true; }));
