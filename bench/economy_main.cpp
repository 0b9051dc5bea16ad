// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>

#include <fstream>

#include "bench/economy.h"
#include "bench/economy_cost.h"

// The economy by itself. With two file names: what it costs as it grows, as CSV and as a plot.
int main(int argc, char** argv) {
  // As in a program that solves again and again: what is freed is kept, not given back and taken anew for each solve.
  mallopt(M_MMAP_THRESHOLD, 1 << 27);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  tidu::bench::economy();
  if (argc < 3) return 0;
  const tidu::bench::EconomyCost cost = tidu::bench::economy_cost();
  std::ofstream(argv[1]) << cost.csv;
  std::ofstream(argv[2]) << cost.svg;
  return 0;
}
