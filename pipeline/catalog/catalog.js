// The only script of the catalog; every page can be read without it. On the first visit it opens the list of works in
// the reader's language, and remembers what is chosen later. A line of the contents that another language's page has
// led to opens the text itself.
"use strict";

(() => {
  const KEY = "polyfolio-language";
  const here = document.documentElement;

  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // private windows may have no storage
    }
  };
  const keep = (tag) => {
    try {
      localStorage.setItem(KEY, tag);
    } catch {
      // then nothing is remembered, and nothing is chosen
    }
  };

  // zh-TW is written as zh-Hant is: language and script decide (UTS 35, likely subtags)
  const written = (tag) => {
    try {
      const { language, script } = new Intl.Locale(tag).maximize();
      return `${language}-${script}`;
    } catch {
      return tag;
    }
  };

  const choose = () => {
    const links = [...document.querySelectorAll("nav a[data-language]")];
    const wanted = kept() ? [kept()] : navigator.languages;
    const fits = (tag) =>
      links.find((link) => link.dataset.language === tag) ??
      links.find((link) => written(link.dataset.language) === written(tag));
    const link = wanted.map(fits).find(Boolean);
    keep(link?.dataset.language ?? here.lang);
    if (link && kept() && link.getAttribute("aria-current") !== "page") {
      location.replace(link.href);
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-language]");
    if (link) {
      keep(link.dataset.language);
    }
  });

  if ("choose" in here.dataset) {
    choose();
  }
  const line = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (line?.matches(".contents a")) {
    location.replace(line.href);
  }
})();
