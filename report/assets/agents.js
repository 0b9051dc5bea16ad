// Agents one by one beside the aggregate map: in the nation, region by region, and what levers do to them.

const AGENT_INK = '#d98200';

/** The agents beside the map of their expectations: both courses, or their difference beside what sampling alone makes. */
function agentsFigure() {
  const t = table('agents_adoption');
  if (!t) return [];
  const areas = distinct(t, 'region');
  const first = areas.includes(NATION) ? NATION : areas[0];
  const title = (s) => text('report.agents.title', regionName(s.area));
  const levels = (found) => ({
    unit: unitName('percent'), // of agents, who may be firms
    series: ['map_share', 'agents_share'].map((key, i) => ({
      label: text(`column.${key}`),
      colour: ['#333333', '#d98200'][i],
      dash: i === 0 ? '5 3' : null,
      points: found.map((r) => ({ x: r.year, y: r[key] })),
    })),
  });
  const differences = (found) => ({
    unit: unitName('percentage points'),
    series: [
      {
        label: text('report.agents.sampling'),
        colour: '#8a939c',
        dash: '2 3',
        points: found.map((r) => ({ x: r.year, y: 0, low: -2 * r.sampling_sd, high: 2 * r.sampling_sd })),
        said: (p) => `${text('report.agents.sampling')}, ${p.x}: ±${formatNumber(p.high, 2)}`,
      },
      {
        label: text('column.difference'),
        colour: '#d98200',
        points: found.map((r) => ({ x: r.year, y: r.difference })),
      },
    ],
  });
  return [
    figure({
      id: 'agents',
      title,
      note: () => text('report.agents.note'),
      table: () => t,
      where: (s) => ({ scenario: s.scenario, region: s.area }),
      controls: [
        { key: 'area', label: () => text('column.region'), options: () => areas.map((id) => [id, regionName(id)]), initial: first },
        { key: 'scenario', label: () => text('column.scenario'), options: () => scenarioOptions(t) },
        choice('show', () => ['levels', 'differences'].map((show) => [show, text(`report.agents.${show}`)])),
      ],
      draw: (width, s) => {
        const found = rows(t, { scenario: s.scenario, region: s.area });
        return lineChart(width, {
          title: title(s),
          decimals: 2,
          include: [0],
          height: 280,
          dots: true,
          ...(s.show === 'levels' ? levels(found) : differences(found)),
        });
      },
    }),
  ];
}

/** Both courses in a panel a region, or their differences in one year beside what sampling alone makes. */
function agentRegionsFigure() {
  const t = table('agents_adoption');
  const regions = t ? distinct(t, 'region').filter((id) => INDEX.regions.has(id)) : [];
  if (regions.length < 2) return [];
  const of = (region, key) => rows(t, { scenario: 'baseline', region }).map((r) => ({ x: r.year, y: r[key], low: r[key], high: r[key] }));
  const courses = (width) =>
    panelChart(width, {
      title: text('report.agents.regions_title'),
      unit: unitName('percent'),
      include: [0],
      layout: { least: 140, ratio: 0.8, most: 6 },
      panels: regions.map((id) => ({
        name: regionName(id),
        colour: regionColour(id),
        points: of(id, 'agents_share'),
        back: [{ points: of(NATION, 'agents_share') }, { points: of(id, 'map_share'), dash: '4 3' }],
        said: (p) => text('report.agents.regions_said', regionName(id), p.x, formatNumber(p.y, 2)),
      })),
    });
  const differences = (width, s) =>
    barChart(width, {
      title: text('report.agents.regions_title'),
      unit: text('report.agents.regions_unit_differences', s.year),
      decimals: 2,
      signed: true,
      bars: rows(t, { scenario: 'baseline', year: s.year })
        .filter((r) => INDEX.regions.has(r.region))
        .sort((a, b) => b.difference - a.difference)
        .map((r) => ({
          id: r.region,
          label: regionName(r.region),
          value: r.difference,
          low: -2 * r.sampling_sd,
          high: 2 * r.sampling_sd,
          colour: regionColour(r.region),
          said: text('report.said.range', regionName(r.region), ...[r.difference, -2 * r.sampling_sd, 2 * r.sampling_sd].map((v) => formatNumber(v, 2))),
        })),
    });
  return [
    figure({
      id: 'agents-regions',
      title: () => text('report.agents.regions_title'),
      note: (s) => text(s.show === 'courses' ? 'report.agents.regions_note' : 'report.agents.regions_note_differences'),
      table: () => t,
      where: (s) => (s.show === 'courses' ? { scenario: 'baseline' } : { scenario: 'baseline', year: s.year }),
      controls: [
        choice('show', () => ['courses', 'differences'].map((show) => [show, text(`report.agents.regions_${show}`)])),
        { key: 'year', label: () => text('column.year'), options: () => yearOptions(t), initial: steepestYear(t) },
      ],
      draw: (width, s) => (s.show === 'courses' ? courses(width) : differences(width, s)),
    }),
  ];
}

/** The year in which agents and map differ most in the nation. */
function steepestYear(t) {
  const found = rows(t, { scenario: 'baseline', region: NATION });
  return found.reduce((most, r) => (Math.abs(r.difference) > Math.abs(most.difference) ? r : most), found[0]).year;
}

/** What levers and scenarios may be shown by: their table, its column, and the name of a row. */
const AGENT_EFFECTS = {
  levers: { table: 'agents_levers', column: 'lever' },
  scenarios: { table: 'agents_effects', column: 'scenario' },
};

/** Levers and scenarios on agents beside the map: each agent is compared with itself. */
function agentEffectsFigure() {
  const kinds = Object.keys(AGENT_EFFECTS).filter((kind) => table(AGENT_EFFECTS[kind].table));
  if (kinds.length === 0) return [];
  const tableOfKind = (s) => table(AGENT_EFFECTS[s.of].table);
  const yearOf = (t) => last(column(t, 'year').values);
  const areas = distinct(table(AGENT_EFFECTS[kinds[0]].table), 'region');
  const title = (s) => text('report.agents.effects_title', text(`report.agents.effects_${s.of}`), regionName(s.area));
  const draw = (width, s) => {
    const { column: key } = AGENT_EFFECTS[s.of];
    const t = tableOfKind(s);
    const year = yearOf(t);
    const months = s.value === 'months';
    const found = rows(t, { region: s.area, year }).sort((a, b) => b.map_net - a.map_net);
    return barChart(width, {
      title: title(s),
      unit: text(`report.agents.effects_unit_${s.value}`, year),
      decimals: 2,
      signed: true,
      rowHeight: 22,
      bars: found.map((r) => {
        const [value, map] = months ? [r.months_gained, r.map_months] : [r.net_share, r.map_net];
        const counts = [r.agents_gained, r.agents_lost].map((n) => formatNumber(n, 0));
        const name = word(key, r[key]);
        return {
          label: `${name} ${counts[0]} / ${counts[1]}`,
          value,
          low: months ? value : value - 2 * r.paired_sd,
          high: months ? value : value + 2 * r.paired_sd,
          second: map,
          colour: AGENT_INK,
          said: text('report.agents.effects_said', name, formatNumber(value, 3), formatNumber(map, 3), ...counts),
        };
      }),
    });
  };
  return [
    figure({
      id: 'agents-effects',
      title,
      note: () => text('report.agents.effects_note'),
      table: tableOfKind,
      where: (s) => ({ region: s.area, year: yearOf(tableOfKind(s)) }),
      controls: [
        { key: 'of', label: () => text('report.agents.effects_of'), options: () => kinds.map((kind) => [kind, text(`report.agents.effects_${kind}`)]) },
        choice('value', () => ['net', 'months'].map((value) => [value, text(`report.agents.effects_${value}`)])),
        {
          key: 'area',
          label: () => text('column.region'),
          options: () => areas.map((id) => [id, regionName(id)]),
          initial: areas.includes(NATION) ? NATION : areas[0],
        },
      ],
      draw,
    }),
  ];
}

const agentsSection = () => [agentsFigure, agentRegionsFigure, agentEffectsFigure].flatMap((make) => make());
