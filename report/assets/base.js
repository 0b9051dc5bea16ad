// Data, texts and small tools that every other part of the report uses.
const DATA = JSON.parse(document.getElementById('data').textContent);
const TEXTS = JSON.parse(document.getElementById('texts').textContent);
const NATION = 'ALL';

/** What the reader has chosen; figures are drawn again when it changes. */
const reader = { language: 'en', region: null, outline: false };

const byId = (items, key = 'id') => new Map(items.map((item) => [item[key], item]));
const INDEX = {
  tables: byId(DATA.tables, 'key'),
  regions: byId(DATA.regions, 'code'),
  labels: byId(DATA.labels),
  sources: byId(DATA.sources),
  formulas: byId(DATA.formulas),
  assumptions: byId(DATA.assumptions, 'key'),
};

const nameOf = (name) => name[reader.language] || name.en || name.zh;

/** A text of the catalogue with its placeholders {0}, {1:.2f} filled. An unknown key comes back in brackets, which a test forbids. */
function text(key, ...values) {
  const pattern = TEXTS[reader.language][key];
  if (pattern === undefined) return `[${key}]`;
  return pattern.replace(/\{(\d+)(?::\.(\d+)f)?\}/g, (_, index, decimals) => {
    const value = values[Number(index)];
    if (typeof value !== 'number') return String(value);
    return decimals === undefined && Number.isInteger(value)
      ? String(value)
      : formatNumber(value, decimals === undefined ? null : Number(decimals), 'min2');
  });
}
const hasText = (key) => TEXTS.en[key] !== undefined;

/** A source that is a word of ours, in the reader's language; citations stay as they are. */
const citation = (source) =>
  source.replace(/^(convention|assumption|definition)\b/, (kind) => text(`report.source.${kind}`));

/** grouping  min2 leaves four digits together, as those of a year in a sentence */
function formatNumber(value, decimals, grouping = true) {
  if (value === null || Number.isNaN(value)) return '–';
  const options =
    decimals === null
      ? { maximumFractionDigits: 6, useGrouping: grouping }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: grouping };
  const shown = new Intl.NumberFormat(reader.language === 'zh' ? 'zh-CN' : 'en-GB', options).format(value);
  return Number(shown.replace(/,/g, '')) === 0 ? shown.replace('-', '') : shown.replace('-', '−');
}

const table = (key) => INDEX.tables.get(key);
const column = (t, key) => t.columns.find((c) => c.key === key);
const isYear = (c) => c.unit === 'year';
const family = (t) => (t.subject ? t.key.slice(0, -t.subject.length - 1) : t.key);
const tablesOf = (name) => DATA.tables.filter((t) => family(t) === name);

/** The rows of a table as objects, those alone whose columns have the given values. */
function rows(t, where = {}) {
  if (!t) return [];
  const tests = Object.entries(where).map(([key, value]) => [column(t, key).values, value]);
  const found = [];
  for (let i = 0; i < t.columns[0].values.length; ++i) {
    if (!tests.every(([values, value]) => values[i] === value)) continue;
    found.push(Object.fromEntries(t.columns.map((c) => [c.key, c.values[i]])));
  }
  return found;
}
const row = (t, where) => rows(t, where)[0];
const distinct = (t, key) => [...new Set(column(t, key).values)];
const last = (items) => items[items.length - 1];

const regionName = (code) => {
  if (code === NATION) return text('report.nation');
  if (hasText(`word.place.${code}`)) return text(`word.place.${code}`);
  if (code.startsWith('tier.')) return text(code);
  return INDEX.regions.has(code) ? nameOf(INDEX.regions.get(code).name) : code;
};
const labelName = (id) => (INDEX.labels.has(id) ? nameOf(INDEX.labels.get(id).name) : id);
const scenarioName = (id) => (id === 'baseline' ? text('report.baseline') : labelName(`scenario.${id}`));
/** A remark with the names of what it speaks of. Whole numbers from 10,000 on are grouped: no year is among them. */
const remarkWords = (remark) =>
  text(
    remark.key,
    ...remark.arguments.map((value) =>
      Number.isInteger(value) && Math.abs(value) >= 10000
        ? formatNumber(value, 0)
        : typeof value !== 'string'
          ? value
          : INDEX.regions.has(value) ? regionName(value) : citation(labelName(value)),
    ),
  );
const groupName = (id) => {
  for (const prefix of ['group.', 'adopter.']) if (hasText(prefix + id)) return text(prefix + id);
  return labelName(id);
};

/** A word of a label column as the reader should see it. */
function word(key, value) {
  if (key === 'region' || key === 'next_region' || key === 'region_to') return regionName(value);
  if (key === 'scenario') return scenarioName(value);
  if (key === 'shock') return labelName(`shock.${value}`);
  if (key === 'group' || key === 'other_group' || key === 'scope') return groupName(value);
  if (key === 'tier' || key === 'tier_equal') return text(`tier.${value}`);
  if (key === 'best_discretisation') return text(`word.discretisation.${value}`);
  if (key === 'unit') return unitName(value);
  if (key === 'citation') return citation(value);
  if (key === 'parameter' && hasText(`option.${value}.label`)) return text(`option.${value}.label`);
  if (key === 'series' && INDEX.sources.has(value)) return nameOf(INDEX.sources.get(value).name);
  for (const prefix of [`word.${key}.`, `${key}.`]) if (hasText(prefix + value)) return text(prefix + value);
  return labelName(value);
}

const unitName = (unit) => (hasText(`unit.${unit}`) ? text(`unit.${unit}`) : unit);
const titleOf = (t) => text(`table.${family(t)}.title`, t.subject ? labelName(t.subject) : '');

const YES_OR_NO = new Set(['near_border', 'synchronous', 'told_apart', 'passes', 'used', 'kept']);
/** Columns of p values: what rounds to 0 is not 0. */
const isP = (c) => c.key === 'p' || /^p_|_p$/.test(c.key);

/** A cell as it is shown. */
function shown(c, value) {
  if (c.type === 'label') return word(c.key, value);
  if (value === null) return '–';
  if (isYear(c) && c.type === 'integer') return String(value);
  if (isYear(c)) return value.toFixed(c.decimals);
  if (YES_OR_NO.has(c.key)) return text(value ? 'report.yes' : 'report.no');
  if ((c.key === 'grade' || c.key === 'grade_modified') && hasText(`word.grade.${value}`)) return `${value} ${text(`word.grade.${value}`)}`;
  if (isP(c) && value < 0.5 * 10 ** -c.decimals) return `< ${formatNumber(10 ** -c.decimals, c.decimals)}`;
  return formatNumber(value, c.decimals);
}

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
  return node;
}
const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** The shortest digits that read back to the same number, written as in the files of the run. */
function exactNumber(value) {
  if (value === null) return '';
  const [, sign, first, rest, power] = value.toExponential().match(/^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/);
  const digits = first + (rest || '');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${first}${rest ? `.${rest}` : ''}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, '0');
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

const csvField = (value) => (/[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);

/** A table as CSV: the same bytes as tables/<key>.csv of the run. */
function csvOf(t) {
  const lines = [t.columns.map((c) => csvField(c.key)).join(',')];
  for (let i = 0; i < t.columns[0].values.length; ++i) {
    lines.push(t.columns.map((c) => (c.type === 'label' ? csvField(c.values[i]) : exactNumber(c.values[i]))).join(','));
  }
  return `${lines.join('\n')}\n`;
}

function download(name, bytes, type) {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = el('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
