// The card of the economy's model: its choices, its equations, its numbers.

/** Formulas behind the tables whose keys begin so. */
function formulasOf(prefixes) {
  const cited = new Set(
    DATA.tables
      .filter((t) => prefixes.some((prefix) => t.key.startsWith(prefix)))
      .flatMap((t) => t.columns.flatMap((c) => c.origin.formulas)),
  );
  return DATA.formulas.filter((f) => cited.has(f.id));
}

/** A table as it is. */
const modelTable = (key, spec = {}) =>
  figure({
    id: key.replaceAll('_', '-'),
    title: () => text(`table.${key}.title`),
    note: () => text(`table.${key}.note`),
    table: () => table(key),
    ...spec,
  });

function modelSection() {
  return [
    modelTable('economy_model', { whole: true }),
    el('h3', {}, text('report.model.equations')),
    el('p', { class: 'note' }, text('report.model.equations_note')),
    formulaTable(formulasOf(['accounts_', 'economy_', 'growth_'])),
    ...['economy_parameters', 'economy_elasticities', 'economy_certificate', 'economy_settlements']
      .filter((key) => table(key))
      .map((key) => modelTable(key)),
  ];
}
