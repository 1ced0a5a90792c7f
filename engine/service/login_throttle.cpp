#include "engine/service/login_throttle.hpp"

#include <algorithm>
#include <chrono>

namespace yellowsea {
namespace {

constexpr std::int64_t kFree = 5;        // failures without a delay
constexpr std::int64_t kLongest = 900;   // seconds
constexpr std::int64_t kDoublings = 10;  // 2^10 is over kLongest
constexpr auto kForget = std::chrono::hours(24);
constexpr std::int64_t kOfAddress = 30;
constexpr auto kWindow = std::chrono::minutes(5);
constexpr std::size_t kLongestName = 64;  // no account's name is longer

std::chrono::seconds delay_after(std::int64_t failures) {
  if (failures < kFree) return std::chrono::seconds(0);
  const std::int64_t doublings = std::min(failures - kFree, kDoublings);
  return std::chrono::seconds(std::min(std::int64_t{1} << doublings, kLongest));
}

}  // namespace

Result<void> LoginThrottle::admit(const std::string& user, Instant now) {
  const std::lock_guard lock(mutex_);
  const std::string key = user.substr(0, kLongestName);
  const auto found = accounts_.find(key);
  if (found != accounts_.end() && now - found->second.last > kForget) accounts_.erase(found);
  if (!accounts_.contains(key)) make_room();
  Account& account = accounts_[key];
  // A clock that was set back must not lock anybody out for longer than the longest delay.
  account.until = std::min(account.until, now + std::chrono::seconds(kLongest));
  if (now < account.until) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(account.until - now).count();
    Problem problem{ProblemCode::too_many,
                    "login_delay",
                    "Too many failed attempts to sign in: try again in " + std::to_string(wait) + " s.",
                    {},
                    Json{{"retry_after", wait}}};
    return Failure(std::move(problem));
  }
  ++account.failures;
  account.last = now;
  account.until = now + delay_after(account.failures);
  return {};
}

Result<void> LoginThrottle::admit_address(const std::string& address, Instant now) {
  const std::lock_guard lock(mutex_);
  if (!addresses_.contains(address)) make_room_for_address(now);
  Address& counted = addresses_[address];
  // Also when the clock was set back: nobody waits longer than one window.
  if (now - counted.since >= kWindow || now < counted.since) counted = {0, now};
  if (counted.attempts >= kOfAddress) {
    const auto wait = std::max<std::int64_t>(
        1, std::chrono::ceil<std::chrono::seconds>(counted.since + kWindow - now).count());
    return Failure(
        Problem{ProblemCode::too_many,
                "login_address",
                "Too many failed attempts from this address: try again in " + std::to_string(wait) + " s.",
                {},
                Json{{"retry_after", wait}}});
  }
  ++counted.attempts;
  return {};
}

void LoginThrottle::succeeded_from(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto found = addresses_.find(address);
  if (found != addresses_.end() && found->second.attempts > 0) --found->second.attempts;
}

void LoginThrottle::make_room_for_address(Instant now) {
  if (addresses_.size() < capacity_) return;
  std::erase_if(addresses_, [&](const auto& one) { return now - one.second.since >= kWindow; });
  if (addresses_.size() < capacity_) return;
  const auto least = std::min_element(
      addresses_.begin(), addresses_.end(),
      [](const auto& left, const auto& right) { return left.second.attempts < right.second.attempts; });
  addresses_.erase(least);
}

void LoginThrottle::succeeded(const std::string& user) {
  const std::lock_guard lock(mutex_);
  accounts_.erase(user.substr(0, kLongestName));
}

void LoginThrottle::withdraw(const std::string& user) {
  const std::lock_guard lock(mutex_);
  const auto found = accounts_.find(user.substr(0, kLongestName));
  if (found == accounts_.end()) return;
  Account& account = found->second;
  if (--account.failures <= 0) {
    accounts_.erase(found);
    return;
  }
  account.until = account.last;
}

std::size_t LoginThrottle::size() const {
  const std::lock_guard lock(mutex_);
  return accounts_.size();
}

void LoginThrottle::make_room() {
  if (accounts_.size() < capacity_) return;
  // Names made up to flush the list have few failures; the account under attack has many and stays.
  const auto least =
      std::min_element(accounts_.begin(), accounts_.end(), [](const auto& left, const auto& right) {
        if (left.second.failures != right.second.failures)
          return left.second.failures < right.second.failures;
        return left.second.last < right.second.last;
      });
  if (least != accounts_.end()) accounts_.erase(least);
}

}  // namespace yellowsea
