// The head of a request, its target, cookies and forwarded addresses, as they come from the network.
#include "web/server/head.hpp"

#include <algorithm>
#include <vector>

#include "tests/fuzz/fuzz.hpp"
#include "web/server/forwarded.hpp"
#include "web/server/target.hpp"

namespace {

using namespace yellowsea::web;

// Where the head ends does not depend on the pieces in which it arrives.
HeadScan scan_in_pieces(std::string_view input, std::size_t piece, std::size_t& scanned) {
  scanned = 0;
  for (std::size_t end = piece; end < input.size(); end += piece) {
    const HeadScan scan = scan_head(input.substr(0, end), scanned);
    if (scan != HeadScan::more) return scan;
  }
  return scan_head(input, scanned);
}

void read_target(std::string_view text) {
  const auto target = parse_target(text);
  if (!target) return;
  require(!target->path.empty() && target->path.front() == '/', "a path begins with /");
  require(target->path.find('\0') == std::string::npos, "a path has no NUL");
  require(target->path.find("/../") == std::string::npos, "a path has no dot segments");
}

void read_headers(const Head& head) {
  Request request;
  request.headers = head.headers;
  (void)request.cookie("yellowsea_session");
  (void)request.cookie("__Host-yellowsea_session");
  const auto client = identify_client("127.0.0.1", {"127.0.0.1", "::1"}, request.headers);
  require(normal_address(client.address) == client.address, "an address has one form");
}

}  // namespace

void fuzz_one(std::string_view input) {
  std::size_t scanned = 0;
  const HeadScan scan = scan_head(input, scanned);
  std::size_t scanned_in_pieces = 0;
  require(scan_in_pieces(input, 7, scanned_in_pieces) == scan, "pieces change nothing");
  if (scan != HeadScan::complete) return read_target(input);
  require(scanned == scanned_in_pieces, "pieces do not move the end");
  const auto head = parse_head(input.substr(0, scanned), ServerLimits{});
  if (!head) {
    require(head.error().status >= 400 && head.error().status < 600, "a refusal has a status");
    return;
  }
  const auto count = [&](std::string_view name) {
    return std::count_if(head->headers.begin(), head->headers.end(),
                         [&](const auto& field) { return field.first == name; });
  };
  require(count("host") == 1, "exactly one Host");
  require(count("content-length") + count("transfer-encoding") <= 1, "one framing");
  require(!head->chunked || head->http_1_1, "chunked only in 1.1");
  read_target(head->target);
  read_headers(*head);
}
