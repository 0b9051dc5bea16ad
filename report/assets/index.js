// Indices: scores, ranks, weights, and what was filled in.

function indexSection() {
  const scores = tablesOf('index_scores');
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
  if (table('index_tree')) list.push(...weightFigures());
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
