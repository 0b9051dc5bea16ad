// The pattern over space: Moran's I by year, clusters on the map, Moran's scatter plot, and what other weights say.

const CLUSTER_COLOURS = {
  high_high: '#b2182b',
  low_low: '#2166ac',
  high_low: '#ef8a62',
  low_high: '#92c5de',
  hot: '#b2182b',
  cold: '#2166ac',
  not_significant: '#e6e8ea',
  island: '#ffffff',
};
const CLUSTERS = ['high_high', 'low_low', 'high_low', 'low_high', 'not_significant'];
const SPOTS = ['hot', 'cold', 'not_significant'];

const significanceLevel = () => INDEX.assumptions.get('measure.significance_level')?.value ?? 0.05;
const subjectOptions = (name) => tablesOf(name).map((t) => [t.key, labelName(t.subject)]);

/** What a region is called on a map of clusters, after the correction for many tests or without it. */
function clusterOf(row, what, corrected) {
  const shown = what === 'cluster' ? row.cluster : row.spot;
  if (corrected || shown === 'island') return shown;
  if (what === 'cluster') return row.p <= significanceLevel() ? row.quadrant : 'not_significant';
  return row.g_p > significanceLevel() ? 'not_significant' : row.g_star > 0 ? 'hot' : 'cold';
}

function moranFigure() {
  const list = tablesOf('moran');
  return figure({
    id: 'moran',
    title: (s) => text('report.space.moran', labelName(table(s.table).subject)),
    note: () => text('report.space.moran_note'),
    table: (s) => table(s.table),
    controls: [{ key: 'table', label: () => text('report.space.table'), options: () => subjectOptions('moran') }],
    draw: (width, s) => {
      const found = rows(table(s.table));
      return lineChart(width, {
        title: text('report.space.moran', labelName(table(s.table).subject)),
        unit: text('column.moran'),
        decimals: 3,
        include: [0],
        dots: true,
        series: [
          {
            label: text('report.space.chance'),
            colour: '#7b868f',
            dash: '4 3',
            points: found.map((r) => ({
              x: r.year,
              y: r.expected,
              low: r.expected - 1.96 * r.sd,
              high: r.expected + 1.96 * r.sd,
            })),
            said: (p) => text('report.said.chance', p.x, formatNumber(p.low, 3), formatNumber(p.high, 3)),
          },
          {
            label: labelName(table(s.table).subject),
            colour: '#1b4f7c',
            points: found.map((r) => ({
              x: r.year,
              y: r.moran,
              p: r.p,
              hollow: r.p !== null && r.p > significanceLevel(),
            })),
            said: (p) =>
              text(
                'report.said.moran',
                labelName(table(s.table).subject),
                p.x,
                formatNumber(p.y, 3),
                p.p === null ? '–' : formatNumber(p.p, 4),
              ),
          },
        ],
      });
    },
  });
}

function localControls() {
  const first = tablesOf('local')[0];
  return [
    { key: 'table', label: () => text('report.space.table'), options: () => subjectOptions('local') },
    { key: 'year', label: () => text('column.year'), options: () => yearOptions(first) },
  ];
}

function clusterFigure() {
  const whats = [
    ['cluster', () => text('report.space.lisa')],
    ['spot', () => text('report.space.spots')],
  ];
  const found = (s) => rows(table(s.table), { year: s.year });
  const title = (s) =>
    text(`report.space.${s.what === 'cluster' ? 'lisa_title' : 'spots_title'}`, labelName(table(s.table).subject), s.year);
  return figure({
    id: 'clusters',
    regional: true,
    map: true,
    title,
    note: (s) => {
      const classes = found(s).map((r) => clusterOf(r, s.what, s.correction === 'corrected'));
      const significant = classes.filter((c) => c !== 'not_significant' && c !== 'island').length;
      return text(
        s.correction === 'corrected' ? 'report.space.clusters_note' : 'report.space.clusters_plain_note',
        significant,
        classes.filter((c) => c !== 'island').length,
        formatNumber(significanceLevel(), 2),
      );
    },
    table: (s) => table(s.table),
    where: (s) => ({ year: s.year }),
    controls: [
      ...localControls(),
      { key: 'what', label: () => text('report.space.what'), options: () => whats.map(([id, words]) => [id, words()]) },
      {
        key: 'correction',
        label: () => text('report.space.correction'),
        options: () => ['corrected', 'plain'].map((id) => [id, text(`report.space.${id}`)]),
      },
      ...mapControl(),
    ],
    draw: (width, s) => {
      const byRegion = new Map(found(s).map((r) => [r.region, r]));
      const ids = [...(s.what === 'cluster' ? CLUSTERS : SPOTS)];
      const values = new Map(
        [...byRegion].map(([code, r]) => [code, clusterOf(r, s.what, s.correction === 'corrected')]),
      );
      if ([...values.values()].includes('island')) ids.push('island');
      return regionMap(width, {
        title: title(s),
        values,
        unit: '',
        classes: { colours: CLUSTER_COLOURS, names: ids.map((id) => [id, text(`word.${s.what}.${id}`)]) },
        said: (code, value) => {
          const r = byRegion.get(code);
          const [p, q] = s.what === 'cluster' ? [r.p, r.p_corrected] : [r.g_p, r.g_p_corrected];
          const words = text(`word.${s.what}.${value}`);
          if (p === null) return `${regionName(code)}: ${words}`;
          return text('report.said.cluster', regionName(code), words, formatNumber(p, 4), formatNumber(q, 3));
        },
      });
    },
  });
}

function moranScatter() {
  const title = (s) => text('report.space.scatter', labelName(table(s.table).subject), s.year);
  return figure({
    id: 'moran-scatter',
    regional: true,
    title,
    note: () => text('report.space.scatter_note'),
    table: (s) => table(s.table),
    where: (s) => ({ year: s.year }),
    controls: localControls(),
    draw: (width, s) => {
      const found = rows(table(s.table), { year: s.year }).filter((r) => r.lag !== null);
      const slope =
        found.reduce((sum, r) => sum + r.own * r.lag, 0) / found.reduce((sum, r) => sum + r.own * r.own, 0);
      const ends = [Math.min(...found.map((r) => r.own)), Math.max(...found.map((r) => r.own))];
      const lags = found.map((r) => r.lag);
      const segments = [
        [
          { x: ends[0], y: slope * ends[0] },
          { x: ends[1], y: slope * ends[1] },
        ],
      ];
      // Where the own value or the neighbours' mean is the average, if the drawing reaches it.
      if (Math.min(...lags) < 0 && Math.max(...lags) > 0)
        segments.push([
          { x: 0, y: Math.min(...lags) },
          { x: 0, y: Math.max(...lags) },
        ]);
      segments.push([
        { x: ends[0], y: 0 },
        { x: ends[1], y: 0 },
      ]);
      return scatter(width, {
        title: title(s),
        xTitle: text('report.space.own'),
        yTitle: text('report.space.lag'),
        xDecimals: 1,
        yDecimals: 1,
        segments,
        points: found.map((r) => ({
          x: r.own,
          y: r.lag,
          id: r.region,
          label: regionName(r.region),
          colour: regionColour(r.region),
          said: text('report.said.own_and_neighbours', regionName(r.region), formatNumber(r.own, 2), formatNumber(r.lag, 2)),
        })),
      });
    },
  });
}

function weightsFigure() {
  const title = (s) => text('report.space.weights', labelName(table(s.table).subject));
  return figure({
    id: 'moran-weights',
    title,
    note: () => text('report.space.weights_note'),
    table: (s) => table(s.table),
    controls: [{ key: 'table', label: () => text('report.space.table'), options: () => subjectOptions('moran_weights') }],
    draw: (width, s) =>
      barChart(width, {
        title: title(s),
        unit: text('report.space.weights_unit'),
        decimals: 1,
        bars: rows(table(s.table)).map((r) => ({
          id: r.space_weights,
          label: word('space_weights', r.space_weights),
          value: r.z,
          colour: r.used ? '#1b4f7c' : r.p !== null && r.p > significanceLevel() ? '#cfd6db' : '#8fb3cc',
          said: text(
            'report.said.weights',
            word('space_weights', r.space_weights),
            formatNumber(r.moran, 3),
            formatNumber(r.z, 2),
            r.p === null ? '–' : formatNumber(r.p, 4),
          ),
        })),
      }),
  });
}

function spaceSection() {
  const list = [moranFigure()];
  if (tablesOf('local').length > 0) list.push(clusterFigure(), moranScatter());
  if (tablesOf('moran_weights').length > 0) list.push(weightsFigure());
  for (const t of [table('space_weights')].filter(Boolean))
    list.push(figure({ id: t.key, title: () => titleOf(t), note: () => text(`table.${family(t)}.note`), table: () => t }));
  return list;
}
