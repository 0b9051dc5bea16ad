// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include "core/base/text.h"

namespace tidu {

/// What kind of mistake a user made. The kinds decide the exit code of the command line (app/cli/exit_code.h).
enum class ErrorCode : std::uint8_t {
  domain,          ///< a value outside the function's domain (theil of a negative income)
  shape,           ///< sizes that do not fit together
  missing,         ///< something that is needed is not there
  unknown,         ///< a name that nothing carries
  duplicate,       ///< a name or key given twice
  syntax,          ///< text that is not of its format
  encoding,        ///< bytes that are not of a known encoding, or forbidden characters
  io,              ///< the world did not let us read or write
  limit,           ///< larger than a stated limit
  no_convergence,  ///< an iteration or a search without result
  cancelled,       ///< the user interrupted
};

/// A user's mistake as a value. `message` says what is wrong and with which value, `hint` what to do about it.
struct Error {
  ErrorCode code = ErrorCode::domain;
  Text message;
  Text hint;

  friend bool operator==(const Error&, const Error&) = default;
};

/// Either a value or the reason why there is none. Programmers' mistakes are assertions (core/base/assert.h) instead.
template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(ErrorCode code, Text message, Text hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint)});
}

}  // namespace tidu
