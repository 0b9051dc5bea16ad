// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/economy/options.h"

#include <array>

namespace tidu::simulate {
namespace {

using B = BaselineOptions;

template <auto Member>
constexpr Option<B> whole(std::string_view key, std::string_view unit, double minimum, double value, double maximum) {
  return bind_field<Member, B>(fixed_record({.key = key,
                                             .type = OptionType::integer,
                                             .unit = unit,
                                             .minimum = minimum,
                                             .default_value = value,
                                             .maximum = maximum,
                                             .source = "Tidu",
                                             .kind = SourceKind::setting}));
}

constexpr std::array kOptions{
    whole<&B::until>("baseline.until", "year", 1901, 2035, 2200),
    whole<&B::draws>("baseline.draws", "1", 2, 200, 10000),
    whole<&B::variance_draws>("baseline.variance_draws", "1", 0, 100, 5000),
    bind_field<&B::yearly_shocks>(boolean_record(
        {.key = "baseline.yearly_shocks", .default_value = 1, .source = "Tidu", .kind = SourceKind::setting})),
    bind_field<&B::persistence>(fixed_record({.key = "baseline.persistence",
                                              .unit = "1",
                                              .minimum = 0,
                                              .default_value = 1,
                                              .maximum = 1,
                                              .source = "even prior of rho: Baltagi & Li 1992 (model); Tidu (prior)",
                                              .kind = SourceKind::assumption})),
};

}  // namespace

std::span<const Option<BaselineOptions>> baseline_options() { return kOptions; }

}  // namespace tidu::simulate
