// Who asks for something: a person in the role chosen for now, a program with a token, or the public. A plain
// value, made anew for each request; any thread.
#pragma once

#include <cstdint>
#include <string>

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
  bool touch_due = false;  // the session's last use is to be written: People::touch on the writer's thread

  bool signed_in() const { return person != 0; }
};

}  // namespace yellowsea
