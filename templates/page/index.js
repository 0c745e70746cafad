/* All branches of an engagement in a browser: numbers, failures, one table to search and sort. */
"use strict";
(function () {
  const data = page.data;
  const make = page.make;
  const words = data.words;
  const app = document.getElementById("app");
  const ROW = 40; // pixels, as in the style sheet
  const SPARE = 12; // rows beyond those in sight
  const MOST_FAILURES = 50;
  const FAILED = data.standing_names.indexOf("failed");
  const ATTENTION = data.standing_names.indexOf("attention");

  const rows = data.rows.map(function (raw, index) {
    const one = { index: index, id: raw[0], name: raw[1], type: raw[2], standing: raw[3], findings: raw[4], figures: raw[5],
      folder: raw[6], files: raw[7], why: raw[8], evidence: raw[9] };
    one.text = page.plain([one.id, one.name, data.types[one.type], data.standings[one.standing], one.why].join(" "));
    return one;
  });

  function link(parent, path, text) {
    const anchor = make("a", parent, "", text);
    anchor.href = path.split("/").map(encodeURIComponent).join("/");
    return anchor;
  }

  // ---- the head: numbers, what failed, what is of the whole engagement ----

  page.header(app);
  const tiles = make("dl", app, "tiles");
  data.tiles.forEach(function (tile) {
    const holder = make("div", tiles);
    make("dt", holder, "", tile[0]);
    make("dd", holder, "", tile[1]);
  });
  if (data.meeting.files.length) {
    const meeting = make("p", app, "meeting", words.meeting + " ");
    meeting.id = "meeting";
    data.meeting.files.forEach(function (path) { link(meeting, path, path.split("/").pop()); });
  }
  if (data.under_way) {
    make("p", app, "under-way", words.under_way).setAttribute("role", "status");
  }

  function sayHow(parent, text) {
    make("code", make("p", parent, "how", text + " "), "", data.go_on);
  }

  function showFailures() {
    const failed = rows.filter(function (one) { return one.standing === FAILED || one.standing === ATTENTION; });
    if (!failed.length && !data.meeting.why) {
      if (data.go_on) sayHow(app, words.unfinished);
      return;
    }
    const section = make("details", app, "failures");
    section.id = "failures";
    section.open = true;
    const count = words.failures.replace("{count}", failed.length.toLocaleString("en"));
    make("summary", section, "", failed.length ? count : words.meeting_failed);
    if (data.go_on) sayHow(section, words.go_on);
    const list = make("ul", section);
    function show(who, one) {
      const item = make("li", list);
      make("strong", item, "", who);
      item.appendChild(document.createTextNode(" " + one.why + " "));
      if (one.evidence) link(item, one.evidence, words.evidence);
    }
    if (data.meeting.why) show(words.meeting_failed, data.meeting);
    failed.slice(0, MOST_FAILURES).forEach(function (one) { show(one.id + " " + one.name, one); });
    if (failed.length > MOST_FAILURES) {
      make("li", list, "", words.more_failures.replace("{count}", (failed.length - MOST_FAILURES).toLocaleString("en")));
    }
  }
  showFailures();

  // ---- what is searched and chosen by ----

  const tools = page.toolbar(app, refresh, function () {
    if (order) order.head.removeAttribute("aria-sort");
    order = null;
  });

  function filter(id, label, names, of) {
    const counts = names.map(function (name, place) { return rows.filter(function (one) { return of(one) === place; }).length; });
    const options = names.map(function (name, place) { return [String(place), name, counts[place]]; });
    const chosen = tools.choose(id, label, options.filter(function (option) { return option[2]; }));
    return function (one) { return chosen() === "" || of(one) === Number(chosen()); };
  }
  const fits = [
    filter("standing", words.state, data.standings, function (one) { return one.standing; }),
    filter("type", words.type, data.types, function (one) { return one.type; }),
  ];

  // ---- the table ----

  const collator = new Intl.Collator(data.language, { numeric: true });
  const severities = ["high", "medium", "low"];
  const hasFindings = rows.some(function (one) { return one.findings; });
  const columns = [
    { id: "id", title: words.id, value: function (one) { return one.id; } },
    { id: "branch", title: words.branch, value: function (one) { return one.name; } },
    { id: "type", title: words.type, value: function (one) { return data.types[one.type]; } },
    { id: "standing", title: words.state, number: true, value: function (one) { return one.standing; },
      fill: function (cell, one) { make("span", cell, "standing " + data.standing_names[one.standing], data.standings[one.standing]); } },
  ];
  if (hasFindings) {
    severities.forEach(function (severity, place) {
      columns.push({ id: severity, title: words[severity], number: true, first: -1,
        value: function (one) { return one.findings ? one.findings[place] : null; } });
    });
  }
  data.figures.forEach(function (figure, place) {
    columns.push({ id: figure[0], title: figure[1], number: true, first: -1,
      value: function (one) { return one.figures[place] ? one.figures[place][0] : null; },
      shown: function (one) { return one.figures[place] ? one.figures[place][1] : "—"; } });
  });
  columns.push({ id: "files", title: words.files, fill: fillFiles });

  const field = make("div", app, "field");
  field.id = "field";
  field.tabIndex = 0;
  field.setAttribute("role", "region");
  field.setAttribute("aria-label", words.table);
  const table = make("table", field);
  table.setAttribute("aria-label", words.table);
  const heads = make("tr", make("thead", table));
  const above = make("tbody", table, "spacer");
  const body = make("tbody", table);
  body.id = "rows";
  const below = make("tbody", table, "spacer");
  const nothing = make("p", field, "nothing", words.nothing);
  const spacers = [above, below].map(function (part) {
    part.setAttribute("aria-hidden", "true");
    const cell = make("td", make("tr", part));
    cell.colSpan = columns.length;
    return cell;
  });

  columns.forEach(function (column) {
    const head = make("th", heads, "c-" + column.id + (column.number ? " number" : ""));
    head.scope = "col";
    column.head = head;
    if (!column.value) {
      head.textContent = column.title;
      return;
    }
    head.dataset.title = column.title; // what is printed in the button's stead
    const button = make("button", head, "", column.title);
    button.type = "button";
    button.title = words.sort.replace("{column}", column.title);
    button.addEventListener("click", function () { sortBy(column); });
  });

  function fillFiles(cell, one) {
    one.files.forEach(function (place) {
      link(cell, one.folder + "/" + data.files[place][0] + (data.files[place][0].includes(".") ? "" : "/"), data.files[place][1]);
    });
  }

  function element(one, place) {
    const row = make("tr", null, place % 2 ? "odd" : "");
    row.setAttribute("aria-rowindex", String(place + 2));
    columns.forEach(function (column, number) {
      const cell = make(number === 1 ? "th" : "td", row, "c-" + column.id + (column.number ? " number" : ""));
      if (number === 1) cell.scope = "row";
      if (column.fill) {
        column.fill(cell, one);
        return;
      }
      const value = column.shown ? column.shown(one) : column.value(one);
      cell.textContent = value === null ? "—" : String(value);
      if (!column.number) cell.title = cell.textContent;
    });
    return row;
  }

  let fitting = rows;
  let order = null;
  let direction = 1;
  let standing = new Map(); // the rows in sight, by their place
  let whole = false;

  function draw() {
    const height = field.clientHeight || 600;
    const first = whole ? 0 : Math.max(0, Math.floor(field.scrollTop / ROW) - SPARE);
    const last = whole ? fitting.length : Math.min(fitting.length, first + Math.ceil(height / ROW) + 2 * SPARE);
    const kept = new Map();
    standing.forEach(function (row, place) {
      if (place >= first && place < last) kept.set(place, row);
      else row.remove();
    });
    let next = body.firstChild;
    for (let place = first; place < last; place += 1) {
      if (kept.has(place)) {
        next = kept.get(place).nextSibling;
        continue;
      }
      const row = element(fitting[place], place);
      body.insertBefore(row, next);
      kept.set(place, row);
    }
    standing = kept;
    spacers[0].style.height = first * ROW + "px";
    spacers[1].style.height = (fitting.length - last) * ROW + "px";
    above.hidden = first === 0;
    below.hidden = last === fitting.length;
  }

  function refresh() {
    const found = tools.finder();
    fitting = rows.filter(function (one) { return fits.every(function (fit) { return fit(one); }) && found(one.text); });
    if (order) fitting = sorted(fitting);
    tools.count(fitting.length, rows.length);
    table.setAttribute("aria-rowcount", String(fitting.length + 1));
    nothing.hidden = fitting.length > 0;
    body.textContent = "";
    standing = new Map();
    field.scrollTop = 0;
    draw();
  }

  function sorted(list) {
    // Whatever the direction, branches without the figure come last, and equals stay in the bank's own order.
    const keyed = list.map(function (one) { return [order.value(one), one]; });
    keyed.sort(function (a, b) {
      if (a[0] === null || b[0] === null) return (a[0] === null) - (b[0] === null) || a[1].index - b[1].index;
      const difference = order.number ? a[0] - b[0] : collator.compare(a[0], b[0]);
      return direction * difference || a[1].index - b[1].index;
    });
    return keyed.map(function (pair) { return pair[1]; });
  }

  function sortBy(column) {
    direction = order === column ? -direction : column.first || 1;
    if (order) order.head.removeAttribute("aria-sort");
    order = column;
    column.head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    refresh();
  }

  field.addEventListener("scroll", draw, { passive: true });
  window.addEventListener("resize", draw);
  window.addEventListener("beforeprint", function () { whole = true; draw(); });
  window.addEventListener("afterprint", function () { whole = false; draw(); });
  refresh();
})();
