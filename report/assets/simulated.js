// What was simulated: calibration first, for no forecast stands without how well its model did; then adoption, effects and gaps.

const scenarioOptions = (t) => distinct(t, 'scenario').map((s) => [s, scenarioName(s)]);
const SCENARIO_COLOURS = ['#333333', '#0b6aa8', '#d98200', '#2a8c5f', '#b0527f', '#6a5aa8'];

/** How each region's memory and scatter have changed: up and to the right both rise. */
function warningFigure() {
  const t = table('early_warning');
  const known = (r) => r.autocorrelation_trend !== null && r.variance_trend !== null;
  return figure({
    id: 'early_warning',
    regional: true,
    title: () => text('table.early_warning.title'),
    note: () => text('table.early_warning.note'),
    table: () => t,
    where: (s) => ({ series: s.series }),
    controls: [choice('series', () => distinct(t, 'series').map((id) => [id, labelName(id)]))],
    draw: (width, s) =>
      scatter(width, {
        title: text('table.early_warning.title'),
        xTitle: text('column.autocorrelation_trend'),
        yTitle: text('column.variance_trend'),
        xDecimals: 1,
        yDecimals: 1,
        height: 400,
        points: rows(t, { series: s.series })
          .filter(known)
          .map((r) => ({
            id: r.region,
            x: r.autocorrelation_trend,
            y: r.variance_trend,
            label: regionName(r.region),
            colour: regionColour(r.region),
            said: text(
              'report.said.warning',
              regionName(r.region),
              formatNumber(r.autocorrelation_trend, 2),
              formatNumber(r.variance_trend, 2),
            ),
          })),
      }),
  });
}

function fitFigures() {
  const fit = table('national_fit');
  const time = (date) => Number(date.slice(0, 4)) + (date.length > 4 ? Number(date.slice(5)) / 12 : 1);
  const dates = new Map(rows(fit).map((r) => [time(r.date), r.date]));
  const held = rows(fit, { role: 'held_out' });
  // surveys ask different things: those who use it stand on one line, those who have heard of it on another
  const surveys = distinct(fit, 'survey');
  const modelName = (survey) =>
    surveys.length > 1 ? text('report.fit.model_of', word('survey', survey)) : text('report.fit.model');
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
            ...surveys.map((survey, i) => ({
              label: modelName(survey),
              colour: ['#1b4f7c', '#2a8c5f', '#6a5aa8'][i % 3],
              points: rows(fit, { survey }).map((r) => ({ x: time(r.date), y: r.p50, low: r.p05, high: r.p95 })),
              said: (p) =>
                text(
                  'report.said.band',
                  modelName(survey),
                  dates.get(p.x),
                  formatNumber(p.y, 1),
                  formatNumber(p.low, 1),
                  formatNumber(p.high, 1),
                ),
            })),
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
            xTicks: ticks([Math.min(...column(profile, 'market').values), 100], Math.max(3, Math.floor(width / 130))).filter(
              (v) => v <= Math.max(...column(profile, 'market').values),
            ),
            series: [
              {
                label: text('column.log_likelihood'),
                colour: '#1b4f7c',
                points: rows(profile).map((r) => ({ x: r.market, y: r.log_likelihood })),
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
  if (rows(table('early_warning')).length > 0) {
    list.push(
      warningFigure(),
    );
  }
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
    effectsFigure(lastYear),
    gapsFigure(event),
  ];
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
