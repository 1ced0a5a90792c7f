// Passwords: what one may be, its Argon2id hash as a PHC string, and the check against a stored one. Hashing
// takes 40 to 220 ms of a core: never on the I/O thread or the writer's; PasswordWorker is the place. Pure
// but for the system's generator; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea {

// Parameters of the hash: 19 MiB and 2 passes (the OWASP minimum), or 64 MiB and 3 passes for roles that can
// do most harm.
enum class PasswordCost { standard, strong };

// A password that kept the rules, hashed: the only thing that People stores.
class PreparedPassword {
 public:
  const std::string& phc() const { return phc_; }

 private:
  friend Result<PreparedPassword> prepare_password(std::string_view, std::string_view, PasswordCost,
                                                   const std::vector<std::string>&);
  explicit PreparedPassword(std::string phc) : phc_(std::move(phc)) {}
  std::string phc_;
};

// 12 to 128 code points; does not contain the user name; none of the most common ones; not a repetition of a
// few characters; not one of `words` with digits after it. Errors: invalid at /password (rules
// password_too_short, password_too_long, password_has_user, password_too_common, utf8).
Result<void> check_password(std::string_view user, std::string_view password,
                            const std::vector<std::string>& words = {});

// check_password, then the hash. Errors: those, and unavailable (out_of_memory).
Result<PreparedPassword> prepare_password(std::string_view user, std::string_view password, PasswordCost cost,
                                          const std::vector<std::string>& words = {});

struct PasswordVerdict {
  bool right = false;
  std::optional<std::string> better;  // right, but stored with other parameters: the hash to store instead
};

// Without a stored hash the answer is wrong, after the work of one at `cost`, so that the time does not tell
// who has an account.
PasswordVerdict verify_password(const std::optional<std::string>& stored, std::string_view password,
                                PasswordCost cost);

// The cost for a name that nobody has: always the same for the same name while the program runs, and nobody
// outside can tell which, so that neither a quick nor a slow answer tells who has an account.
PasswordCost decoy_cost(std::string_view user);

}  // namespace yellowsea
