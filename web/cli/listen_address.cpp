#include "web/cli/listen_address.hpp"

#include <charconv>

namespace yellowsea::web {

Result<void> read_listen(const std::string& text, ServerOptions& options) {
  const std::size_t colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  const auto parsed = std::from_chars(port.data(), port.data() + port.size(), options.port);
  if (port.empty() || parsed.ec != std::errc{} || parsed.ptr != port.data() + port.size()) {
    return fail(ProblemCode::malformed, "configuration",
                "--listen " + text + ": must be ADDRESS:PORT, as in 127.0.0.1:8080");
  }
  options.address = text.substr(0, colon);
  if (options.address.size() > 2 && options.address.front() == '[')
    options.address = options.address.substr(1, options.address.size() - 2);
  return {};
}

std::string base_url(const ServerOptions& options, std::uint16_t port) {
  const bool six = options.address.find(':') != std::string::npos;
  return (options.certificate.empty() ? "http://" : "https://") +
         (six ? "[" + options.address + "]" : options.address) + ":" + std::to_string(port);
}

}  // namespace yellowsea::web
