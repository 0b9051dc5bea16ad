// Matrices as shaded squares, and curves over a number.

const SHADE = '#1b4f7c';

/**
 * Square matrices side by side, in rows where the width is small.
 * panels  [{name, cells: [[{value, words, said}]]}] value in [0, 1] shades a cell, words stand in it (a list of lines)
 * names   of rows, from the first; columns: of columns, where they differ; rowTitle, columnTitle: what they are
 */
function matrixChart(width, { title, panels, names, columns = names, rowTitle, columnTitle }) {
  const k = names.length;
  const nameWidth = Math.min(260, width * 0.45, 10 + Math.max(...names.map((n) => textWidth(n, FONT))));
  const left = nameWidth + 18;
  const cell = Math.min(78, Math.max(34, (Math.min(width, panels.length > 1 ? 330 : 560) - left - 8) / k));
  const long = columns.some((n) => textWidth(n, FONT) > cell - 4);
  const head = (panels.length > 1 ? 22 : 0) + (long ? 62 : 40);
  const panelWidth = left + cell * k + 14;
  const panelHeight = head + cell * k + 18;
  const perRow = Math.max(1, Math.floor(width / panelWidth));
  const height = Math.ceil(panels.length / perRow) * panelHeight;
  const node = canvas(width, height, title);
  const marks = [];
  panels.forEach((panel, index) => {
    const x0 = (index % perRow) * panelWidth;
    const y0 = Math.floor(index / perRow) * panelHeight;
    if (panel.name) node.append(label(x0 + left, y0 + 9, panel.name, { 'font-weight': 700 }));
    const top = y0 + head;
    node.append(
      label(x0 + left, top - (long ? 46 : 27), columnTitle, { fill: '#5b6670' }),
      label(x0 + 9, top + (cell * k) / 2, rowTitle, {
        'text-anchor': 'middle',
        fill: '#5b6670',
        transform: `rotate(-90 ${x0 + 9} ${top + (cell * k) / 2})`,
      }),
    );
    names.forEach((name, i) => {
      wrapped(name, nameWidth - 6, FONT).forEach((line, l, all) =>
        node.append(
          label(x0 + left - 6, top + (i + 0.5) * cell + (l - (all.length - 1) / 2) * 14, line, { 'text-anchor': 'end' }),
        ),
      );
      const { lines, size } = long ? fitted(columns[i], cell - 4, FONT * 0.86) : { lines: [columns[i]], size: FONT };
      lines.forEach((line, l) =>
        node.append(
          label(x0 + left + (i + 0.5) * cell, top - 10 - (lines.length - 1 - l) * 12, line, {
            'text-anchor': 'middle',
            'font-size': size,
          }),
        ),
      );
    });
    panel.cells.forEach((line, i) =>
      line.forEach((c, j) => {
        const [x, y] = [x0 + left + j * cell, top + i * cell];
        const dark = c.value !== null && c.value > 0.5;
        node.append(
          svg('rect', {
            x: x + 0.5,
            y: y + 0.5,
            width: cell - 1,
            height: cell - 1,
            fill: c.value === null ? '#f1f1f1' : SHADE,
            'fill-opacity': c.value === null ? 1 : (0.03 + 0.97 * c.value).toFixed(3),
            stroke: '#d5dbe0',
          }),
        );
        // what does not fit into the square is said when it is pointed at
        const words = c.words.filter((word, l) => l === 0 || textWidth(word, FONT * 0.88) <= cell - 2);
        words.forEach((word, l) =>
          node.append(
            label(x + cell / 2, y + cell / 2 + (l - (words.length - 1) / 2) * 14, word, {
              'text-anchor': 'middle',
              fill: dark ? '#fff' : '#222',
              'font-weight': l === 0 ? 600 : 400,
              'font-size': l === 0 ? FONT : FONT * 0.88,
              'pointer-events': 'none',
            }),
          ),
        );
        marks.push({ x: x + cell / 2, y: y + cell / 2, words: c.said });
      }),
    );
  });
  return { node, marks };
}

/** Colours of a number of either sign, against the largest; the shade grows with the square root. */
const signedColour = (value, most) =>
  value >= 0
    ? `rgba(27, 79, 124, ${Math.sqrt(Math.min(1, value / most)).toFixed(3)})`
    : `rgba(176, 60, 70, ${Math.sqrt(Math.min(1, -value / most)).toFixed(3)})`;

/** What the colours of signedColour mean: numbers of either sign with 0 in the middle, or of one. */
function signedLegend(node, { top, width, most, signed, unit, decimals }) {
  const steps = signed ? [-1, -0.25, 0, 0.25, 1] : [0, 0.05, 0.25, 0.5, 1];
  const wide = Math.min(70, (width - 10) / steps.length);
  steps.forEach((part, i) =>
    node.append(
      svg('rect', { x: 4 + i * wide, y: top, width: wide, height: 10, fill: signedColour(part * most, most), stroke: '#d5dbe0' }),
      label(4 + (i + 0.5) * wide, top + 20, formatNumber(part * most, decimals), { 'text-anchor': 'middle', fill: '#5b6670' }),
    ),
  );
  wrapped(unit, (width - 8) / 1.05, FONT).forEach((line, i) => node.append(label(4, top + 38 + 15 * i, line, { fill: '#5b6670' })));
}

/**
 * One large square of shaded cells, with the same names at its rows and columns and a key below.
 * cells  [{row, column, value, said}], positions from 0; value null: grey. most: of the darkest shade
 */
function squareChart(width, { title, names, cells, most, unit, decimals = 3 }) {
  const small = Math.max(7, Math.min(FONT, width / 46));
  const left = 6 + Math.max(...names.map((name) => textWidth(name, small)));
  const cell = Math.min(26, (width - left - 4) / names.length);
  const high = Math.max(cell, small + 1);
  const bottom = left + high * names.length;
  const node = canvas(width, bottom + 48 + 15 * wrapped(unit, (width - 8) / 1.05, FONT).length, title);
  names.forEach((name, i) => {
    const x = left + (i + 0.5) * cell;
    node.append(
      label(left - 4, left + (i + 0.5) * high, name, { 'text-anchor': 'end', 'font-size': small }),
      label(x, left - 4, name, { 'font-size': small, transform: `rotate(-90 ${x} ${left - 4})` }),
    );
  });
  const marks = cells.map((c) => {
    const [x, y] = [left + c.column * cell, left + c.row * high];
    node.append(
      svg('rect', {
        x: x.toFixed(2),
        y: y.toFixed(2),
        width: (cell - 0.5).toFixed(2),
        height: (high - 0.5).toFixed(2),
        fill: c.value === null ? '#d5dbe0' : signedColour(c.value, most),
      }),
    );
    return { x: x + cell / 2, y: y + high / 2, words: c.said };
  });
  signedLegend(node, { top: bottom + 12, width, most, signed: cells.some((c) => c.value < 0), unit, decimals });
  return { node, marks };
}

/** Curves over a number: series [{label, colour, points: [{x, y}], said}] */
function curveChart(width, { title, series, xTitle, yTitle, height = 340 }) {
  const node = canvas(width, height, title);
  node.append(unitLabel(width, yTitle));
  const top = lineKey(node, width, series);
  const bottom = height - 46;
  const all = series.flatMap((s) => s.points);
  const yDomain = niceDomain(
    all.map((p) => p.y),
    5,
    [0],
  );
  const yTicks = ticks(yDomain, 5);
  const yPlaces = stepDecimals(yTicks);
  const left = 14 + Math.max(...yTicks.map((v) => textWidth(formatNumber(v, yPlaces), FONT)));
  const xDomain = [Math.min(...all.map((p) => p.x)), Math.max(...all.map((p) => p.x))];
  const xTicks = ticks(xDomain, Math.max(3, Math.floor(width / 90)));
  const x = linear(xDomain, [left + 4, width - 12]);
  const y = linear(yDomain, [bottom, top]);
  frame(node, {
    x,
    y,
    xTicks,
    yTicks,
    left,
    right: width - 8,
    bottom,
    xFormat: (v) => formatNumber(v, stepDecimals(xTicks)),
    yFormat: (v) => formatNumber(v, yPlaces),
  });
  node.append(label(width - 12, bottom + 34, xTitle, { 'text-anchor': 'end', fill: '#5b6670' }));
  const marks = [];
  for (const s of series) {
    const line = s.points.map((p) => [x(p.x), y(p.y)]);
    const area = [...line, [x(last(s.points).x), y(0)], [x(s.points[0].x), y(0)]];
    node.append(
      svg('path', { d: `${path(area)}Z`, fill: s.colour, 'fill-opacity': 0.07, stroke: 'none' }),
      svg('path', { d: path(line), fill: 'none', stroke: s.colour, 'stroke-width': 2, 'stroke-linejoin': 'round' }),
    );
    for (const p of s.points) marks.push({ x: x(p.x), y: y(p.y), words: s.said(p) });
  }
  return { node, marks };
}
