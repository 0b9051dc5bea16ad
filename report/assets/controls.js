// Controls that several sections have.

const regionOptions = () => DATA.regions.map((r) => [r.code, nameOf(r.name)]);
const regionControl = () => ({
  key: 'region',
  label: () => text('column.region'),
  options: regionOptions,
  current: () => reader.region,
  set: choose,
});
const yearOptions = (t) =>
  distinct(t, 'year')
    .slice()
    .reverse()
    .map((y) => [y, String(y)]);
const weightOptions = (t) => distinct(t, 'weights').map((w) => [w, word('weights', w)]);
