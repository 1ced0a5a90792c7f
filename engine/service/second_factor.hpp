// The second factor: one-time codes by time (RFC 6238: SHA-1, 6 digits, steps of 30 s), and recovery codes
// for who has lost the device. A code counts one step early or late and once only; recovery codes are stored
// hashed and count once each. What writes (marked "writer") is called on the writer's thread, within the
// caller's transaction. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

inline constexpr std::size_t kRecoveryCodes = 10;

// The code of a time step; `digits` 6 to 8.
std::string one_time_code(std::string_view secret, std::int64_t step, int digits = 6);
// Number of the step of 30 s that the instant is in.
std::int64_t one_time_step(Instant instant);
std::string to_base32(std::string_view bytes);  // RFC 4648 section 6, unpadded

struct Enrolment {
  std::string secret;   // in base32, to type
  std::string address;  // otpauth://…, for the device's camera
};

// A new secret, which counts once a code of it has been shown. Errors: refused (second_factor_active).
// Writer.
Result<Enrolment> begin_second_factor(store::Session& session, std::int64_t person, const std::string& user,
                                      const std::string& installation);
// The person's device knows the secret: from now on codes are asked for. Gives the recovery codes, which
// cannot be shown again. Errors: refused (second_factor_active, no_second_factor), invalid
// (second_factor_wrong at /code). Writer.
Result<std::vector<std::string>> activate_second_factor(store::Session& session, std::int64_t person,
                                                        const std::string& code, Instant now);
// At sign-in; nothing is asked of who has none. Errors: unauthenticated (second_factor_needed,
// second_factor_wrong). Writer.
Result<void> check_second_factor(store::Session& session, std::int64_t person, const std::string& code,
                                 Instant now);

}  // namespace yellowsea
