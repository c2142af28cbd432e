// Everything works without this file. With it, forms and links change the page in place: focus stays, changes are spoken.
(() => {
  const say = (words) => {
    const region = document.getElementById("announcer");
    region.textContent = "";
    window.setTimeout(() => { region.textContent = words; }, 60);
  };
  let pressed = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const focused = document.activeElement;
    pressed = focused && focused.id ? focused.id : null;
    if (!event.detail.elt.hasAttribute("hx-trigger")) document.documentElement.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:afterRequest", () => document.documentElement.removeAttribute("aria-busy"));
  document.addEventListener("htmx:afterSettle", (event) => {
    const spoken = document.querySelector("#main [data-announce]");
    const isDeed = event.detail.requestConfig && event.detail.requestConfig.verb === "post";
    if (spoken && (isDeed || spoken.dataset.announce !== say.last)) say((say.last = spoken.dataset.announce));
    if (document.activeElement !== document.body) return;
    const next = (pressed && document.getElementById(pressed)) || document.querySelector("#main [data-focus], #main h1");
    if (!next) return;
    if (!next.matches("a, button, input, select, textarea, summary")) next.setAttribute("tabindex", "-1");
    next.focus({ preventScroll: pressed !== null && next.id === pressed });
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, () => say("That did not work. Check your connection and try again."));
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form) form.requestSubmit();
  });
})();
