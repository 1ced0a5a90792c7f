#include "engine/service/second_factor.hpp"

#include "engine/base/hash.hpp"
#include "engine/base/hmac_sha1.hpp"

namespace yellowsea {
namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr std::int64_t kDrift = 1;  // steps that a device's clock may be off
constexpr std::size_t kSecretBytes = 20;
constexpr std::size_t kRecoveryBytes = 10;
constexpr std::size_t kLongestCode = 64;

// Without what people put between groups.
std::string plain_code(std::string_view text) {
  std::string plain;
  for (const char c : text.substr(0, kLongestCode)) {
    if (c == ' ' || c == '-') continue;
    plain.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return plain;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// Marks the code's step as used; a step is never used twice, nor one before it.
bool use_code(store::Session& session, store::SecondFactorRow factor, const std::string& code, Instant now) {
  const std::int64_t current = one_time_step(now);
  for (std::int64_t step = current - kDrift; step <= current + kDrift; ++step) {
    if (step <= factor.last_step || !equal_constant_time(one_time_code(factor.secret, step), code)) continue;
    factor.last_step = step;
    factor.active = true;
    session.put_second_factor(factor);
    return true;
  }
  return false;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded.push_back(c);
    } else {
      encoded += "%" + to_hex(std::string_view(&c, 1));
    }
  }
  return encoded;
}

std::string grouped(const std::string& code) {
  std::string text;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (at > 0 && at % 4 == 0) text.push_back('-');
    text.push_back(code[at]);
  }
  return text;
}

}  // namespace

std::string one_time_code(std::string_view secret, std::int64_t step, int digits) {
  std::string counter(8, '\0');
  for (std::size_t at = 0; at < counter.size(); ++at)
    counter[at] = static_cast<char>((static_cast<std::uint64_t>(step) >> (8 * (7 - at))) & 0xFF);
  const auto mac = hmac_sha1(secret, counter);
  const std::size_t offset = mac.back() & 0x0F;
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < 4; ++at) number = (number << 8) | mac.at(offset + at);
  number &= 0x7FFFFFFF;
  std::string code(static_cast<std::size_t>(digits), '0');
  for (auto place = code.rbegin(); place != code.rend(); ++place, number /= 10)
    *place = static_cast<char>('0' + number % 10);
  return code;
}

std::int64_t one_time_step(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count() / kStepSeconds;
}

std::string to_base32(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8) | static_cast<std::uint8_t>(byte);
    for (count += 8; count >= 5; count -= 5) text.push_back(letters[(bits >> (count - 5)) & 0x1F]);
  }
  if (count > 0) text.push_back(letters[(bits << (5 - count)) & 0x1F]);
  return text;
}

Result<Enrolment> begin_second_factor(store::Session& session, std::int64_t person, const std::string& user,
                                      const std::string& installation) {
  const auto before = session.second_factor(person);
  if (before && before->active) {
    return fail(ProblemCode::refused, "second_factor_active", "There is a second factor already.");
  }
  const std::string secret = random_bytes(kSecretBytes);
  session.put_second_factor({person, secret, false, -1});
  const std::string text = to_base32(secret);
  return Enrolment{text, "otpauth://totp/" + percent_encoded(installation) + ":" + percent_encoded(user) +
                             "?secret=" + text + "&issuer=" + percent_encoded(installation)};
}

Result<std::vector<std::string>> activate_second_factor(store::Session& session, std::int64_t person,
                                                        const std::string& code, Instant now) {
  const auto factor = session.second_factor(person);
  if (!factor) return fail(ProblemCode::refused, "no_second_factor", "Begin with a new secret.");
  if (factor->active)
    return fail(ProblemCode::refused, "second_factor_active", "There is a second factor already.");
  if (!use_code(session, *factor, plain_code(code), now)) {
    const std::string detail = "The code is not right.";
    return Failure(Problem{ProblemCode::invalid,
                           "second_factor_wrong",
                           detail,
                           {{"/code", "second_factor_wrong", detail}},
                           Json::object()});
  }
  std::vector<std::string> codes;
  std::vector<std::string> hashes;
  for (std::size_t number = 0; number < kRecoveryCodes; ++number) {
    const std::string recovery = lower(to_base32(random_bytes(kRecoveryBytes)));
    codes.push_back(grouped(recovery));
    hashes.push_back(to_hex(sha256(recovery)));
  }
  session.put_recovery_codes(person, hashes);
  return codes;
}

Result<void> check_second_factor(store::Session& session, std::int64_t person, const std::string& code,
                                 Instant now) {
  const auto factor = session.second_factor(person);
  if (!factor || !factor->active) return {};
  const std::string plain = plain_code(code);
  if (plain.empty()) {
    return fail(ProblemCode::unauthenticated, "second_factor_needed",
                "Give the code of your second factor too.");
  }
  if (use_code(session, *factor, plain, now)) return {};
  if (session.use_recovery_code(person, to_hex(sha256(plain)))) return {};
  return fail(ProblemCode::unauthenticated, "second_factor_wrong",
              "The code of the second factor is not right.");
}

}  // namespace yellowsea
