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

function modelSection() {
  return [
    figure({
      id: 'economy-model',
      title: () => text('table.economy_model.title'),
      note: () => text('table.economy_model.note'),
      table: () => table('economy_model'),
    }),
    el('h3', {}, text('report.model.equations')),
    el('p', { class: 'note' }, text('report.model.equations_note')),
    formulaTable(formulasOf(['accounts_', 'economy_', 'growth_'])),
  ];
}
