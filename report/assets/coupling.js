// Coupling of indices: both forms, their intervals, grades, and which index leads.

function couplingSection() {
  const t = table('coupling');
  const intervals = table('coupling_intervals');
  const lastYear = last(column(t, 'year').values);
  const modified = (s) => s.form === 'modified';
  const formOptions = () => ['standard', 'modified'].map((f) => [f, text(`report.coupling.${f}`)]);
  const controls = [
    { key: 'year', label: () => text('column.year'), options: () => yearOptions(t) },
    { key: 'form', label: () => text('report.coupling.form'), options: formOptions },
  ];
  const value = (r, s) => (modified(s) ? r.coordination_modified : r.coordination);
  const grade = (r, s) => (modified(s) ? r.grade_modified : r.grade);
  const band = (region, s) => {
    const found = intervals && s.year === lastYear ? row(intervals, { region }) : null;
    if (!found) return {};
    return modified(s)
      ? { low: found.modified_lower, high: found.modified_upper }
      : { low: found.interval_lower, high: found.interval_upper };
  };
  const title = (s) => text('report.coupling.title', s.year, text(`report.coupling.${s.form}`));
  const bar = (r, s) => ({
    id: r.region,
    label: regionName(r.region),
    value: value(r, s),
    ...band(r.region, s),
    second: modified(s) ? r.coordination : (r.coordination_disjoint ?? undefined),
    colour: regionColour(r.region),
    said: text(
      'report.said.coupling',
      regionName(r.region),
      formatNumber(value(r, s), 3),
      `${grade(r, s)} ${text(`word.grade.${grade(r, s)}`)}`,
      labelName(r.lagging),
      formatNumber(r.level_ratio, 2),
    ),
  });
  const grades = (s) => {
    const found = rows(t, { year: s.year });
    return [...new Set(found.map((r) => grade(r, s)))].sort((a, b) => b - a);
  };
  const GRADE_COLOURS = Object.fromEntries(
    ['#7a1f1f', '#a8402f', '#c96f4a', '#dca377', '#ecd3ae', '#d6e4d5', '#a9cfc0', '#72b3ae', '#34809a', '#1b4f7c'].map(
      (colour, i) => [i + 1, colour],
    ),
  );
  return [
    figure({
      id: 'coupling',
      regional: true,
      title,
      note: () => text('table.coupling.note'),
      table: () => t,
      where: (s) => ({ year: s.year }),
      controls,
      draw: (width, s) =>
        barChart(width, {
          title: title(s),
          unit: text(modified(s) ? 'report.coupling.modified_unit' : 'report.coupling.unit'),
          decimals: 3,
          key: true,
          bars: rows(t, { year: s.year })
            .sort((a, b) => value(b, s) - value(a, s))
            .map((r) => bar(r, s)),
        }),
    }),
    figure({
      id: 'coupling-grades',
      regional: true,
      map: true,
      title: (s) => text('report.coupling.grades', s.year, text(`report.coupling.${s.form}`)),
      note: () => text('report.coupling.grades_note'),
      table: () => t,
      where: (s) => ({ year: s.year }),
      controls: [...controls, ...mapControl()],
      draw: (width, s) =>
        regionMap(width, {
          title: text('report.coupling.grades', s.year, text(`report.coupling.${s.form}`)),
          values: new Map(rows(t, { year: s.year }).map((r) => [r.region, grade(r, s)])),
          unit: '',
          classes: {
            colours: GRADE_COLOURS,
            names: grades(s).map((g) => [g, `${g} ${text(`word.grade.${g}`)}`]),
          },
          said: (code, g) => `${regionName(code)}: ${g} ${text(`word.grade.${g}`)}`,
        }),
    }),
    figure({
      id: 'coupling-relative',
      regional: true,
      title: (s) => text('report.coupling.relative', s.year),
      note: () => text('report.coupling.relative_note'),
      table: () => t,
      where: (s) => ({ year: s.year }),
      controls: [controls[0]],
      draw: (width, s) =>
        barChart(width, {
          title: text('report.coupling.relative', s.year),
          unit: text('report.coupling.relative_unit'),
          decimals: 2,
          bars: rows(t, { year: s.year })
            .sort((a, b) => a.level_ratio - b.level_ratio)
            .map((r) => ({
              id: r.region,
              label: `${regionName(r.region)} (${labelName(r.lagging)})`,
              value: r.level_ratio,
              colour: r.synchronous ? '#c9d1d6' : '#d98200',
              said: text(
                'report.said.relative',
                regionName(r.region),
                labelName(r.lagging),
                labelName(r.leading),
                formatNumber(r.level_ratio, 2),
              ),
            })),
        }),
    }),
    ...(intervals
      ? [
          figure({
            id: 'coupling-intervals',
            title: () => titleOf(intervals),
            note: () => text('table.coupling_intervals.note'),
            table: () => intervals,
          }),
        ]
      : []),
    figure({
      id: 'overlap',
      title: () => text('table.coupling_overlap.title'),
      note: () => text('table.coupling_overlap.note'),
      table: () => table('coupling_overlap'),
    }),
  ];
}
