// What was measured: indices, gaps, space, coupling and the comparison with what is published.

const regionOptions = () => DATA.regions.map((r) => [r.code, nameOf(r.name)]);
const regionControl = () => ({
  key: 'region',
  label: () => text('column.region'),
  options: regionOptions,
  current: () => reader.region,
  set: choose,
});
const yearOptions = (t) =>
  distinct(t, 'year')
    .slice()
    .reverse()
    .map((y) => [y, String(y)]);
const weightOptions = (t) => distinct(t, 'weights').map((w) => [w, word('weights', w)]);

function indexSection() {
  const scores = tablesOf('index_scores')
    .slice()
    .sort((a, b) => (b.subject === 'ai') - (a.subject === 'ai'));
  const indexOptions = () => scores.map((t) => [t.key, labelName(t.subject)]);
  const of = (state) => table(state.index);
  const controls = [
    { key: 'index', label: () => text('column.index'), options: indexOptions },
    { key: 'year', label: () => text('column.year'), options: () => yearOptions(scores[0]) },
    { key: 'weights', label: () => text('column.weights'), options: () => weightOptions(scores[0]) },
  ];
  const where = (state) => ({ year: state.year, weights: state.weights });
  const ranked = (state) => rows(of(state), where(state)).sort((a, b) => a.rank - b.rank);
  const said = (r) => text('report.said.score', regionName(r.region), formatNumber(r.score, 3), r.rank);
  const list = [
    figure({
      id: 'index-map',
      regional: true,
      map: true,
      title: (s) => text('report.index.map', labelName(of(s).subject), s.year),
      note: () => text('report.index.map_note'),
      table: of,
      where,
      controls: [...controls, ...mapControl()],
      draw: (width, s) => {
        const found = new Map(ranked(s).map((r) => [r.region, r]));
        return regionMap(width, {
          title: text('report.index.map', labelName(of(s).subject), s.year),
          values: new Map([...found].map(([code, r]) => [code, r.score])),
          decimals: 2,
          unit: text('report.score'),
          said: (code) => said(found.get(code)),
        });
      },
    }),
    figure({
      id: 'index-ranks',
      regional: true,
      title: (s) => text('report.index.ranks', labelName(of(s).subject), s.year),
      note: () => text('report.index.ranks_note'),
      table: of,
      where,
      controls,
      draw: (width, s) => {
        const other = distinct(of(s), 'weights').find((w) => w !== s.weights);
        const second = new Map(rows(of(s), { year: s.year, weights: other }).map((r) => [r.region, r.score]));
        return barChart(width, {
          title: text('report.index.ranks', labelName(of(s).subject), s.year),
          unit: text('report.index.bar_unit', word('weights', s.weights), other ? word('weights', other) : ''),
          decimals: 3,
          key: true,
          bars: ranked(s).map((r) => ({
            id: r.region,
            label: `${r.rank}  ${regionName(r.region)}`,
            value: r.score,
            second: second.get(r.region),
            colour: regionColour(r.region),
            said: said(r),
          })),
        });
      },
    }),
    figure({
      id: 'index-lines',
      regional: true,
      title: (s) => text('report.index.lines', labelName(of(s).subject)),
      note: () => text('report.index.lines_note'),
      table: of,
      where: (s) => ({ region: reader.region, weights: s.weights }),
      controls: [controls[0], controls[2], regionControl()],
      draw: (width, s) => {
        const all = DATA.regions.map((r) => ({
          code: r.code,
          points: rows(of(s), { region: r.code, weights: s.weights }).map((v) => ({
            x: v.year,
            y: v.score,
            rank: v.rank,
          })),
        }));
        const leaders = all
          .slice()
          .sort((a, b) => last(b.points).y - last(a.points).y)
          .slice(0, 4)
          .map((r) => r.code);
        return lineChart(width, {
          title: text('report.index.lines', labelName(of(s).subject)),
          unit: text('report.score'),
          decimals: 3,
          include: [0],
          height: 340,
          series: all.map((r) => ({
            label: regionName(r.code),
            points: r.points,
            colour: r.code === reader.region ? '#111111' : leaders.includes(r.code) ? regionColour(r.code) : null,
            said: (p) => `${regionName(r.code)}, ${p.x}: ${formatNumber(p.y, 3)} (${text('report.rank', p.rank)})`,
          })),
        });
      },
    }),
  ];
  const tiers = table('tiers');
  if (tiers) {
    const order = ['core', 'middle', 'less_developed'];
    list.push(
      figure({
        id: 'tiers',
        regional: true,
        map: true,
        controls: mapControl(),
        title: () => text('table.tiers.title'),
        note: () => text('report.tiers.note', nearBorder(tiers)),
        table: () => tiers,
        draw: (width) =>
          regionMap(width, {
            title: text('table.tiers.title'),
            values: new Map(rows(tiers).map((r) => [r.region, r.tier])),
            unit: '',
            classes: { colours: TIER_COLOURS, names: order.map((id) => [id, text(`tier.${id}`)]) },
            said: (code, tier) =>
              text(
                'report.said.tier',
                regionName(code),
                text(`tier.${tier}`),
                formatNumber(row(tiers, { region: code }).z, 2),
              ),
          }),
      }),
    );
  }
  if (table('index_weights')) {
    list.push(
      figure({
        id: 'index-weights',
        title: () => text('table.index_weights.title'),
        note: () => text('table.index_weights.note'),
        table: () => table('index_weights'),
        where: (s) => ({ index: s.index }),
        controls: [
          {
            key: 'index',
            label: () => text('column.index'),
            options: () => scores.map((t) => [t.subject, labelName(t.subject)]),
          },
        ],
      }),
    );
  }
  const gaps = table('imputation');
  if (gaps) {
    list.push(
      figure({
        id: 'imputation',
        title: () => titleOf(gaps),
        note: () => text('table.imputation.note'),
        table: () => gaps,
        where: (s) => ({ series: s.series }),
        controls: [
          {
            key: 'series',
            label: () => text('column.series'),
            options: () => distinct(gaps, 'series').map((id) => [id, word('series', id)]),
          },
        ],
      }),
    );
  }
  return list;
}

const nearBorder = (tiers) =>
  rows(tiers, { near_border: 1 })
    .map((r) => regionName(r.region))
    .join(text('report.comma')) || text('report.none');

function outputGaps(t) {
  const parts = { theil: ['theil_within', 'theil_between'], gini: ['gini_within', 'gini_between', 'gini_overlap'] };
  const colours = ['#34809a', '#d98200', '#c9d1d6'];
  const list = [
    figure({
      id: 'gaps',
      title: (s) => text('report.gaps.title', text(`column.${s.measure}`)),
      note: (s) => text(`report.gaps.${s.measure}_note`),
      table: () => t,
      controls: [
        {
          key: 'measure',
          label: () => text('column.measure'),
          options: () => Object.keys(parts).map((m) => [m, text(`column.${m}`)]),
        },
      ],
      draw: (width, s) =>
        stackedBars(width, {
          title: text('report.gaps.title', text(`column.${s.measure}`)),
          years: column(t, 'year').values,
          decimals: 4,
          unit: text(`column.${s.measure}`),
          parts: parts[s.measure].map((key, i) => ({
            label: text(`column.${key}`),
            colour: colours[i],
            values: new Map(rows(t).map((r) => [r.year, r[key]])),
          })),
        }),
    }),
  ];
  const byGroup = table('gaps_output_groups');
  if (byGroup) {
    list.push(
      figure({
        id: 'gaps-groups',
        title: () => titleOf(byGroup),
        note: () => text('table.gaps_output_groups.note'),
        table: () => byGroup,
        draw: (width) =>
          lineChart(width, {
            title: titleOf(byGroup),
            unit: text('unit.CNY per person'),
            decimals: 0,
            include: [0],
            series: distinct(byGroup, 'group').map((g) => ({
              label: groupName(g),
              colour: groupColour(g),
              points: rows(byGroup, { group: g }).map((r) => ({ x: r.year, y: r.mean })),
            })),
          }),
      }),
    );
  }
  return list;
}

function gapsSection() {
  const list = table('gaps_output') ? outputGaps(table('gaps_output')) : [];
  const indices = tablesOf('gaps_index');
  if (indices.length > 0) {
    const dashes = { gini: null, gini_shifted: '5 4' };
    list.push(
      figure({
        id: 'gaps-index',
        title: (s) => titleOf(table(s.table)),
        note: () => text('table.gaps_index.note'),
        table: (s) => table(s.table),
        controls: [
          {
            key: 'table',
            label: () => text('column.index'),
            options: () => indices.map((i) => [i.key, labelName(i.subject)]),
          },
        ],
        draw: (width, s) =>
          lineChart(width, {
            title: titleOf(table(s.table)),
            unit: text('column.gini'),
            decimals: 4,
            include: [0],
            series: Object.entries(dashes).map(([key, dash]) => ({
              label: text(`column.${key}`),
              colour: '#1b4f7c',
              dash,
              points: rows(table(s.table)).map((r) => ({ x: r.year, y: r[key] })),
            })),
          }),
      }),
    );
  }
  return list;
}

function spaceSection() {
  const list = tablesOf('moran');
  const colours = ['#1b4f7c', '#d98200', '#2a8c5f', '#b0527f'];
  return [
    figure({
      id: 'moran',
      title: () => text('report.space.title'),
      note: () => text('table.moran.note'),
      table: (s) => table(s.table),
      controls: [
        {
          key: 'table',
          label: () => text('report.space.table'),
          options: () => list.map((t) => [t.key, labelName(t.subject)]),
        },
      ],
      draw: (width) =>
        lineChart(width, {
          title: text('report.space.title'),
          unit: text('column.moran'),
          decimals: 3,
          include: [0],
          dots: true,
          series: list.map((t, i) => ({
            label: labelName(t.subject),
            colour: colours[i % colours.length],
            points: rows(t).map((r) => ({ x: r.year, y: r.moran, p: r.p, hollow: r.p !== null && r.p > 0.05 })),
            said: (p) =>
              text('report.said.moran', labelName(t.subject), p.x, formatNumber(p.y, 3), formatNumber(p.p, 4)),
          })),
        }),
    }),
  ];
}

function couplingSection() {
  const t = table('coupling');
  return [
    figure({
      id: 'coupling',
      regional: true,
      title: (s) => text('report.coupling.title', s.year),
      note: () => text('table.coupling.note'),
      table: () => t,
      where: (s) => ({ year: s.year }),
      controls: [{ key: 'year', label: () => text('column.year'), options: () => yearOptions(t) }],
      draw: (width, s) =>
        barChart(width, {
          title: text('report.coupling.title', s.year),
          unit: text('report.coupling.unit'),
          decimals: 3,
          key: true,
          bars: rows(t, { year: s.year })
            .sort((a, b) => b.coordination - a.coordination)
            .map((r) => ({
              id: r.region,
              label: regionName(r.region),
              value: r.coordination,
              second: r.coordination_disjoint,
              colour: regionColour(r.region),
              said: text(
                'report.said.coupling',
                regionName(r.region),
                formatNumber(r.coordination, 3),
                formatNumber(r.coordination_disjoint, 3),
                r.grade,
              ),
            })),
        }),
    }),
    figure({
      id: 'overlap',
      title: () => text('table.coupling_overlap.title'),
      note: () => text('table.coupling_overlap.note'),
      table: () => table('coupling_overlap'),
    }),
  ];
}

function publishedSection() {
  const t = table('published_index');
  const found = row(table('published_correlation'), { target: 'published_index', scope: 'all' });
  return [
    figure({
      id: 'published',
      regional: true,
      title: () => text('report.published.title'),
      note: () =>
        text('report.published.note', found.n, formatNumber(found.spearman, 3), formatNumber(found.kendall, 3)),
      table: () => t,
      draw: (width) =>
        scatter(width, {
          title: text('report.published.title'),
          xTitle: text('column.published_rank'),
          yTitle: text('column.rebuilt_rank'),
          xDecimals: 0,
          yDecimals: 0,
          diagonal: true,
          ranks: rows(t).length,
          points: rows(t).map((r) => ({
            id: r.region,
            x: r.published_rank,
            y: r.rebuilt_rank,
            label: regionName(r.region),
            colour: regionColour(r.region),
            said: text('report.said.published', regionName(r.region), r.published_rank, r.rebuilt_rank),
          })),
        }),
    }),
    figure({
      id: 'correlation',
      title: () => text('table.published_correlation.title'),
      note: () => text('table.published_correlation.note'),
      table: () => table('published_correlation'),
    }),
    figure({
      id: 'facts',
      title: () => text('table.published_facts.title'),
      note: () => text('table.published_facts.note'),
      table: () => table('published_facts'),
    }),
  ];
}
