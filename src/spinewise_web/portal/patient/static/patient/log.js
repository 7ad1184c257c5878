// A log without a connection: what was typed stays, and a sign of danger is answered by the page itself.
const form = document.querySelector("form.log");

function says(name) {
  form.querySelector(".log-answer")?.remove();
  const answer = document.createElement("div");
  answer.className = "log-answer";
  answer.append(form.querySelector(`template.${name}`).content.cloneNode(true));
  form.prepend(answer);
  const alert = answer.querySelector("[tabindex]");
  (alert ?? answer).scrollIntoView({ block: "center" });
  alert?.focus();
}

function offline(event) {
  if (navigator.onLine) return;
  event.preventDefault();
  says(form.querySelector("[name=ticked]:checked") ? "log-offline" : "log-later");
}

form?.addEventListener("submit", offline);
