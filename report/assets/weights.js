// The tree of an index: what its parts weigh, nominally and in effect, and how the weights depend on the rule.

const TREE_COLOURS = ['#123a5c', '#34809a', '#72b3ae', '#a9cfc4'];
const treeColour = (level) => TREE_COLOURS[Math.min(level, TREE_COLOURS.length - 1)];

/** Rows of a tree, indented: a bar for the weight, a hollow dot for what it is in effect. */
function treeChart(width, { title, lines, unit }) {
  const top = 38 + unitHeight(width, unit);
  const indent = (line) => line.level * 14;
  const left = Math.min(width * 0.5, 12 + Math.max(...lines.map((l) => indent(l) + textWidth(l.name, FONT))));
  const names = lines.map((l) => fitted(l.name, left - indent(l) - 8, FONT));
  const rowHeight = Math.max(19, 12 * Math.max(...names.map((n) => n.lines.length)) + 4);
  const height = top + lines.length * rowHeight + 6;
  const right = width - 44;
  const domain = niceDomain(
    lines.flatMap((l) => [l.weight, l.effect ?? 0]),
    5,
    [0],
  );
  const x = linear(domain, [left, right]);
  const node = canvas(width, height, title);
  const marks = [];
  node.append(unitLabel(width, unit));
  for (const value of ticks(domain, 5)) {
    node.append(
      svg('line', { x1: x(value), x2: x(value), y1: top - 4, y2: height - 4, stroke: value === 0 ? '#8a939c' : '#e3e7ea' }),
      label(x(value), top - 11, formatNumber(value, 1), { 'text-anchor': 'middle', fill: '#5b6670' }),
    );
  }
  lines.forEach((line, i) => {
    const y = top + i * rowHeight + rowHeight / 2;
    const [from, to] = [x(0), x(line.weight)];
    for (let level = 1; level <= line.level; level += 1)
      node.append(
        svg('line', { x1: level * 14 - 8, x2: level * 14 - 8, y1: y - rowHeight / 2, y2: y + rowHeight / 2, stroke: '#d5dbe0' }),
      );
    node.append(
      ...names[i].lines.map((part, l, all) =>
        label(indent(line), y + (l - (all.length - 1) / 2) * 12, part, {
          'font-weight': line.leaf ? 400 : 700,
          'font-size': names[i].size,
          fill: '#222',
        }),
      ),
      svg('rect', {
        x: Math.min(from, to),
        y: y - rowHeight * 0.32,
        width: Math.max(0.5, Math.abs(to - from)),
        height: rowHeight * 0.64,
        fill: line.leaf ? '#b9c7d1' : treeColour(line.level),
      }),
    );
    if (line.effect !== null)
      node.append(svg('circle', { cx: x(line.effect), cy: y, r: 3.5, fill: '#fff', stroke: '#b3261e', 'stroke-width': 1.6 }));
    node.append(label(right + 10, y, formatNumber(line.weight, 3), { fill: '#333' }));
    marks.push({ x: to, y, words: line.said });
  });
  return { node, marks };
}

/** Lines by columns: shade and number in each cell. */
function weightGrid(width, { title, lines, columns, cell, unit }) {
  const left = Math.min(width * 0.36, 12 + Math.max(...lines.map((l) => textWidth(l.name, FONT))));
  const step = (width - left - 4) / columns.length;
  const size = FONT * 0.86;
  const names = lines.map((l) => fitted(l.name, left - 8, textWidth(l.name, FONT) > left - 8 ? size : FONT));
  const rowHeight = Math.max(20, 12 * Math.max(...names.map((n) => n.lines.length)) + 2);
  const heads = columns.map((c) => fitted(c.name, step - 4, size));
  const top = 28 + 12 * Math.max(...heads.map((h) => h.lines.length));
  const node = canvas(width, top + lines.length * rowHeight + 6, title);
  const marks = [];
  node.append(unitLabel(width, unit));
  heads.forEach((head, j) =>
    head.lines.forEach((line, l) =>
      node.append(
        label(left + (j + 0.5) * step, top - 8 - (head.lines.length - 1 - l) * 12, line, {
          'text-anchor': 'middle',
          'font-size': head.size,
          'font-weight': columns[j].own ? 700 : 400,
        }),
      ),
    ),
  );
  const most = Math.max(...lines.flatMap((l) => columns.map((c) => cell(l, c) ?? 0)));
  lines.forEach((line, i) => {
    const y = top + i * rowHeight;
    names[i].lines.forEach((part, l, all) =>
      node.append(
        label(left - 6, y + rowHeight / 2 + (l - (all.length - 1) / 2) * 12, part, {
          'text-anchor': 'end',
          'font-size': names[i].size,
        }),
      ),
    );
    columns.forEach((c, j) => {
      const value = cell(line, c);
      if (value === null) return;
      const shade = Math.max(0, value) / most;
      node.append(
        svg('rect', {
          x: left + j * step + 0.5,
          y: y + 0.5,
          width: step - 1,
          height: rowHeight - 1,
          fill: SHADE,
          'fill-opacity': (0.04 + 0.96 * shade).toFixed(3),
        }),
        label(left + (j + 0.5) * step, y + rowHeight / 2, formatNumber(100 * value, 1), {
          'text-anchor': 'middle',
          'font-size': fitted(formatNumber(100 * value, 1), step - 2, FONT).size,
          fill: shade > 0.5 ? '#fff' : '#222',
          'pointer-events': 'none',
        }),
      );
      marks.push({
        x: left + (j + 0.5) * step,
        y: y + rowHeight / 2,
        words: text('report.index.said_weight', line.name, c.name, formatNumber(100 * value, 1)),
      });
    });
  });
  return { node, marks };
}

function treeFigure(control) {
  const t = table('index_tree');
  const isEffect = rows(t).some((r) => r.variance_share !== null);
  return figure({
    id: 'index-tree',
    title: (s) => text('report.index.tree', labelName(s.index)),
    note: () => text(isEffect ? 'report.index.tree_note' : 'report.index.tree_note_main_effect'),
    table: () => t,
    where: (s) => ({ index: s.index }),
    controls: [control],
    draw: (width, s) =>
      treeChart(width, {
        title: text('report.index.tree', labelName(s.index)),
        unit: text('report.index.tree_unit'),
        lines: rows(t, { index: s.index })
          .filter((r) => r.level > 0)
          .map((r) => ({
            name: labelName(r.node),
            level: r.level - 1,
            leaf: r.aggregation === 'none',
            weight: r.weight,
            effect: isEffect ? r.variance_share : r.main_effect,
            said: text(
              'report.index.said_node',
              labelName(r.node),
              formatNumber(r.weight, 3),
              formatNumber(100 * r.share, 0),
              formatNumber(r.correlation, 2),
            ),
          })),
      }),
  });
}

function comparedFigure(control) {
  const t = table('weights_compared');
  const own = DATA.tables.find((x) => family(x) === 'index_scores');
  const study = distinct(own, 'weights')[0];
  return figure({
    id: 'weights-compared',
    title: (s) => text('report.index.compared', labelName(s.index)),
    note: () => text('report.index.compared_note', word('weights', study)),
    table: () => t,
    where: (s) => ({ index: s.index }),
    controls: [control],
    draw: (width, s) => {
      const found = rows(t, { index: s.index });
      const by = new Map(found.map((r) => [`${r.variable} ${r.weighting}`, r.weight]));
      return weightGrid(width, {
        title: text('report.index.compared', labelName(s.index)),
        unit: text('report.index.compared_unit'),
        lines: [...new Set(found.map((r) => r.variable))].map((id) => ({ id, name: labelName(id) })),
        columns: [...new Set(found.map((r) => r.weighting))].map((id) => ({
          id,
          name: word('weighting', id),
          own: id === study,
        })),
        cell: (line, c) => by.get(`${line.id} ${c.id}`) ?? null,
      });
    },
  });
}

function effectFigure(control) {
  const t = table('weights_effect');
  return figure({
    id: 'weights-effect',
    title: (s) => text('report.index.effect', labelName(s.index)),
    note: () => text('report.index.effect_note'),
    table: () => t,
    where: (s) => ({ index: s.index }),
    controls: [control],
    draw: (width, s) =>
      barChart(width, {
        title: text('report.index.effect', labelName(s.index)),
        unit: text('report.index.effect_unit'),
        decimals: 2,
        bars: rows(t, { index: s.index }).map((r) => ({
          label: word('weighting', r.weighting),
          value: r.rank_shift,
          colour: '#34809a',
          said: text(
            'report.index.said_effect',
            word('weighting', r.weighting),
            formatNumber(r.rank_shift, 2),
            r.largest_rank_shift,
            formatNumber(r.spearman, 3),
          ),
        })),
      }),
  });
}

function componentsFigure(control) {
  const t = table('index_components');
  const adequacy = (s) => row(table('index_adequacy'), { index: s.index });
  return figure({
    id: 'index-components',
    title: (s) => text('report.index.components', labelName(s.index)),
    note: (s) => {
      const a = adequacy(s);
      return a.kmo === null
        ? text('report.index.components_singular', a.kept)
        : text(
            'report.index.components_note',
            a.kept,
            formatNumber(a.kmo, 2),
            formatNumber(a.chi_squared, 0),
            a.degrees,
            a.p < 0.0001 ? '< 0.0001' : `= ${formatNumber(a.p, 4)}`,
          );
    },
    table: () => t,
    where: (s) => ({ index: s.index }),
    controls: [control],
    draw: (width, s) =>
      barChart(width, {
        title: text('report.index.components', labelName(s.index)),
        unit: text('report.index.components_unit'),
        decimals: 1,
        bars: rows(t, { index: s.index }).map((r) => ({
          label: String(r.component),
          value: r.explained,
          colour: r.kept ? '#1b4f7c' : '#b9c7d1',
          said: text('report.index.said_component', r.component, formatNumber(r.eigenvalue, 2), formatNumber(r.cumulative, 0)),
        })),
      }),
  });
}

/** What an index weighs: its tree, rivals of its weights, components, judgements, outliers. */
function weightFigures() {
  const control = {
    key: 'index',
    label: () => text('column.index'),
    options: () => distinct(table('index_tree'), 'index').map((id) => [id, labelName(id)]),
  };
  const plain = (name) =>
    table(name)
      ? [
          figure({
            id: name.replaceAll('_', '-'),
            title: () => titleOf(table(name)),
            note: () => text(`table.${name}.note`),
            table: () => table(name),
            where: (s) => ({ index: s.index }),
            controls: [control],
          }),
        ]
      : [];
  return [
    treeFigure(control),
    comparedFigure(control),
    effectFigure(control),
    componentsFigure(control),
    ...plain('index_judgements'),
    ...plain('index_treatment'),
    ...plain('index_changed_cells'),
  ];
}
