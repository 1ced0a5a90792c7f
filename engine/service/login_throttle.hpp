// Slows down guessing at one account: after five failures each next attempt waits 1, 2, 4 … at most 900
// seconds; nobody is locked out for good. Kept in memory only. Owned by the composition root; any thread.
//
// Invariants: an attempt counts as failed from the moment it is let in, so that many at once gain nothing;
// never more than `capacity` accounts, of which those with the fewest failures go first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "engine/base/result.hpp"
#include "engine/calendar/civil.hpp"

namespace yellowsea {

class LoginThrottle {
 public:
  explicit LoginThrottle(std::size_t capacity = 4096) : capacity_(capacity) {}

  // Call before the password is looked at. Errors: too_many (login_delay, with arguments.retry_after in
  // seconds).
  Result<void> admit(const std::string& user, Instant now);
  // The same for an address, whatever the accounts: 30 attempts in 5 minutes that were not right. Many people
  // may sit behind one address, so those that were right do not count. Errors: too_many (login_address).
  Result<void> admit_address(const std::string& address, Instant now);
  void succeeded_from(const std::string& address);
  // The password was right: forget the failures.
  void succeeded(const std::string& user);
  // The attempt that was let in could not be made (the queue was full): it does not count.
  void withdraw(const std::string& user);

  std::size_t size() const;

 private:
  struct Account {
    std::int64_t failures = 0;
    Instant last{};   // attempt that was let in
    Instant until{};  // no attempt before
  };
  struct Address {
    std::int64_t attempts = 0;  // in the five minutes from `since`
    Instant since{};
  };
  void make_room();
  void make_room_for_address(Instant now);

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::map<std::string, Account> accounts_;
  std::map<std::string, Address> addresses_;
};

}  // namespace yellowsea
