// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "core/economy/economy.h"

// Reads the data of Caliendo & Parro (2015) from the reference folder; its README says how they are laid out.
namespace tidu::economy::testing {

struct Cp2015 {
  static constexpr std::size_t kSectors = 40;
  static constexpr std::size_t kRegions = 31;
  Economy economy;   ///< of 1993, deficits included
  TradeArray nafta;  ///< tariffs after
  TradeArray world;
};

inline Cp2015 read_cp2015(const std::string& path) {
  constexpr std::size_t kJ = Cp2015::kSectors;
  constexpr std::size_t kN = Cp2015::kRegions;
  std::ifstream file(path, std::ios::binary);
  const auto take = [&file](std::size_t count) {
    std::vector<double> out(count);
    file.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(count * sizeof(double)));
    return out;
  };
  Cp2015 out;
  Economy& e = out.economy;
  e.trade_share = e.tariff = out.nafta = out.world = TradeArray({kJ, kN, kN});
  e.value_added_share = e.final_share = RegionSector({kN, kJ});
  e.input_share = Array<double, Region, Sector, OtherSector>({kN, kJ, kJ});
  e.trade_share.values() = take(kJ * kN * kN);
  for (TradeArray* tariff : {&e.tariff, &out.nafta, &out.world}) {
    tariff->values() = take(kJ * kN * kN);
    for (double& rate : tariff->values()) rate -= 1;
  }
  const auto materials = take(kN * kJ * kJ);
  const auto value_added_share = take(kJ * kN);
  e.theta = take(kJ);
  const auto final_share = take(kJ * kN);
  const auto value_added = take(kN);
  e.deficit = take(kN);
  for (double& surplus : e.deficit) surplus = -surplus;
  // One wage a country: how its value added is spread over sectors is of no effect.
  e.labour_income.assign(1, e.final_share);
  for (std::size_t n = 0; n < kN; ++n) {
    for (std::size_t j = 0; j < kJ; ++j) {
      const double own = value_added_share[j * kN + n];
      e.value_added_share(n, j) = own;
      e.final_share(n, j) = final_share[j * kN + n];
      e.labour_income[0](n, j) = value_added[n] / static_cast<double>(kJ);
      for (std::size_t k = 0; k < kJ; ++k) e.input_share(n, k, j) = (1 - own) * materials[(n * kJ + k) * kJ + j];
    }
  }
  return out;
}

/// Columns of cp2015_golden.csv by "variant,shock", in the order of the countries.
using Cp2015Golden = std::map<std::string, std::vector<std::vector<double>>>;

inline Cp2015Golden read_cp2015_golden(const std::string& path) {
  std::ifstream file(path);
  Cp2015Golden out;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::stringstream cells(line);
    std::string variant, shock, country, cell;
    std::getline(cells, variant, ',');
    std::getline(cells, shock, ',');
    std::getline(cells, country, ',');
    std::vector<double> row;
    while (std::getline(cells, cell, ',')) row.push_back(std::stod(cell));
    out[variant + "," + shock].push_back(row);
  }
  return out;
}

}  // namespace tidu::economy::testing
