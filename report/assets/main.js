// The page: findings, sections, appendix, language.

const finding = (section, words) =>
  el('li', {}, words, ' ', el('a', { href: `#${section}`, class: 'see' }, text('report.see')));

/** The main results as sentences; each number is one of the tables below it. */
function findings() {
  const list = [];
  const tiers = table('tiers');
  const ai =
    tiers &&
    tablesOf('index_scores').find((t) => column(t, 'score') && rows(t).some((r) => r.score === rows(tiers)[0].score));
  if (ai) {
    const year = last(column(ai, 'year').values);
    const method = distinct(ai, 'weights')[0];
    const [first, second, third] = rows(ai, { year, weights: method }).sort((a, b) => a.rank - b.rank);
    const count = (id) => rows(tiers, { tier: id }).length;
    list.push(
      finding(
        'index',
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
      ),
    );
  }
  const said = (t, key) => DATA.remarks.find((remark) => t && remark.table === t.key && remark.key.startsWith(key));
  const replicates = ai && said(table(`robustness_ranks_${ai.subject}`), 'remark.robustness');
  const apart = ai && said(table(`robustness_neighbours_${ai.subject}`), 'remark.told_apart');
  if (replicates && apart) {
    const [draws, shift] = replicates.arguments;
    list.push(
      finding(
        'robustness',
        text('report.finding.robustness', labelName(ai.subject), draws, formatNumber(shift, 1), ...apart.arguments),
      ),
    );
  }
  const gaps = table('gaps_output');
  if (gaps) {
    const [a, b] = [rows(gaps)[0], last(rows(gaps))];
    list.push(
      finding(
        'gaps',
        text(
          'report.finding.gaps',
          a.year,
          b.year,
          formatNumber(a.theil, 4),
          formatNumber(b.theil, 4),
          formatNumber((100 * a.theil_between) / a.theil, 0),
          formatNumber((100 * b.theil_between) / b.theil, 0),
        ),
      ),
    );
  }
  const moran = tablesOf('moran').find((t) => ai && t.subject === ai.subject);
  if (moran) {
    const end = last(rows(moran));
    const kind = said(moran, 'remark.p_');
    list.push(
      finding(
        'space',
        text(
          'report.finding.space',
          labelName(moran.subject),
          end.year,
          formatNumber(end.moran, 2),
          formatNumber(end.p, 3),
          kind ? word('p_kind', kind.key.slice('remark.p_'.length)) : text('report.none'),
        ),
      ),
    );
  }
  const network = table('network_summary');
  if (network) {
    const end = last(rows(network));
    const [first, second] = rows(table('network_nodes'), { year: end.year }).sort((a, b) => b.betweenness - a.betweenness);
    const [link] = rows(table('network_links'));
    if (link)
      list.push(
        finding(
          'network',
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
        ),
      );
  }
  if (heldOutWords()) list.push(finding('adoption', heldOutWords()));
  const paths = table('adoption');
  if (paths) {
    const year = last(column(paths, 'year').values);
    const end = row(paths, { scenario: 'baseline', region: NATION, year });
    const best = rows(table('adoption_effects'), {
      region: NATION,
      year: Math.min(...column(table('adoption_effects'), 'year').values) + 1,
    }).sort((a, b) => b.p50 - a.p50)[0];
    list.push(
      finding(
        'adoption',
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
      ),
    );
  }
  list.push(...seriesFindings().map((words) => finding('series', words)));
  list.push(...diffusionFindings().map(([section, words]) => finding(section, words)));
  const warned = rows(table('audit'), { verdict: 'warned' }).length;
  if (warned > 0) list.push(finding('audit', text('report.finding.audit', warned)));
  return el('ul', { class: 'findings' }, list);
}

const SECTIONS = [
  ['index', () => tablesOf('index_scores').length > 0, indexSection],
  ['robustness', () => tablesOf('robustness_ranks').length > 0, robustnessSection],
  ['tiers', () => table('tiers'), tiersSection],
  ['obstacles', () => tablesOf('obstacles').length > 0, obstaclesSection],
  ['gaps', () => tablesOf('inequality').length > 0 || tablesOf('gaps_index').length > 0, gapsSection],
  ['dynamics', () => tablesOf('density').length > 0, dynamicsSection],
  ['space', () => tablesOf('moran').length > 0, spaceSection],
  ['geography', () => tablesOf('centres').length > 0, geographySection],
  ['drivers', () => tablesOf('detector_factors').length > 0, driversSection],
  ['network', () => table('network_summary'), networkSection],
  ['coupling', () => table('coupling'), couplingSection],
  ['accounts', () => table('accounts_identities'), accountsSection],
  ['published', () => table('published_index') && table('published_correlation'), publishedSection],
  ['economy', () => table('economy_shocks'), economySection],
  ['growth', () => table('growth_backtest'), growthSection],
  ['ahead', () => table('economy_baseline'), aheadSection],
  ['series', () => table('series_course'), seriesSection],
  ['adoption', () => table('adoption'), () => [...fitFigures(), ...adoptionFigures()]],
  [
    'diffusion',
    () => table('adoption'),
    () => [
      ...[curvesFigure, funnelFigure, filmFigure, passingFigure].flatMap((make) => make()),
      ...[marksFigure, contactsFigure].flatMap((make) => make()),
    ],
  ],
  ['levers', () => table('lever_effects'), () => [...unitFigure(), ...evenFigures(), ...sectorEffectsFigure(), ...sectorLeversFigure()]],
  ['agents', () => table('agents_adoption'), agentsSection],
  ['audit', () => table('audit'), auditSection],
];

/** Series, formulas, assumptions and every table of the run. */
function appendix() {
  const plain = (heads, lines, short = []) =>
    el(
      'div',
      { class: 'table-host', tabindex: 0, role: 'region', 'aria-label': heads[0] },
      el(
        'table',
        {},
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            heads.map((h) => el('th', { scope: 'col', class: 'word' }, h)),
          ),
        ),
        el(
          'tbody',
          {},
          lines.map((cells) =>
            el(
              'tr',
              {},
              cells.map((cell, i) =>
                el(
                  i === 0 ? 'th' : 'td',
                  { scope: i === 0 ? 'row' : null, class: short.includes(i) ? 'word short' : 'word' },
                  cell,
                ),
              ),
            ),
          ),
        ),
      ),
    );
  const head = (key) => text(`report.appendix.${key}`);
  return [
    el('h3', {}, text('report.origin.sources')),
    plain(
      [head('series'), head('publisher'), head('years'), head('cells'), head('file')],
      DATA.sources.map((s) => [
        nameOf(s.name) || s.id,
        publisherOf(s),
        years(s).replace(', ', ''),
        text('report.appendix.gaps', s.cells, s.missing, s.imputed),
        s.file,
      ]),
      [2, 3],
    ),
    el('h3', {}, text('report.origin.formulas')),
    plain(
      [head('formula'), head('expression'), head('source')],
      DATA.formulas.map((f) => [
        hasText(`formula.${f.id}.name`) ? text(`formula.${f.id}.name`) : f.id,
        el('code', {}, f.expression),
        citation(f.source),
      ]),
    ),
    el('h3', {}, text('report.origin.assumptions')),
    el('p', { class: 'note' }, text('report.appendix.assumptions_note')),
    plain(
      [head('assumption'), head('value'), head('range'), head('source')],
      DATA.assumptions.map((a) => [
        text(`option.${a.key}.label`),
        assumedValue(a),
        rangeOf(a),
        citation(a.source),
      ]),
    ),
    el('h3', {}, text('report.appendix.tables')),
    el(
      'ul',
      { class: 'downloads' },
      DATA.tables.map((t) =>
        el(
          'li',
          {},
          titleOf(t),
          ' ',
          el(
            'button',
            {
              type: 'button',
              class: 'link',
              'aria-label': `${text('report.button.csv')}: ${titleOf(t)}`,
              onclick: () => download(`${DATA.study}-${t.key}.csv`, csvOf(t), 'text/csv'),
            },
            `${t.key}.csv (${text('report.appendix.rows', t.columns[0].values.length)})`,
          ),
        ),
      ),
    ),
    el('p', { class: 'colophon' }, text('report.colophon', DATA.version, DATA.seed)),
  ];
}

function languageSwitch() {
  return el(
    'div',
    { class: 'languages', role: 'group', 'aria-label': 'Language / 语言' },
    [
      ['en', 'English'],
      ['zh', '中文'],
    ].map(([code, name]) =>
      el(
        'button',
        {
          type: 'button',
          lang: code,
          'aria-pressed': String(reader.language === code),
          'data-language': code,
          onclick: () => speak(code),
        },
        name,
      ),
    ),
  );
}

function renderPage() {
  figures.length = 0;
  document.documentElement.lang = reader.language === 'zh' ? 'zh-CN' : 'en';
  document.title = nameOf(DATA.title);
  const present = SECTIONS.filter(([, there]) => there());
  const main = el(
    'main',
    {},
    el('section', { id: 'summary' }, el('h2', {}, text('report.section.summary')), findings()),
  );
  const navigation = el(
    'nav',
    { 'aria-label': text('report.contents') },
    ['summary', ...present.map(([id]) => id), 'appendix'].map((id) =>
      el('a', { href: `#${id}` }, text(`report.section.${id}`)),
    ),
  );
  const header = el(
    'header',
    { class: 'top' },
    el('div', { class: 'brand' }, el('span', {}, 'Tidu 梯度'), languageSwitch()),
    el('h1', {}, nameOf(DATA.title)),
    el('p', { class: 'lead' }, text('report.lead')),
    navigation,
  );
  document.body.replaceChildren(header, main);
  for (const [id, , make] of present) {
    const section = el(
      'section',
      { id },
      el('h2', {}, text(`report.section.${id}`)),
      el('p', { class: 'intro' }, text(`report.intro.${id}`)),
    );
    main.append(section);
    // a section that fails takes no other with it, and the error is still seen
    try {
      section.append(...make());
    } catch (error) {
      section.append(el('p', { class: 'remark' }, text('report.failed')));
      reportError(error);
    }
  }
  main.append(el('section', { id: 'appendix' }, el('h2', {}, text('report.section.appendix')), appendix()));
  for (const each of figures) each.render(); // once more, now that widths are known
}

/** Changes the language; the address keeps it, so that a link opens the page as its sender saw it. */
function speak(language) {
  reader.language = language;
  const address = new URL(location.href);
  address.searchParams.set('lang', language);
  try {
    history.replaceState(null, '', address);
  } catch {
    // pages from a disk may not change their address in some browsers
  }
  const at = window.scrollY;
  renderPage();
  window.scrollTo(0, at);
  document.querySelector(`[data-language="${language}"]`).focus({ preventScroll: true });
}

function start() {
  const asked = new URL(location.href).searchParams.get('lang');
  reader.language = ['en', 'zh'].includes(asked) ? asked : navigator.language.startsWith('zh') ? 'zh' : 'en';
  reader.region = DATA.regions[0]?.code ?? null;
  reader.outline = DATA.outline_first && DATA.outlines.length > 0;
  renderPage();
  if (location.hash) document.querySelector(location.hash.replace(/[^#\w-]/g, ''))?.scrollIntoView();
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width || printing) return;
    width = window.innerWidth;
    for (const each of figures) each.render();
  });
  const print = (on) => {
    printing = on;
    for (const each of figures) each.render();
  };
  window.addEventListener('beforeprint', () => print(true));
  window.addEventListener('afterprint', () => print(false));
}

start();
