// The pattern over space.

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
