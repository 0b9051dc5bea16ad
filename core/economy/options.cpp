// SPDX-License-Identifier: Apache-2.0
#include "core/economy/options.h"

#include <array>
#include <string_view>

namespace tidu::economy {
namespace {

using P = StaticsOptions;

constexpr std::array<std::string_view, 3> kClosures{"share_of_nation", "per_head", "share_of_world"};

constexpr std::array kOptions{
    bind_field<&P::closure>(
        choice_record({.key = "economy.closure", .source = "Caliendo & Parro 2015; Tidu", .choices = kClosures})),
    bind_field<&P::deficits_kept>({.key = "economy.deficits_kept",
                                   .unit = "1",
                                   .minimum = 0,
                                   .default_value = P{}.deficits_kept,
                                   .maximum = 1,
                                   .low = 0,
                                   .high = 1,
                                   .source = "assumption; 0: Dekle, Eaton & Kortum 2008"}),
};

}  // namespace

std::span<const Option<StaticsOptions>> statics_options() { return kOptions; }

}  // namespace tidu::economy
