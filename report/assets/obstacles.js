// Obstacles: how the distance to the best score splits over the indicators.

function obstaclesSection() {
  const regions = ofIndex('obstacles');
  const tiers = ofIndex('obstacles_tiers');
  const regionTitle = (s) => text('report.obstacles.region', regionName(reader.region), labelName(s.index));
  const tierTitle = (s) => text('report.obstacles.tier', text(`tier.${s.tier}`), labelName(s.index));
  return [
    figure({
      id: 'obstacles',
      regional: true,
      title: regionTitle,
      note: () => text('table.obstacles.note'),
      table: regions,
      where: () => ({ region: reader.region }),
      controls: [indexControl('obstacles'), regionControl()],
      draw: (width, s) =>
        barChart(width, {
          title: regionTitle(s),
          unit: text('report.obstacles.unit'),
          decimals: 1,
          rowHeight: 22,
          bars: rows(regions(s), { region: reader.region }).map((r) => ({
            label: labelName(r.variable),
            value: r.obstacle,
            colour: '#b0527f',
            said: text(
              'report.said.obstacle',
              labelName(r.variable),
              percent(r.obstacle),
              r.share_in_main === null ? '–' : percent(r.share_in_main),
            ),
          })),
        }),
    }),
    figure({
      id: 'obstacles-tiers',
      title: tierTitle,
      note: () => text('table.obstacles_tiers.note'),
      table: tiers,
      where: (s) => ({ tier: s.tier }),
      controls: [
        indexControl('obstacles_tiers'),
        {
          key: 'tier',
          label: () => text('column.tier'),
          options: () => distinct(tablesOf('obstacles_tiers')[0], 'tier').map((id) => [id, text(`tier.${id}`)]),
          initial: 'less_developed',
        },
      ],
      draw: (width, s) =>
        barChart(width, {
          title: tierTitle(s),
          unit: text('report.obstacles.unit'),
          decimals: 1,
          bars: rows(tiers(s), { tier: s.tier })
            .sort((a, b) => b.obstacle - a.obstacle)
            .slice(0, 10)
            .map((r) => ({
              label: labelName(r.variable),
              value: r.obstacle,
              colour: TIER_COLOURS[s.tier],
              said: text(
                'report.said.obstacle_tier',
                labelName(r.variable),
                percent(r.obstacle),
                percent(r.regions_with),
              ),
            })),
        }),
    }),
  ];
}
