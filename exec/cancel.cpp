// SPDX-License-Identifier: Apache-2.0
#include "exec/cancel.h"

#include <csignal>

#include "core/base/assert.h"

namespace tidu::exec {
namespace {

std::atomic<CancelToken*> interrupted_token{nullptr};
struct sigaction previous_interrupt{};
struct sigaction previous_terminate{};

extern "C" void on_interrupt(int /*signal*/) {
  if (CancelToken* token = interrupted_token.load()) token->request();
}

}  // namespace

InterruptGuard::InterruptGuard(CancelToken& token) {
  TIDU_ASSERT(interrupted_token.load() == nullptr);
  interrupted_token.store(&token);
  struct sigaction action{};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  // SA_RESETHAND: the second signal finds the default action, which ends the process even when no block asks the token.
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigaction(SIGINT, &action, &previous_interrupt);
  sigaction(SIGTERM, &action, &previous_terminate);
}

InterruptGuard::~InterruptGuard() {
  sigaction(SIGINT, &previous_interrupt, nullptr);
  sigaction(SIGTERM, &previous_terminate, nullptr);
  interrupted_token.store(nullptr);
}

}  // namespace tidu::exec
