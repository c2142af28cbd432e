// Everything works without this file. With it, forms and links change the page in place: focus stays, changes are spoken.
(() => {
  const say = (words) => {
    const region = document.getElementById("announcer");
    region.textContent = "";
    window.setTimeout(() => { region.textContent = words; }, 60);
  };
  // What people opened stays open when the page changes around it.
  if (window.Idiomorph) {
    window.Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => !(name === "open" && node.tagName === "DETAILS");
  }
  const pressable = "a, button, input, select, textarea, summary";
  let trail = [];
  let path = location.pathname;
  const focusOn = (element) => {
    if (!element) return;
    if (!element.matches(pressable)) element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: true });
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    trail = [];
    for (let at = document.activeElement; at && at.id !== "main"; at = at.parentElement) if (at.id) trail.push(at.id);
    if (!event.detail.elt.hasAttribute("hx-trigger")) document.documentElement.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:afterRequest", () => document.documentElement.removeAttribute("aria-busy"));
  document.addEventListener("htmx:afterSettle", (event) => {
    const spoken = document.querySelector("#main [data-announce]");
    const isDeed = event.detail.requestConfig && event.detail.requestConfig.verb === "post";
    if (spoken && (isDeed || spoken.dataset.announce !== say.last)) say((say.last = spoken.dataset.announce));
    if (path !== location.pathname) {
      path = location.pathname;
      window.scrollTo(0, 0);
      focusOn(document.querySelector("#main [data-focus], #main h1"));
      return;
    }
    if (document.activeElement !== document.body) return;
    // The button itself, else the first thing to press in the nearest part of the page that is still there.
    const near = trail.map((id) => document.getElementById(id)).find(Boolean);
    focusOn(near && (near.matches(pressable) ? near : near.querySelector(pressable)) || document.querySelector("#main [data-focus], #main h1"));
  });
  // What was refused is not a place to come back to: the address stays that of the page it was asked from.
  document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
    if (event.detail.xhr.status >= 400) Object.assign(event.detail.history, { type: "replace", path: location.pathname + location.search });
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, () => say("That did not work. Check your connection and try again."));
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form) form.requestSubmit();
  });
})();
