// Coupling of indices.

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
