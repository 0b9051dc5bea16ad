// Who grows faster than the others, and what foretold it.

const GROWTH_COLOURS = {
  same_growth: '#5b6670',
  own_trend: '#c0392b',
  shrunken_trend: '#1b4f7c',
  ar1: '#b9770e',
  shift_share: '#2a8c5f',
  economy: '#6c3483',
  economy_known: '#c06cb4',
};
const growthModels = (t) => distinct(t, 'model').map((model) => [model, word('model', model)]);

function growthSection() {
  const scores = table('growth_backtest');
  const foretold = table('growth_foretold');
  const named = ({ origin, model }) => `${origin} ${model}`;
  // the economy's own forecast first: it is what the section asks about
  const forecasts = new Map(
    rows(foretold)
      .filter((r) => r.model !== 'same_growth')
      .sort((a, b) => (b.model === 'economy') - (a.model === 'economy'))
      .map((r) => [named(r), { origin: r.origin, model: r.model }]),
  );
  const choose = [
    choice('model', () =>
      [...forecasts].map(([key, { origin, model }]) => [key, text('report.growth.forecast', word('model', model), origin)]),
    ),
  ];
  const where = (s) => forecasts.get(s.model);
  return [
    figure({
      id: 'growth_backtest',
      title: () => text('table.growth_backtest.title'),
      note: () => text('table.growth_backtest.note'),
      table: () => scores,
      draw: (width) =>
        lineChart(width, {
          title: text('table.growth_backtest.title'),
          unit: text('report.growth.unit'),
          decimals: 2,
          include: [0],
          dots: true,
          series: growthModels(scores).map(([model, name]) => ({
            label: name,
            colour: GROWTH_COLOURS[model],
            points: rows(scores, { model }).map((r) => ({ x: r.origin, y: r.rmse })),
            said: (p) => text('report.said.growth_score', name, p.x, formatNumber(p.y, 2)),
          })),
        }),
    }),
    figure({
      id: 'growth_foretold',
      regional: true,
      title: () => text('table.growth_foretold.title'),
      note: () => text('table.growth_foretold.note'),
      table: () => foretold,
      where,
      controls: choose,
      draw: (width, s) =>
        scatter(width, {
          title: text('table.growth_foretold.title'),
          xTitle: text('report.growth.foretold'),
          yTitle: text('report.growth.actual'),
          xDecimals: 1,
          yDecimals: 1,
          diagonal: true,
          points: rows(foretold, where(s)).map((r) => ({
            id: r.region,
            x: r.foretold_growth,
            y: r.actual_growth,
            label: regionName(r.region),
            colour: regionColour(r.region),
            said: text(
              'report.said.growth',
              regionName(r.region),
              formatNumber(r.foretold_growth, 2),
              formatNumber(r.actual_growth, 2),
            ),
          })),
        }),
    }),
    ...(table('growth_economy')
      ? [
          figure({
            id: 'growth_economy',
            title: () => text('table.growth_economy.title'),
            note: () => text('table.growth_economy.note'),
            table: () => table('growth_economy'),
          }),
        ]
      : []),
    figure({
      id: 'growth_misses',
      title: () => text('table.growth_misses.title'),
      note: () => text('table.growth_misses.note'),
      table: () => table('growth_misses'),
      where,
      controls: choose,
    }),
  ];
}
