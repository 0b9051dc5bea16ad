// Tiers of regions: three methods, their stability, macro-regions, stages.

const TIERS = ['core', 'middle', 'less_developed'];
const STAGES = { mature: '#1b4f7c', growth: '#72b3ae', start_up: '#e3c58f' };

const nearBorder = (tiers) =>
  rows(tiers, { near_border: 1 })
    .map((r) => regionName(r.region))
    .join(text('report.comma')) || text('report.none');

/** Parts of a whole as bars in rows. bars [{id, label, parts: [{value, colour}], said}] */
function shareBars(width, { title, unit, bars, names }) {
  const rowHeight = 17;
  const top = lineKey(canvas(width, 10, title), width, names) + 4;
  const node = canvas(width, top + bars.length * rowHeight + 6, title);
  node.append(unitLabel(width, unit));
  lineKey(node, width, names);
  const left = Math.min(width * 0.5, 10 + Math.max(...bars.map((b) => textWidth(b.label, FONT))));
  const x = linear([0, 100], [left, width - 8]);
  const marks = [];
  bars.forEach((bar, i) => {
    const y = top + (i + 0.5) * rowHeight;
    node.append(
      label(left - 6, y, bar.label, {
        'text-anchor': 'end',
        'font-weight': bar.id === reader.region ? 700 : 400,
        fill: '#222',
      }),
    );
    let from = 0;
    for (const part of bar.parts) {
      node.append(
        svg('rect', {
          x: x(from),
          y: y - rowHeight * 0.4,
          width: Math.max(0, x(from + part.value) - x(from)),
          height: rowHeight * 0.8,
          fill: part.colour,
        }),
      );
      from += part.value;
    }
    marks.push({ x: x(50), y, words: bar.said, region: bar.id });
  });
  return { node, marks };
}

function tierMap(tiers) {
  const methods = table('tier_methods');
  const ofMethod = (s) => rows(methods, { method: s.method });
  return [
    figure({
      id: 'tiers',
      regional: true,
      map: true,
      controls: mapControl(),
      title: () => text('table.tiers.title'),
      note: () => text('report.tiers.note', nearBorder(tiers)),
      table: () => tiers,
      draw: (width) =>
        regionMap(width, {
          title: text('table.tiers.title'),
          values: new Map(rows(tiers).map((r) => [r.region, r.tier])),
          unit: '',
          classes: { colours: TIER_COLOURS, names: TIERS.map((id) => [id, text(`tier.${id}`)]) },
          said: (code, tier) =>
            text(
              'report.said.tier',
              regionName(code),
              text(`tier.${tier}`),
              formatNumber(row(tiers, { region: code }).z, 2),
            ),
        }),
    }),
    figure({
      id: 'tier-methods',
      regional: true,
      map: true,
      controls: [
        {
          key: 'method',
          label: () => text('column.method'),
          options: () =>
            distinct(methods, 'method')
              .slice()
              .reverse()
              .map((m) => [m, word('method', m)]),
        },
        ...mapControl(),
      ],
      title: (s) => text('report.tiers.by', word('method', s.method)),
      note: () => text('table.tier_methods.note'),
      table: () => methods,
      where: (s) => ({ method: s.method }),
      draw: (width, s) =>
        regionMap(width, {
          title: text('report.tiers.by', word('method', s.method)),
          values: new Map(ofMethod(s).map((r) => [r.region, r.tier])),
          unit: '',
          classes: { colours: TIER_COLOURS, names: TIERS.map((id) => [id, text(`tier.${id}`)]) },
          said: (code, tier) => `${regionName(code)}: ${text(`tier.${tier}`)}`,
        }),
    }),
    figure({
      id: 'tier-fit',
      title: () => titleOf(table('tier_fit')),
      note: () => text('table.tier_fit.note'),
      table: () => table('tier_fit'),
    }),
  ];
}

function tierStability(t) {
  const rank = new Map(TIERS.map((id, i) => [id, i]));
  const sorted = () =>
    rows(t).sort(
      (a, b) => rank.get(a.tier) - rank.get(b.tier) || b.core - a.core || a.less_developed - b.less_developed,
    );
  return figure({
    id: 'tier-stability',
    regional: true,
    title: () => titleOf(t),
    note: () => text('table.tier_stability.note'),
    table: () => t,
    draw: (width) =>
      shareBars(width, {
        title: titleOf(t),
        unit: text('report.tiers.stability_unit'),
        names: TIERS.map((id) => ({ label: text(`tier.${id}`), colour: TIER_COLOURS[id] })),
        bars: sorted().map((r) => ({
          id: r.region,
          label: regionName(r.region),
          parts: TIERS.map((id) => ({ value: r[id], colour: TIER_COLOURS[id] })),
          said: text(
            'report.said.tier_share',
            regionName(r.region),
            percent(r.core),
            percent(r.middle),
            percent(r.less_developed),
          ),
        })),
      }),
  });
}

function tierGroups(t) {
  const ofGroup = (group) => TIERS.map((tier) => row(t, { tier, group }));
  return figure({
    id: 'tier-groups',
    title: () => titleOf(t),
    note: () => text('table.tier_groups.note'),
    table: () => t,
    draw: (width) =>
      shareBars(width, {
        title: titleOf(t),
        unit: text('report.tiers.groups_unit'),
        names: TIERS.map((id) => ({ label: text(`tier.${id}`), colour: TIER_COLOURS[id] })),
        bars: distinct(t, 'group').map((group) => ({
          label: groupName(group),
          parts: ofGroup(group).map((r) => ({ value: r.share_of_group, colour: TIER_COLOURS[r.tier] })),
          said: text('report.said.tier_count', groupName(group), ...ofGroup(group).map((r) => r.regions)),
        })),
      }),
  });
}

function stagesFigure(t) {
  return figure({
    id: 'stages',
    regional: true,
    map: true,
    controls: [{ key: 'year', label: () => text('column.year'), options: () => yearOptions(t) }, ...mapControl()],
    title: (s) => text('report.tiers.stages', s.year),
    note: () => text('table.stages.note'),
    table: () => t,
    where: (s) => ({ year: s.year }),
    draw: (width, s) =>
      regionMap(width, {
        title: text('report.tiers.stages', s.year),
        values: new Map(rows(t, { year: s.year }).map((r) => [r.region, r.stage])),
        unit: '',
        classes: {
          colours: STAGES,
          names: Object.keys(STAGES)
            .filter((id) => distinct(t, 'stage').includes(id))
            .map((id) => [id, word('stage', id)]),
        },
        said: (code, stage) => `${regionName(code)}: ${word('stage', stage)}`,
      }),
  });
}

function tiersSection() {
  const of = (key, make) => (table(key) ? [make(table(key))] : []);
  return [
    ...tierMap(table('tiers')),
    ...of('tier_stability', tierStability),
    ...of('tier_groups', tierGroups),
    ...of('stages', stagesFigure),
  ];
}
