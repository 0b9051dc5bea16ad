// Maps: one square a region, or outlines where the study has them. Both shade by class and share a legend.

/** Colour of a value: by five classes of equal number, or by the named classes that are given. */
function shading(values, colours, classes) {
  const breaks = classes ? [] : quantileBreaks([...values.values()], colours.length);
  const colourOf = (value) =>
    value === null || value === undefined
      ? '#dddddd'
      : classes
        ? classes.colours[value]
        : colours[breaks.filter((b) => value >= b).length];
  return { breaks, colourOf };
}

/** The map that the reader has chosen. values: Map code -> number, or id of a class; said(code, value): words */
function regionMap(width, { colours = SEQUENTIAL, classes = null, decimals = 0, unit, ...rest }) {
  const shade = shading(rest.values, colours, classes);
  const draw = reader.outline ? outlineMap : tileMap;
  const { node, marks, height } = draw(width, { ...rest, ...shade, decimals, plain: classes !== null });
  const bottom = legend(node, { width, top: height + 10, breaks: shade.breaks, colours, classes, decimals, unit });
  const notice = reader.outline ? text('report.map.notice') : null;
  if (notice) node.append(label(4, bottom + 12, notice, { fill: '#5b6670' }));
  const total = bottom + (notice ? 26 : 8);
  node.setAttribute('height', total);
  node.setAttribute('viewBox', `0 0 ${width} ${total}`);
  return { node, marks };
}

/** One square a region; names and values inside, or the words of `inside` for a value. */
function tileMap(width, { title, values, decimals, said, colourOf, plain, inside = null }) {
  const [lefts, tops] = ['tile_column', 'tile_row'].map((key) => DATA.regions.map((r) => r[key]));
  const [firstColumn, firstRow] = [Math.min(...lefts), Math.min(...tops)]; // a study of a few regions leaves no empty margin
  const columns = Math.max(...lefts) - firstColumn + 1;
  const tileRows = Math.max(...tops) - firstRow + 1;
  const size = Math.min(printing ? 58 : 76, (width - 4) / columns);
  const offset = (width - size * columns) / 2;
  const node = canvas(width, 0, title);
  const marks = [];
  const fits = (name) => Math.min(FONT, (size - 6) / Math.max(...name.split(' ').map((p) => textWidth(p, 1) * 1.18)));
  // of names that fit in no common size the short ones may be larger, but not so that they seem to matter more
  const smallest = Math.min(...DATA.regions.map((r) => fits(nameOf(r.name))));
  for (const r of DATA.regions) {
    const value = values.get(r.code);
    const colour = colourOf(value);
    const [x, y] = [offset + (r.tile_column - firstColumn) * size, (r.tile_row - firstRow) * size];
    const selected = r.code === reader.region;
    node.append(
      svg('rect', {
        x: x + 1,
        y: y + 1,
        width: size - 2,
        height: size - 2,
        fill: colour,
        'data-region': r.code,
        stroke: selected ? '#111' : '#ffffff',
        'stroke-width': selected ? 2.5 : 1,
      }),
    );
    const name = nameOf(r.name);
    const fit = Math.min(fits(name), smallest * 1.35);
    const lines = wrapped(name, size - 5, fit);
    const empty = value === null || value === undefined || size < 48 || (plain && !inside);
    const figures = empty ? [] : [inside ? inside(value) : formatNumber(value, decimals)];
    const lineHeight = fit * 1.18;
    lines.concat(figures).forEach((line, i, all) => {
      node.append(
        label(x + size / 2, y + size / 2 + (i - (all.length - 1) / 2) * lineHeight, line, {
          'text-anchor': 'middle',
          'font-size': fit.toFixed(2),
          fill: inkOn(colour),
          'font-weight': i < lines.length ? 600 : 400,
          'pointer-events': 'none',
          'data-name': r.code,
        }),
      );
    });
    marks.push({ x: x + size / 2, y: y + size / 2, words: said(r.code, value), region: r.code });
  }
  return { node, marks, height: size * tileRows };
}

/** The points of a path, ring by ring. */
const ringsOf = (path) =>
  path
    .split('Z')
    .filter(Boolean)
    .map((ring) =>
      ring
        .slice(1)
        .split('L')
        .map((point) => point.split(' ').map(Number)),
    );
const areaOf = (ring) =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - y * ring[(i + 1) % ring.length][0], 0),
  ) / 2;

/** Outlines from the study's file; what lies around its regions is drawn without a value. */
function outlineMap(width, { title, values, said, colourOf }) {
  const shapes = DATA.outlines.map((o) => ({ ...o, rings: ringsOf(o.path) }));
  const points = shapes.flatMap((s) => s.rings.flat());
  const [right, bottom] = [0, 1].map((axis) => Math.max(...points.map((p) => p[axis])));
  const scale = Math.min((width - 4) / right, 560 / bottom);
  const offset = (width - right * scale) / 2;
  const node = canvas(width, 0, title);
  const marks = [];
  const there = (s) => INDEX.regions.has(s.code);
  for (const s of [
    ...shapes.filter((each) => !there(each)),
    ...shapes.filter(there).sort((a, b) => (a.code === reader.region) - (b.code === reader.region)),
  ]) {
    const value = values.get(s.code);
    const selected = s.code === reader.region;
    node.append(
      svg('path', {
        d: s.path,
        transform: `translate(${offset.toFixed(2)} 2) scale(${scale.toFixed(4)})`,
        fill: there(s) ? colourOf(value) : '#dddddd',
        'data-region': there(s) ? s.code : null,
        stroke: selected ? '#111111' : '#ffffff',
        'stroke-width': ((selected ? 2 : 0.7) / scale).toFixed(3),
        'stroke-linejoin': 'round',
      }),
    );
    if (!there(s)) continue;
    const largest = s.rings.reduce((a, b) => (areaOf(b) > areaOf(a) ? b : a));
    const middle = [0, 1].map(
      (axis) => (Math.min(...largest.map((p) => p[axis])) + Math.max(...largest.map((p) => p[axis]))) / 2,
    );
    marks.push({ x: offset + middle[0] * scale, y: 2 + middle[1] * scale, words: said(s.code, value), region: s.code });
  }
  return { node, marks, height: bottom * scale + 4 };
}

/** Colours and the borders between them; returns where the drawing may go on. */
function legend(node, { width, top, breaks, colours, classes, decimals, unit }) {
  if (classes) {
    let [x, y] = [4, top + 6];
    for (const [id, name] of classes.names) {
      const step = 34 + textWidth(name, FONT);
      if (x + step > width && x > 4) [x, y] = [4, y + 18];
      node.append(svg('rect', { x, y, width: 12, height: 12, fill: classes.colours[id] }));
      node.append(label(x + 17, y + 6, name));
      x += step;
    }
    return y + 18;
  }
  const used = colours.slice(0, breaks.length + 1);
  const step = Math.min(76, (width - 20) / used.length);
  used.forEach((colour, i) => {
    node.append(svg('rect', { x: 4 + i * step, y: top, width: step, height: 10, fill: colour }));
    if (i > 0)
      node.append(
        label(4 + i * step, top + 20, formatNumber(breaks[i - 1], decimals), {
          'text-anchor': 'middle',
          fill: '#5b6670',
        }),
      );
  });
  node.append(label(4, top + 38, unit, { fill: '#5b6670' }));
  return top + 46;
}

/** Lets the reader choose the map, where there is a choice. */
const mapControl = () =>
  DATA.outlines.length === 0
    ? []
    : [
        {
          key: 'map',
          label: () => text('report.map.label'),
          current: () => (reader.outline ? 'outline' : 'tile'),
          set: (kind) => {
            reader.outline = kind === 'outline';
            for (const each of figures) if (each.spec.map) each.render();
          },
          options: () => ['tile', 'outline'].map((kind) => [kind, text(`report.map.${kind}`)]),
        },
      ];
