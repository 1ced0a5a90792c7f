// A blocking client that sends exactly the bytes a test wants and reads what comes back. Every read gives up
// after ten seconds with an exception, so that a broken server fails a test instead of hanging it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace yellowsea::web {

struct RawResponse {
  int status = 0;
  std::multimap<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string header(const std::string& name) const;  // "" if absent
};

struct RawFrame {
  int opcode = 0;  // 1 text, 2 binary, 8 close, 9 ping, 10 pong
  std::string payload;
  int close_code() const;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes);
  void shutdown_send();
  // `without_body`: the answer to HEAD.
  RawResponse read_response(bool without_body = false);
  // Whether something (also the end) can be read within that time.
  bool is_readable_within(int milliseconds) const;
  // True once the server has closed; false if it sent more instead.
  bool is_closed();

  // WebSocket
  RawResponse upgrade(const std::string& target = "/live");
  void send_frame(int opcode, std::string_view payload);
  RawFrame read_frame();
  std::optional<RawFrame> read_frame_or_end();

 private:
  bool receive();  // false at the end
  std::string take(std::size_t size);

  int socket_;
  std::string received_;
};

// "GET /path HTTP/1.1" with a Host and whatever else is given, each line with its CRLF.
std::string get(const std::string& target, const std::string& more_headers = "");
std::string post(const std::string& target, const std::string& body, const std::string& more_headers = "");

}  // namespace yellowsea::web
