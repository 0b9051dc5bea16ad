// One region's dated series: how it was foretold, its course, what the data identify.

const dateOf = (time) => {
  const months = Math.round(12 * time);
  const year = Math.floor((months - 1) / 12);
  return months % 12 === 0 ? String(year) : `${year}-${String(months - 12 * year).padStart(2, '0')}`;
};

/** Years that a chart of its width can name. */
function yearsWithin(times, width) {
  const [first, end] = [Math.ceil(Math.min(...times)), Math.floor(Math.max(...times))];
  const step = Math.max(1, Math.ceil(((end - first + 1) * 44) / (0.7 * width)));
  return Array.from({ length: Math.max(0, Math.floor((end - first) / step) + 1) }, (_, k) => first + k * step);
}

/** Lines with bands over time, and what was observed as dots. */
function datedChart(width, { title, bands, observed = [], decimals }) {
  const held = observed.filter((r) => r.role === 'held_out');
  const said = (name) => (p) =>
    text('report.said.band', name, dateOf(p.x), ...[p.y, p.low, p.high].map((v) => formatNumber(v, 1)));
  const times = [...bands.flatMap((b) => b.points), ...observed.map((r) => ({ x: r.time }))].map((p) => p.x);
  const few = new Set(times).size <= 6;
  return lineChart(width, {
    title,
    unit: word('unit', 'percent'),
    decimals,
    include: [0],
    xFormat: dateOf,
    xTicks: few ? null : yearsWithin(times, width),
    events: held.slice(0, 1).map((r) => ({ x: r.time, label: text('word.role.held_out') })),
    series: [
      ...bands.map((band, i) => ({ ...band, colour: ['#1b4f7c', '#2a8c5f', '#6a5aa8'][i % 3], said: said(band.label) })),
      ...(observed.length === 0
        ? []
        : [
            {
              label: text('column.observed'),
              colour: '#c0392b',
              dotsOnly: true,
              points: observed.map((r) => ({ x: r.time, y: r.observed, hollow: r.role === 'held_out' })),
            },
          ]),
    ],
  });
}

/** What was foretold of the last point, and where the course goes. */
function seriesFindings() {
  const course = rows(table('series_course'));
  if (course.length === 0) return [];
  const said = (r) => [r.p50, r.p05, r.p95].map((v) => formatNumber(v, 1));
  const held = last(rows(table('series_points'), { role: 'held_out' }));
  const reference = DATA.remarks.find((remark) => remark.key === 'remark.series_reference').arguments[0];
  const end = last(course);
  return [
    ...(held ? [text('report.finding.series_held', held.date, ...said(held), formatNumber(held.observed, 1))] : []),
    text('report.finding.series_course', labelName(reference), dateOf(end.time), ...said(end)),
  ];
}

function seriesSection() {
  const points = table('series_points');
  const course = table('series_course');
  const profile = table('series_profile');
  const band = (found) => found.map((r) => ({ x: r.time, y: r.p50, low: r.p05, high: r.p95 }));
  const plain = (id, key) =>
    figure({
      id,
      title: () => text(`table.${key}.title`),
      note: () => text(`table.${key}.note`),
      table: () => table(key),
    });
  return [
    figure({
      id: 'series_points',
      title: () => text('table.series_points.title'),
      note: () => text('table.series_points.note'),
      table: () => points,
      draw: (width) =>
        datedChart(width, {
          title: text('table.series_points.title'),
          decimals: 1,
          bands: distinct(points, 'wording').map((wording) => ({ label: wording, points: band(rows(points, { wording })) })),
          observed: rows(points),
        }),
    }),
    ...(table('series_backtest') ? [plain('series_backtest', 'series_backtest')] : []),
    figure({
      id: 'series_course',
      title: () => text('table.series_course.title'),
      note: () => text('table.series_course.note'),
      table: () => course,
      draw: (width) =>
        datedChart(width, {
          title: text('table.series_course.title'),
          decimals: 0,
          bands: [{ label: text('report.fit.model'), points: band(rows(course)) }],
        }),
    }),
    plain('series_parameters', 'series_parameters'),
    figure({
      id: 'series_profile',
      title: () => text('table.series_profile.title'),
      note: () => text('table.series_profile.note'),
      table: () => profile,
      draw: (width) =>
        lineChart(width, {
          title: text('table.series_profile.title'),
          unit: text('report.fit.profile_unit'),
          decimals: 2,
          height: 240,
          dots: true,
          xFormat: (v) => `${formatNumber(v, 0)} %`,
          xTicks: [5, 25, 50, 75, 99].filter((v) => rows(profile).some((r) => Math.round(r.market) === v)),
          series: [
            {
              label: text('column.log_likelihood'),
              colour: '#1b4f7c',
              points: rows(profile).map((r) => ({ x: Math.round(r.market), y: r.log_likelihood })),
            },
          ],
        }),
    }),
  ];
}
