// Scales, colours and placing of labels for the charts.
const GROUP_COLOURS = ['#0b6aa8', '#d98200', '#2a8c5f', '#b0527f', '#6a5aa8', '#8a6d3b'];
const SEQUENTIAL = ['#e9f1ee', '#b5d8cc', '#72b3ae', '#34809a', '#1b4f7c'];
const TIER_COLOURS = { core: '#1b4f7c', middle: '#72b3ae', less_developed: '#e3c58f' };

const groups = [...new Set(DATA.regions.map((r) => r.group))];
const groupColour = (group) => GROUP_COLOURS[groups.indexOf(group) % GROUP_COLOURS.length];
const regionColour = (code) => (INDEX.regions.has(code) ? groupColour(INDEX.regions.get(code).group) : '#333');

function linear(domain, range) {
  const [a, b] = domain;
  const [c, d] = range;
  const scale = (value) => (b === a ? (c + d) / 2 : c + ((value - a) / (b - a)) * (d - c));
  scale.domain = domain;
  return scale;
}

/** About `count` round numbers that cover the domain. */
function ticks([low, high], count) {
  if (!(high > low)) return [low];
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; ++k)
    found.push(Number((k * step).toPrecision(12)));
  return found;
}

/** Ranks to write on a scale from 1 to `count`: all where they are few. */
const rankTicks = (count) =>
  count <= 10
    ? Array.from({ length: count }, (_, i) => i + 1)
    : [1, ...ticks([5, count], 5).filter((v) => v > 1 && Number.isInteger(v))];

/** A domain that ends on round numbers. */
function niceDomain(values, count, include = []) {
  const all = values.concat(include).filter((v) => v !== null && v !== undefined);
  let [low, high] = [Math.min(...all), Math.max(...all)];
  if (low === high) [low, high] = [low - 1, high + 1];
  const steps = ticks([low, high], count);
  const step = steps.length > 1 ? steps[1] - steps[0] : high - low;
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}

const stepDecimals = (list) => {
  if (list.length < 2) return 0;
  const step = list[1] - list[0];
  return Math.max(
    0,
    Math.min(6, [0, 1, 2, 3, 4, 5, 6].find((d) => Math.abs(step - Number(step.toFixed(d))) < 1e-9 * step) ?? 6),
  );
};

/** Width of a text in pixels, near enough to place labels: Chinese characters are as wide as high. */
function textWidth(string, size) {
  let width = 0;
  for (const character of string) width += /[\u2e80-\uffef]/.test(character) ? size : size * 0.58;
  return width;
}

/** Moves labels apart: their wished centres in, centres at least `gap` apart and inside [low, high] out, order kept. */
function spread(centres, gap, low, high) {
  const order = centres.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y || a.i - b.i);
  order.forEach((item, k) => {
    item.y = Math.max(item.y, k === 0 ? low : order[k - 1].y + gap);
  });
  for (let k = order.length - 1; k >= 0; --k) {
    const ceiling = k === order.length - 1 ? high : order[k + 1].y - gap;
    order[k].y = Math.min(order[k].y, ceiling);
  }
  const placed = new Array(centres.length);
  for (const item of order) placed[item.i] = item.y;
  return placed;
}

/** Borders between five classes of equal number; fewer where values repeat. */
function quantileBreaks(values, classes) {
  const sorted = values.filter((v) => v !== null).sort((a, b) => a - b);
  const breaks = [];
  for (let k = 1; k < classes; ++k)
    breaks.push(sorted[Math.min(sorted.length - 1, Math.round((k * sorted.length) / classes))]);
  return [...new Set(breaks)];
}

/** Black or white, whichever can be read on the colour. */
function inkOn(colour) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.26 ? '#16202b' : '#ffffff';
}

/** Breaks a name into lines that fit a width, at blanks, and between Chinese characters. */
function wrapped(name, width, size) {
  const lines = [];
  // words, with the space behind them; Chinese breaks between any two characters
  for (const part of name.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s?/g) || []) {
    const joined = (last(lines) ?? '') + part;
    if (lines.length > 0 && textWidth(joined.trimEnd(), size) <= width) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines.map((line) => line.trimEnd());
}

/** A name in lines of a width, in a smaller size where one of its words is wider. */
function fitted(name, width, size) {
  const lines = wrapped(name, width, size);
  const widest = Math.max(...lines.map((line) => textWidth(line, size)));
  return { lines, size: widest > width ? (size * width) / widest : size };
}
