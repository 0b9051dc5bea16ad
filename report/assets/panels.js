// Small multiples of lines, and dots with ranges on a logarithmic scale.

/** Where panels of one size stand: as many in a row as the width holds. */
function panelGrid(width, count, { least = 210, ratio = 0.72, most = 3 }) {
  const across = Math.max(1, Math.min(count, most, Math.floor(width / least)));
  const w = width / across;
  return { w, h: Math.round(Math.max(150, Math.min(230, w * ratio))), across, down: Math.ceil(count / across) };
}

/**
 * One line with its band in a panel of its own, the same scale in all.
 * panels  [{name, colour, points: [{x, y, low, high}], back: [{points, dash}], said: (point) => words}]
 */
function panelChart(width, { title, panels, unit, include = [], event = null, layout = { ratio: 0.66 } }) {
  const grid = panelGrid(width, panels.length, layout);
  const head = 24 + unitHeight(width, unit);
  const node = canvas(width, head + grid.down * grid.h + 4, title);
  node.append(unitLabel(width, unit));
  const all = panels.flatMap((p) => p.points);
  const domain = niceDomain(
    all.flatMap((p) => [p.y, p.low, p.high]),
    4,
    include,
  );
  const years = [...new Set(all.map((p) => p.x))].sort((a, b) => a - b);
  const yTicks = ticks(domain, 4);
  const places = stepDecimals(yTicks);
  const left = 12 + Math.max(...yTicks.map((v) => textWidth(formatNumber(v, places), FONT)));
  const marks = [];
  panels.forEach((panel, i) => {
    const x0 = (i % grid.across) * grid.w;
    const y0 = head + Math.floor(i / grid.across) * grid.h;
    const x = linear([years[0], last(years)], [x0 + left + 4, x0 + grid.w - 16]);
    const y = linear(domain, [y0 + grid.h - 30, y0 + 24]);
    node.append(label(x0 + left, y0 + 8, panel.name, { 'font-weight': 700, fill: panel.colour }));
    frame(node, {
      x,
      y,
      xTicks: years.length > 1 ? [years[0], last(years)] : years,
      yTicks,
      left: x0 + left,
      right: x0 + grid.w - 12,
      bottom: y(domain[0]),
      xFormat: String,
      yFormat: (v) => formatNumber(v, places),
    });
    if (event)
      node.append(
        svg('line', {
          x1: x(event.x),
          x2: x(event.x),
          y1: y(domain[1]),
          y2: y(domain[0]),
          stroke: '#5b6670',
          'stroke-dasharray': '2 3',
        }),
      );
    for (const other of panel.back || [])
      node.append(
        svg('path', {
          d: path(other.points.map((p) => [x(p.x), y(p.y)])),
          fill: 'none',
          stroke: other.dash ? '#333' : '#c9d1d6',
          'stroke-width': other.dash ? 1.4 : 1.2,
          'stroke-dasharray': other.dash || null,
        }),
      );
    const upper = panel.points.map((p) => [x(p.x), y(p.high)]);
    const lower = panel.points.map((p) => [x(p.x), y(p.low)]).reverse();
    node.append(
      svg('path', { d: `${path([...upper, ...lower])}Z`, fill: panel.colour, 'fill-opacity': 0.18, stroke: 'none' }),
      svg('path', {
        d: path(panel.points.map((p) => [x(p.x), y(p.y)])),
        fill: 'none',
        stroke: panel.colour,
        'stroke-width': 2.2,
        'stroke-linejoin': 'round',
      }),
    );
    for (const p of panel.points) marks.push({ x: x(p.x), y: y(p.y), words: panel.said(p) });
  });
  return { node, marks };
}

/** Powers of ten that fit a width, as numbers. */
function logTicks([low, high], width) {
  const step = Math.max(1, Math.ceil(((high - low) * 62) / width));
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, k) => 10 ** (low + k * step));
}

/** A number of any size in two digits, large ones in full: 0.0047, 5.9, 158, 4,512. */
function brief(value) {
  if (value === null) return '–';
  if (value === 0) return '0';
  const rounded = Math.abs(value) >= 100 ? value : Number(value.toPrecision(2));
  const power = Math.floor(Math.log10(Math.abs(rounded)));
  return formatNumber(rounded, power >= 2 ? 0 : Math.max(0, 1 - power));
}

/**
 * Dots with ranges on a logarithmic scale, their numbers in columns at the right.
 * bars  [{label, low, value, high, colour, faint, words: [words of the columns], said, head}] a bar with a head alone begins a part
 * mark  a number that gets a line: what divides more from less
 */
function logRangeChart(width, { title, bars, unit, mark = null, columns = [] }) {
  const known = bars.filter((b) => b.value > 0);
  const reach = known.flatMap((b) => [b.low, b.value, b.high]).filter((v) => v > 0);
  const all = mark ? [...reach, mark] : reach;
  const domain = [Math.floor(Math.log10(Math.min(...all)) + 1e-9), Math.ceil(Math.log10(Math.max(...all)) - 1e-9)];
  if (domain[1] === domain[0]) domain[1] += 1;
  const size = (words) => Math.max(...words.map((w) => textWidth(w, FONT)), 0);
  const widths = columns.map((name, c) => 10 + Math.max(size(bars.filter((b) => b.words).map((b) => b.words[c])), size([name]) * 1.05));
  const right = width - widths.reduce((a, b) => a + b, 0) - 6;
  const left = Math.min(width * 0.36, 14 + 1.12 * size(bars.filter((b) => !b.head).map((b) => b.label)));
  const names = bars.map((b) => (b.head ? [b.label] : wrapped(b.label, (left - 12) / 1.1, FONT)));
  const step = Math.max(20, 5 + 13 * Math.max(...names.map((lines) => lines.length)));
  const top = 42 + unitHeight(width, unit);
  const bottom = top + bars.length * step;
  const node = canvas(width, bottom + 6, title);
  const place = linear(domain, [left + 4, right - 6]);
  const x = (value) => place(Math.log10(value));
  node.append(unitLabel(width, unit));
  for (const value of logTicks(domain, right - left)) {
    node.append(svg('line', { x1: x(value), x2: x(value), y1: top - 4, y2: bottom, stroke: '#e3e7ea' }));
    const number = formatNumber(value, null);
    if (x(value) + textWidth(number, FONT) / 2 <= right)
      node.append(label(x(value), top - 12, number, { 'text-anchor': 'middle', fill: '#5b6670' }));
  }
  if (mark)
    node.append(svg('line', { x1: x(mark), x2: x(mark), y1: top - 4, y2: bottom, stroke: '#5b6670', 'stroke-dasharray': '3 3' }));
  let end = right;
  columns.forEach((name, c) => {
    end += widths[c];
    node.append(label(end, top - 12, name, { 'text-anchor': 'end', fill: '#5b6670' }));
    bars.forEach((bar, i) => {
      if (bar.words) node.append(label(end, top + (i + 0.5) * step, bar.words[c], { 'text-anchor': 'end' }));
    });
  });
  const marks = [];
  bars.forEach((bar, i) => {
    const y = top + (i + 0.5) * step;
    if (bar.head) {
      node.append(label(0, y + 2, bar.label, { 'font-weight': 700 }));
      return;
    }
    names[i].forEach((line, l, lines) =>
      node.append(label(left - 6, y + (l - (lines.length - 1) / 2) * 13, line, { 'text-anchor': 'end', fill: '#222' })),
    );
    if (!(bar.value > 0)) return;
    const [from, to] = [bar.low > 0 ? x(bar.low) : left + 4, bar.high > 0 ? x(bar.high) : right - 6];
    node.append(
      svg('line', { x1: from, x2: to, y1: y, y2: y, stroke: bar.colour, 'stroke-width': 5, 'stroke-opacity': 0.35 }),
      svg('circle', { cx: x(bar.value), cy: y, r: 4, fill: bar.colour }),
    );
    marks.push({ x: x(bar.value), y, words: bar.said });
  });
  return { node, marks };
}
