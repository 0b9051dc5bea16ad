// Where the weight lies: centres of gravity and ellipses; and what goes with a quantity: the geodetector.

/** A plane in km on a drawing of the given size, the same scale both ways. */
function planeScale(points, width, height, pad) {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 2 * pad) / (right - left || 1), (height - 2 * pad) / (high - low || 1));
  return {
    scale,
    x: (v) => width / 2 + (v - (left + right) / 2) * scale,
    y: (v) => height / 2 - (v - (low + high) / 2) * scale,
  };
}

const HALO = { stroke: '#fff', 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round' };

/** A length in km, below the drawing's left corner. */
function scaleBar(at, width, height) {
  const bar = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].findLast((km) => km * at.scale <= width / 4) ?? 1;
  return [
    svg('line', {
      x1: 12,
      x2: 12 + bar * at.scale,
      y1: height - 14,
      y2: height - 14,
      stroke: '#222',
      'stroke-width': 2,
    }),
    label(12, height - 26, `${bar} ${unitName('km')}`, { fill: '#333' }),
  ];
}

/** The year at the end of an ellipse's major axis, up or down. */
function ellipseYear(r, at, sign) {
  const angle = ((r.axis_bearing ?? 0) * Math.PI) / 180;
  const reach = r.major_axis + 12 / at.scale;
  return label(at.x(r.x + sign * reach * Math.sin(angle)), at.y(r.y + sign * reach * Math.cos(angle)), String(r.year), {
    'text-anchor': 'middle',
    'font-weight': 700,
    fill: '#1b4f7c',
    ...HALO,
  });
}

function ellipsePath(r, at, dash) {
  return svg('ellipse', {
    cx: at.x(r.x),
    cy: at.y(r.y),
    rx: r.minor_axis * at.scale,
    ry: r.major_axis * at.scale,
    transform: `rotate(${r.axis_bearing ?? 0} ${at.x(r.x)} ${at.y(r.y)})`,
    fill: 'none',
    stroke: '#1b4f7c',
    'stroke-width': 2,
    'stroke-dasharray': dash,
  });
}

const centreOptions = () => tablesOf('centres').map((t) => [t.key, labelName(t.subject)]);
const centreControl = { key: 'table', label: () => text('report.geography.subject'), options: centreOptions };

function ellipseFigure() {
  const ends = (s) => {
    const found = rows(table(s.table));
    return [found[0], last(found)];
  };
  return figure({
    id: 'ellipses',
    regional: true,
    title: (s) => text('report.geography.map', labelName(table(s.table).subject), ends(s)[0].year, ends(s)[1].year),
    note: (s) => text('report.geography.map_note', ends(s)[0].year, ends(s)[1].year),
    table: (s) => table(s.table),
    controls: [centreControl],
    draw: (width, s) => {
      const places = rows(table('places'));
      const [first, final] = ends(s);
      const height = Math.min(520, width * 0.7);
      const reach = [first, final].flatMap((r) => [
        { x: r.x - r.major_axis, y: r.y - r.major_axis },
        { x: r.x + r.major_axis, y: r.y + r.major_axis },
      ]);
      const at = planeScale([...places, ...reach], width, height, 24);
      const node = canvas(width, height, text('report.geography.map', labelName(table(s.table).subject), first.year, final.year));
      const marks = places.map((p) => {
        const selected = p.region === reader.region;
        node.append(
          svg('circle', { cx: at.x(p.x), cy: at.y(p.y), r: selected ? 5 : 3.5, fill: regionColour(p.region), stroke: selected ? '#111' : null }),
        );
        return {
          x: at.x(p.x),
          y: at.y(p.y),
          region: p.region,
          words: `${regionName(p.region)}: ${formatNumber(p.longitude, 2)}° / ${formatNumber(p.latitude, 2)}°`,
        };
      });
      const names = places.map((p) => regionName(p.region));
      const years = [ellipseYear(first, at, 1), ellipseYear(final, at, -1)];
      const taken = years.map((y) => ({ x: Number(y.getAttribute('x')) - 18, y: Number(y.getAttribute('y')), w: 36, h: 14 }));
      places.forEach((p, i) => {
        const box = { x: at.x(p.x) + 6, y: at.y(p.y), w: textWidth(names[i], 10), h: 11 };
        const free = taken.every((o) => box.x > o.x + o.w || o.x > box.x + box.w || Math.abs(box.y - o.y) > box.h);
        if (!free || box.x + box.w > width) return;
        taken.push(box);
        node.append(label(box.x, box.y, names[i], { fill: '#5b6670', 'font-size': 10, ...HALO }));
      });
      node.prepend(ellipsePath(first, at, '6 4'), ellipsePath(final, at, null));
      node.append(...years, ...scaleBar(at, width, height));
      node.append(svg('circle', { cx: at.x(final.x), cy: at.y(final.y), r: 4, fill: '#b0303a' }));
      return { node, marks };
    },
  });
}

function pathFigure() {
  const found = (s) => rows(table(s.table));
  return figure({
    id: 'centre-path',
    title: (s) => text('report.geography.path', labelName(table(s.table).subject)),
    note: (s) => {
      const list = found(s);
      const [a, b] = [list[0], last(list)];
      const all = list.reduce((sum, r) => sum + (r.moved ?? 0), 0);
      const direct = Math.hypot(b.x - a.x, b.y - a.y);
      const bearing = ((Math.atan2(b.x - a.x, b.y - a.y) * 180) / Math.PI + 360) % 360;
      return text('report.geography.path_note', a.year, b.year, formatNumber(all, 0), formatNumber(direct, 0), formatNumber(bearing, 0));
    },
    table: (s) => table(s.table),
    controls: [centreControl],
    draw: (width, s) => {
      const list = found(s);
      const height = Math.min(420, width * 0.62);
      const at = planeScale(list, width, height, 60);
      const node = canvas(width, height, text('report.geography.path', labelName(table(s.table).subject)));
      node.append(
        svg('path', { d: path(list.map((r) => [at.x(r.x), at.y(r.y)])), fill: 'none', stroke: '#1b4f7c', 'stroke-width': 2 }),
      );
      const taken = [list[0], last(list)].map((r) => [at.x(r.x), at.y(r.y)]);
      const marks = list.map((r, i) => {
        const [x, y] = [at.x(r.x), at.y(r.y)];
        const end = i === 0 || i === list.length - 1;
        node.append(svg('circle', { cx: x, cy: y, r: end ? 5 : 3.5, fill: end ? '#b0303a' : '#1b4f7c' }));
        if (end || taken.every((o) => Math.abs(o[0] - x) > 42 || Math.abs(o[1] - y) > 16)) {
          node.append(label(x + 8, y - 8, String(r.year), { fill: '#333', 'font-weight': end ? 700 : 400, ...HALO }));
          taken.push([x, y]);
        }
        const place = `${formatNumber(r.longitude, 2)}° / ${formatNumber(r.latitude, 2)}°`;
        return { x, y, words: text('report.geography.said', r.year, place, formatNumber(r.moved, 1)) };
      });
      node.append(...scaleBar(at, width, height));
      return { node, marks };
    },
  });
}

const geographySection = () => [ellipseFigure(), pathFigure()];

/** One driver on the diagonal, pairs below it: q, the number of classes and how many of these hold one region. */
function interactionsFigure(control, of) {
  const pairsOf = of('detector_interactions');
  return figure({
    id: 'detector-interactions',
    title: (s) => titleOf(pairsOf(s)),
    note: () => text('table.detector_interactions.note'),
    table: pairsOf,
    controls: [control],
    draw: (width, s) => {
      const drivers = rows(of('detector_factors')(s));
      const pairs = rows(pairsOf(s));
      const cell = (i, j) => {
        const [a, b] = [drivers[Math.max(i, j)].driver, drivers[Math.min(i, j)].driver];
        if (i < j) return { value: null, words: [], said: '' };
        if (i === j) {
          const { detector_q: q, strata, single } = drivers[i];
          return { value: q, words: [formatNumber(q, 2), text('report.drivers.cell', strata, single)], said: `${labelName(a)}: q = ${formatNumber(q, 3)}` };
        }
        const r = pairs.find((p) => [p.driver, p.other_driver].every((id) => id === a || id === b));
        return {
          value: r.q_both,
          words: [formatNumber(r.q_both, 2), text('report.drivers.cell', r.strata, r.single)],
          said: text('report.drivers.said_pair', labelName(a), labelName(b), formatNumber(r.q_both, 3), word('interaction', r.interaction), r.strata, r.single),
        };
      };
      const letters = drivers.map((_, i) => String.fromCharCode(65 + i));
      const chart = matrixChart(width, {
        title: titleOf(pairsOf(s)),
        names: drivers.map((r, i) => `${letters[i]} ${labelName(r.driver)}`),
        columns: letters,
        rowTitle: '',
        columnTitle: '',
        panels: [{ cells: drivers.map((_, i) => drivers.map((__, j) => cell(i, j))) }],
      });
      return { node: chart.node, marks: chart.marks.filter((mark) => mark.words !== '') };
    },
  });
}

function driversSection() {
  const subjects = tablesOf('detector_factors').map((t) => t.subject);
  const control = {
    key: 'subject',
    label: () => text('report.drivers.quantity'),
    options: () => subjects.map((id) => [id, labelName(id)]),
  };
  const of = (name) => (s) => table(`${name}_${s.subject}`);
  const plain = (name) =>
    figure({
      id: name.replace('_', '-'),
      title: (s) => titleOf(of(name)(s)),
      note: () => text(`table.${name}.note`),
      table: of(name),
      controls: [control],
    });
  return [
    figure({
      id: 'detector-factors',
      title: (s) => titleOf(of('detector_factors')(s)),
      note: () => text('table.detector_factors.note'),
      table: of('detector_factors'),
      controls: [control],
      draw: (width, s) =>
        barChart(width, {
          title: titleOf(of('detector_factors')(s)),
          unit: text('report.drivers.bar_unit'),
          decimals: 2,
          rowHeight: 24,
          bars: rows(of('detector_factors')(s))
            .sort((a, b) => b.detector_q - a.detector_q)
            .map((r) => ({
              label: labelName(r.driver),
              value: r.detector_q,
              low: r.q_least,
              high: r.q_most,
              colour: '#1b4f7c',
              said: text(
                'report.drivers.said',
                labelName(r.driver),
                formatNumber(r.detector_q, 2),
                formatNumber(r.p, 3),
                formatNumber(r.q_least, 2),
                formatNumber(r.q_most, 2),
              ),
            })),
        }),
    }),
    subjects.some((id) => table(`detector_interactions_${id}`)) ? interactionsFigure(control, of) : null,
    plain('detector_risk'),
    plain('detector_sweep'),
  ].filter(Boolean);
}
