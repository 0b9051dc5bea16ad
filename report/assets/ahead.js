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

/** Of the remarks that every table of the forecast has, those beside a figure that is not the first: its record. */
const recordAlone = (key) => key.startsWith('remark.growth_economy') || key.startsWith('remark.baseline_band');

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
    unit: column(t, 'unit') ? unitName(all[0].unit) : word('outcome', where.outcome),
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

function fanFigure(id, titleKey, spec = {}) {
  const t = table(id);
  const title = (s) => text(titleKey, word('outcome', s.outcome));
  return figure({
    id,
    title,
    note: () => text(`table.${id}.note`),
    table: () => t,
    where: (s) => ({ outcome: s.outcome }),
    controls: [outcomeChoice(t)],
    draw: (width, s) => fanChart(width, t, { outcome: s.outcome }, title(s)),
    ...spec,
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
    remarks: recordAlone,
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
    remarks: recordAlone,
    regional: true,
    title,
    note: () => text('table.economy_baseline.note'),
    table: () => t,
    where: (s) => ({ outcome: s.outcome, region: reader.region }),
    controls: [regionControl(), outcomeChoice(t)],
    draw: (width, s) => fanChart(width, t, { outcome: s.outcome, region: reader.region }, title(s)),
  });
}

/** Real wages of each skill in a region, and whom it gains or loses. */
function aheadSkillsFigure() {
  const t = table('economy_baseline_skills');
  const title = (s) => text('report.ahead.skills_title', regionName(reader.region), word('outcome', s.outcome));
  return figure({
    id: 'economy_baseline_skills',
    remarks: recordAlone,
    regional: true,
    title,
    note: () => text('table.economy_baseline_skills.note'),
    table: () => t,
    where: (s) => ({ outcome: s.outcome, region: reader.region }),
    controls: [regionControl(), outcomeChoice(t)],
    draw: (width, s) =>
      lineChart(width, {
        title: title(s),
        unit: unitName(rows(t, { outcome: s.outcome })[0].unit),
        decimals: 1,
        series: distinct(t, 'workers').map((skill, i) => ({
          label: word('workers', skill),
          colour: ['#1b4f7c', '#b9770e'][i % 2],
          points: rows(t, { outcome: s.outcome, workers: skill, region: reader.region }).map((r) => ({
            x: r.year,
            y: r.p50,
            low: r.p05,
            high: r.p95,
          })),
          said: (p) => text('report.ahead.said', word('workers', skill), p.x, ...[p.y, p.low, p.high].map((v) => formatNumber(v, 1))),
        })),
      }),
  });
}

/** First-order shares as stacked bars; what is missing to the whole is what kinds do together. */
function varianceFigure() {
  const t = table('economy_variance');
  const kinds = distinct(t, 'source_kind');
  const of = (outcome) => kinds.map((kind) => row(t, { outcome, source_kind: kind }));
  // estimates: below 0 they are nothing, and above the whole they are scaled to it
  const whole = (shares) => Math.max(1, shares.reduce((sum, r) => sum + Math.max(0, r.first_order), 0));
  return figure({
    id: 'economy_variance',
    title: () => text('table.economy_variance.title'),
    note: () => text('table.economy_variance.note'),
    table: () => t,
    draw: (width) =>
      shareBars(width, {
        title: text('table.economy_variance.title'),
        unit: text('report.ahead.variance_unit'),
        names: kinds.map((kind) => ({ label: word('source_kind', kind), colour: SOURCE_COLOURS[kind] })),
        bars: distinct(t, 'outcome').map((outcome) => ({
          label: word('outcome', outcome),
          parts: of(outcome).map((r) => ({
            value: (100 * Math.max(0, r.first_order)) / whole(of(outcome)),
            colour: SOURCE_COLOURS[r.source_kind],
          })),
          said: of(outcome)
            .map((r) =>
              text(
                'report.ahead.variance_said',
                word('outcome', outcome),
                word('source_kind', r.source_kind),
                ...[r.first_order, r.first_order_error, r.total_order, r.total_order_error].map((v) => formatNumber(v, 2)),
              ),
            )
            .join('; '),
        })),
      }),
  });
}

const BAND_COLOURS = { lasting_years: '#1b4f7c', independent_years: '#c0392b', same_growth: '#5b6670' };

/** Regions inside the bands of nine tenths, by the origin that they were drawn from. */
function bandsFigure() {
  const t = table('economy_bands');
  const origins = distinct(t, 'origin');
  const percent = (inside, n) => (100 * inside) / n;
  return figure({
    id: 'economy_bands',
    title: () => text('table.economy_bands.title'),
    note: () => text('table.economy_bands.note'),
    table: () => t,
    draw: (width) =>
      lineChart(width, {
        title: text('report.ahead.bands_title'),
        unit: text('report.ahead.bands_unit'),
        decimals: 0,
        include: [0, 100],
        dots: true,
        series: [
          ...distinct(t, 'bands').map((bands) => {
            const of = new Map(rows(t, { bands }).map((r) => [r.origin, r]));
            return {
              label: word('bands', bands),
              colour: BAND_COLOURS[bands],
              points: [...of.values()].map((r) => ({ x: r.origin, y: percent(r.inside_nine_tenths, r.n) })),
              said: (p) => {
                const r = of.get(p.x);
                return text(
                  'report.ahead.bands_said',
                  word('bands', bands),
                  p.x,
                  formatNumber(p.y, 0),
                  formatNumber(percent(r.inside_half, r.n), 0),
                  formatNumber(r.crps, 3),
                );
              },
            };
          }),
          {
            label: text('report.ahead.bands_claimed'),
            colour: '#9aa5b1',
            dash: '2 3',
            points: origins.map((origin) => ({ x: origin, y: 90 })),
            said: (p) => `${text('report.ahead.bands_claimed')}: ${formatNumber(p.y, 0)}`,
          },
        ],
      }),
  });
}

function aheadSection() {
  return [
    fanFigure('economy_baseline_nation', 'report.ahead.nation_title'),
    fanFigure('economy_convergence_ahead', 'report.ahead.convergence_title', { remarks: recordAlone }),
    aheadMapFigure(),
    aheadRegionFigure(),
    ...(table('economy_baseline_skills') ? [aheadSkillsFigure()] : []),
    ...(table('economy_bands') ? [bandsFigure()] : []),
    ...(table('economy_variance') ? [varianceFigure()] : []),
  ];
}
