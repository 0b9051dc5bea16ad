// What was simulated: calibration first, for no forecast stands without how well its model did; then adoption, effects and gaps.

const scenarioOptions = (t) => distinct(t, 'scenario').map((s) => [s, scenarioName(s)]);
const SCENARIO_COLOURS = ['#333333', '#0b6aa8', '#d98200', '#2a8c5f', '#b0527f', '#6a5aa8'];

function fitFigures() {
  const fit = table('national_fit');
  const time = (date) => Number(date.slice(0, 4)) + (date.length > 4 ? Number(date.slice(5)) / 12 : 1);
  const dates = new Map(rows(fit).map((r) => [time(r.date), r.date]));
  const held = rows(fit, { role: 'held_out' });
  const list = [
    figure({
      id: 'fit',
      title: () => text('table.national_fit.title'),
      note: () => text('report.fit.note'),
      table: () => fit,
      draw: (width) =>
        lineChart(width, {
          title: text('table.national_fit.title'),
          unit: text('report.percent_of_people'),
          decimals: 1,
          include: [0],
          xFormat: (v) => dates.get(v) || String(v),
          events: held.slice(0, 1).map((r) => ({ x: time(r.date), label: text('word.role.held_out') })),
          series: [
            {
              label: text('report.fit.model'),
              colour: '#1b4f7c',
              points: rows(fit).map((r) => ({ x: time(r.date), y: r.p50, low: r.p05, high: r.p95 })),
              said: (p) =>
                text(
                  'report.said.band',
                  text('report.fit.model'),
                  dates.get(p.x),
                  formatNumber(p.y, 1),
                  formatNumber(p.low, 1),
                  formatNumber(p.high, 1),
                ),
            },
            {
              label: text('column.observed'),
              colour: '#c0392b',
              dotsOnly: true,
              points: rows(fit).map((r) => ({ x: time(r.date), y: r.observed, hollow: r.role === 'held_out' })),
            },
          ],
        }),
    }),
  ];
  const profile = table('national_profile');
  if (profile)
    list.push(
      figure({
        id: 'profile',
        title: () => text('table.national_profile.title'),
        note: () => text('table.national_profile.note'),
        table: () => profile,
        draw: (width) =>
          lineChart(width, {
            title: text('table.national_profile.title'),
            unit: text('report.fit.profile_unit'),
            decimals: 2,
            height: 240,
            dots: true,
            xFormat: (v) => `${formatNumber(v, 0)} %`,
            series: [
              {
                label: text('column.log_likelihood'),
                colour: '#1b4f7c',
                points: rows(profile).map((r) => ({ x: Math.round(r.market), y: r.log_likelihood })),
              },
            ],
          }),
      }),
    );
  list.push(
    figure({
      id: 'backtest',
      title: () => text('table.heterogeneity_backtest.title'),
      note: () => text('table.heterogeneity_backtest.note'),
      table: () => table('heterogeneity_backtest'),
    }),
  );
  const speeds = table('heterogeneity');
  list.push(
    figure({
      id: 'speeds',
      regional: true,
      title: () => text('table.heterogeneity.title'),
      note: () => text('table.heterogeneity.note'),
      table: () => speeds,
      draw: (width) =>
        barChart(width, {
          title: text('table.heterogeneity.title'),
          unit: text('report.speed_unit'),
          decimals: 2,
          signed: true,
          key: true,
          bars: rows(speeds)
            .sort((a, b) => b.speed - a.speed)
            .map((r) => ({
              id: r.region,
              label: regionName(r.region),
              value: r.speed,
              low: r.low,
              high: r.high,
              colour: regionColour(r.region),
              said: text(
                'report.said.range',
                regionName(r.region),
                formatNumber(r.speed, 2),
                formatNumber(r.low, 2),
                formatNumber(r.high, 2),
              ),
            })),
        }),
    }),
  );
  return list;
}

const bandPoints = (found) => found.map((r) => ({ x: r.year, y: r.p50, low: r.p05, high: r.p95 }));
const saidBand = (name, decimals) => (p) =>
  text(
    'report.said.band',
    name,
    p.x,
    formatNumber(p.y, decimals),
    formatNumber(p.low, decimals),
    formatNumber(p.high, decimals),
  );

function adoptionFigures() {
  const t = table('adoption');
  const policy = Math.min(...column(table('adoption_effects'), 'year').values);
  const areas = () => [
    [NATION, regionName(NATION)],
    ...['core', 'middle', 'less_developed']
      .map((k) => `tier.${k}`)
      .filter((id) => column(t, 'region').values.includes(id))
      .map((id) => [id, text(id)]),
    ...regionOptions(),
  ];
  const lastYear = last(column(t, 'year').values);
  const event = () => [{ x: policy - 1, label: text('report.policy_begins') }];
  return [
    figure({
      id: 'adoption',
      regional: true,
      title: (s) => text('report.adoption.title', regionName(s.area)),
      note: () => text('report.adoption.note'),
      table: () => t,
      where: (s) => ({ region: s.area, scenario: s.scenario }),
      controls: [
        { key: 'area', label: () => text('column.region'), options: areas },
        { key: 'scenario', label: () => text('column.scenario'), options: () => scenarioOptions(t).slice(1).reverse() },
      ],
      draw: (width, s) =>
        lineChart(width, {
          title: text('report.adoption.title', regionName(s.area)),
          unit: text('report.percent_of_people'),
          decimals: 1,
          include: [0, 100],
          height: 360,
          events: event(),
          series: ['baseline', s.scenario].map((id, i) => ({
            label: scenarioName(id),
            colour: i === 0 ? '#333333' : '#d98200',
            points: bandPoints(rows(t, { region: s.area, scenario: id })),
            said: saidBand(scenarioName(id), 1),
          })),
        }),
    }),
    figure({
      id: 'adoption-map',
      regional: true,
      map: true,
      title: (s) => text('report.adoption.map', s.year, scenarioName(s.scenario)),
      note: () => text('report.adoption.map_note'),
      table: () => t,
      where: (s) => ({ scenario: s.scenario, year: s.year }),
      controls: [
        { key: 'year', label: () => text('column.year'), options: () => yearOptions(t), initial: policy - 1 },
        { key: 'scenario', label: () => text('column.scenario'), options: () => scenarioOptions(t) },
        ...mapControl(),
      ],
      draw: (width, s) => {
        const found = new Map(rows(t, { scenario: s.scenario, year: s.year }).map((r) => [r.region, r]));
        return regionMap(width, {
          title: text('report.adoption.map', s.year, scenarioName(s.scenario)),
          values: new Map([...found].map(([code, r]) => [code, r.p50])),
          decimals: 0,
          unit: text('report.percent_of_people'),
          said: (code) =>
            saidBand(
              regionName(code),
              1,
            )({ x: s.year, y: found.get(code).p50, low: found.get(code).p05, high: found.get(code).p95 }),
        });
      },
    }),
    groupsFigure(),
    effectsFigure(lastYear),
    gapsFigure(event),
    figure({
      id: 'passing',
      title: () => text('table.adoption_passing.title'),
      note: () => text('table.adoption_passing.note'),
      table: () => table('adoption_passing'),
      where: (s) => ({ scenario: s.scenario, threshold: s.threshold }),
      controls: [
        { key: 'scenario', label: () => text('column.scenario'), options: () => scenarioOptions(t) },
        {
          key: 'threshold',
          label: () => text('column.threshold'),
          initial: 50,
          options: () => distinct(table('adoption_passing'), 'threshold').map((v) => [v, `${v} %`]),
        },
      ],
    }),
  ];
}

function groupsFigure() {
  const t = table('adoption_groups');
  const colours = ['#1b4f7c', '#34809a', '#72b3ae', '#d98200', '#b0527f'];
  return figure({
    id: 'groups',
    title: () => text('report.groups.title'),
    note: () => text('table.adoption_groups.note'),
    table: () => t,
    where: (s) => ({ scenario: s.scenario }),
    controls: [{ key: 'scenario', label: () => text('column.scenario'), options: () => scenarioOptions(t) }],
    draw: (width, s) =>
      lineChart(width, {
        title: text('report.groups.title'),
        unit: text('report.percent_of_group'),
        decimals: 1,
        include: [0, 100],
        series: distinct(t, 'group').map((g, i) => ({
          label: groupName(g),
          colour: colours[i],
          points: bandPoints(rows(t, { scenario: s.scenario, group: g })),
          said: saidBand(groupName(g), 1),
        })),
      }),
  });
}

function effectsFigure(lastYear) {
  const t = table('adoption_effects');
  const colours = Object.fromEntries(distinct(t, 'scenario').map((s, i) => [s, SCENARIO_COLOURS[i + 1]]));
  return figure({
    id: 'effects',
    title: (s) => text('report.effects.title', s.year),
    note: () => text('table.adoption_effects.note'),
    table: () => t,
    where: (s) => ({ year: s.year, region: s.area }),
    controls: [
      {
        key: 'year',
        label: () => text('column.year'),
        options: () => yearOptions(t),
        initial: Math.min(lastYear, distinct(t, 'year')[0] + 2),
      },
      {
        key: 'area',
        label: () => text('column.region'),
        options: () =>
          [
            NATION,
            ...distinct(t, 'region').filter((id) => id.startsWith('tier.')),
            ...DATA.regions.map((r) => r.code),
          ].map((id) => [id, regionName(id)]),
      },
    ],
    draw: (width, s) =>
      barChart(width, {
        title: text('report.effects.title', s.year),
        unit: text('unit.percentage points'),
        decimals: 2,
        signed: true,
        rowHeight: 26,
        bars: rows(t, { year: s.year, region: s.area }).map((r) => ({
          label: scenarioName(r.scenario),
          value: r.p50,
          low: r.p05,
          high: r.p95,
          colour: colours[r.scenario],
          said: text(
            'report.said.range',
            scenarioName(r.scenario),
            formatNumber(r.p50, 2),
            formatNumber(r.p05, 2),
            formatNumber(r.p95, 2),
          ),
        })),
      }),
  });
}

function gapsFigure(event) {
  const t = table('adoption_gaps');
  const units = { core_less_ratio: 2, core_less_difference: 1, gini: 3, theil: 4 };
  const present = distinct(t, 'measure');
  return figure({
    id: 'adoption-gaps',
    title: (s) => text('report.adoption_gaps.title', word('measure', s.measure)),
    note: () => text('table.adoption_gaps.note'),
    table: () => t,
    where: (s) => ({ measure: s.measure, scenario: s.scenario }),
    controls: [
      {
        key: 'measure',
        label: () => text('column.measure'),
        options: () =>
          Object.keys(units)
            .filter((m) => present.includes(m))
            .map((m) => [m, word('measure', m)]),
      },
      { key: 'scenario', label: () => text('column.scenario'), options: () => scenarioOptions(t).slice(1).reverse() },
    ],
    draw: (width, s) =>
      lineChart(width, {
        title: text('report.adoption_gaps.title', word('measure', s.measure)),
        unit: word('measure', s.measure),
        decimals: units[s.measure],
        include: s.measure === 'core_less_ratio' ? [1] : [0],
        events: event(),
        series: ['baseline', s.scenario].map((id, i) => ({
          label: scenarioName(id),
          colour: i === 0 ? '#333333' : '#d98200',
          points: bandPoints(rows(t, { measure: s.measure, scenario: id })),
          said: saidBand(scenarioName(id), units[s.measure]),
        })),
      }),
  });
}
