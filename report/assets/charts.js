// Charts as SVG. Each takes the width it has and what to show, and returns {node, marks}: marks are the points that keyboard and
// pointer can reach, each with the words that are said about it.

const FONT = 11.5;

/** A drawing of a size; all text in it has one font so that files that are saved look like the page. */
function canvas(width, height, title) {
  const node = svg('svg', {
    xmlns: SVG,
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': title,
    class: 'chart',
    'font-family': "system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
    'font-size': FONT,
    fill: '#333',
  });
  return node;
}

/** The unit above a chart, in as many lines as the width asks for. */
const unitLines = (width, string) => wrapped(string, width, FONT);
const unitHeight = (width, string) => 13 * (unitLines(width, string).length - 1);
const unitLabel = (width, string) =>
  svg('g', {}, unitLines(width, string).map((line, l) => label(0, 8 + 13 * l, line, { fill: '#5b6670' })));

/** Which colour stands for which macro-region; returns the height it takes. */
function groupKey(node, width, top) {
  let [x, y] = [4, top + 8];
  for (const group of groups) {
    const step = 32 + textWidth(groupName(group), FONT);
    if (x + step > width && x > 4) [x, y] = [4, y + 17];
    node.append(
      svg('rect', { x, y: y - 5, width: 11, height: 11, fill: groupColour(group) }),
      label(x + 16, y, groupName(group)),
    );
    x += step;
  }
}

const label = (x, y, string, attributes = {}) =>
  svg('text', { x, y, 'dominant-baseline': 'middle', ...attributes }, string);

/** Names of lines in rows below the unit; returns where the drawing may begin. */
function lineKey(node, width, named, below = 0) {
  let [x, y] = [2, 26 + below];
  for (const s of named) {
    const lines = wrapped(s.label, (width - 26) / 1.1, FONT);
    const step = 36 + Math.max(...lines.map((line) => textWidth(line, FONT))) * 1.1;
    if (x + step > width && x > 2) [x, y] = [2, y + 16];
    node.append(
      s.dotsOnly
        ? svg('circle', { cx: x + 8, cy: y, r: 4, fill: s.colour })
        : svg('line', {
            x1: x,
            x2: x + 16,
            y1: y,
            y2: y,
            stroke: s.colour,
            'stroke-width': 2.5,
            'stroke-dasharray': s.dash || null,
          }),
      ...lines.map((line, l) => label(x + 21, y + 14 * l, line, { 'font-weight': 600 })),
    );
    y += 14 * (lines.length - 1);
    x += step;
  }
  return y + 18;
}

/** Horizontal grid lines with their numbers, and years below. */
function frame(node, { x, y, xTicks, yTicks, left, right, bottom, xFormat, yFormat }) {
  for (const value of yTicks) {
    node.append(
      svg('line', { x1: left, x2: right, y1: y(value), y2: y(value), stroke: value === 0 ? '#8a939c' : '#e3e7ea' }),
    );
    node.append(label(left - 6, y(value), yFormat(value), { 'text-anchor': 'end', fill: '#5b6670' }));
  }
  for (const value of xTicks) {
    node.append(svg('line', { x1: x(value), x2: x(value), y1: bottom, y2: bottom + 4, stroke: '#8a939c' }));
    node.append(label(x(value), bottom + 14, xFormat(value), { 'text-anchor': 'middle', fill: '#5b6670' }));
  }
  node.append(svg('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: '#8a939c' }));
}

const path = (points) => points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(2)},${y.toFixed(2)}`).join('');

/** Years that fit below an axis. */
function yearTicks(years, width) {
  const step = [1, 2, 3, 5, 10, 20].find((s) => ((last(years) - years[0]) / s + 1) * 44 <= width) || 20;
  const found = years.filter((year) => Number.isInteger(year) && (last(years) - year) % step === 0);
  return found.length > 0 ? found : years;
}

/**
 * Lines over time, with bands where points have low and high.
 * series  [{label, colour, dash, points: [{x, y, low, high, hollow}], said: (point) => words}]
 * A series without colour is drawn in the back, thin and without a name.
 */
function lineChart(
  width,
  { title, series, unit, decimals, height = 320, include = [], events = [], dots = false, xFormat = (v) => String(v), xTicks = null },
) {
  const named = series.filter((s) => s.colour);
  const names = named.map((s) => s.label);
  const room = 18 + Math.max(20, ...names.map((n) => textWidth(n, FONT) * 1.12));
  const beside = room <= width * 0.34; // names stand at the ends of their lines where there is room, else in a key above
  const latest = Math.max(...series.flatMap((s) => s.points.map((p) => p.x)));
  const right = width - (beside ? room : Math.max(12, textWidth(xFormat(latest), FONT) / 2 + 4));
  const node = canvas(width, height, title);
  node.append(unitLabel(width, unit));
  const below = unitHeight(width, unit);
  const top = (beside ? 26 + below : lineKey(node, width, named, below)) + (events.length > 0 ? 18 : 0);
  const bottom = height - 26;
  const years = [...new Set(series.flatMap((s) => s.points.map((p) => p.x)))].sort((a, b) => a - b);
  const domain = niceDomain(
    series.flatMap((s) => s.points.flatMap((p) => [p.y, p.low, p.high])),
    5,
    include,
  );
  const yTicks = ticks(domain, 5);
  const places = stepDecimals(yTicks);
  const left = 14 + Math.max(...yTicks.map((v) => textWidth(formatNumber(v, places), FONT)));
  const x = linear([years[0], last(years)], [left + 4, right - 4]);
  const y = linear(domain, [bottom, top]);
  frame(node, {
    x,
    y,
    xTicks: xTicks || (years.every(Number.isInteger) ? yearTicks(years, right - left) : years),
    yTicks,
    left,
    right,
    bottom,
    xFormat,
    yFormat: (v) => formatNumber(v, places),
  });
  for (const event of events) {
    node.append(
      svg('line', {
        x1: x(event.x),
        x2: x(event.x),
        y1: top - 3,
        y2: bottom,
        stroke: '#5b6670',
        'stroke-dasharray': '2 3',
      }),
    );
    const half = textWidth(event.label, FONT) / 2;
    const middle = Math.max(half, Math.min(width - half - 4, x(event.x)));
    node.append(label(middle, top - 12, event.label, { 'text-anchor': 'middle', fill: '#5b6670' }));
  }
  const marks = [];
  const known = (s) => s.points.filter((p) => p.y !== null);
  for (const s of series.filter((each) => !each.colour))
    node.append(
      svg('path', {
        d: path(known(s).map((p) => [x(p.x), y(p.y)])),
        fill: 'none',
        stroke: '#c9d1d6',
        'stroke-width': 1,
      }),
    );
  for (const s of named) {
    const banded = known(s).filter((p) => p.low !== undefined && p.low !== null);
    if (banded.length === 1) {
      const [only] = banded;
      const whisker = { x1: x(only.x), x2: x(only.x), y1: y(only.low), y2: y(only.high) };
      node.append(
        svg('line', { ...whisker, stroke: s.colour, 'stroke-width': 5, 'stroke-opacity': 0.3 }),
        svg('circle', { cx: x(only.x), cy: y(only.y), r: 3, fill: s.colour }),
      );
    }
    if (banded.length > 1) {
      const outline = banded
        .map((p) => [x(p.x), y(p.high)])
        .concat(
          banded
            .slice()
            .reverse()
            .map((p) => [x(p.x), y(p.low)]),
        );
      node.append(
        svg('path', {
          d: `${path(outline)}Z`,
          fill: s.colour,
          'fill-opacity': named.length > 2 ? 0.07 : 0.14,
          stroke: 'none',
        }),
      );
    }
  }
  for (const s of named) {
    if (!s.dotsOnly)
      node.append(
        svg('path', {
          d: path(known(s).map((p) => [x(p.x), y(p.y)])),
          fill: 'none',
          stroke: s.colour,
          'stroke-width': 2,
          'stroke-dasharray': s.dash || null,
          'stroke-linejoin': 'round',
        }),
      );
    for (const p of known(s)) {
      if (dots || s.dotsOnly)
        node.append(
          svg('circle', {
            cx: x(p.x),
            cy: y(p.y),
            r: 4,
            fill: p.hollow ? '#fff' : s.colour,
            stroke: s.colour,
            'stroke-width': 1.6,
          }),
        );
      marks.push({
        x: x(p.x),
        y: y(p.y),
        words: s.said ? s.said(p) : `${s.label}, ${xFormat(p.x)}: ${formatNumber(p.y, decimals)}`,
      });
    }
  }
  if (!beside) return { node, marks };
  const ends = named.map((s) => y(last(known(s)).y));
  spread(ends, FONT + 2.5, top, bottom).forEach((at, i) => {
    node.append(
      svg('path', {
        d: `M${right - 2},${ends[i]}L${right + 6},${at}`,
        stroke: named[i].colour,
        'stroke-opacity': 0.6,
        fill: 'none',
      }),
    );
    node.append(label(right + 9, at, names[i], { fill: named[i].colour, 'font-weight': 600 }));
  });
  return { node, marks };
}

/**
 * Ranked horizontal bars; `second` is a hollow dot (another method), low and high a whisker. The number stands at the end of a bar
 * that is alone, else in a column at the right, where it cannot be taken for that of the dot or of the whisker's end.
 * ranks  number of ranks: the scale goes from 1 to it
 * bars  [{id, label, value, second, low, high, colour, said}]
 */
function barChart(width, { title, bars, decimals, unit, signed = false, rowHeight = 17, key = false, ranks = 0 }) {
  const top = 38 + unitHeight(width, unit);
  const alone = !signed && bars.every((b) => b.low === undefined && (b.second === undefined || b.second === null));
  const left = Math.min(width * 0.42, 10 + Math.max(...bars.map((b) => textWidth(b.label, FONT))));
  const names = bars.map((b) => (textWidth(b.label, FONT) > left - 8 ? wrapped(b.label, (left - 12) / 1.1, FONT) : [b.label]));
  const step = Math.max(rowHeight, 4 + 13 * Math.max(...names.map((lines) => lines.length)));
  const bottom = top + bars.length * step + 2;
  const height = bottom + (key ? 44 : 4);
  const right = width - 12 - Math.max(...bars.map((b) => textWidth(formatNumber(b.value, decimals), FONT)));
  const values = bars.flatMap((b) => [b.value, b.second, b.low, b.high]);
  const domain = ranks ? [1, ranks] : niceDomain(values, 5, [0]);
  const x = linear(domain, [left + (ranks ? 6 : 0), right - (ranks ? 2 : 0)]);
  const node = canvas(width, height, title);
  const marks = [];
  node.append(unitLabel(width, unit));
  const lines = ranks ? rankTicks(ranks) : ticks(domain, 5);
  const places = stepDecimals(lines);
  const room = Math.max(...lines.map((v) => textWidth(formatNumber(v, places), FONT))) + 10;
  const every = Math.max(1, Math.ceil((room * (lines.length - 1)) / (right - left)));
  const zero = Math.max(0, lines.indexOf(0));
  for (const [k, value] of lines.entries()) {
    node.append(
      svg('line', { x1: x(value), x2: x(value), y1: top - 4, y2: bottom, stroke: value === 0 ? '#8a939c' : '#e3e7ea' }),
    );
    if ((k - zero) % every === 0)
      node.append(label(x(value), top - 11, formatNumber(value, places), { 'text-anchor': 'middle', fill: '#5b6670' }));
  }
  if (key) groupKey(node, width, bottom + 8);
  bars.forEach((bar, i) => {
    const y = top + (i + 0.5) * step;
    const from = x(0);
    const to = x(bar.value);
    const selected = bar.id && bar.id === reader.region;
    names[i].forEach((line, l) =>
      node.append(
        label(left - 6, y + (l - (names[i].length - 1) / 2) * 13, line, {
          'text-anchor': 'end',
          'font-weight': selected ? 700 : 400,
          fill: '#222',
        }),
      ),
    );
    if (bar.low === undefined) {
      node.append(
        svg('rect', {
          x: Math.min(from, to),
          y: y - rowHeight * 0.34,
          width: Math.max(0.5, Math.abs(to - from)),
          height: rowHeight * 0.68,
          fill: bar.colour,
          'data-region': bar.id || null,
          stroke: selected ? '#111' : null,
        }),
      );
    } else {
      node.append(
        svg('line', {
          x1: x(bar.low),
          x2: x(bar.high),
          y1: y,
          y2: y,
          stroke: bar.colour,
          'stroke-width': 5,
          'stroke-opacity': 0.35,
        }),
      );
      node.append(svg('circle', { cx: to, cy: y, r: 4, fill: bar.colour }));
    }
    if (bar.second !== undefined && bar.second !== null)
      node.append(svg('circle', { cx: x(bar.second), cy: y, r: 3, fill: '#fff', stroke: '#222' }));
    node.append(
      label(alone ? Math.min(to + 5, right + 8) : right + 8, y, formatNumber(bar.value, decimals), { fill: '#333' }),
    );
    marks.push({ x: to, y, words: bar.said, region: bar.id });
  });
  return { node, marks };
}

/** Parts stacked to a whole, by year. parts [{label, colour, values: Map year -> value}] */
function stackedBars(width, { title, years, parts, decimals, unit, height = 300 }) {
  const totals = years.map((year) => parts.reduce((sum, part) => sum + part.values.get(year), 0));
  const domain = niceDomain(totals, 5, [0]);
  const yTicks = ticks(domain, 5);
  const places = stepDecimals(yTicks);
  const left = 14 + Math.max(...yTicks.map((v) => textWidth(formatNumber(v, places), FONT)));
  const right = width - 4;
  const [top, bottom] = [44, height - 26];
  const step = (right - left) / years.length;
  const y = linear(domain, [bottom, top]);
  const x = (year) => left + (years.indexOf(year) + 0.5) * step;
  const node = canvas(width, height, title);
  const shownYears = years.filter((_, i) => (years.length - 1 - i) % Math.ceil(40 / step) === 0);
  frame(node, {
    x,
    y,
    xTicks: shownYears,
    yTicks,
    left,
    right,
    bottom,
    xFormat: String,
    yFormat: (v) => formatNumber(v, places),
  });
  node.append(unitLabel(width, unit));
  let at = left;
  for (const part of parts) {
    node.append(
      svg('rect', { x: at, y: 20, width: 11, height: 11, fill: part.colour }),
      label(at + 15, 26, part.label),
    );
    at += 30 + textWidth(part.label, FONT);
  }
  const marks = [];
  for (const year of years) {
    let base = 0;
    for (const part of parts) {
      const value = part.values.get(year);
      node.append(
        svg('rect', {
          x: x(year) - step * 0.36,
          y: y(base + value),
          width: step * 0.72,
          height: Math.max(0, y(base) - y(base + value)),
          fill: part.colour,
        }),
      );
      marks.push({
        x: x(year),
        y: y(base + value / 2),
        words: `${part.label}, ${year}: ${formatNumber(value, decimals)}`,
      });
      base += value;
    }
  }
  return { node, marks };
}
