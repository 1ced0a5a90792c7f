// The way onto the I/O thread for those who may outlive the server: replies and live connections held by the
// application. post() may be called from any thread, also after the server is gone (then the task is
// dropped).
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <mutex>
#include <utility>

namespace yellowsea::web {

class Mailbox {
 public:
  explicit Mailbox(boost::asio::io_context& context) : context_(&context) {}

  void post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (context_ != nullptr) boost::asio::post(*context_, std::move(task));
  }

  // Called by the server before its io_context goes.
  void close() {
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
  }

 private:
  std::mutex mutex_;
  boost::asio::io_context* context_;
};

}  // namespace yellowsea::web
