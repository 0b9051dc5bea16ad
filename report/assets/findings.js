// The main results as sentences, at the top of the page; each number is one of the tables below.

/** The remark of a table whose key begins so. */
const remarkOf = (t, key) => DATA.remarks.find((remark) => t && remark.table === t.key && remark.key.startsWith(key));

/** Scores of the index that tiers are made of. */
function tieredIndex() {
  const tiers = table('tiers');
  return (
    tiers &&
    tablesOf('index_scores').find((t) => column(t, 'score') && rows(t).some((r) => r.score === rows(tiers)[0].score))
  );
}

function indexFinding() {
  const ai = tieredIndex();
  if (!ai) return [];
  const tiers = table('tiers');
  const year = last(column(ai, 'year').values);
  const method = distinct(ai, 'weights')[0];
  const [first, second, third] = rows(ai, { year, weights: method }).sort((a, b) => a.rank - b.rank);
  const count = (id) => rows(tiers, { tier: id }).length;
  return [
    text(
      third ? 'report.finding.index' : 'report.finding.index_of_two',
      regionName(first.region),
      labelName(ai.subject),
      year,
      formatNumber(first.score, 2),
      regionName(second.region),
      third ? regionName(third.region) : '',
      count('core'),
      count('middle'),
      count('less_developed'),
      nearBorder(tiers),
    ),
  ];
}

function robustnessFinding() {
  const ai = tieredIndex();
  const replicates = ai && remarkOf(table(`robustness_ranks_${ai.subject}`), 'remark.robustness');
  const apart = ai && remarkOf(table(`robustness_neighbours_${ai.subject}`), 'remark.told_apart');
  if (!replicates || !apart) return [];
  const [draws, shift] = replicates.arguments;
  return [
    text('report.finding.robustness', labelName(ai.subject), draws, formatNumber(shift, 1), ...apart.arguments),
  ];
}

function gapsFinding() {
  const gaps = table('gaps_output');
  if (!gaps) return [];
  const [a, b] = [rows(gaps)[0], last(rows(gaps))];
  const between = (r) => formatNumber((100 * r.theil_between) / r.theil, 0);
  return [
    text(
      'report.finding.gaps',
      a.year,
      b.year,
      formatNumber(a.theil, 4),
      formatNumber(b.theil, 4),
      between(a),
      between(b),
    ),
  ];
}

function spaceFinding() {
  const ai = tieredIndex();
  const moran = tablesOf('moran').find((t) => ai && t.subject === ai.subject);
  if (!moran) return [];
  const end = last(rows(moran));
  const kind = remarkOf(moran, 'remark.p_');
  return [
    text(
      'report.finding.space',
      labelName(moran.subject),
      end.year,
      formatNumber(end.moran, 2),
      formatNumber(end.p, 3),
      kind ? word('p_kind', kind.key.slice('remark.p_'.length)) : text('report.none'),
    ),
  ];
}

function networkFinding() {
  const network = table('network_summary');
  const [link] = network ? rows(table('network_links')) : [];
  if (!link) return [];
  const end = last(rows(network));
  const [first, second] = rows(table('network_nodes'), { year: end.year }).sort((a, b) => b.betweenness - a.betweenness);
  return [
    text(
      'report.finding.network',
      end.year,
      end.links,
      formatNumber(end.network_density, 2),
      regionName(first.region),
      formatNumber(first.betweenness, 0),
      regionName(second.region),
      regionName(link.region),
      regionName(link.region_to),
    ),
  ];
}

/** How much of what regions use is made at home, and what decides it. */
function accountsFinding() {
  const shares = table('accounts_home_shares');
  if (!shares) return [];
  const nation = row(shares, { region: NATION, sector: 'all' });
  const impossible = remarkOf(table('accounts_cells'), 'remark.accounts_cells');
  const words = [formatNumber(nation.home_share, 0), formatNumber(nation.nation_share, 0)];
  return [
    impossible
      ? text('report.finding.accounts', ...words, ...impossible.arguments.slice(0, 3))
      : text('report.finding.accounts_given', ...words),
  ];
}

/** Who keeps most of a gain of its own, and who gives most of it to others. */
function economyFinding() {
  const sums = table('economy_spillover_sums');
  if (!sums) return [];
  const all = rows(sums);
  const most = (key) => all.reduce((a, b) => (b[key] > a[key] ? b : a));
  const [giver, receiver] = [most('given_elasticity'), most('received_elasticity')];
  const own = all.map((r) => r.own_elasticity);
  return [
    text(
      'report.finding.economy',
      formatNumber(Math.min(...own), 2),
      formatNumber(Math.max(...own), 2),
      regionName(giver.region),
      formatNumber(giver.given_elasticity, 3),
      regionName(receiver.region),
      formatNumber(receiver.received_elasticity, 2),
    ),
  ];
}

/** Whether the economy's own forecast of regional growth is better than none. */
function growthFinding() {
  const scores = table('growth_backtest');
  if (!scores) return [];
  const errors = (model) => rows(scores, { model }).map((r) => r.rmse);
  const [same, economy] = [errors('same_growth'), errors('economy')];
  const listed = (values) => values.map((v) => formatNumber(v, 2)).join(', ');
  const origins = distinct(scores, 'origin');
  if (economy.length < same.length) return [text('report.finding.growth_same', origins[0], last(origins), listed(same))];
  const better = economy.filter((rmse, k) => rmse < same[k]).length;
  return [
    text('report.finding.growth', better, same.length, origins[0], last(origins), listed(economy), listed(same)),
  ];
}

/** Who gains and who loses by moves, and how fast that comes to rest. */
function peopleFinding() {
  const sums = table('economy_moves_sums');
  if (!sums) return [];
  const all = rows(sums).sort((a, b) => b.net_comers - a.net_comers);
  const said = remarkOf(sums, 'remark.economy_moves_');
  const slowest = rows(table('economy_half_lives'), { what_moves: 'people' })[0]?.half_life;
  const net = (r) => text('report.finding.people_net', regionName(r.region), formatNumber(r.net_comers, 0));
  const comma = text('report.comma');
  const pairs = [all.slice(0, 2), all.slice(-2).reverse()].map((list) => list.map(net).join(comma));
  return [
    [
      text('report.finding.people', said.arguments[0], ...pairs, unitName(column(sums, 'net_comers').unit)),
      said.key.endsWith('totals') ? text('report.finding.people_totals') : '',
      slowest ? text('report.finding.people_rest', formatNumber(slowest, 0)) : '',
    ]
      .filter(Boolean)
      .join(reader.language === 'zh' ? '' : ' '),
  ];
}

/** The baseline's growth with its spread, beside what it has to beat, its record and that of its band. */
function aheadFinding() {
  const nation = table('economy_baseline_nation');
  const record = remarkOf(nation, 'remark.baseline_record');
  // of the forecast that the baseline is: with years that last, where they do
  const verdict = remarkOf(nation, 'remark.growth_economy_persistent') ?? remarkOf(nation, 'remark.growth_economy_');
  if (!record || !verdict) return [];
  const trend = remarkOf(nation, 'remark.baseline_trend');
  const all = rows(nation, { outcome: 'product' });
  const [begin, end] = [all[0], last(all)];
  const growth = (key) => formatNumber(100 * ((end[key] / begin.p50) ** (1 / (end.year - begin.year)) - 1), 1);
  const [origin, error, same] = record.arguments;
  const band = remarkOf(nation, 'remark.baseline_band');
  return [
    [
      text('report.finding.ahead', ...trend.arguments, end.year, ...['p50', 'p05', 'p95'].map(growth)),
      text('report.finding.ahead_record', ...verdict.arguments.slice(0, 2), formatNumber(error, 2), formatNumber(same, 2), origin),
      band ? remarkWords(band) : '',
    ]
      .filter(Boolean)
      .join(reader.language === 'zh' ? '' : ' '),
  ];
}

function adoptionFinding() {
  const paths = table('adoption');
  if (!paths) return [];
  const year = last(column(paths, 'year').values);
  const end = row(paths, { scenario: 'baseline', region: NATION, year });
  const effects = table('adoption_effects');
  const [best] = rows(effects, {
    region: NATION,
    year: Math.min(...column(effects, 'year').values) + 1,
  }).sort((a, b) => b.p50 - a.p50);
  return [
    text(
      'report.finding.adoption',
      year,
      formatNumber(end.p50, 0),
      formatNumber(end.p05, 0),
      formatNumber(end.p95, 0),
      scenarioName(best.scenario),
      best.year,
      formatNumber(best.p50, 1),
      formatNumber(best.p05, 1),
      formatNumber(best.p95, 1),
    ),
  ];
}

function auditFinding() {
  const warned = rows(table('audit'), { verdict: 'warned' }).length;
  return warned > 0 ? [text('report.finding.audit', warned)] : [];
}

/** Sections and the sentences that say what stands in them, in the order of the page. */
function allFindings() {
  const of = (section, sentences) => sentences.map((words) => [section, words]);
  return [
    ...of('index', indexFinding()),
    ...of('robustness', robustnessFinding()),
    ...of('gaps', gapsFinding()),
    ...of('space', spaceFinding()),
    ...of('network', networkFinding()),
    ...of('accounts', accountsFinding()),
    ...of('economy', economyFinding()),
    ...of('people', peopleFinding()),
    ...of('growth', growthFinding()),
    ...of('ahead', aheadFinding()),
    ...of('adoption', heldOutWords() ? [heldOutWords()] : []),
    ...of('adoption', adoptionFinding()),
    ...of('series', seriesFindings()),
    ...diffusionFindings(),
    ...of('audit', auditFinding()),
  ];
}

function findings() {
  return el(
    'ul',
    { class: 'findings' },
    allFindings().map(([section, words]) =>
      el('li', {}, words, ' ', el('a', { href: `#${section}`, class: 'see' }, text('report.see'))),
    ),
  );
}
