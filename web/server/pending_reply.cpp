#include "web/server/pending_reply.hpp"

#include <atomic>
#include <utility>

#include "web/server/response_head.hpp"

namespace yellowsea::web {
namespace {

class Ticket {
 public:
  Ticket(std::shared_ptr<Mailbox> mailbox, std::weak_ptr<PendingReply> pending)
      : mailbox_(std::move(mailbox)), pending_(std::move(pending)) {}
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;
  ~Ticket() {
    try {
      answer(problem_response({500, "The request was dropped without an answer."}));
    } catch (...) {  // out of memory: the handler's deadline will answer
    }
  }

  void answer(Response response) {
    if (used_.exchange(true)) return;
    // The response is shared, not moved, because std::function demands a copyable task.
    auto shared = std::make_shared<Response>(std::move(response));
    mailbox_->post([pending = pending_, shared] {
      const auto waiting = pending.lock();
      if (!waiting || waiting->response) return;
      waiting->response = std::move(*shared);
      waiting->timer.cancel();
    });
  }

 private:
  std::atomic<bool> used_{false};
  std::shared_ptr<Mailbox> mailbox_;
  std::weak_ptr<PendingReply> pending_;
};

}  // namespace

Reply make_reply(std::shared_ptr<Mailbox> mailbox, const std::shared_ptr<PendingReply>& pending) {
  auto ticket = std::make_shared<Ticket>(std::move(mailbox), pending);
  return [ticket](Response response) { ticket->answer(std::move(response)); };
}

}  // namespace yellowsea::web
