// The regional economy as it would go on, with what its numbers leave open, and whose numbers these are.

const SOURCE_COLOURS = { data: '#1b4f7c', literature: '#2a8c5f', assumption: '#b9770e' };
const aheadDecimals = (t, outcome) =>
  Math.max(...rows(t, { outcome }).map((r) => Math.abs(r.p50))) >= 1000 ? 0 : t.key === 'economy_convergence_ahead' ? 4 : 2;
const outcomeChoice = (t, keep = () => true) =>
  choice('outcome', () =>
    distinct(t, 'outcome')
      .filter(keep)
      .map((id) => [id, word('outcome', id)]),
  );

/** Median, nine tenths of the draws, the central run, and what would be if all grew alike. */
function fanChart(width, t, where, title) {
  const all = rows(t, where);
  const decimals = aheadDecimals(t, where.outcome);
  const line = (label, key, colour, dash) => ({
    label,
    colour,
    dash,
    points: all.map((r) => ({ x: r.year, y: r[key] })),
    said: (p) => `${label}, ${p.x}: ${formatNumber(p.y, decimals)}`,
  });
  return lineChart(width, {
    title,
    unit: word('outcome', where.outcome),
    decimals,
    series: [
      {
        label: text('report.ahead.median'),
        colour: '#1b4f7c',
        points: all.map((r) => ({ x: r.year, y: r.p50, low: r.p05, high: r.p95 })),
        said: (p) =>
          text('report.ahead.said', word('outcome', where.outcome), p.x, ...[p.y, p.low, p.high].map((v) => formatNumber(v, decimals))),
      },
      line(text('report.ahead.central'), 'central', '#d98200', '5 3'),
      ...(column(t, 'same_growth') ? [line(text('report.ahead.same_growth'), 'same_growth', '#5b6670', '2 3')] : []),
    ],
  });
}

function fanFigure(id, titleKey, keep) {
  const t = table(id);
  const title = (s) => text(titleKey, word('outcome', s.outcome));
  return figure({
    id,
    title,
    note: () => text(`table.${id}.note`),
    table: () => t,
    where: (s) => ({ outcome: s.outcome }),
    controls: [outcomeChoice(t, keep)],
    draw: (width, s) => fanChart(width, t, { outcome: s.outcome }, title(s)),
  });
}

/** Growth a year of each region's median, on the map. */
function aheadMapFigure() {
  const t = table('economy_baseline');
  const years = distinct(t, 'year');
  const [base, end] = [Math.min(...years), Math.max(...years)];
  const levels = ['product', 'product_per_head', 'income', 'income_per_head', 'people'];
  const growth = (value, from) => (100 * Math.log(value / from)) / (end - base);
  return figure({
    id: 'ahead_map',
    regional: true,
    map: true,
    title: (s) => text('report.ahead.map_title', end, word('outcome', s.outcome)),
    note: () => text('table.economy_baseline.note'),
    table: () => t,
    where: (s) => ({ outcome: s.outcome, year: end }),
    controls: [outcomeChoice(t, (id) => levels.includes(id)), ...mapControl()],
    draw: (width, s) => {
      const start = new Map(rows(t, { outcome: s.outcome, year: base }).map((r) => [r.region, r.central]));
      const ends = new Map(rows(t, { outcome: s.outcome, year: end }).map((r) => [r.region, r]));
      const of = (code, key) => growth(ends.get(code)[key], start.get(code));
      return regionMap(width, {
        title: text('report.ahead.map_title', end, word('outcome', s.outcome)),
        unit: text('report.ahead.map_unit'),
        decimals: 1,
        values: new Map([...ends.keys()].map((code) => [code, of(code, 'p50')])),
        said: (code) =>
          text('report.ahead.map_said', regionName(code), ...['p50', 'p05', 'p95', 'same_growth'].map((key) => formatNumber(of(code, key), 1))),
      });
    },
  });
}

function aheadRegionFigure() {
  const t = table('economy_baseline');
  const title = (s) => text('report.ahead.region_title', regionName(reader.region), word('outcome', s.outcome));
  return figure({
    id: 'economy_baseline',
    regional: true,
    title,
    note: () => text('table.economy_baseline.note'),
    table: () => t,
    where: (s) => ({ outcome: s.outcome, region: reader.region }),
    controls: [regionControl(), outcomeChoice(t)],
    draw: (width, s) => fanChart(width, t, { outcome: s.outcome, region: reader.region }, title(s)),
  });
}

/** Parts of 1, a bar each. bars [{label, parts: [{label, colour, value, said}]}] */
function shareBars(width, { title, unit, bars }) {
  const [key, rowHeight] = [[...new Map(bars[0].parts.map((p) => [p.label, p.colour]))], 17];
  const narrow = width < 560;
  const left = narrow ? 8 : Math.min(width * 0.42, 10 + Math.max(...bars.map((b) => textWidth(b.label, FONT))));
  const step = narrow ? 2 * rowHeight : rowHeight + 6;
  const top = 62 + unitHeight(width, unit);
  const bottom = top + bars.length * step;
  const most = Math.max(1, ...bars.map((b) => b.parts.reduce((sum, p) => sum + p.value, 0)));
  const x = linear([0, most], [left, width - 16]);
  const node = canvas(width, bottom + 4, title);
  const marks = [];
  node.append(unitLabel(width, unit));
  let at = 4;
  for (const [name, colour] of key) {
    const y = 24 + unitHeight(width, unit);
    node.append(svg('rect', { x: at, y: y - 6, width: 11, height: 11, fill: colour }), label(at + 15, y, name));
    at += 30 + textWidth(name, FONT);
  }
  for (const tick of [0, 0.25, 0.5, 0.75, 1])
    node.append(
      svg('line', { x1: x(tick), x2: x(tick), y1: top - 6, y2: bottom, stroke: '#e3e7ea' }),
      label(x(tick), top - 13, formatNumber(tick, 2), { 'text-anchor': tick === 0 && narrow ? 'start' : 'middle', fill: '#5b6670' }),
    );
  bars.forEach((bar, i) => {
    const y = top + (i + 1) * step - rowHeight / 2 - 3;
    node.append(
      narrow
        ? label(left, y - rowHeight + 2, bar.label, { fill: '#222' })
        : label(left - 6, y, bar.label, { 'text-anchor': 'end', fill: '#222' }),
    );
    let from = 0;
    for (const part of bar.parts) {
      node.append(
        svg('rect', { x: x(from), y: y - 6, width: Math.max(0, x(from + part.value) - x(from)), height: 12, fill: part.colour }),
      );
      marks.push({ x: x(from + part.value / 2), y, words: part.said });
      from += part.value;
    }
  });
  return { node, marks };
}

/** First-order shares as stacked bars; what is missing to 1 is what kinds do together. */
function varianceFigure() {
  const t = table('economy_variance');
  const outcomes = distinct(t, 'outcome');
  const kinds = distinct(t, 'source_kind');
  const share = (outcome, kind) => row(t, { outcome, source_kind: kind });
  return figure({
    id: 'economy_variance',
    title: () => text('table.economy_variance.title'),
    note: () => text('table.economy_variance.note'),
    table: () => t,
    draw: (width) =>
      shareBars(width, {
        title: text('table.economy_variance.title'),
        unit: text('report.ahead.variance_unit'),
        bars: outcomes.map((outcome) => ({
          label: word('outcome', outcome),
          parts: kinds.map((kind) => {
            const r = share(outcome, kind);
            return {
              label: word('source_kind', kind),
              colour: SOURCE_COLOURS[kind],
              value: Math.max(0, r.first_order),
              said: text(
                'report.ahead.variance_said',
                word('outcome', outcome),
                word('source_kind', kind),
                ...[r.first_order, r.first_order_error, r.total_order, r.total_order_error].map((v) => formatNumber(v, 2)),
              ),
            };
          }),
        })),
      }),
  });
}

function aheadSection() {
  return [
    fanFigure('economy_baseline_nation', 'report.ahead.nation_title'),
    fanFigure('economy_convergence_ahead', 'report.ahead.convergence_title'),
    aheadMapFigure(),
    aheadRegionFigure(),
    ...(table('economy_variance') ? [varianceFigure()] : []),
    ...['economy_parameters', 'economy_elasticities'].map((id) =>
      figure({
        id,
        title: () => text(`table.${id}.title`),
        note: () => text(`table.${id}.note`),
        table: () => table(id),
      }),
    ),
  ];
}
