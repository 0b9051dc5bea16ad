// The methods audit: warnings first, then what passed, then what the study does not use.

/** The guard that a remark on the audit belongs to: in its key, or its first value where one reason serves for many. */
const guardOf = (remark) => Number(remark.key.match(/^audit\.g0*(\d+)\./)?.[1] ?? remark.arguments[0]);

function auditSection() {
  const t = table('audit');
  const reasons = DATA.remarks.filter((remark) => remark.table === t.key);
  const order = ['warned', 'passed', 'not_applicable'];
  const heads = ['guard', 'topic', 'verdict'].map((key) => text(`column.${key}`));
  const line = (r) =>
    el(
      'tr',
      { class: `audit ${r.verdict}` },
      el('td', {}, String(r.guard)),
      el('th', { scope: 'row', class: 'word' }, word('topic', r.topic), el('small', {}, word('rule', r.rule))),
      el('td', { class: 'word short' }, word('verdict', r.verdict)),
      el(
        'td',
        { class: 'word' },
        reasons.filter((remark) => guardOf(remark) === r.guard).map((remark) => el('p', {}, remarkWords(remark))),
      ),
    );
  return [
    el(
      'div',
      { class: 'table-host whole', tabindex: 0, role: 'region', 'aria-label': titleOf(t) },
      el(
        'table',
        { class: 'audit' },
        el('thead', {}, el('tr', {}, [...heads, text('report.audit.why')].map((h) => el('th', { scope: 'col', class: 'word' }, h)))),
        el('tbody', {}, order.flatMap((verdict) => rows(t, { verdict }).map(line))),
      ),
    ),
  ];
}
