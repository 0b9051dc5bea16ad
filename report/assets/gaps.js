// Gaps between regions and groups of regions.

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
