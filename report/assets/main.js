// The page: sections, appendix, language.

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
  ['model', () => table('economy_model'), modelSection],
  ['economy', () => table('economy_shocks'), economySection],
  ['people', () => table('economy_moves'), peopleSection],
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
  const head = (key) => text(`report.appendix.${key}`);
  return [
    el('h3', {}, text('report.origin.sources')),
    plainTable(
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
    formulaTable(DATA.formulas),
    el('h3', {}, text('report.origin.assumptions')),
    el('p', { class: 'note' }, text('report.appendix.assumptions_note')),
    plainTable(
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
