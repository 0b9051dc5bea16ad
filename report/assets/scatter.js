// Points of two measures, with as many names as fit.

/** Points with their names where they fit; what does not fit is said when it is reached. */
function scatter(
  width,
  { title, points, xTitle, yTitle, xDecimals, yDecimals, diagonal = false, segments = [], height = 460, ranks = 0 },
) {
  const left = 46;
  const bottom = height - 66;
  const top = 24;
  const right = width - 14;
  const xDomain = ranks
    ? [ranks + 1, 0]
    : niceDomain(
        points.map((p) => p.x),
        5,
      );
  const yDomain = ranks
    ? [ranks + 1, 0]
    : niceDomain(
        points.map((p) => p.y),
        5,
      );
  const x = linear(xDomain, [left, right]);
  const y = linear(yDomain, [bottom, top]);
  const node = canvas(width, height, title);
  const [xTicks, yTicks] = ranks ? [rankTicks(ranks), rankTicks(ranks)] : [ticks(xDomain, 5), ticks(yDomain, 5)];
  frame(node, {
    x,
    y,
    xTicks,
    yTicks,
    left,
    right,
    bottom,
    xFormat: (v) => formatNumber(v, xDecimals),
    yFormat: (v) => formatNumber(v, yDecimals),
  });
  node.append(
    label(0, 8, yTitle, { fill: '#5b6670' }),
    label(right, bottom + 32, xTitle, { 'text-anchor': 'end', fill: '#5b6670' }),
  );
  groupKey(node, width, height - 24);
  if (diagonal) {
    const equal = [Math.max(Math.min(...xDomain), Math.min(...yDomain)), Math.min(Math.max(...xDomain), Math.max(...yDomain))];
    const [x1, x2] = equal.map(x);
    const [y1, y2] = equal.map(y);
    node.append(svg('line', { x1, y1, x2, y2, stroke: '#b3bcc3', 'stroke-dasharray': '4 3' }));
  }
  for (const [from, to] of segments)
    node.append(
      svg('line', { x1: x(from.x), y1: y(from.y), x2: x(to.x), y2: y(to.y), stroke: '#5b6670', 'stroke-width': 1.5 }),
    );
  const taken = points.map((p) => ({ x0: x(p.x) - 5, x1: x(p.x) + 5, y0: y(p.y) - 5, y1: y(p.y) + 5 }));
  const marks = points.map((p) => {
    const selected = p.id === reader.region;
    node.append(
      svg('circle', {
        cx: x(p.x),
        cy: y(p.y),
        r: selected ? 6 : 4.5,
        fill: p.colour,
        'fill-opacity': 0.85,
        'data-region': p.id,
        stroke: selected ? '#111' : '#fff',
      }),
    );
    return { x: x(p.x), y: y(p.y), words: p.said, region: p.id };
  });
  for (const p of points.slice().sort((a, b) => (b.id === reader.region) - (a.id === reader.region))) {
    const w = textWidth(p.label, 10.5);
    for (const [dx, dy, anchor] of [
      [8, 0, 'start'],
      [-8, 0, 'end'],
      [0, -12, 'middle'],
      [0, 12, 'middle'],
    ]) {
      const x0 = x(p.x) + dx - { start: 0, middle: w / 2, end: w }[anchor];
      const box = { x0: x0 - 2, x1: x0 + w + 2, y0: y(p.y) + dy - 6, y1: y(p.y) + dy + 6 };
      const free =
        box.x0 > left &&
        box.x1 < width &&
        box.y1 < bottom &&
        taken.every((b) => box.x1 < b.x0 || box.x0 > b.x1 || box.y1 < b.y0 || box.y0 > b.y1);
      if (!free) continue;
      taken.push(box);
      node.append(
        label(x(p.x) + dx, y(p.y) + dy, p.label, {
          'text-anchor': anchor,
          'font-size': 10.5,
          stroke: '#fff',
          'stroke-width': 2.5,
          'paint-order': 'stroke',
        }),
      );
      break;
    }
  }
  return { node, marks };
}
