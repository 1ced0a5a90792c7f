#include "engine/service/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/base/hash.hpp"
#include "engine/base/text.hpp"
#include "engine/service/common_passwords.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t kShortest = 12;
constexpr std::size_t kLongest = 128;
constexpr std::size_t kLongestUnit = 4;  // repeating so few characters adds nothing to guess

// What lists of leaked passwords begin with. A password is compared without the digits and signs at its end,
// in which people hide the year, so the words may be shorter than a password.
constexpr auto kCommon = std::to_array<std::string_view>({"password",
                                                          "passw0rd",
                                                          "p@ssword",
                                                          "p@ssw0rd",
                                                          "passwort",
                                                          "mypassword",
                                                          "thepassword",
                                                          "newpassword",
                                                          "password1",
                                                          "passwordpassword",
                                                          "qwerty",
                                                          "qwertyuiop",
                                                          "qwertyuiopasdfgh",
                                                          "qwerty123456qwerty",
                                                          "asdfghjkl",
                                                          "asdfghjklqwertyuiop",
                                                          "zxcvbnm",
                                                          "zaq1xsw2cde3",
                                                          "1qaz2wsx3edc",
                                                          "1q2w3e4r5t6y",
                                                          "q1w2e3r4t5y6",
                                                          "qazwsxedcrfv",
                                                          "abcdefghijkl",
                                                          "abcdefghijklm",
                                                          "abc123abc",
                                                          "iloveyou",
                                                          "iloveyouforever",
                                                          "letmein",
                                                          "letmeinplease",
                                                          "welcome",
                                                          "welcometo",
                                                          "administrator",
                                                          "admin",
                                                          "adminadmin",
                                                          "root",
                                                          "changeme",
                                                          "changemenow",
                                                          "changemeplease",
                                                          "default",
                                                          "defaultpassword",
                                                          "secret",
                                                          "topsecret",
                                                          "trustno1",
                                                          "sunshine",
                                                          "princess",
                                                          "football",
                                                          "baseball",
                                                          "superman",
                                                          "dragon",
                                                          "monkey",
                                                          "master",
                                                          "michael",
                                                          "starwars",
                                                          "whatever",
                                                          "computer",
                                                          "internet",
                                                          "corporation",
                                                          "correcthorsebatterystaple",
                                                          "correct horse battery staple",
                                                          "yellowsea",
                                                          "yellow sea",
                                                          "sakura",
                                                          "woaini",
                                                          "dkssudgktpdy"});

struct Parameters {
  unsigned long long passes;
  std::size_t memory;
};

Parameters parameters_of(PasswordCost cost) {
  switch (cost) {
    case PasswordCost::standard:
      return {2, std::size_t{19} * 1024 * 1024};
    case PasswordCost::strong:
      return {3, std::size_t{64} * 1024 * 1024};
  }
  return {3, std::size_t{64} * 1024 * 1024};
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
  return small;
}

bool repeats_a_few_characters(std::string_view text) {
  for (std::size_t unit = 1; unit <= kLongestUnit; ++unit) {
    bool repeats = true;
    for (std::size_t at = unit; at < text.size() && repeats; ++at) repeats = text[at] == text[at - unit];
    if (repeats) return true;
  }
  return false;
}

// 123456789012, abcdefghijklmn, 987654321098: each byte the one before plus or minus one, 9 and 0 being
// neighbours.
bool counts_up_or_down(std::string_view text) {
  for (const int step : {1, -1}) {
    bool counts = true;
    for (std::size_t at = 1; at < text.size() && counts; ++at) {
      const int difference = text[at] - text[at - 1];
      counts = difference == step || (text[at] == '0' && text[at - 1] == '9' && step == 1) ||
               (text[at] == '9' && text[at - 1] == '0' && step == -1);
    }
    if (counts) return true;
  }
  return false;
}

bool is_common(const std::string& small, const std::vector<std::string>& words) {
  if (repeats_a_few_characters(small) || counts_up_or_down(small)) return true;
  const std::size_t end = small.find_last_not_of("0123456789!?.,-_ @#$%&*+=");
  const std::string_view word = std::string_view(small).substr(0, end == std::string::npos ? 0 : end + 1);
  if (word.empty()) return false;
  if (std::find(kCommon.begin(), kCommon.end(), word) != kCommon.end()) return true;
  if (std::find(kCommon.begin(), kCommon.end(), small) != kCommon.end()) return true;
  if (is_common_password(word) || is_common_password(small)) return true;
  return std::any_of(words.begin(), words.end(), [&](const std::string& one) { return lower(one) == word; });
}

Failure wrong(std::string rule, std::string detail) {
  Problem problem{ProblemCode::invalid, rule, detail, {{"/password", rule, detail}}, Json::object()};
  return Failure(std::move(problem));
}

std::optional<std::string> hash(std::string_view password, PasswordCost cost) {
  if (sodium_init() < 0) return std::nullopt;
  const Parameters parameters = parameters_of(cost);
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), parameters.passes,
                            parameters.memory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return std::nullopt;
  }
  return std::string(text.data());
}

// Of a password that nobody knows, so that checking against it costs what a real check costs.
const std::string& nobodys_hash(PasswordCost cost) {
  static const std::string standard =
      hash(to_base64url(random_bytes(32)), PasswordCost::standard).value_or(std::string());
  static const std::string strong =
      hash(to_base64url(random_bytes(32)), PasswordCost::strong).value_or(std::string());
  return cost == PasswordCost::strong ? strong : standard;
}

}  // namespace

Result<void> check_password(std::string_view user, std::string_view password,
                            const std::vector<std::string>& words) {
  if (!is_utf8(password)) return wrong("utf8", "The password is not valid UTF-8.");
  const std::size_t length = code_points(password);
  if (length < kShortest) return wrong("password_too_short", "A password needs at least 12 characters.");
  if (length > kLongest) return wrong("password_too_long", "A password has at most 128 characters.");
  const std::string small = lower(password);
  if (!user.empty() && small.find(lower(user)) != std::string::npos) {
    return wrong("password_has_user", "The password must not contain the user name.");
  }
  if (is_common(small, words)) {
    return wrong("password_too_common", "This is one of the passwords that are tried first.");
  }
  return {};
}

Result<PreparedPassword> prepare_password(std::string_view user, std::string_view password, PasswordCost cost,
                                          const std::vector<std::string>& words) {
  if (auto checked = check_password(user, password, words); !checked) return Failure(checked.error());
  auto phc = hash(password, cost);
  if (!phc)
    return fail(ProblemCode::unavailable, "out_of_memory", "There is no memory to hash the password.");
  return PreparedPassword(std::move(*phc));
}

PasswordCost decoy_cost(std::string_view user) {
  static const std::string key = random_bytes(32);
  return sha256(key, user).front() % 2 == 0 ? PasswordCost::standard : PasswordCost::strong;
}

PasswordVerdict verify_password(const std::optional<std::string>& stored, std::string_view password,
                                PasswordCost cost) {
  PasswordVerdict verdict;
  const std::string& phc = stored ? *stored : nobodys_hash(cost);
  const bool equal = crypto_pwhash_str_verify(phc.c_str(), password.data(), password.size()) == 0;
  verdict.right = equal && stored.has_value();
  if (!verdict.right) return verdict;
  const Parameters parameters = parameters_of(cost);
  if (crypto_pwhash_str_needs_rehash(phc.c_str(), parameters.passes, parameters.memory) != 0) {
    verdict.better = hash(password, cost);
  }
  return verdict;
}

}  // namespace yellowsea
