/* What every page of an engagement has: its data, elements whose words are text and never markup, and a bar to search and
   choose by. It asks for nothing outside this folder. */
"use strict";
const page = (function () {
  const data = JSON.parse(document.getElementById("data").textContent);

  /* Words as they are searched: full-width letters and capitals are as good as others. */
  function plain(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function make(tag, parent, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  }

  function header(parent) {
    const element = make("header", parent);
    make("h1", element, "", data.title);
    make("p", element, "", data.subtitle);
  }

  /* A bar that calls refresh whenever something else is searched or chosen; forget is called before all is shown again. */
  function toolbar(parent, refresh, forget) {
    const words = data.words;
    const bar = make("div", parent, "tools");
    bar.setAttribute("role", "search");
    const search = make("input", bar);
    search.type = "search";
    search.id = "search";
    search.placeholder = words.search;
    search.setAttribute("aria-label", words.search);
    search.addEventListener("input", refresh);
    const reset = make("button", bar, "", words.reset);
    reset.type = "button";
    reset.id = "reset";
    const counted = make("span", bar, "count");
    counted.id = "count";
    counted.setAttribute("aria-live", "polite");
    const selects = [];
    reset.addEventListener("click", function () {
      search.value = "";
      selects.forEach(function (select) { select.value = ""; });
      if (forget) forget();
      refresh();
    });

    return {
      /* A list to choose from; options are value, words and how many there are. Answers how to ask what is chosen, "" for all. */
      choose: function (id, label, options) {
        const holder = make("label", null, "", label + " ");
        const select = make("select", holder);
        select.id = id;
        make("option", select, "", words.all).value = "";
        options.forEach(function (option) {
          make("option", select, "", option[1] + " (" + option[2].toLocaleString("en") + ")").value = option[0];
        });
        select.addEventListener("change", refresh);
        bar.insertBefore(holder, reset);
        selects.push(select);
        return function () { return select.value; };
      },
      /* Whether a text (made plain) has every word that is searched now. */
      finder: function () {
        const terms = plain(search.value).split(/\s+/).filter(Boolean);
        return function (text) { return terms.every(function (term) { return text.indexOf(term) >= 0; }); };
      },
      count: function (shown, whole) {
        counted.textContent = words.shown.replace("{shown}", shown.toLocaleString("en"))
          .replace("{whole}", whole.toLocaleString("en"));
      },
    };
  }

  return { data: data, plain: plain, make: make, header: header, toolbar: toolbar };
})();
