// Distributions over time, chains between classes, convergence.

const YEAR_COLOURS = ['#8a939c', '#d98200', '#1b4f7c'];
const CLUB_COLOURS = ['#1b4f7c', '#d98200', '#2a8c5f', '#b0527f', '#6a5aa8', '#8a6d3b', '#34809a', '#8a939c'];

const subjectControl = (name, key = 'subject') => ({
  key,
  label: () => text('report.dynamics.of'),
  options: () => tablesOf(name).map((t) => [t.subject, labelName(t.subject)]),
});
const dynamicsTable = (name, s) => table(`${name}_${s.subject}`);
const isScore = (subject) => DATA.tables.some((t) => t.key === `index_scores_${subject}`);

function distributionFigure() {
  return figure({
    id: 'density',
    title: (s) => titleOf(dynamicsTable('density', s)),
    note: (s) => text(isScore(s.subject) ? 'report.dynamics.density_score' : 'report.dynamics.density_quantity'),
    table: (s) => dynamicsTable('density', s),
    controls: [subjectControl('density')],
    draw: (width, s) => {
      const t = dynamicsTable('density', s);
      const shapes = dynamicsTable('density_shape', s);
      return curveChart(width, {
        title: titleOf(t),
        xTitle: text(isScore(s.subject) ? 'report.dynamics.score' : 'report.dynamics.relative'),
        yTitle: text('column.density'),
        series: distinct(t, 'year').map((year, i) => {
          const h = formatNumber(row(shapes, { year }).bandwidth, 3);
          return {
            label: text('report.dynamics.year_h', year, h),
            colour: YEAR_COLOURS[i],
            points: rows(t, { year }).map((r) => ({ x: r.point, y: r.density })),
            said: (p) => text('report.dynamics.said_density', year, formatNumber(p.x, 2), formatNumber(p.y, 2)),
          };
        }),
      });
    },
  });
}

const classNames = (t) => distinct(t, 'from_class').map((c) => text('report.dynamics.class', c));

/** The cells of a chain's matrix: share and count, or the first passage time. */
function chainCells(t, where, measure) {
  const longest = Math.max(1, ...rows(t, where).map((r) => r.first_passage ?? 0));
  return distinct(t, 'from_class').map((from) =>
    rows(t, { ...where, from_class: from }).map((r) => {
      const time = measure === 'first_passage';
      const value = r[measure];
      return {
        value: value === null ? null : time ? 1 - Math.sqrt(value / longest) : value,
        words: time ? [formatNumber(value, 0)] : [formatNumber(value, 2), `n = ${r.transitions}`],
        said: text(
          time ? 'report.dynamics.said_passage' : 'report.dynamics.said_transition',
          r.from_class,
          r.to_class,
          formatNumber(value, time ? 1 : 3),
          r.transitions,
        ),
      };
    }),
  );
}

function chainFigure() {
  return figure({
    id: 'markov',
    title: (s) => titleOf(dynamicsTable('markov', s)),
    note: (s) => text(`report.dynamics.${s.measure}_note`),
    table: (s) => dynamicsTable('markov', s),
    controls: [
      subjectControl('markov'),
      {
        key: 'measure',
        label: () => text('column.measure'),
        options: () => ['probability', 'first_passage'].map((m) => [m, text(`column.${m}`)]),
      },
    ],
    draw: (width, s) => {
      const t = dynamicsTable('markov', s);
      return matrixChart(width, {
        title: titleOf(t),
        names: classNames(t),
        rowTitle: text('column.from_class'),
        columnTitle: text('column.to_class'),
        panels: [{ cells: chainCells(t, {}, s.measure) }],
      });
    },
  });
}

function classesFigure() {
  return figure({
    id: 'markov-classes',
    title: (s) => titleOf(dynamicsTable('markov_classes', s)),
    note: () => text('report.dynamics.classes_note'),
    table: (s) => dynamicsTable('markov_classes', s),
    controls: [subjectControl('markov_classes')],
    draw: (width, s) => {
      const t = dynamicsTable('markov_classes', s);
      return barChart(width, {
        title: titleOf(t),
        unit: text('report.dynamics.share_unit'),
        decimals: 0,
        rowHeight: 24,
        bars: rows(t)
          .reverse()
          .map((r) => ({
            label: text('report.dynamics.class', r.class),
            value: r.last_share,
            second: r.ergodic_share,
            colour: '#34809a',
            said: text(
              'report.dynamics.said_class',
              r.class,
              formatNumber(r.first_share, 0),
              formatNumber(r.last_share, 0),
              formatNumber(r.ergodic_share, 0),
            ),
          })),
      });
    },
  });
}

function spatialChainFigure() {
  return figure({
    id: 'spatial-markov',
    title: (s) => titleOf(dynamicsTable('spatial_markov', s)),
    note: (s) => {
      const test = row(dynamicsTable('markov_tests', s), { test: 'neighbours' });
      return text(
        'report.dynamics.neighbours_note',
        formatNumber(test.q, 1),
        test.degrees,
        formatNumber(test.q_p, 3),
        formatNumber(test.lr, 1),
        formatNumber(test.lr_p, 3),
        test.small_cells,
        test.cells,
      );
    },
    table: (s) => dynamicsTable('spatial_markov', s),
    controls: [subjectControl('spatial_markov')],
    draw: (width, s) => {
      const t = dynamicsTable('spatial_markov', s);
      return matrixChart(width, {
        title: titleOf(t),
        names: classNames(t),
        rowTitle: text('column.from_class'),
        columnTitle: text('column.to_class'),
        panels: distinct(t, 'lag_class').map((lag) => ({
          name: text('report.dynamics.lag', lag),
          cells: chainCells(t, { lag_class: lag }, 'probability'),
        })),
      });
    },
  });
}

function lisaChainFigure() {
  const quadrants = ['high_high', 'low_high', 'low_low', 'high_low'];
  return figure({
    id: 'lisa-markov',
    title: (s) => titleOf(dynamicsTable('lisa_markov', s)),
    note: () => text('table.lisa_markov.note'),
    table: (s) => dynamicsTable('lisa_markov', s),
    controls: [subjectControl('lisa_markov')],
    draw: (width, s) => {
      const t = dynamicsTable('lisa_markov', s);
      return matrixChart(width, {
        title: titleOf(t),
        names: quadrants.map((q) => word('from_quadrant', q)),
        rowTitle: text('column.from_quadrant'),
        columnTitle: text('column.to_quadrant'),
        panels: [
          {
            cells: quadrants.map((from) =>
              quadrants.map((to) => {
                const r = row(t, { from_quadrant: from, to_quadrant: to });
                return {
                  value: r.probability,
                  words: [formatNumber(r.probability, 2), `n = ${r.transitions}`],
                  said: text(
                    'report.dynamics.said_quadrant',
                    word('from_quadrant', from),
                    word('to_quadrant', to),
                    r.transitions,
                    formatNumber(r.expected_moves, 1),
                  ),
                };
              }),
            ),
          },
        ],
      });
    },
  });
}

function sigmaFigure() {
  return figure({
    id: 'sigma',
    title: (s) => titleOf(dynamicsTable('sigma', s)),
    note: () => text('table.sigma.note'),
    table: (s) => dynamicsTable('sigma', s),
    controls: [subjectControl('sigma')],
    draw: (width, s) => {
      const t = dynamicsTable('sigma', s);
      const line = (key, colour, dash) => ({
        label: text(`column.${key}`),
        colour,
        dash,
        points: rows(t).map((r) => ({ x: r.year, y: r[key] })),
      });
      const trend = rows(t).some((r) => r.trend !== null) ? [line('trend', '#8a939c', '5 4')] : [];
      return lineChart(width, {
        title: titleOf(t),
        unit: text('column.variation'),
        decimals: 4,
        series: [line('variation', '#1b4f7c'), ...trend],
      });
    },
  });
}

function betaFigure() {
  return figure({
    id: 'beta',
    regional: true,
    title: (s) => titleOf(dynamicsTable('beta', s)),
    note: (s) => {
      const fit = row(dynamicsTable('beta_models', s), { beta_model: 'absolute' });
      return text(
        fit.half_life === null ? 'report.dynamics.beta_note' : 'report.dynamics.beta_half_life_note',
        formatNumber(fit.coefficient, 4),
        formatNumber(fit.standard_error, 4),
        formatNumber(fit.two_sided_p, 3),
        formatNumber(fit.convergence_speed, 2),
        formatNumber(fit.convergence_speed_error, 2),
        formatNumber(fit.half_life, 0),
      );
    },
    table: (s) => dynamicsTable('beta', s),
    controls: [subjectControl('beta')],
    draw: (width, s) => {
      const points = rows(dynamicsTable('beta', s)).sort((a, b) => a.log_initial - b.log_initial);
      const ends = [points[0], last(points)].map((r) => ({ x: r.log_initial, y: r.fitted_growth }));
      return scatter(width, {
        title: titleOf(dynamicsTable('beta', s)),
        xTitle: text('column.log_initial'),
        yTitle: text('report.dynamics.growth_unit'),
        xDecimals: 1,
        yDecimals: 0,
        segments: [ends],
        points: points.map((r) => ({
          id: r.region,
          label: regionName(r.region),
          colour: regionColour(r.region),
          x: r.log_initial,
          y: r.growth,
          said: text('report.dynamics.said_beta', regionName(r.region), formatNumber(r.log_initial, 2), formatNumber(r.growth, 2)),
        })),
      });
    },
  });
}

const plainFigure = (name, id) =>
  figure({
    id,
    title: (s) => titleOf(dynamicsTable(name, s)),
    note: () => text(`table.${name}.note`),
    table: (s) => dynamicsTable(name, s),
    controls: [subjectControl(name)],
  });

function clubsFigure() {
  return figure({
    id: 'clubs',
    regional: true,
    map: true,
    title: (s) => titleOf(dynamicsTable('clubs', s)),
    note: (s) => {
      const all = row(dynamicsTable('club_tests', s), { club: 'all' });
      return text('report.dynamics.clubs_note', formatNumber(all.gamma, 2), formatNumber(all.t_value, 1));
    },
    table: (s) => dynamicsTable('clubs', s),
    controls: [subjectControl('clubs'), ...mapControl()],
    draw: (width, s) => {
      const t = dynamicsTable('clubs', s);
      const found = distinct(t, 'club').sort();
      const name = (c) => (c === 'divergent' ? word('club', c) : text('report.dynamics.club', c));
      return regionMap(width, {
        title: titleOf(t),
        values: new Map(rows(t).map((r) => [r.region, r.club])),
        classes: {
          colours: Object.fromEntries(
            found.map((c, i) => [c, c === 'divergent' ? '#d5dbe0' : CLUB_COLOURS[i % CLUB_COLOURS.length]]),
          ),
          names: found.map((c) => [c, name(c)]),
        },
        said: (code, c) => `${regionName(code)}: ${name(c)}`,
      });
    },
  });
}

function dynamicsSection() {
  const parts = [
    ['density', distributionFigure],
    ['density_shape', () => plainFigure('density_shape', 'density-shape')],
    ['markov', chainFigure],
    ['markov_classes', classesFigure],
    ['markov_mobility', () => plainFigure('markov_mobility', 'markov-mobility')],
    ['markov_tests', () => plainFigure('markov_tests', 'markov-tests')],
    ['spatial_markov', spatialChainFigure],
    ['lisa_markov', lisaChainFigure],
    ['sigma', sigmaFigure],
    ['beta', betaFigure],
    ['beta_models', () => plainFigure('beta_models', 'beta-models')],
    ['clubs', clubsFigure],
    ['club_tests', () => plainFigure('club_tests', 'club-tests')],
  ];
  return parts.filter(([name]) => tablesOf(name).length > 0).map(([, make]) => make());
}
