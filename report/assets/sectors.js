// Levers for some sectors: who gains, what spills over, and by unit of support.

const REACHED = '#1b4f7c';
const UNREACHED = '#9db4c7';

/** The scenario whose levers reach some sectors most and others least. */
function mostSelective(t) {
  const spread = (scenario) => {
    const reached = rows(t, { scenario }).map((r) => r.people_reached ?? 0);
    return Math.max(...reached) - Math.min(...reached);
  };
  return distinct(t, 'scenario').reduce((best, s) => (spread(s) > spread(best) ? s : best));
}

function sectorEffectsFigure() {
  const t = table('adoption_effects_sectors');
  if (!t) return [];
  const title = (s) => text('report.sectors.title', scenarioName(s.scenario), s.year);
  return [
    figure({
      id: 'sector-effects',
      title,
      note: () => text('report.sectors.note'),
      table: () => t,
      where: (s) => ({ scenario: s.scenario, year: s.year }),
      controls: [
        {
          key: 'scenario',
          label: () => text('column.scenario'),
          options: () => distinct(t, 'scenario').map((id) => [id, scenarioName(id)]),
          initial: mostSelective(t),
        },
        {
          key: 'year',
          label: () => text('column.year'),
          options: () => yearOptions(t),
          initial: Math.min(last(column(t, 'year').values), distinct(t, 'year')[0] + 2),
        },
      ],
      draw: (width, s) =>
        barChart(width, {
          title: title(s),
          unit: text('unit.percentage points'),
          decimals: 4,
          signed: true,
          rowHeight: 24,
          bars: rows(t, { scenario: s.scenario, year: s.year })
            .sort((a, b) => b.p50 - a.p50)
            .map((r) => {
              const name = word('sector', r.sector);
              return {
                label: name,
                value: r.p50,
                low: r.p05,
                high: r.p95,
                colour: r.people_reached > 0 ? REACHED : UNREACHED,
                said: text('report.sectors.said', name, formatNumber(r.p50, 4), formatNumber(r.p05, 4), formatNumber(r.p95, 4), formatNumber(r.people_reached, 0)),
              };
            }),
        }),
    }),
  ];
}

/** One lever for each set of sectors, beside the same for everybody. */
function sectorLeversFigure() {
  const t = table('lever_sectors');
  if (!t) return [];
  const levers = distinct(t, 'lever');
  const title = (s) => text('report.sectors.lever_title', word('lever', s.lever));
  return [
    figure({
      id: 'sector-levers',
      title,
      note: () => text('report.sectors.lever_note'),
      table: () => t,
      where: (s) => ({ lever: s.lever }),
      controls: [{ key: 'lever', label: () => text('column.lever'), options: () => levers.map((id) => [id, word('lever', id)]) }],
      draw: (width, s) =>
        logRangeChart(width, {
          title: title(s),
          unit: text('report.levers.unit_unit'),
          columns: [text('column.p50'), text('report.sectors.better')],
          bars: rows(t, { lever: s.lever }).map((r) => {
            const name = word('sectors', r.sectors);
            return {
              label: name,
              low: r.unit_p05,
              value: r.unit_p50,
              high: r.unit_p95,
              colour: r.sectors === 'all_sectors' ? REACHED : '#34809a',
              words: [brief(r.unit_p50), r.better === null ? '' : `${formatNumber(r.better, 0)} %`],
              said: text('report.said.range', name, brief(r.unit_p50), brief(r.unit_p05), brief(r.unit_p95)),
            };
          }),
        }),
    }),
  ];
}
