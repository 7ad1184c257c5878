/* Passkeys: says in words when one could not be used, and hides their buttons where the browser has none. */
(function () {
  "use strict";
  var places = document.querySelectorAll("[data-passkey]");
  var says = document.querySelector("[data-passkey-says]");
  if (!window.PublicKeyCredential) {
    places.forEach(function (place) { place.hidden = true; });
    return;
  }
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    if (!says) { return; }
    says.hidden = false;
    says.focus();
  });
})();
