// Maps over time: when regions pass a share of users, and the course of adoption as a film.

const RAMP = ['#f2efe2', '#cfe0c8', '#8cc3b0', '#4a9aa3', '#2a6c8f', '#16395f'];
const MISSING = '#dddddd';
const BEFORE = '#3c3352';

/** A colour between the stops of a ramp; at from 0 to 1. */
function rampColour(at, stops = RAMP) {
  const place = Math.max(0, Math.min(1, at)) * (stops.length - 1);
  const k = Math.min(stops.length - 2, Math.floor(place));
  const part = (colour, c) => parseInt(colour.slice(1 + 2 * c, 3 + 2 * c), 16);
  const mixed = [0, 1, 2].map((c) => Math.round(part(stops[k], c) + (place - k) * (part(stops[k + 1], c) - part(stops[k], c))));
  return `#${mixed.map((v) => v.toString(16).padStart(2, '0')).join('')}`;
}

/** The ramp with its numbers; returns where the drawing may go on. */
function rampLegend(node, { width, top, domain, unit, format, stops = RAMP }) {
  const length = Math.min(380, width - 48);
  const parts = 60;
  for (let k = 0; k < parts; ++k)
    node.append(
      svg('rect', {
        x: 24 + (k * length) / parts,
        y: top,
        width: length / parts + 0.4,
        height: 10,
        fill: rampColour((k + 0.5) / parts, stops),
      }),
    );
  const x = linear(domain, [24, 24 + length]);
  for (const value of ticks(domain, 5))
    node.append(label(x(value), top + 20, format(value), { 'text-anchor': 'middle', fill: '#5b6670' }));
  wrapped(unit, width - 8, FONT).forEach((line, l) => node.append(label(4, top + 38 + 14 * l, line, { fill: '#5b6670' })));
  return top + 46 + 14 * (wrapped(unit, width - 8, FONT).length - 1);
}

/** The map that the reader has chosen, without a legend; returns where one may stand. */
const bareMap = (width, rest) => (reader.outline ? outlineMap : tileMap)(width, { plain: true, decimals: 0, ...rest });

/** Squares of colours with names; returns where the drawing may go on. */
function colourKey(node, width, top, entries) {
  let [x, y] = [4, top];
  for (const [colour, name] of entries) {
    const step = 34 + textWidth(name, FONT);
    if (x + step > width && x > 4) [x, y] = [4, y + 18];
    node.append(svg('rect', { x, y, width: 12, height: 12, fill: colour }), label(x + 17, y + 6, name));
    x += step;
  }
  return y + 20;
}

/** Ends a drawing whose height was not known; the notice belongs to outlines. */
function endMap(node, width, bottom) {
  if (reader.outline) node.append(label(4, bottom + 8, text('report.map.notice'), { fill: '#5b6670' }));
  const total = bottom + (reader.outline ? 22 : 4);
  node.setAttribute('height', total);
  node.setAttribute('viewBox', `0 0 ${width} ${total}`);
}

function passingFigure() {
  const t = table('adoption_passing');
  if (!t) return [];
  const thresholds = distinct(t, 'threshold');
  const begin = column(table('adoption'), 'year').values[0] + 1; // the end of the first year
  const before = (r) => r.p50 !== null && r.p50 <= begin;
  const decimals = column(t, 'p50').decimals;
  const time = (value) => (value === null ? text('report.passing.later') : value.toFixed(decimals));
  const title = (s) => text('report.passing.title', s.threshold, scenarioName(s.scenario));
  const said = (r) => {
    const end = text('report.passing.reached', formatNumber(r.reached, 0));
    if (before(r)) return `${regionName(r.region)}: ${text('report.passing.before', begin - 1)}; ${end}`;
    return `${text('report.said.range', regionName(r.region), time(r.p50), time(r.p05), time(r.p95))}; ${end}`;
  };
  const draw = (width, s) => {
    const all = rows(t, { threshold: s.threshold }).filter((r) => r.p50 !== null && !before(r));
    const domain =
      all.length > 0
        ? [Math.floor(4 * Math.min(...all.map((r) => r.p50))) / 4, Math.ceil(4 * Math.max(...all.map((r) => r.p50)) + 1e-9) / 4]
        : [begin, begin + 1];
    const found = byId(rows(t, { scenario: s.scenario, threshold: s.threshold }), 'region');
    const colour = (r) =>
      r.p50 === null ? MISSING : before(r) ? BEFORE : rampColour(1 - (r.p50 - domain[0]) / (domain[1] - domain[0] || 1));
    const { node, marks, height } = bareMap(width, {
      title: title(s),
      values: found,
      colourOf: (r) => (r ? colour(r) : MISSING),
      inside: (r) => (r.p50 === null ? `${formatNumber(r.reached, 0)} %` : before(r) ? `≤ ${begin - 1}` : time(r.p50)),
      said: (code, r) => said(r),
    });
    let bottom = height + 12;
    const timed = (code) => found.get(code).p50 !== null && !before(found.get(code));
    if (DATA.regions.some((r) => timed(r.code)))
      bottom = rampLegend(node, {
        width,
        top: bottom,
        domain,
        unit: text('report.passing.unit'),
        format: (v) => String(v),
        stops: RAMP.slice().reverse(),
      });
    const shownColours = new Set(DATA.regions.map((r) => colour(found.get(r.code))));
    const keys = [
      [BEFORE, text('report.passing.before', begin - 1)],
      [MISSING, text('report.passing.not_half')],
    ].filter(([each]) => shownColours.has(each));
    if (keys.length > 0) bottom = colourKey(node, width, bottom + 2, keys);
    endMap(node, width, bottom);
    return { node, marks };
  };
  return [
    figure({
      id: 'passing',
      regional: true,
      map: true,
      title,
      note: (s) => {
        const nation = row(t, { scenario: s.scenario, threshold: s.threshold, region: NATION });
        return `${text('report.passing.note')} ${nation ? said(nation) : ''}`;
      },
      table: () => t,
      where: (s) => ({ scenario: s.scenario, threshold: s.threshold }),
      controls: [
        {
          key: 'threshold',
          label: () => text('column.threshold'),
          initial: thresholds[Math.floor(thresholds.length / 2)],
          options: () => thresholds.map((v) => [v, `${v} %`]),
        },
        { key: 'scenario', label: () => text('column.scenario'), options: () => scenarioOptions(t) },
        ...mapControl(),
      ],
      draw,
    }),
  ];
}

/** Below and above the nation. */
const APART_STOPS = ['#b3671a', '#eccb9c', '#f4f4f2', '#a3c6d6', '#1b5f8c'];
const SECONDS_A_YEAR = 0.9;
const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A still of one year that plays all years where SVG animation is known: no program is needed, and none is in the file. */
function filmMap(width, { t, scenario, show, still, moves }) {
  const shownYears = distinct(t, 'year');
  const byYear = new Map(shownYears.map((year) => [year, byId(rows(t, { scenario, year }), 'region')]));
  const apart = show === 'apart';
  const valueIn = (year, code) => byYear.get(year).get(code).p50 - (apart ? byYear.get(year).get(NATION).p50 : 0);
  const stops = apart ? APART_STOPS : RAMP;
  const most = apart
    ? Math.max(0.1, ...shownYears.flatMap((year) => DATA.regions.map((r) => Math.abs(valueIn(year, r.code)))))
    : Math.max(...column(t, 'p50').values);
  const end = last(niceDomain([0, most], 5, [0]));
  const domain = apart ? [-end, end] : [0, end];
  const colourIn = (year, code) => rampColour((valueIn(year, code) - domain[0]) / (domain[1] - domain[0]), stops);
  const title = text('report.film.title', scenarioName(scenario));
  const words = (code, year) => {
    const r = byYear.get(year).get(code);
    return saidBand(regionName(code), 1)({ x: year, y: r.p50, low: r.p05, high: r.p95 });
  };
  const { node: map, marks, height } = bareMap(width, {
    title,
    values: new Map(DATA.regions.map((r) => [r.code, colourIn(still, r.code)])),
    colourOf: (colour) => colour ?? MISSING,
    said: (code) => words(code, still),
  });
  const node = canvas(width, 0, title);
  const top = 30;
  node.append(svg('g', { transform: `translate(0 ${top})` }, ...map.childNodes));
  const duration = `${((shownYears.length + 1) * SECONDS_A_YEAR).toFixed(1)}s`; // the last year stays for two
  const film = (attributeName, values, calcMode) =>
    svg('animate', { attributeName, values: values.join(';'), dur: duration, calcMode, repeatCount: 'indefinite' });
  const all = [...shownYears, last(shownYears)];
  if (moves)
    for (const shape of node.querySelectorAll('[data-region]'))
      shape.append(film('fill', all.map((year) => colourIn(year, shape.dataset.region)), 'discrete'));
  // names are dark on light squares and light on dark ones, in every year
  if (moves)
    for (const name of node.querySelectorAll('text[data-name]'))
      name.append(film('fill', all.map((year) => inkOn(colourIn(year, name.dataset.name))), 'discrete'));
  const x = linear([shownYears[0], last(shownYears)], [70, width - 14]);
  node.append(
    svg('line', { x1: x(shownYears[0]), x2: x(last(shownYears)), y1: 12, y2: 12, stroke: '#aab4bb', 'stroke-width': 2 }),
    ...shownYears.map((year) => svg('line', { x1: x(year), x2: x(year), y1: 8, y2: 16, stroke: '#aab4bb' })),
  );
  const dot = svg('circle', { cx: x(still), cy: 12, r: 5, fill: '#1b4f7c' });
  if (moves) dot.append(film('cx', all.map((year) => x(year).toFixed(1)), 'discrete'));
  node.append(dot);
  for (const year of shownYears) {
    const name = label(4, 12, String(year), { 'font-size': 18, 'font-weight': 700, display: year === still ? 'inline' : 'none' });
    if (moves) name.append(film('display', all.map((each) => (each === year ? 'inline' : 'none')), 'discrete'));
    if (moves || year === still) node.append(name);
  }
  const bottom = rampLegend(node, {
    width,
    top: top + height + 12,
    domain,
    unit: text(apart ? 'report.film.apart_unit' : 'report.percent_of_people'),
    format: (v) => formatNumber(v, null),
    stops,
  });
  endMap(node, width, bottom);
  const yearNow = () => {
    const part = Math.floor((node.getCurrentTime() / SECONDS_A_YEAR) % all.length);
    return all[part];
  };
  return { node, marks: marks.map((m) => ({ ...m, y: m.y + top, wordsIn: (year) => words(m.region, year) })), yearNow };
}

/** Play or stop, one year back and on, and a slider; they follow the film while it plays. */
function filmControls(self, shownYears) {
  const { state } = self;
  const film = () => self.root.querySelector('svg.chart');
  const at = () => (state.playing && self.yearNow ? self.yearNow() : state.year);
  const button = (role, words, press, sign) =>
    el('button', { type: 'button', 'data-role': role, 'aria-label': words, title: words, onclick: press }, sign);
  const slider = el('input', {
    type: 'range',
    'data-role': 'film-year',
    min: shownYears[0],
    max: last(shownYears),
    step: 1,
    value: state.year,
    'aria-label': text('column.year'),
  });
  const said = el('output', { class: 'film-year' });
  const play = button('film-play', '', () => (state.playing ? show(at()) : start()), '');
  const tell = (year) => {
    said.textContent = String(year);
    slider.value = year;
    slider.setAttribute('aria-valuetext', String(year));
    const words = text(state.playing ? 'report.film.stop' : 'report.film.play');
    play.textContent = state.playing ? '❚❚' : '▶';
    play.title = words;
    play.setAttribute('aria-label', words);
  };
  function show(year) {
    Object.assign(state, { playing: false, year });
    holdFilm(film(), shownYears, year);
    tell(year);
  }
  function start() {
    state.playing = true;
    film()?.unpauseAnimations();
    tell(at());
  }
  const step = (by) => show(shownYears[Math.max(0, Math.min(shownYears.length - 1, shownYears.indexOf(at()) + by))]);
  slider.addEventListener('input', () => show(Number(slider.value)));
  const follow = setInterval(() => {
    if (!slider.isConnected) clearInterval(follow);
    else if (state.playing) tell(at());
  }, 150);
  tell(state.year);
  return el(
    'span',
    { class: 'film' },
    play,
    button('film-back', text('report.film.back'), () => step(-1), '−'),
    slider,
    button('film-on', text('report.film.on'), () => step(1), '+'),
    said,
  );
}

/** Stops a film in the middle of a year. */
function holdFilm(node, shownYears, year) {
  if (!node) return;
  node.pauseAnimations();
  node.setCurrentTime((shownYears.indexOf(year) + 0.5) * SECONDS_A_YEAR);
}

function filmFigure() {
  const t = table('adoption');
  const shownYears = distinct(t, 'year');
  return [
    figure({
      id: 'film',
      regional: true,
      map: true,
      title: (s) => text('report.film.title', scenarioName(s.scenario)),
      note: (s) => {
        const medians = DATA.regions.map((r) => row(t, { scenario: s.scenario, region: r.code, year: dataYear() }).p50);
        const ends = [Math.min(...medians), Math.max(...medians)].map((v) => formatNumber(v, 1));
        return `${text('report.film.note')} ${text('report.film.spread', dataYear(), ...ends)}`;
      },
      table: () => t,
      where: (s) => ({ scenario: s.scenario }),
      state: { playing: !calm(), year: dataYear() },
      controls: [
        { key: 'scenario', label: () => text('column.scenario'), options: allScenarios },
        choice('show', () => ['levels', 'apart'].map((show) => [show, text(`report.film.${show}`)])),
        ...mapControl(),
      ],
      extra: (self) => filmControls(self, shownYears),
      // a picture that is saved plays on its own; one that is printed stands still
      picture: (width, s) => filmMap(width, { t, scenario: s.scenario, show: s.show, still: s.year, moves: true }).node,
      draw: (width, s, self) => {
        const made = filmMap(width, { t, scenario: s.scenario, show: s.show, still: s.year, moves: !printing });
        self.yearNow = made.yearNow;
        return { node: made.node, marks: made.marks.map((mark) => sayNow(mark, () => (s.playing ? made.yearNow() : s.year))) };
      },
      ready: (self) => {
        if (!self.state.playing) holdFilm(self.root.querySelector('svg.chart'), shownYears, self.state.year);
      },
    }),
  ];
}

/** A mark that speaks of the year that is seen when it is asked. */
const sayNow = ({ x, y, region, wordsIn }, year) => ({
  x,
  y,
  region,
  get words() {
    return wordsIn(year());
  },
});
