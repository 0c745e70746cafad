/* The ecosystem map in a browser: one canvas, one list, filters, a record. */
"use strict";
(function () {
  const data = page.data;
  const make = page.make;
  const words = data.words;
  const columns = data.filters;
  const app = document.getElementById("app");
  const FULL = Math.PI * 2;
  const FIELD = 1000; // radius of the whole map, in units of its own
  const CENTRE = 110;
  const RIM = 70;
  const SIZES = [7, 10, 14, 19];
  const ROW = 44;
  const LARGE = 24; // pixels of the radius from which a mark is drawn for itself

  const records = data.records.map(function (raw, index) {
    return { index: index, cells: raw[0], label: raw[1], place: raw[2], name: raw[0][1], shown: true, x: 0, y: 0, r: 0, wide: 0, look: "",
             text: page.plain(raw[0].join(" ")) };
  });

  // ---- places: each firm has a fixed one, worked out once ----

  function count(key) {
    const counts = new Array(key === "sector" ? data.sectors.length : data.bands.length).fill(0);
    records.forEach(function (one) { if (one.place) counts[one.place[key === "sector" ? 0 : 1]] += 1; });
    return counts;
  }

  function shares(weights, whole, least) {
    const total = weights.reduce(function (a, b) { return a + b; }, 0);
    const free = whole - least * weights.length;
    return weights.map(function (weight) { return least + (total ? free * weight / total : free / weights.length); });
  }

  function running(start, steps) {
    const edges = [start];
    steps.forEach(function (step) { edges.push(edges[edges.length - 1] + step); });
    return edges;
  }

  const sectorCounts = count("sector");
  const bandCounts = count("band");
  const usedBands = bandCounts.map(function (n, band) { return band; }).filter(function (band) { return bandCounts[band] > 0; });
  const starts = running(0, shares(sectorCounts.map(Math.sqrt), FULL, FULL / 10));
  const radii = running(CENTRE, shares(usedBands.map(function (band) { return Math.sqrt(bandCounts[band]); }),
    FIELD - RIM - CENTRE, Math.min(120, (FIELD - RIM - CENTRE) / (1.5 * Math.max(1, usedBands.length)))));

  function settle() {
    const cells = new Map();
    records.forEach(function (one) {
      if (!one.place) return;
      const key = one.place[0] + "/" + one.place[1];
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(one);
    });
    cells.forEach(function (members) {
      const sector = members[0].place[0];
      const band = usedBands.indexOf(members[0].place[1]);
      const from = starts[sector], width = starts[sector + 1] - from;
      const inner = radii[band], outer = radii[band + 1];
      const area = width / 2 * (outer * outer - inner * inner);
      const room = Math.sqrt(area / members.length);
      const fit = room < 26 ? room / 26 : Math.min(2, Math.max(1, room / 60)); // few firms stand larger
      members.forEach(function (one, order) {
        // Two steps that never fall into line fill a cell evenly, however many firms stand in it; near to the middle
        // of a band means nothing where no distance is known.
        const turn = (0.5 + order * 0.7548776662466927) % 1;
        const far = (0.5 + order * 0.5698402909980532) % 1;
        const even = Math.sqrt(inner * inner + (outer * outer - inner * inner) * far);
        const depth = one.place[2] === null ? even : inner + (outer - inner) * (0.04 + 0.92 * one.place[2]);
        one.r = Math.max(2.2, SIZES[one.place[4]] * fit);
        const pad = Math.min(width / 2.2, (one.r + 6) / depth);
        const angle = from + pad + turn * (width - 2 * pad);
        const radius = Math.min(outer - one.r - 2, Math.max(inner + one.r + 2, depth));
        one.x = radius * Math.sin(angle);
        one.y = -radius * Math.cos(angle);
      });
    });
  }
  settle();

  // ---- the page ----

  page.header(app);
  const tools = page.toolbar(app, refresh);

  function filter(id, label, column, order, empty) {
    const seen = new Map();
    records.forEach(function (one) { seen.set(one.cells[column], (seen.get(one.cells[column]) || 0) + 1); });
    const values = Array.from(seen.keys());
    values.sort(function (a, b) {
      const first = order.indexOf(a), second = order.indexOf(b);
      return (first < 0 ? 1e6 : first) - (second < 0 ? 1e6 : second) || (a < b ? -1 : 1);
    });
    const chosen = tools.choose(id, label, values.map(function (value) { return ["=" + value, value || empty, seen.get(value)]; }));
    return function (one) { return chosen() === "" || "=" + one.cells[column] === chosen(); };
  }
  const fits = [
    filter("module", words.module, columns.module, data.sectors, words.no_module),
    filter("status", words.status, columns.side, [], ""),
    filter("aim", words.aim, columns.aim, [], words.no_module),
    filter("owner", words.owner, columns.owner, data.owners, words.unowned),
  ];

  const main = make("main", app);
  const field = make("div", main, "map");
  const canvas = make("canvas", field);
  canvas.id = "map";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", data.title);
  const unplaced = records.filter(function (one) { return !one.place; }).length;
  make("div", field, "hint", words.help + (unplaced ? " · " + words.unplaced.replace("{count}", String(unplaced)) : ""));
  const whole = make("button", field, "whole", words.whole_map);
  const aside = make("aside", main);
  const list = make("div", aside, "list");
  list.id = "list";
  list.setAttribute("aria-label", words.list);
  const spacer = make("div", list);
  const detail = make("section", aside, "record");
  detail.id = "record";
  detail.hidden = true;
  detail.setAttribute("aria-live", "polite");

  // ---- filters and list ----

  let fitting = records;
  let chosen = null;

  function refresh() {
    const found = tools.finder();
    records.forEach(function (one) {
      one.shown = fits.every(function (fit) { return fit(one); }) && found(one.text);
    });
    fitting = records.filter(function (one) { return one.shown; });
    tools.count(fitting.length, records.length);
    list.scrollTop = 0;
    showList();
    redraw();
  }

  function ownerColour(one) {
    const owner = one.place ? one.place[5] : null;
    const owners = data.colours.owners;
    return owner === null ? data.colours.nobody[0] : owners[Math.min(owner, owners.length - 1)];
  }

  function showList() {
    // Only the rows in sight are elements; a list of thousands scrolls as one of ten.
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 4);
    const last = Math.min(fitting.length, first + Math.ceil(list.clientHeight / ROW) + 8);
    spacer.textContent = "";
    spacer.style.height = fitting.length * ROW + "px";
    if (!fitting.length) {
      spacer.style.height = "auto";
      make("p", spacer, "nothing", words.nothing);
    }
    fitting.slice(first, last).forEach(function (one, place) {
      const row = make("button", spacer, one === chosen ? "chosen" : "");
      row.type = "button";
      row.style.top = (first + place) * ROW + "px";
      row.dataset.index = String(one.index);
      const dot = make("span", row, "dot");
      dot.style.borderColor = ownerColour(one);
      if (one.place && one.place[3]) dot.style.background = ownerColour(one);
      row.appendChild(document.createTextNode(one.name));
      make("small", row, "", [one.cells[columns.side], one.cells[columns.module] || words.no_module,
        one.cells[columns.owner] || words.unowned].join(" · "));
      row.addEventListener("click", function () { choose(one, true); });
    });
  }

  function choose(one, centre) {
    chosen = one;
    detail.textContent = "";
    detail.hidden = !one;
    if (one) {
      const close = make("button", detail, "close", "×");
      close.type = "button";
      close.setAttribute("aria-label", words.close);
      close.addEventListener("click", function () { choose(null, false); });
      make("h2", detail, "", one.name);
      const table = make("dl", detail);
      data.columns.forEach(function (title, place) {
        if (place === 1 || one.cells[place] === "") return;
        make("dt", table, "", title);
        make("dd", table, "", one.cells[place]);
      });
      detail.scrollTop = 0;
      if (centre && one.place && scale * FIELD < 1.2 * fitScale() * FIELD) { scale = fitScale() * 2.5; moveTo(one); }
      else if (centre && one.place) moveTo(one);
    }
    showList();
    redraw();
  }

  // ---- drawing ----

  const pen = canvas.getContext("2d");
  let scale = 1, left = 0, top = 0, waiting = false, own = true;
  const fontFamily = getComputedStyle(document.body).fontFamily;

  function fitScale() {
    return Math.min(canvas.clientWidth, canvas.clientHeight) / (2 * FIELD + 40);
  }

  function showWhole() {
    own = true;
    scale = fitScale();
    left = canvas.clientWidth / 2;
    top = canvas.clientHeight / 2;
    redraw();
  }

  function moveTo(one) {
    own = false;
    left = canvas.clientWidth / 2 - one.x * scale;
    top = canvas.clientHeight / 2 - one.y * scale;
  }

  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () { waiting = false; paint(); });
  }

  function ring(inner, outer, from, to) {
    pen.beginPath();
    pen.arc(0, 0, outer, from - Math.PI / 2, to - Math.PI / 2);
    pen.arc(0, 0, inner, to - Math.PI / 2, from - Math.PI / 2, true);
    pen.closePath();
  }

  function paintField() {
    data.sectors.forEach(function (title, sector) {
      for (let band = 0; band + 1 < radii.length; band += 1) {
        ring(radii[band], radii[band + 1], starts[sector], starts[sector + 1]);
        pen.fillStyle = data.colours.sectors[sector % data.colours.sectors.length];
        pen.globalAlpha = band % 2 ? 0.75 : 1;
        pen.fill();
        pen.globalAlpha = 1;
        pen.lineWidth = 3;
        pen.strokeStyle = "#fff";
        pen.stroke();
      }
      ring(FIELD - RIM + 4, FIELD, starts[sector], starts[sector + 1]);
      pen.fillStyle = data.colours.rims[sector % data.colours.rims.length];
      pen.fill();
      paintTitle(title + "  " + sectorCounts[sector], (starts[sector] + starts[sector + 1]) / 2);
    });
    pen.fillStyle = "#14375e";
    pen.beginPath();
    pen.arc(0, 0, CENTRE - 6, 0, FULL);
    pen.fill();
    paintCentre();
  }

  function paintTitle(text, middle) {
    pen.save();
    pen.font = "bold 40px " + fontFamily;
    pen.fillStyle = "#fff";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const upside = Math.cos(middle) < 0;
    const radius = FIELD - RIM / 2 + 2;
    const letters = Array.from(text);
    const widths = letters.map(function (letter) { return pen.measureText(letter).width / radius; });
    const total = widths.reduce(function (a, b) { return a + b; }, 0);
    const direction = upside ? -1 : 1;
    let angle = middle - direction * total / 2;
    letters.forEach(function (letter, place) {
      const at = angle + direction * widths[place] / 2;
      pen.save();
      pen.translate(radius * Math.sin(at), -radius * Math.cos(at));
      pen.rotate(at + (upside ? Math.PI : 0));
      pen.fillText(letter, 0, 0);
      pen.restore();
      angle += direction * widths[place];
    });
    pen.restore();
  }

  /* The branch's name in as few lines and as large letters as go into the disc. */
  function paintCentre() {
    const room = 2 * CENTRE - 30;
    let size = 0, lines = [];
    [[1, 24], [2, 20], [3, 12]].some(function (step) {
      for (size = 36; size >= step[1]; size -= 2) {
        pen.font = "bold " + size + "px " + fontFamily;
        lines = linesOf(data.centre, room);
        if (lines.length <= step[0] && lines.every(function (line) { return pen.measureText(line).width <= room; })) {
          return true;
        }
      }
      return false;
    });
    pen.fillStyle = "#fff";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    lines.slice(0, 3).forEach(function (line, place, shown) {
      pen.fillText(line, 0, (place - (shown.length - 1) / 2) * 1.2 * size, room);
    });
  }

  /* Words in lines of at most this width: broken between words where there are blanks, else between letters. */
  function linesOf(words, room) {
    const gap = words.indexOf(" ") < 0 ? "" : " ";
    return (gap ? words.split(gap) : Array.from(words)).reduce(function (lines, piece) {
      const longer = lines.length ? lines[lines.length - 1] + gap + piece : piece;
      if (lines.length && pen.measureText(longer).width <= room) { lines[lines.length - 1] = longer; } else { lines.push(piece); }
      return lines;
    }, []);
  }

  /* Writes the bands' titles and answers their boxes in pixels of the screen. */
  function paintBands() {
    pen.font = Math.max(22, Math.min(34, 13 / scale)) + "px " + fontFamily;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    return usedBands.map(function (band, place) {
      const y = -radii[place + 1] + 5, width = pen.measureText(data.bands[band]).width + 12;
      const height = Math.max(26, Math.min(40, 16 / scale));
      pen.fillStyle = "rgba(255,255,255,.85)";
      pen.fillRect(-width / 2, y, width, height);
      pen.fillStyle = "#56616d";
      pen.fillText(data.bands[band], 0, y + 3);
      return [left - width / 2 * scale, top + y * scale, left + width / 2 * scale, top + (y + height) * scale];
    });
  }

  function paintMark(brush, one, x, y, zoomed) {
    const colour = ownerColour(one);
    brush.beginPath();
    brush.arc(x, y, one.r * zoomed, 0, FULL);
    brush.fillStyle = one.place[3] ? colour : "#fff";
    brush.fill();
    brush.lineWidth = Math.max(1.6, one.r / 4) * zoomed;
    brush.strokeStyle = colour;
    brush.stroke();
  }

  /* A small mark in pixels of the screen. Thousands of them look alike: each look is drawn once for a scale, then copied. */
  const stamps = { zoomed: 0, looks: new Map() };
  function stampOf(one, zoomed) {
    if (stamps.zoomed !== zoomed) { stamps.zoomed = zoomed; stamps.looks.clear(); }
    const look = one.look || (one.look = ownerColour(one) + one.place[3] + one.r);
    if (!stamps.looks.has(look)) {
      const side = 2 * Math.ceil((one.r + Math.max(1.6, one.r / 4) / 2) * zoomed) + 2;
      const stamp = new OffscreenCanvas(side, side);
      paintMark(stamp.getContext("2d"), one, side / 2, side / 2, zoomed);
      stamps.looks.set(look, stamp.transferToImageBitmap());
    }
    return stamps.looks.get(look);
  }

  function paintMarks() {
    const fine = ratio(), zoomed = scale * fine, across = canvas.width, down = canvas.height;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    records.forEach(function (one) {
      if (!one.place) return;
      const x = fine * (left + one.x * scale), y = fine * (top + one.y * scale), reach = 2 * one.r * zoomed;
      if (x < -reach || y < -reach || x > across + reach || y > down + reach) return;
      pen.globalAlpha = one.shown ? 1 : 0.1;
      if (one.r * zoomed > LARGE) { paintMark(pen, one, x, y, zoomed); return; }
      const stamp = stampOf(one, zoomed);
      pen.drawImage(stamp, Math.round(x - stamp.width / 2), Math.round(y - stamp.height / 2));
    });
    pen.globalAlpha = 1;
    pen.setTransform(zoomed, 0, 0, zoomed, fine * left, fine * top);
    if (chosen && chosen.place) {
      pen.beginPath();
      pen.arc(chosen.x, chosen.y, chosen.r + 7, 0, FULL);
      pen.lineWidth = 4;
      pen.strokeStyle = "#c44f36";
      pen.stroke();
    }
  }

  function paintNames(titles) {
    // Names are written in pixels of the screen, the most prominent first, each where it covers no other name.
    const middle = CENTRE * scale;
    const size = 12;
    const taken = new Map(); // boxes by the lines of text that they touch: a name is held against its neighbours alone
    function lines(box) { return [Math.floor(box[1] / (2 * size)), Math.floor(box[3] / (2 * size))]; }
    function take(box) {
      const ends = lines(box);
      for (let line = ends[0]; line <= ends[1]; line += 1) {
        if (!taken.has(line)) taken.set(line, []);
        taken.get(line).push(box);
      }
    }
    function isTaken(box) {
      const ends = lines(box);
      for (let line = ends[0]; line <= ends[1]; line += 1) {
        const others = taken.get(line) || [];
        for (let i = 0; i < others.length; i += 1) {
          const other = others[i];
          if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return true;
        }
      }
      return false;
    }
    [[left - middle, top - middle, left + middle, top + middle]].concat(titles).forEach(take);
    pen.setTransform(ratio(), 0, 0, ratio(), 0, 0);
    pen.font = size + "px " + fontFamily;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    const rim = (FIELD - RIM) * scale, across = canvas.clientWidth, down = canvas.clientHeight;
    let written = 0;
    function roomAt(x, y, width) {
      // A name stands beside its mark and inside the field, whose rim carries names of its own.
      const box = [x - 1, y - size * 0.7, x + width + 1, y + size * 0.7];
      const far = Math.max(Math.abs(box[0] - left), Math.abs(box[2] - left));
      const high = Math.max(Math.abs(box[1] - top), Math.abs(box[3] - top));
      return far * far + high * high < rim * rim && !isTaken(box) ? box : null;
    }
    const order = chosen && chosen.place ? [chosen].concat(records) : records;
    for (let i = 0; i < order.length && written < 160; i += 1) {
      const one = order[i];
      if (!one.place || !one.shown || (i > 0 && one === chosen)) continue;
      const x = left + one.x * scale, y = top + one.y * scale, apart = one.r * scale + 3;
      if (x < -80 || y < 0 || x > across + 80 || y > down) continue;
      if (one.r * scale < 2.2 && one !== chosen) continue;
      const label = one.label.length > 16 ? one.label.slice(0, 15) + "…" : one.label;
      const width = one.wide || (one.wide = pen.measureText(label).width);
      const box = roomAt(x + apart, y, width) || roomAt(x - apart - width, y, width);
      if (!box) continue;
      take(box);
      pen.fillStyle = "rgba(255,255,255,.6)";
      pen.fillRect(box[0], box[1] + 1, box[2] - box[0], box[3] - box[1] - 2);
      pen.fillStyle = "#1f2933";
      pen.fillText(label, box[0] + 1, y);
      written += 1;
    }
  }

  function ratio() { return window.devicePixelRatio || 1; }

  function paint() {
    const width = Math.round(canvas.clientWidth * ratio()), height = Math.round(canvas.clientHeight * ratio());
    if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = "#edf2f7";
    pen.fillRect(0, 0, width, height);
    pen.setTransform(ratio() * scale, 0, 0, ratio() * scale, ratio() * left, ratio() * top);
    paintField();
    paintMarks();
    paintNames(paintBands());
  }

  // ---- moving about and pointing ----

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function hit(point) {
    let best = null, distance = Infinity;
    records.forEach(function (one) {
      if (!one.place || !one.shown) return;
      const dx = left + one.x * scale - point.x, dy = top + one.y * scale - point.y;
      const apart = Math.hypot(dx, dy) - one.r * scale;
      if (apart < 4 && apart < distance) { best = one; distance = apart; }
    });
    return best;
  }

  const fingers = new Map();
  let moved = 0, spread = 0;

  canvas.addEventListener("pointerdown", function (event) {
    fingers.set(event.pointerId, at(event));
    canvas.setPointerCapture(event.pointerId);
    moved = 0;
    spread = 0;
  });
  canvas.addEventListener("pointermove", function (event) {
    if (!fingers.has(event.pointerId)) {
      canvas.style.cursor = hit(at(event)) ? "pointer" : "grab";
      return;
    }
    const before = fingers.get(event.pointerId), now = at(event);
    fingers.set(event.pointerId, now);
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    own = false;
    if (fingers.size === 2) {
      const both = Array.from(fingers.values());
      const apart = Math.hypot(both[0].x - both[1].x, both[0].y - both[1].y);
      if (spread) zoom(apart / spread, { x: (both[0].x + both[1].x) / 2, y: (both[0].y + both[1].y) / 2 });
      spread = apart;
    } else {
      left += now.x - before.x;
      top += now.y - before.y;
    }
    redraw();
  });
  function lift(event) {
    const known = fingers.delete(event.pointerId);
    if (known && event.type === "pointerup" && moved < 5) {
      const one = hit(at(event));
      if (one) choose(one, false);
    }
  }
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  function zoom(factor, point) {
    const next = Math.min(40 * fitScale(), Math.max(0.5 * fitScale(), scale * factor));
    left = point.x - (point.x - left) * next / scale;
    top = point.y - (point.y - top) * next / scale;
    scale = next;
    own = false;
    redraw();
  }
  canvas.addEventListener("wheel", function (event) {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * 0.0015), at(event));
  }, { passive: false });

  whole.addEventListener("click", showWhole);
  list.addEventListener("scroll", showList);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") choose(null, false); });
  window.addEventListener("resize", function () { if (own) showWhole(); else redraw(); showList(); });

  refresh();
  showWhole();
  // For whoever looks at the map from outside the canvas (tests, a screen reader's script): where a firm stands.
  app.locate = function (index) {
    const one = records[index];
    return one.place ? { x: left + one.x * scale, y: top + one.y * scale } : null;
  };
})();
