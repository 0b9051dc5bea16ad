// Who moves and who trades with whom, how fast both settle, and whether anything else could be.

const DIVERGING = ['#dfa3bb', '#f0d3df', '#f3f3f3', '#cbdfee', '#93bfdf'];

/** A table with bars, one a region. */
const regionBars = ({ key, title, note, unit, measure, second, decimals, said, ...rest }) =>
  figure({
    id: key.replaceAll('_', '-'),
    regional: true,
    title,
    note: note ?? (() => text(`table.${key}.note`)),
    table: () => table(key),
    draw: (width, s) =>
      barChart(width, {
        title: title(s),
        unit: unit(s),
        decimals: decimals(s),
        signed: true,
        key: true,
        bars: rows(table(key))
          .filter((r) => r[measure(s)] !== null)
          .sort((a, b) => b[measure(s)] - a[measure(s)])
          .map((r) => ({
            id: r.region,
            label: regionName(r.region),
            value: r[measure(s)],
            second: second ? r[second(s)] : undefined,
            colour: regionColour(r.region),
            said: said(r, s),
          })),
      }),
    ...rest,
  });

const columnWords = (t, key) => {
  const { unit } = column(t, key);
  return text(`column.${key}`) + (unit && unit !== '1' ? ` (${unitName(unit)})` : '');
};

/** What is seen of flows: people a year, or sales. */
const FLOWS = {
  people: { key: 'economy_moves', value: 'movers', decimals: 1 },
  goods: { key: 'economy_trade', value: 'sales', decimals: 0 },
};

/** What came less what left by region. */
function netFlows(all, value) {
  const net = new Map(DATA.regions.map((r) => [r.code, 0]));
  for (const r of all) {
    net.set(r.region, net.get(r.region) - r[value]);
    net.set(r.region_to, net.get(r.region_to) + r[value]);
  }
  return net;
}

function flowsFigure() {
  const of = (s) => FLOWS[s.flow];
  // the rest of the world is not on the map
  const inside = (s) =>
    rows(table(of(s).key)).filter((r) => INDEX.regions.has(r.region) && INDEX.regions.has(r.region_to));
  const unitOf = (s) => unitName(column(table(of(s).key), of(s).value).unit);
  const largest = (s) =>
    inside(s)
      .filter((r) => r.region !== r.region_to)
      .sort((a, b) => b[of(s).value] - a[of(s).value])
      .slice(0, s.count);
  const title = (s) => text(`report.people.flows_${s.flow}`);
  return figure({
    id: 'people-flows',
    regional: true,
    map: true,
    title,
    note: (s) => {
      const [most] = largest(s);
      return most
        ? text(
            `report.people.flows_${s.flow}_note`,
            regionName(most.region),
            regionName(most.region_to),
            formatNumber(most[of(s).value], of(s).decimals),
            unitOf(s),
          )
        : text(`table.${of(s).key}.note`);
    },
    table: (s) => table(of(s).key),
    controls: [
      {
        key: 'flow',
        label: () => text('report.people.flow'),
        options: () => Object.keys(FLOWS).map((flow) => [flow, text(`report.people.flow_${flow}`)]),
      },
      {
        key: 'count',
        label: () => text('report.people.largest'),
        initial: 40,
        options: () => [20, 40, 80, 160].map((n) => [n, text('report.network.first', n)]),
      },
      ...mapControl(),
    ],
    draw: (width, s) => {
      const { value, decimals } = of(s);
      const unit = unitOf(s);
      const drawing = regionMap(width, {
        title: title(s),
        values: netFlows(inside(s), value),
        unit: text(`report.people.net_${s.flow}`, unit),
        colours: DIVERGING,
        decimals: 0,
        said: (code, net) => text('report.people.net_said', regionName(code), formatNumber(net, decimals), unit),
      });
      const shown = flowsOnMap(drawing, largest(s));
      const most = shown[0]?.[value] ?? 1;
      return withFlows(drawing, shown, {
        width: (r) => (0.5 + 5.5 * (r[value] / most)) * Math.min(1, width / 600),
        gap: reader.outline ? 5 : Math.min(20, width / 40),
        said: (r) =>
          text('report.people.flow_said', regionName(r.region), regionName(r.region_to), formatNumber(r[value], decimals), unit),
      });
    },
  });
}

/** Friends and enemies: who gains (columns) from productivity of whom (rows). */
function friendsFigure() {
  const t = table('economy_spillovers');
  const title = () => text('report.people.friends');
  return figure({
    id: 'people-friends',
    title,
    note: () => text('report.people.friends_note'),
    table: () => t,
    draw: (width) => {
      const codes = DATA.regions.map((r) => r.code);
      const place = new Map(codes.map((code, i) => [code, i]));
      const shown = rows(t).filter((r) => place.has(r.region) && place.has(r.region_to));
      const own = (r) => r.region === r.region_to;
      const most = Math.max(...shown.filter((r) => !own(r)).map((r) => Math.abs(r.first_order_elasticity)));
      return squareChart(width, {
        title: title(),
        names: codes.map(regionName),
        most,
        unit: text('report.people.friends_unit'),
        cells: shown.map((r) => ({
          row: place.get(r.region),
          column: place.get(r.region_to),
          value: own(r) ? null : r.first_order_elasticity,
          said: text(
            'report.people.friends_said',
            regionName(r.region),
            regionName(r.region_to),
            formatNumber(r.first_order_elasticity, 4),
          ),
        })),
      });
    },
  });
}

function halfLivesFigure() {
  const t = table('economy_half_lives');
  const title = (s) => text('report.people.half_lives', word('what_moves', s.what));
  return figure({
    id: 'people-half-lives',
    title,
    note: () => text('table.economy_half_lives.note'),
    table: () => t,
    where: (s) => ({ what_moves: s.what }),
    controls: [
      {
        key: 'what',
        label: () => text('column.what_moves'),
        options: () => distinct(t, 'what_moves').map((id) => [id, word('what_moves', id)]),
      },
    ],
    draw: (width, s) =>
      barChart(width, {
        title: title(s),
        unit: columnWords(t, 'half_life'),
        decimals: 0,
        bars: rows(t, { what_moves: s.what })
          .filter((r) => r.half_life !== null)
          .map((r) => ({
            label: `${text('column.pattern')} ${r.pattern}`,
            value: r.half_life,
            colour: '#1b4f7c',
            said: text(
              'report.people.half_life_said',
              r.pattern,
              formatNumber(r.mode_size, 4),
              formatNumber(r.half_life, 1),
            ),
          })),
      }),
  });
}

function siphonFigure() {
  const t = table('economy_siphon');
  const measures = ['net_outflow', 'own_share', 'loading'].filter((m) =>
    column(t, m).values.some((value) => value !== null),
  );
  return regionBars({
    key: 'economy_siphon',
    title: (s) => text('report.people.siphon', text(`column.${s.measure}`)),
    note: (s) => text(`report.people.siphon_${s.measure}`),
    unit: (s) => columnWords(t, s.measure),
    measure: (s) => s.measure,
    decimals: (s) => column(t, s.measure).decimals,
    said: (r) =>
      text(
        'report.people.siphon_said',
        regionName(r.region),
        formatNumber(r.net_outflow, 2),
        formatNumber(r.own_share, 1),
        formatNumber(r.loading, 3),
      ),
    controls: [
      {
        key: 'measure',
        label: () => text('column.measure'),
        options: () => measures.map((m) => [m, text(`column.${m}`)]),
      },
    ],
  });
}

function peopleSection() {
  return [
    flowsFigure(),
    regionBars({
      key: 'economy_moves_sums',
      title: () => text('table.economy_moves_sums.title'),
      unit: () => columnWords(table('economy_moves_sums'), 'net_rate'),
      measure: () => 'net_rate',
      decimals: () => 1,
      said: (r) =>
        text(
          'report.people.net_rate_said',
          regionName(r.region),
          formatNumber(r.net_rate, 1),
          formatNumber(r.comers, 1),
          formatNumber(r.leavers, 1),
        ),
    }),
    table('economy_spillovers') ? friendsFigure() : null,
    halfLivesFigure(),
    siphonFigure(),
  ].filter(Boolean);
}
