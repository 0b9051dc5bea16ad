// Accounts of the regions' economies: what they rest on, what was changed in the data, what comes out.

/** A table of the accounts alone. */
const accountsTable = (key, spec = {}) =>
  figure({
    id: key.replaceAll('_', '-'),
    title: () => text(`table.${key}.title`),
    note: () => text(`table.${key}.note`),
    table: () => table(key),
    ...spec,
  });

function accountsDeficits() {
  const t = table('accounts_deficits');
  return accountsTable('accounts_deficits', {
    regional: true,
    draw: (width) =>
      barChart(width, {
        title: text('table.accounts_deficits.title'),
        unit: text('report.accounts.deficits_unit'),
        decimals: 1,
        signed: true,
        key: true,
        bars: rows(t)
          .sort((a, b) => b.deficit_share - a.deficit_share)
          .map((r) => ({
            id: r.region,
            label: regionName(r.region),
            value: r.deficit_share,
            colour: regionColour(r.region),
            said: text(
              'report.accounts.deficits_said',
              regionName(r.region),
              formatNumber(r.deficit_share, 1),
              formatNumber(r.outflow + r.exports, 0),
              formatNumber(r.inflow + r.imports, 0),
            ),
          })),
      }),
  });
}

function accountsHome() {
  const t = table('accounts_home_shares');
  const title = (s) => text('report.accounts.home_title', word('sector', s.sector));
  return accountsTable('accounts_home_shares', {
    regional: true,
    title,
    where: (s) => ({ sector: s.sector }),
    controls: [
      {
        key: 'sector',
        label: () => text('column.sector'),
        options: () => distinct(t, 'sector').map((id) => [id, word('sector', id)]),
        initial: 'all',
      },
    ],
    draw: (width, s) =>
      barChart(width, {
        title: title(s),
        unit: text('report.accounts.home_unit'),
        decimals: 1,
        key: true,
        bars: rows(t, { sector: s.sector })
          .filter((r) => r.home_share !== null)
          .sort((a, b) => b.home_share - a.home_share)
          .map((r) => ({
            id: r.region,
            label: regionName(r.region),
            value: r.home_share,
            second: r.recorded_home_share === null ? null : Math.min(r.recorded_home_share, 100),
            colour: regionColour(r.region),
            said: text(
              'report.accounts.home_said',
              regionName(r.region),
              formatNumber(r.home_share, 1),
              formatNumber(r.recorded_home_share, 1),
              formatNumber(r.nation_share, 1),
              formatNumber(r.abroad_share, 1),
            ),
          })),
      }),
  });
}

/** Who receives from whom in the chosen region, as the matrix that it is. */
function accountsMatrix() {
  const t = table('accounts_sam');
  const title = () => text('report.accounts.sam_title', regionName(reader.region));
  const unit = unitName(column(t, 'value').unit);
  return accountsTable('accounts_sam', {
    regional: true,
    title,
    where: () => ({ region: reader.region }),
    controls: [regionControl()],
    draw: (width) => {
      const ids = distinct(t, 'account');
      const all = rows(t, { region: reader.region });
      return squareChart(width, {
        title: title(),
        names: ids.map((id) => word('account', id)),
        most: Math.max(...all.map((r) => Math.abs(r.value))),
        unit: text('report.accounts.sam_unit', unit),
        decimals: 0,
        cells: all.map((r) => ({
          row: ids.indexOf(r.account),
          column: ids.indexOf(r.payer),
          value: r.value,
          said: text(
            'report.accounts.sam_said',
            word('account', r.account),
            word('account', r.payer),
            formatNumber(r.value, 1),
            unit,
          ),
        })),
      });
    },
  });
}

function accountsSection() {
  const correlations = table('accounts_correlations');
  return [
    accountsTable('accounts_identities'),
    accountsTable('accounts_cells'),
    correlations ? accountsTable('accounts_correlations') : null,
    accountsHome(),
    accountsDeficits(),
    accountsTable('accounts_sectors'),
    accountsMatrix(),
  ].filter(Boolean);
}
