#include "tests/web/server/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "web/server/head.hpp"

namespace yellowsea::web {

std::string RawResponse::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

int RawFrame::close_code() const {
  if (opcode != 8 || payload.size() < 2) return 0;
  return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
}

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect");
  }
}

RawClient::~RawClient() { ::close(socket_); }

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) throw std::runtime_error("the server took no more");
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

void RawClient::shutdown_send() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::is_readable_within(int milliseconds) const {
  pollfd waiting{socket_, POLLIN, 0};
  return ::poll(&waiting, 1, milliseconds) > 0;
}

bool RawClient::receive() {
  std::array<char, 65536> chunk{};
  const auto size = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    throw std::runtime_error("the server said nothing");
  if (size <= 0) return false;
  received_.append(chunk.data(), static_cast<std::size_t>(size));
  return true;
}

std::string RawClient::take(std::size_t size) {
  while (received_.size() < size) {
    if (!receive()) throw std::runtime_error("closed in the middle: " + received_);
  }
  const auto taken = received_.substr(0, size);
  received_.erase(0, size);
  return taken;
}

RawResponse RawClient::read_response(bool without_body) {
  std::size_t end = std::string::npos;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive()) throw std::runtime_error("closed before a response: " + received_);
  }
  std::string head = take(end + 4);
  RawResponse response;
  response.status = std::stoi(head.substr(9, 3));
  std::size_t at = head.find("\r\n") + 2;
  while (head.compare(at, 2, "\r\n") != 0) {
    const auto colon = head.find(": ", at);
    const auto line_end = head.find("\r\n", at);
    response.headers.emplace(to_lower(head.substr(at, colon - at)),
                             head.substr(colon + 2, line_end - colon - 2));
    at = line_end + 2;
  }
  const auto length = response.header("content-length");
  if (!without_body && !length.empty()) response.body = take(std::stoul(length));
  return response;
}

bool RawClient::is_closed() { return received_.empty() && !receive(); }

RawResponse RawClient::upgrade(const std::string& target) {
  send(get(target,
           "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
  return read_response();
}

void RawClient::send_frame(int opcode, std::string_view payload) {
  std::string frame;
  frame += static_cast<char>(0x80 | opcode);
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xff);
  }
  const std::array<char, 4> mask{'\x11', '\x22', '\x33', '\x44'};
  frame.append(mask.data(), mask.size());
  for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ mask[i % 4]);
  send(frame);
}

RawFrame RawClient::read_frame() {
  const auto head = take(2);
  std::size_t size = static_cast<unsigned char>(head[1]) & 0x7f;
  const int extra = size == 126 ? 2 : size == 127 ? 8 : 0;
  if (extra > 0) {
    size = 0;
    for (const char byte : take(static_cast<std::size_t>(extra)))
      size = size * 256 + static_cast<unsigned char>(byte);
  }
  return {static_cast<unsigned char>(head[0]) & 0x0f, take(size)};
}

std::optional<RawFrame> RawClient::read_frame_or_end() {
  if (received_.empty() && !receive()) return std::nullopt;
  return read_frame();
}

std::string get(const std::string& target, const std::string& more_headers) {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more_headers + "\r\n";
}

std::string post(const std::string& target, const std::string& body, const std::string& more_headers) {
  return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + more_headers + "\r\n" + body;
}

}  // namespace yellowsea::web
