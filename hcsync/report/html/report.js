"use strict";
// Without this script everything is shown, one below the other, and where there are many, folded. It adds tabs and search.
(() => {
  const items = [...document.querySelectorAll("details.item")];

  // One tab a locale, with the keys that readers of screens expect (WAI-ARIA, tabs).
  items.forEach((item, at) => {
    const panes = [...item.querySelectorAll(".pane")];
    if (panes.length < 2) return;
    const list = document.createElement("div");
    list.className = "tabs";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Languages of " + item.querySelector("h2").textContent);
    const tabs = panes.map((pane, number) => {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = "tab-" + at + "-" + number;
      tab.textContent = pane.dataset.name || "all";
      tab.setAttribute("role", "tab");
      pane.id = "pane-" + at + "-" + number;
      pane.setAttribute("role", "tabpanel");
      pane.setAttribute("aria-labelledby", tab.id);
      pane.tabIndex = 0;
      tab.setAttribute("aria-controls", pane.id);
      tab.addEventListener("click", () => choose(number));
      list.append(tab);
      return tab;
    });
    const choose = (chosen) => {
      tabs.forEach((tab, number) => {
        tab.setAttribute("aria-selected", String(number === chosen));
        tab.tabIndex = number === chosen ? 0 : -1;
        panes[number].hidden = number !== chosen;
      });
    };
    list.addEventListener("keydown", (event) => {
      const now = tabs.indexOf(document.activeElement);
      const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined || now < 0) return;
      event.preventDefault();
      const next = (to + tabs.length) % tabs.length;
      choose(next);
      tabs[next].focus();
    });
    panes[0].before(list);
    choose(0);
  });

  const search = document.getElementById("search");
  if (!search) return;
  const found = document.getElementById("found");
  const everything = found.textContent;
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = items.map((item) => folded(item.textContent));
  const look = () => {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    items.forEach((item, at) => {
      item.hidden = !words.every((word) => texts[at].includes(word));
      shown += !item.hidden;
    });
    document.getElementById("nothing").hidden = shown > 0;
    found.textContent = words.length ? shown + " of " + everything : everything;
  };
  search.addEventListener("input", look);
  search.form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && document.activeElement === search) {
      search.value = "";
      look();
    }
  });

  const fold = document.getElementById("fold");
  const unfold = (open) => {
    items.forEach((item) => { item.open = open; });
    fold.setAttribute("aria-pressed", String(!open));
    fold.textContent = open ? "Fold all" : "Unfold all";
  };
  fold.addEventListener("click", () => unfold(fold.getAttribute("aria-pressed") === "true"));
  // The page comes folded where there is much on it: to lay out thousands of articles takes half a minute.
  if (items.length && !items[0].open) unfold(false);
  // On paper there is nothing to be unfolded.
  window.addEventListener("beforeprint", () => unfold(true));
})();
