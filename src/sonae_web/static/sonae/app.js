// The little that needs a script: save what was chosen before the script was there, say when it could not be saved, print.
(function () {
  "use strict";
  function show(visible) {
    var notice = document.getElementById("unsaved");
    if (notice) notice.hidden = !visible;
  }
  document.addEventListener("htmx:sendError", function () { show(true); });
  document.addEventListener("htmx:responseError", function () { show(true); });
  document.addEventListener("htmx:afterRequest", function (event) { if (event.detail.successful) show(false); });
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[hx-post]").forEach(function (form) {
      var early = Array.prototype.find.call(form.elements, function (field) {
        return field.type === "radio" && field.checked && !field.defaultChecked;
      });
      if (early) early.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  document.querySelectorAll("input[data-words]").forEach(function (slider) {
    var words = slider.dataset.words.split("|"), output = document.getElementById(slider.dataset.output);
    function say() {
      output.textContent = words[slider.value];
      slider.setAttribute("aria-valuetext", words[slider.value]);
    }
    slider.addEventListener("input", say);
    say();
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  var errors = document.getElementById("errors");
  if (errors) errors.focus();
})();
