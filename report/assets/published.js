// What was rebuilt beside what is published.

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
