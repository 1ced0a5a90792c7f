// The demonstration installation: ACTION's first round and four that count from today, played through the one
// write path with a clock of its own, so that every screen has something to show. Called once, on an empty
// installation, by the thread that owns its writer.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/service/installation.hpp"
#include "web/action/demo_texts.hpp"

namespace yellowsea::web {

struct DemoAccount {
  std::string user;
  std::string password;
  std::string role;
  std::string organisation;
};

// One account for every role of every organisation. The password is the same for all and says what it is for.
std::vector<DemoAccount> demo_accounts(const Pack& pack);
// Hashes the passwords, on two threads, and stores the accounts. Errors: add_person's.
Result<void> add_demo_accounts(Installation& installation, const std::vector<DemoAccount>& accounts);
// The list as the contract fixes it: [{"user", "password", "role", "organisation"}].
Result<void> write_demo_accounts(const std::filesystem::path& file, const std::vector<DemoAccount>& accounts);

// Plays the story until `now`; the same time gives the same items and events. Marks the installation as a
// demonstration. Returns how many events there are. Errors: refused (demo_time: before the story has begun,
// or too late for a date of two years on; demo_step: a command was refused, which is a fault of the story),
// unavailable.
Result<std::int64_t> play_demo(Installation& installation, const DemoTexts& texts, Instant now);

}  // namespace yellowsea::web
