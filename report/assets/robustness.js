// What an index owes to the way it was made: ranks, neighbours, choices, intervals of what is computed from it.

const indexControl = (family) => ({
  key: 'index',
  label: () => text('column.index'),
  options: () =>
    tablesOf(family).map((t) => [t.subject, labelName(t.subject)]),
});
const ofIndex = (family) => (s) => table(`${family}_${s.index}`);
const percent = (value) => `${formatNumber(value, 1)} %`;

function rankFigures() {
  const ranks = ofIndex('robustness_ranks');
  const neighbours = ofIndex('robustness_neighbours');
  return [
    figure({
      id: 'rank-intervals',
      regional: true,
      title: (s) => titleOf(ranks(s)),
      note: () => text('table.robustness_ranks.note'),
      table: ranks,
      controls: [indexControl('robustness_ranks')],
      draw: (width, s) =>
        barChart(width, {
          title: titleOf(ranks(s)),
          unit: text('report.robustness.rank_unit'),
          decimals: 0,
          key: true,
          ranks: DATA.regions.length,
          bars: rows(ranks(s))
            .sort((a, b) => a.rank - b.rank)
            .map((r) => ({
              id: r.region,
              label: `${r.rank}  ${regionName(r.region)}`,
              value: r.median_rank,
              low: r.rank_lower,
              high: r.rank_upper,
              second: r.rank,
              colour: regionColour(r.region),
              said: text(
                'report.said.rank_interval',
                regionName(r.region),
                r.rank,
                formatNumber(r.rank_lower, 0),
                formatNumber(r.rank_upper, 0),
                percent(r.top_share),
              ),
            })),
        }),
    }),
    figure({
      id: 'rank-top',
      regional: true,
      title: (s) => text('report.robustness.top', labelName(s.index)),
      note: () => text('report.robustness.top_note', topPlaces()),
      table: ranks,
      controls: [indexControl('robustness_ranks')],
      draw: (width, s) =>
        barChart(width, {
          title: text('report.robustness.top', labelName(s.index)),
          unit: text('report.robustness.top_unit'),
          decimals: 1,
          key: true,
          bars: rows(ranks(s))
            .filter((r) => r.top_share > 0)
            .sort((a, b) => b.top_share - a.top_share || a.rank - b.rank)
            .map((r) => ({
              id: r.region,
              label: `${r.rank}  ${regionName(r.region)}`,
              value: r.top_share,
              colour: regionColour(r.region),
              said: `${regionName(r.region)}: ${percent(r.top_share)}`,
            })),
        }),
    }),
    figure({
      id: 'rank-neighbours',
      title: (s) => titleOf(neighbours(s)),
      note: () => text('table.robustness_neighbours.note'),
      table: neighbours,
      controls: [indexControl('robustness_neighbours')],
      draw: (width, s) =>
        barChart(width, {
          title: titleOf(neighbours(s)),
          unit: text('report.robustness.neighbours_unit'),
          decimals: 1,
          bars: rows(neighbours(s)).map((r) => ({
            label: `${r.rank}  ${regionName(r.region)} › ${regionName(r.next_region)}`,
            value: r.before_next,
            colour: r.told_apart ? '#1b4f7c' : '#c9d1d6',
            said: text(
              'report.said.neighbours',
              regionName(r.region),
              regionName(r.next_region),
              percent(r.before_next),
            ),
          })),
        }),
    }),
  ];
}

function choiceFigures() {
  const sobol = ofIndex('robustness_sobol');
  const levels = ofIndex('robustness_levels');
  return [
    figure({
      id: 'sobol',
      title: (s) => titleOf(sobol(s)),
      note: () => text('table.robustness_sobol.note'),
      table: sobol,
      controls: [indexControl('robustness_sobol')],
      draw: (width, s) =>
        barChart(width, {
          title: titleOf(sobol(s)),
          unit: text('report.robustness.sobol_unit'),
          decimals: 2,
          rowHeight: 24,
          bars: rows(sobol(s))
            .sort((a, b) => b.total_effect - a.total_effect)
            .map((r) => ({
              label: word('factor', r.factor),
              value: r.total_effect,
              low: r.total_effect_lower,
              high: r.total_effect_upper,
              second: r.first_order,
              colour: '#34809a',
              said: text(
                'report.said.sobol',
                word('factor', r.factor),
                formatNumber(r.first_order, 2),
                formatNumber(r.total_effect, 2),
              ),
            })),
        }),
    }),
    figure({
      id: 'choice-levels',
      title: (s) => titleOf(levels(s)),
      note: () => text('table.robustness_levels.note'),
      table: levels,
      where: (s) => ({ factor: s.factor }),
      controls: [
        indexControl('robustness_levels'),
        {
          key: 'factor',
          label: () => text('column.factor'),
          options: () => distinct(tablesOf('robustness_levels')[0], 'factor').map((f) => [f, word('factor', f)]),
        },
      ],
      draw: (width, s) =>
        barChart(width, {
          title: titleOf(levels(s)),
          unit: text('column.mean_shift'),
          decimals: 2,
          bars: rows(levels(s), { factor: s.factor })
            .sort((a, b) => b.mean_shift - a.mean_shift)
            .map((r) => ({
              label: word('made_as', r.made_as),
              value: r.mean_shift,
              colour: '#34809a',
              said: `${word('made_as', r.made_as)}: ${formatNumber(r.mean_shift, 2)}`,
            })),
        }),
    }),
  ];
}

const topPlaces = () => DATA.assumptions.find((a) => a.key === 'measure.robustness_top').value;

function intervalsFigure() {
  const intervals = ofIndex('index_intervals');
  const title = (s) => text('report.robustness.measure', word('measure', s.measure), labelName(s.index));
  return figure({
    id: 'index-intervals',
    title,
    note: () => text('table.index_intervals.note'),
    table: intervals,
    where: (s) => ({ measure: s.measure }),
    controls: [
      indexControl('index_intervals'),
      {
        key: 'measure',
        label: () => text('column.measure'),
        options: () => distinct(tablesOf('index_intervals')[0], 'measure').map((m) => [m, word('measure', m)]),
      },
    ],
    draw: (width, s) => {
      const found = rows(intervals(s), { measure: s.measure });
      const said = (p) =>
        text(
          'report.said.interval',
          p.x,
          formatNumber(p.y, 3),
          p.low === undefined ? '–' : formatNumber(p.low, 3),
          p.high === undefined ? '–' : formatNumber(p.high, 3),
        );
      return lineChart(width, {
        title: title(s),
        unit: word('measure', s.measure),
        decimals: 3,
        include: s.measure === 'moran' ? [0] : [],
        series: [
          {
            label: text('report.robustness.own'),
            colour: '#1b4f7c',
            points: found
              .filter((r) => r.value !== null)
              .map((r) => ({
                x: r.year,
                y: r.value,
                low: r.interval_lower ?? undefined,
                high: r.interval_upper ?? undefined,
              })),
            said,
          },
          {
            label: text('report.robustness.median'),
            colour: '#d98200',
            dash: '4 3',
            points: found.filter((r) => r.median !== null).map((r) => ({ x: r.year, y: r.median })),
            said: (p) => `${p.x}: ${formatNumber(p.y, 3)}`,
          },
        ].filter((line) => line.points.length > 0),
      });
    },
  });
}

function robustnessSection() {
  return [
    ...rankFigures(),
    ...(tablesOf('robustness_sobol').length > 0 ? choiceFigures() : []),
    intervalsFigure(),
  ];
}
