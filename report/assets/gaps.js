// Gaps between regions and groups of regions: measures with intervals, Dagum's parts and pairs, levels, causes of change.

const PART_COLOURS = ['#34809a', '#d98200', '#c9d1d6'];
const setting = (key) => INDEX.assumptions.get(key)?.value;

/** The choice between the quantities of the study; none where there is one. */
const quantityControl = (name) => {
  const list = tablesOf(name);
  return {
    key: 'table',
    label: () => text('column.variable'),
    options: () => list.map((t) => [t.key, labelName(t.subject)]),
  };
};
const onlyIfChoice = (control) => (control.options().length > 1 ? [control] : []);
const choice = (key, options) => ({ key, label: () => text(`column.${key}`), options });
const chosenTable = (name) => (s) => table(s.table ?? tablesOf(name)[0].key);
/** The name of a measure with what the study has chosen for it. */
function measureName(measure) {
  const chosen = {
    entropy: () => `a = ${setting('measure.gap_entropy_order')}`,
    atkinson: () => `ε = ${setting('measure.gap_atkinson_epsilon')}`,
    esteban_ray: () => `α = ${setting('measure.gap_polarisation_alpha')}`,
    top_bottom_ratio: () => `${setting('measure.gap_top_share')} : ${setting('measure.gap_bottom_share')}`,
  }[measure];
  return word('measure', measure) + (chosen ? ` (${chosen()})` : '');
}
const percentOf = (level) => formatNumber(100 * level, null);

function inequalityFigure() {
  const get = chosenTable('inequality');
  const said = (s) => `${measureName(s.measure)}, ${word('weights', s.weights)}`;
  const first = tablesOf('inequality')[0];
  return figure({
    id: 'inequality',
    title: (s) => titleOf(get(s)),
    note: () =>
      setting('measure.gap_replicates') > 0
        ? text('report.inequality.note', setting('measure.gap_replicates'), percentOf(setting('measure.gap_level')))
        : text('report.inequality.plain'),
    table: get,
    where: (s) => ({ measure: s.measure, weights: s.weights }),
    controls: [
      ...onlyIfChoice(quantityControl('inequality')),
      choice('measure', () => distinct(first, 'measure').map((m) => [m, measureName(m)])),
      choice('weights', () => distinct(first, 'weights').map((w) => [w, word('weights', w)])),
    ],
    draw: (width, s) =>
      lineChart(width, {
        title: `${titleOf(get(s))}: ${said(s)}`,
        unit: said(s),
        decimals: 4,
        include: [0],
        dots: true,
        series: [
          {
            label: measureName(s.measure),
            colour: '#1b4f7c',
            points: rows(get(s), { measure: s.measure, weights: s.weights }).map((r) => ({
              x: r.year,
              y: r.value,
              low: r.interval_low,
              high: r.interval_high,
            })),
            said: (p) =>
              `${p.x}: ${formatNumber(p.y, 4)}` +
              (p.low === null ? '' : ` (${formatNumber(p.low, 4)} – ${formatNumber(p.high, 4)})`),
          },
        ],
      }),
  });
}

function changeFigure() {
  const get = chosenTable('gap_change');
  return figure({
    id: 'gap-change',
    title: (s) => titleOf(get(s)),
    note: (s) =>
      text('report.gap_change.note', column(get(s), 'first_year').values[0], column(get(s), 'last_year').values[0]),
    table: get,
    controls: onlyIfChoice(quantityControl('gap_change')),
    draw: (width, s) =>
      barChart(width, {
        title: titleOf(get(s)),
        unit: text('column.change'),
        decimals: 4,
        signed: true,
        rowHeight: 22,
        bars: rows(get(s))
          .filter((r) => r.change !== null)
          .map((r) => ({
            label: measureName(r.measure),
            value: r.change,
            low: r.interval_low ?? undefined,
            high: r.interval_high ?? undefined,
            colour: '#1b4f7c',
            said:
              `${measureName(r.measure)}: ${formatNumber(r.first, 4)} → ${formatNumber(r.last, 4)}` +
              (r.interval_low === null
                ? ''
                : ` (${formatNumber(r.interval_low, 4)} – ${formatNumber(r.interval_high, 4)})`),
          })),
      }),
  });
}

function dagumFigure() {
  const get = chosenTable('dagum');
  const parts = ['within', 'between', 'transvariation'];
  return figure({
    id: 'gaps',
    title: (s) => titleOf(get(s)),
    note: () => text('report.dagum.note'),
    table: get,
    controls: [
      ...onlyIfChoice(quantityControl('dagum')),
      choice('show', () => ['amounts', 'shares'].map((show) => [show, text(`report.dagum.${show}`)])),
    ],
    draw: (width, s) => {
      const shares = s.show === 'shares';
      return stackedBars(width, {
        title: titleOf(get(s)),
        years: column(get(s), 'year').values,
        decimals: shares ? 1 : 4,
        unit: shares ? unitName('percent') : text('column.gini'),
        parts: parts.map((key, i) => ({
          label: text(`column.${key}`),
          colour: PART_COLOURS[i],
          values: new Map(rows(get(s)).map((r) => [r.year, r[shares ? `${key}_share` : key]])),
        })),
      });
    },
  });
}

function pairsFigure() {
  const get = chosenTable('dagum_pairs');
  const shown = { gini: ['1', 3], relative_affluence: ['1', 3], between_share: ['percent', 1] };
  const years = () => yearOptions(tablesOf('dagum_pairs')[0]);
  return figure({
    id: 'gap-pairs',
    title: (s) => titleOf(get(s)),
    note: (s) => text(`report.pairs.${s.value}`),
    table: get,
    where: (s) => ({ year: s.year }),
    controls: [
      ...onlyIfChoice(quantityControl('dagum_pairs')),
      choice('year', years),
      choice('value', () => Object.keys(shown).map((key) => [key, text(`report.pairs.name.${key}`)])),
    ],
    draw: (width, s) => {
      const inside = rows(table(`dagum_groups_${get(s).subject}`), { year: s.year }).filter(
        (r) => r.population_share > 0,
      );
      const pairs = rows(get(s), { year: s.year });
      const [unit, decimals] = shown[s.value];
      const valueOf = (a, b) => {
        if (a === b) return s.value === 'gini' ? a.gini : null;
        const same = (p) => (p.group === a.group && p.other_group === b.group) || (p.group === b.group && p.other_group === a.group);
        return pairs.find(same)?.[s.value] ?? null;
      };
      const values = inside.map((a) => inside.map((b) => valueOf(a, b)));
      const most = Math.max(...values.flat(), 1e-12);
      const names = inside.map((r) => groupName(r.group));
      return matrixChart(width, {
        title: titleOf(get(s)),
        panels: [
          {
            cells: values.map((line, i) =>
              line.map((value, j) => ({
                value: value === null ? null : value / most,
                words: value === null ? [] : [formatNumber(value, decimals)],
                said: `${names[i]} – ${names[j]}: ${formatNumber(value, decimals)}`,
              })),
            ),
          },
        ],
        names,
        rowTitle: '',
        columnTitle: text(`report.pairs.name.${s.value}`) + (unit === 'percent' ? ` (${unitName('percent')})` : ''),
      });
    },
  });
}

function levelsFigure() {
  const get = chosenTable('levels');
  const first = tablesOf('levels')[0];
  return figure({
    id: 'gap-levels',
    title: (s) => titleOf(get(s)),
    note: () => text('table.levels.note'),
    table: get,
    where: (s) => ({ measure: s.measure, grouping: s.grouping }),
    controls: [
      ...onlyIfChoice(quantityControl('levels')),
      choice('measure', () => distinct(first, 'measure').map((m) => [m, measureName(m)])),
      choice('grouping', () => distinct(first, 'grouping').map((g) => [g, word('grouping', g)])),
    ],
    draw: (width, s) => {
      const found = rows(get(s), { measure: s.measure, grouping: s.grouping });
      const levels = [...new Set(found.map((r) => r.level))].reverse(); // what lies within stands below
      return stackedBars(width, {
        title: titleOf(get(s)),
        years: [...new Set(found.map((r) => r.year))],
        decimals: 4,
        unit: measureName(s.measure),
        parts: levels.map((level, i) => ({
          label: word('level', level),
          colour: i === 0 ? '#34809a' : ['#d98200', '#e8b866'][levels.length - 1 - i],
          values: new Map(found.filter((r) => r.level === level).map((r) => [r.year, r.value])),
        })),
      });
    },
  });
}

function causesFigure() {
  const get = chosenTable('theil_change');
  const causes = ['inequality', 'shares_within', 'shares_between', 'means', 'change'];
  return figure({
    id: 'gap-causes',
    title: (s) => titleOf(get(s)),
    note: () => text('report.causes.note'),
    table: get,
    controls: [
      ...onlyIfChoice(quantityControl('theil_change')),
      choice('group', () =>
        distinct(tablesOf('theil_change')[0], 'group')
          .slice()
          .reverse()
          .map((g) => [g, groupName(g)]),
      ),
    ],
    draw: (width, s) => {
      const found = row(get(s), { group: s.group });
      return barChart(width, {
        title: titleOf(get(s)),
        unit: `${measureName('theil_l')}: ${text('column.change')}`,
        decimals: 4,
        signed: true,
        rowHeight: 24,
        bars: causes.map((key) => ({
          label: text(key === 'change' ? 'report.causes.sum' : `column.${key}`),
          value: found[key],
          colour: key === 'change' ? '#5b6670' : '#34809a',
          said: `${text(`column.${key}`)}: ${formatNumber(found[key], 4)}`,
        })),
      });
    },
  });
}

function meansFigure() {
  const get = chosenTable('dagum_groups');
  return figure({
    id: 'gaps-groups',
    title: (s) => text('report.means.title', labelName(get(s).subject)),
    note: () => text('report.means.note'),
    table: get,
    controls: onlyIfChoice(quantityControl('dagum_groups')),
    draw: (width, s) =>
      lineChart(width, {
        title: text('report.means.title', labelName(get(s).subject)),
        unit: unitName(column(get(s), 'mean').unit),
        decimals: 2,
        include: [0],
        series: groups
          .filter((g) => distinct(get(s), 'group').includes(g))
          .map((g) => ({
            label: groupName(g),
            colour: groupColour(g),
            points: rows(get(s), { group: g }).map((r) => ({ x: r.year, y: r.mean })),
          })),
      }),
  });
}

/** Scores of an index by year, and what a constant added to them would do. */
function indexGapFigures() {
  const control = (name) => ({ ...quantityControl(name), label: () => text('column.index') });
  const [scores, constants] = [chosenTable('gaps_index'), chosenTable('gaps_constant')];
  const dashes = { gini: null, gini_shifted: '5 4' };
  return [
    figure({
      id: 'gaps-index',
      title: (s) => titleOf(scores(s)),
      note: () => text('table.gaps_index.note'),
      table: scores,
      controls: [control('gaps_index')],
      draw: (width, s) =>
        lineChart(width, {
          title: titleOf(scores(s)),
          unit: text('column.gini'),
          decimals: 4,
          include: [0],
          series: Object.entries(dashes).map(([key, dash]) => ({
            label: text(`column.${key}`),
            colour: '#1b4f7c',
            dash,
            points: rows(scores(s)).map((r) => ({ x: r.year, y: r[key] })),
          })),
        }),
    }),
    figure({
      id: 'gaps-constant',
      title: (s) => titleOf(constants(s)),
      note: () => text('table.gaps_constant.note'),
      table: constants,
      controls: [control('gaps_constant'), choice('measure', () => ['gini', 'theil'].map((m) => [m, word('measure', m)]))],
      draw: (width, s) =>
        curveChart(width, {
          title: titleOf(constants(s)),
          xTitle: text('column.constant'),
          yTitle: word('measure', s.measure),
          series: distinct(constants(s), 'year').map((year, i) => ({
            label: String(year),
            colour: ['#d98200', '#1b4f7c'][i % 2],
            points: rows(constants(s), { year }).map((r) => ({ x: r.constant, y: r[s.measure] })),
            said: (p) => `${year}, + ${formatNumber(p.x, 2)}: ${formatNumber(p.y, 4)}`,
          })),
        }),
    }),
  ];
}

function gapsSection() {
  const makers = [
    ['inequality', inequalityFigure],
    ['gap_change', changeFigure],
    ['dagum', dagumFigure],
    ['dagum_groups', meansFigure],
    ['dagum_pairs', pairsFigure],
    ['levels', levelsFigure],
    ['theil_change', causesFigure],
  ];
  const list = makers.filter(([name]) => tablesOf(name).some((t) => t.columns[0].values.length > 0)).map(([, make]) => make());
  return tablesOf('gaps_index').length > 0 ? [...list, ...indexGapFigures()] : list;
}
