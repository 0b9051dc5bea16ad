// Levers by unit of support, and at which costs their ranking turns.

const leverOf = (t) => [...new Set(rows(t, { group: 'everybody' }).map((r) => r.lever))];
/** Levers that some rows name for single groups of adopters. */
const groupedLevers = (t) => leverOf(t).filter((lever) => rows(t, { lever }).length > 1);

function unitFigure() {
  const t = table('lever_effects');
  if (!t) return [];
  const title = (s) => text(s.of === 'all' ? 'report.levers.title' : 'report.levers.title_of', word('lever', s.of));
  const nameIn = (s, r) => (s.of === 'all' ? word('lever', r.lever) : groupName(r.group));
  const chosen = (s) =>
    s.of === 'all' ? rows(t, { group: 'everybody' }).sort((a, b) => b.unit_p50 - a.unit_p50) : rows(t, { lever: s.of });
  const keys = { unit: 'unit', gain: 'gain' };
  return [
    figure({
      id: 'levers',
      title,
      note: (s) => text(`report.levers.note_${s.value}`),
      table: () => t,
      where: (s) => (s.of === 'all' ? { group: 'everybody' } : { lever: s.of }),
      controls: [
        {
          key: 'of',
          label: () => text('report.levers.of'),
          options: () => [
            ['all', text('report.levers.all')],
            ...groupedLevers(t).map((id) => [id, text('report.levers.groups', word('lever', id))]),
          ],
        },
        choice('value', () => Object.keys(keys).map((key) => [key, text(`report.levers.${key}`)])),
      ],
      draw: (width, s) => {
        const key = keys[s.value];
        return logRangeChart(width, {
          title: title(s),
          unit: text(`report.levers.unit_${key}`),
          columns: [text('column.p50')],
          bars: chosen(s).map((r) => {
            const [low, value, high] = ['p05', 'p50', 'p95'].map((q) => r[`${key}_${q}`]);
            const name = nameIn(s, r);
            return {
              label: name,
              low,
              value,
              high,
              colour: r.group === 'everybody' ? '#1b4f7c' : '#34809a',
              words: [brief(value)],
              said: text('report.said.range', name, brief(value), brief(low), brief(high)),
            };
          }),
        });
      },
    }),
  ];
}

const evenWords = (one, other, r) =>
  text('report.even.said', one, other, brief(r.p50), brief(r.p05), r.p95 === null ? '∞' : brief(r.p95), formatNumber(r.better, 0));

/** Every lever against every other: colour for the draws in which the row is better, number for the median of the ratio. */
function evenMatrix(width, t, levers) {
  const names = levers.map((id) => word('lever', id));
  const numbered = names.map((name, i) => `${i + 1} ${name}`); // names do not fit above columns: they bear the number of their row
  const left = Math.min(width * 0.34, 14 + Math.max(...numbered.map((n) => textWidth(n, FONT * 1.1))));
  const cell = Math.min(72, (width - left - 4) / levers.length);
  const high = Math.max(28, Math.min(cell, 44));
  const unit = text('report.even.unit');
  const top = 48 + unitHeight(width, unit);
  const node = canvas(width, top + levers.length * high + 46, text('table.lever_break_even.title'));
  node.append(unitLabel(width, unit));
  const marks = [];
  numbered.forEach((name, i) => {
    node.append(label(left + (i + 0.5) * cell, top - 10, String(i + 1), { 'text-anchor': 'middle', 'font-weight': 600 }));
    const own = fitted(name, left - 8, FONT);
    own.lines.forEach((line, l, all) =>
      node.append(
        label(left - 6, top + (i + 0.5) * high + (l - (all.length - 1) / 2) * 12, line, { 'text-anchor': 'end', 'font-size': own.size }),
      ),
    );
  });
  levers.forEach((lever, i) =>
    levers.forEach((other, j) => {
      const r = row(t, { lever, group: 'everybody', other_lever: other, other_group: 'everybody' });
      const colour = r ? rampColour(r.better / 100, EVEN) : '#f1f1f1';
      const [x, y] = [left + j * cell, top + i * high];
      node.append(svg('rect', { x: x + 0.5, y: y + 0.5, width: cell - 1, height: high - 1, fill: colour, stroke: '#d5dbe0' }));
      if (!r) return;
      const number = brief(r.p50);
      if (cell >= 34) // all numbers or none
        node.append(
          label(x + cell / 2, y + high / 2, number, {
            'text-anchor': 'middle',
            'font-size': Math.min(FONT * 0.9, (cell - 4) / 4.2),
            fill: inkOn(colour),
            'pointer-events': 'none',
          }),
        );
      marks.push({ x: x + cell / 2, y: y + high / 2, words: evenWords(names[i], names[j], r) });
    }),
  );
  const bottom = rampLegend(node, {
    width,
    top: top + levers.length * high + 12,
    domain: [0, 100],
    unit: text('report.even.better'),
    format: (v) => `${v} %`,
    stops: EVEN,
  });
  node.setAttribute('height', bottom + 4);
  node.setAttribute('viewBox', `0 0 ${width} ${bottom + 4}`);
  return { node, marks };
}
/** From worse in all draws over undecided to better in all. */
const EVEN = ['#d98200', '#f0cf9b', '#f7f7f5', '#9cc3d6', '#1b6a9a'];

function evenFigures() {
  const t = table('lever_break_even');
  if (!t) return [];
  const effects = table('lever_effects');
  const levers = leverOf(t);
  if (effects)
    levers.sort(
      (a, b) => row(effects, { lever: b, group: 'everybody' }).unit_p50 - row(effects, { lever: a, group: 'everybody' }).unit_p50,
    );
  const example = () => {
    const r = row(t, { lever: levers[1] ?? levers[0], group: 'everybody', other_group: 'everybody', other_lever: levers[2] ?? levers[1] });
    return r ? evenWords(word('lever', r.lever), word('lever', r.other_lever), r) : '';
  };
  const against = (s) => {
    const own = rows(t, { lever: s.lever, group: 'everybody' });
    const line = (r, name) => ({
      label: name,
      low: r.p05,
      value: r.p50,
      high: r.p95,
      colour: rampColour(r.better / 100, ['#d98200', '#8a939c', '#1b6a9a']),
      words: [brief(r.p50), `${formatNumber(r.better, 0)} %`],
      said: evenWords(word('lever', s.lever), name, r),
    });
    const others = own
      .filter((r) => r.other_group === 'everybody')
      .sort((a, b) => levers.indexOf(a.other_lever) - levers.indexOf(b.other_lever))
      .map((r) => line(r, word('lever', r.other_lever)));
    const same = own.filter((r) => r.other_group !== 'everybody').map((r) => line(r, groupName(r.other_group)));
    return same.length === 0
      ? others
      : [...others, { head: true, label: text('report.even.same', word('lever', s.lever)) }, ...same];
  };
  const title = (s) => text('report.even.title', word('lever', s.lever));
  return [
    figure({
      id: 'even-matrix',
      title: () => text('table.lever_break_even.title'),
      note: () => `${text('report.even.note')} ${text('report.even.example', example())}`,
      table: () => t,
      draw: (width) => evenMatrix(width, t, levers),
    }),
    figure({
      id: 'even',
      title,
      note: (s) => text('report.even.note_one', word('lever', s.lever)),
      table: () => t,
      where: (s) => ({ lever: s.lever, group: 'everybody' }),
      controls: [{ key: 'lever', label: () => text('column.lever'), options: () => levers.map((id) => [id, word('lever', id)]) }],
      draw: (width, s) =>
        logRangeChart(width, {
          title: title(s),
          unit: text('report.even.ratio'),
          mark: 1,
          columns: [text('column.p50'), text('report.even.short')],
          bars: against(s),
        }),
    }),
  ];
}
