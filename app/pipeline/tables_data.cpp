// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"

namespace tidu::app {

Result<void> add_data_tables(const MeasureContext& context, data::ResultSet& results) {
  const LoadedStudy& loaded = context.loaded;
  OriginBuilder origin(loaded);
  for (const auto& [series, regions] : loaded.gaps) origin.source(series);
  TableBuilder table("imputation",
                     {label("series"), label("region"), integer("cells"), integer("missing"), integer("imputed_cells"),
                      real("imputed", "percent", 1)},
                     origin.take());
  const auto years = static_cast<double>(loaded.year_count());
  for (const auto& [series, regions] : loaded.gaps) {
    for (std::size_t r = 0; r < regions.size(); ++r) {
      if (regions[r].missing == 0) continue;
      const auto imputed = static_cast<double>(regions[r].imputed);
      table.row({series, loaded.regions.rows[r].code, years, static_cast<double>(regions[r].missing), imputed,
                 100 * imputed / years});
    }
  }
  data::Table made = std::move(table).take();
  if (made.rows() > 0) results.tables.push_back(std::move(made));
  return {};
}

}  // namespace tidu::app
