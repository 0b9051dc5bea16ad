// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/economy/accounts/accounts.h"

namespace tidu::economy::accounts {

/// Adds the rest of the world to accounts whose regions are complete, as make_accounts says.
/// errors  accounts.world (sector from 1, 0: all; what is left of its output or final use)
Result<void> add_world(Accounts& accounts, double world_size);

}  // namespace tidu::economy::accounts
