// Sign-ins that are on their way: somebody was sent to their provider and is expected back. In memory only;
// any thread.
//
// Invariants: an attempt is known by a `state` and belongs to one browser, which holds a cookie; it can be
// taken once, within ten minutes; there are never more than kMostAttempts, nor kMostOfAnAddress of one
// address: the oldest go first, so that nobody pushes others' out.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "engine/calendar/civil.hpp"
#include "web/sign_on/id_token.hpp"

namespace yellowsea::web {

inline constexpr auto kAttemptLife = std::chrono::minutes(10);
inline constexpr std::size_t kMostAttempts = 1000;
inline constexpr std::size_t kMostOfAnAddress = 50;

struct Attempt {
  std::string provider;     // id
  std::string cookie_hash;  // SHA-256, hex
  std::string nonce;
  std::string verifier;  // of PKCE (RFC 7636)
  std::string redirect_uri;
  std::string language;
  std::string remote;          // address that began it
  std::string session_hash{};  // who is signed in links their account; "" signs in
  Instant began{};
  // The provider has vouched already; only the code of the second factor is missing.
  std::optional<ProviderIdentity> vouched{};
};

class Attempts {
 public:
  void put(const std::string& state, Attempt attempt);
  // Nothing if it is unknown, taken, too old, or another browser's (then it stays for its own).
  std::optional<Attempt> take(const std::string& state, const std::string& cookie, Instant now);
  // Of the attempt, "" if there is none.
  std::string language_of(const std::string& state) const;
  std::size_t size() const;

 private:
  void make_room(const Attempt& coming);

  mutable std::mutex mutex_;
  std::map<std::string, Attempt> attempts_;
};

}  // namespace yellowsea::web
