// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>

#include "store/results_json.h"

// Any bytes are results or a list of findings; results are written and read back to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tidu;
  const auto outcome = store::results_from_json({reinterpret_cast<const char*>(bytes), size}, "fuzz.json");
  if (outcome.value.has_value() == outcome.diagnostics.has_errors()) std::abort();
  if (!outcome.value) return 0;
  const std::string written = store::to_json(*outcome.value);
  const auto again = store::results_from_json(written, "again.json");
  if (!again.value || store::to_json(*again.value) != written) std::abort();
  return 0;
}
