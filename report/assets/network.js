// The network of regions: structure over time, the strongest links on the map, positions, blocks, what it goes with.

const BLOCK_COLOURS = ['#bcd4e6', '#f6d9a8', '#c5e0c8', '#e6c5d8', '#d7cdea', '#e3e0c4', '#c9e4e4', '#ead1c8'];
const blockColour = (block) => BLOCK_COLOURS[(Number(block) - 1) % BLOCK_COLOURS.length];

function structureFigure() {
  const t = table('network_summary');
  const shares = ['network_density', 'reciprocity', 'connectedness', 'hierarchy', 'efficiency'];
  const colours = ['#1b4f7c', '#2a8c5f', '#5b6670', '#b0527f', '#d98200'];
  return figure({
    id: 'network-structure',
    title: () => text('report.network.structure'),
    note: () => text('report.network.structure_note'),
    table: () => t,
    draw: (width) =>
      lineChart(width, {
        title: text('report.network.structure'),
        unit: '',
        decimals: 3,
        include: [0, 1],
        series: shares.map((key, i) => ({
          label: text(`column.${key}`),
          colour: colours[i],
          points: rows(t).map((r) => ({ x: r.year, y: r[key] })),
        })),
      }),
  });
}

function linksFigure() {
  const t = table('network_links');
  const members = new Map(rows(table('network_members')).map((r) => [r.region, r.block]));
  const roles = new Map(rows(table('network_blocks')).map((r) => [r.block, r.block_role]));
  const all = rows(t);
  const year = last(column(table('network_summary'), 'year').values);
  const counts = [20, 40, 80].filter((n) => n < all.length);
  return figure({
    id: 'network-links',
    regional: true,
    map: true,
    title: () => text('report.network.map', year),
    note: () => text('report.network.map_note'),
    table: () => t,
    controls: [
      {
        key: 'count',
        label: () => text('report.network.strongest'),
        initial: counts[1] ?? all.length,
        options: () => [
          ...counts.map((n) => [n, text('report.network.first', n)]),
          [all.length, text('report.network.all', all.length)],
        ],
      },
      ...mapControl(),
    ],
    draw: (width, s) => {
      const names = [...roles].map(([block, role]) => [
        block,
        `${text('report.network.block', block)}${reader.language === 'zh' ? '：' : ': '}${word('block_role', role)}`,
      ]);
      const drawing = regionMap(width, {
        title: text('report.network.map', year),
        values: members,
        unit: '',
        classes: { colours: Object.fromEntries(names.map(([block]) => [block, blockColour(block)])), names },
        said: (code, block) =>
          text('report.said.member', regionName(code), block, word('block_role', roles.get(block))),
      });
      const shown = flowsOnMap(drawing, all).slice(0, s.count);
      const most = shown[0]?.strength ?? 1;
      return withFlows(drawing, shown, {
        width: (r) => 0.6 + 3.4 * Math.sqrt(r.strength / most),
        gap: reader.outline ? 6 : 22,
        said: (r) =>
          text(
            'report.said.link',
            regionName(r.region),
            regionName(r.region_to),
            formatNumber(r.strength, 2),
            r.rank,
          ),
      });
    },
  });
}

function nodesFigure() {
  const t = table('network_nodes');
  const measures = ['betweenness', 'degree', 'closeness_in', 'closeness_out', 'links_received', 'links_sent'];
  return figure({
    id: 'network-nodes',
    regional: true,
    title: (s) => text('report.network.nodes', text(`column.${s.measure}`), s.year),
    note: () => text('report.network.nodes_note'),
    table: () => t,
    where: (s) => ({ year: s.year }),
    controls: [
      {
        key: 'measure',
        label: () => text('column.measure'),
        options: () => measures.map((m) => [m, text(`column.${m}`)]),
      },
      { key: 'year', label: () => text('column.year'), options: () => yearOptions(t) },
    ],
    draw: (width, s) => {
      const c = column(t, s.measure);
      const percent = c.unit === 'percent' ? ` (${unitName('percent')})` : '';
      return barChart(width, {
        title: text('report.network.nodes', text(`column.${s.measure}`), s.year),
        unit: text(`column.${s.measure}`) + percent,
        decimals: c.decimals,
        key: true,
        bars: rows(t, { year: s.year })
          .sort((a, b) => b[s.measure] - a[s.measure])
          .map((r) => ({
            id: r.region,
            label: regionName(r.region),
            value: r[s.measure],
            colour: regionColour(r.region),
            said: text(
              'report.said.node',
              regionName(r.region),
              text(`column.${s.measure}`),
              formatNumber(r[s.measure], c.decimals),
              r.links_sent,
              r.links_received,
            ),
          })),
      });
    },
  });
}

function densityFigure() {
  const t = table('network_block_density');
  return figure({
    id: 'network-density',
    title: () => text('report.network.blocks'),
    note: () => text('report.network.blocks_note'),
    table: () => t,
    draw: (width) => {
      const blocks = distinct(t, 'block');
      const names = blocks.map((b) => text('report.network.block', b));
      const left = 12 + Math.max(...names.map((n) => textWidth(n, FONT)));
      const size = Math.min(84, (width - left - 8) / blocks.length);
      const height = Math.min(size, 56);
      const node = canvas(width, 30 + height * blocks.length + 6, text('report.network.blocks'));
      const most = Math.max(...column(t, 'network_density').values);
      const marks = [];
      blocks.forEach((b, i) => {
        node.append(
          label(left + (i + 0.5) * size, 14, names[i], { 'text-anchor': 'middle' }),
          label(left - 8, 30 + (i + 0.5) * height, names[i], { 'text-anchor': 'end' }),
        );
      });
      for (const r of rows(t)) {
        const [i, j] = [blocks.indexOf(r.block), blocks.indexOf(r.block_to)];
        const known = r.network_density !== null;
        const colour = known
          ? SEQUENTIAL[Math.min(SEQUENTIAL.length - 1, Math.floor((r.network_density / most) * SEQUENTIAL.length))]
          : '#eeeeee';
        const [x, y] = [left + j * size, 30 + i * height];
        node.append(
          svg('rect', {
            x: x + 3,
            y: y + 3,
            width: size - 6,
            height: height - 6,
            fill: colour,
            stroke: r.image ? '#111111' : '#ffffff',
            'stroke-width': r.image ? 2.5 : 1,
          }),
          label(x + size / 2, y + height / 2, formatNumber(r.network_density, 2), {
            'text-anchor': 'middle',
            fill: inkOn(colour),
          }),
        );
        marks.push({
          x: x + size / 2,
          y: y + height / 2,
          words: text('report.said.density', r.block, r.block_to, r.links, r.possible_links),
        });
      }
      return { node, marks };
    },
  });
}

function correlationsFigure() {
  const t = table('network_qap');
  return figure({
    id: 'network-qap',
    title: () => text('report.network.qap'),
    note: () => text('report.network.qap_note'),
    table: () => t,
    draw: (width) =>
      barChart(width, {
        title: text('report.network.qap'),
        unit: text('column.correlation'),
        decimals: 3,
        signed: true,
        rowHeight: 22,
        bars: rows(t).map((r) => ({
          label: word('relation', r.relation),
          value: r.correlation,
          colour: r.p_two_sided === null || r.p_two_sided > 0.05 ? '#b3bcc3' : '#1b4f7c',
          said: text(
            'report.said.correlation',
            word('relation', r.relation),
            formatNumber(r.correlation, 3),
            formatNumber(r.p_two_sided, 4),
          ),
        })),
      }),
  });
}

function networkSection() {
  const plain = (key) =>
    table(key)
      ? figure({
          id: key.replace(/_/g, '-'),
          title: () => titleOf(table(key)),
          note: () => text(`table.${key}.note`),
          table: () => table(key),
        })
      : null;
  return [
    structureFigure(),
    linksFigure(),
    nodesFigure(),
    densityFigure(),
    plain('network_blocks'),
    table('network_qap') ? correlationsFigure() : null,
    plain('network_regression'),
  ].filter(Boolean);
}
