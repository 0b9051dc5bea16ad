// SPDX-License-Identifier: Apache-2.0
#include "app/checksum/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "app/checksum/context.h"
#include "tests/executors.h"

namespace tidu::checksum {
namespace {

void expect_expected(const Sums& sums) {
  ASSERT_EQ(sums.kernels.size(), kExpectedKernels.size());
  for (std::size_t i = 0; i < sums.kernels.size(); ++i) {
    EXPECT_EQ(sums.kernels[i].name, kExpectedKernels[i].name);
    EXPECT_EQ(sums.kernels[i].hash, kExpectedKernels[i].hash) << sums.kernels[i].name;
  }
  EXPECT_EQ(sums.combined, kExpected);
}

TEST(Checksum, IsTheExpectedOne) { expect_expected(run(serial_executor(), 0)); }

TEST(Checksum, DependsNeitherOnTheOrderOfBlocksNorOnAlignment) {
  tests::BackwardExecutor backward;
  expect_expected(run(backward, 3));
}

TEST(Checksum, ACancelledRunHasNoHash) {
  tests::CancelledExecutor cancelled;
  const Sums sums = run(cancelled, 0);
  EXPECT_TRUE(sums.kernels.empty());
  EXPECT_TRUE(sums.combined.empty());
}

TEST(Checksum, EveryKernelHasItsOwnNameAndHash) {
  std::set<std::string_view> names;
  std::set<std::string> hashes{Hash().str()};
  for (const ExpectedHash& expected : kExpectedKernels) {
    EXPECT_TRUE(names.insert(expected.name).second) << expected.name;
    EXPECT_TRUE(hashes.emplace(expected.hash).second) << expected.name;
  }
}

TEST(Checksum, HashesValuesAndNoErrors) {
  for (const auto table : {math_rows(), base_rows(), measure_rows(), model_rows(), diffusion_network_rows(),
                           adoption_rows(), agents_rows(), economy_rows()}) {
    for (const KernelRow& row : table) {
      Context context(serial_executor(), 0);
      row.run(context);
      EXPECT_EQ(context.failures(), 0) << row.name;
    }
  }
}

TEST(Checksum, InputsBeginWhereTheShiftSays) {
  for (std::size_t shift = 0; shift < 8; ++shift) {
    Context context(serial_executor(), shift);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(context.uniforms(5).data()) % 64, 8 * shift);
  }
}

TEST(Hash, SeesOneBitTheSignOfZeroAndTheOrder) {
  const auto of = [](std::initializer_list<double> values) {
    Hash hash;
    for (const double value : values) hash.add(value);
    return hash.str();
  };
  EXPECT_NE(of({1.0}), of({std::nextafter(1.0, 2.0)}));
  EXPECT_NE(of({0.0}), of({-0.0}));
  EXPECT_NE(of({1.0, 2.0}), of({2.0, 1.0}));
  EXPECT_NE(of({0.0}), of({0.0, 0.0}));
  EXPECT_EQ(of({std::numeric_limits<double>::quiet_NaN()}), of({-std::numeric_limits<double>::quiet_NaN()}));
  EXPECT_EQ(of({}).size(), 32u);
}

}  // namespace
}  // namespace tidu::checksum
