// Who asks for something: a person in the role chosen for now, a program with a token, or the public. A plain
// value, made anew for each request; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/calendar/civil.hpp"

namespace yellowsea {

struct Caller {
  std::int64_t person = 0;  // 0: the public
  std::string user;
  std::string name;
  std::string role;  // the one it acts in
  std::string organisation;
  std::string session_hash;  // "" by a token
  std::string csrf;          // "" by a token
  bool by_token = false;
  std::string token_hash{};          // "" by a session
  Instant confirmed_at{};            // when the session's person last gave the password
  bool second_factor = false;        // the person has one
  bool read_only = false;            // of a token: it changes nothing
  std::vector<std::string> kinds{};  // of a token: it writes to items of these only; all, if empty
  bool touch_due = false;  // the session's last use is to be written: People::touch on the writer's thread

  bool signed_in() const { return person != 0; }
};

}  // namespace yellowsea
