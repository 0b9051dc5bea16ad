// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/options.h"

#include <array>

namespace tidu::simulate {
namespace {

using S = SimulateOptions;

template <auto Member>
constexpr Option<S> whole(std::string_view key, std::string_view unit, double minimum, double value, double maximum) {
  return bind_field<Member, S>({.key = key,
                                .type = OptionType::integer,
                                .unit = unit,
                                .minimum = minimum,
                                .default_value = value,
                                .maximum = maximum,
                                .low = value,
                                .high = value,
                                .source = "Tidu",
                                .kind = SourceKind::setting});
}

constexpr std::array kOptions{
    whole<&S::draws>("simulate.draws", "1", 1, 200, 100000),
    whole<&S::last_year>("simulate.last_year", "year", 1900, 2035, 2200),
    whole<&S::policy_year>("simulate.policy_year", "year", 1900, 2026, 2200),
    whole<&S::support_years>("simulate.support_years", "year", 1, 5, 100),
    whole<&S::support_draws>("simulate.support_draws", "1", 1, 50, 100000),
    whole<&S::critical_draws>("simulate.critical_draws", "1", 1, 8, 100000),
    whole<&S::critical_years>("simulate.critical_years", "year", 1, 10, 100),
    whole<&S::steps_per_year>("simulate.steps_per_year", "1/year", 1, 4, 365),
    whole<&S::lever_agents>("simulate.lever_agents", "1", 0, 1'000'000, 4'294'963'200),
};

}  // namespace

std::span<const Option<SimulateOptions>> simulate_options() { return kOptions; }

}  // namespace tidu::simulate
