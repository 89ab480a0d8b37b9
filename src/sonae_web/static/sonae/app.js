// The little that needs a script: say when an answer could not be saved, and print.
(function () {
  "use strict";
  function show(visible) {
    var notice = document.getElementById("unsaved");
    if (notice) notice.hidden = !visible;
  }
  document.addEventListener("htmx:sendError", function () { show(true); });
  document.addEventListener("htmx:responseError", function () { show(true); });
  document.addEventListener("htmx:afterRequest", function (event) { if (event.detail.successful) show(false); });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  var errors = document.getElementById("errors");
  if (errors) errors.focus();
})();
