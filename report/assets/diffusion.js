// How an innovation spreads in the model: S-curves and the funnel of the decision process.

const ADOPTER_COLOURS = ['#1b4f7c', '#34809a', '#2a8c5f', '#d98200', '#b0527f'];
const STAGE_COLOURS = {
  unaware: '#5b6670',
  knowledge: '#6a5aa8',
  persuasion: '#34809a',
  unfavourable: '#b0303a',
  decided: '#2a8c5f',
  implementing: '#0b6aa8',
  confirmed: '#1b4f7c',
  discontinued: '#b0527f',
  outside: '#8a6d3b',
};
const TIER_INKS = { core: '#1b4f7c', middle: '#2a8c8a', less_developed: '#b07d20' };
const allScenarios = () => scenarioOptions(table('adoption'));
const policyYear = () => {
  const effects = table('adoption_effects');
  return effects ? Math.min(...column(effects, 'year').values) : null;
};
/** The last year of data: the held-out point's, where there is one. */
const dataYear = () => {
  const fit = table('national_fit');
  const known = fit ? Math.max(...column(fit, 'date').values.map((d) => Number(d.slice(0, 4)))) : -Infinity;
  const modelled = column(table('adoption'), 'year').values;
  return modelled.includes(known) ? known : modelled[0];
};

/** How well the model did where it could be checked; no course should be read without it. */
function heldOutWords() {
  const fit = table('national_fit');
  const held = fit && row(fit, { role: 'held_out' });
  if (!held) return '';
  const [middle, low, high, observed] = [held.p50, held.p05, held.p95, held.observed].map((v) => formatNumber(v, 1));
  return text('report.finding.fit', held.date, middle, low, high, observed);
}

/** What the S-curves may be drawn by: which table, which column of it, and its values. */
const CURVES = {
  tier: {
    table: 'adoption',
    column: 'region',
    values: () => distinct(table('adoption'), 'region').filter((id) => id.startsWith('tier.')),
    colour: (id) => TIER_INKS[id.slice('tier.'.length)],
    unit: () => text('report.percent_of_people'),
  },
  group: {
    table: 'adoption_groups',
    column: 'group',
    values: () => distinct(table('adoption_groups'), 'group'),
    colour: (id, i) => ADOPTER_COLOURS[i],
    unit: () => text('report.percent_of_group'),
  },
  decision: {
    table: 'adoption_decisions',
    column: 'decision_unit',
    values: () => distinct(table('adoption_decisions'), 'decision_unit'),
    colour: (id, i) => ADOPTER_COLOURS[i % ADOPTER_COLOURS.length],
    unit: () => text('report.percent_of_group'),
  },
  stage: {
    table: 'adoption_stages',
    column: 'stage',
    values: () => distinct(table('adoption_stages'), 'stage'),
    colour: (id) => STAGE_COLOURS[id] || '#333',
    unit: () => text('report.percent_of_people'),
  },
};

function curvesFigure() {
  const kinds = Object.keys(CURVES).filter((kind) => table(CURVES[kind].table) && CURVES[kind].values().length > 0);
  if (kinds.length === 0) return [];
  const policy = policyYear();
  const title = (s) => text('report.curves.title', text(`report.curves.by_${s.by}`), scenarioName(s.scenario));
  const draw = (width, s) => {
    const kind = CURVES[s.by];
    const t = table(kind.table);
    const ids = kind.values();
    const of = (id, scenario) => bandPoints(rows(t, { scenario, [kind.column]: id }));
    const nameIn = (id) => word(kind.column, id);
    return panelChart(width, {
      title: title(s),
      unit: kind.unit(),
      include: [0],
      event: policy && s.scenario !== 'baseline' ? { x: policy - 1 } : null,
      panels: ids.map((id, i) => ({
        name: nameIn(id),
        colour: kind.colour(id, i),
        points: of(id, s.scenario),
        // the others, so that panels can be compared; the baseline dashed
        back: [
          ...(s.by === 'stage' ? [] : ids.filter((other) => other !== id).map((other) => ({ points: of(other, s.scenario) }))),
          ...(s.scenario === 'baseline' ? [] : [{ points: of(id, 'baseline'), dash: '4 3' }]),
        ],
        said: saidBand(nameIn(id), 1),
      })),
    });
  };
  return [
    figure({
      id: 'curves',
      title,
      note: (s) =>
        [text(s.scenario === 'baseline' ? 'report.curves.note' : 'report.curves.note_scenario'), heldOutWords()].join(' '),
      table: (s) => table(CURVES[s.by].table),
      where: (s) => ({ scenario: s.scenario }),
      controls: [
        {
          key: 'by',
          label: () => text('report.curves.by'),
          options: () => kinds.map((kind) => [kind, text(`report.curves.by_${kind}`)]),
        },
        { key: 'scenario', label: () => text('column.scenario'), options: allScenarios },
      ],
      draw,
    }),
  ];
}

const APART = ['unfavourable', 'discontinued'];

/** One year of the funnel: bars from the left with their ranges, what leads out of it below. */
function funnelPanel(node, marks, { x0, y0, width, year, scenario }) {
  const steps = rows(table('adoption_funnel'), { scenario, year }).map((r) => ({ ...r, name: word('step', r.step) }));
  const stages = table('adoption_stages');
  const apart = APART.flatMap((stage) => rows(stages, { scenario, year, stage })).map((r) => ({
    ...r,
    name: word('stage', r.stage),
    apart: true,
  }));
  const lines = [...steps, ...apart];
  const number = (r) => `${formatNumber(r.p50, 1)} (${formatNumber(r.p05, 0)}–${formatNumber(r.p95, 0)})`;
  const left = Math.min(width * 0.36, 14 + 1.12 * Math.max(...lines.map((r) => textWidth(r.name, FONT))));
  const right = width - 18 - Math.max(...lines.map((r) => textWidth(number(r), FONT)));
  const x = linear([0, 100], [x0 + left, x0 + right]);
  const bottom = y0 + 26 + lines.length * 30 + 6;
  node.append(label(x0 + left, y0, String(year), { 'font-weight': 700, 'font-size': 14 }));
  for (const value of [0, 50, 100])
    node.append(
      svg('line', { x1: x(value), x2: x(value), y1: y0 + 12, y2: bottom, stroke: value === 0 ? '#8a939c' : '#e3e7ea' }),
      label(x(value), bottom + 10, String(value), { 'text-anchor': 'middle', fill: '#5b6670' }),
    );
  lines.forEach((r, i) => {
    const y = y0 + 26 + i * 30 + (r.apart ? 14 : 0);
    const colour = r.apart ? STAGE_COLOURS[r.stage] : '#34809a';
    wrapped(r.name, (left - 8) / 1.1, FONT).forEach((line, l, all) =>
      node.append(label(x0 + left - 6, y + (l - (all.length - 1) / 2) * 13, line, { 'text-anchor': 'end', fill: '#222' })),
    );
    node.append(
      svg('rect', { x: x(0), y: y - 9, width: Math.max(0.5, x(r.p50) - x(0)), height: 18, fill: colour, 'fill-opacity': 0.55 }),
      svg('line', { x1: x(r.p05), x2: x(r.p95), y1: y, y2: y, stroke: '#16202b', 'stroke-width': 1.6 }),
      svg('line', { x1: x(r.p05), x2: x(r.p05), y1: y - 4, y2: y + 4, stroke: '#16202b' }),
      svg('line', { x1: x(r.p95), x2: x(r.p95), y1: y - 4, y2: y + 4, stroke: '#16202b' }),
      label(x0 + width - 6, y, number(r), { 'text-anchor': 'end' }),
    );
    marks.push({
      x: x(r.p50),
      y,
      words: text('report.said.band', r.name, year, formatNumber(r.p50, 1), formatNumber(r.p05, 1), formatNumber(r.p95, 1)),
    });
  });
  const dividing = y0 + 26 + steps.length * 30 - 8;
  node.append(svg('line', { x1: x0, x2: x0 + width - 8, y1: dividing, y2: dividing, stroke: '#e3e7ea' }));
  return bottom + 20 - y0;
}

function funnelFigure() {
  const t = table('adoption_funnel');
  if (!t) return [];
  const horizon = last(column(t, 'year').values);
  const draw = (width, s) => {
    const shownYears = s.year === horizon ? [horizon] : [s.year, horizon];
    const across = width >= 640 ? 2 : 1;
    const node = canvas(width, 0, text('report.funnel.title', scenarioName(s.scenario)));
    const unit = text('report.percent_of_people');
    node.append(unitLabel(width, unit));
    const marks = [];
    let [top, bottom] = [34 + unitHeight(width, unit), 0];
    shownYears.forEach((year, i) => {
      const size = { x0: ((i % across) * width) / across, y0: top, width: width / across, year, scenario: s.scenario };
      bottom = top + funnelPanel(node, marks, size);
      if (across === 1) top = bottom + 16;
    });
    node.setAttribute('height', bottom);
    node.setAttribute('viewBox', `0 0 ${width} ${bottom}`);
    return { node, marks };
  };
  return [
    figure({
      id: 'funnel',
      title: (s) => text('report.funnel.title', scenarioName(s.scenario)),
      note: () => text('report.funnel.note'),
      table: () => t,
      where: (s) => ({ scenario: s.scenario }),
      controls: [
        { key: 'year', label: () => text('column.year'), options: () => yearOptions(t), initial: dataYear() },
        { key: 'scenario', label: () => text('column.scenario'), options: allScenarios },
      ],
      draw,
    }),
  ];
}

const band = (r, decimals, [low, middle, high] = ['p05', 'p50', 'p95']) =>
  [r[middle], r[low], r[high]].map((value) => formatNumber(value, decimals));

/** Sentences on diffusion: [section, words]; what is not in the tables is not said. */
function diffusionFindings() {
  const said = [];
  const funnel = table('adoption_funnel');
  const passing = table('adoption_passing');
  if (funnel && passing) {
    const at = (step) => band(row(funnel, { scenario: 'baseline', step, year: dataYear() }), 0);
    const half = Math.max(...column(passing, 'threshold').values);
    const whole = row(passing, { scenario: 'baseline', region: NATION, threshold: half });
    const horizon = last(column(funnel, 'year').values);
    said.push([
      'diffusion',
      text('report.finding.diffusion', dataYear(), ...at('heard'), ...at('uses'), ...at('stays'), half, formatNumber(whole.reached, 0), horizon),
    ]);
  }
  const critical = table('critical_mass');
  const mark = (id) => row(critical, { region: NATION, mark: id });
  if (critical && mark('take_off')?.share_p50 !== null && mark('crossing'))
    said.push([
      'diffusion',
      text(
        'report.finding.critical',
        ...band(mark('take_off'), 0, ['share_p05', 'share_p50', 'share_p95']),
        formatNumber(mark('crossing').reached, 0),
      ),
    ]);
  const levers = table('lever_effects');
  const even = table('lever_break_even');
  if (levers && even) {
    const [best, next] = rows(levers, { group: 'everybody' }).sort((a, b) => b.unit_p50 - a.unit_p50);
    const pair = next && row(even, { lever: best.lever, group: 'everybody', other_lever: next.lever, other_group: 'everybody' });
    if (pair)
      said.push([
        'levers',
        text(
          'report.finding.levers',
          word('lever', best.lever),
          formatNumber(best.people_reached, 0),
          ...['unit_p50', 'unit_p05', 'unit_p95'].map((key) => brief(best[key])),
          word('lever', next.lever),
          brief(pair.p50),
          brief(pair.p05),
          pair.p95 === null ? '∞' : brief(pair.p95),
        ),
      ]);
  }
  return said;
}
