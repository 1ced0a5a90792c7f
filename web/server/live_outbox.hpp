// What waits to be sent to one live client, bounded. It is the LiveConnection that the application holds: it
// knows no socket, so it may be kept and called from any thread for as long as anybody likes. Invariants: at
// most one message is in flight; it counts towards the limits until it is written; after a close was asked
// for, nothing more is taken in.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "web/server/http.hpp"
#include "web/server/mailbox.hpp"

namespace yellowsea::web {

class LiveOutbox final : public LiveConnection, public std::enable_shared_from_this<LiveOutbox> {
 public:
  LiveOutbox(std::shared_ptr<Mailbox> mailbox, std::size_t max_messages, std::size_t max_bytes);

  // Any thread.
  void send(std::shared_ptr<const std::string> text) override;
  void close(int code) override;

  // I/O thread only, for the session that writes.
  void attach(std::function<void()> on_change);  // called on the I/O thread whenever there is something to do
  std::shared_ptr<const std::string> take();  // next message, now in flight; null if none or one is in flight
  void written();                             // the message in flight is out
  std::optional<int> close_code() const;  // set once a close was asked for and everything before it is out
  void finish();                          // the client is gone

 private:
  void wake();  // without the lock

  const std::shared_ptr<Mailbox> mailbox_;
  const std::size_t max_messages_;
  const std::size_t max_bytes_;
  std::function<void()> on_change_;  // I/O thread only

  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<const std::string>> waiting_;
  std::shared_ptr<const std::string> in_flight_;
  std::size_t bytes_ = 0;  // waiting and in flight
  std::optional<int> close_code_;
  bool wake_pending_ = false;
  bool finished_ = false;
};

}  // namespace yellowsea::web
