#include "web/server/live_outbox.hpp"

#include <utility>

namespace yellowsea::web {
namespace {

constexpr int try_again_later = 1013;  // RFC 6455's registry of close codes
constexpr int internal_error = 1011;

// RFC 6455, section 7.4: what an endpoint may put into a close frame.
bool is_sendable_code(int code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

}  // namespace

LiveOutbox::LiveOutbox(std::shared_ptr<Mailbox> mailbox, std::size_t max_messages, std::size_t max_bytes)
    : mailbox_(std::move(mailbox)), max_messages_(max_messages), max_bytes_(max_bytes) {}

void LiveOutbox::send(std::shared_ptr<const std::string> text) {
  if (!text) return;
  {
    const std::lock_guard lock(mutex_);
    if (finished_ || close_code_) return;
    const std::size_t messages = waiting_.size() + (in_flight_ ? 1 : 0);
    if (messages + 1 > max_messages_ || bytes_ + text->size() > max_bytes_) {
      // A slow reader is dropped, never waited for; it comes back and asks for what it missed.
      waiting_.clear();
      bytes_ = in_flight_ ? in_flight_->size() : 0;
      close_code_ = try_again_later;
    } else {
      bytes_ += text->size();
      waiting_.push_back(std::move(text));
    }
    if (std::exchange(wake_pending_, true)) return;
  }
  wake();
}

void LiveOutbox::close(int code) {
  {
    const std::lock_guard lock(mutex_);
    if (finished_ || close_code_) return;
    close_code_ = is_sendable_code(code) ? code : internal_error;
    if (std::exchange(wake_pending_, true)) return;
  }
  wake();
}

void LiveOutbox::wake() {
  mailbox_->post([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    {
      const std::lock_guard lock(self->mutex_);
      self->wake_pending_ = false;
    }
    const auto on_change = self->on_change_;  // a copy: the call may lead to finish()
    if (on_change) on_change();
  });
}

void LiveOutbox::attach(std::function<void()> on_change) { on_change_ = std::move(on_change); }

std::shared_ptr<const std::string> LiveOutbox::take() {
  const std::lock_guard lock(mutex_);
  if (in_flight_ || waiting_.empty()) return nullptr;
  in_flight_ = std::move(waiting_.front());
  waiting_.pop_front();
  return in_flight_;
}

void LiveOutbox::written() {
  const std::lock_guard lock(mutex_);
  if (!in_flight_) return;
  bytes_ -= in_flight_->size();
  in_flight_.reset();
}

std::optional<int> LiveOutbox::close_code() const {
  const std::lock_guard lock(mutex_);
  return in_flight_ || !waiting_.empty() ? std::nullopt : close_code_;
}

void LiveOutbox::finish() {
  on_change_ = nullptr;
  const std::lock_guard lock(mutex_);
  finished_ = true;
  waiting_.clear();
  bytes_ = in_flight_ ? in_flight_->size() : 0;
}

}  // namespace yellowsea::web
