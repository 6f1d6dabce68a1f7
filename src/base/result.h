// How things fail: Result<T> for what happens in a normal run, Fatal for what ends the command.
#pragma once

#include <stdexcept>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace generator {

/// Closed list; each room translates what it meets into one of these at its edge.
enum class ErrorKind {
  kInvalidInput,  // a file, row or reply is not what it should be
  kTooLarge,      // it does not fit into what takes it: a model's context, a limit
  kNotFound,      // a file, table, column or name does not exist
  kWrongUse,      // flags or settings contradict each other: exit 2
  kIo,            // the operating system refused: disk full, permission, ...
  kCorrupt,       // stored bytes fail their checksum
  kBusy,          // another process owns it
  kOverBudget,    // the cap on spending leaves no room for what is asked: exit 4
  kUnavailable,   // an optional program or endpoint is not there
  kInternal,      // a promise inside the program was broken
};

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;  // names the thing, the place and the remedy; one line
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

/// Ends the command with `exit_code`; thrown anywhere, caught once, in `main`.
class Fatal : public std::runtime_error {
 public:
  Fatal(int exit_code, const std::string& message)
      : std::runtime_error(message), exit_code_(exit_code) {}
  int exit_code() const { return exit_code_; }

 private:
  int exit_code_;
};

}  // namespace generator

#define GENERATOR_CONCAT_(a, b) a##b
#define GENERATOR_CONCAT(a, b) GENERATOR_CONCAT_(a, b)

/// `TRY(auto x, expression);` returns the error of `expression`, or binds its value.
#define TRY(declaration, expression)                                              \
  auto GENERATOR_CONCAT(try_, __LINE__) = (expression);                           \
  if (!GENERATOR_CONCAT(try_, __LINE__))                                          \
    return ::tl::unexpected(std::move(GENERATOR_CONCAT(try_, __LINE__)).error()); \
  declaration = std::move(*GENERATOR_CONCAT(try_, __LINE__))

/// `CHECK_OK(expression);` returns the error of a Status.
#define CHECK_OK(expression)                                       \
  do {                                                             \
    if (auto check_ok_status = (expression); !check_ok_status)     \
      return ::tl::unexpected(std::move(check_ok_status).error()); \
  } while (0)
