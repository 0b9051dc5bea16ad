// Critical mass: where contacts lead, where growth gathers speed, what carries itself.

function marksFigure() {
  const t = table('critical_mass');
  if (!t) return [];
  const kinds = distinct(t, 'mark');
  const title = (s) => text('report.critical.title', word('mark', s.mark));
  const said = (r) =>
    r.share_p50 === null
      ? `${regionName(r.region)}: ${text('report.critical.never')}`
      : text(
          'report.critical.said',
          regionName(r.region),
          formatNumber(r.share_p50, 1),
          formatNumber(r.share_p05, 1),
          formatNumber(r.share_p95, 1),
          r.time_p50.toFixed(1),
          formatNumber(r.reached, 0),
        );
  return [
    figure({
      id: 'critical',
      regional: true,
      title,
      note: (s) => {
        const nation = row(t, { region: NATION, mark: s.mark });
        const kind = s.mark.startsWith('kappa_') ? 'kappa' : s.mark;
        return `${text(`report.critical.note_${kind}`)} ${nation ? said(nation) + (reader.language === 'zh' ? '。' : '.') : ''}`;
      },
      table: () => t,
      where: (s) => ({ mark: s.mark }),
      controls: [
        {
          key: 'mark',
          label: () => text('column.mark'),
          initial: kinds.includes('take_off') ? 'take_off' : kinds[0],
          options: () => kinds.map((kind) => [kind, word('mark', kind)]),
        },
      ],
      draw: (width, s) => {
        const found = rows(t, { mark: s.mark }).filter((r) => r.share_p50 !== null);
        if (found.length === 0) return { node: emptyChart(width, title(s), text('report.critical.never')), marks: [] };
        const ordered = found.sort((a, b) => (b.region === NATION) - (a.region === NATION) || a.share_p50 - b.share_p50);
        return barChart(width, {
          title: title(s),
          unit: text('report.critical.unit'),
          decimals: 1,
          signed: true,
          key: true,
          bars: ordered.map((r) => ({
            id: r.region,
            label: regionName(r.region),
            value: r.share_p50,
            low: r.share_p05,
            high: r.share_p95,
            colour: regionColour(r.region),
            said: said(r),
          })),
        });
      },
    }),
  ];
}

/** Says why there is nothing to draw. */
function emptyChart(width, title, words) {
  const node = canvas(width, 40, title);
  node.append(unitLabel(width, words));
  return node;
}

function contactsFigure() {
  const t = table('contacts_needed');
  if (!t) return [];
  const colours = ['#1b4f7c', '#d98200', '#2a8c5f'];
  // the papers' band of the critical mass, in contacts
  const bandOf = (degree) => {
    const inside = rows(t, { degree })
      .filter((r) => r.critical_seed >= 5 && r.critical_seed <= 20)
      .map((r) => r.contacts);
    return inside.length === 0 ? '' : text('report.contacts.band', degree, Math.min(...inside), Math.max(...inside));
  };
  return [
    figure({
      id: 'contacts',
      title: () => text('table.contacts_needed.title'),
      note: () => [text('report.contacts.note'), ...distinct(t, 'degree').map(bandOf)].join(' '),
      table: () => t,
      draw: (width) =>
        curveChart(width, {
          title: text('table.contacts_needed.title'),
          xTitle: text('report.contacts.x'),
          yTitle: text('report.contacts.y'),
          height: 300,
          series: distinct(t, 'degree').map((degree, i) => ({
            label: text('report.contacts.of', degree),
            colour: colours[i % colours.length],
            points: rows(t, { degree }).map((r) => ({ x: r.contacts, y: r.critical_seed })),
            said: (p) => text('report.contacts.said', p.x, degree, formatNumber(p.y, 2)),
          })),
        }),
    }),
  ];
}
