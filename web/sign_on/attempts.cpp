#include "web/sign_on/attempts.hpp"

#include <utility>

#include "engine/base/hash.hpp"

namespace yellowsea::web {

void Attempts::make_room(const Attempt& coming) {
  std::erase_if(attempts_, [&](const auto& one) { return coming.began - one.second.began >= kAttemptLife; });
  std::size_t same = 0;
  auto oldest = attempts_.end();
  auto oldest_same = attempts_.end();
  for (auto one = attempts_.begin(); one != attempts_.end(); ++one) {
    if (oldest == attempts_.end() || one->second.began < oldest->second.began) oldest = one;
    if (one->second.remote != coming.remote) continue;
    ++same;
    if (oldest_same == attempts_.end() || one->second.began < oldest_same->second.began) oldest_same = one;
  }
  if (same >= kMostOfAnAddress) {
    attempts_.erase(oldest_same);
  } else if (attempts_.size() >= kMostAttempts) {
    attempts_.erase(oldest);
  }
}

void Attempts::put(const std::string& state, Attempt attempt) {
  const std::lock_guard lock(mutex_);
  make_room(attempt);
  attempts_.insert_or_assign(state, std::move(attempt));
}

std::optional<Attempt> Attempts::take(const std::string& state, const std::string& cookie, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = attempts_.find(state);
  if (found == attempts_.end()) return std::nullopt;
  if (!equal_constant_time(found->second.cookie_hash, to_hex(sha256(cookie)))) return std::nullopt;
  Attempt attempt = std::move(found->second);
  attempts_.erase(found);
  if (now - attempt.began >= kAttemptLife) return std::nullopt;
  return attempt;
}

std::string Attempts::language_of(const std::string& state) const {
  const std::lock_guard lock(mutex_);
  const auto found = attempts_.find(state);
  return found == attempts_.end() ? "" : found->second.language;
}

std::size_t Attempts::size() const {
  const std::lock_guard lock(mutex_);
  return attempts_.size();
}

}  // namespace yellowsea::web
