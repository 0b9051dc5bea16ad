// What shocks do to the regions' economy, and who gains from whose productivity.

const shockChoice = (t) => choice('shock', () => distinct(t, 'shock').map((id) => [id, word('shock', id)]));

function shockFigure() {
  const t = table('economy_shocks');
  const shown = (s) => rows(t, { shock: s.shock }).filter((r) => r.region !== NATION);
  return figure({
    id: 'economy_shocks',
    regional: true,
    title: (s) => text('report.economy.shock_title', word('shock', s.shock)),
    note: (s) => {
      const all = row(t, { shock: s.shock, region: NATION });
      return text(
        'report.economy.shock_note',
        ...[all.real_income, all.own_effect, all.others_effect].map((v) => formatNumber(v, 3)),
      );
    },
    table: () => t,
    where: (s) => ({ shock: s.shock }),
    controls: [shockChoice(t)],
    draw: (width, s) =>
      barChart(width, {
        title: text('report.economy.shock_title', word('shock', s.shock)),
        unit: text('report.economy.shock_unit'),
        decimals: 2,
        signed: true,
        key: true,
        bars: shown(s)
          .sort((a, b) => b.real_income - a.real_income)
          .map((r) => ({
            id: r.region,
            label: regionName(r.region),
            value: r.real_income,
            second: r.own_effect,
            colour: regionColour(r.region),
            said: text(
              'report.economy.shock_said',
              regionName(r.region),
              ...[r.real_income, r.own_effect, r.others_effect, r.real_wage].map((v) => formatNumber(v, 3)),
            ),
          })),
      }),
  });
}

/** Who gains of a region's workers: bars for the skilled, circles for the others. */
function skillsFigure() {
  const t = table('economy_shock_skills');
  const [skilled, others] = distinct(t, 'workers');
  const title = (s) => text('report.economy.skills_title', word('shock', s.shock));
  return figure({
    id: 'economy-shock-skills',
    regional: true,
    title,
    note: () => text('table.economy_shock_skills.note'),
    table: () => t,
    where: (s) => ({ shock: s.shock }),
    controls: [shockChoice(t)],
    draw: (width, s) => {
      const of = (workers) =>
        new Map(rows(t, { shock: s.shock, workers }).map((r) => [r.region, r.real_wage]));
      const [high, low] = [of(skilled), of(others)];
      return barChart(width, {
        title: title(s),
        unit: text('report.economy.skills_unit', word('workers', skilled), word('workers', others)),
        decimals: 2,
        signed: true,
        key: true,
        bars: [...high]
          .filter(([code]) => code !== NATION)
          .sort((a, b) => b[1] - a[1])
          .map(([code, value]) => ({
            id: code,
            label: regionName(code),
            value,
            second: low.get(code),
            colour: regionColour(code),
            said: text(
              'report.economy.skills_said',
              regionName(code),
              word('workers', skilled),
              formatNumber(value, 3),
              word('workers', others),
              formatNumber(low.get(code), 3),
            ),
          })),
      });
    },
  });
}

function sectorSkillsFigure() {
  const t = table('economy_skills');
  const title = () => text('table.economy_skills.title');
  return figure({
    id: 'economy-skills',
    title,
    note: () => text('table.economy_skills.note'),
    table: () => t,
    draw: (width) =>
      barChart(width, {
        title: title(),
        unit: text('report.economy.sector_skills_unit'),
        decimals: 1,
        bars: rows(t)
          .sort((a, b) => b.balanced_share - a.balanced_share)
          .map((r) => ({
            label: word('sector', r.sector),
            value: r.balanced_share,
            second: r.assumed_share,
            colour: '#1b4f7c',
            said: text(
              'report.economy.sector_skills_said',
              word('sector', r.sector),
              formatNumber(r.balanced_share, 1),
              formatNumber(r.assumed_share, 1),
              formatNumber(r.skilled_income_share, 1),
            ),
          })),
      }),
  });
}

function closuresFigure() {
  const t = table('economy_closures');
  return figure({
    id: 'economy_closures',
    title: () => text('table.economy_closures.title'),
    note: () => text('table.economy_closures.note'),
    table: () => t,
    where: (s) => ({ shock: s.shock, region: s.region }),
    controls: [
      shockChoice(t),
      {
        key: 'region',
        label: () => text('column.region'),
        options: () => distinct(t, 'region').map((code) => [code, regionName(code)]),
      },
    ],
  });
}

function spilloversFigure() {
  const t = table('economy_spillovers');
  const seen = (s) =>
    (s.direction === 'given'
      ? rows(t, { region: reader.region }).map((r) => [r.region_to, r.income_elasticity, r.first_order_elasticity])
      : rows(t, { region_to: reader.region }).map((r) => [r.region, r.income_elasticity, r.first_order_elasticity])
    ).filter(([code]) => code !== reader.region);
  const own = () => row(t, { region: reader.region, region_to: reader.region }).income_elasticity;
  return figure({
    id: 'economy_spillovers',
    regional: true,
    title: (s) => text(`report.economy.${s.direction}_title`, regionName(reader.region)),
    note: () => text('report.economy.spillovers_note', regionName(reader.region), formatNumber(own(), 3)),
    table: () => t,
    where: (s) => (s.direction === 'given' ? { region: reader.region } : { region_to: reader.region }),
    controls: [
      regionControl(),
      choice('direction', () => ['given', 'received'].map((d) => [d, text(`report.economy.direction_${d}`)])),
    ],
    draw: (width, s) =>
      barChart(width, {
        title: text(`report.economy.${s.direction}_title`, regionName(reader.region)),
        unit: text('report.economy.spillovers_unit'),
        decimals: 4,
        signed: true,
        key: true,
        bars: seen(s)
          .sort((a, b) => b[1] - a[1])
          .map(([code, value, first]) => ({
            id: code,
            label: regionName(code),
            value,
            second: first,
            colour: regionColour(code),
            said: text(`report.economy.${s.direction}_said`, regionName(code), formatNumber(value, 4)),
          })),
      }),
  });
}

function economySection() {
  return [
    shockFigure(),
    table('economy_shock_skills') ? skillsFigure() : null,
    table('economy_skills') ? sectorSkillsFigure() : null,
    closuresFigure(),
    spilloversFigure(),
    figure({
      id: 'economy_spillover_sums',
      title: () => text('table.economy_spillover_sums.title'),
      note: () => text('table.economy_spillover_sums.note'),
      table: () => table('economy_spillover_sums'),
    }),
  ].filter(Boolean);
}
