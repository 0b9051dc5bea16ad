// Arrows on a map: flows between regions, over what the map shows of each of them.

/** An arrow between two points, bent to its left so that both directions of a pair are seen, short of both ends. */
function arrow(from, to, { width, gap }) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const bend = Math.min(0.16 * length, 26);
  const middle = { x: (from.x + to.x) / 2 + uy * bend, y: (from.y + to.y) / 2 - ux * bend };
  const cut = Math.min(gap, length * 0.3);
  const toward = (a, b, by) => {
    const d = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return { x: a.x + ((b.x - a.x) * by) / d, y: a.y + ((b.y - a.y) * by) / d };
  };
  const start = toward(from, middle, cut);
  const tip = toward(to, middle, cut);
  const head = 4 + 1.5 * width;
  const neck = toward(tip, middle, head * 0.9);
  const side = { x: tip.y - neck.y, y: neck.x - tip.x };
  const half = 0.42;
  const point = ({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`;
  const corner = (sign) => point({ x: neck.x + sign * half * side.x, y: neck.y + sign * half * side.y });
  return [
    svg('path', {
      d: `M${point(start)}Q${point(middle)} ${point(neck)}`,
      fill: 'none',
      stroke: '#16324a',
      'stroke-width': width.toFixed(2),
      'stroke-opacity': 0.75,
      'pointer-events': 'none',
    }),
    svg('path', { d: `M${point(tip)}L${corner(1)}L${corner(-1)}Z`, fill: '#16324a', 'pointer-events': 'none' }),
  ];
}

/** Flows between regions that the map has: rows with `region` and `region_to`. */
function flowsOnMap(drawing, flows) {
  const there = new Set(drawing.marks.map((mark) => mark.region));
  return flows.filter((r) => there.has(r.region) && there.has(r.region_to));
}

/**
 * The drawing of a map with arrows for flows, the largest first in the list and last on the paper; names stay above them.
 * width(r): of an arrow, gap: between an arrow and the middle of a region, said(r): words
 */
function withFlows(drawing, flows, { width, gap, said }) {
  const names = [...drawing.node.querySelectorAll('[data-name]')];
  const places = new Map(drawing.marks.map((mark) => [mark.region, mark]));
  const marks = [];
  for (const r of flows.slice().reverse()) {
    const [from, to] = [places.get(r.region), places.get(r.region_to)];
    drawing.node.append(...arrow(from, to, { width: width(r), gap }));
    marks.unshift({ x: from.x + 0.6 * (to.x - from.x), y: from.y + 0.6 * (to.y - from.y), words: said(r) });
  }
  for (const name of names) {
    const dark = name.getAttribute('fill') !== '#ffffff';
    name.setAttribute('stroke', dark ? '#ffffff' : '#16202b');
    name.setAttribute('stroke-width', 3);
    name.setAttribute('stroke-opacity', 0.8);
    name.setAttribute('stroke-linejoin', 'round');
    name.setAttribute('paint-order', 'stroke');
    drawing.node.append(name);
  }
  return { node: drawing.node, marks: [...marks, ...drawing.marks] };
}
