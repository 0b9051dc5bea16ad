// A figure: a chart with its table, its controls, its downloads and the origin of its numbers.

const figures = [];

/**
 * spec  id, title: () => words, note: () => words, tables: (state) => table, where: (state) => column values that the chart shows,
 *       controls: [{key, label, options: () => [[value, words]], initial}], draw: (width, state, self) => {node, marks}; without it a
 *       table alone, `whole`: at its full height; state: what it remembers beside its controls, extra: (self) => a control of its own, ready: (self) after a drawing,
 *       picture: (width, state) => the drawing that is saved, where it is another than the one that is seen
 */
function figure(spec) {
  const state = {
    ...spec.state,
    ...Object.fromEntries((spec.controls || []).map((c) => [c.key, c.initial ?? c.options()[0][0]])),
  };
  const root = el('figure', { id: `figure-${spec.id}`, class: 'figure' });
  const self = { root, spec, state, view: spec.draw ? 'chart' : 'table', render: () => renderFigure(self) };
  figures.push(self);
  self.render();
  return root;
}

function renderFigure(self) {
  const { root, spec, state } = self;
  const t = spec.table(state);
  const focused =
    document.activeElement && root.contains(document.activeElement) ? document.activeElement.dataset.role : null;
  root.replaceChildren();
  root.append(
    el(
      'figcaption',
      {},
      el('h3', {}, spec.title(state)),
      spec.note ? el('p', { class: 'note' }, spec.note(state)) : null,
    ),
    toolbar(self, t),
  );
  const body = el('div', { class: 'body' });
  root.append(body);
  if (self.view === 'chart') body.append(chartOf(self, spec.title(state)));
  else body.append(tableOf(t, spec.where ? spec.where(state) : {}, spec.whole));
  // a caption that repeats the heading is for those who hear the page
  if (self.view === 'table' && spec.title(state) === titleOf(t)) body.querySelector('caption').className = 'unseen';
  root.append(...remarksOf(self, t));
  root.append(originLine(self, t));
  if (self.view === 'table')
    for (const button of root.querySelectorAll('th button'))
      button.addEventListener('click', () => showOrigin(root, t, button.dataset.column));
  if (self.view === 'chart') spec.ready?.(self);
  if (focused) root.querySelector(`[data-role="${focused}"]`)?.focus();
}

/** Remarks below a figure; of many the first stand open and the others wait for who asks, and are there on paper. */
function remarksOf({ spec }, t) {
  const all = DATA.remarks
    .filter((r) => r.table === t.key && (spec.remarks?.(r.key) ?? true))
    .map((remark) => el('p', { class: 'remark' }, remarkWords(remark)));
  if (all.length <= 6 || printing) return all;
  const [first, others] = [all.slice(0, 4), all.slice(4)];
  return [...first, el('details', { class: 'remarks' }, el('summary', {}, text('report.more_notes', others.length)), others)];
}

function toolbar(self, t) {
  const { spec, state } = self;
  const controls = (spec.controls || []).map((control) => {
    const select = el('select', {
      'data-role': control.key,
      onchange: (event) => {
        const option = control.options().find(([value]) => String(value) === event.target.value);
        if (control.set) control.set(option[0]);
        else {
          state[control.key] = option[0];
          self.render();
        }
      },
    });
    const current = control.current ? control.current() : state[control.key];
    for (const [value, words] of control.options())
      select.append(el('option', { value, selected: value === current }, words));
    return el('label', {}, el('span', {}, control.label()), select);
  });
  const toggle = spec.draw
    ? el(
        'button',
        {
          type: 'button',
          'data-role': 'toggle',
          onclick: () => {
            self.view = self.view === 'chart' ? 'table' : 'chart';
            self.render();
          },
        },
        text(self.view === 'chart' ? 'report.button.table' : 'report.button.chart'),
      )
    : null;
  const name = `${DATA.study}-${t.key}`;
  const csv = el(
    'button',
    {
      type: 'button',
      'data-role': 'csv',
      'aria-label': `${text('report.button.csv')}: ${titleOf(t)}`,
      onclick: () => download(`${name}.csv`, csvOf(t), 'text/csv'),
    },
    text('report.button.csv'),
  );
  const picture =
    spec.draw && self.view === 'chart'
      ? el(
          'button',
          {
            type: 'button',
            'data-role': 'svg',
            'aria-label': `${text('report.button.svg')}: ${spec.title(state)}`,
            onclick: () => download(`${name}.svg`, pictureOf(self, t), 'image/svg+xml'),
          },
          text('report.button.svg'),
        )
      : null;
  const extra = spec.extra && self.view === 'chart' ? spec.extra(self) : null;
  return el('div', { class: 'toolbar' }, controls, extra, el('span', { class: 'buttons' }, toggle, csv, picture));
}

/** The chart as a file of its own, with its title and where its numbers come from. */
function pictureOf(self, t) {
  const shownChart = self.root.querySelector('svg.chart');
  const chart = self.spec.picture
    ? self.spec.picture(Number(shownChart.getAttribute('width')), self.state)
    : shownChart.cloneNode(true);
  for (const extra of chart.querySelectorAll('.cursor')) extra.remove();
  const [, , width, height] = chart.getAttribute('viewBox').split(' ').map(Number);
  chart.setAttribute('viewBox', `0 -28 ${width} ${height + 50}`);
  chart.setAttribute('height', height + 50);
  chart.prepend(svg('rect', { x: 0, y: -28, width, height: height + 50, fill: '#ffffff' }));
  chart.append(
    label(0, -14, self.spec.title(self.state), { 'font-size': 14, 'font-weight': 700 }),
    label(0, height + 12, sourceWords(t), { 'font-size': 9, fill: '#5b6670' }),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(chart)}\n`;
}

function chartOf(self, title) {
  const width = chartWidth(self.root);
  const { node, marks } = self.spec.draw(width, self.state, self);
  const said = el('p', { class: 'said', 'aria-live': 'polite' });
  const cursor = svg('circle', {
    class: 'cursor',
    r: 7,
    fill: 'none',
    stroke: '#111',
    'stroke-width': 2,
    visibility: 'hidden',
  });
  node.append(cursor);
  const host = el(
    'div',
    {
      class: 'chart-host',
      tabindex: 0,
      role: 'group',
      'data-role': 'chart',
      'aria-label': `${title}. ${text('report.keyboard')}`,
    },
    node,
    said,
  );
  let at = -1;
  const reach = (i) => {
    at = i;
    const mark = marks[at];
    cursor.setAttribute('cx', mark.x);
    cursor.setAttribute('cy', mark.y);
    cursor.setAttribute('visibility', 'visible');
    said.textContent = mark.words;
  };
  const nearest = (event) => {
    const box = node.getBoundingClientRect();
    const [px, py] = [
      ((event.clientX - box.left) * width) / box.width,
      ((event.clientY - box.top) * Number(node.getAttribute('height'))) / box.height,
    ];
    let best = -1;
    let distance = 60 ** 2;
    marks.forEach((mark, i) => {
      const d = (mark.x - px) ** 2 + (mark.y - py) ** 2;
      if (d < distance) [best, distance] = [i, d];
    });
    return best;
  };
  const leave = () => {
    cursor.setAttribute('visibility', 'hidden');
    said.textContent = '';
  };
  host.addEventListener('pointermove', (event) => (nearest(event) < 0 ? leave() : reach(nearest(event))));
  host.addEventListener('pointerleave', leave);
  host.addEventListener('click', (event) => {
    const i = nearest(event);
    if (i >= 0 && marks[i].region && INDEX.regions.has(marks[i].region)) choose(marks[i].region);
  });
  host.addEventListener('keydown', (event) => {
    if (marks.length === 0) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) reach((at + step + marks.length) % marks.length);
    else if (event.key === 'Home') reach(0);
    else if (event.key === 'End') reach(marks.length - 1);
    else if (event.key === 'Enter' && at >= 0 && marks[at].region) choose(marks[at].region);
    else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
  });
  return host;
}

let printing = false;
const chartWidth = (root) =>
  printing ? 660 : Math.max(280, Math.min(920, root.clientWidth || root.parentElement?.clientWidth || 720));

function tableOf(t, where, whole = false) {
  const isSubject = (c) => c.type === 'label' && t.subject && c.values.every((value) => value === t.subject);
  // a unit for each row stands behind the number that it follows
  const unitOf = new Map(t.columns.flatMap((c, i) => (c.key === 'unit' && t.columns[i - 1]?.type === 'real' ? [[t.columns[i - 1].key, c]] : [])));
  const joined = new Set(unitOf.values());
  const columns = t.columns.filter((c) => !(c.key in where) && !isSubject(c) && !joined.has(c));
  const cellWords = (c, r) => {
    if (!unitOf.has(c.key) || r[c.key] === null) return shown(c, r[c.key]);
    const unit = r[unitOf.get(c.key).key];
    if (unit === 'year') return String(r[c.key]);
    return formatNumber(Number(r[c.key].toPrecision(Math.abs(r[c.key]) < 10 ? 3 : 8)), null) + (unit ? ` ${unitName(unit)}` : '');
  };
  const head = el(
    'tr',
    {},
    columns.map((c) => {
      const unit = c.unit && c.unit !== '1' && !isYear(c) ? ` (${unitName(c.unit)})` : '';
      return el(
        'th',
        { scope: 'col', class: c.type === 'label' ? 'word' : 'number' },
        el(
          'button',
          { type: 'button', 'data-column': c.key, title: text('report.origin.show') },
          text(`column.${c.key}`) + unit,
        ),
      );
    }),
  );
  const body = rows(t, where).map((r) =>
    el(
      'tr',
      {},
      columns.map((c, i) =>
        el(
          i === 0 ? 'th' : 'td',
          { scope: i === 0 ? 'row' : null, class: c.type === 'label' ? 'word' : 'number' },
          cellWords(c, r),
        ),
      ),
    ),
  );
  return el(
    'div',
    { class: whole ? 'table-host whole' : 'table-host', tabindex: 0, role: 'region', 'aria-label': titleOf(t) },
    el('table', {}, el('caption', {}, titleOf(t)), el('thead', {}, head), el('tbody', {}, body)),
  );
}

const unique = (lists) => [...new Set(lists.flat())];

const publisherOf = (source) => (source ? nameOf(source.publisher) : '');

function sourceWords(t) {
  const separator = text('report.comma');
  const publishers = unique(
    unique(t.columns.map((c) => c.origin.sources)).map((id) => publisherOf(INDEX.sources.get(id)).split(separator)),
  ).filter(Boolean);
  const assumed = unique(t.columns.map((c) => c.origin.assumptions)).length;
  const parts = [];
  if (publishers.length > 0) parts.push(text('report.source_line', publishers.join(separator)));
  if (assumed > 0) parts.push(text('report.assumption_line', assumed));
  return parts.join(' ');
}

function originLine(self, t) {
  const button = el(
    'button',
    { type: 'button', class: 'link', 'data-role': 'origin', onclick: () => showOrigin(self.root, t, null) },
    text('report.origin.button'),
  );
  return el('p', { class: 'source' }, sourceWords(t), ' ', button);
}

/** Opens, below a figure, where the numbers of one column or of all of them come from. */
function showOrigin(root, t, key) {
  root.querySelector('.origin')?.remove();
  const columns = key ? [column(t, key)] : t.columns;
  const ids = (kind) => unique(columns.map((c) => c.origin[kind]));
  const close = el(
    'button',
    { type: 'button', onclick: () => root.querySelector('.origin').remove() },
    text('report.origin.close'),
  );
  const panel = el(
    'section',
    { class: 'origin', tabindex: -1, 'aria-label': text('report.origin.title') },
    el(
      'header',
      {},
      el(
        'strong',
        {},
        key
          ? `${text('report.origin.title')}: ${text(`column.${key}`)}`
          : `${text('report.origin.title')}: ${titleOf(t)}`,
      ),
      close,
    ),
  );
  for (const [kind, list] of [
    ['sources', sourceItem],
    ['formulas', formulaItem],
    ['assumptions', assumptionItem],
  ]) {
    if (ids(kind).length > 0)
      panel.append(el('h4', {}, text(`report.origin.${kind}`)), el('ul', {}, ids(kind).map(list)));
  }
  root.append(panel);
  panel.focus();
}

const years = (s) =>
  s.first_year ? `, ${s.first_year === s.last_year ? s.first_year : `${s.first_year}–${s.last_year}`}` : '';

function sourceItem(id) {
  const s = INDEX.sources.get(id);
  if (!s) return el('li', {}, id);
  const unit = s.unit ? ` (${unitName(s.unit)})` : '';
  const gaps = s.missing > 0 ? ` ${text('report.origin.missing', s.cells, s.missing, s.imputed)}` : '';
  return el(
    'li',
    {},
    `${nameOf(s.name) || s.id}${unit}. ${publisherOf(s)}${years(s)}. `,
    el('span', { class: 'file' }, s.file),
    gaps,
  );
}

const formulaItem = (id) => {
  const f = INDEX.formulas.get(id);
  return el(
    'li',
    {},
    hasText(`formula.${id}.name`) ? `${text(`formula.${id}.name`)}: ` : '',
    el('code', {}, f.expression),
    ` ${citation(f.source)}`,
  );
};

/** Dates have neither unit nor separators, durations both; the fixed year 0 says that the data decide. */
const isDate = (a) => a.unit === 'year' && a.value >= 1000;
const amount = (a, value) => (isDate(a) ? String(value) : formatNumber(value, null));
const assumedValue = (a) => {
  if (a.unit === 'year' && a.value === 0 && a.low === a.high) return text('report.from_data');
  const unit = isDate(a) || !a.unit || a.unit === '1' ? '' : ` ${unitName(a.unit === 'year' ? 'years' : a.unit)}`;
  return amount(a, a.value) + unit;
};

const rangeOf = (a) =>
  a.low === a.high ? text('report.fixed') : `${amount(a, a.low)} – ${amount(a, a.high)}`;

const assumptionItem = (key) => {
  const a = INDEX.assumptions.get(key);
  return el(
    'li',
    {},
    `${text(`option.${key}.label`)} = ${assumedValue(a)} (${rangeOf(a)}). ${citation(a.source)}`,
  );
};

/** Chooses a region everywhere. */
function choose(region) {
  reader.region = region;
  for (const each of figures) if (each.spec.regional) each.render();
}

/** A table of words; `short`: columns that do not wrap. */
const plainTable = (heads, lines, short = []) =>
  el(
    'div',
    { class: 'table-host', tabindex: 0, role: 'region', 'aria-label': heads[0] },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, heads.map((h) => el('th', { scope: 'col', class: 'word' }, h)))),
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

const formulaTable = (formulas) =>
  plainTable(
    ['formula', 'expression', 'source'].map((key) => text(`report.appendix.${key}`)),
    formulas.map((f) => [
      hasText(`formula.${f.id}.name`) ? text(`formula.${f.id}.name`) : f.id,
      el('code', {}, f.expression),
      citation(f.source),
    ]),
  );
